"""The plan as frozen tables, with its interval and what it rests on."""

from __future__ import annotations

import importlib.metadata
import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from teikei.industry.money import level
from teikei.plan.accounts import Decisions, Key, choice_keys, present_value
from teikei.plan.audit.recount import Audit, audit
from teikei.plan.cash import cash_table, flows
from teikei.plan.explain import explain
from teikei.plan.fleet_table import fleet_table
from teikei.plan.sets import Floats, PlanProblem
from teikei.solve.answer import Answer, ComponentAnswer, relative_gap

if TYPE_CHECKING:
    from teikei.solve.program import CompiledProgram


TABLES = ("ship", "accounts", "decisions", "use", "lent", "in_quota", "fleets", "credits", "cash")
NO_CAR = 1e-6
TAKEN = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """v as an interval, kept in parts so that a difference of two worths cancels what they have in common.

    ``value_parts``/``bound_parts``: (key, amount) of every independent component; equal keys are equal
    programs. ``constants``: present value by (account, firm, what). All in million, present value.
    """

    value_parts: tuple[tuple[str, float], ...]
    bound_parts: tuple[tuple[str, float], ...]
    constants: dict[Key, float]

    @classmethod
    def of(cls, answer: Answer, constants: dict[Key, float]) -> Worth:
        return cls(
            tuple((c.key, c.value) for c in answer.components),
            tuple((c.key, c.bound) for c in answer.components),
            constants,
        )

    @property
    def value(self) -> float:
        return sum(v for _, v in self.value_parts) + sum(self.constants.values())

    @property
    def bound(self) -> float:
        return sum(v for _, v in self.bound_parts) + sum(self.constants.values())

    def minus(self, other: Worth) -> tuple[float, float]:
        """[low, high] of v(self) − v(other). Identical components and constants contribute exactly zero."""
        fixed = _constants_apart(self.constants, other.constants)
        low = _parts_apart(self.value_parts, other.bound_parts)
        high = _parts_apart(self.bound_parts, other.value_parts)
        return low + fixed, max(low, high) + fixed


def _parts_apart(mine: tuple[tuple[str, float], ...], theirs: tuple[tuple[str, float], ...]) -> float:
    common = Counter(k for k, _ in mine) & Counter(k for k, _ in theirs)

    def rest(parts: tuple[tuple[str, float], ...]) -> float:
        left = Counter(common)
        total = 0.0
        for key, amount in parts:
            if left[key]:
                left[key] -= 1
            else:
                total += amount
        return total

    return rest(mine) - rest(theirs)


def _constants_apart(mine: dict[Key, float], theirs: dict[Key, float]) -> float:
    return sum(
        mine.get(k, 0.0) - theirs.get(k, 0.0)
        for k in sorted(set(mine) | set(theirs))
        if mine.get(k) != theirs.get(k)
    )


@dataclass(frozen=True, eq=False)
class PlanSolution:
    """A plan: who builds what where for whom, each firm's accounts, and the interval of the joint value.

    Attributes
    ----------
    value, bound, gap : joint present value in million case currency, what nothing can beat, and their
    relative distance
    ship, accounts, decisions, use, lent, in_quota, fleets, credits, cash : long tables with units in their
    column names
    manifest : case hash, book, members, options, status, seconds, versions
    """

    problem: PlanProblem
    made: Decisions
    worth: Worth
    amounts: dict[Key, Floats]
    status: str
    seconds: float
    program: CompiledProgram
    relaxed: CompiledProgram
    x: Floats
    row_duals: Floats
    components: tuple[ComponentAnswer, ...]

    @property
    def value(self) -> float:
        return self.worth.value

    @property
    def bound(self) -> float:
        return max(self.worth.bound, self.worth.value)

    @property
    def gap(self) -> float:
        return relative_gap(self.value, self.bound)

    def __repr__(self) -> str:
        s = self.problem.case.settings
        return (
            f"Plan of {', '.join(self.problem.members)} on {s.name!r}: "
            f"worth [{self.value:,.1f}, {self.bound:,.1f}] m {s.currency} "
            f"present value, for these inputs (gap {self.gap:.1e}, {self.status}, {self.seconds:.1f} s)"
        )

    @cached_property
    def ship(self) -> pl.DataFrame:
        """Cars by variant, model, firm, plant, market and year (``units``), without zero rows."""
        ways = self.problem.routes
        route, year = np.nonzero(self.made.ship > NO_CAR)
        return pl.DataFrame(
            {
                "variant": ways.variant[route],
                "model": ways.model[route],
                "firm": ways.firm[route],
                "plant": ways.plant[route],
                "market": ways.market[route],
                "year": self.problem.years[year],
                "units": self.made.ship[route, year],
            },
            schema_overrides=dict.fromkeys(("variant", "model", "firm", "plant", "market"), pl.String),
        )

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """Amounts by firm, account, what it concerns and year: ``amount_m`` of that year, ``present_value_m``
        of it."""
        rows: list[dict[str, Any]] = [
            {
                "firm": firm,
                "account": account,
                "what": what,
                "year": int(year),
                "amount_m": float(a),
                "present_value_m": float(a * w),
            }
            for (account, firm, what), amount in sorted(
                self.amounts.items(), key=lambda kv: (kv[0][1], kv[0][0], kv[0][2])
            )
            for year, a, w in zip(self.problem.years, amount, self.problem.weights, strict=True)
            if a != 0.0
        ]
        schema = {
            "firm": pl.String,
            "account": pl.String,
            "what": pl.String,
            "year": pl.Int64,
            "amount_m": pl.Float64,
            "present_value_m": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema)

    @cached_property
    def decisions(self) -> pl.DataFrame:
        """What is tooled, developed, launched, closed or left, by whom, from which year, at what yearly
        cost; ``taken``: 1, up to the solver's rounding."""
        rows = []
        for kind, choices, block in (
            ("tooling", self.problem.tools, "tool_up"),
            ("development", self.problem.developments, "developed"),
            ("launch", self.problem.launches, "launched"),
        ):
            for k, value in enumerate(self.made.block(block)):
                if value > TAKEN:
                    name = choices.names[k]
                    rows.append(
                        (
                            kind,
                            name[0],
                            " ".join(name[1:-1]),
                            str(choices.payer[k]),
                            int(choices.review[k]),
                            int(choices.first_year[k]),
                            float(choices.yearly_m[k]),
                            float(value),
                        )
                    )
        for block in ("closed", "left"):
            if block not in self.made.blocks:
                continue
            labels = self.program.block(block).labels
            names = [n for n in labels if n != "review"]
            for k, value in enumerate(self.made.block(block)):
                if value > TAKEN:
                    review = int(labels["review"][k])
                    what = " ".join(str(labels[n][k]) for n in names)
                    rows.append((block, block, what, "", review, review, 0.0, float(value)))
        schema = {
            "kind": pl.String,
            "decision": pl.String,
            "what": pl.String,
            "payer": pl.String,
            "review": pl.Int64,
            "first_year": pl.Int64,
            "yearly_m": pl.Float64,
            "taken": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def lent(self) -> pl.DataFrame:
        """Cars (``units``) built for guests that do not plan, by agreement, plant, guest and year."""
        return self._volumes("lent", ("agreement", "plant", "guest"))

    @cached_property
    def in_quota(self) -> pl.DataFrame:
        """Cars (``units``) inside a preference quota, by variant, plant, market, quota and
        year."""
        return self._volumes("in_quota", ("variant", "plant", "market", "quota"))

    @cached_property
    def credits(self) -> pl.DataFrame:
        """Grams that pool partners hand over (``kg_per_km``: g/km times cars, over 1000), by agreement,
        giver, taker, market, class and last year of the averaging window."""
        names = ("agreement", "giver", "taker", "market", "customs_class")
        schema = dict.fromkeys(names, pl.String) | {"year": pl.Int64, "kg_per_km": pl.Float64}
        if "credit" not in self.made.blocks:
            return pl.DataFrame(schema=schema)
        labels = self.program.block("credit").labels
        columns = {n: np.asarray(labels[n]) for n in (*names, "year")}
        columns["kg_per_km"] = self.made.block("credit")
        return pl.DataFrame(columns, schema_overrides=schema).filter(pl.col("kg_per_km") > NO_CAR)

    @cached_property
    def fleets(self) -> pl.DataFrame:
        """Every fleet and averaging window: cars a year, grams a car beside its target (``gap_g_per_km``),
        what pools hand it less what it hands over (``pooled_kg_per_km``), what stays above
        (``excess_kg_per_km``), its penalty, and the worth of a gram (money a gram and car, 0 to the
        penalty)."""
        return fleet_table(self.problem, self.made, self.program, self.row_duals)

    @cached_property
    def cash(self) -> pl.DataFrame:
        """Under cash limits, every member's money by year, million: ``opening_m``, ``flow_m`` (what is
        started and signed counted when it is paid), ``interest_m``, debt ``borrowed_m`` and ``cash_m`` at its
        end, beside the limits; ``beyond_m`` is debt beyond the limit. Empty without limits."""
        return cash_table(self.problem, flows(self.problem, self.made, self.amounts))

    def _volumes(self, block: str, names: tuple[str, ...]) -> pl.DataFrame:
        schema = dict.fromkeys(names, pl.String) | {"year": pl.Int64, "units": pl.Float64}
        if block not in self.made.blocks:
            return pl.DataFrame(schema=schema)
        labels = self.program.block(block).labels
        columns = {n: np.asarray(labels[n]) for n in (*names, "year")} | {"units": self.made.block(block)}
        return pl.DataFrame(columns, schema_overrides=schema).filter(pl.col("units") > NO_CAR)

    @cached_property
    def use(self) -> pl.DataFrame:
        """Output, capacity (cars a year) and use (share) of every plant and year."""
        plants = self.problem.plants
        lent: dict[str, Floats] = {}
        for k, guest in enumerate(self.problem.lent):
            n = self.problem.years.size
            lent[guest.plant] = lent.get(guest.plant, 0.0) + self.made.block("lent")[k * n : (k + 1) * n]
        rows = []
        for plant in plants.names:
            built = (
                self.made.ship[self.problem.routes.plant == plant].sum(axis=0)
                + lent.get(plant, 0.0)
                + plants.held(plant)
            )
            capacity = plants.capacity[plant][max(plants.capacity[plant], key=len)]
            rows += [
                (plant, int(y), float(b), float(c), float(b / c) if c > 0 else None)
                for y, b, c in zip(self.problem.years, built, capacity, strict=True)
            ]
        schema = {
            "plant": pl.String,
            "year": pl.Int64,
            "units": pl.Float64,
            "capacity_units_per_year": pl.Float64,
            "use_share": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def choices(self) -> dict[tuple[str, ...], float]:
        """Every yes/no decision of the plan, 0 or 1, by (block, what …, year or review)."""
        return {key: float(round(self.x[i])) for key, i in choice_keys(self.problem, self.program).items()}

    def profit(self, firm: str, *, transfers: bool = False) -> float:
        """π_f: present value of a member's accounts in million, before (or after) fees between members."""
        mine = {k: a for k, a in self.amounts.items() if k[1] == firm}
        return present_value(self.problem, mine, transfers=transfers)

    def yearly(self, present_value_m: float) -> float:
        """The level yearly amount over the horizon worth this present value."""
        return level(present_value_m, self.problem.case)

    @property
    def manifest(self) -> dict[str, Any]:
        return {
            "case": self.problem.case.settings.name,
            "case_hash": self.problem.case.hash,
            "book": sorted(self.problem.book.agreements),
            "members": list(self.problem.members),
            "options": {f: getattr(self.problem.options, f) for f in self.problem.options.__slots__},
            "status": self.status,
            "value_m": self.value,
            "bound_m": self.bound,
            "gap": self.gap,
            "seconds": round(self.seconds, 3),
            "versions": versions(),
        }

    def audit(self) -> Audit:
        """Recount all money from the tables and the flows, without the solver."""
        return audit(self)

    def explain(self, *, plant: str = "", route: str = "", agreement: str = "") -> str:
        """Why: for a plant, a route ``variant>plant>market``, or an agreement of the book."""
        return explain(self, plant=plant, route=route, agreement=agreement)

    def to_folder(self, folder: str | Path) -> Path:
        """Write the long tables (`TABLES`) as CSV and the manifest as JSON."""
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            getattr(self, name).write_csv(path / f"{name}.csv")
        (path / "manifest.json").write_text(json.dumps(self.manifest, indent=2) + "\n")
        return path


def versions() -> dict[str, str]:
    """Versions of what a figure depends on."""
    return {name: importlib.metadata.version(name) for name in ("teikei", "highspy", "numpy", "polars")}
