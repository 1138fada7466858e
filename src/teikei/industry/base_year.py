"""The base year recomputed from the reported flows: output, use, imports, duty, costs, margins, and misses.

Nothing is optimised here: sourcing.csv is taken as it stands, at the law of the year each flow is for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.industry.landed import landed
from teikei.industry.measures import arguments
from teikei.industry.money import in_case_currency
from teikei.industry.routes import KEY, described, hosts
from teikei.industry.units import Figure, Kind, in_unit, shares_in

if TYPE_CHECKING:
    from teikei.case.case import Case


@dataclass(frozen=True, slots=True)
class Line:
    """A reported outcome beside what the case makes of it.

    Attributes
    ----------
    line, measure, subject, unit, source : as in reported.csv
    reported, computed : figures in the unit; None if the case cannot say
    miss : relative for output, duty, cost and sales; in shares (0.05 = 5 points) for shares, use and margins
    tolerance : what the miss is held against
    holds : the miss is within the tolerance
    counted : false if it holds by calibration
    note : how the reported figure was made, as in reported.csv
    """

    line: str
    measure: str
    subject: str
    reported: float
    computed: float | None
    unit: str
    miss: float | None
    tolerance: float
    holds: bool
    counted: bool
    source: str
    note: str

    @property
    def in_points(self) -> bool:
        """Whether the miss is of two shares."""
        return not REPORTED[self.measure][1]


@dataclass(frozen=True)
class BaseYear:
    """The flows of sourcing.csv with what each car cost and yielded at the law of its year."""

    case: Case

    @cached_property
    def flows(self) -> pl.DataFrame:
        """One row a flow: the columns of `routes` and `landed`, base_year and units."""
        case = self.case
        sourcing = case["sourcing"].select(*KEY, "base_year", "units")
        ways = described(case, sourcing)
        years = sorted(sourcing["base_year"].unique().to_list())
        keys = ways.select(*KEY, "model", "firm", "platform", "powertrain", "origin")
        flows = keys.join(sourcing, on=KEY)
        if not years:
            return flows.join(landed(case, ways, case.years[:1]), on=KEY, how="left")
        # every year's law is asked only for the flows of that year: older law need not cover younger flows
        stacks = [
            landed(case, ways.join(sourcing.filter(pl.col("base_year") == year), on=KEY, how="semi"), [year])
            for year in years
        ]
        return flows.join(pl.concat(stacks).drop("year"), on=KEY).sort(KEY)

    @cached_property
    def year(self) -> int:
        """The year most cars of sourcing.csv are for."""
        by_year = self.case["sourcing"].group_by("base_year").agg(pl.col("units").sum())
        ranked = by_year.sort("units", "base_year", descending=True)
        return int(ranked["base_year"][0]) if ranked.height else self.case.years[0]

    def units(self, *conditions: pl.Expr) -> float:
        """Cars of the flows that meet all conditions."""
        return float(self.flows.filter(*conditions)["units"].sum())

    def money_m(self, per_car: pl.Expr, *conditions: pl.Expr) -> float:
        """Σ units × an amount per car, million case currency a year."""
        total = self.flows.filter(*conditions).select((per_car * pl.col("units")).sum()).item()
        return float(total or 0.0) / 1e6


IMPORTED = pl.col("origin") != pl.col("market")


def output(base: BaseYear, plant: str) -> Figure:
    """Cars built at the plant: Σ units of its flows."""
    return Figure(base.units(pl.col("plant") == plant), Kind.UNITS)


def use(base: BaseYear, plant: str) -> Figure:
    """Output over the straight-time capacity of the lines that run in the base year."""
    return _use(base, [plant])


def output_in(base: BaseYear, firm: str, territory: str) -> Figure:
    """Cars built at the plants that the firm runs in a territory."""
    return Figure(base.units(pl.col("plant").is_in(_run_by(base, firm, territory))), Kind.UNITS)


def use_in(base: BaseYear, firm: str, territory: str) -> Figure:
    """Use of the plants that the firm runs in a territory, taken together."""
    return _use(base, _run_by(base, firm, territory))


def _run_by(base: BaseYear, firm: str, territory: str) -> list[str]:
    here = base.case["plants"].filter(pl.col("territory") == territory)
    run = hosts(base.case).filter(pl.col("host") == firm)
    return here.join(run, on="plant", how="semi")["plant"].to_list()


def _use(base: BaseYear, plants: list[str]) -> Figure:
    lines = base.case["lines"].filter(
        pl.col("plant").is_in(plants),
        pl.col("from_year").fill_null(0) <= base.year,
        pl.col("to_year").fill_null(9999) >= base.year,
    )
    capacity = float(lines["capacity_units_per_year"].sum())
    if capacity <= 0:
        return Figure(None, Kind.SHARE, f"no line of {', '.join(plants) or 'any plant'} runs in {base.year}")
    return Figure(base.units(pl.col("plant").is_in(plants)) / capacity, Kind.SHARE)


def _of(firm: str, market: str) -> list[pl.Expr]:
    conditions = [pl.col("firm") == firm]
    return [*conditions, pl.col("market") == market] if market not in ("", "any") else conditions


def sales(base: BaseYear, firm: str, market: str = "any") -> Figure:
    """Cars of the firm's brands sold, in a market or everywhere."""
    return Figure(base.units(*_of(firm, market)), Kind.UNITS)


def import_units(base: BaseYear, firm: str, market: str, origin: str = "any") -> Figure:
    """Cars of the firm sold in the market and built in another territory (or in the one named)."""
    conditions = [*_of(firm, market), IMPORTED]
    if origin != "any":
        conditions.append(pl.col("origin") == origin)
    return Figure(base.units(*conditions), Kind.UNITS)


def import_share(base: BaseYear, firm: str, market: str) -> Figure:
    """Imported cars of the firm over all its cars sold in the market."""
    sold = base.units(*_of(firm, market))
    if sold <= 0:
        return Figure(None, Kind.SHARE, f"{firm} sells nothing in {market} in sourcing.csv")
    return Figure(base.units(*_of(firm, market), IMPORTED) / sold, Kind.SHARE)


def duty_paid(base: BaseYear, firm: str, market: str = "any") -> Figure:
    """Duty on the firm's cars and on the parts imported for them, at the law of the base year, a year."""
    return Figure(base.money_m(pl.col("duty") + pl.col("parts_duty"), *_of(firm, market)), Kind.MONEY_M)


def unit_cost(base: BaseYear, plant: str) -> Figure:
    """Cost of a car at the plant's gate: parts, conversion, extra, duty on parts, fixed cost over output."""
    built = base.units(pl.col("plant") == plant)
    if built <= 0:
        return Figure(None, Kind.MONEY_PER_CAR, f"{plant} builds nothing in sourcing.csv")
    layers = pl.sum_horizontal("parts", "conversion", "extra", "parts_duty")
    fixed = in_case_currency(base.case, base.case["plants"], "fixed_cost_m")
    fixed_m = float(fixed.filter(pl.col("plant") == plant)["fixed_cost_m"].sum())
    return Figure(
        (base.money_m(layers, pl.col("plant") == plant) + fixed_m) * 1e6 / built, Kind.MONEY_PER_CAR
    )


def operating_profit_m(base: BaseYear, firm: str) -> float:
    """Σ units × margin − fixed cost of plants by share − market presence − overhead, million a year.

    Money that agreements move between firms is left out: contract cars are at the host's marginal cost.
    """
    return base.money_m(pl.col("margin"), pl.col("firm") == firm) - fixed_cost_m(base, firm)


def fixed_cost_m(base: BaseYear, firm: str) -> float:
    """What a firm pays whatever it sells: plants by share, market presence, overhead, million a year."""
    case = base.case
    owned = case["plant_owners"].filter(pl.col("firm") == firm)
    plants = in_case_currency(case, case["plants"], "fixed_cost_m").select("plant", "fixed_cost_m")
    fixed = owned.join(plants, on="plant").select((pl.col("share") * pl.col("fixed_cost_m")).sum()).item()
    present = in_case_currency(case, case["market_presence"], "fixed_cost_m").filter(pl.col("firm") == firm)
    overhead = in_case_currency(case, case["firms"], "overhead_m").filter(pl.col("firm") == firm)
    return float(fixed or 0.0) + float(present["fixed_cost_m"].sum()) + float(overhead["overhead_m"].sum())


def operating_margin(base: BaseYear, firm: str) -> Figure:
    """Operating profit over Σ units × price received."""
    revenue = base.money_m(pl.col("price"), pl.col("firm") == firm)
    if revenue <= 0:
        return Figure(None, Kind.SHARE, f"{firm} sells nothing in sourcing.csv")
    return Figure(operating_profit_m(base, firm) / revenue, Kind.SHARE)


REPORTED: dict[str, tuple[tuple[Callable[..., Figure], ...], bool]] = {
    "output": ((output, output_in), True),
    "use": ((use, use_in), False),
    "import_share": ((import_share, import_share), False),
    "duty_paid": ((duty_paid, duty_paid), True),
    "unit_cost": ((unit_cost, unit_cost), True),
    "sales": ((sales, sales), True),
    "operating_margin": ((operating_margin, operating_margin), False),
}
"""Measure of reported.csv -> its functions for a subject of one part (plant or firm) and of two
(firm:territory), and whether the miss is relative."""


def base_year(case: Case) -> list[Line]:
    """Every line of reported.csv beside what the case's own flows give, in the order of the table.

    The case is taken as it is: apply the scenario ``as_reported`` first to compare like with like.

    Raises
    ------
    CaseError
        Subjects that name nothing of the case, gathered.
    """
    base, lines, faults = BaseYear(case), [], list[Fault]()
    for number, row in enumerate(case["reported"].iter_rows(named=True)):
        functions, relative = REPORTED[row["measure"]]
        parts = row["subject"].split(":")
        measure = functions[len(parts) > 1]
        where = f"{case.place('reported', number)} column subject"
        try:
            given = arguments(case, measure, parts, where)
        except CaseError as error:
            faults += error.faults
            continue
        computed = in_unit(case, measure(base, *given), row["unit"]).value
        miss = _miss(computed, row["figure"], relative, row["unit"])
        lines.append(
            Line(
                line=row["line"],
                measure=row["measure"],
                subject=row["subject"],
                reported=row["figure"],
                computed=computed,
                unit=row["unit"],
                miss=miss,
                tolerance=row["tolerance"],
                holds=miss is not None and abs(miss) <= row["tolerance"] + 1e-12,
                counted=row["counted"],
                source=row["source"],
                note=row["note"],
            )
        )
    if faults:
        raise CaseError(faults)
    return lines


def _miss(computed: float | None, reported: float, relative: bool, unit: str) -> float | None:
    if computed is None:
        return None
    if not relative:
        return (computed - reported) / shares_in(unit)
    return computed / reported - 1.0 if reported else None
