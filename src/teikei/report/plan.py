"""A plan as text, JSON object and folder, every amount in one currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from teikei.deals.changes import ACCOUNT_WORDS
from teikei.report.folder import write_files
from teikei.report.money import number, rounded
from teikei.report.names import Names

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from teikei.plan.solution import PlanSolution
    from teikei.report.money import Money

FRAMES = ("ship", "accounts", "decisions", "use")
PLAN_FILES = (*(f"{name}.csv" for name in FRAMES), "manifest.json")
CASH_FILE = "cash.csv"
"""Written beside the others by a plan under cash limits."""
STARTED = {"tool_up": "tool up", "left": "leave a market", "closed": "close"}
SHOWN = 40


def frames(found: PlanSolution, money: Money) -> dict[str, pl.DataFrame]:
    """The plan's tables with amounts in ``money``; amounts are the columns that end in ``_m``."""
    tables = {name: getattr(found, name) for name in FRAMES}
    return {name: f.with_columns(pl.col("^.*_m$") * money.factor) for name, f in tables.items()}


def account_rows(found: PlanSolution, money: Money) -> list[tuple[str, list[float]]]:
    """Present value by account, one amount a member, largest first; fees between members last."""
    members = found.problem.members
    sums = found.accounts.group_by("account", "firm").agg(pl.col("present_value_m").sum())
    table: dict[str, dict[str, float]] = {}
    for account, firm, value in sums.iter_rows():
        table.setdefault(account, {})[firm] = value * money.factor

    def order(item: tuple[str, list[float]]) -> tuple[bool, float, str]:
        return item[0] == "transfers", -sum(map(abs, item[1])), item[0]

    return sorted(((a, [row.get(f, 0.0) for f in members]) for a, row in table.items()), key=order)


def plan_object(found: PlanSolution, money: Money, scenario: str = "") -> dict[str, Any]:
    """One object for `--json`: the interval, profit by firm, the tables, the audit and the manifest."""
    recount = found.audit()
    return {
        "case": found.problem.case.settings.name,
        "scenario": scenario,
        "currency": money.currency,
        "decision_date": str(found.problem.case.settings.decision_date),
        "book": sorted(found.problem.book.agreements),
        "members": list(found.problem.members),
        "value_m": found.value * money.factor,
        "bound_m": found.bound * money.factor,
        "gap": found.gap,
        "profit_m": {f: found.profit(f, transfers=True) * money.factor for f in found.problem.members},
        "audit": {
            "agrees": recount.holds,
            "difference": recount.difference,
            "violations": list(recount.violations),
        },
        **{name: frame.to_dicts() for name, frame in frames(found, money).items()},
        "status": found.status,
        "seconds": round(found.seconds, 2),
        "versions": found.manifest["versions"],
    }


def write_plan(folder: Path, found: PlanSolution, money: Money, scenario: str = "") -> None:
    """Write the four tables (and cash under limits) as CSV and manifest.json, amounts in ``money``."""
    tables = frames(found, money)
    if found.problem.cash:
        tables["cash"] = found.cash.with_columns(pl.col("^.*_m$") * money.factor)
    files = {f"{name}.csv": frame.write_csv().encode() for name, frame in tables.items()}
    manifest = found.manifest
    scaled = {name: manifest[name] * money.factor for name in ("value_m", "bound_m")}
    write_files(folder, files, manifest | scaled | {"currency": money.currency, "scenario": scenario})


def print_plan(found: PlanSolution, money: Money, out: Console, scenario: str = "") -> None:
    """Print the plan, its interval first."""
    names = Names(found.problem.case)
    settings = found.problem.case.settings
    about = [settings.title, f"{settings.first_year}–{settings.last_year}"]
    if scenario:
        about.append(f"scenario {scenario}")
    out.print(Text(" · ".join(about), style="dim"))
    low, high = found.yearly(found.value), found.yearly(found.bound)
    joint = f"The best joint plan of {names.parties(found.problem.members)} is worth "
    worth = f"{money.interval_m(found.value, found.bound)} present value at {settings.decision_date}"
    out.print(
        Text(f"{joint}{worth} ({money.interval_m(low, high)} a year), certified for these inputs.", "bold")
    )
    ends = f"value {_precise(found.value, money)}, bound {_precise(found.bound, money)} {money.unit}"
    out.print(f"{ends}; gap {found.gap:.1e}; {found.status}, {found.seconds:.1f} s")
    signed = sorted(found.problem.book.agreements)
    out.print(f"In force: {', '.join(signed) if signed else 'no agreement'}")
    out.print(_accounts(found, money, names))
    out.print(_use(found, names))
    _started(found, money, names, out)
    out.print(_audit(found, money))


def _precise(amount: float, money: Money) -> str:
    return rounded(amount * money.factor, 3)


def _accounts(found: PlanSolution, money: Money, names: Names) -> Table:
    members = found.problem.members
    title = f"Accounts, {money.unit}, present value at {found.problem.case.settings.decision_date}"
    shown = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    shown.add_column("")
    for firm in members:
        shown.add_column(Text(names.firm(firm)), justify="right")
    shown.add_column("all", justify="right")
    rows = account_rows(found, money)
    for account, amounts in rows:
        words = "fees between members" if account == "transfers" else ACCOUNT_WORDS.get(account, account)
        shown.add_row(words, *map(number, (*amounts, sum(amounts))))
    total = [sum(column) for column in zip(*(amounts for _, amounts in rows), strict=True)]
    shown.add_section()
    shown.add_row("profit", *map(number, (*total, sum(total))), style="bold")
    yearly = [found.yearly(v) for v in (*total, sum(total))]
    shown.add_row("profit, a year", *map(number, yearly))
    return shown


def shut_from(found: PlanSolution) -> dict[str, int]:
    """Plant -> its first year without a car, by announcement or because the plan closes it."""
    ends = {plant: last + 1 for plant, last in found.problem.plants.closes_after.items() if last is not None}
    for plant, year in (
        found.decisions.filter(pl.col("kind") == "closed").select("what", "review").iter_rows()
    ):
        ends[plant] = min(year, ends.get(plant, year))
    return ends


def _use(found: PlanSolution, names: Names) -> Table:
    years = found.problem.years
    first, last = int(years[0]), int(years[-1])
    shown = Table(
        box=SIMPLE_HEAD,
        title="Plants, cars and use",
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    shown.add_column("plant")
    for year in (first, last):
        shown.add_column(f"cars {year}", justify="right")
        shown.add_column(f"capacity {year}", justify="right")
        shown.add_column(f"use {year}", justify="right")
    shut = shut_from(found)
    cells = {(r["plant"], r["year"]): r for r in found.use.iter_rows(named=True)}
    for plant in found.problem.plants.names:
        row = [names.thing(plant)]
        for year in (first, last):
            at = cells[plant, year]
            if at["use_share"] is None or year >= shut.get(plant, year + 1):
                row += [f"{at['units']:,.0f}", "", "closed"]
            else:
                capacity = f"{at['capacity_units_per_year']:,.0f}"
                row += [f"{at['units']:,.0f}", capacity, f"{at['use_share']:.0%}"]
        shown.add_row(*map(Text, row))
    return shown


def _started(found: PlanSolution, money: Money, names: Names, out: Console) -> None:
    rows = found.decisions.sort("first_year", "kind", "what")
    if not rows.height:
        out.print("Nothing is started, closed or left.")
        return
    shown = Table(
        box=SIMPLE_HEAD, title="What is started", title_justify="left", title_style="bold", pad_edge=False
    )
    for name in ("decision", "what", "paid by"):
        shown.add_column(name)
    for name in ("decided", "first year", f"{money.unit} a year"):
        shown.add_column(name, justify="right")
    for r in rows.head(SHOWN).iter_rows(named=True):
        what = ", ".join(names.thing(word) for word in r["what"].split(" "))
        word = STARTED.get(r["decision"], r["decision"])
        cost = money.number(r["yearly_m"]) if r["yearly_m"] else ""
        if r["kind"] == "closed":
            plants = found.problem.plants
            saved, once = plants.fixed_m[r["what"]], plants.closing_m[r["what"]]
            cost = f"{money.number(-saved)}; once {money.number(once)}"
        cells = (word, what, names.firm(r["payer"]), str(r["review"]), str(r["first_year"]), cost)
        shown.add_row(*map(Text, cells))
    out.print(shown)
    if rows.height > SHOWN:
        out.print(f"and {rows.height - SHOWN} more (all with --out)")


def _audit(found: PlanSolution, money: Money) -> Text:
    recount = found.audit()
    word = "agrees" if recount.holds else "DISAGREES"
    amounts = f"{_precise(recount.value_m, money)} {money.unit} recounted from the tables"
    said = f"{amounts}, {_precise(recount.claimed_m, money)} claimed ({recount.difference:.1e} relative)"
    lines = [f"Audit {word}: {said}.", *recount.violations]
    return Text("\n".join(lines), style="" if recount.holds else "bold red")
