"""`teikei plan`: who builds what, where and for which market, and what each firm makes of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from teikei.agreements.book import Book
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.plan.optimise import plan as planned
from teikei.plan.optimise import program_of
from teikei.plan.solution import PlanSolution
from teikei.report.folder import checked_folder, json_text, tried_folder
from teikei.report.money import Money
from teikei.report.plan import PLAN_FILES, plan_object, print_plan, write_plan
from teikei.report.text import console

WHOLE = ("objective", "bounds")
"""Parts of a listing that are no row blocks."""


@Parameter(name="*")
@dataclass(frozen=True)
class Why:
    """What to explain instead of printing the plan.

    Parameters
    ----------
    explain_plant
        say why a plant is used as it is
    explain_route
        say why a route variant>plant>market is used as it is
    explain_agreement
        say what an agreement in the book is used for
    """

    explain_plant: str | None = None
    explain_route: str | None = None
    explain_agreement: str | None = None

    def said_of(self, found: PlanSolution) -> list[str]:
        """One explanation for each thing asked about."""
        asked = {
            "plant": self.explain_plant,
            "route": self.explain_route,
            "agreement": self.explain_agreement,
        }
        return [found.explain(**{what: name}) for what, name in asked.items() if name]


def plan(
    case: str,
    *,
    members: str | None = None,
    agreements: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    out: Path | None = None,
    json: bool = False,
    lp: str | None = None,
    mps: Path | None = None,
    why: Why | None = None,
    gap: float = PlanOptions().gap,
    time_limit_s: float = PlanOptions().time_limit_s,
) -> int:
    """Plan who builds what, where and for which market.

    The best joint plan of the members with today's signed agreements in force, as an interval certified for
    these inputs, with each firm's accounts, the use of plants, what is started, and a recount of all money.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    members
        ids of the firms that plan together, joined by commas (default: all that plan)
    agreements
        ids of agreements to add to today's book, joined by commas
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    out
        folder to write: ship, accounts, decisions and use as CSV, manifest.json
    json
        print one JSON object instead of text
    lp
        print this block of the program as text and stop: a row block, objective or bounds
    mps
        write the program to this file in MPS form and stop
    why
        what to explain instead
    gap
        stop when (bound - value) / |value| is at most this
    time_limit_s
        seconds for one component of the program
    """
    if out is not None:
        checked_folder(out, PLAN_FILES)
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    book = Book.today(read).with_(*_ids(agreements))
    chosen = _ids(members) or None
    if out is not None:
        tried_folder(out)
    options = PlanOptions(gap=gap, time_limit_s=time_limit_s)
    if lp is not None or mps is not None:
        _listing(read, chosen, book, lp, mps)
        return 0
    found = planned(read, chosen, book, options)
    _show(found, why.said_of(found) if why else [], money, scenario or "", out, json)
    return 0


def _show(
    found: PlanSolution, said: list[str], money: Money, scenario: str, out: Path | None, json: bool
) -> None:
    """Print the plan, its explanations or one object, and write the folder if one is named."""
    if out is not None:
        write_plan(out, found, money, scenario)
    if json:
        print(json_text(plan_object(found, money, scenario) | ({"why": said} if said else {})), end="")
    elif said:
        _say(said, found, money)
    else:
        print_plan(found, money, console(), scenario)
    if out is not None:
        print(f"Written to {out}: {', '.join(PLAN_FILES)}.", file=sys.stderr)


def _ids(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _say(why: list[str], found: PlanSolution, money: Money) -> None:
    home = found.problem.case.settings.currency
    print("\n\n".join(why))
    if money.currency != home:
        print(f"Explanations are in the case currency, {home}.", file=sys.stderr)


def _listing(case: Case, members: list[str] | None, book: Book, lp: str | None, mps: Path | None) -> None:
    program = program_of(case, members, book)
    if lp is not None:
        known = [*(rows.name for rows in program.rows), *WHOLE]
        if lp not in known:
            guess = did_you_mean(lp, known, "this listing")
            raise UsageError(
                Fault(
                    "--lp",
                    f"the program has no block {lp!r}",
                    "there is nothing to list",
                    f"{guess}; blocks: {', '.join(known)}",
                )
            )
        print(program.text(lp))
    if mps is not None:
        if mps.is_dir() or not mps.parent.is_dir():
            raise UsageError(
                Fault("--mps", f"{str(mps)!r} cannot be written", "the program would be lost", "name a file")
            )
        program.write_mps(mps)
        print(f"Written to {mps}.", file=sys.stderr)
