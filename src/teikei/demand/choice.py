"""What every model of choice can do, and the reading of any of them: elasticities, diversion, inversion."""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.demand.ownership import Array

Integers = NDArray[np.int64]


class ChoiceArrays(NamedTuple):
    """A model of choice as the compiled loops read it; J products, I kinds of customers.

    With ``nested`` there is one kind of customers and two levels of nests; without, I kinds and no nests.
    """

    nested: bool
    outside: bool
    alpha: Array
    """(I,) change of utility a unit of money, below zero."""
    mass: Array
    """(I,) share of each kind among customers; sums to 1."""
    base: Array
    """(J, I) utility apart from price."""
    subnest: Integers
    """(J,) place of the subnest."""
    nest: Integers
    """(subnest,) place of the nest."""
    sigma: Array
    """(2,) correlation within subnests, within nests."""


@runtime_checkable
class Choice(Protocol):
    """A model of what customers choose at given prices. J products in the order of the market.

    Shares are of all who might buy (with an outside good) or of all who buy (without one).
    """

    @property
    def outside_good(self) -> bool:
        """Whether a customer may buy none of the products."""
        ...

    @property
    def count(self) -> int:
        """Number of products J."""
        ...

    def shares(self, prices: ArrayLike) -> Array:
        """(J,) share of each product."""
        ...

    def jacobian(self, prices: ArrayLike) -> Array:
        """(J, J) change of the share of the row with the price of the column."""
        ...

    def response(self, prices: ArrayLike, worth: ArrayLike) -> Array:
        """Σ_j worth[…, j] ∂s_j/∂p_k without the matrix: (…, J) for ``worth`` (…, J)."""
        ...

    def consumer_surplus(self, prices: ArrayLike) -> float:
        """Money a potential customer, up to a constant; only differences mean anything."""
        ...

    def better(self, quality: ArrayLike) -> Self:
        """The same model with utility added to each product."""
        ...

    def only(self, kept: ArrayLike) -> Self:
        """The same model with only the products of a mask or of places."""
        ...

    def arrays(self) -> ChoiceArrays:
        """As the compiled loops read it."""
        ...


def outside_share(choice: Choice, prices: ArrayLike) -> float:
    """Share of those who buy none of the products; 0 without an outside good."""
    return float(1.0 - choice.shares(prices).sum()) if choice.outside_good else 0.0


def elasticities(choice: Choice, prices: ArrayLike) -> Array:
    """(J, J) per cent change of the share of the row for one per cent on the price of the column."""
    p = np.asarray(prices, dtype=np.float64)
    return choice.jacobian(p) * p[None, :] / choice.shares(p)[:, None]


def own_elasticities(choice: Choice, prices: ArrayLike) -> Array:
    """(J,) the diagonal of `elasticities`."""
    return np.diag(elasticities(choice, prices)).copy()


def diversion(choice: Choice, prices: ArrayLike) -> Array:
    """(J, J) of the sales that the row loses by a small price rise, the share that goes to the column.

        D_jk = −(∂s_k/∂p_j) / (∂s_j/∂p_j),   D_jj = −1

    A row sums to 0 without an outside good, and to less by what goes outside with one.
    """
    jacobian = choice.jacobian(prices)
    return -(jacobian / np.diag(jacobian)[None, :]).T
