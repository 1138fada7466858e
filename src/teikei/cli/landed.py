"""`teikei landed`: what one car costs at a market's door, plant by plant."""

from __future__ import annotations

import json as encode
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.table import Table

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.industry.landed import COSTS, stacks
from teikei.industry.landed import landed as every_year
from teikei.industry.money import rate
from teikei.industry.routes import routes
from teikei.report.names import Names

if TYPE_CHECKING:
    from teikei.case.case import Case

LAYERS = {
    "parts": "parts",
    "conversion": "conversion",
    "extra": "extra cost here",
    "freight": "freight",
    "transit": "transit capital",
    "duty": "duty",
    "parts_duty": "duty on parts",
}
"""Rows of the printed stack: column of `landed` -> words."""

CHANGED = 1e-6
"""Least difference of a rate or of an amount a car from one year to the next that is said."""


def landed(
    case: str,
    *,
    model: str,
    market: str,
    year: int | None = None,
    currency: str | None = None,
    scenario: str | None = None,
    json: bool = False,
) -> int:
    """Show what one car costs at a market's door, plant by plant, cheapest first.

    All amounts are per car, real, in prices and exchange rates of the price year. Plants that could build the
    model but are not tooled for it are marked "possible"; their tooling cost is not in the stack.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    model
        id of the model, e.g. frontier
    market
        id of the territory it is sold in, e.g. us
    year
        calendar year whose law holds, from the base year to the last year of the case (default: its first)
    currency
        currency to print, e.g. JPY (default: case currency)
    scenario
        scenario of the case to apply first
    json
        print one JSON object instead of text
    """
    read = under(read_case(case), scenario)
    at = read.settings.first_year if year is None else _within(read, year)
    unit = (currency or read.settings.currency).upper()
    factor = 1.0 / _rate(read, unit)
    table = stacks(read, model, market, at)
    if json:
        print(encode.dumps(_as_object(read, table, model, market, at, unit, factor), ensure_ascii=False))
        return 0
    names = Names(read)
    for (variant,), rows in table.group_by("variant", maintain_order=True):
        title = f"{names.thing(str(variant))} in {names.thing(market)}, {at}: {unit} per car"
        _print_stack(read, rows, title, factor)
        for said in not_sold(read, str(variant), at):
            print(said)
    for said in law_changes(read, table):
        print(said)
    return 0


def not_sold(case: Case, variant: str, year: int) -> list[str]:
    """Why a car of the stack is not sold in the year: its first or last year, or a launch that is open."""
    row = case["variants"].filter(pl.col("variant") == variant).row(0, named=True)
    model = case["models"].filter(pl.col("model") == row["model"]).row(0, named=True)
    said = []
    if row["first_year"] is not None and year < row["first_year"]:
        said.append(f"Not sold in {year}: its first year is {row['first_year']}.")
    if row["last_year"] is not None and year > row["last_year"]:
        said.append(f"Not sold in {year}: its last year is {row['last_year']}.")
    if model["status"] == "candidate":
        said.append("A candidate: sold only where it is launched, and not before its lead time is over.")
    return said


def law_changes(case: Case, table: pl.DataFrame) -> list[str]:
    """Years of the horizon from which a rate of duty on these cars, or the duty on their parts, changes."""
    settings = case.settings
    years = list(range(settings.first_year, settings.last_year + 1))
    keys = table.select("variant", "plant", "market")
    ways = routes(case).join(keys, on=keys.columns, how="semi")
    found = every_year(case, ways, years).sort("variant", "plant", "market", "year")
    said = []
    for column, words in (("duty_rate", "the rate of duty on cars"), ("parts_duty", "the duty on parts")):
        before = pl.col(column).shift().over("variant", "plant", "market")
        changed = found.filter((pl.col(column) - before).abs() > CHANGED)["year"].unique().sort().to_list()
        if changed:
            listed = ", ".join(map(str, changed))
            said.append(f"Within the horizon law and content change {words} in {listed}.")
    return said


def _within(case: Case, year: int) -> int:
    """The year, if the case knows its law: from the base year of today's flows to the last year planned."""
    settings = case.settings
    flows = case["sourcing"]["base_year"].to_list()
    first, last = min([settings.first_year, *flows]), settings.last_year
    if first <= year <= last:
        return year
    what = f"{year} is outside the case {case.name!r}, which runs from {first} to {last}"
    why = "no law is stated for that year, and none is carried on by itself"
    raise UsageError(Fault("--year", what, why, f"give a year from {first} to {last}"))


def _rate(case: Case, currency: str) -> float:
    fx = case["fx"]
    listed = fx.filter(fx["year"] == case.settings.price_year)["currency"].to_list()
    known = sorted({case.settings.currency, *listed})
    if currency not in known:
        fix = did_you_mean(currency, [name.lower() for name in known], "fx.csv")
        raise UsageError(
            Fault("--currency", f"no exchange rate of {currency!r}", "nothing was computed", fix)
        )
    return rate(case, currency)


def _as_object(
    case: Case, table: pl.DataFrame, model: str, market: str, year: int, unit: str, factor: float
) -> dict[str, Any]:
    money = ("price", *COSTS, "customs_value", "quota_duty", "landed_cost", "margin")
    plants = [
        row | {name: None if row[name] is None else row[name] * factor for name in money}
        for row in table.iter_rows(named=True)
    ]
    cheapest = {row["variant"]: row["plant"] for row in reversed(plants)}
    for row in plants:
        row["cheapest"] = cheapest[row["variant"]] == row["plant"]
    return {
        "case": case.name,
        "model": model,
        "market": market,
        "year": year,
        "currency": unit,
        "per": "car",
        "price_year": case.settings.price_year,
        "stacks": plants,
    }


def _print_stack(case: Case, rows: pl.DataFrame, title: str, factor: float) -> None:
    names = dict(zip(case["plants"]["plant"].to_list(), case["plants"]["name"].to_list(), strict=True))
    stack = list(rows.iter_rows(named=True))
    shown = Table(title=title, title_justify="left")
    shown.add_column("")
    for number, row in enumerate(stack):
        mark = "\ncheapest" if number == 0 else ""
        possible = "\npossible" if row["tooling_status"] == "possible" else ""
        shown.add_column(f"{names[row['plant']]}{possible}{mark}", justify="right")

    def money(name: str) -> list[str]:
        return ["" if row[name] is None else f"{row[name] * factor:,.0f}" for row in stack]

    shown.add_row("price received", *money("price"), end_section=True)
    for name, words in LAYERS.items():
        shown.add_row(words, *money(name))
        if name == "duty":
            shown.add_row("  rate", *(f"{row['duty_rate']:.1%}" for row in stack))
            shown.add_row("  by", *(_basis(row) for row in stack))
            if any(row["quota_rule"] for row in stack):
                shown.add_row("  inside quota", *money("quota_duty"))
    shown.add_section()
    shown.add_row("landed cost", *money("landed_cost"))
    shown.add_row("margin", *money("margin"))
    console = Console()
    if not console.is_terminal:
        # a pipe or a file has no width of its own: give every plant its column
        console = Console(width=24 + 22 * len(stack))
    console.print(shown)


def _basis(row: dict[str, Any]) -> str:
    rule, law = row["preference"], row["legal_basis"]
    return f"{rule} ({law})" if rule and law else rule or law
