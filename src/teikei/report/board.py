"""A board paper: the answer, the portfolio and its money, plants, dates and futures, on one short page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from teikei.case.source import provenance
from teikei.deals.board import by_firm, funding, in_all
from teikei.deals.changes import ACCOUNT_WORDS, made_of
from teikei.deals.swing import largest_swing, laws_ending
from teikei.report.answer import findings, reason
from teikei.report.bars import Bar, Mark, bars
from teikei.report.board_how import HOW, how_table
from teikei.report.board_money import Year, less
from teikei.report.board_tables import board_tables
from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.money import number, rounded
from teikei.report.names import Names
from teikei.report.workbook import tables_workbook

if TYPE_CHECKING:
    import datetime as dt

    from teikei.case.case import Case
    from teikei.deals.agenda import Agenda
    from teikei.deals.board import Signs
    from teikei.report.answer import Findings
    from teikei.report.money import Money
    from teikei.report.tables import Cell as Value
    from teikei.report.tables import Column, Table

TITLES = {
    "portfolio": "What to sign, and on what terms",
    "others": "Others' deals in this list",
    "payments": "Payments between firms",
    "gains": "Gain after payments, firm by firm",
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
    "How: lowest point of the sum of cash with the list less cash without it, not discounted, {when} "
    "payments between firms."
)
GAIN_HOW = (
    "How: present value of the change of its operating profit in the printed plans, {even}less what it pays "
    "net: {parts}."
)
SOLVED = "The interval is the solver's, for these inputs: the best plan is worth no more than its upper end."
VERDICTS = {"rejected": "is rejected", "depends": "depends on an input", "undetermined": "is undetermined"}
BOARD_FILES = ("board.html", "board.xlsx", "manifest.json")


def board_leaf(
    listed: Agenda, money: Money, scenario: str, year: Year, signs: Signs | None, tables: tuple[Table, ...]
) -> Leaf:
    """The page; ``tables``: those of `board_tables`."""
    advice = listed.advice
    names, settings = Names(advice.case), advice.case.settings
    found = findings(advice, money, scenario)
    about = [f"case {settings.name}", f"{settings.first_year}–{settings.last_year}", year.words]
    if scenario:
        about.insert(1, f"scenario {scenario}")
    if listed.firm:
        about.append(f"for {names.firm(listed.firm)}")
    if rate := rate_words(advice.case, money):
        about.append(rate)
    sections = [
        Section(TITLES[t.name], _lines(t, listed, money), (grid_of(t),), _drawn(t, listed, money, year))
        for t in tables
    ]
    if others := _not_now(listed, found):
        sections.append(Section("Not for signing now", others))
    return Leaf(
        title=f"{settings.title}: paper for the board",
        about=" · ".join(about),
        warnings=_warnings(listed, signs, scenario, names),
        numbers=_numbers(listed, money, year),
        sentence=_sentence(listed, found, money, names),
        sections=tuple(sections),
        foot=f"Money is {found.discounting}. Surpluses are certified for these inputs; one firm's part of "
        f"them is that of the printed plans. {' '.join(found.limits)} {found.versions}.",
    )


def rate_words(case: Case, money: Money) -> str:
    """The exchange rate that amounts are printed at, its year and its source; blank in case currency."""
    home, year = case.settings.currency, case.settings.price_year
    if money.currency == home:
        return ""
    row = case["fx"].filter(pl.col("currency") == money.currency, pl.col("year") == year)
    source = str(row["source"][0]) if row.height and row["source"][0] else ""
    titles = dict(case["sources"].select("source", "title").iter_rows())
    said = f", {titles.get(source) or source}" if source else ", no source named"
    return f"{rounded(money.factor, 2)} {money.currency} for one {home}, {year} (fx.csv{said})"


def _sentence(listed: Agenda, found: Findings, money: Money, names: Names) -> str:
    """Which list the paper is about, what it is worth, and how the list for all together differs."""
    if not listed.firm:
        return found.sentence
    firm, advice = names.firm(listed.firm), listed.advice
    worth, gain = money.interval_m(*advice.together_m), _gain(listed, money)
    if not listed.searched:
        mine, every = len(listed.own), len(listed.own) + len(listed.others)
        return (
            f"This paper is about what is recommended for all planning firms together, {_many(every)} worth "
            f"{worth} present value to all of them; {firm} is a party to {mine} and gains {gain} after "
            "payments in equal parts, each counted alone. No portfolio was searched for it."
        )
    only, instead = (
        [advice[a].title for a in one if a not in other]
        for one, other in ((listed.own, listed.joint), (listed.joint, listed.own))
    )
    parts = [
        f"{word} {', '.join(f'“{t}”' for t in titles)}"
        for word, titles in (("without", only), ("with", instead))
        if titles
    ]
    differs = f"It differs: {', and '.join(parts)}." if parts else "It is the same list."
    return (
        f"This paper is about the portfolio searched for {firm}, {_many(len(listed.own))} worth {worth} "
        f"present value to all planning firms together and {gain} to {firm} after payments. The list that is "
        f"recommended for all together has {_many(len(listed.joint))} and is worth "
        f"{money.interval_m(*listed.joint_m)} to all. {differs}"
    )


def _many(count: int) -> str:
    return "1 agreement" if count == 1 else f"{count} agreements"


def _not_now(listed: Agenda, found: Findings) -> tuple[str, ...]:
    """What is neither in the list nor recommended, and why."""
    inside = {listed.advice[a].title for a in (*listed.own, *listed.others)}
    said = [f"{line.title}: {line.reason}." for line in found.short if line.title not in inside]
    said += [
        f"{d.title}: depends on an input, see the advice."
        for d in found.deals
        if d.verdict == "depends" and d.title not in inside
    ]
    return tuple(said)


def _gain(listed: Agenda, money: Money) -> str:
    """The firm's gain after payments as printed: as searched, or that of the printed plans."""
    if listed.gain_m is not None:
        return money.interval_m(*listed.gain_m)
    return money.m(listed.after_m().get(listed.firm, 0.0))


def _numbers(listed: Agenda, money: Money, year: Year) -> tuple[Headline, ...]:
    advice = listed.advice
    low, high = advice.together_m
    made = [_gain_number(listed, money)] if listed.firm else []
    made.append(
        Headline(
            Cell(
                money.interval_m(low, high),
                ("How: worth of the best joint plan with the list, less that without it. " + SOLVED,),
                number=True,
            ),
            f"for all planning firms, present value at {advice.case.settings.decision_date}",
            f"{_many(len(advice.signed_together))}, signed together; certified for these inputs",
        )
    )
    if advice.cash.height:
        made.append(_peak_number(listed, money, year))
    assumed = provenance(advice.case).money.get("assumption", 0.0)
    how = "How: money a year of the rows of confidence “assumption” ÷ money a year of all rows of the case."
    made.append(
        Headline(
            Cell(f"{assumed:.0%}", (how,), number=True), "of the money that goes in rests on assumptions"
        )
    )
    return tuple(made)


def _gain_number(listed: Agenda, money: Money) -> Headline:
    """The firm's gain after payments, with the sum that it comes from."""
    firm = listed.firm
    change, even, pays = listed.change_m().get(firm, 0.0), listed.even_m.get(firm), listed.pays_m(firm)
    parts = [money.number(change), *([] if even is None else [_signed(money, even)]), _signed(money, -pays)]
    words = "" if even is None else "with equally good plans split evenly, "
    how = GAIN_HOW.format(even=words, parts=" ".join(parts))
    rows = "Rows: the tables “Gain after payments” and “Payments between firms”."
    verb = "it pays" if pays > 0 else "it is paid"
    return Headline(
        Cell(_gain(listed, money), (how, rows), number=True),
        f"gain of {Names(listed.advice.case).firm(firm)} after payments, present value",
        f"{verb} {money.m(abs(pays))} net; before payments {money.m(change + (even or 0.0))}",
    )  # fmt: skip


def _signed(money: Money, amount: float) -> str:
    return f"{'−' if amount < 0 else '+'} {money.number(abs(amount))}"


def _peak_number(listed: Agenda, money: Money, year: Year) -> Headline:
    """Peak funding: of a firm after payments, with that before beside it; of all, for whom none counts."""
    cash = listed.advice.cash
    mine = by_firm(cash, "change_m").get(listed.firm) if listed.firm else None
    if mine is None:
        whose, when, amounts = "all planning firms", "before", in_all(cash, "change_m")
    else:
        whose, when = f"{Names(listed.advice.case).firm(listed.firm)}, after payments", "after"
        amounts = less(mine, listed.paid(listed.firm))
    one = funding(amounts)
    beside = _back(one.peak_year, one.payback_year, year)
    if mine is not None:
        before = funding(mine)
        at = f" in {year.head(before.peak_year)}" if before.peak_year is not None else ""
        beside += f"; before payments {money.m(-before.peak_m)}{at}"
    how = (PEAK_HOW.format(when=when), "Rows: the table “Peak funding and payback”.")
    return Headline(Cell(money.m(-one.peak_m), how, number=True), f"peak funding of {whose}", beside)


def _back(peak: int | None, back: int | None, year: Year) -> str:
    if peak is None:
        return "it never has to be put in"
    paid = f"paid back from {year.head(back)}" if back is not None else "not paid back in the years planned"
    return f"in {year.head(peak)}; {paid}"


def _warnings(listed: Agenda, signs: Signs | None, scenario: str, names: Names) -> tuple[str, ...]:
    said = []
    if listed.firm and not listed.searched:
        firm = names.firm(listed.firm)
        case = listed.advice.case.settings.name
        for_whom = (
            f"The portfolio of this run was searched for {names.firm(listed.searched_for)}, not for {firm}"
            if listed.searched_for
            else f"This run holds no portfolio searched for {firm}"
        )
        said.append(
            f"{for_whom}: the list is what pays for all planning firms together. For one of {firm}: `teikei "
            f"advise {case} --for {listed.firm} --out FOLDER`, and a paper from that folder."
        )
    if not listed.advice.cash.height:
        said.append(
            "This run holds no cash, so peak funding and payback are left out: advise again with --out."
        )
    if signs is None:
        said.append("No other future was valued.")
    elif scenario:
        said.append(f"The other futures are laid over scenario {scenario}, on which the whole paper stands.")
    return tuple(said)


def _lines(table: Table, listed: Agenda, money: Money) -> tuple[str, ...]:
    """What each agreement's surplus is made of, above the list, and why one that is not recommended is in
    it."""
    if table.name == "portfolio":
        advice, names = listed.advice, Names(listed.advice.case)
        made = [f"{a.title}: {made_of(a.money, money.factor, money.unit)}." for a in listed.chosen]
        whose = names.firm(listed.firm) if listed.firm else ""
        made += [
            f"Alone “{a.title}” {VERDICTS.get(a.verdict.word, a.verdict.word)}: "
            f"{reason(a, advice, money, names)}. In this list {whose} has more with it than without it."
            for a in listed.chosen
            if a.verdict.word != "recommended"
        ]
        return tuple(made)
    if table.name == "profit_by_firm" and (said := swing_words(listed, money)):
        return (said,)
    return () if table.rows else ("None.",)


def swing_words(listed: Agenda, money: Money) -> str:
    """The largest change of profit from year to year without the list, its account, and laws that end then;
    blank where years are alike."""
    case = listed.advice.case
    found = largest_swing(listed.advice.yearly, listed.firm)
    if found is None:
        return ""
    verb = "rises" if found.profit_m[1] > found.profit_m[0] else "falls"
    account = ACCOUNT_WORDS.get(found.account, "margin before trade")
    ends = "; ".join(laws_ending(case, found))
    law = f" A tariff ends in these years: {ends}." if ends else ""
    one, other = (f"{money.number(v)}" for v in found.profit_m)
    firm = Names(case).firm(found.firm)
    return (
        f"Largest change from one calendar year to the next, without the list: {firm} {verb} from {one} "
        f"in {found.year} to {other} {money.unit} in {found.year + 1}; what moves most is {account}, "
        f"{money.number(found.account_m[0])} and then {money.number(found.account_m[1])}.{law}"
    )


def _drawn(table: Table, listed: Agenda, money: Money, year: Year) -> tuple[str, ...]:
    """The change of profit, and of cash where there is any, year by year: of the firm after payments, or of
    all planning firms."""
    frames = {"profit_by_firm": listed.advice.yearly, "cash_by_firm": listed.advice.cash}
    if table.name not in frames:
        return ()
    mine = by_firm(frames[table.name], "change_m").get(listed.firm) if listed.firm else None
    whose, amounts = "all planning firms", in_all(frames[table.name], "change_m")
    if mine is not None:
        whose = f"{Names(listed.advice.case).firm(listed.firm)}, after payments"
        amounts = less(mine, listed.paid(listed.firm))
    rows = [
        Bar(year.head(y), money.number(v), (Mark("solid", 0.0, v * money.factor),))
        for y, v in year.of(amounts).items()
    ]
    what = "profit" if table.name == "profit_by_firm" else "cash"
    return (bars(what, f"Change of {what} of {whose}, by the list", f"{money.unit} a year", rows),)


def board_workbook(leaf: Leaf, tables: tuple[Table, ...], day: dt.date) -> bytes:
    """The tables as a workbook, the answer on its first sheet."""
    numbers = [f"{n.figure.text}: {n.label}. {n.beside}".rstrip() for n in leaf.numbers]
    lines = [leaf.about, *leaf.warnings, *numbers, leaf.sentence, leaf.foot]
    return tables_workbook(leaf.title, lines, (*tables, how_table(tables, TITLES)), day)


def grid_of(table: Table) -> Grid:
    """A table as a printed grid."""
    rows = tuple(
        tuple(_cell(value, column) for value, column in zip(row, table.columns, strict=True))
        for row in table.rows
    )
    return Grid(table.caption, tuple(c.head for c in table.columns), rows, HOW.get(table.name, ()))


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
    listed: Agenda, money: Money, scenario: str, year: Year, signs: Signs | None
) -> tuple[Leaf, tuple[Table, ...]]:
    """The page and the tables of the workbook."""
    tables = board_tables(listed, money, Names(listed.advice.case), year, signs)
    return board_leaf(listed, money, scenario, year, signs, tables), tables
