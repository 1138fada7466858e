"""Blocks: labels of one length, titles, and who owns an id."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.solve.blocks import Columns, owner, read_labels, titles

SHIP = Columns("ship", {"plant": np.array(["canton", "smyrna"]), "year": np.array([2029, 2030])}, 0, 2)
OPEN = Columns("open", {}, 2, 1)


def test_titles_carry_labels_and_bare_names_stand_alone() -> None:
    assert titles((SHIP, OPEN)) == ["ship[canton,2029]", "ship[smyrna,2030]", "open"]


def test_labels_of_are_plain_values() -> None:
    labels = SHIP.labels_of(1)
    assert labels == {"plant": "smyrna", "year": 2030}
    assert type(labels["year"]) is int


def test_owner_finds_block_and_position() -> None:
    assert owner((SHIP, OPEN), 1) == (SHIP, 1)
    assert owner((SHIP, OPEN), 2) == (OPEN, 0)
    with pytest.raises(IndexError):
        owner((SHIP, OPEN), 3)


def test_scalar_labels_are_repeated_and_none_means_one() -> None:
    arrays, size = read_labels({"plant": ["a", "b", "c"], "year": 2029})
    assert size == 3
    assert arrays["year"].tolist() == [2029, 2029, 2029]
    assert read_labels({}) == ({}, 1)


@pytest.mark.parametrize("labels", [{"a": [1, 2], "b": [1, 2, 3]}, {"a": [[1, 2]]}])
def test_uneven_labels_are_refused(labels: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match="different length"):
        read_labels(labels)
