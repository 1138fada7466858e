"""Named blocks of columns and rows: where they stand in the program, and what each member is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ids: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Labels: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Block:
    """A run of columns or rows that share a name and the names of their labels.

    Attributes
    ----------
    name : word of the trade, e.g. ``ship`` or ``capacity``
    labels : one array a label, each of length ``size``; empty for a single unlabelled member
    start : id of the first member
    size : number of members
    """

    name: str
    labels: Labels
    start: int
    size: int

    @property
    def ids(self) -> Ids:
        """Ids of all members, ``start … start + size - 1``."""
        return np.arange(self.start, self.start + self.size, dtype=np.int64)

    def labels_of(self, position: int) -> dict[str, Any]:
        """The labels of the member at ``position`` (0 … size-1), as plain values."""
        return {name: _plain(values[position]) for name, values in self.labels.items()}

    def title(self, position: int) -> str:
        """How the member is written in listings and errors.

        >>> Block("ship", {"plant": np.array(["canton"]), "year": np.array([2029])}, 0, 1).title(0)
        'ship[canton,2029]'
        """
        if not self.labels:
            return self.name
        inside = ",".join(str(value) for value in self.labels_of(position).values())
        return f"{self.name}[{inside}]"


class Columns(Block):
    """A block of columns (decisions)."""


class Rows(Block):
    """A block of rows (constraints)."""


def read_labels(labels: Mapping[str, ArrayLike]) -> tuple[dict[str, NDArray[Any]], int]:
    """Labels as arrays of one length, and that length; a scalar label is repeated.

    No labels at all name a single member. Raises ValueError when lengths differ.
    """
    arrays = {name: np.asarray(values) for name, values in labels.items()}
    sizes = {array.shape[0] for array in arrays.values() if array.ndim}
    if len(sizes) > 1 or any(array.ndim > 1 for array in arrays.values()):
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"labels of different length: {shapes}")
    size = sizes.pop() if sizes else 1
    return {name: np.broadcast_to(array, (size,)) for name, array in arrays.items()}, size


def owner(blocks: tuple[Block, ...], member: int) -> tuple[Block, int]:
    """The block that holds the global id ``member``, and the member's position in it."""
    for block in blocks:
        if block.start <= member < block.start + block.size:
            return block, member - block.start
    raise IndexError(member)


def titles(blocks: tuple[Block, ...]) -> list[str]:
    """The titles of all members of all blocks, in order of id."""
    return [block.title(position) for block in blocks for position in range(block.size)]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
