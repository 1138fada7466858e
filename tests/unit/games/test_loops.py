"""Decorators that compile loops: what they keep, and numbers that compile once."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from teikei.games import loops
from teikei.games.loops import MODULES, Floats, inner_loop, machine_integer, outer_loop, vector_loop


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


def test_every_module_with_loops_is_in_the_digest() -> None:
    folder = Path(loops.__file__).parent
    holds = {
        p.stem
        for p in folder.glob("*.py")
        if re.search(r"^@(outer|inner|vector)_loop", p.read_text("utf-8"), re.M)
    }
    assert holds | {"loops"} == set(MODULES)


def test_the_digest_follows_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loops.py").write_text("")
    (tmp_path / "scan.py").write_text("one")
    monkeypatch.setattr(loops, "__file__", str(tmp_path / "loops.py"))
    before = loops.digest.__wrapped__()
    (tmp_path / "scan.py").write_text("two")
    assert loops.digest.__wrapped__() != before
    assert _twice.__qualname__ == f"_twice_{loops.digest()}"
