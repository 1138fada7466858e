"""The inputs with a low and a high: which of them could matter to an agreement, and a case with one of them
moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from teikei.case.case import Case
from teikei.case.derived import carried, chain_of
from teikei.case.tables.registry import TABLES
from teikei.plan.fleets import with_fleets
from teikei.plan.sharing import users

if TYPE_CHECKING:
    from teikei.deals.worth import Surplus


@dataclass(frozen=True, slots=True)
class Input:
    """One numeric cell with a range: table, the key of its row, column, low, central, high."""

    table: str
    key: tuple[str, ...]
    column: str
    low: float
    central: float
    high: float

    @property
    def name(self) -> str:
        return f"{self.table}: {' '.join(k for k in self.key if k)} {self.column}"

    def moved(self, case: Case, value: float) -> Case:
        """The case with this cell at ``value``, and what hangs on it moved along.

        Parts costs of all variants of a model and powertrain move in one ratio: how dear the car is, not
        which platform is cheaper. Derived variants follow the car they come from, and their additions move
        alone. A technology's unit cost moves the parts bill of every variant that uses it. Content shares
        still sum to one.
        """
        if self.table == "variants" and self.column == "parts_cost" and not _is_derived(case, self.key[0]):
            return case.with_(variants=_in_one_ratio(case, self.key[0], value / self.central))
        frame = case[self.table]
        keys = TABLES[self.table].key
        condition = pl.all_horizontal(
            [pl.col(k).cast(pl.String).fill_null("") == v for k, v in zip(keys, self.key, strict=True)]
        )
        column = (
            pl.when(condition).then(pl.lit(float(value))).otherwise(pl.col(self.column)).alias(self.column)
        )
        frame = frame.with_columns(column)
        if self.table == "content":
            frame = _rebalanced(frame, condition, self, value)
        moved = case.with_(None, **{self.table: frame})
        return carried(case, moved) if self.table == "technologies" else moved


def _in_one_ratio(case: Case, variant: str, factor: float) -> pl.DataFrame:
    """Variants with the parts costs of a car's siblings scaled."""
    frame = case["variants"]
    mine = frame.filter(pl.col("variant") == variant)
    kin = family(case, str(mine["model"][0]))
    siblings = pl.col("model").is_in(kin) & (pl.col("powertrain") == mine["powertrain"][0])
    siblings &= pl.col("derived_from") == ""
    scaled = pl.when(siblings).then(pl.col("parts_cost") * factor).otherwise(pl.col("parts_cost"))
    return frame.with_columns(scaled.alias("parts_cost"))


def _is_derived(case: Case, variant: str) -> bool:
    row = case["variants"].filter(pl.col("variant") == variant)
    return bool(row["derived_from"][0])


def _rebalanced(frame: pl.DataFrame, condition: pl.Expr, moved: Input, value: float) -> pl.DataFrame:
    """Shares of value of one car sum to one: the other territories give or take in proportion."""
    model, plant = moved.key[0], moved.key[1]
    siblings = (pl.col("model") == model) & (pl.col("plant") == plant) & ~condition
    factor = (1.0 - value) / max(1e-9, 1.0 - moved.central)
    return frame.with_columns(
        pl.when(siblings)
        .then(pl.col("share_of_value") * factor)
        .otherwise(pl.col("share_of_value"))
        .alias("share_of_value")
    )


def inputs_with_range(case: Case) -> list[Input]:
    """Every cell that has a low or a high different from its central value."""
    found = []
    for table, row in TABLES.items():
        frame = case[table]
        if not frame.height:
            continue
        for column in row.swept:
            low, high = pl.col(f"{column}_low"), pl.col(f"{column}_high")
            part = frame.filter(
                (low.is_not_null() & (low != pl.col(column)))
                | (high.is_not_null() & (high != pl.col(column)))
            )
            for cell in part.iter_rows(named=True):
                if column == "parts_cost" and _is_sibling(case, cell):
                    continue
                central = float(cell[column])
                key = tuple("" if cell[k] is None else str(cell[k]) for k in row.key)
                lowest = cell[f"{column}_low"]
                highest = cell[f"{column}_high"]
                found.append(
                    Input(
                        table,
                        key,
                        column,
                        central if lowest is None else float(lowest),
                        central,
                        central if highest is None else float(highest),
                    )
                )
    return found


def family(case: Case, model: str) -> list[str]:
    """A model and its badge twins: the same hardware, so the same uncertainty of the parts bill."""
    twin_of = dict(case["models"].select("model", "twin_of").iter_rows())
    root = twin_of.get(model) or model
    return sorted({root, model, *(m for m, other in twin_of.items() if other == root)})


def _is_sibling(case: Case, cell: dict[str, Any]) -> bool:
    """Whether an earlier variant of the same model and powertrain already stands for the car's parts cost."""
    if cell["derived_from"]:
        return False
    kin = family(case, str(cell["model"]))
    same = case["variants"].filter(
        pl.col("model").is_in(kin)
        & (pl.col("powertrain") == cell["powertrain"])
        & (pl.col("derived_from") == "")
    )
    return bool(same["variant"][0] != cell["variant"])


@dataclass(frozen=True, slots=True)
class Scope:
    """What an agreement moves: the ids that an input must name to matter."""

    models: frozenset[str]
    variants: frozenset[str]
    plants: frozenset[str]
    platforms: frozenset[str]
    technologies: frozenset[str]
    markets: frozenset[str]
    origins: frozenset[str]
    agreements: frozenset[str]
    firms: frozenset[str]

    def holds(self, item: Input) -> bool:
        """Whether an input could move the surplus."""
        key = dict(zip(TABLES[item.table].key, item.key, strict=True))
        sets: dict[str, frozenset[str]] = {
            "model": self.models | {"any"},
            "variant": self.variants,
            "plant": self.plants,
            "platform": self.platforms,
            "technology": self.technologies,
            "market": self.markets,
            "agreement": self.agreements,
            "to": self.models,
            "line": frozenset(),
            "destination": self.markets,
            "firm": self.firms | {"any", ""},
        }
        if item.table == "lines":
            return any(key["line"].startswith(p) for p in self.plants)
        if item.table in ("tariffs", "origin_rules", "freight") and key["origin"] not in self.origins | {
            "any"
        }:
            return False
        return all(value in sets[name] for name, value in key.items() if name in sets)


def scope_of(found: Surplus) -> Scope:
    """The cars whose flows the agreement changes, with their plants, platforms and borders."""
    after, before = found.with_plan, found.without_plan
    flows = _flows(after.ship).join(
        _flows(before.ship),
        on=("variant", "model", "plant", "market"),
        how="full",
        coalesce=True,
        suffix="_before",
    )
    moved = flows.filter((pl.col("units").fill_null(0.0) - pl.col("units_before").fill_null(0.0)).abs() > 1.0)
    models = set(moved["model"].to_list()) | set(found.book.row(found.agreement)["brings"])
    permits = [p for p in found.book.permits if p.agreement == found.agreement]
    for permit in permits:
        models |= permit.models
    case = found.book.case
    kin = sorted({other for m in models for other in family(case, m)})
    variants = case["variants"].filter(pl.col("model").is_in(kin))
    tooled = case["tooling"].filter(pl.col("model").is_in(sorted(models)))
    plants = set(tooled["plant"].to_list()) | {p.resource for p in permits if p.what == "plant"}
    platforms = {p.resource for p in permits if p.what == "platform"} | set(variants["platform"].to_list())
    technologies = {t for row in variants["technologies"].to_list() for t in row}
    technologies |= {p.resource for p in permits if p.what == "technology"}
    where = dict(case["plants"].select("plant", "territory").iter_rows())
    blocs = dict(case["territories"].select("territory", "bloc").iter_rows())
    origins = {where[p] for p in plants}
    markets = set(case["demand"].filter(pl.col("model").is_in(sorted(models)))["market"].to_list())
    markets |= {p.resource for p in permits if p.what == "pool"}
    owner = dict(case["models"].select("model", "firm").iter_rows())
    return Scope(
        models=frozenset(models),
        variants=frozenset(variants["variant"].to_list()),
        plants=frozenset(plants),
        platforms=frozenset(platforms),
        technologies=frozenset(technologies),
        markets=frozenset(markets | {blocs[m] for m in markets}),
        origins=frozenset(origins | {blocs[o] for o in origins}),
        agreements=frozenset({found.agreement}),
        firms=frozenset(owner[m] for m in models) | set(found.book.row(found.agreement)["parties"]),
    )


def _flows(ship: pl.DataFrame) -> pl.DataFrame:
    return ship.group_by("variant", "model", "plant", "market").agg(pl.col("units").sum())


def slice_of(found: Surplus) -> Case:
    """The case cut down to the cars in the independent parts that the agreement changes, so that a re-plan
    takes a moment.

    At central inputs the cut gives the same surplus (callers check it). Cars left out are taken to leave the
    capacity they leave in the printed plans; with an input moved that is an approximation, and the input
    range is not certified.
    """
    case = found.book.case
    names = sorted({kin for m in models_of_changed_parts(found) for kin in family(case, m)})
    cars = case["variants"]
    mine = cars.filter(pl.col("model").is_in(names))["variant"].to_list()
    variants = cars.filter(pl.col("variant").is_in(sorted({v for car in mine for v in chain_of(case, car)})))
    return case.with_(
        variants=variants,
        demand=case["demand"].filter(pl.col("model").is_in(names)),
        tooling=case["tooling"].filter(pl.col("model").is_in(names)),
        sourcing=case["sourcing"].filter(pl.col("variant").is_in(variants["variant"].to_list())),
        diversion=case["diversion"].filter(pl.col("to").is_in([*names, "outside"])),
        co2_positions=with_fleets(case),
    )


def models_of_changed_parts(found: Surplus) -> set[str]:
    """Cars of the agreement, and of the independent parts of the program that are not the same with it and
    without it."""
    after, before = found.with_plan, found.without_plan
    common = {c.key for c in after.components} & {c.key for c in before.components}
    names = set(found.book.row(found.agreement)["brings"])
    names |= {m for p in found.book.permits if p.agreement == found.agreement for m in p.models}
    case = found.book.case
    shared = set(after.problem.parts_factor.keys() ^ before.problem.parts_factor.keys())
    granted = {(p.what, p.resource) for p in found.book.permits if p.agreement == found.agreement}
    shared |= {r for r in granted if r[0] in ("platform", "technology")}  # even if no plan earns it now
    for resource in sorted(shared):
        names |= {str(row["model"]) for row in users(case, resource)}  # all that joint volume makes cheaper
    for plan in (after, before):
        ship = plan.program.block("ship")
        model = dict(
            zip(plan.problem.routes.variant.tolist(), plan.problem.routes.model.tolist(), strict=True)
        )
        columns = [c.column_ids for c in plan.components if c.key not in common and not c.closed]
        for ids in columns:
            at = ids[(ids >= ship.start) & (ids < ship.start + ship.size)] - ship.start
            names |= {model[v] for v in np.unique(ship.labels["variant"][at]).tolist()}
        moved = plan.problem.slots
        changed = (
            np.abs(after.problem.slots.demand.sum(axis=1) - before.problem.slots.demand.sum(axis=1)) > 1e-6
        )
        names |= set(moved.model[changed].tolist())
    return names


def is_own(item: Input) -> bool:
    """Whether an input is a figure of agreements or of what they share, not of cars, plants and markets."""
    shared = (item.table, item.column) in (("technologies", "fixed_cost_m"), ("effects", "value"))
    return shared or item.table in ("agreements", "changes", "terms")


def spread(item: Input) -> float:
    """How wide a range is beside its central value."""
    return float(np.abs(item.high - item.low) / max(1e-9, abs(item.central)))


def describe(item: Input, value: float) -> dict[str, Any]:
    """An input with a value, as a row of a table."""
    return {
        "table": item.table,
        "row": " ".join(k for k in item.key if k),
        "column": item.column,
        "value": value,
    }
