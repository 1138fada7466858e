"""Everything about deals in the flagship: technologies, agreements, what they bring, futures, claims.

The carmakers' own modules are read first, because limits, prices, volumes and diversion follow from their demand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025 import (
    alliance,
    deals_claims,
    deals_detroit,
    deals_europe,
    deals_honda,
    deals_honda_ties,
    deals_mitsubishi,
    deals_outside,
    deals_scenarios,
    deals_signed,
    deals_technologies,
    partners,
)
from tools.build_cases.nissan_2025.deals_market import Market
from tools.build_cases.nissan_2025.deals_paper import Paper


def rows(facts: Path) -> dict[str, list[dict[str, object]]]:
    """Rows of technologies, effects, agreements, grants, terms, diversion, scenarios, edits and claims, and the models,
    variants, demand, tooling, platforms and plants that only agreements bring.

    Raises
    ------
    LookupError
        a fact or a model that a deal quotes is not in the facts or in the carmakers' modules
    """
    known = Facts(facts)
    cars: dict[str, list[dict[str, Any]]] = {}
    for module in (alliance, partners):
        for table, found in module.rows(facts).items():
            cars.setdefault(table, []).extend(dict(row) for row in found)
    market = Market(known, cars)
    paper = Paper(known, market)
    deals_technologies.technologies(paper)
    deals_technologies.effects(paper)
    deals_signed.supplies(paper, market)
    deals_signed.others(paper)
    deals_honda.write(paper, market)
    deals_honda_ties.write(paper, market)
    deals_mitsubishi.write(paper, market)
    deals_detroit.write(paper, market)
    deals_europe.write(paper, market)
    deals_outside.write(paper)
    deals_scenarios.write(paper)
    deals_claims.write(paper)
    return paper.rows
