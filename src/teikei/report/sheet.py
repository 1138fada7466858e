"""A deal sheet in words and grids, answer first: what text, page, Markdown and PDF print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.kinds import KINDS
from teikei.report.answer import reason
from teikei.report.clauses import clauses_section
from teikei.report.deal import dates_of, threshold_m, turns_of_move
from teikei.report.evidence import cell_of, printed
from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.names import Names
from teikei.report.sheet_drawings import drawing_of_gains, drawing_of_intervals
from teikei.report.sheet_hold import alternatives_section, hold_section, screen_section
from teikei.report.sheet_partner import no_gain, partner_numbers, partner_sentence
from teikei.report.sheet_rests import rests_section
from teikei.report.sheet_terms import LEAST, terms_section
from teikei.report.sheet_who import who_section

if TYPE_CHECKING:
    from teikei.deals.clauses import Clauses
    from teikei.deals.deal_sheet import DealSheet
    from teikei.deals.terms import Corridor
    from teikei.report.money import Money

ASSUMED_HOW = (
    "How: width of the surplus between low and high of each strong input, summed over rows marked as "
    "assumption, ÷ the same over all of them."
)
ACCOUNT_HOW = (
    "How: this account of all planning firms in the plan with the agreement, less that in one without it; "
    "each year × its discount factor, summed. The rows behind it stand under “What it rests on”."
)
MARKS = {"recommended": "▲", "depends": "◆", "rejected": "▼", "undetermined": "■"}


def leaf_of(
    made: DealSheet,
    money: Money,
    scenario: str = "",
    search: dict[str, Any] | None = None,
    planned: Clauses | None = None,
) -> Leaf:
    """The sheet as printed, all amounts in ``money``.

    Parameters
    ----------
    made : the sheet
    money : currency to print
    scenario : the scenario it was valued under, if any
    search : the portfolio of the firm that asks, as a saved run holds it
    planned : clauses that were planned for it; of our own sheet only
    """
    names = Names(made.case)
    found = made.advised
    ours = made.audience == "ours"
    sections = [
        gains_section(made, money, names),
        terms_section(made, money, names, search) if ours else None,
        clauses_section(planned, made.case, money, names) if ours and planned is not None else None,
        who_section(made, names),
        rests_section(made, money, names),
        hold_section(made, money, names),
        screen_section(made, names),
        dates_section(made, money, names),
        alternatives_section(made, money, names) if ours else None,
    ]
    return Leaf(
        title=found.title,
        about=_about(made, names, scenario),
        warnings=warnings(made, money, names),
        numbers=_numbers(made, money, names),
        sentence=_sentence(made, money, names),
        sections=tuple(s for s in sections if s is not None),
        foot=_foot(made, money),
        mark=f"{MARKS[found.verdict.word]} {found.verdict.word}" if ours else "",
    )


def _about(made: DealSheet, names: Names, scenario: str) -> str:
    settings = made.case.settings
    said = [
        KINDS[made.advised.kind].title,
        names.parties(made.advised.parties),
        f"case {settings.name}",
        f"{settings.first_year}–{settings.last_year}",
    ]
    if scenario:
        said.append(f"scenario {scenario}")
    if made.audience == "partner":
        to = names.firm(made.reader) if made.reader else "its partners"
        said.append(f"from {names.firm(made.focal)} for {to}")
    elif made.focal:
        said.append(f"for {names.firm(made.focal)}")
    return " · ".join(said)


def warnings(made: DealSheet, money: Money, names: Names) -> tuple[str, ...]:
    """What must be read before any figure: open signs, assumptions, a red screen."""
    said = []
    surplus = made.surplus
    if surplus is not None:
        limit = threshold_m(made.advice)
        if surplus.low <= limit < surplus.high:
            said.append(
                f"Undetermined: the surplus, {printed(surplus, money)} {money.unit}, holds the threshold of "
                f"{money.m(limit)}. A smaller --gap or a longer --time-limit-s would decide it."
            )
        elif made.advised.verdict.word == "undetermined":
            said.append("Undetermined: at an end of an input no plan is left, or its sign is not known.")
    open_ones = [f for f in made.undetermined if f.name.startswith("gain ")]
    for figure in open_ones:
        firm = names.firm(figure.name.removeprefix("gain "))
        said.append(
            f"Undetermined: whether {firm} gains before money ({printed(figure, money)} {money.unit}). "
            "Equally good plans divide it differently; volumes fixed in the contract would decide it."
        )
    middle = made.figures.get("fee middle")
    if middle is not None and middle.undetermined:
        said.append(
            f"Undetermined: who pays whom at equal parts ({printed(middle, money)} {money.unit}). Equally "
            "good plans divide the gains differently; volumes fixed in the contract would decide it."
        )
    if made.assumed is not None and made.assumed > 0.5:
        said.append(
            f"Rests mostly on assumptions: {made.assumed:.0%} of what moves the surplus comes from rows that "
            "nobody has published."
        )
    if made.screen.colour == "red":
        said.append("The antitrust screen is red: it is in no searched book, whatever it is worth.")
    if made.advised.verdict.word == "rejected" and made.audience == "ours":
        said.append("Rejected: this sheet shows what it would be, not what to sign.")
    return tuple(said)


def _numbers(made: DealSheet, money: Money, names: Names) -> tuple[Headline, ...]:
    return (
        partner_numbers(made, money, names)
        if made.audience == "partner"
        else _own_numbers(made, money, names)
    )


def _own_numbers(made: DealSheet, money: Money, names: Names) -> tuple[Headline, ...]:
    figures = made.figures
    yearly = printed(figures["surplus yearly"], money)
    on = f"present value at {made.case.settings.decision_date}"
    numbers = [
        Headline(
            cell_of(figures["surplus"], money, names, unit=True),
            f"surplus of all planning firms, {on}",
            f"{yearly} {money.unit} a year, level; certified for these inputs",
        )
    ]
    if made.focal and f"gain {made.focal}" in figures:
        numbers.append(_focal_number(made, money, names))
    elif made.advised.corridor is not None:
        numbers.append(_fee_number(made, made.advised.corridor.by_payer, money, names))
    return (*numbers, _assumed_number(made))


def _fee_number(made: DealSheet, deal: Corridor, money: Money, names: Names) -> Headline:
    """What is paid at equal parts, and by whom."""
    middle = made.figures["fee middle"]
    if deal.open and max(abs(middle.low), abs(middle.high)) * money.factor < LEAST:
        label = "has to be paid for equal parts: the parties gain alike"
        return Headline(cell_of(middle, money, names, unit=True), label)
    return Headline(
        cell_of(middle, money, names, unit=True),
        f"from {names.firm(deal.taker)} to {names.firm(deal.giver)} for equal parts, present value",
        "halfway between what one needs and the other can pay" if deal.open else "though no fee suits both",
    )


def _assumed_number(made: DealSheet) -> Headline:
    """How much of what moves the surplus nobody has published, or that nothing moves it."""
    if made.assumed is None:
        return Headline(Cell("no input", (ASSUMED_HOW,)), "with a low and a high moves the surplus")
    return Headline(
        Cell(f"{made.assumed:.0%}", (ASSUMED_HOW,), number=True),
        "of what moves the surplus rests on assumptions",
        "strongest inputs below, each with its row",
    )


def _focal_number(made: DealSheet, money: Money, names: Names) -> Headline:
    """What the firm that asks has of it, and what it pays or is paid for that."""
    pays = made.figures.get(f"pays {made.focal}")
    part = made.figures.get(f"part {made.focal}", made.figures[f"gain {made.focal}"])
    said, parts = "the others have given terms, and no gain of theirs is known", "at the given terms"
    if pays is not None:
        parts = "at equal parts of what the parties gain"
        verb, before = "paying" if pays.value > 0 else "being paid", made.figures[f"gain {made.focal}"]
        said = f"after {verb} {money.m(abs(pays.value))}; before it {printed(before, money)}"
    return Headline(
        cell_of(part, money, names, unit=True),
        f"to {names.firm(made.focal)} {parts}",
        said,
    )


def _sentence(made: DealSheet, money: Money, names: Names) -> str:
    found, title = made.advised, made.advised.title
    if made.audience == "partner":
        return partner_sentence(made, names)
    worth = f"{printed(made.figures['surplus'], money)} {money.unit}"
    why = reason(found, made.advice, money, names)
    verb = {
        "recommended": f"Sign “{title}”: it brings {worth} present value",
        "depends": f"“{title}” brings {worth} present value at central inputs, and {why}",
        "rejected": f"Do not sign “{title}”: it brings {worth} present value",
        "yardstick": f"“{title}” brings {worth} present value",
        "undetermined": f"Whether “{title}” pays is open: it brings {worth} present value",
    }[
        "yardstick"
        if found.verdict.word == "recommended" and KINDS[found.kind].yardstick
        else found.verdict.word
    ]
    return f"{verb}." if found.verdict.word == "depends" else f"{verb}; {why}."


def gains_section(made: DealSheet, money: Money, names: Names) -> Section:
    """Who gains, before and after money."""
    unit = f"{money.unit}, present value at {made.case.settings.decision_date}"
    if made.audience == "partner":
        rows = [
            (Cell(names.firm(n.removeprefix("gain "))), cell_of(f, money, names))
            for n, f in made.figures.items()
            if n.startswith("gain ")
        ]
        if not rows:
            return Section("What it brings", (no_gain(made, names),))
        return Section(
            "What it brings", (), (Grid(f"Gain before money, {unit}", ("firm", "before money"), tuple(rows)),)
        )
    heads = ("firm", "before money", "pays (−: is paid)", "after money", "surplus ÷ parties", "without it")
    rows6 = tuple(
        (
            Cell(names.firm(f)),
            cell_of(made.figures.get(f"gain {f}"), money, names)
            if f"gain {f}" in made.figures
            else Cell("unknown"),
            cell_of(made.figures.get(f"pays {f}"), money, names),
            cell_of(made.figures.get(f"part {f}"), money, names),
            cell_of(made.figures.get(f"after {f}"), money, names),
            Cell(names.sentence(made.advised.without.get(f, ""))),
        )
        for f in made.advised.parties
    )
    others = [
        f for n, f in made.figures.items() if n.startswith("others ") and abs(f.value) * money.factor >= 0.05
    ]
    lines = [
        f"{names.firm(f.name.removeprefix('others '))}, not a party, {'gains' if f.value > 0 else 'loses'} "
        f"{money.m(abs(f.value))} present value; nobody pays for that, and the surplus counts it."
        for f in others
    ]
    if "last" in made.figures:
        last = printed(made.figures["last"], money)
        lines.append(f"As the last one added to all that is signed together it brings {last} {money.unit}.")
    outside = [f for f in made.advised.parties if f"gain {f}" not in made.figures]
    if outside:
        lines.append(
            f"{names.parties(outside)} does not plan here: its terms are given and its gain is not known."
        )
    grid = Grid(f"Gains, {unit}; after money: equal parts of what the parties gain together", heads, rows6)
    accounts = Grid(
        f"What the surplus is made of, {unit}",
        ("account", "with it less without it"),
        (
            *(
                (Cell(words), Cell(money.number(value), number=True))
                for words, value in made.figures["surplus"].parts
                if abs(value) * money.factor >= 0.05
            ),
            (Cell("surplus"), cell_of(made.figures["surplus"], money, names)),
        ),
    ).explained(ACCOUNT_HOW)
    drawings = (drawing_of_gains(made, money, names), drawing_of_intervals(made, money, names))
    return Section("Gains before and after money", tuple(lines), (grid, accounts), drawings)


def dates_section(made: DealSheet, money: Money, names: Names) -> Section:
    """When to decide, when it starts, and what to watch until then."""
    said = dates_of(made.advised, made.advice)
    lines = [said[:1].upper() + said[1:] + "."] if said else []
    turning = [s.move for s in made.swings if s.move.turns]
    if made.audience == "ours":
        lines += [f"Watch {turns_of_move(m, names)}." for m in turning]
        if not turning:
            lines.append("No low or high of an input turns its sign: nothing has to be watched for that.")
    grid = Grid(
        "Cars under it, a year",
        ("year", "cars"),
        tuple(
            (Cell(name.removeprefix("cars ")), cell_of(f, money, names))
            for name, f in made.figures.items()
            if name.startswith("cars ")
        ),
    )
    return Section("Dates, and what to watch", tuple(lines), (grid,) if grid.rows else ())


def _foot(made: DealSheet, money: Money) -> str:
    settings = made.case.settings
    versions = ", ".join(f"{k} {v}" for k, v in made.advice.versions.items())
    return (
        f"Money is real, pre-tax, discounted to {settings.decision_date} at {settings.discount_rate:.1%}, in "
        f"{money.currency} of {settings.price_year}. Demand is given: no price reacts. {versions}; case "
        f"{made.case.hash[:12]}."
    )
