"""The sheet that may be handed to a partner: without what the firm that asks keeps to itself.

Left out are its own gain, costs, cars and alternatives, and everything from which its reserve price could be
worked out: the surplus and its accounts, the gains after money, the fee, the losses of others, what the
surplus is at the ends of an input, and the low and the high of whatever the contract itself says, which would
tell how far the firm that asks would go. A reader is told its own gain, cars and inputs, and nothing of
another partner; where several may read one sheet, nothing of any of them. What stays is what the contract
says, when it starts, what it rests on beside, and the screens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from teikei.agreements.book import agreement_rows
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.deal_sheet import DealSheet, Standing, Swing
from teikei.deals.figure import Cited, Figure
from teikei.deals.verdict import Verdict

CONTRACT = ("agreements", "grants", "terms", "changes")
"""Tables of what a contract says: told without a range, and to those who are named in the row."""
SILENT = Verdict("not yet planned", "")
"""No verdict is told: whether we would sign is ours to know."""


def for_partner(made: DealSheet) -> DealSheet:
    """The same sheet for ``made.reader``, or for all partners of ``made.focal``, who are then told less."""
    case, found, reader = made.case, made.advised, made.reader
    hidden = _things_of(case, (f for f in found.parties if f != reader))
    told = {f"gain {reader}"}
    flows = found.flows
    advised = Advised(  # named one by one: what is added to an advice later is not told by itself
        found.agreement,
        str(agreement_rows(case)[found.agreement]["title"]),
        found.kind,
        found.parties,
        SILENT,
        gains={f: g for f, g in found.gains.items() if f == reader},
        milestones=found.milestones,
        units_per_year=found.units_per_year,
        built_at=found.built_at if reader else {},
        without={f: said for f, said in found.without.items() if f == reader},
        flows=flows.filter(pl.col("firm") == reader) if flows.height else flows,
    )
    figures = {
        name: _without_ranges(figure, made, hidden)
        for name, figure in made.figures.items()
        if name in told or name.startswith("cars ")
    }
    swings = tuple(swing for s in made.swings if (swing := _swing_told(s, made, hidden)) is not None)
    whole = made.advice
    advice = Advice(
        case, whole.book, whole.options, (advised,), (), (0.0, 0.0), 0.0, made.focal, versions=whole.versions
    )
    return replace(
        made,
        advice=advice,
        advised=advised,
        figures=figures,
        swings=swings,
        assumed=None,
        standing=_standing_told(made),
    )


def _without_ranges(figure: Figure, made: DealSheet, hidden: frozenset[str]) -> Figure:
    rests = (_cell_told(c) for c in figure.rests if is_told(made, c.table, c.row, hidden))
    return replace(figure, rests=tuple(rests))


def _cell_told(one: Cited) -> Cited:
    return replace(one, low=None, high=None) if one.table in CONTRACT else one


def _swing_told(swing: Swing, made: DealSheet, hidden: frozenset[str]) -> Swing | None:
    """An input of the reader or of nobody at the table, without the surplus at its ends; None for others."""
    item = swing.move.input
    if not is_told(made, item.table, " ".join(k for k in item.key if k), hidden):
        return None
    if item.table in CONTRACT:
        item = replace(item, low=item.central, high=item.central)
    move = replace(swing.move, input=item, at_low=None, at_high=None, turns=(), grid=(), unsigned=())
    return Swing(move, swing.cell and _cell_told(swing.cell))


def _standing_told(made: DealSheet) -> Standing:
    """What the tables say of its end; of agreements beside it those in force and those of the reader."""
    rows = agreement_rows(made.case)

    def known(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(a for a in names if rows[a]["status"] == "signed" or made.reader in rows[a]["parties"])

    one = made.standing
    return replace(
        one, keeps_m={}, leaves="", instead=(), needs=known(one.needs), needed_by=known(one.needed_by)
    )


def is_told(made: DealSheet, table: str, row: str, hidden: frozenset[str]) -> bool:
    """Whether a row, by the words of its key, may be read: one of the contract that names nobody but the firm
    that asks and the reader; else one that is about no thing of the firm that asks or of another partner."""
    words = set(row.split(" "))
    if table not in CONTRACT:
        return not words & hidden
    firms = words & set(made.case["firms"]["firm"].to_list())
    return firms <= ({made.reader} if table == "changes" else {made.focal, made.reader})


def _things_of(case: Case, firms: Iterable[str]) -> frozenset[str]:
    """Ids of firms and of what each of them owns, alone or with others."""
    found: set[str] = set()
    for firm in firms:
        found |= _own_things(case, firm)
    return frozenset(found)


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
