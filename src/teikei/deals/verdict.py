"""The verdict on an agreement, by the rules of the definitions.

recommended   low(surplus) > ε, no red screen, and the sign holds over the input range
depends       certified at central inputs, flips inside the input range
rejected      high(surplus) ≤ ε, or red
undetermined  otherwise
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from teikei.deals.sweep import Sweep

if TYPE_CHECKING:
    from teikei.deals.sweep import Move
    from teikei.deals.worth import Interval

BARRED = "barred by the antitrust screen (red)"
Word = Literal["recommended", "depends", "rejected", "undetermined", "not yet planned"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word, the reason in one sentence, the inputs that turn it, and the better agreement that it
    excludes, if that is why it is rejected."""

    word: Word
    reason: str
    flips: tuple[Move, ...] = ()
    worse_than: str = ""

    @property
    def decided(self) -> bool:
        return self.word in ("recommended", "depends", "rejected")


def judge(surplus: Interval, threshold_m: float, swept: Sweep, red: bool) -> Verdict:
    """The verdict for a surplus interval (present value) against ε over the horizon.

    >>> judge((5.0, 6.0), 7.0, Sweep(5.5, (), 0, False), red=False).word
    'rejected'
    """
    low, high = surplus
    flips = tuple(m for m in swept.moves if m.turns)
    if red:
        return Verdict("rejected", BARRED)
    lost = next((m for m in swept.moves if m.note), None)
    if low > threshold_m and not flips and lost is not None:
        return Verdict("undetermined", f"{lost.input.name}: {lost.note}")
    if low > threshold_m and not flips:
        return Verdict("recommended", "")
    if high <= threshold_m and not flips:
        return Verdict("rejected", "")
    if low > threshold_m or high <= threshold_m:
        first = flips[0]
        where = " and ".join(f"between {t.start.at:,.4g} and {t.end.at:,.4g}" for t in first.turns)
        word = f"depends on {first.input.name}: turns {where} (now {first.input.central:,.4g})"
        return Verdict("depends", word, flips)
    return Verdict(
        "undetermined", f"the interval [{low:,.0f}, {high:,.0f}] m holds the threshold {threshold_m:,.0f} m"
    )


def in_book(alone: Verdict, last: Interval, threshold_m: float) -> Verdict:
    """The verdict once an agreement has been valued as the last one of the advised book, too: to be
    recommended it must pay there as well, and what pays only there depends on the book.

    >>> in_book(Verdict("rejected", ""), (8.0, 9.0), 7.0).word
    'depends'
    """
    low, high = last
    said = f"as the last one beside what is signed together it adds [{low:,.0f}, {high:,.0f}] m"
    if alone.word == "recommended" and high <= threshold_m:
        return Verdict("rejected", f"it pays alone, but {said}")
    if alone.word == "recommended" and low <= threshold_m:
        return Verdict("undetermined", f"it pays alone; {said}")
    if alone.word == "rejected" and not alone.worse_than and low > threshold_m:
        return Verdict("depends", f"depends on the other agreements: not worth signing alone, but {said}")
    return alone
