"""Who takes part and where: firms, territories, exchange rates, market presence."""

from __future__ import annotations

from typing import ClassVar, Literal

from teikei.case.row import Row, column, name_column


class Firm(Row):
    """A firm that plans, licenses or stands outside."""

    table = "firms"
    key = ("firm",)
    references: ClassVar = {"home_territory": "territories"}
    needed = True

    firm: str = name_column(meaning="id of the firm")
    name: str = column(meaning="name as printed")
    home_territory: str = column(meaning="territory of its head office")
    role: Literal["plans", "licenses", "outside"] = column(
        meaning="plans its network, licenses a technology, or is outside demand and given terms"
    )
    own_discount_rate: float | None = column(
        None, unit="1/year", meaning="used only in the firm's own displayed account", gt=0, lt=1
    )
    overhead_m: float = column(
        0.0, unit="million/year", meaning="R&D, selling and administration, constant over the horizon", ge=0
    )
    market_value_m: float | None = column(None, unit="million", meaning="market value", ge=0)
    cash_m: float | None = column(
        None, unit="million", meaning="cash at the decision date; read only when cash limits are on"
    )
    cash_floor_m: float | None = column(
        None,
        unit="million",
        meaning="cash below which the firm must not fall; blank = no cash limit for the firm",
    )
    borrowing_limit_m: float | None = column(
        None, unit="million", meaning="most new debt it can have at a time; blank = none", ge=0
    )
    borrowing_rate: float | None = column(
        None, unit="1/year", meaning="real rate on new debt; blank = the case's discount rate", ge=0, lt=1
    )
    currency: str = column("", meaning="currency of the money columns; blank = case currency")
    colour: str = column("", meaning="colour in pictures, e.g. #c3002f", pattern=r"^(#[0-9a-fA-F]{6})?$")


class Territory(Row):
    """One customs area; a market where cars are sold, a place where plants stand, or both."""

    table = "territories"
    key = ("territory",)
    needed = True

    territory: str = name_column(meaning="id of the territory")
    name: str = column(meaning="name as printed")
    latitude: float = column(unit="degree", meaning="where a picture puts it", ge=-90, le=90)
    longitude: float = column(unit="degree", meaning="where a picture puts it", ge=-180, le=180)
    currency: str = column(meaning="currency of the territory", pattern=r"^[A-Z]{3}$")
    bloc: str = column(
        "", meaning="customs bloc usable as origin or destination of a tariff, e.g. usmca_states"
    )


class ExchangeRate(Row):
    """Units of a currency for one unit of the case currency, yearly average."""

    table = "fx"
    key = ("currency", "year")
    swept = ("units_per_case_currency",)

    currency: str = column(meaning="ISO code", pattern=r"^[A-Z]{3}$")
    year: int = column(meaning="calendar year", ge=1950, le=2100)
    units_per_case_currency: float = column(
        unit="currency/case currency", meaning="e.g. 149.6 JPY for one USD", gt=0
    )


class MarketPresence(Row):
    """The sales organisation that a firm keeps in a market."""

    table = "market_presence"
    key = ("firm", "market")
    references: ClassVar = {"firm": "firms", "market": "territories"}
    swept = ("fixed_cost_m",)

    firm: str = column(meaning="firm")
    market: str = column(meaning="territory it sells in")
    fixed_cost_m: float = column(
        unit="million/year", meaning="saved only by leaving the market altogether", ge=0
    )
    may_leave: bool = column(False, meaning="true: leaving at a review is a decision")
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Programme(Row):
    """What a firm spends a year on developing for one purpose: its own cars for a market, or its own technology.

    A lead of another firm saves part of it (``programme_saving`` of table ``changes``). It is no part of ``overhead_m``.
    """

    table = "programmes"
    key = ("firm", "what", "resource")
    references: ClassVar = {"firm": "firms"}
    swept = ("cost_m_per_year",)

    firm: str = column(meaning="firm that develops")
    what: Literal["market", "technology"] = column(meaning="sort of purpose")
    resource: str = column(meaning="territory that the cars are for, or technology")
    cost_m_per_year: float = column(
        unit="million/year",
        meaning="bodies and fitting to the market, or what the technology still takes",
        ge=0,
    )
    units_to_date: float | None = column(
        None,
        unit="cars",
        meaning="of a technology: cars that the firm has sold with it; who has sold most leads by the simple rule",
        ge=0,
    )
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


ROWS: tuple[type[Row], ...] = (Firm, Territory, ExchangeRate, MarketPresence, Programme)
