"""What the road-load model says of a powertrain: fuel, CO2, electricity by cycle; and of a claim."""

from __future__ import annotations

from collections.abc import Iterator

from teikei.industry import epower
from teikei.industry.certified_cars import CertifiedCar, cars
from teikei.industry.labels import petrol_label
from teikei.industry.roadload import drive
from teikei.industry.technology import Finding, Known

LEVEL, RATIO = 0.10, 0.03
"""How far to trust it: levels within a tenth, ratios within three points (docs/background/epower.md)."""

CLAIMED, FARTHER = 0.85, 1 / 1.15
"""Highway fuel of the third e-POWER over the second, as claimed: 15 % less, or 15 % farther on a litre."""

WORDS = {"wltc": "WLTC", "hwfet": "US highway cycle", "120": "120 km/h"}
"""Cycles of `epower.SPEEDS` in words."""

BASELINES = {"mhev13": "a 1.3 petrol", "epower2": "the second e-POWER", "epower3": "the third e-POWER"}
"""What a powertrain takes the place of, in words."""

CERTIFIED = {"phev_mmc": ("Outlander", "Mitsubishi Outlander PHEV 2.4 (charge sustaining)")}
"""Technologies of which a car was certified: what it is called here, and in `certified_cars.cars`."""

BY = "epower.model_says"


def fuel(known: Known) -> Iterator[Finding]:
    """Fuel and CO2 in one common body, against what the powertrain takes the place of; nothing if unknown."""
    name = known.technology
    if name not in epower.TECHNOLOGIES:
        return
    judged = name in epower.ASSUMED
    for said in epower.model_says(name):
        where = WORDS.get(said.cycle, said.cycle)
        if said.litres_per_100km > 0:
            empty = ", battery empty" if said.kwh_per_100km > 0 else ""
            yield _level(f"petrol, {where}{empty}", said.litres_per_100km, "l/100 km", judged)
            yield _level(f"  CO2, {where}{empty}", said.grams_co2_per_km, "g/km", judged)
            if said.ratio is not None:
                against = f"  petrol over that of {BASELINES.get(str(said.baseline), said.baseline)}, {where}"
                low, high = said.ratio - RATIO, said.ratio + RATIO
                rests = judged or said.baseline in epower.ASSUMED
                yield Finding(against, said.ratio, low, high, "×", rests, BY)
        if said.kwh_per_100km > 0:
            yield _level(f"electricity from the socket, {where}", said.kwh_per_100km, "kWh/100 km", judged)
    if name in CERTIFIED:
        yield from _certified(*CERTIFIED[name])
    if name == "epower3":
        yield from _claim()


def about(known: Known) -> Iterator[str]:
    """What a reader must know of those figures: the body, the petrol, what they rest on."""
    name = known.technology
    if name not in epower.TECHNOLOGIES:
        return
    mass, common = epower.technology(name).body.mass, epower.crossover().mass
    own = "" if mass == common else f", {mass:,.0f} kg with this drive"
    yield (
        "Fuel of the model: every drive in one body, so that drives compare: a crossover of Qashqai's size, "
        f"{common:,.0f} kg as e-POWER{own}, its road load estimated; not the fuel of the cars above. Litres "
        "are E10 on the WLTC and at a steady speed, petrol without ethanol on US cycles"
    )
    if name in CERTIFIED:
        short, certified = CERTIFIED[name]
        body = _car(certified).body
        yield (
            f"{short}: the car certified in the United States in 2022 with a 2.4 l engine, in its own body "
            f"of {body.mass:,.0f} kg as tested; 26 mpg is the label of its successor"
        )
    if name == "ehev_h":
        yield (
            "Beside the third e-POWER: Honda's own engine of 40.6 % and its clutch, against 42 % as "
            "published and one point more in motor, generator and battery as assumed. The clutch alone, "
            "added to the engine of the third e-POWER, saves fuel: the low ends of the effects"
        )
    if name == "epower3":
        yield (
            "Points below its peak: for 15 % less fuel; the low end is for 15 % farther on a litre, which is "
            "13 % less. What is assumed: one point each in motor, generator and battery"
        )


def _car(name: str) -> CertifiedCar:
    return next(car for car in cars() if car.name == name)


def _level(what: str, value: float, unit: str, judged: bool = False, by: str = BY) -> Finding:
    return Finding(what, value, (1 - LEVEL) * value, (1 + LEVEL) * value, unit, judged, by)


def _certified(short: str, name: str) -> Iterator[Finding]:
    """The label of a certified car by the model, in its own body, and by its certificate."""
    car = _car(name)
    city, highway = (drive(car.vehicle(), over).litres_per_100km for over in ("ftp", "hwfet"))
    text, unit = f"petrol, US label, battery empty, {short} of 2022 in its own body", "l/100 km"
    yield _level(text, petrol_label(city, highway).combined, unit, by="labels.petrol_label")
    label = petrol_label(car.city, car.highway).combined
    yield Finding("  the same by its certificate", label, label, label, unit, False, "certified_cars")


def _claim() -> Iterator[Finding]:
    """What of the claimed 15 % on the highway the published changes explain, and what the rest would take."""
    published = [one for one in epower.STEPS if one.basis == "published"][-1]
    for over in ("hwfet", "120"):
        results = {one.step.name: one.ratio for one in epower.steps([over])}
        gain = 1.0 - results[published.name]
        where = WORDS[over]
        text = f"fuel saved by the published changes alone, {where}, of 15 % claimed"
        yield Finding(text, gain, gain - RATIO, gain + RATIO, "share", False, "epower.steps")
        needed = f"  points below its peak that the second's engine must run for 15 %, {where}"
        for words, step in ((needed, epower.STEPS[-1]), ("  the same without what is assumed", published)):
            less, farther = (100 * epower.gap_needed(ratio, over, step) for ratio in (CLAIMED, FARTHER))
            text = words if words is needed else f"{words}, {where}"
            judged = step is not published
            yield Finding(text, less, farther, less, "points", judged, "epower.gap_needed")
