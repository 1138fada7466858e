"""A deal sheet as one JSON object: every figure with its interval, amounts in the printed currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.report.clauses import clauses_object

if TYPE_CHECKING:
    from teikei.deals.clauses import Clauses
    from teikei.deals.deal_sheet import DealSheet
    from teikei.report.money import Money

COUNTED = ("cars a year",)
"""Units that are no money."""


def sheet_object(made: DealSheet, money: Money, scenario: str = "", found: Clauses | None = None) -> Any:
    """What `teikei sheet --json` prints: of a partner's sheet, only what that sheet shows."""
    figures: dict[str, dict[str, Any]] = {}
    for name, one in made.figures.items():
        factor = 1.0 if one.unit in COUNTED else money.factor
        ends = {"value": one.value * factor, "low": one.low * factor, "high": one.high * factor}
        figures[name] = {"unit": one.unit, **ends, "certified": one.certified}
    told: dict[str, Any] = {
        "case": made.case.settings.name,
        "scenario": scenario,
        "currency": money.currency,
        "agreement": made.advised.agreement,
        "title": made.advised.title,
        "parties": list(made.advised.parties),
        "for": made.focal,
        "audience": made.audience,
        "screen": made.screen.colour,
        "figures": figures,
    }
    if made.audience == "partner":
        told["to"] = made.reader
    else:
        if made.advised.corridor is not None:
            deal = made.advised.corridor.by_payer
            told |= {"payer": deal.taker, "payee": deal.giver, "a_fee_suits_both": deal.open}
        told |= {"verdict": made.advised.verdict.word, "assumed_share": made.assumed}
    return told | ({} if found is None else {"clauses": clauses_object(found, money)})
