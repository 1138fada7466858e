"""Answers that may stay open: yes, no, or undetermined, with the coalition or network that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from teikei.base.errors import Fault, UndefinedError

ThreeWay = Literal["yes", "no", "undetermined"]


@dataclass(frozen=True)
class Answer:
    """Yes, no or undetermined; *yes* and *no* hold for all values inside the intervals.

    Attributes
    ----------
    answer : "yes", "no" or "undetermined"
    witness : what shows it, e.g. the coalitions of the tightest or most violated inequality
    margin : slack of the tightest inequality (negative: violated), in units of the values. For *yes* and
        *undetermined* at the worst corner of the intervals, for *no* at the best one.

    Examples
    --------
    >>> bool(Answer("yes", witness=("1", "2"), margin=0.5))
    True
    """

    answer: ThreeWay
    witness: Any = None
    margin: float = 0.0

    def __bool__(self) -> bool:
        """True for yes, False for no.

        Raises
        ------
        UndefinedError    the answer is undetermined
        """
        if self.answer == "undetermined":
            raise UndefinedError(
                Fault(
                    where=f"answer with witness {self.witness!r}",
                    what="the answer is undetermined, so it is neither true nor false",
                    why="inside the intervals of the values both can be",
                    fix="look at .answer, or narrow the values of the witness",
                )
            )
        return self.answer == "yes"

    def __str__(self) -> str:
        shown = "" if self.witness is None else f", see {self.witness}"
        return f"{self.answer} (margin {self.margin:.6g}{shown})"
