"""Books that were searched, as text and as one JSON object: answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows, candidates
from teikei.deals.fees import fees
from teikei.industry.money import level
from teikei.report.names import Names
from teikei.report.record import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teikei.deals.portfolio import Portfolio
    from teikei.deals.search import Searched
    from teikei.deals.shares import Shares
    from teikei.games.moves import Move
    from teikei.report.money import Money


LEFT = {
    "unused": "no car is built under it beside this book",
    "loses": "its parties would lose by it beside this book",
    "excluded": "{instead} is worth more to its parties",
    "undetermined": "the sign is open",
    "wanted": "its parties want it, but this book is better without it",
}
"""Why a book does without an agreement; ``instead``: what stands against it."""


def searched_lines(found: Searched, money: Money) -> list[str]:
    """The best joint book, the books that hold, cycles, and what is left out."""
    names = Names(found.case)
    titles = _titles(found)
    lines = _stopped(found)
    lines += [f"Best joint book found: {money.interval_m(*found.joint_m)} present value over today's book."]
    lines += [f"  + {titles[a]}" for a in found.joint] or ["  nothing beyond today's book"]
    if found.joint_open:
        lines.append(f"  {len(found.joint_open)} single moves may still raise it: their sign is open.")
    lines += ["", *_resting_lines(found, money)]
    for start, path in found.paths.items():
        steps = "; ".join(_move(m, titles, money) for m in path.steps) or "nobody moves"
        lines.append(f"  from {start}: {steps}")
    return [*lines, "", *_left_lines(found, money, names), "", _cost(found)]


def portfolio_lines(found: Searched, money: Money, *, timed: bool = True) -> list[str]:
    """What one firm should sign, at which fees, what each deal adds as the last one, which books hold, and
    why the others are left out; ``timed``: with what it took, which no two runs share."""
    portfolio = found.portfolio
    if portfolio is None:
        return [*_stopped(found), "No portfolio was found."] if found.stopped else []
    names, titles = Names(found.case), _titles(found)
    firm = names.firm(portfolio.focal)
    lines = [
        f"Portfolio for {firm}: {_many(len(portfolio.own))}, in a book of {len(portfolio.agreements)} worth "
        f"{money.interval_m(*portfolio.worth_m)} to all and {money.interval_m(*portfolio.gain_m)} to {firm} "
        "after fees."
    ]
    for fee in fees(found.profits, {found.profits.weight: portfolio.contracts}, portfolio.contracts):
        paid = [
            f"{names.firm(f)} pays {money.interval_m(*ends)} a year {fee.first_year}–{fee.last_year}"
            for f, ends in fee.pays_m_per_year[found.profits.weight].items()
            if ends[0] + ends[1] > 0.1
        ]
        lines.append(f"  {' + '.join(titles[a] for a in fee.agreements)}: {'; '.join(paid) or 'no fee'}")
        lines += [f"    as the last one: {money.interval_m(*portfolio.last_m[a])}" for a in fee.agreements]
    if any(high < 0 for _, high in portfolio.last_m.values()):
        lines.append(
            "As the last one: over this book without the deal, or with another that it excludes in its "
            "place, whichever is better for all planning firms together. Below zero the other would bring "
            f"them more together; {firm} has more by this one."
        )
    gains = ", ".join(f"{names.firm(f)} {money.interval(*g)}" for f, g in portfolio.contracts.gains.items())
    lines += [f"Gains after fees, {money.unit}: {gains}.", _held(portfolio, names)]
    lines += _tied(found, portfolio, money, names)
    if portfolio.open_to:
        lines.append(f"{len(portfolio.open_to)} other books may be as good for {firm}: intervals overlap.")
    lines += ["", "Where deals are added, dropped and swapped until nobody moves:"]
    lines += [f"  {line}" for line in _resting_lines(found, money)]
    lines += ["", *_left_lines(found, money, names), *_unplayed(found, portfolio.focal)]
    return [*lines, "", _cost(found) if timed else CERTIFIED]


def _unplayed(found: Searched, firm: str) -> list[str]:
    """How many of the firm's candidates no book was tried with."""
    rows, tried = agreement_rows(found.case), {*found.profits.agreements, *found.profits.left_out}
    others = [a for a in candidates(found.case) if firm in rows[a]["parties"] and a not in tried]
    if not others:
        return []
    said = "does not pay alone, or was" if len(others) == 1 else "do not pay alone, or were"
    return [f"Tried in no book: {_many(len(others))} that {said} not asked for; `teikei stable` tries all."]


def _resting_lines(found: Searched, money: Money) -> list[str]:
    """Books that hold, and cycles that never come to rest."""
    titles, lines = _titles(found), []
    ours = set(found.portfolio.agreements) if found.portfolio is not None else None
    for book in found.stable:
        lost = "nothing" if book.lost_m[1] <= 0.05 else money.interval_m(*book.lost_m)
        said = "this portfolio" if set(book.agreements) == ours else _listed(titles, book.agreements)
        lines.append(
            f"Holds: {said}. Worth {money.interval_m(*book.worth_m)}, "
            f"{lost} less than the best; reached from {', '.join(book.starts)}."
        )
        lines += [f"  except undetermined: {_move(m, titles, money)}" for m in book.open_moves]
    for cycle in found.cycles:
        sure = "" if cycle.closed == "yes" else " (whether it can be left was not settled)"
        lines.append(f"No rest{sure}: " + " → ".join(_move(m, titles, money) for m in cycle.round))
    return lines


RULES = {
    "nash": "Nash, deal by deal",
    "shapley": "Shapley value",
    "myerson": "Myerson value",
    "nucleolus": "nucleolus",
}


def share_lines(found: Shares, searched: Searched | None, money: Money, names: Names) -> list[str]:
    """Who gets what by a rule."""
    total = sum(low + high for low, high in found.shares.values()) / 2
    lines = [
        f"{RULES[found.rule]}: {money.m(total)} present value over today's book, {_many(len(found.book))}."
    ]
    for firm, ends in sorted(found.shares.items(), key=lambda kv: -kv[1][1]):
        lines.append(f"  {names.firm(firm)}: {money.interval_m(*ends)}")
    if found.worths is not None:
        lines.append("  What groups have by their own deals alone:")
        for mask in range(1, found.worths.low.size):
            group = [p for k, p in enumerate(found.worths.players) if mask >> k & 1]
            if len(group) > 1:
                ends = (float(found.worths.low[mask]), float(found.worths.high[mask]))
                lines.append(f"    {', '.join(map(names.firm, group))}: {money.interval_m(*ends)}")
    if not found.certified:
        lines.append("  Ranges are over plans within the gap; they are not certified.")
    if searched is not None:
        lines.append(_cost(searched))
    return lines


def every_share_lines(
    found: Sequence[Shares], searched: Searched | None, money: Money, names: Names
) -> list[str]:
    """Who gets what by every rule, firm by firm, then what groups have."""
    first, last = found[0], found[-1]
    lines = [f"What {_many(len(last.book))} bring beyond today's book, {money.unit}, present value:"]
    for firm in sorted(last.shares, key=lambda f: -first.shares.get(f, (0.0, 0.0))[1]):
        said = [f"{RULES[one.rule]} {money.interval(*one.shares.get(firm, (0.0, 0.0)))}" for one in found]
        lines.append(f"  {names.firm(firm)}: {'; '.join(said)}")
    lines += share_lines(last, searched, money, names)[1 + len(last.shares) :]
    if dropped := [a for a in last.book if a not in first.book]:
        lines.append(f"  Nash has no terms for {', '.join(dropped)}: the parties lose by it.")
    return lines


def every_share_object(found: Sequence[Shares], money: Money) -> dict[str, Any]:
    """The splits by every rule as one object."""
    return {
        "currency": money.currency,
        "by": "all",
        "book": list(found[-1].book),
        "rules": {one.rule: share_object(one, money) for one in found},
    }


def searched_object(found: Searched, money: Money) -> dict[str, Any]:
    """The same as one object, amounts in the printed currency."""
    made: dict[str, Any] = {
        "currency": money.currency,
        "alone_m": {a: list(ends) for a, ends in found.alone_m.items()},
        "joint": list(found.joint),
        "joint_m": list(found.joint_m),
        "stable": [
            {
                "agreements": list(book.agreements),
                "worth_m": list(book.worth_m),
                "lost_m": list(book.lost_m),
                "open_moves": [_step(m) for m in book.open_moves],
                "starts": list(book.starts),
            }
            for book in found.stable
        ],
        "cycles": [
            {"moves": [_step(m) for m in c.round], "closed": c.closed, "agreements": list(c.links)}
            for c in found.cycles
        ],
        "paths": {start: [_step(m) for m in path.steps] for start, path in found.paths.items()},
        "portfolio": _portfolio(found.portfolio),
        "left_out": [
            {
                "agreement": one.agreement,
                "why": one.why,
                "reason": one.reason,
                "change": one.change,
                "parties_m": list(one.parties_m) if one.parties_m else None,
                "short_m": one.short_m,
                "short_m_per_year": one.short_m_per_year,
                "short_per_car": one.short_per_car,
                "payers": list(one.payers),
            }
            for one in found.rejected
        ],
        "books_planned": found.planned,
        "stopped": found.stopped,
        "seconds": round(found.seconds, 1),
    }
    return dict(scaled(made, money.factor))


def share_object(found: Shares, money: Money) -> dict[str, Any]:
    """A split as one object."""
    made: dict[str, Any] = {
        "currency": money.currency,
        "by": found.rule,
        "book": list(found.book),
        "shares_m": {f: list(ends) for f, ends in found.shares.items()},
        "certified": found.certified,
    }
    return dict(scaled(made, money.factor))


def _portfolio(found: Portfolio | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "for": found.focal,
        "agreements": list(found.agreements),
        "own": list(found.own),
        "worth_m": list(found.worth_m),
        "gain_m": list(found.gain_m),
        "last_m": {a: list(ends) for a, ends in found.last_m.items()},
        "gains_m": {f: list(ends) for f, ends in found.contracts.gains.items()},
        "pays_m": {
            deal.link: {f: [float(low), float(high)] for f, low, high in zip(
                deal.pays.players, deal.pays.low, deal.pays.high, strict=True)}
            for deal in found.contracts.terms.deals
        },
        "walk_outs": found.contracts.walk_outs.answer,
        "partners_stay": found.partners.answer,
        "tried_in_part": list(found.in_part),
    }  # fmt: skip


def _held(portfolio: Portfolio, names: Names) -> str:
    """Whether a firm would rather drop some of its deals."""
    firms = ", ".join(names.firm(f) for f in portfolio.contracts.gains if f != portfolio.focal)
    said = {
        "yes": f"No partner ({firms}) would be better off without any set of its deals.",
        "no": f"A partner would be better off without some deals: {portfolio.partners.witness}.",
        "undetermined": "Whether a partner would be better off without some deals is open: "
        f"{portfolio.partners.witness}.",
    }[portfolio.partners.answer if firms else "yes"]
    part = [names.firm(f) for f in portfolio.in_part]
    also = f" Of {', '.join(part)}, each deal alone and all at once were tried." if part else ""
    return (said if firms else "There is no partner that plans.") + also


def _tied(found: Searched, portfolio: Portfolio, money: Money, names: Names) -> list[str]:
    """Firms whose profit in this book hangs on which of many equally good plans is taken."""
    booked = found.profits.at(found.profits.mask(portfolio.agreements))
    spread = {f: (most - least) / 2 for f, (least, most) in booked.within.items() if most - least > 2.0}
    said = ", ".join(f"{names.firm(f)} ±{money.number(half)}" for f, half in spread.items())
    if not said:
        return []
    return [f"Equally good plans split differently, evenly here; by other plans, {money.unit}: {said}."]


def _titles(found: Searched) -> dict[str, str]:
    return {a: str(row["title"]) for a, row in agreement_rows(found.case).items()}


def _listed(titles: dict[str, str], agreements: Sequence[str]) -> str:
    return ", ".join(f"“{titles[a]}”" for a in agreements) or "today's book as it is"


def _move(move: Move, titles: dict[str, str], money: Money) -> str:
    beside = f" for {_listed(titles, move.gone)}" if move.kind == "swap" else ""
    return f"{move.kind} “{titles[move.link]}”{beside} ({money.interval_m(*move.gain)})"


def _step(move: Move) -> dict[str, Any]:
    return {"move": move.kind, "agreement": move.link, "gone": list(move.gone), "gain_m": list(move.gain)}


def _left_lines(found: Searched, money: Money, names: Names) -> list[str]:
    """What is left out: why, and what it lacks."""
    if not found.rejected:
        return [] if found.stopped else ["Nothing in play is left out."]
    titles, lines = _titles(found), ["Left out, and the smallest change that would bring it in:"]
    for one in sorted(found.rejected, key=lambda r: (r.parties_m is None, r.short_m)):
        if one.parties_m is None:
            lines.append(f"  {titles[one.agreement]}: {one.reason}")
            continue
        why = LEFT[one.why].format(instead=_listed(titles, one.instead_of))
        lacks = f"; lacks {money.m(one.short_m)}" if one.short_m else ""
        if one.short_m:
            lacks += f", {money.m(level(one.short_m, found.case))} a year"
        if one.short_per_car:
            lacks += f", {money.number(one.short_per_car)} {money.currency} a car"
        paying = f"; {_firms(names, one.payers)} would gain enough to pay it" if one.payers else ""
        lines.append(f"  {titles[one.agreement]}: {why}{lacks}{paying}")
    return lines


def _firms(names: Names, firms: Iterable[str]) -> str:
    return " or ".join(map(names.firm, firms))


def _stopped(found: Searched) -> list[str]:
    """A line where the search was ended before its time."""
    if not found.stopped:
        return []
    return [f"Stopped at: {found.stopped}. The best of the {found.planned} books planned until then:"]


def _many(count: int) -> str:
    return "1 agreement" if count == 1 else f"{count} agreements"


CERTIFIED = (
    "Joint worths are certified for these inputs; what one firm earns holds for the printed yes/no decisions."
)


def _cost(found: Searched) -> str:
    return f"{CERTIFIED} {found.planned} books planned in {found.seconds:.0f} s."
