"""Where cars are built: plants, owners, lines, tooling, and where the value of a car comes from."""

from __future__ import annotations

from typing import ClassVar, Literal

from teikei.case.row import Row, column, name_column


class Plant(Row):
    """A car plant with what it costs to run, fill and close."""

    table = "plants"
    key = ("plant",)
    references: ClassVar = {"territory": "territories"}
    swept = ("fixed_cost_m", "conversion_cost_per_unit")
    needed = True

    plant: str = name_column(meaning="id of the plant")
    name: str = column(meaning="name as printed")
    territory: str = column(meaning="customs area it stands in")
    latitude: float = column(unit="degree", meaning="place", ge=-90, le=90)
    longitude: float = column(unit="degree", meaning="place", ge=-180, le=180)
    fixed_cost_m: float = column(
        unit="million/year", meaning="cost that does not move with output while the plant is open", ge=0
    )
    conversion_cost_per_unit: float = column(
        unit="currency/car", meaning="labour and energy to build one car", ge=0
    )
    minimum_use_share: float = column(
        0.0, unit="share", meaning="least output as a share of capacity while open", ge=0, le=1
    )
    overtime_share: float = column(
        0.0, unit="share", meaning="output beyond capacity, as a share of it", ge=0, le=0.5
    )
    overtime_premium: float = column(
        0.5, unit="share", meaning="extra conversion cost of a car built in overtime", ge=0
    )
    may_close_from: int | None = column(
        None, unit="year", meaning="first year in which closing is a decision; blank = not open to decision"
    )
    closing_cost_m: float = column(
        0.0, unit="million", meaning="severance, suppliers, aid to pay back, once", ge=0
    )
    closes_after: int | None = column(None, unit="year", meaning="announced: last year of output")
    jobs: int | None = column(None, unit="people", meaning="people employed", ge=0)
    jobs_floor: int | None = column(
        None, unit="people", meaning="jobs promised to a government or union", ge=0
    )
    labour_note: str = column("", meaning="agreements with labour that bind")
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class PlantOwner(Row):
    """A share in a plant. The largest owner runs it and carries conversion; fixed cost is split by share."""

    table = "plant_owners"
    key = ("plant", "firm")
    references: ClassVar = {"plant": "plants", "firm": "firms"}
    needed = True

    plant: str = column(meaning="plant")
    firm: str = column(meaning="owner")
    share: float = column(unit="share", meaning="shares of a plant sum to one", gt=0, le=1)


class Line(Row):
    """A line in a plant, and the constructions it can take."""

    table = "lines"
    key = ("line",)
    references: ClassVar = {"plant": "plants"}
    swept = ("capacity_units_per_year",)
    lists = ("constructions",)
    needed = True

    line: str = name_column(meaning="id of the line")
    plant: str = column(meaning="plant it stands in")
    constructions: str = column(
        meaning="constructions of platforms.csv it can take, joined by ';' (unibody, body_on_frame, kei, van)"
    )
    capacity_units_per_year: float = column(
        unit="cars/year", meaning="straight-time output on the shifts it runs", gt=0, le=5_000_000
    )
    from_year: int | None = column(None, unit="year", meaning="first year; blank = from the start")
    to_year: int | None = column(None, unit="year", meaning="last year; blank = to the end")


class Tooling(Row):
    """A model that a plant builds today (tooled) or could build (possible)."""

    table = "tooling"
    key = ("model", "plant")
    references: ClassVar = {"model": "models", "plant": "plants"}
    swept = ("tooling_cost_m", "extra_cost_per_unit")
    needed = True

    model: str = column(meaning="model")
    plant: str = column(meaning="plant")
    status: Literal["tooled", "possible"] = column(meaning="tooled today, or possible at a cost")
    tooling_cost_m: float = column(0.0, unit="million", meaning="once, for a possible tooling", ge=0)
    who_pays: Literal["brand", "host"] = column("brand", meaning="whose account carries the tooling")
    lead_years: float = column(2.0, unit="year", meaning="from decision to first car", ge=0, le=8)
    life_years: int = column(
        7, unit="year", meaning="years over which it is written off, then renewed", ge=1, le=30
    )
    ramp_share_first_year: float = column(
        0.5, unit="share", meaning="part of full output in the first year", gt=0, le=1
    )
    local_supplier_cost_m: float = column(
        0.0, unit="million", meaning="supplier tooling paid beside it, once", ge=0
    )
    extra_cost_per_unit: float = column(
        0.0,
        unit="currency/car",
        meaning="cost of building this model here beyond parts and conversion (may be negative)",
    )
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Content(Row):
    """Where the customs value of a car comes from. The shares of a model at a plant sum to one."""

    table = "content"
    key = ("model", "plant", "territory")
    references: ClassVar = {"model": "models", "plant": "plants", "territory": "territories"}
    swept = ("share_of_value",)
    also: ClassVar = {"model": ("any",)}

    model: str = column(meaning="model, or 'any' for every model of the plant without its own rows")
    plant: str = column(meaning="plant")
    territory: str = column(meaning="customs area the value comes from")
    share_of_value: float = column(unit="share", meaning="share of the customs value", ge=0, le=1)


ROWS: tuple[type[Row], ...] = (Plant, PlantOwner, Line, Tooling, Content)
