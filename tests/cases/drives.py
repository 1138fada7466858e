"""The two makers with a hybrid drive of Hoku that Nagi may license, and with a second generation of it."""

from __future__ import annotations

from functools import cache

from tests.cases.edits import added, changed, dropped, two_makers

from teikei.case.case import Case

DRIVE = {
    "technology": "h_drive", "name": "Hoku drive", "kind": "powertrain", "owners": "hoku",
    "may_license": "nagi",
    "unit_cost": 1_000.0, "unit_cost_low": 600.0, "unit_cost_high": 1_500.0, "fixed_cost_m": 6.0,
    "saving_per_doubling": 0.1, "life_years": 3, "lead_years": 1.0,
}  # fmt: skip
LATER = DRIVE | {"technology": "h_drive2", "unit_cost": 900.0, "unit_cost_low": None, "may_license": ""}


def effect(
    technology: str, target: str, form: str, value: float, baseline: str, **words: object
) -> dict[str, object]:
    known = {"technology": technology, "target": target, "form": form, "value": value, "baseline": baseline}
    return known | {"scope": "all"} | words


def car(variant: str, model: str, technologies: str, base: str, **words: object) -> dict[str, object]:
    known = {"variant": variant, "model": model, "powertrain": "hybrid", "platform": f"{model[0]}_body"}
    return known | {"technologies": technologies, "derived_from": base, "parts_cost": 0.0} | words


@cache
def with_drives() -> Case:
    """Hoku sells 40,000 hybrids a year; a licence lets Nagi sell 20,000, made from its petrol SUV."""
    case = changed(two_makers(), "variants", {"powertrain": "petrol"}, co2_g_per_km=150.0)
    case = added(case, "technologies", DRIVE, LATER)
    case = added(
        case,
        "effects",
        effect("h_drive", "co2", "add", -40.0, "petrol", unit="g/km"),
        effect("h_drive", "utility_wtp", "add", 800.0, "petrol", unit="USD", pass_through=0.5),
        effect("h_drive2", "fuel_factor", "mult", 0.9, "h_drive", scope="wltc"),
        effect("h_drive2", "utility_wtp", "add", 100.0, "h_drive", unit="USD"),
        effect("h_drive2", "fuel_factor", "mult", 0.8, "h_drive", scope="highway"),
    )
    case = added(
        case,
        "variants",
        car("h_suv_hybrid", "h_suv", "h_drive", "h_suv_petrol", parts_cost=200.0),
        car("h_suv_hybrid2", "h_suv", "h_drive2", "h_suv_hybrid", status="candidate"),
        car("n_suv_hybrid", "n_suv", "h_drive", "n_suv_petrol", status="candidate"),
    )
    sold = {"powertrain": "hybrid", "market": "us", "base_year": 2026, "dealer_margin_share": 0.0}
    case = added(
        case,
        "demand",
        sold | {"model": "h_suv", "units_per_year": 40_000.0, "list_price": 31_000.0},
        sold | {"model": "n_suv", "units_per_year": 20_000.0, "list_price": 30_500.0},
    )
    case = added(
        case,
        "agreements",
        {
            "agreement": "drive_licence", "title": "Hoku's drive in Nagi's SUV", "kind": "technology_licence",
            "status": "candidate", "parties": "hoku;nagi", "months_to_sign": 6.0, "lead_years": 0.5,
            "screen": "green",
        },
    )  # fmt: skip
    grant = {"giver": "hoku", "taker": "nagi", "what": "technology", "resource": "h_drive", "models": "n_suv"}
    return added(case, "grants", grant | {"agreement": "drive_licence"})


@cache
def with_licence() -> Case:
    """Only the first drive, and room at harima for all of Hoku's cars: what joint volume saves, it earns."""
    case = dropped(with_drives(), "variants", variant="h_suv_hybrid2")
    return changed(case, "lines", {"line": "harima_body"}, capacity_units_per_year=200_000.0)
