"""`teikei plan`: who builds what, where and for which market, and what each firm makes of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from cyclopts import Parameter

from teikei.agreements.book import Book
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import ids_of
from teikei.plan.optimise import Memory, program_of
from teikei.plan.optimise import plan as planned
from teikei.plan.solution import PlanSolution
from teikei.report.cash import cash_object, print_cash
from teikei.report.folder import checked_folder, json_text, tried_folder
from teikei.report.money import Money
from teikei.report.plan import CASH_FILE, PLAN_FILES, plan_object, print_plan, write_plan
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
    cash: bool = False,
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
    cash
        hold the members to cash, floor and credit of firms.csv, and say what that costs; worths never do
    why
        what to explain instead
    gap
        stop when (bound - value) / |value| is at most this
    time_limit_s
        seconds for one component of the program
    """
    if out is not None:
        checked_folder(out, (*PLAN_FILES, CASH_FILE))
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    book = Book.today(read).with_(*(ids_of(agreements) or ()))
    chosen = ids_of(members) or None
    if out is not None:
        tried_folder(out)
    options = PlanOptions(gap=gap, time_limit_s=time_limit_s, cash_limits=cash)
    if lp is not None or mps is not None:
        _listing(read, chosen, book, options, lp, mps)
        return 0
    memory = Memory()
    found = planned(read, chosen, book, options, memory=memory)
    free = planned(read, chosen, book, replace(options, cash_limits=False), memory=memory) if cash else None
    shown = Shown(money, scenario or "", out, json, why.said_of(found) if why else [])
    shown.show(found, free)
    return 0


@dataclass(frozen=True)
class Shown:
    """How a plan is shown: in which money, as text or an object, with which explanations, and where to."""

    money: Money
    scenario: str
    out: Path | None
    json: bool
    said: list[str]

    def show(self, found: PlanSolution, free: PlanSolution | None) -> None:
        """Print the plan, its explanations or one object, and write the folder if one is named; ``free`` is
        the plan without cash limits, where there are some."""
        files = (*PLAN_FILES, CASH_FILE) if free else PLAN_FILES
        if self.out is not None:
            write_plan(self.out, found, self.money, self.scenario)
        if self.json:
            whole = plan_object(found, self.money, self.scenario) | ({"why": self.said} if self.said else {})
            whole |= {"cash_limits": cash_object(found, free, self.money)} if free else {}
            print(json_text(whole), end="")
        elif self.said:
            _say(self.said, found, self.money)
        else:
            if free:
                print_cash(found, free, self.money, console())
            print_plan(found, self.money, console(), self.scenario)
        if self.out is not None:
            print(f"Written to {self.out}: {', '.join(files)}.", file=sys.stderr)


def _say(why: list[str], found: PlanSolution, money: Money) -> None:
    home = found.problem.case.settings.currency
    print("\n\n".join(why))
    if money.currency != home:
        print(f"Explanations are in the case currency, {home}.", file=sys.stderr)


def _listing(
    case: Case,
    members: list[str] | None,
    book: Book,
    options: PlanOptions,
    lp: str | None,
    mps: Path | None,
) -> None:
    program = program_of(case, members, book, options)
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
