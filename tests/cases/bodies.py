"""Two makers that may put their SUVs on one body."""

from __future__ import annotations

from tests.cases.edits import added, changed, two_makers

from teikei.case.case import Case


def shared_body(parts_of_nagi: float, makers: Case | None = None) -> Case:
    """Hoku may put its SUV on nagi's body, in force from 2029; the parts fall by a tenth, as volume doubles.

    100,000 SUVs of each; harima holds 50,000, from 2030 on 100,000. Adopting costs 0.6 * 600 / 3 = 120 a year
    and saves 1,600 on each of hoku's cars: 80 in 2029, 160 in 2030. Nagi saves a tenth of its parts.
    ``makers``: the two, or more of them.
    """
    case = changed(
        makers or two_makers(),
        "platforms",
        {"platform": "n_body"},
        saving_per_doubling=0.1,
        development_cost_m=600.0,
    )
    case = changed(case, "variants", {"variant": "n_suv_petrol"}, parts_cost=parts_of_nagi)
    case = changed(case, "demand", {"model": "h_suv", "market": "japan"}, units_per_year=20_000.0)
    case = changed(case, "lines", {"line": "harima_body"}, capacity_units_per_year=50_000.0)
    line = next(r for r in case["lines"].to_dicts() if r["line"] == "harima_body")
    case = added(case, "lines", line | {"line": "harima_2", "from_year": 2030})
    row = next(r for r in case["variants"].to_dicts() if r["variant"] == "h_suv_petrol")
    case = added(
        case, "variants", row | {"variant": "h_suv_shared", "platform": "n_body", "status": "candidate"}
    )
    deal = {"agreement": "body", "title": "One body", "kind": "shared_platform", "status": "candidate"}
    case = added(case, "agreements", deal | {"parties": "nagi;hoku"})
    grant = {"agreement": "body", "giver": "nagi", "taker": "hoku", "what": "platform", "resource": "n_body"}
    return added(case, "grants", grant)
