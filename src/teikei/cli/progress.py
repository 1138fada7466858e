"""What a verb says on standard error while it takes its time: one line for each thing that is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from teikei.deals.advice import Advised
from teikei.report.money import Money

if TYPE_CHECKING:
    from teikei.deals.booked import Booked
    from teikei.deals.coalitions import Valued

Told = Callable[[Advised, int, int], None]


def say(line: str) -> None:
    """One line on standard error, at once."""
    print(line, file=sys.stderr, flush=True)


class Clock:
    """Seconds since it was made, as they are printed."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._began:.0f} s"


def counted(number: int) -> str:
    """``1 book``, ``2 books``."""
    return f"{number} book" if number == 1 else f"{number} books"


def books_told(money: Money) -> Callable[[str, Booked, int], None]:
    """What is tried, which book was planned, and how far the best so far is ahead of today's."""
    clock = Clock()
    today: list[float] = []
    best = [float("-inf")]

    def tell(doing: str, booked: Booked, number: int) -> None:
        if not booked.agreements:
            today.append(booked.worth.value)
        best[0] = max(best[0], booked.worth.value)
        ahead = f"; best so far {money.m(best[0] - today[0])} over today's" if today else ""
        book = ", ".join(booked.agreements) or "today's book"
        say(f"{counted(number)} after {clock}, {doing}: {book}{ahead}")

    return tell


def books_counted(scenario: str) -> Callable[[Booked, int], None]:
    """How many books have been planned, at the first and every twentieth."""
    clock, where = Clock(), f", scenario {scenario}" if scenario else ""

    def tell(_: Booked, number: int) -> None:
        if number == 1 or number % 20 == 0:
            say(f"{counted(number)} after {clock}{where}")

    return tell


def groups_told(money: Money) -> Callable[[Valued, int, int], None]:
    """Which group of firms was valued, and its worth."""
    clock = Clock()

    def tell(one: Valued, done: int, of: int) -> None:
        worth = money.interval_m(one.low, one.high)
        say(f"{done} of {of} groups after {clock}: {', '.join(one.firms)}, {worth}")

    return tell


def advised_line(a: Advised, done: int, of: int, money: Money, clock: Clock) -> str:
    """What is said when one agreement has been valued."""
    worth = money.interval_m(*a.surplus_m) if a.surplus_m else "not valued"
    gap = "<1e-09" if a.gap < 1e-9 else f"{a.gap:.0e}"
    how = f"gap {gap}, {a.seconds:.1f} s"
    return f"{done} of {of} after {clock}: {a.agreement} {a.verdict.word}, {worth} ({how})"


@contextmanager
def advised_told(money: Money) -> Iterator[Told]:
    """Which agreement has been valued: with a bar below on a terminal, lines alone elsewhere."""
    clock = Clock()
    err = Console(stderr=True, markup=False, highlight=False)
    if not err.is_terminal:

        def line(a: Advised, done: int, of: int) -> None:
            say(advised_line(a, done, of, money, clock))

        yield line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task("valuing agreements", total=None)

        def step(a: Advised, done: int, of: int) -> None:
            err.print(advised_line(a, done, of, money, clock))
            last = "the recommended ones together" if done == of else "valuing agreements"
            shown.update(task, completed=done, total=of, description=last)

        yield step
