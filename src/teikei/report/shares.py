"""Who gets what of a book, by one rule or by all: as lines and as one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.report.books import cost_line, many
from teikei.report.portfolio import LEAST, WITHOUT_OWN, concerned
from teikei.report.record import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.deals.search import Searched
    from teikei.deals.shares import Shares
    from teikei.report.money import Money
    from teikei.report.names import Names

RULES = {
    "nash": "Nash, deal by deal",
    "shapley": "Shapley value",
    "myerson": "Myerson value",
    "nucleolus": "nucleolus",
}


def share_lines(found: Shares, searched: Searched | None, money: Money, names: Names) -> list[str]:
    """Who gets what by a rule."""
    lines = [f"{RULES[found.rule]}, {many(len(found.named))}{_without_terms(found)}. {_worth(found, money)}"]
    lines += _by_firm(found, money, names)
    lines += _beside(found, searched, money, names)
    return lines


def _by_firm(found: Shares, money: Money, names: Names) -> list[str]:
    """What each firm has more, what that is counted from, and what it adds up to."""
    total = sum(low + high for low, high in found.shares.values()) / 2
    ranked = sorted(found.shares, key=lambda f: -found.shares[f][1])
    if found.worths is not None:
        said = [f"  {names.firm(f)}: {money.interval_m(*found.shares[f])}" for f in ranked]
        by = "what these firms have by those of the deals that pay, over what each has alone"
        return [*said, f"  Together {money.m(total)}: {by}."]
    today = concerned(found.over_today_m, found.shares, money)
    lines = [f"  Over today's book after fees, {money.unit}, present value; together what the book is worth:"]
    for firm in sorted(today, key=lambda f: -today[f][1]):
        beside = "" if firm in found.shares else " (no party)"
        lines.append(f"    {names.firm(firm)}: {money.interval(*today[firm])}{beside}")
    lines.append(f"  Over this book {WITHOUT_OWN}, after fees:")
    lines += [f"    {names.firm(f)}: {money.interval_m(*found.shares[f])}" for f in ranked]
    if abs(total - sum(found.worth_m) / 2) * money.factor > LEAST:
        lines.append(
            f"    Each is counted from another book: their sum, {money.m(total)}, is no book's worth."
        )
    return lines


def _beside(found: Shares, searched: Searched | None, money: Money, names: Names) -> list[str]:
    """What groups have, and how far the figures are certified."""
    lines = []
    if found.worths is not None:
        lines.append("  What groups have by their own deals alone:")
        for mask in range(1, found.worths.low.size):
            group = [p for k, p in enumerate(found.worths.players) if mask >> k & 1]
            if len(group) > 1:
                ends = (float(found.worths.low[mask]), float(found.worths.high[mask]))
                lines.append(f"    {', '.join(map(names.firm, group))}: {money.interval_m(*ends)}")
    if not found.certified:
        lines.append("  Ranges of single firms are over plans within the gap; they are not certified.")
    if searched is not None:
        lines.append(cost_line(searched))
    return lines


def _worth(found: Shares, money: Money) -> str:
    """What the book is worth, all of it signed."""
    if not found.book:
        return "Nothing is shared."
    what = "Signed" if len(found.book) == 1 else f"All {len(found.book)} signed"
    worth = f"{money.interval_m(*found.worth_m)} present value over today's book"
    return f"{what}: worth {worth} to all planning firms."


def _without_terms(found: Shares) -> str:
    """Agreements named that have no terms, because their parties would lose by them beside the others."""
    dropped = [a for a in found.named if a not in found.book]
    if not dropped:
        return ""
    return f", less {', '.join(dropped)}, by which the parties lose beside the rest: no terms suit them"


def every_share_lines(
    found: Sequence[Shares], searched: Searched | None, money: Money, names: Names
) -> list[str]:
    """Who gets what by every rule, firm by firm, then what groups have."""
    first, last = found[0], found[-1]
    lines = [f"What {many(len(last.book))} bring, {money.unit}, present value. {_worth(last, money)}"]
    for firm in sorted(last.shares, key=lambda f: -first.shares.get(f, (0.0, 0.0))[1]):
        said = [f"{RULES[one.rule]} {money.interval(*one.shares.get(firm, (0.0, 0.0)))}" for one in found]
        lines.append(f"  {names.firm(firm)}: {'; '.join(said)}")
    lines += [
        f"  Nash: over the book {WITHOUT_OWN}{_without_terms(first)}.",
        "  The others: over what each has alone, by those of the deals that pay.",
    ]
    return lines + _beside(last, searched, money, names)


def every_share_object(found: Sequence[Shares], money: Money) -> dict[str, Any]:
    """The splits by every rule as one object."""
    return {
        "currency": money.currency,
        "by": "all",
        "book": list(found[-1].book),
        "rules": {one.rule: share_object(one, money) for one in found},
    }


def share_object(found: Shares, money: Money) -> dict[str, Any]:
    """A split as one object."""
    made: dict[str, Any] = {
        "currency": money.currency,
        "by": found.rule,
        "named": list(found.named),
        "book": list(found.book),
        "worth_m": list(found.worth_m),
        "shares_m": {f: list(ends) for f, ends in found.shares.items()},
        "over_today_m": {f: list(ends) for f, ends in found.over_today_m.items()},
        "certified": found.certified,
    }
    return dict(scaled(made, money.factor))
