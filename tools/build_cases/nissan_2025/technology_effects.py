"""Effects that the fact table of effects does not hold under a technology of the case, each with where it is from."""

from __future__ import annotations

from typing import NamedTuple


class Effect(NamedTuple):
    """One row of effects.csv: value with low and high."""

    technology: str
    target: str
    scope: str
    baseline: str
    form: str
    value: tuple[float, float, float]
    unit: str
    source: str
    confidence: str
    note: str


EFFECTS = (
    Effect(
        "wayve_lidar",
        "rule_hazard",
        "US",
        "",
        "hazard",
        (0.10, 0.25, 0.50),
        "1/yr",
        "s_selfdrive;s_judge",
        "assumption",
        "yearly chance of a federal rule for eyes-off driving, from next year on",
    ),
    Effect(
        "wayve_lidar",
        "rule_hazard",
        "EU",
        "",
        "hazard",
        (1.0, 1.0, 1.0),
        "1/yr",
        "s_r157",
        "reported",
        "UN R157: eyes-off driving up to 130 km/h is legal",
    ),
    Effect(
        "wayve_lidar",
        "rule_hazard",
        "Japan",
        "",
        "hazard",
        (1.0, 1.0, 1.0),
        "1/yr",
        "s_r157",
        "reported",
        "UN R157: eyes-off driving up to 130 km/h is legal",
    ),
    Effect(
        "wayve_lidar",
        "readiness_cost",
        "US",
        "wayve_vision",
        "set",
        (200.0, 350.0, 600.0),
        "USD",
        "s_judge",
        "assumption",
        "second brake and steering channel and wiring on cars built before the rule",
    ),
    Effect(
        "wayve_vision",
        "subscription_kept",
        "US",
        "",
        "set",
        (0.30, 0.35, 0.40),
        "share",
        "s_superc",
        "estimate",
        "subscribers of Super Cruise that renew; taken as a year's",
    ),
    Effect(
        "nacs",
        "stalls_ratio",
        "US",
        "CCS only",
        "set",
        (1.5, 2.4, 3.0),
        "",
        "s_scstalls;s_judge",
        "assumption",
        "fast stalls reachable with Tesla's over those without; estimate",
    ),
    Effect(
        "ehev_h",
        "fuel_factor",
        "WLTC",
        "epower3",
        "mult",
        (0.92, 0.96, 1.0),
        "",
        "s_own;s_judge",
        "assumption",
        "between 0.98 in town and 0.94 on HWFET of the own model; no WLTC figure is published",
    ),
    Effect(
        "ehev_h",
        "utility_wtp",
        "all",
        "epower3",
        "add",
        (100.0, 200.0, 260.0),
        "USD",
        "s_own;s_judge",
        "assumption",
        "10 % (5-13) of highway fuel: 45 % of 12,000 miles a year at 38 mpg and 3.3 USD, five years",
    ),
    Effect(
        "epower3",
        "fuel_factor",
        "WLTC",
        "hybrid_ford",
        "mult",
        (0.92, 1.0, 1.08),
        "",
        "s_judge",
        "assumption",
        "two full hybrids of one size; no comparison is published",
    ),
    Effect(
        "epower3",
        "utility_wtp",
        "all",
        "hybrid_ford",
        "add",
        (-300.0, 0.0, 300.0),
        "EUR",
        "s_judge",
        "assumption",
        "one hybrid in place of another: worth the same to a buyer",
    ),
)
