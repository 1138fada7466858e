"""Jobs and who runs them. An engine implements `Executor` and is handed in from the top."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from types import ModuleType
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Job:
    """One call that can run anywhere: a picklable function, its arguments, and a key naming the answer."""

    key: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...] = ()


Begin = Callable[[], object]
"""A picklable call that readies a process, e.g. `functools.partial` of a function of a module."""


def cores() -> int:
    """Cores of this machine."""
    return os.cpu_count() or 1


def workers(asked: int) -> int:
    """Processes to use: never more than the machine has."""
    return max(1, min(asked, cores()))


class Executor(Protocol):
    """Runs jobs and yields (key, answer) as they finish, in any order; `begin` is called in every process
    before its first job."""

    def run(self, jobs: Iterable[Job], begin: Begin | None = None) -> Iterator[tuple[str, Any]]: ...


class LocalExecutor:
    """Runs jobs in this process (workers=1) or in a pool of processes.

    As a context manager the processes stay until its end, so that what they keep in memory serves later runs
    with the same `begin` too; else each run has processes of its own.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._begun: Begin | None = None
        self._kept = False

    def __enter__(self) -> LocalExecutor:
        self._kept = True
        return self

    def __exit__(self, *_error: object) -> None:
        self._kept = False
        self._end()

    def run(self, jobs: Iterable[Job], begin: Begin | None = None) -> Iterator[tuple[str, Any]]:
        if self.workers <= 1:
            if begin is not None:
                begin()
            for job in jobs:
                yield job.key, job.call(*job.arguments)
            return
        if self._pool is not None and self._begun is not begin:
            self._end()
        if self._pool is None:
            # A fork would copy locks that threads of Polars hold then; the child would wait for ever.
            self._pool = ProcessPoolExecutor(self.workers, get_context("spawn"), _begin, (begin,))
            self._begun = begin
        try:
            with _main_hidden():
                futures = {self._pool.submit(job.call, *job.arguments): job.key for job in jobs}
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            # stopped or failed: nobody waits for the jobs that still run
            for process in (getattr(self._pool, "_processes", None) or {}).values():
                process.terminate()
            self._end()
            raise
        if not self._kept:
            self._end()

    def _end(self) -> None:
        """Let the processes go."""
        pool, self._pool, self._begun = self._pool, None, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _begin(begin: Begin | None) -> None:
    """First thing in a worker: leave Ctrl-C to the parent, then do what was asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin is not None:
        begin()


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Start workers without the user's script: a spawned process would run it again.

    Functions of jobs must therefore live in a module, not in the script.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
