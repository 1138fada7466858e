"""The volume at which a maker earns nothing, by the base year's own mix and flows."""

from __future__ import annotations

import polars as pl

from teikei.industry.base_year import BaseYear, fixed_cost_m
from teikei.industry.landed import landed
from teikei.industry.routes import KEY, described
from teikei.industry.units import Figure, Kind


def break_even_units(base: BaseYear, firm: str, year: float) -> Figure:
    """Cars a year at which a firm's contribution pays its plants, sales organisations and overhead.

    ``V (plants + presence + overhead) / Σ units · margin[year]``, with the mix, plants and markets of the
    base year: every car more leaves what the average car left. Margins stand at the law of ``year``. Nothing
    is optimised; `plan.viability` plans.
    """
    flows = base.flows.filter(pl.col("firm") == firm).select(*KEY, "units")
    if not flows.height:
        return Figure(None, Kind.UNITS, f"{firm} sells nothing in sourcing.csv")
    then = landed(base.case, described(base.case, flows), [int(year)])
    cars = flows.join(then.select(*KEY, "margin"), on=KEY)
    units = float(flows["units"].sum())
    contribution = float(cars.select((pl.col("units") * pl.col("margin")).sum()).item()) / 1e6
    if contribution <= 0:
        return Figure(None, Kind.UNITS, f"the average car of {firm} leaves nothing at the law of {year:g}")
    return Figure(units * fixed_cost_m(base, firm) / contribution, Kind.UNITS)
