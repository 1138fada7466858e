"""What a process has on its desk: the case of its jobs and what was solved for it; jobs carry only names."""

from __future__ import annotations

from teikei.case.case import Case
from teikei.plan.optimise import Memory

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
