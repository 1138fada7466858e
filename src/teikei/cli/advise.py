"""`teikei advise`: the main job, answer first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from teikei.agreements.book import agreement_rows
from teikei.base.errors import Fault, UsageError
from teikei.base.jobs import Executor, cores
from teikei.base.options import AdviseOptions, SearchOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import ids_of
from teikei.cli.progress import Told, advised_told, books_told
from teikei.deals.advice import Advice, Advised
from teikei.deals.advise import advise as valued
from teikei.deals.desk import CommonDesk
from teikei.report.answer import Findings, findings
from teikei.report.folder import ADVICE_FILES, checked_folder, json_text, tried_folder, write_advice
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.record import advice_object
from teikei.report.text import console, print_advice
from teikei.report.underway import Underway, stopped_line, underway

if TYPE_CHECKING:
    from teikei.deals.search import Searched

FEW = 2
"""Agreements that this process values alone: others take longer to start."""


def advise(
    case: str,
    *,
    agreements: str | None = None,
    for_: Annotated[str | None, Parameter(name="--for")] = None,
    scenario: str | None = None,
    currency: str | None = None,
    out: Path | None = None,
    resume: Path | None = None,
    json: bool = False,
    gap: float = AdviseOptions().gap,
    time_limit_s: float = AdviseOptions().time_limit_s,
    workers: int | None = None,
    epsilon_m: float | None = None,
    inputs: int = AdviseOptions().inputs,
    last: bool | None = AdviseOptions().last,
    effort: Literal["quick", "default", "full"] = AdviseOptions().effort,
) -> int:
    """Say which agreements are worth signing, with whom and on what terms.

    Every candidate of a planned kind is valued alone on today's book, as an interval that is certified for
    these inputs, and judged: recommended, depends, rejected or undetermined. Surpluses must not be added up.
    With --for, the best portfolio of that firm is told first and follows in full, searched among those that
    pay or may pay: its fees, each partner's gain, what each agreement adds as the last one, and which books
    hold: those that nobody would change by adding, dropping or swapping a deal.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    agreements
        ids of agreements, joined by commas (default: every candidate)
    for_
        only agreements with this firm as a party, e.g. nissan
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    out
        folder to write: CSV a table, advice.xlsx, advice.html, advice.json, and run.json with the case,
        from which `teikei sheet`, `compare` and `board` start
    resume
        folder that keeps each agreement, and with --for each book searched, as it is done: new or empty, or
        of an advice that was stopped and goes on from there, with the same tables, options and versions
    json
        print one JSON object instead of text
    gap
        relative gap of every plan
    time_limit_s
        seconds for one component of a program
    workers
        processes that value agreements side by side (default: every core)
    epsilon_m
        million case currency a year below which a surplus counts as nothing (default: that of case.toml)
    inputs
        how many of the strongest low/high inputs move, one at a time, for the input range
    last
        value each agreement as the last one added to all that is signed together, too; a plan or two for each
        (default: with full effort)
    effort
        quick: only three inputs move; default: solve on where a sign is open; full: also where an interval is
        wider than a tenth of its size and 5 million a year
    """
    if out is not None:
        checked_folder(out, ADVICE_FILES)
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    if for_:
        demand_role(read, for_, ids_of(agreements))
    if out is not None:
        tried_folder(out)
    least = read.settings.materiality_m if epsilon_m is None else epsilon_m
    side_by_side = cores() if workers is None else workers
    options = AdviseOptions(
        gap, time_limit_s, side_by_side, epsilon_m=least, inputs=inputs, last=last, effort=effort
    )
    kept = None if resume is None else underway(resume, read, options)
    named = ids_of(agreements)
    with CommonDesk(read, side_by_side if named is None or len(named) > FEW else 1) as desk:
        try:
            with advised_told(money) as told:
                done = None if kept is None else kept.done
                advice = valued(
                    read, named, for_, options, executor=desk, told=_keeping(told, kept), done=done
                )
        except KeyboardInterrupt:
            if kept is None:
                raise
            print(stopped_line(kept), file=sys.stderr)
            return 130
        for line in passed_over(advice, named):
            print(line, file=sys.stderr)
        searched = _search(advice, options, money, kept, desk) if for_ else None
    _show(advice, money, scenario or "", out, json, searched)
    return 0


def _keeping(told: Told, kept: Underway | None) -> Told:
    """Tell, and keep what was found."""
    if kept is None:
        return told

    def tell(found: Advised, done: int, of: int) -> None:
        kept.keep(found)
        told(found, done, of)

    return tell


def demand_role(case: Case, firm: str, wanted: list[str] | None) -> None:
    """UsageError, before anything is valued, where a known firm is party to nothing that could be advised."""
    rows = agreement_rows(case)
    open_ones = [
        a for a, row in rows.items() if row["status"] != "closed" and (wanted is None or a in wanted)
    ]
    parties = {f for a in open_ones for f in rows[a]["parties"]}
    if firm in case["firms"]["firm"].to_list() and open_ones and firm not in parties:
        of = "the agreements named" if wanted is not None else "any agreement that is open"
        what, why = f"{firm!r} is no party to {of}", "there is nothing to advise it on"
        raise UsageError(Fault("--for", what, why, f"choose from: {', '.join(sorted(parties))}"))


def _search(
    advice: Advice, options: AdviseOptions, money: Money, kept: Underway | None, desk: Executor
) -> Searched | None:
    """The portfolio of the firm the advice is for, among the agreements that pay or may pay."""
    from teikei.deals.search import search  # the games' compiler is not waited for without --for
    from teikei.report.shelf import beside

    paying = in_play(advice)
    chosen = SearchOptions(gap=options.gap, time_limit_s=options.time_limit_s, workers=options.workers)
    roles = dict(advice.case["firms"].select("firm", "role").iter_rows())
    name = Names(advice.case).firm(advice.focal)
    if roles[advice.focal] != "plans":
        print(f"{name} does not plan here: its terms are given, and it has no portfolio.", file=sys.stderr)
        return None
    if not paying:
        print(f"The portfolio of {name} is empty: none of its agreements pays or may pay.", file=sys.stderr)
        return None
    books = None if kept is None else beside(kept.folder, advice.case, chosen.plan())
    told = books_told(money)
    return search(advice.case, advice.focal, paying, chosen, told=told, executor=desk, shelf=books)


def in_play(advice: Advice) -> list[str]:
    """Candidates that pay or may pay, with what they need. One that pays, but less than another that it
    excludes, is among them: beside other deals it may be the better of the two."""
    rows = agreement_rows(advice.case)
    paying = [
        a.agreement
        for a in advice.advised
        if rows[a.agreement]["status"] == "candidate"
        and (a.verdict.word in ("recommended", "depends", "undetermined") or a.verdict.worse_than)
    ]
    while needed := {n for a in paying for n in rows[a]["needs"]} - set(paying) - set(advice.book):
        paying += sorted(needed)
    return paying


def passed_over(advice: Advice, wanted: list[str] | None) -> list[str]:
    """A line on each agreement that was asked for by name but lacks the firm the advice is for."""
    valued_ones = {a.agreement for a in advice.advised}
    rows, names = agreement_rows(advice.case), Names(advice.case)
    return [
        f"{name} is not valued: {names.firm(advice.focal)} is no party to it "
        f"({names.parties(rows[name]['parties'])}); "
        "leave --for out to value it"
        for name in wanted or []
        if name not in valued_ones
    ]


def _show(
    advice: Advice, money: Money, scenario: str, out: Path | None, json: bool, searched: Searched | None
) -> None:
    """Print the advice as text or one object, and write the folder if one is named."""
    found = _with_portfolio(findings(advice, money, scenario), searched, advice, money)
    if out is not None:
        write_advice(out, advice, found, money, _kept(searched), _lines(searched, advice, money, timed=False))
    if json:
        made = advice_object(advice, money, scenario)
        if searched is not None:
            from teikei.report.books import searched_object

            made["search"] = searched_object(searched, money)
        print(json_text(made), end="")
    else:
        print_advice(found, console())
        if lines := _lines(searched, advice, money, timed=True):
            print("\n" + "\n".join(lines))
    if out is not None:
        print(
            f"Written to {out}: advice.html, advice.xlsx, advice.json, {len(found.tables)} CSV tables, and "
            "run.json with its case.",
            file=sys.stderr,
        )


def _with_portfolio(found: Findings, searched: Searched | None, advice: Advice, money: Money) -> Findings:
    """The findings, the portfolio told first and among the tables, if one was searched."""
    if searched is None:
        return found
    from teikei.report.headline import with_portfolio

    return with_portfolio(found, searched, advice, money)


def _lines(searched: Searched | None, advice: Advice, money: Money, *, timed: bool) -> list[str]:
    """The searched portfolio and the books that hold, as text."""
    if searched is None:
        return []
    from teikei.report.given import given_m
    from teikei.report.portfolio import portfolio_lines

    return portfolio_lines(searched, money, timed=timed, given_m=given_m(advice))


def _kept(searched: Searched | None) -> dict[str, Any] | None:
    """The searched portfolio as a saved run holds it: in case currency."""
    if searched is None:
        return None
    from teikei.report.books import searched_object

    return searched_object(searched, Money(searched.case.settings.currency, 1.0))
