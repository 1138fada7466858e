"""Effects that the fact table of effects does not hold under a technology of the case, each with where it is from."""

from __future__ import annotations

from typing import NamedTuple

from teikei.industry.epower import STEPS, generation, model_says, technology
from teikei.industry.fuel_findings import RATIO
from teikei.industry.labels import combined
from teikei.industry.roadload import Vehicle, drive

LOCK_UP_KMH = 70.0
YEARLY_FUEL_USD = 12_000 / 38 * 3.3
"""A US buyer's year: 12,000 miles at 38 mpg and 3.3 USD a gallon."""

FIVE_YEARS = sum(1.08 ** -(year + 0.5) for year in range(5))
"""What a buyer counts of it: five years at 8 %."""


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


def _rule(market: str, chance: tuple[float, float, float], source: str, confidence: str, note: str) -> Effect:
    """Yearly chance that eyes-off driving becomes legal in a market."""
    return Effect(
        "wayve_lidar", "rule_hazard", market, "", "hazard", chance, "1/yr", source, confidence, note
    )


IN_FORCE = ((1.0, 1.0, 1.0), "s_r157", "reported", "UN R157: eyes-off driving up to 130 km/h is legal")

EFFECTS = (
    _rule(
        "US",
        (0.10, 0.25, 0.50),
        "s_selfdrive;s_judge",
        "assumption",
        "yearly chance of a federal rule for eyes-off driving, from next year on",
    ),
    _rule("EU", *IN_FORCE),
    _rule("Japan", *IN_FORCE),
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
        "nacs",
        "range_miles",
        "US",
        "",
        "set",
        (259.0, 303.0, 303.0),
        "mile",
        "s_leaf",
        "reported",
        "third Leaf by EPA: the only electric car that Nissan sells in the US in the first year planned",
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


def of_the_model() -> tuple[Effect, ...]:
    """What teikei's own road-load model says of drives, worked out by it, so that it cannot say two things.

    Honda's drive stands against the third e-POWER with Honda's own engine; its low ends are the clutch alone,
    added to the engine of the third e-POWER.
    """
    third, honda = generation(STEPS[-1]), technology("ehev_h")
    locked = generation(STEPS[-1], lock_up_kmh=LOCK_UP_KMH)
    own = (
        "own model: Honda's engine and clutch; low end: the clutch alone, on the engine of the third e-POWER"
    )
    rows = [_ratio("epower3", "UDDS", "udds", "own model")]
    for scope, over in (("UDDS", "udds"), ("WLTC", "wltc"), ("highway 120", "120")):
        alone = _litres(locked, over) / _litres(third, over)
        note = f"{own}; nothing is published" if over == "wltc" else own
        rows.append(_ratio("ehev_h", scope, over, note, alone))
    more, alone = (_mixed(car) / _mixed(third) - 1.0 for car in (honda, locked))
    worth = sorted(-round(each * YEARLY_FUEL_USD * FIVE_YEARS, -1) for each in (more, alone, more + RATIO))
    rows.append(
        Effect(
            "ehev_h",
            "utility_wtp",
            "all",
            "epower3",
            "add",
            (worth[0], worth[1], worth[2]),
            "USD",
            "s_own;s_judge",
            "assumption",
            f"{more:.1%} more fuel over city and highway cycle by the own model: 12,000 miles a year at 38 mpg and "
            "3.3 USD, five years at 8 %; high end: the clutch alone, on the engine of the third e-POWER",
        )
    )
    return tuple(rows)


def said_of_highway() -> str:
    """Note of the highway factor of the third e-POWER: claims and model beside each other."""
    ratio = model_says("epower3", ["hwfet"])[0].ratio
    return (
        f"claim: 0.85 if 15 % is less fuel, 0.87 if it is farther on a litre; the own model says {ratio:.2f}"
    )


def _ratio(name: str, scope: str, over: str, note: str, least: float | None = None) -> Effect:
    """Fuel over that of what a drive takes the place of, on one cycle, in the common body."""
    (said,) = model_says(name, [over])
    if said.ratio is None or said.baseline is None:
        raise LookupError(f"the model compares {name} with nothing")
    low = said.ratio - RATIO if least is None else least
    value = (round(low, 2), round(said.ratio, 2), round(said.ratio + RATIO, 2))
    return Effect(
        name, "fuel_factor", scope, said.baseline, "mult", value, "", "s_own;s_judge", "assumption", note
    )


def _litres(car: Vehicle, over: str) -> float:
    return drive(car, over).litres_per_100km


def _mixed(car: Vehicle) -> float:
    return combined(_litres(car, "ftp"), _litres(car, "hwfet"))
