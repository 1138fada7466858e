"""Why a candidate is not in a book, and the smallest change that would bring it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.agreements.book import agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.deals.barred import barred
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.linear_form import LinearForm
from teikei.industry.money import year_weights

CHANGE: dict[str, str] = {
    "barred": "drop what makes it hardcore",
    "not planned": "blocks of its kind in the plan",
    "yardstick": "none: it is valued beside books, to measure them",
}
MOVED_M = 1.0
"""Million present value below which a firm that is no party counts as untouched."""
Why = Literal["barred", "not planned", "yardstick", "excluded", "unused", "loses", "undetermined", "wanted"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One candidate that a book does without; million, present value, beside that book.

    Attributes
    ----------
    agreement : id
    why : barred, not planned or a yardstick; excluded by a better one; unused by the plan; its parties lose
        by it (with or without a rival given up for it); undetermined; or wanted: its parties would gain
    instead_of : the agreements of the book that would have to go for it
    parties_m : what its parties would gain together, less what the agreements that go for it bring theirs;
        none for what is barred or not planned
    others_m : firms that are no party -> what they would gain or lose
    all_m : what all planning firms would gain together, certified
    short_m : least that its parties lack: the smallest change, in joint gain; a year and a car beside it
    short_m_per_year, short_per_car : the same; a car in case currency, None where no car is built under it
    payers : firms that would gain enough to pay what is lacking
    reason, change : both in a sentence
    """

    agreement: str
    why: Why
    instead_of: tuple[str, ...] = ()
    parties_m: Interval | None = None
    others_m: dict[str, Interval] | None = None
    all_m: Interval | None = None
    short_m: float = 0.0
    short_m_per_year: float = 0.0
    short_per_car: float | None = None
    payers: tuple[str, ...] = ()
    reason: str = ""
    change: str = ""


def rejected(profits: Profits, book: Sequence[str]) -> tuple[Rejected, ...]:
    """Every candidate that a book does without, and the smallest change that would bring it in."""
    rows = agreement_rows(profits.case)
    found = []
    for name, why in profits.left_out.items():
        word: Why = "yardstick" if KINDS[rows[name]["kind"]].yardstick else "not planned"
        if name in barred(profits.case):
            word = "barred"
        found.append(Rejected(name, word, reason=why, change=CHANGE[word]))
    here = profits.mask(book)
    outside = [k for k in range(len(profits.agreements)) if not here >> k & 1]
    with_each = [_with(profits, here, k) for k in outside]
    profits.ahead([here, *with_each, *(here & after for after in with_each)])
    found += [_beside(profits, here, k) for k in outside]
    return tuple(found)


def _beside(profits: Profits, here: int, link: int) -> Rejected:
    """One candidate added to the book, with what it needs, in place of what it excludes."""
    links = profits.links
    after = _with(profits, here, link)
    gone = links.say(here & ~after)
    members = links.members[link]
    parties, others = _gains(profits, here, after, members)
    short = max(0.0, -parties[1])
    cars = profits.at(after).cars.get(links.names[link], 0.0)
    weights = year_weights(profits.case)
    left = {profits.players[k] for a in links.listed(here & ~after) for k in links.members[a]}
    paying = tuple(f for f, (low, _) in others.items() if f not in left and low > 0 and low >= -parties[0])
    why = _why(profits, links.names[link], parties, gone, cars)
    return Rejected(
        agreement=links.names[link],
        why=why,
        instead_of=gone,
        parties_m=parties,
        others_m=others,
        all_m=profits.surplus(after, here),
        short_m=short,
        short_m_per_year=short / float(weights.sum()),
        # cars are a discounted mean: times the weights they are what a fee a car is paid on
        short_per_car=short * 1e6 / (cars * float(weights.sum())) if cars > 0.5 and short else None,
        payers=paying if short else (),
        reason=_reason(why, parties, gone),
        change=_change(why, short, paying, gone),
    )


def _gains(
    profits: Profits, here: int, after: int, members: Sequence[int]
) -> tuple[Interval, dict[str, Interval]]:
    """What the parties of an agreement gain together by it, and what each firm that is no party gains.

        Σ_{k∈new} π_k(after) − π_k(between)  −  Σ_{k∈old} π_k(here) − π_k(between)

    between: the book without the deals (old) that go for it. All that these bring could be offered to keep
    them, as in a swap of the search; where none goes, the second sum is nothing.
    """
    links, between = profits.links, here & after
    old = sorted({k for a in links.listed(here & ~after) for k in links.members[a]})
    form = _moved(members, between, after) - _moved(old, between, here)
    game = profits.game()
    ends = game.bounds(form)
    others = {
        f: game.bounds(_moved([k], here, after)) for k, f in enumerate(profits.firms) if k not in members
    }
    return (ends.low, ends.high), {
        f: (one.low, one.high) for f, one in others.items() if max(abs(one.low), abs(one.high)) > MOVED_M
    }


def _moved(players: Sequence[int], before: int, after: int) -> LinearForm:
    """Σ_k π_k(after) − π_k(before)."""
    form = LinearForm()
    for k in players:
        form = form + LinearForm.payoff(after, k) - LinearForm.payoff(before, k)
    return form


def _with(profits: Profits, here: int, link: int) -> int:
    """The book with an agreement and what it needs, less what stands against it."""
    links = profits.links
    wanted = 1 << link
    while more := [a for a in links.listed(wanted) if links.needs[a] & ~wanted]:
        for a in more:
            wanted |= links.needs[a]
    after = here | wanted
    for a in links.listed(here & ~wanted):
        if not profits.feasible(wanted | 1 << a | links.needs[a]):
            after = links.without(after, a)
    return after


def _why(profits: Profits, name: str, parties: Interval, gone: tuple[str, ...], cars: float) -> Why:
    kind = KINDS[agreement_rows(profits.case)[name]["kind"]]
    if parties[1] > 0:
        return "wanted" if parties[0] > 0 else "undetermined"
    if gone:
        return "excluded"
    return "unused" if kind.fee and cars <= 0.5 else "loses"


def _reason(why: Why, parties: Interval, gone: tuple[str, ...]) -> str:
    middle = (parties[0] + parties[1]) / 2
    amount = f"{middle:,.1f} m"
    return {
        "excluded": f"stands against {', '.join(gone)}, worth {-middle:,.1f} m more to its parties",
        "unused": f"the plan builds no car under it beside this book: {amount} to its parties",
        "loses": f"its parties would lose by it beside this book: {amount}",
        "undetermined": f"its parties gain {parties[0]:,.1f} to {parties[1]:,.1f} m: the sign is open",
        "wanted": f"its parties would gain {amount} by it",
    }[why]


def _change(why: Why, short: float, payers: tuple[str, ...], gone: tuple[str, ...]) -> str:
    if why == "undetermined":
        return "a narrower gap, or more time"
    if why == "wanted":
        return "none for its parties, who gain by it: other firms of the book would rather be without it"
    more = f"{short:,.1f} m more for its parties"
    if payers:
        return f"{more}, which {' or '.join(payers)} would gain enough to pay"
    return f"{more}, or {', '.join(gone)} given up" if gone else more
