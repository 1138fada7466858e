"""The terms of a deal: the corridor in three measures, given terms, and what the contract says of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows
from teikei.report.evidence import cell_of, value_words
from teikei.report.leaf import Cell, Grid, Section

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet
    from teikei.report.money import Money
    from teikei.report.names import Names

PER = {
    "unit": "a car",
    "year": "a year",
    "once": "once",
    "share": "of the price",
    "gram": "a gram",
}


def terms_section(
    made: DealSheet, money: Money, names: Names, search: dict[str, Any] | None = None
) -> Section:
    """What is paid: on top of marginal cost between planning firms, and given to those who do not plan."""
    lines, grids = [], []
    corridor = made.advised.corridor
    if corridor is not None:
        taker, giver = names.firm(corridor.taker), names.firm(corridor.giver)
        head = f"{taker} pays {giver} a fixed fee on top of marginal cost; below zero {giver} pays {taker}."
        lines.append(head if corridor.open else f"No fee suits both {giver} and {taker}.")
        grids.append(corridor_grid(made, money, names, giver, taker))
    else:
        lines += net_lines(made, money, names)
    lines += contract_lines(made)
    given = given_lines(made, names)
    if given:
        lines.append("Given or proposed in the tables: " + "; ".join(given) + ".")
    lines += portfolio_lines(made, money, names, search)
    return Section("Terms", tuple(lines), tuple(grids))


def corridor_grid(made: DealSheet, money: Money, names: Names, giver: str, taker: str) -> Grid:
    """The least, the middle and the most, in three measures."""
    first, last = made.case.settings.first_year, made.case.settings.last_year
    heads = ["", f"present value, {money.unit}", f"a year, level over {first}–{last}, {money.unit}"]
    cars = "fee lowest car" in made.figures
    if cars:
        heads.append(f"a car, {money.currency}")
    said = {
        "lowest": f"least that {giver} can accept",
        "middle": "equal parts",
        "highest": f"most that {taker} can pay",
    }
    rows = tuple(
        (
            Cell(words),
            cell_of(made.figures[f"fee {end}"], money, names),
            cell_of(made.figures[f"fee {end} yearly"], money, names),
            *((cell_of(made.figures[f"fee {end} car"], money, names),) if cars else ()),
        )
        for end, words in said.items()
    )
    corridor = made.advised.corridor
    suits = corridor is not None and corridor.open
    return Grid(
        "The fee that suits both" if suits else "What each side would need: no fee suits both",
        tuple(heads),
        rows,
    )


def net_lines(made: DealSheet, money: Money, names: Names) -> list[str]:
    """Payments between more than two, or why there is no corridor."""
    outside = [f for f in made.advised.parties if f"gain {f}" not in made.figures]
    paying = {f: made.figures[f"pays {f}"].value for f in made.advised.parties if f"pays {f}" in made.figures}
    if not paying:
        return [f"No corridor: {names.parties(outside)} does not plan here, so its terms are given."]
    said = [
        f"{names.firm(f)} {'pays' if v > 0 else 'receives'} {money.m(abs(v))}"
        for f, v in sorted(paying.items(), key=lambda kv: -kv[1])
        if abs(v) * money.factor >= 0.05
    ]
    return ["Equal parts come about by net payments, present value: " + ("; ".join(said) or "none") + "."]


def contract_lines(made: DealSheet) -> list[str]:
    """Term, exclusivity and ownership, as the tables have them."""
    row = agreement_rows(made.case)[made.advised.agreement]
    said = [
        f"term {row['term_years']} years" if row["term_years"] else "in force to the end of the horizon",
    ]
    if row["exclusivity"]:
        said.append(f"exclusivity: {row['exclusivity']}")
    if row["ip_owner"]:
        said.append(f"what is developed belongs to {row['ip_owner']}")
    text = "; ".join(said)
    return [text[:1].upper() + text[1:] + "."]


def given_lines(made: DealSheet, names: Names) -> list[str]:
    """Rows of terms.csv in words."""
    frame = made.case["terms"]
    mine = frame.filter(frame["agreement"] == made.advised.agreement)
    home = made.case.settings.currency
    said = []
    for r in mine.iter_rows(named=True):
        unit = "" if r["per"] == "share" else f"{r['currency'] or home} "
        scale = "m " if r["per"] in ("year", "once") else ""
        amount = f"{value_words(r['amount'])} {scale}{unit}{PER[r['per']]}"
        said.append(f"{names.firm(r['payer'])} to {names.firm(r['payee'])} {amount}")
    return said


def portfolio_lines(made: DealSheet, money: Money, names: Names, search: dict[str, Any] | None) -> list[str]:
    """Where a portfolio was searched: whether it holds the deal, and what the deal adds as the last one."""
    portfolio = (search or {}).get("portfolio")
    if not portfolio:
        return []
    firm = names.firm(portfolio["for"])
    if made.advised.agreement not in portfolio["agreements"]:
        left = [
            one for one in (search or {}).get("left_out", ()) if one["agreement"] == made.advised.agreement
        ]
        return [f"Not in the portfolio searched for {firm}" + (f": {left[0]['reason']}." if left else ".")]
    last = portfolio["last_m"].get(made.advised.agreement)
    lines = [f"In the portfolio searched for {firm}."]
    if last:
        lines.append(
            f"As the last one added to that portfolio it brings {money.interval_m(*last)} present value."
        )
    for link, pays in portfolio["pays_m"].items():
        if made.advised.agreement in link.split(" + "):
            said = [
                f"{names.firm(f)} {money.interval_m(*ends)}" for f, ends in pays.items() if sum(ends) > 0.1
            ]
            lines.append(
                "Payment within it (Nash, half each), present value: " + ("; ".join(said) or "none") + "."
            )
    return lines
