"""Published figures recomputed from the case: claimed, recomputed, difference, verdict."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from teikei.base.errors import CaseError, Fault, did_you_mean
from teikei.case.derived import finished
from teikei.industry.base_year import IMPORTED, BaseYear, import_share, import_units, output, sales, use
from teikei.industry.break_even import break_even_units
from teikei.industry.landed import landed
from teikei.industry.measures import arguments
from teikei.industry.money import annuity, in_case_currency
from teikei.industry.routes import KEY, described
from teikei.industry.technology_measures import fuel_saved, option_price
from teikei.industry.units import Figure, Kind, in_unit, shares_in

if TYPE_CHECKING:
    from teikei.case.case import Case

Verdict = Literal["right", "roughly right", "wrong", "not comparable", "not checkable"]


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim beside what the case makes of it.

    Attributes
    ----------
    claim, statement, measure, unit, source : as in claims.csv
    claimed, recomputed : figures in the unit; recomputed is None if the case cannot say
    difference : recomputed / claimed − 1; for shares recomputed − claimed in shares (0.05 = 5 points)
    in_points : whether the difference is of two shares
    verdict : right within the tolerance, roughly right within twice the tolerance, else wrong; not comparable
        where the published figure measures something else
    why : known reason for a difference, or why it cannot be checked
    """

    claim: str
    statement: str
    measure: str
    claimed: float
    recomputed: float | None
    difference: float | None
    in_points: bool
    unit: str
    verdict: Verdict
    source: str
    why: str


def tariff_exposure(base: BaseYear, firm: str, market: str, rate: float) -> Figure:
    """Duty that an extra rate would cost before any mitigation.

    ``Σ imported flows of firm into market: units · customs value · rate``, million case currency a year.
    """
    conditions = (pl.col("firm") == firm, pl.col("market") == market, IMPORTED)
    return Figure(base.money_m(pl.col("customs_value") * rate, *conditions), Kind.MONEY_M)


def tariff_exposure_actual(base: BaseYear, firm: str, market: str, year: float) -> Figure:
    """Duty on the base year's flows at the law of a year, less the duty at the law of the base year.

    ``Σ units · (duty_rate[year] − duty_rate[base]) · customs value``: preferences and content counted,
    nothing moved.
    """
    return _moved(base, int(year), ("duty",), pl.col("firm") == firm, pl.col("market") == market, IMPORTED)


def tariff_bill(base: BaseYear, firm: str, market: str, year: float) -> Figure:
    """As `tariff_exposure_actual`, with duty on parts: what the law of a year adds on all cars sold.

    ``Σ units · (duty + parts_duty)[year] − the same at the law of the base year``, home-built cars included.
    """
    layers = ("duty", "parts_duty")
    return _moved(base, int(year), layers, pl.col("firm") == firm, pl.col("market") == market)


def _moved(base: BaseYear, year: int, layers: tuple[str, ...], *conditions: pl.Expr) -> Figure:
    """What the layers of the flows cost more at the law of a year than at that of the base year."""
    flows = base.flows.filter(*conditions).with_columns(pl.sum_horizontal(layers).alias("now"))
    if not flows.height:
        return Figure(0.0, Kind.MONEY_M, "sourcing.csv has no such flow")
    then = landed(base.case, described(base.case, flows), [year])
    moved = flows.join(then.select(*KEY, pl.sum_horizontal(layers).alias("then")), on=KEY)
    total = moved.select(((pl.col("then") - pl.col("now")) * pl.col("units")).sum()).item()
    return Figure(float(total) / 1e6, Kind.MONEY_M)


def plant_use(base: BaseYear, plant: str) -> Figure:
    """Cars built over straight-time capacity, in the base year."""
    return use(base, plant)


def co2_exposure_per_car(base: BaseYear, firm: str, market: str) -> Figure:
    """Penalty a car registered, alone without a pool: ``max(gap, 0) · penalty_per_g`` of the price year."""
    case, year = base.case, base.case.settings.price_year
    rules = in_case_currency(case, case["co2_rules"], "penalty_per_g").filter(
        pl.col("market") == market,
        pl.col("customs_class") == "car",
        pl.col("valid_from") <= year,
        pl.col("valid_to").fill_null(9999) >= year,
    )
    stands = case["co2_positions"].filter(pl.col("market") == market, pl.col("firm") == firm)
    if not rules.height or not stands.height:
        why = f"no CO2 rule of {market} in {year}, or no position of {firm}"
        return Figure(None, Kind.MONEY_PER_CAR, why)
    gap = max(0.0, float(stands["gap_g_per_km"][0]))
    penalty = rules.sort("valid_from")["penalty_per_g"][-1]
    return Figure(gap * float(penalty), Kind.MONEY_PER_CAR)


def co2_exposure(base: BaseYear, firm: str, market: str) -> Figure:
    """Penalty a year, alone and without a pool: ``max(gap, 0) · penalty_per_g · registrations``.

    Registrations are those of co2_positions.csv, else the cars sourced into the market.
    """
    per_car = co2_exposure_per_car(base, firm, market)
    if per_car.value is None:
        return Figure(None, Kind.MONEY_M, per_car.why)
    stands = base.case["co2_positions"].filter(pl.col("market") == market, pl.col("firm") == firm)
    cars = stands["registrations_units"][0]
    if cars is None:
        cars = sales(base, firm, market).value
    return Figure(per_car.value * float(cars or 0.0) / 1e6, Kind.MONEY_M)


def platform_doubling(base: BaseYear, platform: str, factor: float, units: float = 0.0) -> Figure:
    """What a platform saves a year when ``factor`` programmes of ``units`` cars become one.

    ``factor·V·(c(V) − c(factor·V)) + (factor − 1)·(1 − follower_factor)·annuity(development)`` with ``c(V) =
    c0·(min(V, joint_volume_limit) / V0)^−b``, ``b = −log2(1 − saving_per_doubling)``, ``V0`` the reference
    volume and ``c0`` the parts cost of its variants there, weighted by cars sourced. V is ``units``, or V0 if
    none are given. Every programme beyond the first pays the follower's part.
    """
    case = base.case
    known = in_case_currency(case, case["platforms"], "development_cost_m").filter(
        pl.col("platform") == platform
    )
    row = known.row(0, named=True)
    volume = row["reference_units_per_year"]
    variants = in_case_currency(case, finished(case), "parts_cost").filter(pl.col("platform") == platform)
    if volume is None or not variants.height:
        return Figure(None, Kind.MONEY_M, f"{platform} has no reference volume or no variant")
    cars = case["sourcing"].group_by("variant").agg(pl.col("units").sum())
    weighed = variants.join(cars, on="variant", how="left").with_columns(pl.col("units").fill_null(0.0))
    weights = weighed["units"].to_numpy()
    parts = float(np.average(weighed["parts_cost"], weights=weights if weights.sum() > 0 else None))
    alone = units or volume
    limit = row["joint_volume_limit"] or math.inf
    b = -math.log2(1.0 - row["saving_per_doubling"])

    def unit_cost(cars: float) -> float:
        return parts * float((min(cars, max(limit, volume)) / volume) ** -b)

    bill_m = factor * alone * (unit_cost(alone) - unit_cost(factor * alone)) / 1e6
    yearly = annuity(row["development_cost_m"], case.settings.discount_rate, row["life_years"])
    return Figure(bill_m + (factor - 1.0) * (1.0 - row["follower_factor"]) * yearly, Kind.MONEY_M)


def joint_platform_units(base: BaseYear, platform: str, partner_platform: str) -> Figure:
    """Cars a year that would share one platform: the reference volumes of two, together."""
    table = base.case["platforms"].filter(pl.col("platform").is_in([platform, partner_platform]))
    volumes = table["reference_units_per_year"]
    if volumes.null_count():
        return Figure(None, Kind.UNITS, f"{platform} or {partner_platform} has no reference volume")
    return Figure(float(volumes.sum()), Kind.UNITS)


def saving_of(base: BaseYear, agreement: str) -> Figure:
    """Yearly surplus of an agreement: needs two plans, so `advise` gives it."""
    return Figure(None, Kind.MONEY_M, f"needs `teikei advise {base.case.name} --agreements {agreement}`")


MEASURES: dict[str, Callable[..., Figure]] = {
    measure.__name__: measure
    for measure in (
        tariff_exposure,
        tariff_exposure_actual,
        tariff_bill,
        plant_use,
        output,
        sales,
        import_units,
        import_share,
        co2_exposure,
        co2_exposure_per_car,
        platform_doubling,
        joint_platform_units,
        break_even_units,
        saving_of,
        option_price,
        fuel_saved,
    )
}
"""Names that the column ``measure`` of claims.csv may use, with their functions."""

_CALL = re.compile(r"^\s*([a-z_][a-z0-9_]*)\s*\(([^()]*)\)\s*$")


def claims(case: Case) -> list[ClaimResult]:
    """Every claim of claims.csv recomputed, in the order of the table.

    Parameters
    ----------
    case : the industry, with its claims

    Raises
    ------
    CaseError
        Measures that cannot be read or name unknown things, gathered.
    """
    base = BaseYear(case)
    calls, faults = [], list[Fault]()
    for number, row in enumerate(case["claims"].iter_rows(named=True)):
        try:
            calls.append(read_measure(case, row["measure"], case.place("claims", number)))
        except CaseError as error:
            faults += error.faults
    if faults:
        raise CaseError(faults)
    results = []
    for row, call in zip(case["claims"].iter_rows(named=True), calls, strict=True):
        if call is None:
            figure = Figure(None, Kind.UNITS, "no measure of the case recomputes it")
        else:
            measure, given = call
            figure = in_unit(case, measure(base, *given), row["unit"])
        results.append(_judged(row, figure))
    return results


def _judged(row: dict[str, object], figure: Figure) -> ClaimResult:
    claimed, tolerance = float(str(row["figure"])), float(str(row["tolerance"]))
    in_points = figure.kind is Kind.SHARE
    difference: float | None = None
    verdict: Verdict = "not checkable"
    if figure.value is not None:
        difference = _difference(claimed, figure.value, str(row["unit"]), in_points)
        miss = abs(difference) - 1e-12
        verdict = "right" if miss <= tolerance else "roughly right" if miss <= 2 * tolerance else "wrong"
        if not row["comparable"]:
            verdict = "not comparable"
    return ClaimResult(
        claim=str(row["claim"]),
        statement=str(row["statement"]),
        measure=str(row["measure"]),
        claimed=claimed,
        recomputed=figure.value,
        difference=difference,
        in_points=in_points,
        unit=str(row["unit"]),
        verdict=verdict,
        source=str(row["source"]),
        why="; ".join(text for text in (str(row["why_not"]), figure.why) if text),
    )


def _difference(claimed: float, recomputed: float, unit: str, in_points: bool) -> float:
    if in_points:
        return (recomputed - claimed) / shares_in(unit)
    if claimed:
        return recomputed / claimed - 1.0
    return math.inf if recomputed else 0.0


def read_measure(case: Case, text: str, where: str) -> tuple[Callable[..., Figure], list[str | float]] | None:
    """The function and arguments that a text such as ``tariff_exposure(nissan, us, 0.25)`` names.

    Only names of `MEASURES`, numbers and ids of the case are understood; nothing is evaluated. A blank text
    names no measure.

    Raises
    ------
    CaseError
        The text is no call, its measure or one of its ids is unknown, or arguments are missing or too many.
    """
    if not text.strip():
        return None
    why = "the claim could not be recomputed"
    parsed = _CALL.match(text)
    if parsed is None:
        fix = "write name(argument, argument), e.g. tariff_exposure(nissan, us, 0.25)"
        raise CaseError(Fault(f"{where} column measure", f"measure {text!r} is no call", why, fix))
    name = parsed[1]
    if name not in MEASURES:
        fix = did_you_mean(name, list(MEASURES), "industry/claims.py")
        raise CaseError(Fault(f"{where} column measure", f"there is no measure {name!r}", why, fix))
    given = [part.strip() for part in parsed[2].split(",")] if parsed[2].strip() else []
    return MEASURES[name], arguments(case, MEASURES[name], given, f"{where} column measure")
