"""What is built and sold: platforms, technologies, models, variants, demand, diversion, today's sourcing."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from teikei.case.row import Row, column, name_column

Powertrain = Literal["petrol", "diesel", "hybrid", "plugin", "electric"]
POWERTRAINS: tuple[str, ...] = get_args(Powertrain)


class Platform(Row):
    """A platform: who owns it, when it is there, what it costs to develop or adopt, what volume saves."""

    table = "platforms"
    key = ("platform",)
    references: ClassVar = {"owners": "firms"}
    swept = ("development_cost_m", "follower_factor", "saving_per_doubling")
    lists = ("owners",)
    needed = True

    platform: str = name_column(meaning="id of the platform")
    name: str = column(meaning="name as printed")
    owners: str = column(meaning="firms that own it, joined by ';'")
    construction: str = name_column(meaning="what a line must take: unibody, body_on_frame, kei, van …")
    available_from: int | None = column(
        None,
        unit="year",
        meaning="blank = in production, its development is sunk; a year = still to be developed, no earlier",
    )
    development_cost_m: float = column(0.0, unit="million", meaning="to develop it, once", ge=0)
    lead_years: float = column(3.0, unit="year", meaning="from decision to first car on it", ge=0, le=10)
    life_years: int = column(
        8, unit="year", meaning="years over which development is written off", ge=1, le=30
    )
    follower_factor: float = column(
        0.65,
        unit="share",
        meaning="cost of adopting the platform, as a share of developing an own one",
        ge=0,
        le=1,
    )
    saving_per_doubling: float = column(
        0.03, unit="share", meaning="fall of the parts bill when the yearly volume doubles", ge=0, lt=0.5
    )
    reference_units_per_year: float | None = column(
        None, unit="cars/year", meaning="volume at which the parts costs of its variants hold", gt=0
    )
    joint_volume_limit: float | None = column(
        None, unit="cars/year", meaning="volume beyond which nothing more is saved", gt=0
    )
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Technology(Row):
    """An asset such as e-POWER or a plug-in drive: owners, licensees, availability, costs."""

    table = "technologies"
    key = ("technology",)
    references: ClassVar = {"owners": "firms", "may_license": "firms", "needs": "technologies"}
    swept = ("unit_cost", "fixed_cost_m", "saving_per_doubling", "sharing_overhead")
    lists = ("owners", "may_license", "needs")

    technology: str = name_column(meaning="id of the technology")
    name: str = column(meaning="name as printed")
    kind: Literal[
        "powertrain", "platform", "component", "driver_assistance", "software", "charging", "regulatory"
    ] = column(meaning="what sort of asset")
    owners: str = column(meaning="firms that own it, joined by ';'")
    may_license: str = column("", meaning="firms that a licence may go to, joined by ';'")
    exclusive_until: int | None = column(
        None, unit="year", meaning="last year in which only its owners may use it; blank = not exclusive"
    )
    needs: str = column(
        "",
        meaning="technologies that must be there first, joined by ';'; a variant that uses it names them too",
    )
    available_from: int | None = column(None, unit="year", meaning="first year; blank = now")
    unit_cost: float = column(
        0.0,
        unit="currency/car",
        meaning="cost beside the car without it, at today's volume: added to a variant derived from that car, "
        "inside parts_cost of any other variant that uses it",
    )
    saving_per_doubling: float = column(
        0.0, unit="share", meaning="fall of the unit cost when the yearly volume doubles", ge=0, lt=0.5
    )
    reference_units_per_year: float | None = column(
        None, unit="cars/year", meaning="volume of the unit cost, where no car uses it today", gt=0
    )
    joint_volume_limit: float | None = column(
        None, unit="cars/year", meaning="volume beyond which nothing more is saved", gt=0
    )
    sharing_overhead: float = column(
        0.0,
        unit="share",
        meaning="e of a common programme: each of n partners carries (1 + e(n - 1))/n of its cost; no gain from e = 1",
        ge=0,
        le=2,
    )
    fixed_cost_m: float = column(0.0, unit="million", meaning="for a taker to fit it to its cars, once", ge=0)
    life_years: int = column(
        8, unit="year", meaning="years over which the fixed cost is written off", ge=1, le=30
    )
    lead_years: float = column(2.0, unit="year", meaning="from decision to first car of a taker", ge=0, le=10)
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Effect(Row):
    """What a technology changes. Three targets make the figures of variants that are derived from another:
    ``co2``, ``fuel_factor`` and ``utility_wtp``; the others are background.
    """

    table = "effects"
    key = ("technology", "target", "scope", "baseline")
    references: ClassVar = {"technology": "technologies"}
    swept = ("value", "pass_through")

    technology: str = column(meaning="technology")
    target: str = column(
        meaning="what it changes: co2 (form add), fuel_factor (mult), utility_wtp (add, a currency as unit), or another"
    )
    scope: str = column(
        "all", meaning="where; derived variants take CO2 and fuel of all, eu or wltc, and utility of all"
    )
    baseline: str = column(
        "",
        meaning="against what: the technology that it takes the place of, or the powertrain of a car with none; "
        "blank = anything",
    )
    form: Literal["mult", "add", "logit", "elasticity", "set", "hazard", "derived"] = column(
        meaning="how the value acts"
    )
    value: float = column(meaning="central value")
    unit: str = column("", meaning="unit of the value")
    pass_through: float | None = column(
        None,
        unit="share",
        meaning="of what buyers are willing to pay (utility_wtp), the part that the maker receives; blank = all",
        ge=0,
        le=1,
    )


class Model(Row):
    """A nameplate of a firm."""

    table = "models"
    key = ("model",)
    references: ClassVar = {"firm": "firms", "twin_of": "models"}
    swept = ("launch_cost_m", "customs_value_share")
    needed = True

    model: str = name_column(meaning="id of the model")
    name: str = column(meaning="name as printed")
    firm: str = column(meaning="firm whose brand it carries")
    brand: str = column("", meaning="brand")
    segment: str = name_column(meaning="segment, e.g. compact_suv")
    body: str = column("", meaning="body")
    customs_class: Literal["car", "light_truck", "van"] = column(meaning="class at the border")
    volume_cbm: float = column(unit="cbm", meaning="length × width × height, for freight", gt=3, lt=60)
    status: Literal["current", "announced", "candidate"] = column(
        meaning="on sale, announced, or launched only by an agreement or by choice"
    )
    launch_cost_m: float = column(
        0.0, unit="million", meaning="to engineer the body and bring it to market, once (candidates)", ge=0
    )
    lead_years: float = column(
        3.0, unit="year", meaning="from decision to first car (candidates)", ge=0, le=10
    )
    life_years: int = column(
        7, unit="year", meaning="years over which the launch is written off", ge=1, le=30
    )
    first_year: int | None = column(None, unit="year", meaning="first year on sale; blank = already")
    last_year: int | None = column(
        None, unit="year", meaning="last year on sale; blank = to the end, renewed in the overhead"
    )
    twin_of: str = column("", meaning="the model it is a badge twin of")
    customs_value_share: float = column(
        0.85, unit="share", meaning="customs value as a share of the price received", gt=0, le=1
    )
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Variant(Row):
    """A model with one powertrain on one platform. Variants of the same model and powertrain share one demand.

    A variant with ``derived_from`` is that car with other technologies: its parts cost, CO2 and price difference
    are that car's, plus what the technologies change, plus what stands in its own row.
    """

    table = "variants"
    key = ("variant",)
    references: ClassVar = {
        "model": "models",
        "platform": "platforms",
        "technologies": "technologies",
        "derived_from": "variants",
    }
    swept = ("parts_cost",)
    lists = ("technologies",)
    needed = True

    variant: str = name_column(meaning="id of the variant")
    model: str = column(meaning="model")
    powertrain: Powertrain = column(meaning="powertrain; 'hybrid' holds every full hybrid, e-POWER included")
    platform: str = column(meaning="platform")
    technologies: str = column("", meaning="technologies it needs, joined by ';'")
    derived_from: str = column(
        "", meaning="variant that it is but for its technologies; the next three columns are then additions"
    )
    parts_cost: float = column(
        unit="currency/car",
        meaning="bought parts and materials at the platform's reference volume; negative only as an addition",
    )
    price_difference: float = column(
        0.0,
        unit="currency/car",
        meaning="received beyond the price of the demand row; as an addition, less what that price holds already",
    )
    co2_g_per_km: float = column(
        0.0,
        unit="g/km",
        meaning="WLTP (or nearest) tailpipe CO2; negative only as an addition",
        ge=-600,
        le=600,
    )
    status: Literal["current", "announced", "candidate"] = column(
        "current",
        meaning="as for models: a candidate is offered only if an agreement grants what it needs or brings it",
    )
    first_year: int | None = column(None, unit="year", meaning="first year; blank = already")
    last_year: int | None = column(None, unit="year", meaning="last year; blank = to the end")
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Demand(Row):
    """What a model with one powertrain would sell in a market at its price: the most that can be sold there."""

    table = "demand"
    key = ("model", "powertrain", "market")
    references: ClassVar = {"model": "models", "market": "territories"}
    swept = ("units_per_year", "list_price", "growth")
    needed = True

    model: str = column(meaning="model")
    powertrain: Powertrain = column(meaning="powertrain")
    market: str = column(meaning="territory")
    base_year: int = column(unit="year", meaning="calendar year of the units", ge=1990, le=2100)
    units_per_year: float = column(
        unit="cars/year",
        meaning="sales in the base year (for a candidate: in its first full year)",
        ge=0,
        le=5_000_000,
    )
    growth: float = column(
        0.0, unit="1/year", meaning="yearly growth of the units after the base year", ge=-0.5, le=0.5
    )
    list_price: float = column(
        unit="currency/car", meaning="list or transaction price in price-year money", gt=0
    )
    sales_tax_rate: float = column(
        0.0, unit="share", meaning="tax inside the list price, on the price before tax", ge=0, le=2
    )
    dealer_margin_share: float = column(
        0.08, unit="share", meaning="dealer margin as a share of the price before tax", ge=0, le=0.4
    )
    incentive_per_unit: float = column(0.0, unit="currency/car", meaning="discount paid by the maker", ge=0)
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Diversion(Row):
    """Whose sales a launched car takes (and who would gain if it were withdrawn), as shares that sum to at most one."""

    table = "diversion"
    key = ("model", "to", "market")
    references: ClassVar = {"model": "models", "to": "models", "market": "territories"}
    also: ClassVar = {"to": ("outside",)}
    swept = ("share",)

    model: str = column(meaning="the car launched or withdrawn")
    to: str = column(
        meaning="the model that loses (gains) the sales, or 'outside'; spread over its powertrains by volume"
    )
    market: str = column(meaning="territory")
    share: float = column(unit="share", meaning="share of the launched car's sales", ge=0, le=1)


class Sourcing(Row):
    """Who builds what for whom today: the flows of the base year."""

    table = "sourcing"
    key = ("variant", "plant", "market")
    references: ClassVar = {"variant": "variants", "plant": "plants", "market": "territories"}

    variant: str = column(meaning="variant")
    plant: str = column(meaning="plant that builds it")
    market: str = column(meaning="territory it is sold in")
    base_year: int = column(unit="year", meaning="calendar year of the flow", ge=1990, le=2100)
    units: float = column(unit="cars/year", meaning="cars", ge=0)


class Offer(Row):
    """A model on sale elsewhere that its firm may offer in a market where it does not today, by its own choice.

    Its demand row there says what it would sell; the diversion table says what that takes from the firm's other models.
    """

    table = "offers"
    key = ("model", "market")
    references: ClassVar = {"model": "models", "market": "territories"}
    swept = ("entry_cost_m", "fixed_cost_m")

    model: str = column(meaning="model that is on sale in other markets")
    market: str = column(meaning="territory where it may be offered")
    entry_cost_m: float = column(
        0.0, unit="million", meaning="approval, dealers' training, launch there; as an annuity", ge=0
    )
    life_years: int = column(6, unit="years", meaning="years of the annuity of the entry cost", ge=1, le=30)
    fixed_cost_m: float = column(0.0, unit="million/year", meaning="a year, as long as it is offered", ge=0)
    lead_years: float = column(1.0, unit="years", meaning="from the review to the first sale", ge=0, le=10)
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


ROWS: tuple[type[Row], ...] = (
    Platform,
    Technology,
    Effect,
    Model,
    Variant,
    Demand,
    Diversion,
    Sourcing,
    Offer,
)
