"""What a process has on its desk: the case of its jobs and what was solved for it; jobs carry only names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from teikei.base.jobs import Begin, Job, LocalExecutor
from teikei.case.case import Case
from teikei.plan.optimise import Memory
from teikei.solve.common_answers import CommonAnswers

_case: list[Case] = []
_memory = Memory()


def hold(case: Case) -> None:
    """Put a case on the desk; what was solved for it stands, what was solved for another is forgotten."""
    if _case and _case[0] is case:
        return
    _case[:] = [case]
    _memory.forget()


def held() -> tuple[Case, Memory]:
    """The case on the desk and what was solved for it.

    Raises
    ------
    LookupError    `hold` was not called in this process: an executor must call ``begin`` before its first job
    """
    if not _case:
        raise LookupError("no case is held in this process: an executor calls `begin` before its first job")
    return _case[0], _memory


def ready(case: Case, folder: str) -> None:
    """Hold a case in this process; answers of parts are shared in the folder with the other processes that
    do so."""
    hold(case)
    if not isinstance(_memory.answers, CommonAnswers) or str(_memory.answers.folder) != folder:
        _memory.answers = CommonAnswers(Path(folder))


class CommonDesk:
    """Processes that keep one case on their desks for all who ask, and share what they solve: the books of a
    search begin from what the valuations before it have solved.

    An `Executor`; every job is about ``case``, so that what ``begin`` would put on the desks is there.
    To be used as a context manager: at its end the processes and the folder of answers go.
    """

    def __init__(self, case: Case, workers: int = 1) -> None:
        self._case, self._own, self._folder = case, LocalExecutor(workers), ""

    def __enter__(self) -> CommonDesk:
        self._folder = mkdtemp(prefix="teikei-")
        self._begin = partial(ready, self._case, self._folder)
        self._own.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._own.__exit__(*error)
        rmtree(self._folder, ignore_errors=True)

    def run(self, jobs: Iterable[Job], begin: Begin | None = None) -> Iterator[tuple[str, Any]]:  # noqa: ARG002
        return self._own.run(jobs, self._begin)
