"""Options document themselves and cannot be changed."""

from __future__ import annotations

import dataclasses

import pytest

from teikei.base.options import AdviseOptions, PlanOptions, SolveOptions, describe, option


def test_describe_tells_name_type_default_and_help() -> None:
    @dataclasses.dataclass(frozen=True)
    class Example:
        gap: float = option(0.5, "how near")

    assert describe(Example) == [("gap", "float", "0.5", "how near")]


def test_options_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PlanOptions().gap = 0.1  # type: ignore[misc]


def test_plan_options_hand_the_solver_its_own() -> None:
    assert PlanOptions(gap=0.25, time_limit_s=7.0, threads=2).solve() == SolveOptions(0.25, 7.0, 2)


def test_epsilon_of_the_verdict_is_one_million_a_year() -> None:
    assert AdviseOptions().epsilon_m == 1.0  # definitions: ε = 1 M a year, an option
