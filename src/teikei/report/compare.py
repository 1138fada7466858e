"""A comparison of two answers in words and grids: differences only, each with the inputs it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.deals.compare import SAYS_ONLY
from teikei.report.evidence import column_words
from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.names import Names
from teikei.report.record import scaled

if TYPE_CHECKING:
    from teikei.deals.compare import Change, Compared, Difference
    from teikei.deals.worth import Interval
    from teikei.report.money import Money

NOTHING = "not asked"
ONE_ONLY = "one of the two runs was not asked about it"
SHOWN = 6
"""Causes named in a cell; the table of changed inputs names them all."""


def compared_leaf(found: Compared, money: Money, scenarios: tuple[str, str] = ("", "")) -> Leaf:
    """The comparison as printed, all amounts in ``money``."""
    names = Names(found.after.case)
    before, after = found.before.case.settings, found.after.case.settings
    moving = [c for c in found.changes if c.moves]
    settings = [name for name in found.settings if name not in SAYS_ONLY]
    about = f"{before.name} → {after.name}" if before.name != after.name else f"case {after.name}"
    if scenarios[0] != scenarios[1]:
        about += f" · scenario {scenarios[0] or 'none'} → {scenarios[1] or 'none'}"
    judged = [d for d in found.differences if d.asked]
    turned = [d for d in judged if d.verdicts[0] != d.verdicts[1]]
    alone = len(found.differences) - len(judged)
    silent = len(found.changes) - len(moving)
    numbers = (
        _count(
            len(judged),
            "{} judged or valued otherwise",
            "agreement is",
            "agreements are",
            f"{alone} more {'is' if alone == 1 else 'are'} in one run only" if alone else "",
        ),
        _count(len(turned), "of them {} another verdict", "has", "have"),
        _count(
            len(moving) + len(settings),
            "{} that can move a figure changed",
            "input or setting",
            "inputs and settings",
            f"{silent} more {'row says' if silent == 1 else 'rows say'} only who says so" if silent else "",
        ),
    )
    sections = [
        _answers(found, money, names),
        _parts(found, money, names),
        _inputs(found, names),
        _rest(found),
    ]
    return Leaf(
        title="Two answers compared",
        about=about,
        warnings=_warnings(found),
        numbers=numbers,
        sentence=_sentence(found, money, turned),
        sections=tuple(s for s in sections if s is not None),
        foot="Surpluses are certified for the inputs of their own run. "
        f"Cases {found.before.case.hash[:12]} and {found.after.case.hash[:12]}.",
    )


def _count(count: int, words: str, one: str, many: str, beside: str = "") -> Headline:
    """A number of things, in words that fit one and many."""
    return Headline(Cell(str(count), number=True), words.format(one if count == 1 else many), beside)


def _warnings(found: Compared) -> tuple[str, ...]:
    if found.differences and not (found.changes or found.settings or found.options or found.versions):
        return (
            "Nothing that goes in differs, yet figures do: plans may differ within the gap asked for, or one "
            "was stopped by its time limit.",
        )
    said = []
    if before_currency(found) is not None:
        said.append("The two cases count in different money: surpluses are not comparable.")
    if not all(d.asked for d in found.differences):
        said.append(
            "The two runs were asked about different agreements: what signing the recommended ones together "
            "is worth is of different sets."
        )
    return tuple(said)


def before_currency(found: Compared) -> str | None:
    """The currency of the first case, where it is another one."""
    mine, theirs = found.before.case.settings.currency, found.after.case.settings.currency
    return mine if mine != theirs else None


def _sentence(found: Compared, money: Money, turned: list[Difference]) -> str:
    if found.same:
        return "The two answers are the same, and so is all that goes in."
    low, high = found.together_m
    same = low == high
    together = (
        f"signing the recommended ones together is worth {money.interval_m(*high)}"
        + (", as before" if same else f" in place of {money.interval_m(*low)}")
        + " present value"
    )
    if not turned:
        return f"No verdict changed; {together}."
    first = turned[0]
    words = f"“{first.title}” is {first.verdicts[1] or NOTHING} in place of {first.verdicts[0] or NOTHING}"
    more = f" and {len(turned) - 1} more verdicts changed" if len(turned) > 1 else ""
    return f"{words}{more}; {together}."


def _interval(ends: Interval | None, money: Money) -> str:
    return money.interval(*ends) if ends else "not valued"


def _answers(found: Compared, money: Money, names: Names) -> Section:
    if not found.differences:
        return Section("What differs in the answer", ("No agreement is judged or valued otherwise.",))
    rows, last = [], any(any(one.last_m) for one in found.differences)
    for one in found.differences:
        before, after = (word or NOTHING for word in one.verdicts)
        moved = one.moved_m
        rows.append(
            (
                Cell(one.title),
                Cell(before if before == after else f"{before} → {after}"),
                Cell(_interval(one.surplus_m[0], money), number=True),
                Cell(_interval(one.surplus_m[1], money), number=True),
                Cell(money.number(sum(moved) / 2.0) if moved else "", number=True),
                *(Cell(_interval(ends, money), number=True) for ends in (one.last_m if last else ())),
                Cell(_causes(one, found, names)),
            )
        )
    heads = ("agreement", "verdict", "surplus before", "after", "moved by")
    heads = (*heads, *(("as the last one before", "after") if last else ()), "comes from")
    unit = f"{money.unit}, present value at {found.after.case.settings.decision_date}"
    return Section("What differs in the answer", (), (Grid(f"Differences only, {unit}", heads, tuple(rows)),))


def _causes(one: Difference, found: Compared, names: Names) -> str:
    """What a difference comes from: surely, or one or more of several."""
    if not one.asked:
        return ONE_ONLY
    said = [change_words(c, names) for c in one.causes]
    moving = {k: both for k, both in found.settings.items() if k not in SAYS_ONLY}
    said += [f"setting {k} {_value(b)} → {_value(a)}" for k, (b, a) in moving.items()]
    if one.verdicts[0] != one.verdicts[1] or not one.surely_moved:
        said += [f"option {k} {b} → {a}" for k, (b, a) in found.options.items()]
    said += [f"{k} {b or 'none'} → {a or 'none'}" for k, (b, a) in found.versions.items()]
    if not said and found.changes:
        return "a changed input, by way of another agreement; --apart tells which"
    if not said:
        return "nothing that goes in: plans within the gap asked for, or one stopped by its time limit"
    if len(said) == 1:
        return said[0]
    more = f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    return "one or more of: " + "; ".join(said[:SHOWN]) + more


def change_words(change: Change, names: Names) -> str:
    """``tariffs japan, us, car: rate 0.15 → 0.25``."""
    return f"{_row(change, names)}: {_cells(change, ', ')}"


def _row(change: Change, names: Names) -> str:
    """A row by its table and its key."""
    key = ", ".join(names.firms.get(k, names.thing(k)) for k in change.key if k)
    return f"{change.table.replace('_', ' ')} {key}"


def _value(value: Any) -> str:
    if value is None:
        return "blank"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.6g}" if isinstance(value, int | float) else str(value)


def _parts(found: Compared, money: Money, names: Names) -> Section | None:
    """Causes valued one at a time."""
    split = [d for d in found.differences if d.parts]
    if not split:
        return None
    rows = []
    for one in split:
        start = sum(one.surplus_m[0] or (0.0, 0.0)) / 2.0
        total = 0.0
        for part in one.parts:
            moved = None if part.surplus_m is None else sum(part.surplus_m) / 2.0 - start
            total += moved or 0.0
            shown = "no plan" if moved is None else money.number(moved)
            rows.append((Cell(one.title), Cell(change_words(part.change, names)), Cell(shown, number=True)))
        moved_m = one.moved_m
        if moved_m is not None:
            rest = sum(moved_m) / 2.0 - total
            words = "their interplay" + (", and settings" if found.settings else "")
            rows.append((Cell(one.title), Cell(words), Cell(money.number(rest), number=True)))
    grid = Grid(
        f"Each input alone on the first tables, {money.unit}, present value",
        ("agreement", "input", "moves the surplus by"),
        tuple(rows),
    )
    return Section("One at a time", (), (grid,))


def _inputs(found: Compared, names: Names) -> Section | None:
    """Every changed row and setting."""
    rows = [(Cell(_row(c, names)), Cell(_cells(c)), Cell("yes" if c.moves else "no")) for c in found.changes]
    rows += [
        (Cell(f"setting {k}"), Cell(f"{_value(b)} → {_value(a)}"), Cell("no" if k in SAYS_ONLY else "yes"))
        for k, (b, a) in found.settings.items()
    ]
    if not rows:
        return Section("What differs in the inputs", ("Tables and settings are the same.",))
    grid = Grid("Rows of the tables, and settings", ("row", "change", "moves figures"), tuple(rows))
    return Section("What differs in the inputs", (), (grid,))


def _cells(change: Change, between: str = "; ") -> str:
    if change.how != "changed":
        return f"row {change.how}"
    return between.join(f"{column_words(n)} {_value(b)} → {_value(a)}" for n, b, a in change.cells)


def _rest(found: Compared) -> Section | None:
    lines = [f"Option {k}: {b} → {a}." for k, (b, a) in found.options.items()]
    lines += [f"{k}: {b or 'none'} → {a or 'none'}." for k, (b, a) in found.versions.items()]
    return Section("Options and versions", tuple(lines)) if lines else None


def compared_object(found: Compared, money: Money) -> dict[str, Any]:
    """The same as one object, amounts in the printed currency."""
    made: dict[str, Any] = {
        "currency": money.currency,
        "cases": [found.before.case.hash, found.after.case.hash],
        "changes": [
            {
                "table": c.table,
                "key": list(c.key),
                "how": c.how,
                "moves": c.moves,
                "cells": [{"column": n, "before": _plain(b), "after": _plain(a)} for n, b, a in c.cells],
            }
            for c in found.changes
        ],
        "settings": {k: [_plain(b), _plain(a)] for k, (b, a) in found.settings.items()},
        "options": {k: [_plain(b), _plain(a)] for k, (b, a) in found.options.items()},
        "versions": {k: [b, a] for k, (b, a) in found.versions.items()},
        "differences": [
            {
                "agreement": d.agreement,
                "verdicts": list(d.verdicts),
                "before_m": list(d.surplus_m[0]) if d.surplus_m[0] else None,
                "after_m": list(d.surplus_m[1]) if d.surplus_m[1] else None,
                "last_before_m": list(d.last_m[0]) if d.last_m[0] else None,
                "last_after_m": list(d.last_m[1]) if d.last_m[1] else None,
                "causes": [{"table": c.table, "key": list(c.key)} for c in d.causes],
                "parts": [
                    {
                        "table": p.change.table,
                        "key": list(p.change.key),
                        "surplus_m": list(p.surplus_m) if p.surplus_m else None,
                    }
                    for p in d.parts
                ],
            }
            for d in found.differences
        ],
        "together_before_m": list(found.together_m[0]),
        "together_after_m": list(found.together_m[1]),
    }
    return dict(scaled(made, money.factor))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, float) else str(value)
