"""Books that were searched, as text and as one JSON object: answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows
from teikei.industry.money import level
from teikei.report.names import Names
from teikei.report.record import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teikei.deals.portfolio import Portfolio
    from teikei.deals.search import Searched
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
    titles = titles_of(found)
    lines = stopped_lines(found)
    lines += [f"Best joint book found: {money.interval_m(*found.joint_m)} present value over today's book."]
    lines += [f"  + {titles[a]}" for a in found.joint] or ["  nothing beyond today's book"]
    if found.joint_open:
        lines.append(f"  {len(found.joint_open)} single moves may still raise it: their sign is open.")
    lines += ["", *resting_lines(found, money)]
    for start, path in found.paths.items():
        steps = "; ".join(_move(m, titles, money) for m in path.steps) or "nobody moves"
        lines.append(f"  from {start}: {steps}")
    return [*lines, "", *left_lines(found, money, names), "", cost_line(found)]


def resting_lines(found: Searched, money: Money) -> list[str]:
    """Books that hold, and cycles that never come to rest."""
    titles, lines = titles_of(found), []
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
        "over_today_m": {f: list(ends) for f, ends in found.over_today_m.items()},
        "pays_m": {
            deal.link: {f: [float(low), float(high)] for f, low, high in zip(
                deal.pays.players, deal.pays.low, deal.pays.high, strict=True)}
            for deal in found.contracts.terms.deals
        },
        "walk_outs": found.contracts.walk_outs.answer,
        "partners_stay": found.partners.answer,
        "tried_in_part": list(found.in_part),
    }  # fmt: skip


def titles_of(found: Searched) -> dict[str, str]:
    """Agreement -> its title."""
    return {a: str(row["title"]) for a, row in agreement_rows(found.case).items()}


def _listed(titles: dict[str, str], agreements: Sequence[str]) -> str:
    return ", ".join(f"“{titles[a]}”" for a in agreements) or "today's book as it is"


def _move(move: Move, titles: dict[str, str], money: Money) -> str:
    beside = f" for {_listed(titles, move.gone)}" if move.kind == "swap" else ""
    beside += f" with {_listed(titles, move.come)}, which it needs" if move.come else ""
    return f"{move.kind} “{titles[move.link]}”{beside} ({money.interval_m(*move.gain)})"


def _step(move: Move) -> dict[str, Any]:
    told = {"move": move.kind, "agreement": move.link, "come": list(move.come), "gone": list(move.gone)}
    return told | {"gain_m": list(move.gain)}


def left_lines(found: Searched, money: Money, names: Names) -> list[str]:
    """What is left out: why, and what it lacks."""
    if not found.rejected:
        return [] if found.stopped else ["Nothing in play is left out."]
    titles, lines = titles_of(found), ["Left out, and the smallest change that would bring it in:"]
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


def stopped_lines(found: Searched) -> list[str]:
    """A line where the search was ended before its time."""
    if not found.stopped:
        return []
    return [f"Stopped at: {found.stopped}. The best of the {found.planned} books planned until then:"]


def many(count: int) -> str:
    """A number of agreements in words.

    >>> many(1), many(12)
    ('1 agreement', '12 agreements')
    """
    return "1 agreement" if count == 1 else f"{count} agreements"


CERTIFIED = (
    "Joint worths are certified for these inputs; what one firm earns holds for the printed yes/no decisions."
)


def cost_line(found: Searched) -> str:
    """What is certified, and what the search took."""
    return f"{CERTIFIED} {found.planned} books planned in {found.seconds:.0f} s."
