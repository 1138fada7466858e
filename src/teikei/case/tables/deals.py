"""Deals between firms: agreements, what they grant, what is paid, what they change."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from teikei.case.row import Row, column, name_column

AgreementKind = Literal[
    "contract_build",
    "shared_platform",
    "technology_licence",
    "joint_development",
    "joint_purchasing",
    "shared_software",
    "co2_pool",
    "regional_lead",
    "technology_lead",
    "driver_assistance_licence",
    "charging_access",
    "joint_venture",
    "battery_supply",
    "merger",
]

ChangeKind = Literal[
    "parts_saving",
    "option_price",
    "joining_cost",
    "owned_share",
    "own_use",
    "presence_saving",
    "dealer_compensation",
    "overhead_saving",
    "programme_saving",
]


class Agreement(Row):
    """A deal between firms: candidate, signed or closed."""

    table = "agreements"
    key = ("agreement",)
    references: ClassVar = {
        "parties": "firms",
        "excludes": "agreements",
        "needs": "agreements",
        "brings": "models",
        "withdraws": "models",
    }
    lists = ("parties", "excludes", "needs", "brings", "withdraws")
    swept = ("signing_cost_m", "running_cost_m")

    agreement: str = name_column(meaning="id of the agreement")
    title: str = column(meaning="name as printed")
    kind: AgreementKind = column(meaning="kind of deal; its rules are in agreements/<kind>.py")
    status: Literal["candidate", "signed", "closed"] = column(meaning="signed = in force in every worth")
    parties: str = column(meaning="firms, joined by ';'")
    may_sign_from: dt.date | None = column(None, meaning="first day it can be signed; blank = decision date")
    months_to_sign: float = column(6.0, unit="month", meaning="from decision to signature", ge=0, le=60)
    lead_years: float = column(1.0, unit="year", meaning="from signature to first use", ge=0, le=10)
    term_years: int | None = column(
        None,
        unit="year",
        meaning="years in force from first use, which may lie before the first year; blank = to the end",
        ge=1,
    )
    notice_months: float | None = column(
        None,
        unit="month",
        meaning="notice to leave; advice says of an agreement in force that has one what keeping it is worth",
        ge=0,
    )
    exit_cost_m: float | None = column(
        None, unit="million", meaning="cost to each party of leaving early", ge=0
    )
    exclusivity: str = column("", meaning="what the parties may not do with others")
    ip_owner: str = column("", meaning="who owns what is developed")
    signing_cost_m: float = column(
        0.0,
        unit="million",
        meaning="lawyers, integration, training: once, shared equally by the planning parties; spent already if "
        "it is in use since before the first year",
        ge=0,
    )
    running_cost_m: float = column(
        0.0,
        unit="million/year",
        meaning="joint office, coordination: a year in force, shared equally by the planning parties",
        ge=0,
    )
    brings: str = column("", meaning="candidate models that it launches, joined by ';'")
    withdraws: str = column("", meaning="models that it takes off the market, joined by ';'")
    excludes: str = column("", meaning="agreements it cannot stand beside, joined by ';'")
    needs: str = column("", meaning="agreements it stands on, joined by ';'")
    screen: Literal["green", "amber", "red"] = column(
        "amber", meaning="antitrust screen so far; red is barred from every searched book"
    )
    legal_note: str = column("", meaning="why")
    currency: str = column("", meaning="currency of the money columns; blank = case currency")


class Grant(Row):
    """One thing a deal permits: the giver lets the taker use a resource.

    Grants of a resource may overlap; each car counts under one of them, towards its minimum and its limit. A minimum holds
    as far as demand, the ramp and the lines of that year let its models be built.
    """

    table = "grants"
    key = ("agreement", "giver", "taker", "what", "resource")
    references: ClassVar = {"agreement": "agreements", "giver": "firms", "taker": "firms", "models": "models"}
    lists = ("models",)
    swept = ("limit_units_per_year",)

    agreement: str = column(meaning="agreement")
    giver: str = column(meaning="firm that owns the resource")
    taker: str = column(meaning="firm that may use it")
    what: Literal["plant", "platform", "technology", "model", "market", "pool"] = column(
        meaning="sort of resource"
    )
    resource: str = column(meaning="id of the plant, platform, technology, model or market")
    models: str = column("", meaning="models of the taker it holds for, joined by ';'; blank = all")
    minimum_units_per_year: float = column(
        0.0, unit="cars/year", meaning="least use a year once in force", ge=0
    )
    limit_units_per_year: float | None = column(
        None,
        unit="cars/year",
        meaning="most use a year; blank = no limit of its own; for a pool: of how many cars of the giver the slack "
        "is handed over",
        ge=0,
    )
    from_year: int | None = column(None, unit="year", meaning="first year; blank = from first use")
    to_year: int | None = column(None, unit="year", meaning="last year; blank = term of the agreement")


class Term(Row):
    """What is paid under a deal. For candidates these are given terms of non-planning parties, or a first proposal."""

    table = "terms"
    key = ("agreement", "payer", "payee", "per")
    references: ClassVar = {"agreement": "agreements", "payer": "firms", "payee": "firms"}
    swept = ("amount",)

    agreement: str = column(meaning="agreement")
    payer: str = column(meaning="firm that pays")
    payee: str = column(meaning="firm that is paid")
    per: Literal["unit", "year", "once", "share", "gram"] = column(
        meaning="a car under the deal, a year in force, once in the first year in force (paid already if that was before "
        "the first year planned), a share of the price received, or a gram of CO2 (a g/km of one car) handed over in a pool"
    )
    amount: float = column(
        unit="currency or million",
        meaning="currency/car for 'unit', currency/g/car for 'gram'; million for 'year' and 'once'; share for 'share'",
    )
    index: str = column("", meaning="what it follows")
    currency_risk_share: float | None = column(
        None, unit="share", meaning="part of exchange-rate moves that the payer bears", ge=0, le=1
    )
    minimum_units: float | None = column(None, unit="cars/year", meaning="take-or-pay volume", ge=0)
    shortfall_share: float | None = column(
        None, unit="share", meaning="part of the fee due on missing cars", ge=0, le=1
    )
    from_year: int | None = column(None, unit="year", meaning="first year")
    to_year: int | None = column(None, unit="year", meaning="last year")
    negotiable: bool = column(True, meaning="false: given, the payee does not bargain")
    currency: str = column("", meaning="currency of the amount; blank = case currency")


class Change(Row):
    """What an agreement changes for one of its parties, beyond what it permits and what is paid.

    In force with the agreement. What is in force today is in the tables already: only what a book adds to today's, or takes
    from it, counts.
    """

    table = "changes"
    key = ("agreement", "firm", "what", "resource", "change")
    references: ClassVar = {"agreement": "agreements", "firm": "firms"}
    swept = ("value",)

    agreement: str = column(meaning="agreement")
    firm: str = column(meaning="party for which it changes")
    what: Literal["powertrain", "model", "platform", "technology", "plant", "market", "firm"] = column(
        meaning="sort of resource"
    )
    resource: str = column(meaning="its id; of a market the territory; a powertrain")
    change: ChangeKind = column(
        meaning="parts_saving: share off what the firm pays for the bought parts of it; option_price: what it asks a "
        "buyer for a technology that is an option, before tax; joining_cost: what it adds, as a partner, to the cost of "
        "developing a platform, as a share of it, in place of the follower factor; owned_share: the part of a plant that it "
        "owns from first use on; own_use: the cars a year that an owner may build there from first use on, all of them if no row "
        "says so; presence_saving: share off the fixed cost of its sales organisation in a market; "
        "dealer_compensation: once, to its dealers there, in years of that cost; overhead_saving: share off its overhead; "
        "programme_saving: share off what it spends on cars of its own for a market, or on a technology (table programmes)"
    )
    value: float = column(
        unit="share, currency or cars/year", meaning="how much; money in case currency", ge=0
    )


ROWS: tuple[type[Row], ...] = (Agreement, Grant, Term, Change)
