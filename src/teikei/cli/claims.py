"""`teikei claims`: published figures recomputed from the case, and the base year beside what was reported."""

from __future__ import annotations

import json as encode
from collections import Counter
from dataclasses import asdict
from typing import get_args

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from teikei.case.read import read_case
from teikei.case.scenario import Scenario
from teikei.industry.base_year import Line, base_year
from teikei.industry.claims import ClaimResult, Verdict
from teikei.industry.claims import claims as recomputed
from teikei.report.names import Names

AS_REPORTED = "as_reported"
WIDTH = 120
UNITS = {
    "pct": "%",
    "share": "%",
    "jpy_bn": "JPY bn",
    "usd_m": "USD m",
    "units": "cars",
    "cars/year": "cars a year",
    "eur_per_car": "EUR a car",
    "usd_per_car": "USD a car",
}
"""Units of the tables in words."""


def claims(case: str, *, json: bool = False) -> int:
    """Recompute published figures from the case and compare.

    Claims first, then the base-year check: the flows as reported at the law of their year (scenario
    as_reported, if the case has it). Nothing is optimised.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    json
        print one JSON object instead of text
    """
    read = read_case(case)
    results = recomputed(read)
    named = AS_REPORTED in read["scenarios"]["scenario"].to_list()
    lines = base_year(Scenario.named(read, AS_REPORTED)(read) if named else read)
    counted = [line for line in lines if line.counted]
    hold = sum(line.holds for line in counted)
    if json:
        check = {
            "scenario": AS_REPORTED if named else "central",
            "lines": [asdict(line) for line in lines],
            "counted": len(counted),
            "hold": hold,
        }
        whole = {"case": read.name, "claims": [asdict(result) for result in results], "base_year": check}
        print(encode.dumps(whole, ensure_ascii=False))
        return 0
    out = Console(highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out = Console(highlight=False, markup=False, emoji=False, width=WIDTH)
    if results:
        out.print(_claims_table(results))
        out.print(Text(_counted(results), style="dim"))
    if lines:
        _print_base_year(lines, Names(read), out)
    if not results and not lines:
        out.print("The case has no rows in claims.csv or reported.csv.")
    return 0


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "share":
        return f"{100 * value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def _off(difference: float | None, in_points: bool) -> str:
    """A miss: relative in percent, between two shares in points."""
    if difference is None:
        return "–"
    return f"{100 * difference:+.1f} points" if in_points else f"{difference:+.1%}"


def _claims_table(results: list[ClaimResult]) -> Table:
    shown = Table(
        title="Claims, recomputed from the case", title_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
    shown.add_column("claim", ratio=1)
    for name in ("claimed", "recomputed"):
        shown.add_column(name, justify="right")
    shown.add_column("unit")
    shown.add_column("difference", justify="right")
    shown.add_column("verdict")
    for result in results:
        claim = Text(result.statement)
        if result.why:
            claim.append(f"\n{result.why}", style="dim")
        claim.append(f"\n[{result.source.replace(';', ', ')}]", style="dim")
        shown.add_row(
            claim,
            _figure(result.claimed, result.unit),
            _figure(result.recomputed, result.unit),
            UNITS.get(result.unit, result.unit),
            _off(result.difference, result.in_points),
            result.verdict,
        )
    return shown


def _counted(results: list[ClaimResult]) -> str:
    counts = Counter(result.verdict for result in results)
    found = ", ".join(f"{counts[verdict]} {verdict}" for verdict in get_args(Verdict) if counts[verdict])
    return (
        f"{found}. Right: within the tolerance of claims.csv; roughly right: within twice that; not "
        "comparable: the published figure holds more or less than the measure; not checkable: no measure "
        "answers it."
    )


def _print_base_year(lines: list[Line], names: Names, out: Console) -> None:
    """Counted lines with their sources, then those that were fitted."""
    counted = [line for line in lines if line.counted]
    fitted = [line for line in lines if not line.counted]
    if counted:
        title = "Base year: reported flows at the law of their year, lines that count"
        out.print(_base_year_table(title, counted, names, sources=True))
    out.print(f"{sum(line.holds for line in counted)} of {len(counted)} counted lines hold.")
    if fitted:
        title = "Lines that the case was fitted to: printed, not counted (sources: --json)"
        out.print(_base_year_table(title, fitted, names, sources=False))
    for line in fitted:
        if not line.holds and line.note:
            out.print(Text(f"{_what(line, names)}: {line.note}", style="dim"))


def _what(line: Line, names: Names) -> str:
    """``output of Canton``, ``import share of Honda in United States``."""
    subject, _, market = line.subject.partition(":")
    who = names.firms.get(subject, names.thing(subject))
    return f"{line.measure.replace('_', ' ')} of {who}" + (f" in {names.thing(market)}" if market else "")


def _base_year_table(title: str, lines: list[Line], names: Names, *, sources: bool) -> Table:
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column("line", ratio=1)
    for name in ("reported", "computed"):
        shown.add_column(name, justify="right")
    shown.add_column("unit")
    for name in ("miss", "within"):
        shown.add_column(name, justify="right")
    shown.add_column("holds")
    if sources:
        shown.add_column("source", max_width=28)
    for line in lines:
        within = f"{100 * line.tolerance:.0f} points" if line.in_points else f"{line.tolerance:.0%}"
        cells = (
            _what(line, names),
            _figure(line.reported, line.unit),
            _figure(line.computed, line.unit),
            UNITS.get(line.unit, line.unit),
            _off(line.miss, line.in_points),
            within,
            "yes" if line.holds else "no",
        )
        shown.add_row(*map(Text, cells), *([Text(line.source.replace(";", ", "))] if sources else []))
    return shown
