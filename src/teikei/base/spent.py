"""What a run took: time on the clock, time of processors, memory of its largest process."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """``seconds`` on the clock, ``cpu_seconds`` of this process and of those it has waited for, and
    ``largest_mb``, the most memory that one of them ever held (0 where the system does not tell)."""

    seconds: float
    cpu_seconds: float
    largest_mb: float


class Meter:
    """Begins to count when it is made.

    >>> Meter().read().seconds < 1.0
    True
    """

    def __init__(self) -> None:
        self._began, self._cpu = time.perf_counter(), _cpu_seconds()

    def read(self) -> Spent:
        """What was spent since. Processes count once they have ended."""
        return Spent(time.perf_counter() - self._began, _cpu_seconds() - self._cpu, _largest_mb())


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def _largest_mb() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    largest = max(resource.getrusage(one).ru_maxrss for one in who)
    return largest / (1024.0**2 if sys.platform == "darwin" else 1024.0)
