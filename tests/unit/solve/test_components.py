"""Independent parts: rows that cannot bind, fixed columns, names, and one key for equal numbers."""

from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.hosts import two_hosts

from teikei.base.options import SolveOptions
from teikei.solve.components import components, drop_redundant_rows
from teikei.solve.decompose import solve_components
from teikei.solve.program import Program

TIGHT = SolveOptions(gap=1e-9)


def test_redundant_rows_by_hand() -> None:
    p = Program("redundant")
    p.add_columns("x", {"k": [0, 1, 2]}, lower=[0, -1, 0], upper=[2, 3, np.inf])
    rows = [0, 0, 1, 1, 2, 2, 3, 4, 5, 5]
    columns = [0, 1, 0, 1, 0, 1, 2, 2, 0, 1]
    values = [1, 1, 1, 1, 2, -1, 1, 1, 2, -1]
    lower = [-np.inf, -np.inf, -5, 0, -np.inf, -3, 0]
    upper = [5, 4.9, 5, np.inf, 100, np.inf, 0]
    p.add_rows("r", {"k": np.arange(7)}, lower=lower, upper=upper, rows=rows, columns=columns, values=values)
    # activity: x0+x1 in [-1, 5]; 2 x0 - x1 in [-3, 5]; x2 in [0, inf); no term: 0
    expected = [True, False, True, True, False, True, True]
    assert drop_redundant_rows(p.compile()).tolist() == expected


def test_redundancy_is_safe_to_rounding_only() -> None:
    p = Program("edge")
    p.add_columns("x", {"k": np.arange(10)}, upper=0.1)
    p.add_rows(
        "r",
        {"k": [0, 1]},
        upper=[1.0, 1.0 - 1e-6],
        rows=np.repeat([0, 1], 10),
        columns=np.tile(np.arange(10), 2),
        values=1.0,
    )
    assert drop_redundant_rows(p.compile()).tolist() == [True, False]


def test_a_column_fixed_at_zero_links_nothing() -> None:
    assert [c.column_ids.tolist() for c in components(two_hosts(0))] == [[0], [1], [2]]
    assert [c.column_ids.tolist() for c in components(two_hosts(9))] == [[0, 1, 2]]
    # apart: 8 * 3 + 10 * 5 = 74; together h has 5 more to sell through n: 5 * 3 + 5 * 6 + 50 = 95
    assert solve_components(two_hosts(0), TIGHT).value == pytest.approx(74)
    assert solve_components(two_hosts(9), TIGHT).value == pytest.approx(95)


def test_a_fixed_column_moves_into_the_right_hand_side() -> None:
    fixed = two_hosts(9).with_bounds([2], 4, 4)
    parts = components(fixed)
    assert [c.closed for c in parts] == [False, False, True]
    assert parts[0].program.row_upper.tolist() == [6, 8]
    # n: 6 * 3, hosted 4 * 6, h: 10 * 5
    assert solve_components(fixed, TIGHT).value == pytest.approx(18 + 24 + 50)


def test_parts_keep_their_names() -> None:
    part = components(two_hosts(0))[1]
    assert part.program.text("capacity") == "capacity[h]: + 1 own[h] <= 10"
    assert part.row_ids.tolist() == [1, 3]


def test_the_key_is_that_of_the_parts_own_program() -> None:
    parts = components(two_hosts(0))
    assert [part.key for part in parts] == [part.program.content_hash() for part in parts]
    assert len({part.key for part in parts}) == 3
    # the bound of the guest cars counts, and nothing else of the part: names do not
    assert components(two_hosts(9))[0].key != components(two_hosts(8))[0].key
    assert components(two_hosts(0))[0].key == components(two_hosts(0).with_bounds([1], 0, 19))[0].key
