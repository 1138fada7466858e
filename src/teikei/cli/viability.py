"""`teikei viability`: can a firm stand alone, and at what volume does it break even?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.plan.viability import MOST, WITHIN, Standing, Viability
from teikei.plan.viability import viability as stands
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.text import console


def viability(
    case: str,
    *,
    firm: str | None = None,
    cars: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
    gap: float = PlanOptions().gap,
    time_limit_s: float = PlanOptions().time_limit_s,
) -> int:
    """Say what a firm earns alone at given volumes, and where it breaks even.

    Its best own plan with today's signed agreements, at the demand of the case and at that demand scaled to
    each volume; prices, mix and costs stay. Whether its cash of firms.csv lasts is said, and limits no plan.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    firm
        id of the firm (default: the focal firm of the case)
    cars
        volumes in cars a year, joined by commas, e.g. 3200000,3300000,3400000
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    json
        print one JSON object instead of text
    gap
        stop when (bound - value) / |value| is at most this
    time_limit_s
        seconds for one component of a program
    """
    volumes = _volumes(cars)
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    focal = firm or read.settings.focal_firm
    if not focal:
        raise UsageError(Fault("--firm", "the case names no focal firm", "nobody was planned", "name a firm"))
    found = stands(read, focal, volumes, PlanOptions(gap=gap, time_limit_s=time_limit_s))
    if json:
        print(json_text(_object(found, read.name, scenario or "", money)), end="")
    else:
        _print(found, Names(read), money, read.settings.last_year)
    return 0


def _volumes(text: str | None) -> list[float]:
    try:
        return [float(word) for word in (text or "").split(",") if word.strip()]
    except ValueError:
        fault = Fault(
            "--cars", f"{text!r} is no list of numbers", "nothing was planned", "write 3200000,3300000"
        )
        raise UsageError(fault) from None


def _object(found: Viability, case: str, scenario: str, money: Money) -> dict[str, Any]:
    def inside(one: Standing) -> dict[str, Any]:
        row = asdict(one)
        amounts = [name for name in row if name.endswith("_m") and row[name] is not None]
        return row | {name: row[name] * money.factor for name in amounts}

    return {
        "case": case,
        "scenario": scenario,
        "currency": money.currency,
        "firm": found.firm,
        "today": inside(found.today),
        "standings": [inside(one) for one in found.standings],
        "break_even": {"loses_at_cars": found.loses, "earns_at_cars": found.earns},
    }


def _print(found: Viability, names: Names, money: Money, last: int) -> None:
    out, firm = console(), names.firm(found.firm)
    title = f"{firm} alone, with today's signed agreements; {money.unit}, certified for these inputs"
    shown = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    words = ("cars a year asked for", "sold", "use", "profit a year", "of revenue", "present value")
    for word in (*words, f"cash less debt {last}", "short of cash"):
        shown.add_column(word, justify="right")
    for one in (found.today, *found.standings):
        short = "–" if one.cash_m is None else "no" if one.short_from is None else f"from {one.short_from}"
        shown.add_row(
            f"{one.cars:,.0f}",
            f"{one.sold:,.0f}",
            "–" if one.use is None else f"{one.use:.0%}",
            money.number(one.yearly_m),
            "–" if one.margin is None else f"{one.margin:.1%}",
            money.number(one.value_m),
            "–" if one.cash_m is None else money.number(one.cash_m),
            short,
        )
    out.print(shown)
    out.print("First line: the demand of the case. Cars asked for and sold are means over the horizon.")
    out.print(Text(_break_even(found, firm), "bold"))


def _break_even(found: Viability, firm: str) -> str:
    """The sentence on where it breaks even; says no more than is certified."""
    loses, earns, today = found.loses, found.earns, found.today.cars
    if loses is not None and earns is not None:
        return f"{firm} breaks even between {loses:,.0f} and {earns:,.0f} cars a year."
    if loses is not None and loses >= MOST * today:
        return f"{firm} loses money at every volume up to {MOST:g} times the demand of the case."
    if earns is not None and earns <= WITHIN * today:
        return f"{firm} earns money at any volume."
    if loses is not None:
        return f"{firm} loses money up to {loses:,.0f} cars a year; more is not certain: try a smaller --gap."
    if earns is not None:
        return f"{firm} earns money from {earns:,.0f} cars a year; less is not certain: try a smaller --gap."
    return f"Whether {firm} earns money is not certain at any volume: try a smaller --gap."
