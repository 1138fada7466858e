"""What a sharing rule hands to each player, as an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import Fault, GameError, did_you_mean

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Allocation:
    """Shares of the players: low ≤ value ≤ high.

    Attributes
    ----------
    players : (n,) names
    value : (n,) shares at the values found; costs, if the game is one of costs
    low, high : (n,) range of each share over all values inside the intervals; = value for plain values
    certified : True if no values inside the intervals lead outside [low, high]; False if it was sampled
    certificate : what proves or describes the answer (levels of a nucleolus, evaluations of a sample …)

    Examples
    --------
    >>> share = Allocation.plain(("north", "south"), [2.0, 1.0])
    >>> share["north"], share.certified
    (2.0, True)
    >>> print(share)
    north  2
    south  1
    """

    players: tuple[str, ...]
    value: FloatArray
    low: FloatArray
    high: FloatArray
    certified: bool
    certificate: Any = None

    def __post_init__(self) -> None:
        copies: dict[int, FloatArray] = {}  # one array given three times is copied once
        for name in ("value", "low", "high"):
            held = getattr(self, name)
            if id(held) in copies:
                object.__setattr__(self, name, copies[id(held)])
                continue
            given = copies[id(held)] = np.array(held, dtype=np.float64)
            if given.shape != (len(self.players),):
                raise GameError(
                    Fault(
                        where=f"Allocation.{name}",
                        what=f"{given.shape} shares for {len(self.players)} players",
                        why="a share would belong to nobody, or a player would have none",
                        fix="one share a player",
                    )
                )
            given.flags.writeable = False
            object.__setattr__(self, name, given)

    @classmethod
    def plain(cls, players: Sequence[str], value: ArrayLike, certificate: Any = None) -> Allocation:
        """An allocation of a game without intervals: low = value = high, certified."""
        return cls(tuple(players), value, value, value, True, certificate)  # type: ignore[arg-type]

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    @property
    def total(self) -> float:
        """What is handed out in all, at the values found."""
        return float(self.value.sum())

    def __getitem__(self, player: str) -> float:
        if player not in self.players:
            fix = did_you_mean(str(player), self.players, "players")
            raise GameError(Fault(f"player {player!r}", "no such player", "it has no share here", fix))
        return float(self.value[self.players.index(player)])

    def negated(self) -> Allocation:
        """The same shares of costs as worths, or of worths as costs: −high ≤ −value ≤ −low."""
        return Allocation(self.players, -self.value, -self.high, -self.low, self.certified, self.certificate)

    def as_dict(self) -> dict[str, float]:
        """Share by player, at the values found."""
        return {player: float(share) for player, share in zip(self.players, self.value, strict=True)}

    def __str__(self) -> str:
        wide = max((len(player) for player in self.players), default=0)
        lines = []
        for player, value, low, high in zip(self.players, self.value, self.low, self.high, strict=True):
            line = f"{player:<{wide}}  {value:.10g}"
            if low != high:
                line += f"  [{low:.10g}, {high:.10g}]" + ("" if self.certified else " sampled")
            lines.append(line)
        return "\n".join(lines)
