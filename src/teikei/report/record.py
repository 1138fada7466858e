"""The advice as one JSON object, every amount in the printed currency."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from teikei.report.answer import reason
from teikei.report.names import Names

if TYPE_CHECKING:
    from teikei.deals.advice import Advice
    from teikei.report.money import Money

AMOUNT_ENDINGS = ("_m", "_m_per_year", "_per_car")


def advice_object(advice: Advice, money: Money, scenario: str = "") -> dict[str, Any]:
    """`Advice.as_dict`, with currency, scenario and dates beside it, and names instead of ids in sentences.

    Values of inputs stay in the unit of their row; what has no finite value (a case without a plan) is null.
    """
    found = advice.as_dict()
    names = Names(advice.case)
    for row, a in zip(found["agreements"], advice.advised, strict=True):
        row["reason"] = reason(a, advice, money, names)
        for told, move in zip(row.get("inputs", ()), a.sweep.moves if a.sweep else (), strict=True):
            told["words"] = names.input(move.input)
        if "without_it" in row:
            row["without_it"] = {f: names.sentence(said) for f, said in a.without.items()}
        if money.factor != 1.0:
            row.pop("driver", None)
    settings = advice.case.settings
    about = {
        "currency": money.currency,
        "decision_date": str(settings.decision_date),
        "years": [settings.first_year, settings.last_year],
        "scenario": scenario,
        "for": advice.focal,
    }
    return about | dict(scaled(found, money.factor))


def scaled(value: Any, factor: float, amount: bool = False) -> Any:
    """Amounts (known by the ending of their name) times the factor."""
    if isinstance(value, dict):
        return {k: scaled(v, factor, amount or str(k).endswith(AMOUNT_ENDINGS)) for k, v in value.items()}
    if isinstance(value, list):
        return [scaled(v, factor, amount) for v in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return value * factor if amount else value
    return value
