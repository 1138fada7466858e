"""The routes that a book permits, as arrays: which cars members may build where for whom, in which years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from teikei.agreements.book import Book, owners
from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.case.kept import kept, rows_by
from teikei.industry.landed import COSTS, landed
from teikei.industry.quotas import quotas
from teikei.industry.routes import KEY, routes
from teikei.plan.demand import Slots, optional_launches
from teikei.plan.fleets import counted_as
from teikei.plan.permits import needs_of, permitted_years
from teikei.plan.sets import Ints, Needs, Routes

Flags = NDArray[np.bool_]
WORDS = ("variant", "model", "firm", "platform", "powertrain", "plant", "market")


@kept
def landed_arrays(case: Case) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Routes of a case and their money as (route, year) arrays."""
    frame = routes(case)
    table = landed(case, frame)
    shape = (frame.height, len(case.settings.years))
    money: dict[str, Any] = {name: table[name].to_numpy().reshape(shape) for name in ("price", *COSTS)}
    money["customs_value"] = table["customs_value"].to_numpy().reshape(shape)
    money["quotas"] = quotas(case, frame, case.settings.years)
    return frame, money


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """The routes of a case as arrays (route,), with the number of what each needs from others, and the years
    (route, year) in which its car can be on sale."""

    words: Mapping[str, Any]
    needs: tuple[Needs, ...]
    need_of: Ints
    window: Flags


@kept
def _ways(case: Case) -> _Ways:
    frame, owned, years = routes(case), owners(case), np.array(case.settings.years, dtype=np.int64)
    models, variants = rows_by(case, "models", "model"), rows_by(case, "variants", "variant")
    number: dict[Needs, int] = {}
    need_of: dict[tuple[str, str], int] = {}
    for row in frame.unique(["variant", "plant"], maintain_order=True).iter_rows(named=True):
        wanted = [
            ("plant", row["plant"]),
            ("platform", row["platform"]),
            *(("technology", t) for t in row["technologies"]),
        ]
        need = needs_of(row["firm"], row["model"], wanted, owned)
        need_of[(row["variant"], row["plant"])] = number.setdefault(need, len(number))
    words = {name: frame[name].to_numpy().astype(str) for name in WORDS}
    on_sale = {v: _window(row, years) & _window(models[row["model"]], years) for v, row in variants.items()}
    names = frame["variant"].to_list()
    return _Ways(
        words,
        tuple(number),
        np.array([need_of[pair] for pair in frame.select("variant", "plant").iter_rows()], dtype=np.int64),
        np.array([on_sale[v] for v in names], dtype=bool).reshape(len(names), years.size),
    )


def permitted(
    case: Case, book: Book, firms: tuple[str, ...], years: Ints, slots: Slots
) -> tuple[Ints, Flags, list[Needs]]:
    """Routes of the case that members may use under the book, the years of each (route, year), and what it
    needs from others."""
    ways = _ways(case)
    candidates = {m for m, row in rows_by(case, "models", "model").items() if row["status"] == "candidate"}
    held_back = candidates - set(slots.launched) - optional_launches(book)
    mine = np.isin(ways.words["firm"], list(firms)) & ~np.isin(ways.words["model"], list(held_back))
    granted = np.zeros((len(ways.needs), years.size), dtype=bool)
    for k in np.unique(ways.need_of[mine]):
        granted[k] = permitted_years(ways.needs[k], book.permits, years)
    allowed = granted[ways.need_of]
    stuck = mine & ~allowed.any(axis=1)
    if stuck.any() and book.agreements >= Book.today(case).agreements:
        sourced = set(case["sourcing"].filter(pl.col("units") > 0).select(KEY).rows())
        keys = zip(*(ways.words[name].tolist() for name in KEY), strict=True)
        lost = [(key, ways.needs[k]) for key, k, no in zip(keys, ways.need_of, stuck, strict=True) if no]
        faults = [_unpermitted(key, need) for key, need in lost if key in sourced]
        if faults:
            raise CaseError(faults)
    at = np.flatnonzero(mine & (allowed & ways.window).any(axis=1))
    return at, (allowed & ways.window)[at], [ways.needs[k] for k in ways.need_of[at]]


def _window(row: dict[str, Any], years: Ints) -> Flags:
    return (years >= (row["first_year"] or 0)) & (years <= (row["last_year"] or 9999))


def _unpermitted(key: tuple[str, str, str], need: Needs) -> Fault:
    what = ", ".join(f"{kind} {resource}" for kind, resource in need.needs)
    return Fault(
        f"sourcing.csv, {key[0]} at {key[1]} for {key[2]}",
        f"{need.firm} builds {key[0]!r} at {key[1]!r} today, but no signed agreement grants it {what}",
        "the car would vanish from every plan",
        f"add a signed agreement with a grant of {what} to {need.firm}, or correct the owners",
    )


def routes_of(
    case: Case,
    frame: pl.DataFrame,
    money: dict[str, Any],
    at: Ints,
    allowed: Flags,
    slots: Slots,
) -> Routes:
    part = frame[at] if at.size else frame.head(0)
    construction = dict(case["platforms"].select("platform", "construction").iter_rows())
    variants = rows_by(case, "variants", "variant")
    grams = dict(finished(case).select("variant", "co2_g_per_km").iter_rows())
    counted = {m: counted_as(row) for m, row in rows_by(case, "models", "model").items()}
    index = slots.index
    words = {name: column[at] for name, column in _ways(case).words.items()}
    names = words["variant"].tolist()
    keys = zip(words["model"].tolist(), words["powertrain"].tolist(), words["market"].tolist(), strict=True)
    return Routes(
        **words,
        construction=np.array([construction[p] for p in words["platform"].tolist()], dtype=str),
        technologies=tuple(frozenset(t) for t in part["technologies"].to_list()),
        slot=np.array([index[key] for key in keys], dtype=np.int64),
        tooled=(part["tooling_status"] == "tooled").to_numpy().astype(bool),
        candidate=np.array([variants[v]["status"] == "candidate" for v in names], dtype=bool),
        co2=np.array([grams[v] for v in names], dtype=np.float64),
        co2_class=np.array([counted[m] for m in words["model"].tolist()], dtype=str),
        allowed=allowed,
        money={name: money[name][at].copy() for name in ("price", *COSTS)},
    )
