"""What a deal sheet is: one agreement as figures, each with its interval, its formula and its rows."""

from __future__ import annotations

from dataclasses import dataclass

from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.antitrust import Screened
from teikei.deals.dates import Milestones
from teikei.deals.figure import Cited, Figure
from teikei.deals.sweep import Move
from teikei.deals.worth import Interval


@dataclass(frozen=True, slots=True)
class Swing:
    """One of the strongest inputs with the cell it stands in."""

    move: Move
    cell: Cited | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the deal would hold, signed alone at equal parts of what its parties gain together.

    Attributes
    ----------
    keeps_m : party that plans -> what it keeps, million present value
    leaves : ``nobody``, ``everybody`` or ``undetermined``: who would rather be without it
    notice_months, exit_cost_m : of the tables; None where they say nothing
    needs, needed_by : agreements that it stands on, and that stand on it
    instead : agreements that stand in its way: they exclude it, or want the same plant, car or buyers
    """

    keeps_m: dict[str, Interval]
    leaves: str
    notice_months: float | None
    exit_cost_m: float | None
    needs: tuple[str, ...]
    needed_by: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class DealSheet:
    """One agreement.

    Attributes
    ----------
    advice, advised : where it comes from; of a partner's sheet they hold nothing that is left out of it
    focal : the firm that asks; empty for a sheet of all
    audience : ``ours`` or ``partner``
    figures : by name, see `deals.sheet_figures`
    swings : the strongest inputs, strongest first
    assumed : share of what moves the surplus that rests on assumptions; None where nothing moves it
    standing : whether it would hold
    screen : antitrust
    reader : of a partner's sheet the one partner that it is for; empty where several may read it
    """

    advice: Advice
    advised: Advised
    focal: str
    audience: str
    figures: dict[str, Figure]
    swings: tuple[Swing, ...]
    assumed: float | None
    standing: Standing
    screen: Screened
    reader: str = ""

    @property
    def case(self) -> Case:
        return self.advice.case

    @property
    def milestones(self) -> Milestones | None:
        return self.advised.milestones

    @property
    def surplus(self) -> Figure | None:
        """What all planning firms gain together; None on a partner's sheet."""
        return self.figures.get("surplus")

    @property
    def undetermined(self) -> tuple[Figure, ...]:
        """Figures whose sign is open; what moved inputs do to it is another matter."""
        return tuple(f for f in self.figures.values() if f.undetermined and f.name != "input range")

    @property
    def partners(self) -> tuple[str, ...]:
        """Parties but the one that asks."""
        return tuple(f for f in self.advised.parties if f != self.focal)
