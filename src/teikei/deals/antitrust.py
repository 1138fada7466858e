"""Antitrust screens of agreements: green, amber or red, the number that decided, and what would clear it.

The worse of two: what the case says of the deal (column ``screen``), and the listed thresholds of
`demand.rules` compared with shares of units sold, segment by segment and market by market. Shares count the
makers of the tables only; where others sell too they are upper bounds, so that a share below a threshold is
surely below it. A screen says where to look, never that something is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from teikei.agreements.book import agreement_rows, candidates
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.case.case import Case
from teikei.deals.barred import competitors, hardcore, venture
from teikei.demand.rules import Kind
from teikei.demand.screening import Colour, Conduct, Finding, Position, Screening, screen

SCREENED_AS: dict[str, Kind] = {
    "contract_build": "contract_production",
    "shared_platform": "shared_platform",
    "technology_licence": "licence",
    "driver_assistance_licence": "licence",
    "shared_software": "research",
    "joint_development": "research",
    "joint_purchasing": "joint_purchasing",
    "regional_lead": "joint_selling",
    "technology_lead": "research",
    "joint_venture": "joint_production",
    "merger": "merger",
}
"""Kind of agreement -> kind in the listed rules. Others (pools, charging, cells) have no listed threshold."""
CONTROL = ("merger", "joint_venture")
BOUND = ", at most: of the makers in the tables"
RANK: dict[str, int] = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Screened:
    """The screen of one agreement.

    Attributes
    ----------
    agreement, parties : id, and who they are
    colour : the worse of the case's own word and the listed rules
    stated, note : the case's own word and why
    market : segment and market of the finding that decided; empty if the case's word did
    number, threshold, clears : what decided, what it is compared with, and what would clear it
    source : of the rule, or of the row
    findings : every test made
    """

    agreement: str
    parties: tuple[str, ...]
    colour: Colour
    stated: Colour
    note: str
    market: str
    number: str
    threshold: str
    clears: str
    source: str
    findings: tuple[Finding, ...]

    @property
    def barred(self) -> bool:
        """Red: in no searched book."""
        return self.colour == "red"


def screened(case: Case, agreement: str) -> Screened:
    """Screen one agreement of a case.

    Raises
    ------
    UsageError    no agreement of that name
    """
    rows = agreement_rows(case)
    if agreement not in rows:
        fix = did_you_mean(agreement, list(rows), "agreements.csv")
        raise UsageError(
            Fault("agreements", f"no agreement is called {agreement!r}", "it cannot be screened", fix)
        )
    row = rows[agreement]
    found = _by_rules(case, row)
    stated: Colour = row["screen"]
    note = row["legal_note"] or ""
    if found is None or RANK[stated] > RANK[found.colour]:
        worst = _stated(row, found is None)
        colour = stated
    else:
        worst, colour = _driver(found), found.colour
    return Screened(
        agreement=agreement,
        parties=tuple(row["parties"]),
        colour=colour,
        stated=stated,
        note=note,
        market=worst.market,
        number=worst.number,
        threshold=worst.threshold,
        clears=worst.clears,
        source=worst.source,
        findings=found.findings if found is not None else (),
    )


def screens(case: Case, agreements: Iterable[str] | None = None) -> tuple[Screened, ...]:
    """Screens of some agreements (default: every candidate), red first, then amber."""
    names = candidates(case) if agreements is None else list(agreements)
    return tuple(sorted((screened(case, a) for a in names), key=lambda s: (-RANK[s.colour], s.agreement)))


def _driver(found: Screening) -> Finding:
    """The finding to show: what is crossed, then what a listed rule says, then where none is listed."""
    same = [one for one in found.findings if one.colour == found.colour]
    return min(same, key=lambda one: (not one.crossed, one.test == "no rule"))


def _stated(row: dict[str, Any], no_rule: bool) -> Finding:
    """The case's own word as a finding."""
    what = row["legal_note"] or "the case says no more"
    number = f"the case says {row['screen']}: {what}"
    if no_rule:
        number += "; no listed rule is about it"
    clears = {
        "red": "drop the clause that makes it hardcore",
        "amber": "an opinion of counsel, written into the case with its source",
    }.get(row["screen"], "")
    return Finding(row["screen"], "stated", "", number, "", clears, ", ".join(row["source"] or ()))


def _by_rules(case: Case, row: dict[str, Any]) -> Screening | None:
    """The listed rules; None where none is about its kind, or it touches no cars of the tables."""
    clauses = hardcore(case, row)
    kind = SCREENED_AS.get(row["kind"], "joint_selling" if clauses else None)
    positions = positions_of(case, row["agreement"]) if kind is not None else ()
    if kind is None or not positions:
        return None
    conduct = Conduct(
        kind=kind,
        parties=tuple(row["parties"]),
        positions=positions,
        competitors=competitors(case, row["parties"]),
        control=row["kind"] in CONTROL,
        hardcore=clauses,
        integrated_venture=venture(case, row["parties"]),
    )
    made = screen(conduct, at=str(case.settings.decision_date))
    return Screening(tuple(_bounded(one) for one in made.findings))


def _bounded(one: Finding) -> Finding:
    """Shares of the makers in the tables are the most that they can be, and are said to be so."""
    if not one.number.startswith("combined share"):
        return one
    share, rest = one.number.split(",", 1) if "," in one.number else (one.number, "")
    clears = f"{one.clears}; or say what others sell there" if one.crossed else one.clears
    return replace(one, number=f"{share}{BOUND}{',' + rest if rest else ''}", clears=clears)


def positions_of(case: Case, agreement: str) -> tuple[Position, ...]:
    """Segments and markets in which the cars of an agreement are sold, with the shares of all makers there;
    where the parties meet most comes first.

    Its cars are those that it grants or launches; where it names none, all cars of its planning parties.
    Units are those of the base year; cars not on sale yet count for nobody.
    """
    row = agreement_rows(case)[agreement]
    cars = _cars(case, row)
    models = case["models"].select("model", "firm", "segment", "status")
    sold = case["demand"].join(models, on="model", how="left")
    touched = sold.filter(pl.col("model").is_in(sorted(cars))).select("segment", "market").unique()
    on_sale = sold.filter(pl.col("status") != "candidate")
    units = on_sale.group_by("segment", "market", "firm").agg(pl.col("units_per_year").sum())
    planning = set(case["firms"].filter(pl.col("role") == "plans")["firm"].to_list())
    found = []
    for segment, market in sorted(touched.iter_rows()):
        here = units.filter(pl.col("segment") == segment, pl.col("market") == market)
        total = float(here["units_per_year"].sum())
        if total <= 0:
            continue
        shares = {f: float(u) / total for f, u in here.select("firm", "units_per_year").iter_rows()}
        shares |= {f: 0.0 for f in row["parties"] if f in planning and f not in shares}
        found.append(Position(f"{segment} in {market}", market, dict(sorted(shares.items()))))
    return tuple(sorted(found, key=lambda p: (-_overlap(p, row["parties"]), p.market)))


def _overlap(position: Position, parties: Iterable[str]) -> float:
    """The share of the second largest party: where it is nothing, the parties do not meet."""
    return sorted((position.shares.get(f, 0.0) for f in parties), reverse=True)[1]


def _cars(case: Case, row: dict[str, Any]) -> set[str]:
    grants = case["grants"].filter(pl.col("agreement") == row["agreement"])
    named = {model for models in grants["models"].to_list() for model in models} | set(row["brings"])
    if named:
        return named
    roles = dict(case["firms"].select("firm", "role").iter_rows())
    planning = [f for f in row["parties"] if roles[f] == "plans"]
    return set(case["models"].filter(pl.col("firm").is_in(planning))["model"].to_list())
