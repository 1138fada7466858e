"""What every group of firms is worth, as text and as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows
from teikei.report.record import scaled

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.coalitions import Coalitions
    from teikei.report.money import Money
    from teikei.report.names import Names


def width(low: float, high: float) -> float:
    """Width of an interval relative to its larger end.

    >>> width(99.0, 100.0)
    0.01
    """
    size = max(abs(low), abs(high))
    return (high - low) / size if size > 0 else 0.0


def groups_lines(found: Coalitions, case: Case, money: Money, names: Names) -> list[str]:
    """One line a group, smallest first: its worth, what it adds to its firms alone, the deals it signs."""
    titles = {a: str(row["title"]) for a, row in agreement_rows(case).items()}
    lines = [
        f"Worth of every group of {len(found.firms)} firms, each with the best of "
        f"{len(found.agreements)} candidate agreements inside it; {money.unit} present value, "
        f"{certainty(found)}."
    ]
    worst = 0.0
    for mask in sorted(range(1, len(found.valued) + 1), key=lambda m: (m.bit_count(), m)):
        one = found[mask]
        worst = max(worst, width(one.low, one.high))
        said = f"  {', '.join(map(names.firm, one.firms))}: {money.interval(one.low, one.high)}"
        if len(one.firms) > 1:
            ends = (float(found.gains.low[mask]), float(found.gains.high[mask]))
            said += f"; beyond its firms alone {money.interval(*ends)}"
        signed = ", ".join(f"“{titles[a]}”" for a in one.agreements)
        doubt = "" if one.certified else "; NOT CERTIFIED: its upper end is not proved"
        lines.append(f"{said}; signs {signed or 'nothing'}{doubt}")
    spent = found.spent
    plans, bounds = sum(v.plans for v in found.valued), sum(v.bounds for v in found.valued)
    lines.append(
        f"Widest interval {worst:.1e} of the worth; {plans} books planned, {bounds} bounds; "
        f"this run took {spent.seconds:.0f} s, {spent.cpu_seconds:.0f} s of processors, "
        f"its largest process {spent.largest_mb:.0f} MB."
    )
    return lines


def certainty(found: Coalitions) -> str:
    """What the intervals are, said of all groups."""
    doubtful = sum(not one.certified for one in found.valued)
    if not doubtful:
        return "certified for these inputs"
    return (
        f"certified for these inputs except {doubtful} of {len(found.valued)} groups, in which a deal takes "
        "cars off a market (a withdrawal, a regional lead): their upper ends are not proved"
    )


def groups_object(found: Coalitions, money: Money) -> dict[str, Any]:
    """The same as one object, amounts in the printed currency."""
    made: dict[str, Any] = {
        "currency": money.currency,
        "firms": list(found.firms),
        "agreements": list(found.agreements),
        "groups": [
            {
                "firms": list(one.firms),
                "worth_m": [one.low, one.high],
                "beyond_alone_m": [float(found.gains.low[mask]), float(found.gains.high[mask])],
                "signs": list(one.agreements),
                "books_planned": one.plans,
                "bounds": one.bounds,
                "certified": one.certified,
                "seconds": round(one.seconds, 2),
            }
            for mask, one in enumerate(found.valued, start=1)
        ],
        "seconds": round(found.spent.seconds, 2),
        "cpu_seconds": round(found.spent.cpu_seconds, 2),
        "largest_process_mb": round(found.spent.largest_mb),
    }
    return dict(scaled(made, money.factor))
