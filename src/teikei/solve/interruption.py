"""Ctrl-C while a solve runs: a wish that the solver honours with its best point."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from teikei.base.errors import SolverError


@dataclass(slots=True)
class Interruption:
    """Set by Ctrl-C (or by another thread) to end the running solve with its best point."""

    wanted: bool = False
    count: int = 0


_active: list[Interruption] = []


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Turn Ctrl-C into a wish that the solver honours; a second Ctrl-C raises KeyboardInterrupt at the end.

    Nested uses share one wish. Outside the main thread signals cannot be caught and only `Solver.stop` ends a
    solve. HiGHS does not listen during the root relaxation of a mixed-integer program (a second or less up to
    some ten thousand rows): there the wish is honoured at its end, or at the time limit.
    """
    if _active and threading.current_thread() is threading.main_thread():
        yield _active[-1]
        return
    wish = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return

    def note(_signal: int, _frame: Any) -> None:
        # Never raise here: the handler may run inside a callback, with C++ frames below it.
        wish.wanted = True
        wish.count += 1

    before = signal.signal(signal.SIGINT, note)
    _active.append(wish)
    try:
        yield wish
    finally:
        _active.pop()
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)
    if wish.count > 1:
        raise KeyboardInterrupt


@contextmanager
def uncut() -> Iterator[None]:
    """What is solved here counts whole or not at all: where Ctrl-C cut it short, KeyboardInterrupt is raised
    at its end, and its best point is lost."""
    with interruptible() as wish:
        try:
            yield
        except SolverError:
            if not wish.wanted:
                raise
    if wish.wanted:
        raise KeyboardInterrupt
