"""What stands behind and beside the figures: sources, scenarios, claims, reported outcomes, positions."""

from __future__ import annotations

from typing import ClassVar, Literal

from teikei.case.row import Row, column, name_column


class Source(Row):
    """A document that figures come from."""

    table = "sources"
    key = ("source",)
    needed = True

    source: str = name_column(meaning="id of the source")
    title: str = column(meaning="title")
    publisher: str = column("", meaning="publisher")
    date: str = column("", meaning="date of the document")
    where: str = column("", meaning="address, file or page")
    kind: Literal["primary", "secondary", "tertiary", "own"] = column(
        "secondary", meaning="filing or law; press; memory or aggregator; own derivation"
    )


class ScenarioRow(Row):
    """A named future."""

    table = "scenarios"
    key = ("scenario",)

    scenario: str = name_column(meaning="id of the scenario")
    title: str = column(meaning="name as printed")
    probability: float | None = column(None, unit="share", meaning="weight, if one is given", ge=0, le=1)
    story: str = column("", meaning="what happens, and why it might")


class Edit(Row):
    """One change a scenario makes to one column of one table."""

    table = "edits"
    key = ("scenario", "table_name", "where", "column_name", "from_year")
    references: ClassVar = {"scenario": "scenarios"}

    scenario: str = column(meaning="scenario")
    table_name: str = column(meaning="table it edits")
    where: str = column(
        "", meaning="conditions joined by '&', e.g. origin=japan & destination=us; blank = every row"
    )
    column_name: str = column(meaning="column it edits, or 'case.<key>' setting")
    operation: Literal["set", "scale", "add", "drop"] = column(
        meaning="set to, multiply by, add the value, or drop the rows"
    )
    value: str = column("", meaning="number or text")
    from_year: int | None = column(None, unit="year", meaning="for dated rows: first year of the change")
    to_year: int | None = column(None, unit="year", meaning="for dated rows: last year of the change")


class Claim(Row):
    """A published figure that the case can recompute."""

    table = "claims"
    key = ("claim",)

    claim: str = name_column(meaning="id of the claim")
    statement: str = column(meaning="what was said")
    figure: float = column(meaning="the published figure")
    unit: str = column(meaning="its unit")
    measure: str = column(
        "",
        meaning="measure of industry/claims.py with its arguments, e.g. tariff_exposure(nissan, us, 0.25); "
        "blank = the case cannot recompute it",
    )
    tolerance: float = column(
        0.15,
        unit="share",
        meaning="miss within which the claim is called right: relative, or in shares (0.05 = 5 points) for shares",
        ge=0,
    )
    comparable: bool = column(
        True,
        meaning="false: the published figure holds more, or less, than the measure; both are shown, without a verdict",
    )
    why_not: str = column("", meaning="known reason for a difference, printed beside it")


class Reported(Row):
    """A reported outcome of the base year that the case is checked against."""

    table = "reported"
    key = ("line",)

    line: str = name_column(meaning="id of the line")
    measure: Literal[
        "output", "import_share", "duty_paid", "use", "operating_margin", "unit_cost", "sales"
    ] = column(meaning="what is compared")
    subject: str = column(meaning="plant, or firm, or firm:market the measure is for")
    figure: float = column(meaning="reported figure")
    unit: str = column(meaning="its unit")
    tolerance: float = column(
        unit="share or points",
        meaning="relative for output, duty, cost, sales; absolute for shares and margins",
        gt=0,
    )
    counted: bool = column(True, meaning="false: holds by calibration, printed but not counted")


class Announced(Row):
    """Who was announced as leader of a market or a technology: what a choice of leaders is compared with.

    Nothing that is planned or chosen reads this table.
    """

    table = "announced"
    key = ("what", "resource")
    references: ClassVar = {"leader": "firms"}

    what: Literal["market", "technology"] = column(meaning="sort of subject")
    resource: str = column(meaning="territory or technology")
    leader: str = column(meaning="firm that leads it")
    date: str = column("", meaning="day of the announcement")


class Position(Row):
    """Where a picture puts a thing, so that nothing moves by itself."""

    table = "positions"
    key = ("kind", "id")

    kind: str = column(meaning="firm, plant, agreement …")
    id: str = column(meaning="its id")
    x: float = column(meaning="0 to 1 from the left", ge=0, le=1)
    y: float = column(meaning="0 to 1 from the top", ge=0, le=1)


ROWS: tuple[type[Row], ...] = (Source, ScenarioRow, Edit, Claim, Reported, Announced, Position)
