"""The clauses of a contract in words and grids, and as one object: fewer cars, a royalty, cash limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.industry.money import level
from teikei.report.leaf import Cell, Grid, Section
from teikei.report.record import scaled

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.ahead import Ahead, Paid
    from teikei.deals.clauses import Clauses
    from teikei.deals.gains import Gain
    from teikei.deals.royalty import Royalty
    from teikei.deals.shortfall import Shortfall
    from teikei.report.money import Money
    from teikei.report.names import Names

WAYS = {
    "once": "at once, in the first year in force",
    "year": "by the year, level while in force",
    "unit": "by the car",
    "part": "part at once, the rest by the year",
}
CLAUSES = {
    "shortfall": "Fewer cars than planned",
    "royalty": "A royalty",
    "cash": "The fee under cash limits",
}


HOW = {
    "shortfall": "How: as planned: its gain in the plans signed for, less its fee. Then the same plans with "
    "fewer cars wanted, every yes/no decision as it was signed: profit with the deal less that without it, "
    "less the fee that is still due on these terms.",
    "royalty": "How: cars of the plan in which the payer counts the royalty as a cost of each of them, and "
    "those of the plan without it; then profit in that plan less that without the deal, the royalty paid.",
    "cash": "How: plans in which nobody may fall below the limits of firms.csv, the fee paid in this way, "
    "less the plan under the same limits without the deal; lost: the surplus without limits less this one.",
}
"""What stands behind the figures of each clause."""


def clauses_section(found: Clauses, case: Case, money: Money, names: Names) -> Section:
    """Each clause that was asked for; where it is not there, why."""
    lines: list[str] = fee_lines(found, money, names)
    grids: list[Grid] = []
    if found.shortfall is not None:
        lines += shortfall_lines(found.shortfall, money, names)
        grids.append(shortfall_grid(found.shortfall, money, names))
    if found.royalty is not None:
        lines += royalty_lines(found.royalty, case, money, names)
        grids.append(royalty_grid(found.royalty, case, money, names))
    if found.ahead is not None:
        lines += ahead_lines(found.ahead, money, names)
        grids.append(ahead_grid(found.ahead, money, names))
    lines += [f"{CLAUSES[name]}: {why}." for name, why in found.absent.items()]
    return Section("Clauses, each planned for this sheet", tuple(lines), tuple(grids))


def fee_lines(found: Clauses, money: Money, names: Names) -> list[str]:
    """Which fee the clauses are planned at; a royalty stands in place of one."""
    fees = found.shortfall.fee_m if found.shortfall else found.ahead.fee_m if found.ahead else {}
    paid = [f"{names.firm(f)} pays {money.m(m)}" for f, m in fees.items() if m * money.factor >= 0.05]
    if not paid:
        return []
    return [f"All at the fee for equal parts on today's book: {'; '.join(paid)}, present value."]


def shortfall_lines(found: Shortfall, money: Money, names: Names) -> list[str]:
    """What is built, what the deal still brings, who owes what."""
    cars = ", ".join(names.thing(m) for m in found.models) or "guests"
    planned, left, missing = (sum(c) for c in (found.planned, found.left, found.missing))
    lines = [
        f"If {found.drop:.0%} of the demand for the deal's cars ({cars}) stays away, {left:,.0f} of "
        f"{planned:,.0f} planned cars are still built under it, every yes/no decision as it was signed. It "
        f"then brings all planning firms {money.interval_m(*found.surplus_m)} present value.",
        "A fixed fee is due all the same. A fee by the car shrinks with the cars, unless volumes are "
        f"committed: of {sum(found.committed):,.0f} cars {missing:,.0f} are then missing.",
    ]
    if found.anew:
        lines.append(
            "Without the deal, no plan keeps the minimum volumes of other agreements unless it decides anew; "
            "it does so here, which makes the deal look worse."
        )
    if owing := {f: m for f, m in found.owed_m.items() if m * money.factor >= 0.05}:
        said = "; ".join(f"{names.firm(f)} {money.m(m)}" for f, m in owing.items())
        lines.append(f"On missing cars is owed, present value: {said}.")
    if given := {f: m for f, m in found.given_owed_m.items() if m * money.factor >= 0.05}:
        said = "; ".join(f"{names.firm(f)} {money.m(m)}" for f, m in given.items())
        lines.append(f"By the take-or-pay volume of terms.csv is owed besides, present value: {said}.")
    return lines


def shortfall_grid(found: Shortfall, money: Money, names: Names) -> Grid:
    """What each party has, as planned and with fewer cars, by terms."""
    heads = ("firm", "as planned", "before money", "fixed fee", "fee by the car", "with volumes committed")
    rows = []
    for firm, left in found.left_m.items():
        after = found.after_m(firm)
        planned = found.before_m[firm].plus(-found.fee_m[firm])
        gains = (planned, left, after["fixed"], after["car"], after["committed"])
        rows.append((Cell(names.firm(firm)), *(_gain(g, money) for g in gains)))
    caption = f"What each has by the deal with {found.drop:.0%} less demand, {money.unit}, present value"
    return Grid(caption, heads, tuple(rows)).explained(HOW["shortfall"])


def royalty_lines(found: Royalty, case: Case, money: Money, names: Names) -> list[str]:
    """What it does to the plan, and which fee does the same."""
    payer, payee = names.firm(found.payer), names.firm(found.payee)
    cars, left = sum(found.cars), sum(found.cars_left)
    each = f"{money.number(found.per_car)} {money.currency}"
    burnt = max(map(abs, found.lost_m)) * money.factor
    lines = [
        f"A royalty of {each} a car from {payer} to {payee} is a cost of every car to {payer}: {left:,.0f} "
        f"of {cars:,.0f} cars are then built under the deal"
        + (f", and {money.interval_m(*found.lost_m)} of the surplus is lost." if burnt >= 0.05 else
           ", and nothing of the surplus is lost.")
    ]  # fmt: skip
    least, most = found.least_m.value, found.most_m.value
    lines.append(f"It pays {money.m(found.paid_m)} present value.")
    if money.number(least) == money.number(most):
        lines[-1] += f" A fixed fee of {money.m(most)} leaves both as well off."
    elif most > least:
        same = "" if found.same_m is None else f"; {money.m(found.same_m)} splits it in the same parts"
        lines[-1] += (
            f" A fixed fee from {money.number(least)} to {money.m(most)} ({money.number(level(least, case))} "
            f"to {money.m(level(most, case))} a year, level) leaves both as well off or better{same}."
        )
    for firm, gain in found.after_m.items():
        if gain.high * money.factor <= -0.05:
            name = names.firm(firm)
            more = f"less than {name} needs"
            if firm == found.payer:  # what it gains without a royalty is the most that it can pay
                most_m = max(0.0, gain.value + found.most_m.value)
                more = f"more than {name} can pay, {money.m(most_m)}"
            lines.append(f"That is {more}: with it paid it loses {money.m(-gain.value)} by the agreement.")
    lines.append("Prices are given here: what a royalty adds to the price of a car, and so takes from its "
                 "buyers, comes on top.")  # fmt: skip
    return lines


def royalty_grid(found: Royalty, case: Case, money: Money, names: Names) -> Grid:
    """Cars by year without it and with it, then what each has."""
    years = [
        (Cell(str(year)), Cell(f"{free:,.0f}", number=True), Cell(f"{left:,.0f}", number=True))
        for year, free, left in zip(case.settings.years, found.cars, found.cars_left, strict=True)
        if free > 0.5 or left > 0.5
    ]
    gains = [
        (Cell(f"{names.firm(f)}, {money.unit}"), Cell("", number=True), _gain(g, money))
        for f, g in found.after_m.items()
    ]
    caption = "Cars a year on which it is due; then what each has by the deal, the royalty paid"
    return Grid(caption, ("", "without a royalty", "with it"), (*years, *gains)).explained(HOW["royalty"])


def ahead_lines(found: Ahead, money: Money, names: Names) -> list[str]:
    """Who cannot pay how."""
    paying = "; ".join(f"{names.firm(f)} {money.m(m)}" for f, m in found.fee_m.items() if m > 0.0)
    lines = [
        f"Under the cash limits of {names.parties(found.held)} and of all others in firms.csv, the fee "
        f"({paying}, present value) is an amount of cash in its years. This is a second run, not a worth."
    ]
    for one in found.ways:
        for firm, credit in one.lacking_m.items():
            lines.append(
                f"Paid {WAYS[one.way]}, {names.firm(firm)} would lack at least {money.m(credit)} of credit: "
                "it cannot be paid so."
            )
        if one.way == "part":
            least, most = one.ahead_m
            lines.append(
                f"At once, {money.m(least)} of it can be paid without harm to the deal, {money.m(most)} not."
            )
    return lines


def ahead_grid(found: Ahead, money: Money, names: Names) -> Grid:
    """One row a way of paying."""
    firms = tuple(found.fee_m)
    heads = ("paid", "surplus under limits", "lost by limits", *(f"{names.firm(f)} has" for f in firms))
    caption = f"The fee under cash limits, {money.unit}, present value"
    rows = tuple(_way(one, firms, money) for one in found.ways)
    return Grid(caption, (*heads, "limits"), rows).explained(HOW["cash"])


def _way(one: Paid, firms: tuple[str, ...], money: Money) -> tuple[Cell, ...]:
    return (
        Cell(WAYS[one.way]),
        Cell(money.interval(*one.surplus_m), number=True),
        Cell(money.interval(*one.lost_m), number=True),
        *(Cell(money.number(one.after_m[f]), number=True) for f in firms),
        Cell("kept" if one.possible else "not kept"),
    )


def _gain(gain: Gain, money: Money) -> Cell:
    low, high = money.number(gain.low), money.number(gain.high)
    text = money.number(gain.value) if low == high else money.around(gain.value, gain.low, gain.high)
    return Cell(text, number=True)


def clauses_object(found: Clauses, money: Money) -> dict[str, Any]:
    """The same as one object, amounts in the printed currency; null for what is not there."""
    made = {
        "shortfall": None if found.shortfall is None else _shortfall(found.shortfall),
        "royalty": None if found.royalty is None else _royalty(found.royalty),
        "cash": None if found.ahead is None else _ahead(found.ahead),
        "absent": dict(found.absent),
    }
    return dict(scaled(made, money.factor))


def _ends(gains: dict[str, Gain]) -> dict[str, list[float]]:
    return {firm: [g.low, g.value, g.high] for firm, g in gains.items()}


def _shortfall(found: Shortfall) -> dict[str, Any]:
    after = {firm: found.after_m(firm) for firm in found.left_m}
    return {
        "drop": found.drop,
        "models": list(found.models),
        "cars_planned": list(found.planned),
        "cars_left": list(found.left),
        "cars_committed": list(found.committed),
        "cars_missing": list(found.missing),
        "surplus_m": list(found.surplus_m),
        "gains_planned_m": _ends(found.before_m),
        "gains_left_m": _ends(found.left_m),
        "fee_m": found.fee_m,
        "fee_by_car_m": found.by_car_m,
        "owed_m": found.owed_m,
        "given_owed_m": found.given_owed_m,
        "after_fixed_fee_m": _ends({f: a["fixed"] for f, a in after.items()}),
        "after_fee_by_car_m": _ends({f: a["car"] for f, a in after.items()}),
        "after_committed_m": _ends({f: a["committed"] for f, a in after.items()}),
    }


def _royalty(found: Royalty) -> dict[str, Any]:
    return {
        "payer": found.payer,
        "payee": found.payee,
        "amount_per_car": found.per_car,
        "cars": list(found.cars),
        "cars_with_royalty": list(found.cars_left),
        "paid_m": found.paid_m,
        "lost_m": list(found.lost_m),
        "gains_after_m": _ends(found.after_m),
        "fee_least_m": [found.least_m.low, found.least_m.value, found.least_m.high],
        "fee_most_m": [found.most_m.low, found.most_m.value, found.most_m.high],
        "fee_same_parts_m": found.same_m,
    }


def _ahead(found: Ahead) -> dict[str, Any]:
    ways = [
        {
            "paid": one.way,
            "at_once_m": list(one.ahead_m),
            "surplus_m": list(one.surplus_m),
            "lost_m": list(one.lost_m),
            "gains_after_m": one.after_m,
            "lacking_m": one.lacking_m,
        }
        for one in found.ways
    ]
    return {"firms_with_limits": list(found.held), "fee_m": found.fee_m, "ways": ways}
