"""Whether a book holds, from every side, as text and as one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows
from teikei.report.names import Names
from teikei.report.record import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.case.case import Case
    from teikei.deals.reciprocity import Reciprocity
    from teikei.deals.stability import Holding
    from teikei.report.money import Money

SMALL_M = 0.5
"""Million present value below which an amount is not worth a line."""


def holding_lines(held: Holding, pairs: Sequence[Reciprocity], case: Case, money: Money) -> list[str]:
    """Deals inside, walk-outs, replacements, groups of firms, outsiders, and how even each pair is."""
    names, titles = Names(case), {a: str(row["title"]) for a, row in agreement_rows(case).items()}

    def title(agreements: Sequence[str]) -> str:
        return " + ".join(f"“{titles[a]}”" for a in agreements)

    said = {"yes": "holds", "no": "does not hold", "undetermined": "holds as far as could be settled"}
    lines = [f"The book of {len(held.book)} {said[held.holds]}."]
    if held.inside:
        least = min(held.inside, key=lambda name: held.inside[name][0])
        group = held.contracts.groups[held.contracts.game.links.position(least)]
        lines.append(
            f"  inside: every deal pays its parties, least {title(group)}, "
            f"{money.interval_m(*held.inside[least])}."
        )
    out = held.contracts.walk_outs
    words = {"yes": "nobody gains by dropping any set of its deals", "no": "somebody would drop deals"}
    lines.append(f"  walk-outs: {words.get(out.answer, f'nobody found so far; open for {out.witness}')}.")
    lines += _replaced(held, names, titles, money)
    lines += _groups(held, names, money)
    lines += [_pair(pair, names, title, money) for pair in pairs]
    return lines


def _replaced(held: Holding, names: Names, titles: dict[str, str], money: Money) -> list[str]:
    """Payments that a rival's offer bounds."""
    groups = {held.contracts.game.links.names[k]: g for k, g in enumerate(held.contracts.groups)}
    found = [
        f"  replacement: {names.firm(threat.player)} could sign “{titles[threat.by]}” instead of "
        f"{' + '.join(f'“{titles[a]}”' for a in groups.get(deal.link, (deal.link,)))}, for which it pays "
        f"{money.interval_m(*threat.limit)} at most."
        for deal in held.replaced.deals
        if deal.binding != "no"
        for threat in deal.threats
    ]
    return found or ["  replacement: no rival outside the book changes a payment."]


def _groups(held: Holding, names: Names, money: Money) -> list[str]:
    """The core, who walks first, and what hangs on outsiders."""
    if held.core is None or held.least is None or held.risk is None:
        return []
    first = ", ".join(map(names.firm, held.first_out)) or "nobody"
    core = {
        "yes": f"no group of firms has more by its own deals; nearest to leaving: {first}, which would lose "
        f"{money.m(held.core.margin)}",
        "no": f"{first} would have {money.m(-held.core.margin)} more by its own deals alone, and walks first",
        "undetermined": f"whether {first} would have more by its own deals alone is open",
    }[held.core.answer]
    least = held.least.epsilon
    keeps = (
        f"the core is empty: every group must be paid, or fined, {money.m(least)} to stay"
        if least > SMALL_M
        else f"the core has room: terms exist at which every group loses {money.m(-least)} by leaving"
    )
    worst = int(held.risk.spread.argmax())
    exposed = [f for k, f in enumerate(held.firms) if worst >> k & 1]
    spread = float(held.risk.spread[worst])
    outside = (
        f"most for {', '.join(map(names.firm, exposed))}, {money.m(spread)}"
        if spread > SMALL_M
        else "no group's worth depends on it"
    )
    return [f"  groups: {core}.", f"  least core: {keeps}.", f"  what outsiders sign: {outside}."]


def _pair(pair: Reciprocity, names: Names, title: Any, money: Money) -> str:
    one, other = pair.firms
    kind = f"{pair.in_kind:.0%} of what they gain needs no cheque"
    swap = f"; almost no cheque for {title(pair.swap)}" if pair.swap else "; no set of their deals is a swap"
    loses = ", ".join(f"{names.firm(f)} {money.interval_m(*ends)}" for f, ends in pair.depends_m.items())
    return f"  {names.firm(one)} and {names.firm(other)}: {kind}{swap}; if the other leaves, loses: {loses}."


def holding_object(held: Holding, pairs: Sequence[Reciprocity], money: Money) -> dict[str, Any]:
    """The same as one object, amounts in the printed currency."""
    made: dict[str, Any] = {
        "book": list(held.book),
        "holds": held.holds,
        "inside_m": {name: list(ends) for name, ends in held.inside.items()},
        "walk_outs": held.contracts.walk_outs.answer,
        "gains_m": {f: list(ends) for f, ends in held.contracts.gains.items()},
        "replacements": [
            {"deal": d.link, "by": t.by, "firm": t.player, "limit_m": list(t.limit), "binding": d.binding}
            for d in held.replaced.deals
            for t in d.threats
        ],
        "core": held.core.answer if held.core else None,
        "core_margin_m": held.core.margin if held.core else None,
        "first_out": list(held.first_out),
        "least_core_m": held.least.epsilon if held.least else None,
        "outsiders_m": {f: [float(held.risk.low[k]), float(held.risk.high[k])]
                        for k, f in enumerate(held.risk.players)} if held.risk else {},
        "pairs": [
            {
                "firms": list(p.firms),
                "agreements": list(p.agreements),
                "before_m": {f: list(ends) for f, ends in p.before_m.items()},
                "after_m": {f: list(ends) for f, ends in p.after_m.items()},
                "in_kind": p.in_kind,
                "swap": list(p.swap),
                "depends_m": {f: list(ends) for f, ends in p.depends_m.items()},
            }
            for p in pairs
        ],
    }  # fmt: skip
    return dict(scaled(made, money.factor))
