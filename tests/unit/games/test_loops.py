"""Decorators that compile loops: what they keep, and numbers that compile once."""

from __future__ import annotations

import numpy as np

from teikei.games.loops import Floats, inner_loop, machine_integer, outer_loop, vector_loop


@vector_loop
def _total(values: Floats) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


@inner_loop
def _twice(number: int) -> int:
    return 2 * number


@outer_loop
def _sum_and_double(values: Floats, number: int) -> tuple[float, int]:
    """Docstrings stay."""
    return _total(values), _twice(number)


def test_loops_call_each_other() -> None:
    assert _sum_and_double(np.array([1.0, 2.5]), 4) == (3.5, 8)
    assert _sum_and_double.__doc__ == "Docstrings stay."


def test_a_machine_integer_compiles_once() -> None:
    _sum_and_double(np.zeros(1), machine_integer(3))
    _sum_and_double(np.zeros(1), machine_integer(-7))
    assert len(_sum_and_double.signatures) == 1  # type: ignore[attr-defined]
