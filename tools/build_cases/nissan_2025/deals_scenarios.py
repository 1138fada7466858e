"""Named futures of the flagship as edits of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_paper import Paper

# Law changes hold from the first year planned, so that the base year keeps its own.
FROM = 2027

STORIES: tuple[tuple[str, str, str, str], ...] = (
    (
        "central",
        "Law and demand as they stand",
        "teikei_assumption",
        "Tariffs, exchange rates and volumes as in the tables; dated changes that are already law are kept.",
    ),
    (
        "japan_25",
        "Japan back to 25 %",
        "fr_japan_2025;teikei_assumption",
        "What-if: the deal of September 2025 lapses and cars and parts from Japan pay 25 % again (all-in, "
        "against 27.5 % "
        "from April to September 2025). Pickups pay 25 % anyway.",
    ),
    (
        "usmca_lost",
        "USMCA preference lost",
        "expeditors_usmca;teikei_assumption",
        "What-if: the review of 2026 fails; cars from Mexico and Canada lose the content rule and pay 27.5 "
        "% (trucks 50 %), "
        "parts 27.5 %. Canada and Mexico do not answer beyond what stands today.",
    ),
    (
        "no_extra_us_duty",
        "No extra US duty",
        "caf_proc10908;teikei_assumption",
        "What-if: section 232 duties of 2025, the floors of the deals and the offset for parts end; the "
        "rates of 2024 return.",
    ),
    (
        "offset_prolonged",
        "US offset for parts prolonged",
        "teikei_assumption",
        "What-if: the import adjustment offset, 3.75 % of the price of cars built in the US against the duty "
        "on their parts, does not end in October 2030 and stays to the end of the years planned.",
    ),
    (
        "yen_strong",
        "Yen 15 % stronger",
        "teikei_assumption",
        "What-if: 15 % fewer yen to the dollar in every year.",
    ),
    (
        "yen_weak",
        "Yen 15 % weaker",
        "teikei_assumption",
        "What-if: 15 % more yen to the dollar in every year.",
    ),
    (
        "us_demand_down_15",
        "US demand 15 % lower",
        "teikei_assumption",
        "What-if: every car of the six makers sells 15 % less in the US, new ones included.",
    ),
    (
        "as_reported",
        "The base year as reported",
        "teikei_assumption",
        "2024 with its law, exchange rates and volumes: what the case is checked against. Sourcing is to "
        "be fixed as reported.",
    ),
)


def write(paper: Paper) -> None:
    """Scenarios and their edits."""
    for scenario, title, source, story in STORIES:
        paper.add(
            "scenarios",
            scenario=scenario,
            title=title,
            story=story,
            source=source,
            confidence="assumption",
            note="what-if",
        )
    _law(paper)
    for scenario, factor in (("yen_strong", "0.85"), ("yen_weak", "1.15")):
        _edit(paper, scenario, "fx", "currency=JPY", "units_per_case_currency", "scale", factor)
    _edit(paper, "us_demand_down_15", "demand", "market=us", "units_per_year", "scale", "0.85")
    for setting, value in (
        ("first_year", "2024"),
        ("last_year", "2024"),
        ("reviews", "2024"),
        ("price_year", "2024"),
        ("decision_date", "2024-01-01"),
    ):
        _edit(paper, "as_reported", "case", "", f"case.{setting}", "set", value)


def _law(paper: Paper) -> None:
    """Edits of tariffs and preferences."""
    deal = "origin=japan & destination=us & stacking=at_least"
    _edit(paper, "japan_25", "tariffs", deal, "rate", "set", "0.25", FROM)
    _edit(paper, "usmca_lost", "origin_rules", "rule=usmca & destination=us", "rate_if_met", "drop", "", FROM)
    for origin in ("mexico", "canada"):
        parts = f"origin={origin} & destination=us & customs_class=parts & stacking=base"
        _edit(paper, "usmca_lost", "tariffs", parts, "rate", "set", "0.275", FROM)
    section_232 = "destination=us & stacking=add & valid_from>=2025-04-03 & origin!=china"
    _edit(paper, "no_extra_us_duty", "tariffs", section_232, "rate", "drop", "", FROM)
    china = "origin=china & destination=us & stacking=add & valid_from>=2025-04-03"
    _edit(paper, "no_extra_us_duty", "tariffs", china, "rate", "drop", "", FROM)
    for stacking in ("at_least", "offset"):
        where = f"destination=us & stacking={stacking}"
        _edit(paper, "no_extra_us_duty", "tariffs", where, "rate", "drop", "", FROM)
    offset = "destination=us & stacking=offset & valid_from>=2026-05-01"
    _edit(paper, "offset_prolonged", "tariffs", offset, "valid_to", "set", "2035-12-31")
    rule = "rule=usmca & destination=us"
    _edit(paper, "no_extra_us_duty", "origin_rules", rule, "content_rate", "set", "0", FROM)


def _edit(
    paper: Paper,
    scenario: str,
    table: str,
    where: str,
    column: str,
    operation: str,
    value: str,
    year: int | None = None,
) -> None:
    paper.add(
        "edits",
        scenario=scenario,
        table_name=table,
        where=where,
        column_name=column,
        operation=operation,
        value=value,
        from_year=year,
        source="teikei_assumption",
        confidence="assumption",
    )
