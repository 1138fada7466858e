"""The committed flagship is what the facts give: nobody edits its tables by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tools.build_cases.nissan_2025.build import OUT, SETTINGS, build, facts_folder
from tools.build_cases.nissan_2025.calibrate import case_of
from tools.build_cases.nissan_2025.facts import Facts
from tools.build_cases.nissan_2025.lanes import distances, sea_miles
from tools.build_cases.nissan_2025.plant_costs import anchor_per_unit, labour_cost

from teikei.case.write import write_case

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def folder() -> Path:
    found = REPOSITORY / facts_folder()
    if not found.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"no fact tables in {facts_folder()}: set TEIKEI_DATA")
    return found


def test_rebuilding_gives_the_committed_tables_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    write_case(case_of(SETTINGS, build(folder).rows), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (REPOSITORY / OUT).iterdir() if path.is_file()}
    assert made.keys() == kept.keys()
    differing = [name for name in sorted(made) if made[name] != kept[name]]
    assert not differing, f"run python -m tools.build_cases.nissan_2025.build: {differing} differ"


def test_margins_of_the_base_year_are_those_of_the_accounts(folder: Path) -> None:
    for fit in build(folder).fits:
        profit = fit.contribution_m - fit.plants_m - fit.presence_m - fit.overhead_m
        assert profit / fit.revenue_m == pytest.approx(fit.margin, abs=1e-9), fit.firm
        assert 0.4 < fit.parts_scalar < 0.85, fit


def test_anchor_of_fixed_cost_by_hand(folder: Path) -> None:
    # JPY 300 bn / (7.2 - 5.4) m units = 166,667 JPY; / 149.5686 = 1,114.3 USD; / 106.7754 = 1,560.9 USD
    assert anchor_per_unit(Facts(folder)) == pytest.approx((1114.3, 1560.9), abs=0.1)


def test_labour_cost_of_a_peer_says_so(folder: Path) -> None:
    value, source, confidence, note = labour_cost(Facts(folder), "spain")
    assert value == pytest.approx(0.65 * 1569)  # two thirds of France's 1,569 USD
    assert "teikei_assumption" in source
    assert confidence == "assumption"
    assert "france" in note


def test_a_fact_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(LookupError, match="0 rows match"):
        Facts(folder).number("world/fx", "value", pair="usd_xxx", year="2025")


def test_sea_distances_agree_with_the_facts(folder: Path) -> None:
    far = distances()
    lanes = {
        "japan_us_west": ("japan", "us_west"),
        "japan_us_east": ("japan", "us_east"),
        "japan_europe_suez": ("japan", "eu"),
        "thailand_australia": ("thailand", "australia"),
        "china_europe_suez": ("china", "eu"),
        "south_africa_europe": ("south_africa", "eu"),
    }
    for lane, (origin, destination) in lanes.items():
        row = Facts(folder).rows("world/freight", lane=lane)[0]
        assert sea_miles(far, origin, destination) == pytest.approx(float(row["distance_nm"]), rel=0.05), lane


def test_the_way_round_the_cape_is_longer(folder: Path) -> None:
    by_cape = sea_miles(distances("suez", "panama"), "japan", "eu")
    row = Facts(folder).rows("world/freight", lane="japan_europe_cape")[0]
    assert by_cape == pytest.approx(float(row["distance_nm"]), rel=0.05)
