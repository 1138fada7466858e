"""Listings of single rows and columns, and names that MPS can carry."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.solve.listing import column_title, mps_text, row_text
from teikei.solve.program import Program


def test_one_row_and_one_column() -> None:
    p = Program("p")
    x = p.add_columns("ship", {"plant": ["canton", "smyrna"]})
    p.add_rows("least", {"k": [0, 1]}, lower=[1, 2], rows=[0, 1, 1], columns=[0, 0, 1], values=[1, 2, -3])
    c = p.compile()
    assert row_text(c, 1) == "least[1]: + 2 ship[canton] - 3 ship[smyrna] >= 2"
    assert column_title(c, int(x.ids[1])) == "ship[smyrna]"
    with pytest.raises(IndexError):
        row_text(c, 2)


def test_a_free_row_and_an_empty_row() -> None:
    p = Program("p", "min")
    p.add_columns("x", {}, lower=-np.inf)
    p.add_rows("watch", {"k": [0, 1]}, lower=[-np.inf, 1 / 3], rows=[0], columns=[0], values=[1.0])
    assert p.compile().text() == "\n".join(
        ["minimize: 0", "watch[0]: + 1 x free", "watch[1]: 0 >= 0.3333333333", "bound: x free"]
    )


def test_mps_names_have_no_blanks_and_no_doubles() -> None:
    p = Program("my program")
    p.add_columns("x", {"k": ["a b", "a_b", "objective"]})
    p.add_columns("objective_", {})
    text = mps_text(p.compile())
    assert "NAME my_program" in text
    assert " x[a_b] " in text
    assert " C1 " in text
