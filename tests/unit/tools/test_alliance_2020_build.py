"""The committed back-test case is what the facts give; its formulas by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.tools.conftest import Differing
from tools.build_cases.alliance_2020.build import OUT, SETTINGS, Built, build
from tools.build_cases.alliance_2020.fit import OVERHEAD_SHARE
from tools.build_cases.alliance_2020.leads import presence_m, programme_m, regional_leads, still_to_do
from tools.build_cases.alliance_2020.ranges import Sold, sold
from tools.build_cases.alliance_2020.works import FLOWS
from tools.build_cases.facts import Facts


@pytest.fixture(scope="module")
def built(folder: Path) -> Built:
    return build(folder)


def test_rebuilding_gives_the_committed_tables_byte_for_byte(built: Built, differing: Differing) -> None:
    changed = differing(SETTINGS, built.rows, OUT)
    assert not changed, f"run python -m tools.build_cases.alliance_2020.build: {changed} differ"


def test_the_case_covers_most_of_what_the_firms_report(built: Built) -> None:
    assert set(built.fits) == {"nissan", "renault", "mitsubishi_motors"}
    for firm, (revenue, reported, margin, share) in built.fits.items():
        assert 0.8 < revenue / reported < 1.1, firm
        assert 0.5 < share < 0.75, firm
        assert share + margin + OVERHEAD_SHARE < 1, firm


def test_volumes_are_those_of_the_facts(folder: Path) -> None:
    by_model = {one.model: one.units for one in sold(Facts(folder))}
    assert by_model["nissan_japan"] == 567_617
    assert by_model["nissan_europe"] == 566_965 - 87_000
    assert by_model["renault_europe"] == 1_946_000 + 748_000 - 508_647
    assert by_model["mitsubishi_asean"] == 290_000
    assert {one.model: one.units for one in sold(Facts(folder), 240_000)}["mitsubishi_asean"] == 240_000
    assert set(by_model) == set(FLOWS)
    for model, units in by_model.items():  # flows were split by hand over plants
        assert sum(FLOWS[model].values()) == pytest.approx(units, rel=0.005), model


def test_a_leader_saves_only_what_it_does_itself() -> None:
    assert presence_m(1_000.0) == 25.0
    assert presence_m(100.0) == 5.0  # at least 5
    assert programme_m(1_000.0) == pytest.approx(42.8)
    revenue = {(f, r): 1_000.0 for f in ("nissan", "renault", "mitsubishi_motors") for r in REGIONS_OF}
    revenue["nissan", "japan"] = 4_000.0
    rows = regional_leads([Sold("nissan", "japan", 1.0, 1.0, 1.0, "", "", "")], revenue)["changes"]
    value = {(r["agreement"], r["firm"], r["change"]): r["value"] for r in rows}
    # renault's organisation is a quarter of nissan's: 0.30 * 0.25; nissan's saves renault 0.30
    assert value["japan_renault", "nissan", "presence_saving"] == pytest.approx(0.075)
    assert value["japan_nissan", "renault", "presence_saving"] == pytest.approx(0.30)
    assert value["japan_renault", "nissan", "programme_saving"] == pytest.approx(0.35 * 0.5 * 0.25, abs=1e-5)
    assert value["japan_renault", "nissan", "dealer_compensation"] == 0.5


REGIONS_OF = (
    "japan", "north_america", "china", "europe", "russia", "south_america", "north_africa", "asean",
    "oceania",
)  # fmt: skip


def test_what_is_left_of_a_technology_falls_by_15_percent_a_doubling() -> None:
    assert still_to_do(0.0) == 1.0
    assert still_to_do(10_000.0) == pytest.approx(0.85)
    assert still_to_do(30_000.0) == pytest.approx(0.85**2)
    assert still_to_do(250_000.0) == pytest.approx(0.466, abs=1e-3)
