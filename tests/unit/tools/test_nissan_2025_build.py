"""The committed flagship is what the facts give: nobody edits its tables by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.unit.tools.conftest import Differing
from tools.build_cases.facts import Facts
from tools.build_cases.lanes import distances, sea_miles
from tools.build_cases.nissan_2025.accounts import accounts
from tools.build_cases.nissan_2025.build import OUT, SETTINGS, build
from tools.build_cases.nissan_2025.calibrate import Calibrated
from tools.build_cases.plant_costs import anchor_per_unit, conversion, country_factor, labour_cost

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.base_year import BaseYear, operating_margin
from teikei.industry.tariffs import yearly_rates


@pytest.fixture(scope="module")
def built(folder: Path) -> Calibrated:
    return build(folder)


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("nissan_2025", check=False)


@pytest.fixture(scope="module")
def base(case: Case) -> BaseYear:
    return BaseYear(case)


def test_rebuilding_gives_the_committed_tables_byte_for_byte(built: Calibrated, differing: Differing) -> None:
    changed = differing(SETTINGS, built.rows, OUT)
    assert not changed, f"run python -m tools.build_cases.nissan_2025.build: {changed} differ"


def test_margins_of_the_base_year_are_those_of_the_accounts(built: Calibrated) -> None:
    assert len(built.fits) == 6
    for fit in built.fits:
        profit = fit.contribution_m - fit.plants_m - fit.presence_m - fit.overhead_m
        assert profit / fit.revenue_m == pytest.approx(fit.margin, abs=1e-9), fit.firm
        assert 0.4 < fit.parts_scalar < 0.85, fit


@pytest.mark.parametrize("firm", ["nissan", "mitsubishi_motors", "honda", "renault", "ford", "stellantis"])
def test_the_shipped_case_earns_the_margin_of_the_accounts(firm: str, folder: Path, base: BaseYear) -> None:
    # recounted from the tables of the case by industry/base_year.py, which knows nothing of the calibration;
    # it counts capital in transit as a cost, so it may be lower by that: at most half a point
    computed = operating_margin(base, firm).value
    [account] = [each for each in accounts(Facts(folder)) if each.firm == firm]
    assert computed is not None
    assert -0.005 < computed - account.margin < 0.0005


@pytest.mark.parametrize(
    ("origin", "destination", "customs_class", "year", "rate"),
    [
        ("japan", "us", "car", 2024, 0.025),
        # 92 days at 2.5 %, 166 at 27.5 % (3 April to 15 September), 107 at 15 %: (2.3 + 45.65 + 16.05) / 365
        ("japan", "us", "car", 2025, 64.0 / 365),
        ("japan", "us", "car", 2027, 0.15),
        ("japan", "us", "light_truck", 2027, 0.25),  # the greater of 15 % and the base of 25 %
        ("eu", "us", "car", 2027, 0.15),
        ("korea", "us", "car", 2024, 0.0),
        ("korea", "us", "parts", 2027, 0.15),
        ("thailand", "us", "light_truck", 2027, 0.50),
        ("uk", "us", "car", 2027, 0.275),  # outside the quota
        ("mexico", "us", "car", 2027, 0.275),  # without the preference
        ("mexico", "us", "parts", 2027, 0.0),
        ("japan", "eu", "car", 2024, (31 * 0.0375 + 335 * 0.025) / 366),
        ("japan", "eu", "car", 2027, 0.0),
        ("thailand", "mexico", "car", 2027, 0.50),
        ("mexico", "brazil", "car", 2027, 0.0),
        ("indonesia", "philippines", "van", 2035, 0.0),
        ("us", "canada", "car", 2027, 0.311),  # 6.1 % and 25 % where the preference is missed
    ],
)
def test_rates_by_hand(
    origin: str, destination: str, customs_class: str, year: int, rate: float, case: Case
) -> None:
    goods = pl.DataFrame({"origin": [origin], "destination": [destination], "customs_class": [customs_class]})
    table = yearly_rates(case, goods, [year])
    assert table["rate"].to_list() == pytest.approx([rate])


@pytest.mark.parametrize(
    ("firm", "powertrain", "year", "rate"),
    [("byd", "electric", 2027, 0.27), ("renault", "electric", 2027, 0.307), ("byd", "hybrid", 2027, 0.10)],
)
def test_duty_on_cars_from_china_by_maker(
    firm: str, powertrain: str, year: int, rate: float, case: Case
) -> None:
    goods = pl.DataFrame(
        {
            "origin": ["china"],
            "destination": ["eu"],
            "customs_class": ["car"],
            "firm": [firm],
            "powertrain": [powertrain],
        }
    )
    assert yearly_rates(case, goods, [year])["rate"].to_list() == pytest.approx([rate])


def test_every_border_is_covered_to_the_end(case: Case) -> None:
    places = case["territories"]["territory"].to_list()
    pairs = [
        (a, b, c) for a in places for b in places for c in ("car", "light_truck", "van", "parts") if a != b
    ]
    goods = pl.DataFrame(pairs, schema=["origin", "destination", "customs_class"], orient="row")
    table = yearly_rates(case, goods, range(2024, 2036))
    assert table.height == len(pairs) * 12
    assert table["rate"].is_between(0.0, 1.5).all()


def test_anchor_of_fixed_cost_by_hand(folder: Path) -> None:
    # JPY 300 bn / (7.2 - 5.4) m units = 166,667 JPY; / 149.5686 = 1,114.3 USD; / 106.7754 = 1,560.9 USD
    assert anchor_per_unit(Facts(folder)) == pytest.approx((1114.3, 1560.9), abs=0.1)


def test_fixed_cost_follows_labour_cost_up_to_a_limit_by_hand() -> None:
    # 0.5 + 0.6 · 500 / 1,000 = 0.8; twice the labour cost of France would be 1.7, and 1.1 is the most
    assert (country_factor(500.0, 1000.0), country_factor(2000.0, 1000.0)) == pytest.approx((0.8, 1.1))


def test_conversion_of_a_rich_country_by_hand(folder: Path) -> None:
    # 1,341 / 0.675 = 1,986.7; hours 15.33 / 18.93 = 0.80983: 1,341 · 0.80983 / 0.70 = 1,551.4 and
    # 1,341 / 0.80983 / 0.65 = 2,547.5
    found = conversion(Facts(folder), 1341.0, guessed=False)
    assert (found.low, found.central, found.high) == pytest.approx((1551.4, 1986.7, 2547.5), abs=0.1)


def test_conversion_at_low_wages_has_a_part_at_world_prices_by_hand(folder: Path) -> None:
    # Mexico 305: 305 + (1 / 0.675 - 1) · (305 + 880) / 2 = 305 + 0.48148 · 592.5 = 590.3
    # low: 305 · 0.80983 / 0.70 = 352.9; high: 305 / 0.80983 + (1 / 0.65 - 1) · 880 = 376.6 + 473.8 = 850.5
    found = conversion(Facts(folder), 305.0, guessed=False)
    assert (found.low, found.central, found.high) == pytest.approx((352.9, 590.3, 850.5), abs=0.1)
    assert "880" in found.note


def test_conversion_of_a_peer_country_is_wider_by_hand(folder: Path) -> None:
    # Spain 1,019.85: / 0.675 = 1,510.9; low · 0.80983 / 1.25 / 0.70 = 943.9;
    # high / 0.80983 · 1.25 / 0.65 = 2,421.8
    found = conversion(Facts(folder), 0.65 * 1569.0, guessed=True)
    assert (found.low, found.central, found.high) == pytest.approx((943.9, 1510.9, 2421.8), abs=0.2)


def test_no_range_of_conversion_is_narrower_than_the_hours_of_plants_differ(case: Case) -> None:
    wide = case["plants"].select(
        low=pl.col("conversion_cost_per_unit_low") / pl.col("conversion_cost_per_unit"),
        high=pl.col("conversion_cost_per_unit_high") / pl.col("conversion_cost_per_unit"),
    )
    assert wide["low"].max() < 0.82
    assert wide["high"].min() > 1.2


def test_no_candidate_adopts_a_partners_platform_for_nothing(case: Case) -> None:
    platforms = {row["platform"]: row for row in case["platforms"].iter_rows(named=True)}
    models = {row["model"]: row for row in case["models"].iter_rows(named=True)}
    free = [
        row["variant"]
        for row in case["variants"].filter(pl.col("status") == "candidate").iter_rows(named=True)
        if models[row["model"]]["firm"] not in platforms[row["platform"]]["owners"]
        and not models[row["model"]]["launch_cost_m"]
        and not platforms[row["platform"]]["development_cost_m"]
    ]
    assert not free


def test_the_triton_frame_costs_its_taker_a_sixth_of_a_programme(case: Case) -> None:
    # 0.167 · 1,500 = 250
    row = case["platforms"].row(by_predicate=pl.col("platform") == "mmc_ladder", named=True)
    assert row["follower_factor"] * row["development_cost_m"] == pytest.approx(250, abs=1)
    assert row["confidence"] == "assumption"
    assert row["follower_factor_low"] < row["follower_factor"] < row["follower_factor_high"]


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
