from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from teikei.base.errors import CaseError
from teikei.industry.claims import MEASURES, claims, read_measure

from .conftest import FLOWS, Build, duty, tables


def claim(measure: str, figure: float, unit: str, **more: Any) -> dict[str, Any]:
    return {"claim": "c", "statement": "S", "figure": figure, "unit": unit, "measure": measure} | more


def recomputed(build: Build, measure: str, unit: str, **tables: Any) -> float | None:
    case = build(sourcing=FLOWS, claims=[claim(measure, 1.0, unit)], **tables)
    return claims(case)[0].recomputed


def test_tariff_exposure_is_imports_times_value_times_rate(build: Build) -> None:
    # 40,000 imported × 20,000 customs value × 25 % = 200 M USD; at 150 JPY = 30 bn JPY
    assert recomputed(build, "tariff_exposure(nissan, us, 0.25)", "usd_m") == pytest.approx(200.0)
    assert recomputed(build, "tariff_exposure(nissan, us, 0.25)", "jpy_bn_per_year") == pytest.approx(30.0)
    assert recomputed(build, "tariff_exposure(honda, us, 0.25)", "usd_m") == 0.0


def test_actual_exposure_is_the_law_of_a_year_less_that_of_the_base_year(build: Build) -> None:
    # 2024: 2.5 %; 2027: 15 %; 12.5 % × 40,000 × 20,000 = 100 M USD
    assert recomputed(build, "tariff_exposure_actual(nissan, us, 2027)", "usd_m") == pytest.approx(100.0)
    # 2025: (92·2.5 + 166·27.5 + 107·15)/365 = 17.5342 %; less 2.5 % = 15.0342 % × 800 M = 120.27 M
    assert recomputed(build, "tariff_exposure_actual(nissan, us, 2025)", "usd_m") == pytest.approx(
        120.274, abs=1e-3
    )


def test_bill_counts_home_built_cars_and_their_parts(build: Build) -> None:
    # cars 100 M as above; parts of canton's rogue: 40 % × 20,000 × 25 % − 937.5 = 1,062.5, before 262.5:
    # + 800 × 60,000 = 48 M; frontier: 40 % × 30,600 × 10 % = 1,224 × 50,000 = 61.2 M
    more = [duty("japan", "us", "parts", 0.10, stacking="add", valid_from=dt.date(2026, 1, 1))]
    found = recomputed(build, "tariff_bill(nissan, us, 2027)", "usd_m", add_tariffs=more)
    assert found == pytest.approx(100.0 + 48.0 + 61.2)


def test_use_output_and_imports(build: Build) -> None:
    # canton: 110,000 of 300,000; imports 40,000 of 150,000
    assert recomputed(build, "plant_use(canton)", "pct") == pytest.approx(100 * 110 / 300)
    assert recomputed(build, "output(canton)", "units") == 110_000
    assert recomputed(build, "import_units(nissan, us, japan)", "units") == 40_000
    assert recomputed(build, "import_units(nissan, us, mexico)", "units") == 0
    assert recomputed(build, "import_units(nissan, us)", "units") == 40_000
    assert recomputed(build, "import_share(nissan, us)", "share") == pytest.approx(40 / 150)


def test_a_line_of_the_future_is_no_capacity_yet(build: Build) -> None:
    lines = [dict(line, from_year=2028 if line["line"] == "canton_2" else None) for line in tables()["lines"]]
    assert recomputed(build, "plant_use(canton)", "share", lines=lines) == pytest.approx(110 / 200)


def test_co2_exposure(build: Build) -> None:
    # 29 g × 95 € = 2,755 € a car; × 200,000 cars = 551 M €
    rules = [{"market": "eu", "valid_from": 2025, "target_g_per_km": 93.6, "penalty_per_g": 95.0}]
    rules = [rule | {"currency": "EUR"} for rule in rules]
    stand = {"market": "eu", "firm": "nissan", "gap_g_per_km": 29.0, "registrations_units": 200_000.0}
    given = {"co2_rules": rules, "co2_positions": [stand]}
    assert recomputed(build, "co2_exposure_per_car(nissan, eu)", "eur_per_car", **given) == pytest.approx(
        2_755
    )
    assert recomputed(build, "co2_exposure(nissan, eu)", "eur_m", **given) == pytest.approx(551.0)
    slack = given | {"co2_positions": [stand | {"gap_g_per_km": -5.0}]}
    assert recomputed(build, "co2_exposure(nissan, eu)", "eur_m", **slack) == 0.0
    assert recomputed(build, "co2_exposure(honda, eu)", "eur_m", **given) is None


def test_platform_doubling(build: Build) -> None:
    # 3 % a doubling: unit parts cost falls to 97 %; 400,000 cars × 18,000 × 3 % = 216 M;
    # development 1,500 M over 8 years at 8 %: annuity 0.174015 × 1,500 = 261.02; (1 − 0.65) of it = 91.36
    platforms = [
        dict(row, reference_units_per_year=200_000.0, development_cost_m=1_500.0)
        for row in tables()["platforms"]
    ]
    measure = "platform_doubling(f_alpha, 2)"
    found = recomputed(build, measure, "usd_m", platforms=platforms)
    assert found == pytest.approx(216.0 + 91.36, abs=0.01)
    # nothing more is saved beyond 250,000: k = 1.25, saving 1 − 1.25^(log2 0.97) = 0.97571 %
    capped = [dict(row, joint_volume_limit=250_000.0) for row in platforms]
    bill = 400_000 * 18_000 * (1 - 1.25 ** (-0.0439433)) / 1e6
    assert recomputed(build, measure, "usd_m", platforms=capped) == pytest.approx(bill + 91.36, abs=0.01)
    assert recomputed(build, measure, "usd_m") is None


def test_platform_doubling_at_a_volume_of_its_own(build: Build) -> None:
    # V0 100,000 at 18,000: at 200,000 a car's parts are 97 % of that, 17,460; at 400,000 97 % of it,
    # 16,936.2; 400,000 × 523.8 = 209.52 M; and 91.36 M of development, as above
    platforms = [
        dict(row, reference_units_per_year=100_000.0, development_cost_m=1_500.0)
        for row in tables()["platforms"]
    ]
    found = recomputed(build, "platform_doubling(f_alpha, 2, 200000)", "usd_m", platforms=platforms)
    assert found == pytest.approx(209.52 + 91.36, abs=0.01)


def test_joint_volume_of_two_platforms(build: Build) -> None:
    rows = tables()["platforms"]
    names = [row["platform"] for row in rows][:2]
    measure = f"joint_platform_units({names[0]}, {names[1]})"
    known = [dict(row, reference_units_per_year=100_000.0 + 50_000.0 * i) for i, row in enumerate(rows)]
    assert recomputed(build, measure, "units", platforms=known) == 250_000
    blank = [dict(row, reference_units_per_year=None) for row in rows]
    assert recomputed(build, measure, "units", platforms=blank) is None


def test_a_share_is_held_in_points(build: Build) -> None:
    # canton: 110,000 of 300,000 = 36.67 %; against 32 % is 4.67 points (14.6 % of 32), against 30 % 6.67
    rows = [
        claim("plant_use(canton)", 32.0, "pct", claim="near", tolerance=0.05),
        claim("plant_use(canton)", 30.0, "pct", claim="far", tolerance=0.05),
        claim("plant_use(canton)", 0.20, "share", claim="wrong", tolerance=0.05),
    ]
    near, far, wrong = claims(build(sourcing=FLOWS, claims=rows))
    assert [r.verdict for r in (near, far, wrong)] == ["right", "roughly right", "wrong"]
    assert near.difference == pytest.approx(11 / 30 - 0.32)
    assert wrong.difference == pytest.approx(11 / 30 - 0.20)
    assert near.in_points


def test_a_figure_of_something_else_gets_no_verdict(build: Build) -> None:
    row = claim("tariff_exposure(nissan, us, 0.25)", 200.0, "usd_m", comparable=False)
    (found,) = claims(build(sourcing=FLOWS, claims=[row]))
    assert found.verdict == "not comparable"
    assert found.difference == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (200.0, "right"),
        (230.0, "right"),  # 200/230 = −13 %
        (260.0, "roughly right"),  # −23 %
        (400.0, "wrong"),  # −50 %
        (100.0, "wrong"),  # +100 %
    ],
)
def test_verdict_by_tolerance(build: Build, figure: float, verdict: str) -> None:
    row = claim("tariff_exposure(nissan, us, 0.25)", figure, "usd_m", tolerance=0.15, why_not="because")
    result = claims(build(sourcing=FLOWS, claims=[row]))[0]
    assert result.verdict == verdict
    assert result.difference == pytest.approx(200 / figure - 1)
    assert result.why == "because"


def test_what_needs_a_plan_or_another_unit_is_not_checkable(build: Build) -> None:
    deal = {
        "agreement": "a",
        "title": "A",
        "kind": "contract_build",
        "status": "candidate",
        "parties": "nissan",
    }
    rows = [
        claim("saving_of(a)", 3.0, "jpy_bn", claim="saving"),
        claim("plant_use(canton)", 3.0, "jpy_bn", claim="unit"),
        claim("", 3.0, "jpy_bn", claim="blank"),
    ]
    results = claims(build(sourcing=FLOWS, claims=rows, agreements=[deal]))
    assert [result.verdict for result in results] == ["not checkable"] * 3
    assert "--agreements a`" in results[0].why
    assert results[0].why.startswith("needs `teikei advise ")
    assert "cannot be put in 'jpy_bn'" in results[1].why


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        (
            "tarif_exposure(nissan, us, 0.25)",
            "no measure 'tarif_exposure'",
            "did you mean 'tariff_exposure'?",
        ),
        ("tariff_exposure(nisan, us, 0.25)", "no firm is called 'nisan'", "did you mean 'nissan'?"),
        ("tariff_exposure(nissan, us)", "2 given", "give firm, market, rate"),
        ("output()", "0 given", "give plant"),
        ("tariff_exposure(nissan, us, lots)", "'lots' is no number", "give rate as a number"),
        ("tariff_exposure(nissan, us, nan)", "'nan' is no number", "give rate as a number"),
        ("__import__('os').system('ls')", "is no call", "write name(argument, argument)"),
        ("output(output(canton))", "is no call", "write name(argument, argument)"),
    ],
)
def test_measures_that_cannot_be_read(build: Build, text: str, what: str, fix: str) -> None:
    with pytest.raises(CaseError) as error:
        read_measure(build(), text, "claims.csv:2")
    assert what in error.value.faults[0].what
    assert fix in error.value.faults[0].fix
    assert error.value.faults[0].where == "claims.csv:2 column measure"


def test_bad_measures_are_gathered(build: Build) -> None:
    rows = [claim("nonsense(1)", 1.0, "usd_m"), claim("output(nowhere)", 1.0, "units", claim="d")]
    with pytest.raises(CaseError) as error:
        claims(build(claims=rows))
    assert len(error.value.faults) == 2


def test_every_measure_says_what_it_measures() -> None:
    assert all(measure.__doc__ for measure in MEASURES.values())


def test_dates_before_the_table_begins_are_errors(build: Build) -> None:
    flows = [dict(FLOWS[1], base_year=2005)]
    with pytest.raises(CaseError, match="every day of 2005"):
        claims(build(sourcing=flows, claims=[claim("tariff_exposure(nissan, us, 0.25)", 1.0, "usd_m")]))
