"""Preferences by content: USMCA before and after April 2025, Canada's answer, the British quota."""

from __future__ import annotations

from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.tariffs import CLASSES, fact

# 25 % on what is neither Canadian nor Mexican. One territory can be exempt in a row, so the Mexican quarter of
# the foreign content of US cars is taken out of the rate: 0.25 × 0.73 ÷ 0.97.
CANADIAN_ANSWER = 0.19
CANADIAN_NOTE = "25 % less the exempt Mexican content (a quarter of the foreign); no end assumed; low: lifted"

# Makers that build cars in Canada may bring in US-built cars free of the counter-tariff, within quotas.
REMITTED = ("honda", "ford", "stellantis")


def _remission(firm: str) -> dict[str, Any]:
    return {
        "rule": f"canada_remission_{firm}",
        "quota_firm": firm,
        "valid_from": "2025-04-09",
        "legal_basis": "remission for makers with Canadian plants",
        "source": "gk_unverified",
        "confidence": "estimate",
        "note": "quota (and its cut for Stellantis in October 2025) left out; from memory",
    }


def origin_rules(facts: Facts) -> Rows:
    """Return the preferences: USMCA before and after April 2025, Canada's answer, the British quota."""
    share = (
        facts.number("world/rules_of_origin", "value_percent", rule="regional_value_content_net_cost") / 100
    )
    foreign = fact(facts, "mexico", "us", "car_usmca_qualifying", "2025-04-03")
    free = fact(facts, "mexico", "us", "car_usmca_qualifying", "2020-07-01")
    note = "least share from memory; labour value and steel rules are not modelled"
    region = {
        "regional_territories": "us;canada;mexico",
        "minimum_regional_share": share,
        "rate_if_met": 0.0,
        "note": note,
    }
    rows: Rows = []
    for customs_class in CLASSES:
        pairs = (
            ("mexico", "us", "usmca", "2025-04-02", "2025-04-03", "us", foreign),
            ("canada", "us", "usmca", "2025-04-02", "2025-04-03", "us", foreign),
            ("us", "canada", "usmca", "2025-04-08", "2025-04-09", "canada", {"rate": CANADIAN_ANSWER}),
        )
        for origin, destination, rule, until, since, exempt, charge in pairs:
            key = {"rule": rule, "origin": origin, "destination": destination, "customs_class": customs_class}
            before = {"valid_from": "2020-07-01", "valid_to": until, "legal_basis": "USMCA"}
            law = "Proclamation 10908 (2)" if destination == "us" else "counter-tariff on foreign content"
            after = {
                "content_rate": charge["rate"],
                "content_territory": exempt,
                "valid_from": since,
                "legal_basis": law,
                "source": charge.get("source", "gk_unverified"),
                "confidence": charge.get("confidence", "estimate"),
            }
            if destination == "canada":
                after["note"] = CANADIAN_NOTE
                after |= {"content_rate_low": 0.0, "content_rate_high": 0.25}
            proof = {"source": free["source"], "confidence": free["confidence"]}
            rows += [key | region | before | proof, key | region | after]
            if destination == "canada":
                rows += [key | region | _remission(firm) for firm in REMITTED]
    quota = fact(facts, "uk", "us", "car_in_quota_100k", "2025-06-30")
    rows.append(
        {
            "rule": "uk_quota",
            "origin": "uk",
            "destination": "us",
            "customs_class": "car",
            "regional_territories": "uk",
            "minimum_regional_share": 0.0,
            "rate_if_met": quota["rate"],
            "quota_units": 100000,
            "valid_from": "2025-06-30",
            "legal_basis": "quota at 10 %, then the normal rate",
            "source": quota["source"],
            "confidence": quota["confidence"],
        }
    )
    return rows
