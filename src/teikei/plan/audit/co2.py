"""Fleets, penalties and pools of a plan counted again from the tables.

    grams[f,τ] = Σ cars of f in τ · (g − reference) + handed over − received
    penalty    = max(0, grams) · penalty_per_g, due in the last year of the window

The reference is worked out here once more from co2_positions.csv, co2_rules.csv, demand.csv and variants.csv.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from teikei.case.derived import finished
from teikei.industry.money import rate
from teikei.plan.audit.records import Handed, Records, Row

KILO = 1000.0
SLACK_KG = 1e-3
"""Kilograms a km by which a credit may pass its limit: the solver's rounding."""


class Due(NamedTuple):
    """What a fleet has above its target in a window, in kg/km, and its penalty in million of that year."""

    firm: str
    market: str
    year: int
    kilograms: float
    penalty_m: float


def dues(records: Records) -> Iterator[Due]:
    """Every fleet of a member and window, by the cars shipped and the grams handed over."""
    for position in records.case["co2_positions"].iter_rows(named=True):
        firm, market, kind = position["firm"], position["market"], position["customs_class"]
        if firm not in records.members:
            continue
        grams = _grams_by_year(records, position)
        for rule, window in _windows(records, market, kind):
            above = sum(grams.get(year, 0.0) for year in window) / KILO
            for one in records.handed:
                if (one.market, one.customs_class) == (market, kind) and one.year == window[-1]:
                    above += one.kilograms * (float(one.giver == firm) - float(one.taker == firm))
            a_gram = rule["penalty_per_g"] * rate(records.case, rule["currency"])
            yield Due(firm, market, window[-1], above, max(0.0, above) * KILO * a_gram / 1e6)


def _grams_by_year(records: Records, position: Row) -> dict[int, float]:
    """Year -> g/km times cars above the reference."""
    start, steps = _reference(records, position)
    emitted = dict(finished(records.case).select("variant", "co2_g_per_km").iter_rows())
    found: dict[int, float] = {}
    for car in records.cars:
        model = records.models[car.model]
        kind = "car" if model["customs_class"] == "car" else "van"
        if (car.firm, car.market, kind) == (
            position["firm"],
            position["market"],
            position["customs_class"],
        ):
            each = emitted[car.variant] - start - steps[car.year]
            found[car.year] = found.get(car.year, 0.0) + each * car.units
    return found


def _reference(records: Records, position: Row) -> tuple[float, dict[int, float]]:
    """Grams a km that add nothing in the fleet's year, and what later (earlier) targets add to them."""
    year = position["fleet_year"] or records.years[0]
    rules = records.case["co2_rules"].filter(
        market=position["market"], customs_class=position["customs_class"]
    )
    target = {y: _rule(rules, y) for y in (year, *records.years)}
    then = target[year]
    average = position["fleet_g_per_km"]
    if average is None:
        average = _average(records, position, year)
    if average is None:
        start = 0.0 if then is None else float(then["target_g_per_km"])
    else:
        start = average - position["gap_g_per_km"]
    steps = {}
    for y in records.years:
        now = target[y]
        move = 0.0 if now is None or then is None else now["target_g_per_km"] - then["target_g_per_km"]
        steps[y] = move * (1.0 - position["target_follow_share"] if move < 0 else 1.0)
    return start, steps


def _average(records: Records, position: Row, year: int) -> float | None:
    """Mean of a car's grams over the demand of the firm's cars on sale in a year."""
    case = records.case
    on_sale = (
        (pl.col("status") != "candidate")
        & (pl.col("first_year").fill_null(0) <= year)
        & (pl.col("last_year").fill_null(9999) >= year)
    )
    is_car = pl.col("customs_class") == "car"
    wanted = is_car if position["customs_class"] == "car" else ~is_car
    models = case["models"].filter(on_sale & wanted, firm=position["firm"]).select("model")
    grams = finished(case).filter(on_sale).group_by("model", "powertrain").agg(pl.col("co2_g_per_km").mean())
    sold = (
        case["demand"]
        .filter(market=position["market"])
        .join(models, on="model", how="semi")
        .join(case["offers"], on=["model", "market"], how="anti")
        .join(grams, on=["model", "powertrain"])
        .with_columns(
            units=pl.col("units_per_year") * (1.0 + pl.col("growth")) ** (year - pl.col("base_year"))
        )
    )
    cars = float(sold["units"].sum())
    return float((sold["units"] * sold["co2_g_per_km"]).sum()) / cars if cars > 0 else None


def _rule(rules: pl.DataFrame, year: int) -> Row | None:
    rows = rules.filter(pl.col("valid_from") <= year, pl.col("valid_to").fill_null(9999) >= year).sort(
        "valid_from"
    )
    return rows.row(-1, named=True) if rows.height else None


def _windows(records: Records, market: str, kind: str) -> list[tuple[Row, list[int]]]:
    """(rule, its planned years) of every averaging window."""
    rules = records.case["co2_rules"].filter(market=market, customs_class=kind)
    found: dict[tuple[int, int], tuple[Row, list[int]]] = {}
    for year in records.years:
        rule = _rule(rules, year)
        if rule is not None:
            number = (year - rule["valid_from"]) // rule["averaging_years"]
            found.setdefault((rule["valid_from"], number), (rule, []))[1].append(year)
    return list(found.values())


def settled_with(records: Records, one: Handed) -> list[int]:
    """Planned years of the averaging window in which grams are handed over."""
    windows = (years for _, years in _windows(records, one.market, one.customs_class))
    return next((years for years in windows if years[-1] == one.year), [])


def over_pools(records: Records) -> Iterator[str]:
    """Grams change hands only in a pool in force; an outside partner hands over no more than its slack."""
    slack = {
        (p["firm"], p["market"], p["customs_class"]): (-p["gap_g_per_km"], p["registrations_units"] or 0.0)
        for p in records.case["co2_positions"].iter_rows(named=True)
    }
    given: dict[tuple[str, str, str, int], float] = {}
    for one in records.handed:
        window = settled_with(records, one)
        said = f"{one.giver} hands {one.kilograms:,.0f} kg/km to {one.taker} in {one.year}"
        grants = [
            p
            for p in records.book.permits
            if (p.agreement, p.what, p.resource) == (one.agreement, "pool", one.market)
            and {p.giver, p.taker} == {one.giver, one.taker}
            and (p.giver == one.giver or {one.giver, one.taker} <= records.members)
        ]
        years = sum(any(p.first_year <= y <= p.last_year for p in grants) for y in window)
        if one.giver in records.members:
            if not years:
                yield f"{said}: no pool of theirs is in force"
            continue
        grams, cars = slack.get((one.giver, one.market, one.customs_class), (0.0, 0.0))
        limits = [cars if p.limit is None else min(cars, p.limit) for p in grants]
        most = max(0.0, grams) * max(limits, default=0.0) * years / KILO
        if one.giver in records.planning or one.kilograms > most + SLACK_KG * max(1.0, most):
            yield f"{said}: at most {most:,.0f} are its to hand over"
        key = (one.giver, one.market, one.customs_class, one.year)
        given[key] = given.get(key, 0.0) + one.kilograms
        whole = max(0.0, grams) * cars * len(window) / KILO
        if given[key] > whole + SLACK_KG * max(1.0, whole):
            yield f"{one.giver} hands over {given[key]:,.0f} kg/km in {one.year}, of {whole:,.0f} that it has"
