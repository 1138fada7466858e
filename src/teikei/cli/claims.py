"""`teikei claims`: published figures recomputed from the case, and the base year beside what was reported."""

from __future__ import annotations

import json as encode
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from teikei.case.read import read_case
from teikei.case.scenario import Scenario
from teikei.industry.base_year import Line, base_year
from teikei.industry.claims import ClaimResult
from teikei.industry.claims import claims as recomputed

AS_REPORTED = "as_reported"


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
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    if results:
        console.print(_claims_table(results))
    if lines:
        console.print(_base_year_table(lines))
        console.print(f"{hold} of {len(counted)} counted lines hold; calibrated lines are not counted.")
    if not results and not lines:
        console.print("The case has no rows in claims.csv or reported.csv.")
    return 0


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def _claims_table(results: list[ClaimResult]) -> Table:
    shown = Table(title="Claims, recomputed from the case", title_justify="left")
    for name in ("claim", "claimed", "recomputed", "unit", "difference", "verdict", "source", "why"):
        shown.add_column(name, justify="right" if name in ("claimed", "recomputed", "difference") else "left")
    for result in results:
        difference = "–" if result.difference is None else f"{result.difference:+.0%}"
        shown.add_row(
            result.statement,
            _number(result.claimed),
            _number(result.recomputed),
            result.unit,
            difference,
            result.verdict,
            result.source,
            result.why,
        )
    return shown


def _base_year_table(lines: list[Line]) -> Table:
    shown = Table(title="Base year: reported flows at the law of their year", title_justify="left")
    for name in (
        "line",
        "measure",
        "of",
        "reported",
        "computed",
        "unit",
        "miss",
        "within",
        "holds",
        "source",
    ):
        shown.add_column(
            name, justify="right" if name in ("reported", "computed", "miss", "within") else "left"
        )
    for line in lines:
        holds = "yes" if line.holds else "no"
        shown.add_row(
            line.line,
            line.measure,
            line.subject,
            _number(line.reported),
            _number(line.computed),
            line.unit,
            "–" if line.miss is None else f"{line.miss:+.1%}",
            f"{line.tolerance:.0%}",
            holds if line.counted else f"{holds} (calibrated)",
            line.source,
        )
    return shown
