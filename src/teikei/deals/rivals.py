"""Which agreements stand in each other's way: only such are swapped for one another in a search, and come in
each other's place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from teikei.agreements.book import agreement_rows, excluding
from teikei.agreements.kinds import KINDS
from teikei.case.case import Case
from teikei.deals.barred import barred


def rivals(case: Case, agreements: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs that exclude each other, need room in the same plant, serve the same car, or launch cars that
    take sales from one car in one market.

    Deals without any of these add to each other or leave each other alone: giving up one to have the other
    cannot be better than having both.
    """
    wants = {a: _contested(case, a) for a in agreements}
    return tuple(
        (a, b) for a, b in combinations(agreements, 2) if excluding(case, a, b) or wants[a] & wants[b]
    )


def rivals_out(case: Case, agreement: str) -> list[str]:
    """Candidates that an agreement excludes and that could be in a book: not red, planned, no yardstick."""
    rows, red = agreement_rows(case), barred(case)
    return [
        name
        for name, row in rows.items()
        if row["status"] == "candidate"
        and name not in red
        and KINDS[row["kind"]].planned
        and not KINDS[row["kind"]].yardstick
        and excluding(case, name, agreement)
    ]


def _contested(case: Case, agreement: str) -> set[tuple[str, ...]]:
    """Plants, cars and other cars' sales that an agreement lays claim to."""
    brings = set(agreement_rows(case)[agreement]["brings"])
    found: set[tuple[str, ...]] = {("car", model) for model in brings}
    for row in case["grants"].iter_rows(named=True):
        if row["agreement"] != agreement:
            continue
        if row["what"] == "plant":
            found.add(("plant", row["resource"]))
        found |= {("car", model) for model in row["models"]}
    for row in case["diversion"].iter_rows(named=True):
        if row["model"] in brings and row["to"] != "outside" and row["share"] >= LEAST:
            found.add(("sales", row["to"], row["market"]))
    return found


LEAST = 0.05
"""Share of its sales that a launched car must take from another before that counts as standing in the way."""
