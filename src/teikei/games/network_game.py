"""What every question about networks needs: payoffs, links, and which networks can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from teikei.base.errors import Fault, GameError
from teikei.games.answers import Answer
from teikei.games.linear_form import LinearForm, Range, all_hold
from teikei.games.links import Links, NetworkRef, Party
from teikei.games.network_payoffs import NetworkPayoffs, PayoffSource

LinkSource: TypeAlias = "Links | Iterable[Sequence[Party]]"
Feasible: TypeAlias = "Callable[[int], bool]"


@dataclass(frozen=True)
class NetworkGame:
    """Payoffs and links bound together; `admits` says which networks can be.

    Attributes
    ----------
    payoffs : π(g), cached and counted
    links : the candidate deals, over the same players
    feasible : further bar on networks, e.g. deals that exclude each other
    tolerance : amounts within this share of the payoffs compared count as nothing (rounding)
    """

    payoffs: NetworkPayoffs
    links: Links
    feasible: Feasible | None = None
    tolerance: float = 1e-9

    def admits(self, mask: int) -> bool:
        """Whether a network has all signed links, all that its links need, and is feasible."""
        return self.links.admits(mask) and (self.feasible is None or bool(self.feasible(mask)))

    def bounds(self, form: LinearForm) -> Range:
        """Bounds of a sum of payoffs; amounts within rounding of nothing are nothing."""
        low, high = form.bounds(self.payoffs)
        noise = self.tolerance * form.scale(self.payoffs)
        return Range(0.0 if abs(low) <= noise else low, 0.0 if abs(high) <= noise else high)

    def hold(self, slacks: Iterable[tuple[object, LinearForm]]) -> Answer:
        """Whether every sum of payoffs is ≥ 0, each with its witness; a table must have all they need."""
        listed = list(slacks)
        self.payoffs.require({mask for _, form in listed for mask in form.networks()})
        return all_hold((witness, self.bounds(form)) for witness, form in listed)

    def network(self, network: NetworkRef | None, default: int) -> int:
        """Mask of a network that must be admitted; GameError if it is not."""
        mask = default if network is None else self.links.mask(network)
        if not self.admits(mask):
            raise GameError(
                Fault(
                    f"network {{{', '.join(self.links.say(mask))}}}",
                    f"network {mask} cannot be",
                    "it lacks a signed link or one that another needs, or feasible(mask) says no",
                    "give a network that can be",
                )
            )
        return mask

    @property
    def players(self) -> tuple[str, ...]:
        return self.payoffs.players or self.links.players


def network_game(
    payoffs: PayoffSource,
    links: LinkSource,
    weights: Sequence[float | Sequence[float]] | None = None,
    feasible: Feasible | None = None,
    tolerance: float = 1e-9,
) -> NetworkGame:
    """Bind payoffs and links; faults of either are raised together, before a function is asked.

    Raises
    ------
    GameError
        faults of `Links` and `NetworkPayoffs`; a table that is not of size 2^L; links of players without
        payoffs.
    """
    faults: list[Fault] = []
    bound: NetworkPayoffs | None = None
    drawn: Links | None = None
    try:
        drawn = _drawn(links, weights, payoffs)
    except GameError as error:
        faults += error.faults
    try:
        bound = payoffs if isinstance(payoffs, NetworkPayoffs) else _bound(payoffs, drawn)
    except GameError as error:
        faults += error.faults
    if bound is None or drawn is None:
        raise GameError(faults)
    mapping = hasattr(payoffs, "keys") or isinstance(payoffs, NetworkPayoffs)
    if bound.networks is not None and not mapping and bound.networks != drawn.full + 1:
        faults.append(
            Fault(
                "payoffs",
                f"{bound.networks} rows for {len(drawn)} links",
                "the array is read by bit mask, one row a network",
                f"give {drawn.full + 1} rows, or a mapping of those you have",
            )
        )
    if bound.players is not None and (
        drawn.n > len(bound.players) or (drawn.named and drawn.n != len(bound.players))
    ):
        faults.append(
            Fault(
                "links",
                f"links of {drawn.n} players, payoffs of {len(bound.players)}",
                "a player without payoff has nothing to bargain over",
                "give payoffs of all players, in the order of their names",
            )
        )
    if faults:
        raise GameError(faults)
    bound.expect(drawn.n)
    return NetworkGame(bound, drawn, feasible, tolerance)


def _drawn(
    links: LinkSource, weights: Sequence[float | Sequence[float]] | None, payoffs: PayoffSource
) -> Links:
    """Links as given, with the names of the payoffs if they have none of their own."""
    if isinstance(links, Links):
        return links if weights is None else links.weighted(weights)
    names = payoffs.players if isinstance(payoffs, NetworkPayoffs) and payoffs.named else None
    return Links(links, names, weights)


def _bound(payoffs: PayoffSource, links: Links | None) -> NetworkPayoffs:
    return NetworkPayoffs(payoffs, links.players if links is not None and links.named else None)
