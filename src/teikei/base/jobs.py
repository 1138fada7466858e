"""Jobs and who runs them. An engine implements `Executor` and is handed in from the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
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
    """Runs jobs in this process (workers=1) or in a pool of processes."""

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
        with ProcessPoolExecutor(self.workers, initializer=self.initializer, initargs=self.initargs) as pool:
            futures = {pool.submit(job.call, *job.arguments): job.key for job in jobs}
            for future in as_completed(futures):
                yield futures[future], future.result()
