from __future__ import annotations

import dataclasses

import pytest

from teikei.industry.energy_chain import LINKS, Chain

CHAIN = Chain(fuel=100.0, engine_heat=60.0, engine_friction=10.0, road=25.0, brakes=4.0, stored=1.0)


def test_what_goes_in_comes_out() -> None:
    assert CHAIN.supplied == CHAIN.spent == 100.0
    assert CHAIN.imbalance == 0.0


def test_a_loss_that_is_forgotten_shows() -> None:
    assert dataclasses.replace(CHAIN, brakes=0.0).imbalance == pytest.approx(0.04)


def test_shares_leave_out_what_is_not_there() -> None:
    assert CHAIN.shares() == {"engine_heat": 0.6, "engine_friction": 0.1, "brakes": 0.04, "road": 0.25}
    assert list(LINKS)[-1] == "road"


def test_every_link_is_a_field() -> None:
    fields = {field.name for field in dataclasses.fields(Chain)}
    assert set(LINKS) == fields - {"fuel", "grid", "kinetic", "stored"}
