"""case.toml: the settings that hold for the whole case."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """What case.toml holds. Money is real, in ``currency`` of ``price_year``; dates bind every worth."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="id of the case", pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(description="name as printed")
    currency: str = Field(description="case currency", pattern=r"^[A-Z]{3}$")
    price_year: int = Field(description="year whose prices and exchange rates hold", ge=1950, le=2100)
    first_year: int = Field(description="first year planned", ge=1950, le=2100)
    last_year: int = Field(description="last year planned", ge=1950, le=2100)
    reviews: tuple[int, ...] = Field(
        description="years of decision: plants close at them, and what they start is used after its lead"
    )
    decision_date: dt.date = Field(
        description="day to which everything is discounted; nothing before it can be chosen"
    )
    discount_rate: float = Field(description="real, pre-tax, 1/year", gt=-0.2, lt=0.5)
    inventory_rate: float | None = Field(
        None, description="cost of capital on cars in transit, 1/year; default: discount_rate", ge=0, lt=0.5
    )
    materiality_m: float = Field(
        1.0, description="million case currency a year below which a surplus counts as nothing", ge=0
    )
    focal_firm: str = Field("", description="firm the advice is written for")
    integrated_groups: tuple[tuple[str, ...], ...] = Field(
        (),
        description="groups of firms that are one venture: a split of markets inside one is amber, not red",
    )
    integrated_note: str = Field(
        "", description="where these ventures are documented; needed with integrated_groups"
    )
    missing_tariff: str = Field(
        "error",
        description="always 'error': a border that no tariff row covers is an error",
        pattern="^error$",
    )
    notes: str = Field("", description="anything a reader must know")

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.last_year + 1))
