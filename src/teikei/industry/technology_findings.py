"""What the model says of a technology: cost of sharing, worth of access, price of a gram, average fuel."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from teikei.industry import charging, co2, plug_in, software
from teikei.industry.fuel_findings import about, fuel
from teikei.industry.option_findings import about_option, option
from teikei.industry.scale import CostCurve
from teikei.industry.technology import Finding, Input, Known, found

if TYPE_CHECKING:
    from teikei.case.case import Case

YEARS_CONNECTED = 8
"""Years that a car is assumed to pay for services."""


def findings(case: Case, technology: str) -> tuple[Finding, ...]:
    """Everything the model can say of a technology (`Known`), from its effects; empty if they say too little.

    Examples
    --------
    >>> from teikei.case.read import read_case
    >>> said = findings(read_case("nissan_2025"), "vehicle_os_hn")
    >>> said[0].what, round(said[0].value, 4)
    ('cost of each of two equal partners, of a stack of its own', 0.575)
    """
    known = Known(case, technology)
    return (*BY_KIND.get(str(known.row["kind"]), _nothing)(known), *fuel(known))


def remarks(case: Case, technology: str) -> tuple[str, ...]:
    """What a reader must know of the figures of `findings`: whose cars, which body, which years.

    >>> from teikei.case.read import read_case
    >>> remarks(read_case("nissan_2025"), "nacs")[0][:48]
    'Access belongs to electric cars that Nissan sell'
    """
    known = Known(case, technology)
    return (*REMARKS.get(str(known.row["kind"]), _silent)(known), *about(known))


def _nothing(_: Known) -> Iterator[Finding]:
    yield from ()


def _silent(_: Known) -> Iterator[str]:
    yield from ()


def _software(known: Known) -> Iterator[Finding]:
    """Cost of each partner, per car; months; services."""
    share = known.effect("fixed_cost_share")
    if share is not None:
        text = "cost of each of two equal partners, of a stack of its own"
        yield found(text, "share", "software.cost_share", lambda share: share, share=share)
        yield from _development(known, share)
    months = known.effect("time_to_market")
    if months is not None:
        spread = software.Triangle(months.low, months.value, months.high)
        judged = months.judgement
        by = "software.Triangle"
        yield Finding("months to market, mean", spread.mean, months.low, months.high, "months", judged, by)
        late = spread.above(0.0)
        yield Finding("  probability of coming late", late, late, late, "share", judged, by)
    revenue = known.effect("ota_revenue")
    if revenue is not None:
        discount = known.case.settings.discount_rate
        yield found(
            f"services over {YEARS_CONNECTED} years, today's worth before their cost",
            f"{known.currency} a car",
            "software.service_value",
            lambda revenue: software.service_value(revenue, years=YEARS_CONNECTED, discount_rate=discount),
            revenue=revenue,
        )


def _development(known: Known, share: Input) -> Iterator[Finding]:
    """Development per car of each owner, alone and shared by volume."""
    owners = _makers(known)
    cars = [known.sold(firm) for firm in owners]
    cost = known.yearly_cost
    unit = f"{known.currency} a car"
    for firm, sold in zip(owners, cars, strict=True):
        name, by = known.names[firm], "annuity / cars"
        yield Finding(f"cars of {name}", sold, sold, sold, "cars a year", True, "demand.csv")
        text = f"  development a car, {name} alone"
        yield found(text, unit, by, lambda cost, sold=sold: cost / sold, cost=cost)
    if len(owners) < 2:
        return
    # the effect is that of two partners, (1 + e)/2: e = 2·share − 1
    yield found(
        f"development a car, shared by {len(owners)} in proportion to cars",
        unit,
        "software.split_cost",
        lambda cost, share: float(
            software.split_cost(cost, cars, max(0.0, 2.0 * share - 1.0)).sum() / sum(cars)
        ),
        cost=cost,
        share=share,
    )


def _makers(known: Known) -> list[str]:
    """Owners that sell cars."""
    return [firm for firm in known.owners if known.sold(firm) > 0]


def _about_software(known: Known) -> Iterator[str]:
    if _makers(known):
        first, years = known.case.settings.first_year, known.row["life_years"]
        yield (
            f"Development: an annuity over {years} years, as in the plan, on all cars of a maker on sale in "
            f"{first}, at the volumes of demand.csv"
        )
    if known.effect("ota_revenue") is not None:
        yield (
            "Services: a mean over all cars, those that pay and those that do not; before payment fees, data "
            f"and content, and as if nobody stopped paying in {YEARS_CONNECTED} years"
        )
    if known.effect("fixed_cost_share") is not None:
        yield (
            "The plan, and with it the advice, counts shared development alone: parts saved, services and "
            "months earlier or later are in no surplus"
        )


def _charging(known: Known) -> Iterator[Finding]:
    """Uplift, handicap, cars kept, what a further car must earn for access to pay; worth to a driver."""
    elasticity, cap = known.effect("ev_demand", "elasticity"), known.effect("ev_demand_cap")
    stalls = known.effect("stalls_ratio")
    if elasticity is None or cap is None or stalls is None:
        return

    def factor(stalls: float, elasticity: float, cap: float) -> float:
        return float(charging.uplift(stalls, elasticity, cap))

    inputs = {"stalls": stalls, "elasticity": elasticity, "cap": cap}
    yield found("electric sales with access, over those without", "×", "charging.uplift", factor, **inputs)
    yield found(
        "electric sales lost by staying out, once rivals have access",
        "share",
        "charging.handicap",
        lambda stalls, elasticity, cap: float(charging.handicap(factor(stalls, elasticity, cap), 1.0)),
        **inputs,
    )
    for firm, sold in _electric(known):

        def per_car(
            stalls: float, elasticity: float, cap: float, cost: float, fixed: float, sold: float = sold
        ) -> float:
            up = factor(stalls, elasticity, cap)
            more = sold * (1.0 - 1.0 / up)
            return (sold * cost + fixed) / more if more > 0 else float("inf")

        who = known.names[firm]
        text = f"electric cars of {who} in the US, with access"
        yield Finding(text, sold, sold, sold, "cars a year", True, "demand.csv")
        yield found(
            "  of these hang on it",
            "cars a year",
            "charging.handicap",
            lambda stalls, elasticity, cap, sold=sold: sold * (1.0 - 1.0 / factor(stalls, elasticity, cap)),
            **inputs,
        )
        yield found(
            f"  what each of these must earn {who} for access to pay",
            f"{known.currency} a car",
            "charging.access_gain",
            per_car,
            **inputs,
            cost=known.unit_cost,
            fixed=known.yearly_cost,
        )
    worth, miles = known.effect("utility_wtp"), known.effect("range_miles")
    if worth is not None and miles is not None:
        yield found(
            f"worth of access to the driver of a car of {miles.value:.0f} miles",
            f"{known.currency} a car",
            "charging.worth_to_driver",
            lambda worth, miles: float(charging.worth_to_driver(miles, worth)),
            worth=replace(worth, judgement=True),  # that it falls as one over the range is judgement
            miles=miles,
        )


def _electric(known: Known) -> list[tuple[str, float]]:
    """Takers of access and the electric cars a year that they sell in the US."""
    sold = [(deal["taker"], known.sold(deal["taker"], "us", "electric")) for deal in known.agreements]
    return [(firm, cars) for firm, cars in sold if cars > 0]


def _about_charging(known: Known) -> Iterator[str]:
    for firm, cars in _electric(known):
        name, first = known.names[firm], known.case.settings.first_year
        yield (
            f"Access belongs to electric cars that {name} sells in the US: {cars:,.0f} a year by "
            f"demand.csv, of models on sale in {first}. It has access today, so these are sales with it; the "
            "port is paid on all of them"
        )


def _powertrain(known: Known) -> Iterator[Finding]:
    """CO2 credit, price of a gram at which the drive pays, learning, fuel of a plug-in."""
    cost, unit = known.unit_cost, f"{known.currency} a car"
    fine = _penalty(known)
    for baseline in [row["baseline"] for row in known.effects if row["target"] == "co2"][:1]:
        # what it saves and what it is worth must be against the same car
        grams = known.effect("co2", "add", baseline=baseline)
        worth = known.effect("utility_wtp", "add", baseline=baseline)
        if grams is None or worth is None or grams.value >= 0:
            break
        inputs = {"cost": cost, "worth": worth}
        yield found("buyers' worth less its cost, a gram being free", unit, "worth − cost", _net, **inputs)
        if fine:
            yield found(
                f"the same with every gram at the penalty of {fine:.0f}",
                unit,
                "co2.credit_per_car",
                lambda cost, worth, grams: _net(cost, worth) + co2.credit_per_car(-grams, fine),
                **inputs,
                grams=grams,
            )
        yield found(
            "price of a gram from which it pays",
            f"{known.currency} per g/km and car",
            "(cost − worth) / grams",
            lambda cost, worth, grams: max(0.0, (cost - worth) / -grams),
            **inputs,
            grams=grams,
        )
    yield from _learning(known)
    yield from _plug_in(known)


def _learning(known: Known) -> Iterator[Finding]:
    """Unit cost at twice its volume of reference, where the tables say that it learns."""
    volume, until = known.row["reference_units_per_year"], known.row["joint_volume_limit"] or math.inf
    if not known.row["saving_per_doubling"] or not volume:
        return
    twice = f"its cost at {2 * volume:,.0f} a year, twice the reference"
    yield found(
        twice if 2 * volume <= until else f"{twice}; nothing more is saved from {until:,.0f}",
        f"{known.currency} a car",
        "scale.CostCurve",
        lambda cost, saving: float(CostCurve(cost, volume, saving, until).average(2 * volume)),
        cost=known.unit_cost,
        saving=Input.of(known.row, "saving_per_doubling"),
    )


def _net(cost: float, worth: float) -> float:
    return worth - cost


def _plug_in(known: Known) -> Iterator[Finding]:
    share, empty = known.effect("elec_share"), known.effect("cs_fuel")
    if share is None or empty is None:
        return
    yield found(
        "petrol with an empty battery, US label",
        "l/100 km",
        "plug_in.litres",
        lambda empty: plug_in.litres(empty),
        empty=empty,
    )
    yield found(
        "petrol on average, US label",
        "l/100 km",
        "plug_in.average_fuel",
        lambda empty, share: float(plug_in.average_fuel(plug_in.litres(empty), share)),
        empty=empty,
        share=share,
    )


def _penalty(known: Known) -> float:
    """Penalty for a gram in the first year planned, in the technology's currency; 0 without a rule."""
    year = known.case.settings.first_year
    rules = known.case["co2_rules"].filter(
        pl.col("customs_class") == "car",
        pl.col("valid_from") <= year,
        pl.col("valid_to").fill_null(9999) >= year,
    )
    if not rules.height:
        return 0.0
    row = rules.row(0, named=True)
    return float(row["penalty_per_g"]) * known.into(str(row["currency"]))


BY_KIND: dict[str, Callable[[Known], Iterator[Finding]]] = {
    "powertrain": _powertrain,
    "driver_assistance": option,
    "software": _software,
    "charging": _charging,
}
"""Kind of technology -> what the model says of it."""

REMARKS: dict[str, Callable[[Known], Iterator[str]]] = {
    "driver_assistance": about_option,
    "software": _about_software,
    "charging": _about_charging,
}
"""Kind of technology -> what must be known of that."""
