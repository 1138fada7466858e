"""`teikei board`: a workbook and a short page for a board."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.jobs import cores
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.cli.ids import ids_of
from teikei.cli.progress import say
from teikei.report.board import BOARD_FILES, board_workbook, paper
from teikei.report.board_money import Year
from teikei.report.folder import checked_folder, tried_folder, write_files
from teikei.report.leaf_page import leaf_page
from teikei.report.money import Money
from teikei.report.run import Run, case_or_run, read_run

YEARS = ("calendar", "april")


def board(
    case: str,
    *,
    out: Path,
    for_: Annotated[str | None, Parameter(name="--for")] = None,
    agreements: str | None = None,
    scenarios: str | None = None,
    currency: str | None = None,
    fiscal_year: str = "calendar",
    gap: float = AdviseOptions().gap,
    time_limit_s: float = AdviseOptions().time_limit_s,
    workers: int | None = None,
) -> int:
    """Write a workbook and a page for a board: portfolio, money by year, plants, dates, futures.

    Starts from a saved run, or advises first. Where the run holds a portfolio searched for the firm, the
    paper is about that portfolio and the payments settled in it; else about what is recommended for all, and
    what the firm is a party to. Each agreement of the list is then valued again in every scenario of the
    case, for its sign there; on the flagship that takes some minutes.

    Parameters
    ----------
    case
        folder of a saved run, or name or folder of a case
    out
        folder to write: board.html, board.xlsx, manifest.json
    for_
        the firm whose board it is, e.g. nissan
    agreements
        ids of agreements to advise on, joined by commas, where no run is given (default: every candidate)
    scenarios
        scenarios to value the portfolio in, joined by commas, or none (default: all that change something)
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year, and of each future at the rate
        there (default: case currency)
    fiscal_year
        calendar, or april for fiscal years from April to March
    gap
        relative gap of every plan
    time_limit_s
        seconds for one component of a program
    workers
        processes side by side (default: every core)
    """
    from teikei.deals.agenda import agenda
    from teikei.deals.board import futures, signs

    if fiscal_year not in YEARS:
        fix = did_you_mean(fiscal_year, YEARS, "ways to count years")
        what = f"no year is called {fiscal_year!r}"
        raise UsageError(Fault("--fiscal-year", what, "nothing was computed", fix))
    checked_folder(out, BOARD_FILES)
    tried_folder(out)
    options = AdviseOptions(gap, time_limit_s, cores() if workers is None else workers)
    run = _run(case, ids_of(agreements), for_, options)
    advice = run.advice
    money = Money.of(advice.case, currency)
    asked = [] if scenarios == "none" else futures(advice.case, ids_of(scenarios))
    listed = agenda(advice, run.search, PlanOptions(gap=gap, time_limit_s=time_limit_s))
    found = None
    if asked:
        found = signs(
            advice.case,
            listed.own,
            asked,
            options,
            told=lambda name: say(f"Valued in {name}"),
        )
    leaf, tables = paper(listed, money, run.scenario, Year(fiscal_year == "april"), found)
    files = {
        "board.html": leaf_page(leaf).encode(),
        "board.xlsx": board_workbook(leaf, tables, advice.case.settings.decision_date),
    }
    about = {
        "case": advice.case.settings.name,
        "case_hash": advice.case.hash,
        "scenario": run.scenario,
        "for": advice.focal,
        "list": "portfolio" if listed.searched else "recommended for all",
        "agreements": list(listed.own),
        "currency": money.currency,
        "fiscal_year": fiscal_year,
        "scenarios": list(asked),
        "versions": advice.versions,
    }
    write_files(out, files, about)
    print(f"Written to {out}: board.html and board.xlsx with {len(tables)} tables.", file=sys.stderr)
    return 0


def _run(case: str, agreements: list[str] | None, firm: str | None, options: AdviseOptions) -> Run:
    """A saved run, or an advice made now."""
    from dataclasses import replace

    from teikei.case.read import read_case
    from teikei.deals.advise import advise

    if not case_or_run(case):
        read = read_case(case)
        return Run(advise(read, agreements, firm, replace(options, epsilon_m=read.settings.materiality_m)))
    run = read_run(case)
    if agreements is not None:
        fix = "leave --agreements out, or give the name of the case"
        raise UsageError(Fault("--agreements", "the saved run has its own", "they are not valued again", fix))
    if firm is None or firm == run.advice.focal:
        return run
    firms = run.advice.case["firms"]["firm"].to_list()
    if firm not in firms:
        fix = did_you_mean(firm, firms, "firms.csv")
        raise UsageError(Fault("--for", f"no firm is called {firm!r}", "there is no board to write for", fix))
    if not any(firm in a.parties for a in run.advice.advised):
        what = f"{firm!r} has no role in any agreement of the run"
        fix = "name a party of one of them"
        raise UsageError(Fault("--for", what, "the paper would not be about it", fix))
    return Run(replace(run.advice, focal=firm), run.scenario, run.search)
