"""`teikei sheet`: one agreement on one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from teikei.base.errors import Fault, UsageError
from teikei.base.options import AdviseOptions, ClauseOptions, PlanOptions
from teikei.report.folder import json_text, made_folder
from teikei.report.leaf_page import leaf_page, leaf_pdf
from teikei.report.leaf_text import leaf_markdown, print_leaf
from teikei.report.money import Money
from teikei.report.run import Run, case_or_run, read_run
from teikei.report.sheet import leaf_of
from teikei.report.sheet_object import sheet_object
from teikei.report.text import console

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.clauses import Clauses
    from teikei.deals.deal_sheet import DealSheet
    from teikei.report.leaf import Leaf

ENDINGS = (".html", ".md", ".pdf")
SEVERAL = "Several partners may read it, so nothing of any of them is told; for the sheet of one add --to {}."


def sheet(
    case: str,
    agreement: str,
    *,
    for_: Annotated[str | None, Parameter(name="--for")] = None,
    audience: str = "ours",
    to: str = "",
    scenario: str | None = None,
    currency: str | None = None,
    out: Path | None = None,
    behind: bool = False,
    json: bool = False,
    clauses: str = "",
    drop: float | None = None,
    committed: float | None = None,
    royalty: float | None = None,
    gap: float = AdviseOptions().gap,
    time_limit_s: float = AdviseOptions().time_limit_s,
    inputs: int = AdviseOptions().inputs,
) -> int:
    """Show one agreement on one page: gains, terms, what it rests on, will it hold.

    From a saved run (a folder of `advise --out`) nothing is planned again but the clauses asked for, and the
    same run gives the same bytes. From a case the agreement is valued first.

    Parameters
    ----------
    case
        folder of a saved run, or name or folder of a case
    agreement
        id of the agreement
    for_
        the firm that asks, e.g. nissan: its gain comes among the first numbers
    audience
        ours, or partner: a sheet to hand over, without the gain, costs, alternatives and reserve price of the
        firm that asks
    to
        the partner that a sheet to hand over is for: it is told its own gain, cars and inputs, and nothing of
        another partner (default: the only partner; where there are several, nothing of any of them is told)
    scenario
        scenario of the case to apply first; a saved run has its own
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    out
        file to write; its ending says what: .html, .md or .pdf (which needs the extra teikei[pdf])
    behind
        print also what stands behind each figure: formula, parts, rows and their sources
    json
        print one JSON object instead of text
    clauses
        clauses of the contract to plan again for, joined by commas, or all: shortfall (fewer cars are wanted
        than planned), royalty (a fee by the car that its payer counts as a cost), cash (the fee under the
        cash limits of firms.csv)
    drop
        shortfall: share of the demand for the deal's cars that stays away (default: 0.3)
    committed
        shortfall: share of the planned cars that the contract commits to (default: what terms.csv says, else
        all of them)
    royalty
        royalty: case currency a car (default: what terms.csv proposes between firms that plan)
    gap
        relative gap of every plan, where one is made
    time_limit_s
        seconds for one component of a program
    inputs
        how many of the strongest low/high inputs move
    """
    from teikei.deals.clauses import chosen
    from teikei.deals.sheet import sheet as drawn_up

    if out is not None and out.suffix not in ENDINGS:
        fix = f"name a file that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise UsageError(
            Fault("--out", f"{out.name!r} ends in {out.suffix or 'nothing'}", "nothing was computed", fix)
        )
    figures = (drop, committed, royalty)
    given = clauses or any(figure is not None for figure in figures)
    asked = chosen(clauses, *figures) if given else None
    if asked is not None and audience == "partner":
        fix = "leave --clauses out, or ask for our own sheet"
        why = "what both sides keep would give our own gain away"
        raise UsageError(Fault("--clauses", "a sheet for the partner tells no clauses", why, fix))
    if case_or_run(case):
        run = _saved(case, scenario)
    else:
        read = _entitled(case, agreement, scenario, for_ or "", audience, to)
        run = _valued(read, agreement, scenario, AdviseOptions(gap, time_limit_s, inputs=inputs))
    made = drawn_up(run.advice, agreement, for_ or "", audience, to)
    if audience == "partner" and not made.reader:
        print(SEVERAL.format(" or ".join(made.partners)), file=sys.stderr)
    search = run.search if audience == "ours" else None
    money = Money.of(run.advice.case, currency)
    planned = None if asked is None else _planned(made, asked, PlanOptions(gap, time_limit_s))
    leaf = leaf_of(made, money, run.scenario, search, planned)
    if json:
        print(json_text(sheet_object(made, money, run.scenario, planned)), end="")
    elif out is None:
        print_leaf(leaf, console(), behind=behind)
    else:
        write_leaf(leaf, out)
        print(f"Written to {out}.", file=sys.stderr)
    return 0


def _planned(made: DealSheet, asked: ClauseOptions, options: PlanOptions) -> Clauses:
    """The clauses, at the fee that gives equal parts."""
    from teikei.deals.clauses import clauses

    agreement = made.advised.agreement
    print(f"Planning {agreement} again for its clauses.", file=sys.stderr, flush=True)
    pays = {f: made.figures[f"pays {f}"].value for f in made.advised.parties if f"pays {f}" in made.figures}
    return clauses(made.case, agreement, pays, asked, options)


def _saved(folder: str, scenario: str | None) -> Run:
    """A saved run, whose scenario cannot be changed after it was made."""
    run = read_run(folder)
    if scenario is not None and scenario != run.scenario:
        under = run.scenario or "no scenario"
        fix = f"advise again: `teikei advise CASE --scenario {scenario} --out FOLDER`"
        what = f"the saved run was made under {under}, not {scenario}"
        raise UsageError(Fault("--scenario", what, "its figures would be of another future", fix))
    return run


def _entitled(case: str, agreement: str, scenario: str | None, asks: str, audience: str, to: str) -> Case:
    """The case under its scenario, once it is sure that the sheet can be asked for: valuing takes a while."""
    from teikei.case.read import read_case
    from teikei.case.scenario import under
    from teikei.deals.sheet import addressed, askable, entitled

    read = under(read_case(case), scenario)
    parties = askable(read, agreement)["parties"]
    addressed(read, agreement, parties, entitled(read, agreement, parties, asks, audience), audience, to)
    return read


def _valued(read: Case, agreement: str, scenario: str | None, options: AdviseOptions) -> Run:
    """The agreement valued alone, for a sheet without a saved run."""
    from dataclasses import replace

    from teikei.deals.advise import advise

    print(
        f"Valuing {agreement}; with `advise --out` first, a sheet takes a moment.",
        file=sys.stderr,
        flush=True,
    )
    chosen = replace(options, epsilon_m=read.settings.materiality_m)
    return Run(advise(read, [agreement], None, chosen), scenario or "")


def write_leaf(leaf: Leaf, file: Path) -> None:
    """Write a leaf as its ending says.

    Raises
    ------
    UsageError
        the folder cannot be made or written, or a PDF is wanted without WeasyPrint
    """
    content = {
        ".html": lambda: leaf_page(leaf).encode(),
        ".md": lambda: leaf_markdown(leaf).encode(),
        ".pdf": lambda: leaf_pdf(leaf),
    }[file.suffix]()
    made_folder(file.parent)
    file.write_bytes(content)
