"""What the road-load model says of a powertrain: fuel, CO2, electricity by cycle; and of a claim."""

from __future__ import annotations

from collections.abc import Iterator

from teikei.industry import epower
from teikei.industry.technology import Finding, Known

LEVEL, RATIO = 0.10, 0.03
"""How far to trust it: levels within a tenth, ratios within three points (docs/background/epower.md)."""

CLAIMED = 0.85
"""Highway fuel of the third e-POWER over the second, as claimed: 15 % less."""

WORDS = {"wltc": "WLTC", "hwfet": "US highway cycle", "120": "120 km/h"}
"""Cycles of `epower.SPEEDS` in words."""

BASELINES = {"mhev13": "a 1.3 petrol", "epower2": "the second e-POWER", "epower3": "the third e-POWER"}
"""What a powertrain takes the place of, in words."""

BY = "epower.model_says"


def fuel(known: Known) -> Iterator[Finding]:
    """Fuel and CO2 in one common body, against what the powertrain takes the place of; nothing if unknown."""
    if known.technology not in epower.TECHNOLOGIES:
        return
    for said in epower.model_says(known.technology):
        where = WORDS.get(said.cycle, said.cycle)
        if said.litres_per_100km > 0:
            empty = ", battery empty" if said.kwh_per_100km > 0 else ""
            yield _level(f"petrol, {where}{empty}", said.litres_per_100km, "l/100 km")
            yield _level(f"  CO2, {where}{empty}", said.grams_co2_per_km, "g/km")
            if said.ratio is not None:
                against = f"  petrol over that of {BASELINES.get(str(said.baseline), said.baseline)}, {where}"
                low, high = said.ratio - RATIO, said.ratio + RATIO
                yield Finding(against, said.ratio, low, high, "×", False, BY)
        if said.kwh_per_100km > 0:
            yield _level(f"electricity from the socket, {where}", said.kwh_per_100km, "kWh/100 km")
    if known.technology == "epower3":
        yield from _claim()


def _level(what: str, value: float, unit: str) -> Finding:
    return Finding(what, value, (1 - LEVEL) * value, (1 + LEVEL) * value, unit, False, BY)


def _claim() -> Iterator[Finding]:
    """What of the claimed 15 % on the highway the published changes explain, and what the rest would take."""
    published = [one for one in epower.STEPS if one.basis == "published"][-1]
    for over in ("hwfet", "120"):
        results = {one.step.name: one.ratio for one in epower.steps([over])}
        gain = 1.0 - results[published.name]
        where = WORDS[over]
        text = f"fuel saved by the published changes alone, {where}, of 15 % claimed"
        yield Finding(text, gain, gain - RATIO, gain + RATIO, "share", False, "epower.steps")
        gaps = [epower.gap_needed(CLAIMED, over, step) for step in (epower.STEPS[-1], published)]
        text = f"  points that the old engine must run below its peak for 15 %, {where}"
        # low: with the assumed changes; high: with the published ones only
        yield Finding(text, 100 * gaps[0], 100 * gaps[0], 100 * gaps[1], "points", True, "epower.gap_needed")
