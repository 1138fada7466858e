"""The sheet that may be handed to the partner: without what the firm that asks keeps to itself.

Left out are its own gain, costs and alternatives, and everything from which its reserve price could be worked
out by subtraction: the surplus and its accounts, the gains after money, both ends and the middle of the fee,
the losses of others, and what the surplus is at the ends of an input. What stays is what the partner gains by
its own accounts, who builds what under the deal, when, what it rests on, and the screens.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from teikei.case.case import Case
from teikei.case.tables.registry import TABLES
from teikei.deals.advice import Advice, Advised
from teikei.deals.deal_sheet import DealSheet, Swing
from teikei.deals.inputs import Input
from teikei.deals.verdict import Verdict

OWNED_BY = {
    "firm": "firms", "model": "models", "to": "models", "plant": "plant_owners", "variant": "variants",
    "line": "lines", "platform": "platforms", "technology": "technologies",
}  # fmt: skip
"""Column of a key -> the table that says whose it is."""
SILENT = Verdict("not yet planned", "")
"""No verdict is told: whether we would sign is ours to know."""


def for_partner(made: DealSheet) -> DealSheet:
    """The same sheet for the other side, seen from ``made.focal``."""
    case, ours, found = made.case, made.focal, made.advised
    planning = [f for f in made.partners if f in found.gains]
    told = {f"gain {planning[0]}"} if len(planning) == 1 else set()  # each of several sees its own alone
    own = {f for f in found.parties if f != ours}
    flows = found.flows
    if flows.height:
        under = pl.col("plant").is_in(sorted(found.built_at)) & pl.col("model").is_in(
            sorted(_models_of_deal(case, found.agreement))
        )
        flows = flows.filter(pl.col("firm").is_in(sorted(own)) | under)
    advised = Advised(  # named one by one: what is added to an advice later is not told by itself
        found.agreement,
        found.title,
        found.kind,
        found.parties,
        SILENT,
        gains={f: g for f, g in found.gains.items() if f"gain {f}" in told},
        milestones=found.milestones,
        units_per_year=found.units_per_year,
        built_at=found.built_at,
        without={f: said for f, said in found.without.items() if f != ours and f"gain {f}" in told},
        flows=flows,
    )
    figures = {
        name: replace(figure, rests=tuple(c for c in figure.rests if not belongs(case, c.table, c.row, ours)))
        for name, figure in made.figures.items()
        if name in told or name.startswith("cars ")
    }
    swings = tuple(
        Swing(replace(s.move, at_low=None, at_high=None, turns=(), grid=(), unsigned=()), s.cell)
        for s in made.swings
        if not is_ours(case, s.move.input, ours)
    )
    whole = made.advice
    advice = Advice(
        case, whole.book, whole.options, (advised,), (), (0.0, 0.0), 0.0, ours, versions=whole.versions
    )
    standing = replace(made.standing, keeps_m={}, leaves="", instead=())
    return replace(
        made, advice=advice, advised=advised, figures=figures, swings=swings, assumed=None, standing=standing
    )


def _models_of_deal(case: Case, agreement: str) -> set[str]:
    grants = case["grants"].filter(pl.col("agreement") == agreement)
    brought = case["agreements"].filter(pl.col("agreement") == agreement)["brings"].to_list()
    return {m for models in (*grants["models"].to_list(), *brought) for m in models or ()}


def is_ours(case: Case, item: Input, firm: str) -> bool:
    """Whether an input is a figure of this firm: of its cars, plants, platforms or books."""
    return belongs(case, item.table, " ".join(k for k in item.key if k), firm)


def belongs(case: Case, table: str, row: str, firm: str) -> bool:
    """Whether a row, by the words of its key, is about a firm or a thing of its own."""
    words = set(row.split(" "))
    named = [c for c in TABLES[table].key if c in OWNED_BY]
    return bool(named) and bool(words & _own_things(case, firm))


def _own_things(case: Case, firm: str) -> set[str]:
    """Ids of a firm and of what it owns."""
    models = set(case["models"].filter(pl.col("firm") == firm)["model"].to_list())
    plants = set(case["plant_owners"].filter(pl.col("firm") == firm)["plant"].to_list())
    variants = set(case["variants"].filter(pl.col("model").is_in(sorted(models)))["variant"].to_list())
    lines = set(case["lines"].filter(pl.col("plant").is_in(sorted(plants)))["line"].to_list())
    owners = case["platforms"].select("platform", "owners").iter_rows()
    platforms = {p for p, who in owners if firm in (who or ())}
    made = case["technologies"].select("technology", "owners").iter_rows()
    technologies = {t for t, who in made if firm in (who or ())}
    return {firm} | models | plants | variants | lines | platforms | technologies
