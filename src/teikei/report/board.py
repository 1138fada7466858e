"""A board paper: the answer, the portfolio and its money, plants, dates and futures, on one short page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.case.source import provenance
from teikei.deals.board import by_firm, funding, in_all
from teikei.deals.changes import made_of
from teikei.report.answer import findings
from teikei.report.bars import Bar, Mark, bars
from teikei.report.board_tables import Year, board_tables
from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.money import number, rounded
from teikei.report.names import Names
from teikei.report.workbook import tables_workbook

if TYPE_CHECKING:
    import datetime as dt

    from teikei.deals.advice import Advice
    from teikei.deals.board import Signs
    from teikei.report.money import Money
    from teikei.report.tables import Cell as Value
    from teikei.report.tables import Column, Table

TITLES = {
    "portfolio": "What to sign, and on what terms",
    "profit_by_firm": "Operating profit, firm by firm",
    "profit_by_agreement": "Operating profit, agreement by agreement",
    "cash_by_firm": "Cash, firm by firm",
    "cash_by_agreement": "Cash, agreement by agreement",
    "funding": "Peak funding and payback",
    "plants": "Plants and jobs, before and after",
    "dates": "Dates to decide by",
    "futures": "In other futures",
    "inputs": "What it rests on, and what would change it",
}
PEAK_HOW = (
    "How: lowest point of the sum of cash with the portfolio less cash without it, not discounted, before "
    "payments between firms."
)
BOARD_FILES = ("board.html", "board.xlsx", "manifest.json")


def board_leaf(
    advice: Advice, money: Money, scenario: str, year: Year, signs: Signs | None, tables: tuple[Table, ...]
) -> Leaf:
    """The page; ``tables``: those of `board_tables`."""
    names, settings = Names(advice.case), advice.case.settings
    found = findings(advice, money, scenario)
    about = [f"case {settings.name}", f"{settings.first_year}–{settings.last_year}", year.words]
    if scenario:
        about.insert(1, f"scenario {scenario}")
    if advice.focal:
        about.append(f"for {names.firm(advice.focal)}")
    sections = [
        Section(TITLES[t.name], _lines(t, advice, money), (grid_of(t),), _drawn(t, advice, money, year))
        for t in tables
    ]
    others = [f"{line.title}: {line.reason}." for line in found.short]
    others += [
        f"{d.title}: depends on an input, see the advice." for d in found.deals if d.verdict == "depends"
    ]
    if others:
        sections.append(Section("Not for signing now", tuple(others)))
    return Leaf(
        title=f"{settings.title}: paper for the board",
        about=" · ".join(about),
        warnings=_warnings(advice, signs, scenario),
        numbers=_numbers(advice, money, year),
        sentence=found.sentence,
        sections=tuple(sections),
        foot=f"Money is {found.discounting}. Surpluses are certified for these inputs; one firm's part of "
        f"them is that of the printed plans. {' '.join(found.limits)} {found.versions}.",
    )


def _numbers(advice: Advice, money: Money, year: Year) -> tuple[Headline, ...]:
    low, high = advice.together_m
    count = len(advice.signed_together)
    made = [
        Headline(
            Cell(money.interval_m(low, high), number=True),
            f"for all planning firms, present value at {advice.case.settings.decision_date}",
            f"{count} recommended, signed together; certified for these inputs",
        )
    ]
    if advice.cash.height:
        amounts = by_firm(advice.cash, "change_m").get(advice.focal) if advice.focal else None
        whose = Names(advice.case).firm(advice.focal) if amounts else "all planning firms"
        one = funding(year.of(amounts or in_all(advice.cash, "change_m")))
        peak = f"in {year.head(one.peak_year)}" if one.peak_year is not None else "it never has to be put in"
        back = (
            f"paid back from {year.head(one.payback_year)}"
            if one.payback_year is not None
            else "not paid back within the years planned"
        )
        beside = f"{peak}; {back}" if one.peak_year is not None else peak
        made.append(
            Headline(
                Cell(money.m(-one.peak_m), (PEAK_HOW,), number=True),
                f"peak funding of {whose}",
                beside,
            )
        )  # fmt: skip
    assumed = provenance(advice.case).money.get("assumption", 0.0)
    made.append(
        Headline(Cell(f"{assumed:.0%}", number=True), "of the money that goes in rests on assumptions")
    )
    return tuple(made)


def _warnings(advice: Advice, signs: Signs | None, scenario: str) -> tuple[str, ...]:
    said = []
    if not advice.cash.height:
        said.append(
            "This run holds no cash, so peak funding and payback are left out: advise again with --out."
        )
    if signs is None:
        said.append("No other future was valued.")
    elif scenario:
        said.append(f"The other futures are laid over scenario {scenario}, on which the whole paper stands.")
    return tuple(said)


def _lines(table: Table, advice: Advice, money: Money) -> tuple[str, ...]:
    """What each agreement's surplus is made of, above the portfolio."""
    if table.name == "portfolio":
        signed = (advice[a] for a in advice.signed_together)
        return tuple(f"{a.title}: {made_of(a.money, money.factor, money.unit)}." for a in signed)
    return () if table.rows else ("None.",)


def _drawn(table: Table, advice: Advice, money: Money, year: Year) -> tuple[str, ...]:
    """The change of profit, and of cash where there is any, year by year."""
    frames = {"profit_by_firm": advice.yearly, "cash_by_firm": advice.cash}
    if table.name not in frames:
        return ()
    amounts = year.of(in_all(frames[table.name], "change_m"))
    rows = [
        Bar(year.head(y), money.number(v), (Mark("solid", 0.0, v * money.factor),))
        for y, v in amounts.items()
    ]
    what = "profit" if table.name == "profit_by_firm" else "cash"
    return (
        bars(what, f"Change of {what} of all planning firms by the portfolio", f"{money.unit} a year", rows),
    )


def board_workbook(leaf: Leaf, tables: tuple[Table, ...], day: dt.date) -> bytes:
    """The tables as a workbook, the answer on its first sheet."""
    numbers = [f"{n.figure.text}: {n.label}. {n.beside}".rstrip() for n in leaf.numbers]
    lines = [leaf.about, *leaf.warnings, *numbers, leaf.sentence, leaf.foot]
    return tables_workbook(leaf.title, lines, tables, day)


def grid_of(table: Table) -> Grid:
    """A table as a printed grid."""
    rows = tuple(
        tuple(_cell(value, column) for value, column in zip(row, table.columns, strict=True))
        for row in table.rows
    )
    return Grid(table.caption, tuple(c.head for c in table.columns), rows)


def _cell(value: Value, column: Column) -> Cell:
    if value is None:
        return Cell("", number=bool(column.unit))
    if isinstance(value, str | bool):
        return Cell(str(value))
    if column.unit == "share":
        return Cell(f"{value:.0%}", number=True)
    if column.unit == "people" or column.unit.startswith("cars"):
        return Cell(rounded(float(value), 0), number=True)
    return Cell(number(float(value)), number=True)


def paper(
    advice: Advice, money: Money, scenario: str, year: Year, signs: Signs | None
) -> tuple[Leaf, tuple[Table, ...]]:
    """The page and the tables of the workbook.

    Raises
    ------
    UsageError
        the advice signs nothing
    """
    tables = board_tables(advice, money, Names(advice.case), year, signs)
    return board_leaf(advice, money, scenario, year, signs, tables), tables
