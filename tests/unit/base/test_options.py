from __future__ import annotations

import dataclasses

import pytest

from teikei.base.options import AdviseOptions, PlanOptions, SolveOptions, describe


@pytest.mark.parametrize("options", [SolveOptions, PlanOptions, AdviseOptions])
def test_every_option_says_what_it_does(options: type) -> None:
    for name, kind, default, words in describe(options):
        assert name
        assert kind
        assert default
        assert len(words) > 10


def test_options_are_frozen_and_pass_on() -> None:
    options = PlanOptions(gap=1e-3, time_limit_s=5, threads=2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.gap = 1.0  # type: ignore[misc]
    assert options.solve() == SolveOptions(gap=1e-3, time_limit_s=5, threads=2, sub_mips=False)
