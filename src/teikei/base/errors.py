"""What went wrong, where, why it matters and how to mend it: one shape for every error a user can meet."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault, in the four fields that command line, library, page and report all print.

    Attributes
    ----------
    where : place, e.g. ``plants.csv:5 column firm`` or ``block capacity, row canton 2029``
    what : names the thing that is wrong
    why : what would go wrong if it stayed
    fix : the nearest known name, or the edit to make
    """

    where: str
    what: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  why:   {self.why}\n  fix:   {self.fix}"

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


class TeikeiError(Exception):
    """Base of all errors meant for the user; carries every fault of the phase, gathered.

    ``exit_code`` is what the command line returns: 2 usage, 3 bad case, 4 infeasible, 5 no solution in time.
    """

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(TeikeiError):
    """The call itself is wrong: an unknown name, option or combination. Exit code 2."""

    exit_code = 2


class CaseError(TeikeiError):
    """The tables are wrong or incomplete. Exit code 3."""

    exit_code = 3


class AgreementError(CaseError):
    """A book cannot be formed: agreements exclude each other, or one needs another. Exit code 3."""


class PlanError(TeikeiError):
    """No plan satisfies the rows; the faults are the conflict in the user's words. Exit code 4."""

    exit_code = 4


class SolverError(TeikeiError):
    """The solver stopped without any plan in the time given, or failed. Exit code 5."""

    exit_code = 5


class GameError(TeikeiError):
    """Coalition values, payoffs or links are wrong, incomplete or too large. Exit code 3."""

    exit_code = 3


class UndefinedError(GameError):
    """A rule has no answer for this game, or an undetermined answer is used as yes or no. Exit code 3."""


class DemandError(TeikeiError):
    """A market, a demand or what is known of it is wrong or incomplete. Exit code 3."""

    exit_code = 3


class ConvergenceError(SolverError):
    """An iteration stopped before its tolerance; ``best`` is the best iterate. Exit code 5."""

    def __init__(self, faults: Fault | Iterable[Fault], best: Any = None) -> None:
        super().__init__(faults)
        self.best = best


SHOWN = 8
"""Names that an error lists when none is near."""

FEW_MORE = 4
"""So many more are named too: words for what is left out would be no shorter."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or None.

    >>> nearest("nisan", ["nissan", "honda"])
    'nissan'
    """
    found = difflib.get_close_matches(name.lower(), [k for k in known if k], n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, known: Sequence[str], listed_in: str) -> str:
    """The ``fix`` sentence for an unknown name.

    >>> did_you_mean("nisan", ["nissan", "honda"], "firms.csv")
    "did you mean 'nissan'? (names are listed in firms.csv)"
    """
    guess = nearest(name, known)
    if guess:
        return f"did you mean {guess!r}? (names are listed in {listed_in})"
    names = sorted(set(known))
    few = len(names) <= SHOWN + FEW_MORE
    shown = ", ".join(names if few else names[:SHOWN]) or "none yet"
    more = "" if few else f", … and {len(names) - SHOWN} more"
    return f"use one of: {shown}{more} (names are listed in {listed_in})"


def unknown_names(
    names: Iterable[str], known: Sequence[str], where: str, what: str, why: str, listed_in: str
) -> list[Fault]:
    """A fault for each name that is not known, each with the nearest that is.

    Parameters
    ----------
    names : as given
    known : those that can be
    where, why : as in `Fault`
    what : what is wrong with such a name, said after it
    listed_in : where the known names stand

    >>> [fault.what for fault in unknown_names(["nisan", "honda"], ["honda"], "x", "is no firm", "y", "z")]
    ['nisan is no firm']
    """
    return [
        Fault(where, f"{name} {what}", why, did_you_mean(str(name), known, listed_in))
        for name in names
        if name not in known
    ]
