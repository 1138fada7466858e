"""Agreements that are in no searched book: red, by the case's own word or because they share out markets.

red = the case says so, or a market is left to another, between competitors, in no documented venture

The listed thresholds (`deals.antitrust`) turn nothing red, so that who only searches need not wait for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from teikei.agreements.book import agreement_rows
from teikei.case.case import Case
from teikei.case.kept import kept

if TYPE_CHECKING:
    from teikei.demand.screening import Hardcore


@kept
def barred(case: Case) -> dict[str, str]:
    """Agreement -> why it is in no searched book: what the case says of it, or what the clause is."""
    found = {}
    for name, row in agreement_rows(case).items():
        clauses = hardcore(case, row)
        if row["screen"] == "red":
            found[name] = row["legal_note"] or "hardcore between competitors"
        elif clauses and competitors(case, row["parties"]) is not False and not venture(case, row["parties"]):
            words = " and ".join(clause.replace("_", " ") for clause in clauses)
            found[name] = f"{words} between {' and '.join(row['parties'])}"
    return found


def hardcore(case: Case, row: dict[str, Any]) -> tuple[Hardcore, ...]:
    """Grants of a market split markets between the parties."""
    grants = case["grants"].filter(pl.col("agreement") == row["agreement"], pl.col("what") == "market")
    return ("market_division",) if grants.height or row["kind"] == "regional_lead" else ()


def venture(case: Case, parties: Iterable[str]) -> str:
    """Where the integrated venture of the parties is documented; empty if they are in none together."""
    groups = case.settings.integrated_groups
    return case.settings.integrated_note if any(set(parties) <= set(group) for group in groups) else ""


def competitors(case: Case, parties: Iterable[str]) -> bool | None:
    """Two makers that plan compete; a licensor does not; of other outsiders it is not known."""
    roles = dict(case["firms"].select("firm", "role").iter_rows())
    found = [roles[f] for f in parties]
    if found.count("plans") >= 2:
        return True
    return None if "outside" in found else False
