"""Borders: tariffs, origin rules, freight, CO2 rules."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from teikei.case.row import Row, column, name_column

CustomsClass = Literal["car", "light_truck", "van", "parts"]


class Tariff(Row):
    """One layer of duty from an origin to a destination.

    The rate of a day is ``max(base + Σ add, Σ… at_least)``: the most specific ``base`` row, every ``add`` row, and
    the largest ``at_least`` row ("15 % or MFN, whichever is greater"). A year's rate weighs its days. ``offset`` rows
    (parts only, destination = origin) credit a share of the value of cars assembled there against duty on parts.
    """

    table = "tariffs"
    key = (
        "origin",
        "destination",
        "customs_class",
        "firm",
        "powertrain",
        "stacking",
        "legal_basis",
        "valid_from",
    )
    references: ClassVar = {"origin": "territories", "destination": "territories", "firm": "firms"}
    also: ClassVar = {"origin": ("any", "<bloc>"), "destination": ("<bloc>",), "firm": ("any",)}
    swept = ("rate",)

    origin: str = column(meaning="territory, bloc of territories.csv, or 'any'")
    destination: str = column(meaning="territory or bloc")
    customs_class: CustomsClass = column(meaning="class of the goods")
    firm: str = column("any", meaning="maker the rate names, or 'any'")
    powertrain: Literal["any", "petrol", "diesel", "hybrid", "plugin", "electric"] = column(
        "any", meaning="powertrain the rate names, or 'any'"
    )
    rate: float = column(unit="share", meaning="share of the customs value", ge=0, le=3)
    stacking: Literal["base", "add", "at_least", "offset"] = column(meaning="how the layer joins the others")
    valid_from: dt.date = column(meaning="first day")
    valid_to: dt.date | None = column(None, meaning="last day; blank = open")
    legal_basis: str = column("", meaning="law, proclamation or agreement")


class OriginRule(Row):
    """A preference between states for cars with enough regional content, flat or on the foreign content only.

    If the regional share is met, the duty is ``rate_if_met + content_rate × (1 − share from content_territory)``
    of the customs value, if that is lower than the normal rate; else the normal rate of tariffs.csv holds.

    With ``quota_units`` each row is a quota of its own: one for cars from a bloc names the bloc as origin, one that holds
    for part of a year has that part of its places. Firms that a rule names at a border have their own share, and those
    of ``any`` are for the others; of these only planning firms take places, since other makers' cars are not in the case.
    """

    table = "origin_rules"
    key = ("rule", "origin", "destination", "customs_class", "quota_firm", "valid_from")
    references: ClassVar = {
        "origin": "territories",
        "destination": "territories",
        "regional_territories": "territories",
        "content_territory": "territories",
    }
    also: ClassVar = {"origin": ("<bloc>",), "destination": ("<bloc>",)}
    lists = ("regional_territories",)
    swept = ("minimum_regional_share", "content_rate")

    rule: str = name_column(meaning="id of the rule, e.g. usmca")
    origin: str = column(meaning="territory or bloc the car is built in")
    destination: str = column(meaning="territory or bloc it is imported into")
    customs_class: CustomsClass = column(meaning="class of the goods")
    regional_territories: str = column(meaning="territories whose content counts, joined by ';'")
    minimum_regional_share: float = column(unit="share", meaning="least regional share of value", ge=0, le=1)
    rate_if_met: float = column(unit="share", meaning="flat rate for cars that meet the rule", ge=0, le=3)
    content_rate: float = column(
        0.0, unit="share", meaning="rate on the value that does not come from content_territory", ge=0, le=3
    )
    content_territory: str = column("", meaning="territory whose content is exempt from content_rate")
    quota_units: float | None = column(
        None, unit="cars/year", meaning="cars a calendar year that get the preference; blank = no limit", ge=0
    )
    quota_firm: str = column("any", meaning="the firm whose share of a quota quota_units is, or 'any'")
    valid_from: dt.date = column(meaning="first day")
    valid_to: dt.date | None = column(None, meaning="last day; blank = open")
    legal_basis: str = column("", meaning="law or agreement")


class ContentOption(Row):
    """Other sourcing of a car's parts at a plant: a share of its value comes from elsewhere, at a cost a car.

    For each destination and year a car has it if that costs less than the duty it saves, so that a car meets a rule of
    origin or pays. Of several options of a car the best one is taken, never two.
    """

    table = "content_options"
    key = ("option", "model", "plant")
    references: ClassVar = {
        "model": "models",
        "plant": "plants",
        "from_territory": "territories",
        "to_territory": "territories",
    }
    swept = ("extra_cost_per_unit",)

    option: str = column(meaning="id of the option, e.g. us_gearbox")
    model: str = column(meaning="model")
    plant: str = column(meaning="plant that builds it")
    from_territory: str = column(meaning="where the parts come from today, as in content.csv")
    to_territory: str = column(meaning="where they would come from")
    share_of_value: float = column(unit="share", meaning="share of the car's value that moves", gt=0, le=1)
    extra_cost_per_unit: float = column(unit="currency/car", meaning="what a car costs more", ge=0)
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Drawback(Row):
    """Duty on imported parts that is paid back for cars that leave the territory again.

    Of the rows that hold on a day the one that refunds the larger share counts.
    """

    table = "drawbacks"
    key = ("origin", "destination", "valid_from")
    references: ClassVar = {"origin": "territories", "destination": "territories"}
    also: ClassVar = {"origin": ("<bloc>",), "destination": ("<bloc>", "any")}

    origin: str = column(meaning="territory or bloc the car is built in")
    destination: str = column(
        meaning="territory or bloc it leaves for, or 'any' other than its own territory"
    )
    refund_share: float = column(
        unit="share", meaning="part of the duty on its parts that is paid back", ge=0, le=1
    )
    lesser_of: bool = column(
        False,
        meaning="true: no more than the duty that the car pays at its destination, as between USMCA states",
    )
    valid_from: dt.date = column(meaning="first day")
    valid_to: dt.date | None = column(None, meaning="last day; blank = open")
    legal_basis: str = column("", meaning="law or agreement")


class Freight(Row):
    """A lane. Cost of a car = per_unit + per_cbm × its volume. Inside a territory: plant to dealer."""

    table = "freight"
    key = ("origin", "destination", "mode")
    references: ClassVar = {"origin": "territories", "destination": "territories"}
    swept = ("per_unit", "per_cbm")
    needed = True

    origin: str = column(meaning="territory")
    destination: str = column(meaning="territory")
    mode: str = column("", meaning="roro, rail_truck …; the cheapest lane is used")
    per_unit: float = column(0.0, unit="currency/car", meaning="cost a car", ge=0)
    per_cbm: float = column(0.0, unit="currency/cbm", meaning="cost a cubic metre", ge=0)
    transit_days: float = column(unit="day", meaning="plant to dealer", ge=0, le=200)
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Co2Rule(Row):
    """A fleet CO2 regime of a market. Windows of ``averaging_years`` are counted from ``valid_from``."""

    table = "co2_rules"
    key = ("market", "customs_class", "valid_from")
    references: ClassVar = {"market": "territories"}

    market: str = column(meaning="territory")
    customs_class: Literal["car", "van"] = column("car", meaning="class")
    valid_from: int = column(unit="year", meaning="first year")
    valid_to: int | None = column(None, unit="year", meaning="last year; blank = open")
    target_g_per_km: float = column(unit="g/km", meaning="fleet target", ge=0)
    mass_slope: float = column(0.0, unit="g/km/kg", meaning="target slope on mass")
    penalty_per_g: float = column(
        unit="currency/g/car", meaning="penalty for each gram above, each car", ge=0
    )
    averaging_years: int = column(1, unit="year", meaning="years that are averaged", ge=1)
    currency: str = column("", meaning="currency of the penalty; blank = case currency")


class Co2Position(Row):
    """Where the fleet of a firm, or of an outside pool member, stands against its target.

    A planning firm without a row pays no penalty in that market.
    """

    table = "co2_positions"
    key = ("market", "firm", "customs_class")
    references: ClassVar = {"market": "territories", "firm": "firms"}
    swept = ("gap_g_per_km", "target_follow_share")

    market: str = column(meaning="territory")
    firm: str = column(meaning="firm")
    customs_class: Literal["car", "van"] = column("car", meaning="class of the rule")
    gap_g_per_km: float = column(unit="g/km", meaning="fleet average less target; negative = slack")
    fleet_year: int | None = column(
        None, unit="year", meaning="year of the fleet that has this gap; blank = first year planned"
    )
    fleet_g_per_km: float | None = column(
        None,
        unit="g/km",
        meaning="average of the firm's cars of these tables in that year; blank = worked out from demand.csv",
        ge=0,
    )
    target_follow_share: float = column(
        1.0,
        unit="share",
        meaning="of a later fall of the target, the part that the fleet follows by more electric demand than these "
        "tables hold; 1 = keeps its distance, 0 = stays as in the tables",
        ge=0,
        le=1.5,
    )
    registrations_units: float | None = column(
        None,
        unit="cars/year",
        meaning="cars registered a year; an outside pool member's slack is gap × these",
        ge=0,
    )


ROWS: tuple[type[Row], ...] = (
    Tariff,
    OriginRule,
    ContentOption,
    Drawback,
    Freight,
    Co2Rule,
    Co2Position,
)
