"""Antitrust screens of agreements: green, amber or red, the number that decided, and what would clear it.

The worse of two: what the case says of the deal (column ``screen``), and the listed thresholds of
`demand.rules` compared with shares of units sold, segment by segment and market by market. Shares count the
makers of the tables only; where others sell too they are upper bounds, so that a share below a threshold is
surely below it, and from one above it no remedy is worked out. A screen says where to look, never that
something is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from teikei.agreements.book import agreement_rows, candidates
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.case.case import Case
from teikei.deals.barred import competitors, hardcore, venture
from teikei.deals.figure import rows_of
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
OF_TABLES = " of the {sold:,.0f} cars a year that makers of the tables sell there"
BOUND = "makers who are not in the tables are not counted, so of the whole market it is at most that"
LOOK_UP = (
    "look up what all makers sell there, and give those who are missing with their source; from an upper "
    "bound no remedy is worked out"
)
SHARE = "combined share "
"""How a finding begins that rests on shares."""
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
    source : of the rule; where the case's own word decided, which row says it
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
        worst = _stated(case, row, found is None)
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


def _stated(case: Case, row: dict[str, Any], no_rule: bool) -> Finding:
    """The case's own word as a finding."""
    what = row["legal_note"] or "the case says no more"
    number = f"the case says {row['screen']}: {what}"
    if no_rule:
        number += "; no listed rule is about it"
    clears = {
        "red": "drop the clause that makes it hardcore",
        "amber": "an opinion of counsel, written into the case with its source",
    }.get(row["screen"], "")
    (cell,) = rows_of(case, "agreements", row["agreement"], "screen")
    rule = "none listed is about it" if no_rule else "the listed ones say less"
    titles = "; ".join(cell.sources) or "no source"
    said = f"{rule}; the case's own word, {cell.place}, whose source is about the agreement: {titles}"
    return Finding(row["screen"], "stated", "", number, "", clears, said)


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
    sold = {
        market: float(n) for market, n in _sold(case).group_by("where").agg(pl.col("units").sum()).iter_rows()
    }
    return Screening(tuple(_bounded(one, sold) for one in made.findings))


def _bounded(one: Finding, sold: Mapping[str, float]) -> Finding:
    """Shares of the makers in the tables are the most that they can be, and are said to be so; of how many
    cars, and what to look up in place of a remedy that would rest on them."""
    if not one.number.startswith(SHARE):
        return one
    share, comma, rest = one.number.removeprefix(SHARE).partition(",")
    number = f"{SHARE}{share}{OF_TABLES.format(sold=sold[one.market])}{comma}{rest}; {BOUND}"
    return replace(one, number=number, clears=LOOK_UP if one.crossed else one.clears)


def _sold(case: Case) -> pl.DataFrame:
    """Cars on sale in the base year: where (``SEGMENT in MARKET``), firm, units."""
    models = case["models"].select("model", "firm", "segment", "status")
    sold = case["demand"].join(models, on="model", how="left").filter(pl.col("status") != "candidate")
    where = pl.concat_str("segment", pl.lit(" in "), "market").alias("where")
    return sold.group_by(where, "firm").agg(pl.col("units_per_year").sum().alias("units"))


def positions_of(case: Case, agreement: str) -> tuple[Position, ...]:
    """Segments and markets in which the cars of an agreement are sold, with the shares of all makers there;
    where the parties meet most comes first.

    Its cars are those that it grants or launches; where it names none, all cars of its planning parties.
    Units are those of the base year; cars not on sale yet count for nobody.
    """
    row = agreement_rows(case)[agreement]
    models = case["models"].select("model", "segment")
    cars = case["demand"].filter(pl.col("model").is_in(sorted(_cars(case, row)))).join(models, on="model")
    touched = cars.select("segment", "market").unique()
    units = _sold(case)
    planning = set(case["firms"].filter(pl.col("role") == "plans")["firm"].to_list())
    found = []
    for segment, market in sorted(touched.iter_rows()):
        here = units.filter(pl.col("where") == f"{segment} in {market}")
        total = float(here["units"].sum())
        if total <= 0:
            continue
        shares = {f: float(u) / total for f, u in here.select("firm", "units").iter_rows()}
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
