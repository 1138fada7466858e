"""`teikei fuel`: what a car consumes on a drive cycle, and where the energy goes."""

from __future__ import annotations

import json as encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.industry.certified_cars import CertifiedCar, cars
from teikei.industry.cycles import COASTED_KMH, FILES, KMH
from teikei.industry.energy_chain import LINKS
from teikei.industry.epower import TECHNOLOGIES, technology
from teikei.industry.labels import Label, combined, electric_label, petrol_label
from teikei.industry.powertrains import Hybrid, Powertrain
from teikei.industry.roadload import (
    Trip,
    Vehicle,
    battery_electric,
    combustion,
    drive,
    estimated,
    power_split,
    series_hybrid,
)
from teikei.report.energy_chart import consumption, energy_chart

KINDS = ("petrol", "petrol_stepped", "hybrid", "series", "electric")
BODY = (1750.0, 130.0, 0.78)
ENGINE = (1.5, 116.0, 0.39)
WIDTH = 100
BAR = 40
SHOWN_KMH = 120.0
"""Speed at which the force of the road is printed."""


def fuel(
    *,
    powertrain: str = "series",
    cycle: str = "wltc",
    car: str | None = None,
    body: str | None = None,
    engine: str | None = None,
    lock_up: float | None = None,
    draw: Path | None = None,
    json: bool = False,
) -> int:
    """Show what a car consumes on a drive cycle, and where the energy goes.

    The car is a crossover of Qashqai's size with the engine of the second e-POWER, unless options say
    otherwise. The battery of a hybrid ends as it began.

    Parameters
    ----------
    powertrain
        petrol (stepless gears), petrol_stepped, hybrid (power split), series or electric; or a technology:
        mhev13, epower2, epower3, ehev_h, phev_mmc, cmf_ev
    cycle
        ftp, udds, hwfet, us06, wltc, wltc_low, wltc_medium, wltc_high, wltc_extra_high, or a steady speed in
        km/h such as 120
    car
        part of the name of one of the twenty certified cars, e.g. "Leaf": its own powertrain, the certified
        figure and the label beside it
    body
        test mass in kg, rolling force in N and drag area in m2, e.g. 1750,130,0.78
    engine
        displacement in litres, rated power in kW and peak efficiency, e.g. 1.5,116,0.39; a petrol car takes
        the efficiency that was fitted to eight of them
    lock_up
        speed in km/h from which a series hybrid's engine is locked to the wheels (default: never)
    draw
        write the loss chain as a picture to this file, .svg
    json
        print one JSON object instead of text
    """
    certified = None if car is None else _certified(car, powertrain, body, engine, lock_up)
    vehicle = _vehicle(powertrain, body, engine, lock_up) if certified is None else certified.vehicle()
    trip = drive(vehicle, cycle)
    if draw is not None:
        _write(draw, energy_chart(trip))
    if json:
        print(encode.dumps(_as_object(trip, certified), ensure_ascii=False))
        return 0
    _print(trip, vehicle, certified)
    if draw is not None:
        print(f"Drawn: {draw}")
    return 0


def _certified(
    part: str, powertrain: str, body: str | None, engine: str | None, lock_up: float | None
) -> CertifiedCar:
    others = (powertrain != "series", body, engine, lock_up)
    if any(bool(other) for other in others):
        why = "the car's own powertrain and body would be left out without a word"
        fix = "leave out --powertrain, --body, --engine and --lock-up, or leave out --car"
        raise UsageError(Fault("--car", "a certified car comes with all its figures", why, fix))
    found = [one for one in cars() if part.strip().lower() in one.name.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        fix = f"say more of the name: {', '.join(one.name for one in found)}"
        raise UsageError(Fault("--car", f"{len(found)} cars are called {part!r}", "nothing was driven", fix))
    fix = did_you_mean(part, [one.name for one in cars()], "test_cars.csv")
    raise UsageError(Fault("--car", f"no certified car {part!r}", "nothing was driven", fix))


def _vehicle(powertrain: str, body: str | None, engine: str | None, lock_up: float | None) -> Vehicle:
    if powertrain in TECHNOLOGIES:
        if body or engine or lock_up is not None:
            why = "the technology's own figures would be left out without a word"
            fix = f"leave them out, or use --powertrain {', '.join(KINDS)}"
            raise UsageError(Fault("--powertrain", f"{powertrain} comes with body and engine", why, fix))
        return technology(powertrain)
    if powertrain not in KINDS:
        fix = did_you_mean(powertrain, [*KINDS, *TECHNOLOGIES], "teikei fuel --help")
        raise UsageError(Fault("--powertrain", f"no powertrain {powertrain!r}", "nothing was driven", fix))
    if lock_up is not None and (powertrain != "series" or not 0 < lock_up <= 250):
        fix = "use --powertrain series and a speed above 0 and at most 250 km/h, or leave --lock-up out"
        raise UsageError(
            Fault("--lock-up", f"a clutch at {lock_up:g} km/h, {powertrain}", "no such car", fix)
        )
    if engine is not None and powertrain == "electric":
        raise UsageError(
            Fault("--engine", "a battery car has none", "it would change nothing", "leave it out")
        )
    mass, rolling, drag_area = _three("--body", body, BODY)
    litres, rated, peak = _three("--engine", engine, ENGINE)
    made: Powertrain
    if powertrain == "petrol":
        made = combustion(litres, rated)
    elif powertrain == "petrol_stepped":
        made = combustion(litres, rated, "stepped")
    elif powertrain == "electric":
        made = battery_electric()
    elif powertrain == "hybrid":
        made = power_split(litres, rated, peak)
    else:
        made = series_hybrid(litres, rated, peak, lock_up)
    return Vehicle(made.name, estimated(mass, rolling, drag_area), made)


def _three(option: str, text: str | None, default: tuple[float, float, float]) -> tuple[float, float, float]:
    if text is None:
        return default
    try:
        first, second, third = (float(part) for part in text.split(","))
    except ValueError:
        shown = ",".join(f"{value:g}" for value in default)
        fix = f"give three numbers with commas between, e.g. {shown}"
        raise UsageError(Fault(option, f"cannot read {text!r}", "nothing was driven", fix)) from None
    return first, second, third


def _write(draw: Path, picture: str) -> None:
    if draw.suffix.lower() != ".svg":
        fix = f"write {draw.with_suffix('.svg').name}"
        raise UsageError(Fault("--draw", f"cannot draw {draw.name}", "pictures are written as SVG only", fix))
    try:
        draw.write_text(picture, encoding="utf-8")
    except OSError as error:
        fix = "give a file in a folder that exists and can be written"
        raise UsageError(Fault("--draw", str(error), "the picture would be lost", fix)) from error


def _label(certified: CertifiedCar) -> tuple[Label, Label]:
    """The sticker by the model and by the certificate."""
    vehicle = certified.vehicle()
    trips = drive(vehicle, "ftp"), drive(vehicle, "hwfet")
    if certified.kind == "BEV":
        model = electric_label(*(trip.kwh_per_100km for trip in trips))
        return model, electric_label(certified.city, certified.highway)
    model = petrol_label(*(trip.litres_per_100km for trip in trips))
    return model, petrol_label(certified.city, certified.highway)


def _as_object(trip: Trip, certified: CertifiedCar | None) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "vehicle": trip.vehicle,
        "cycle": trip.cycle,
        "km": trip.metres / 1e3,
        "litres_per_100km": trip.litres_per_100km,
        "kwh_per_100km": trip.kwh_per_100km,
        "grams_co2_per_km": trip.grams_co2_per_km,
        "fuel": trip.fuel.name,
        "megajoules_per_100km": trip.megajoules_per_100km,
        "engine_on": trip.engine_on,
        "battery_swing_kwh": trip.swing_kwh,
        "imbalance": trip.chain.imbalance,
    }
    if certified is not None:
        model, sticker = _label(certified)
        whole["certified"] = {"city": certified.city, "highway": certified.highway, "us06": certified.us06}
        whole["label"] = {"model": asdict(model), "certified": asdict(sticker)}
    return whole


def _print(trip: Trip, vehicle: Vehicle, certified: CertifiedCar | None) -> None:
    out = Console(highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out = Console(highlight=False, markup=False, emoji=False, width=WIDTH)
    out.print(f"{trip.vehicle}, {trip.cycle}, {trip.metres / 1e3:.2f} km: {consumption(trip)}")
    body = vehicle.body
    slow, fast = (body.constant + (body.linear + body.square * v) * v for v in (0.0, SHOWN_KMH * KMH))
    litres = f"Litres of {trip.fuel.name}. " if trip.chain.fuel else ""
    out.print(
        f"{litres}Test mass {body.mass:,.0f} kg; the road takes {slow:.0f} N at a crawl, {fast:.0f} N at "
        f"{SHOWN_KMH:g} km/h."
    )
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column("where it goes")
    shown.add_column("MJ/100 km", justify="right")
    shown.add_column("share", justify="right")
    shown.add_column("")
    links = trip.megajoules_per_100km
    whole = sum(links.values())
    for name, value in links.items():
        bar = "█" * round(BAR * value / whole) or "▏"
        shown.add_row(LINKS[name], f"{value:.1f}", f"{value / whole:.1%}", bar)
    shown.add_section()
    shown.add_row("supplied", f"{whole:.1f}", "", "")
    out.print(shown)
    if trip.top_kmh > COASTED_KMH and trip.cycle not in FILES:
        out.print(f"Coast-downs end at {COASTED_KMH:g} km/h: above it road load is carried on by formula.")
    hybrid = isinstance(vehicle.powertrain, Hybrid)
    if trip.chain.fuel and (trip.engine_on < 1 or hybrid):
        out.print(f"Engine running {trip.engine_on:.0%} of the time.")
    if trip.chain.fuel and (trip.swing_kwh or hybrid):
        out.print(f"The battery ends as it began and moves by {trip.swing_kwh:.2f} kWh on the way.")
    if certified is not None:
        _print_label(certified, out)


def _print_label(certified: CertifiedCar, out: Console) -> None:
    unit = "kWh/100 km" if certified.kind == "BEV" else "l/100 km"
    model, sticker = _label(certified)
    shown = Table(title=f"Label, {unit}", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in ("", "city", "highway", "combined"):
        shown.add_column(column, justify="right" if column else "left")
    for words, row in (("model", model), ("certified", sticker)):
        shown.add_row(words, f"{row.city:.2f}", f"{row.highway:.2f}", f"{row.combined:.2f}")
    off = f"{model.combined / sticker.combined - 1:+.1%}"
    shown.add_row(
        "difference",
        f"{model.city / sticker.city - 1:+.1%}",
        f"{model.highway / sticker.highway - 1:+.1%}",
        off,
    )
    out.print(shown)
    both = combined(certified.city, certified.highway)
    out.print(
        f"As tested, before the label: city {certified.city:.2f}, highway {certified.highway:.2f}, "
        f"both {both:.2f}."
    )
