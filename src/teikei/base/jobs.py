"""Jobs and who runs them. An engine implements `Executor` and is handed in from the top."""

from __future__ import annotations

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


class Executor(Protocol):
    """Runs jobs and yields (key, answer) as they finish, in any order."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, Any]]: ...


class LocalExecutor:
    """Runs jobs in this process (workers=1) or in a pool of fresh processes."""

    def __init__(
        self, workers: int = 1, initializer: Callable[..., None] | None = None, initargs: tuple[Any, ...] = ()
    ) -> None:
        self.workers = workers
        self.initializer = initializer
        self.initargs = initargs

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, Any]]:
        if self.workers <= 1:
            if self.initializer is not None:
                self.initializer(*self.initargs)
            for job in jobs:
                yield job.key, job.call(*job.arguments)
            return
        # A fork would copy locks that threads of Polars hold at that moment; the child would wait for ever.
        pool = ProcessPoolExecutor(
            self.workers, get_context("spawn"), initializer=_begin, initargs=(self.initializer, self.initargs)
        )
        try:
            with _main_hidden():
                futures = {pool.submit(job.call, *job.arguments): job.key for job in jobs}
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            # stopped or failed: nobody waits for the jobs that still run
            for process in (getattr(pool, "_processes", None) or {}).values():
                process.terminate()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(initializer: Callable[..., None] | None, initargs: tuple[Any, ...]) -> None:
    """First thing in a worker: leave Ctrl-C to the parent, then do what was asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if initializer is not None:
        initializer(*initargs)


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
