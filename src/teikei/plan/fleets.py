"""Where a fleet stands against its CO2 target, and what pool partners may hand over: data of the book.

    reference[f,r,t] = ḡ_f,r(y0) − gap_f,r − (1 − follow_f,r) (T_r(y0) − T_r(t))          g/km
    ḡ_f,r(y0) = Σ_s D_s(y0) g_s / Σ_s D_s(y0)       over the firm's cars on sale in the fleet's year y0

A car that emits g adds g − reference to its firm's grams. The reference carries what the tables do not hold
(mass, models left out, credits for innovation), so that the fleet of year y0 has exactly its stated gap. When
the target falls later, the rest of the market turns electric: a fleet follows the fall by ``follow``
(``target_follow_share``); an earlier, higher target finds the same fleet (follow = 0).
An average over several years is met by the years of its window that are planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from teikei.case.derived import finished
from teikei.case.kept import kept, rows_by
from teikei.industry.money import rate
from teikei.plan.sets import Credit, Fleet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from teikei.agreements.book import Book, Permit
    from teikei.case.case import Case
    from teikei.plan.sets import Floats, Ints, Payment, PlanProblem, Routes
    from teikei.solve.program import CompiledProgram

FleetKey = tuple[str, str, str, int]
"""(firm, market, class, last year of the window)."""
GRAMS = 1000.0
"""Grams in a kilogram: fleets are counted in kg/km, grams a km times cars, over 1000."""


def fleets_of(case: Case, firms: Sequence[str], years: Ints) -> tuple[Fleet, ...]:
    """Fleets of ``firms`` that have a position, by firm, market, class and window."""
    return _fleets(case, tuple(firms), tuple(int(year) for year in years))


@kept
def _fleets(case: Case, firms: tuple[str, ...], horizon: tuple[int, ...]) -> tuple[Fleet, ...]:
    years, found = np.array(horizon, dtype=np.int64), []
    positions = sorted(
        case["co2_positions"].iter_rows(named=True),
        key=lambda p: (p["firm"], p["market"], p["customs_class"]),
    )
    for position in positions:
        if position["firm"] not in firms:
            continue
        targets = Targets(case, position["market"], position["customs_class"])
        reference = reference_of(case, position, targets, years)
        for at, penalty in targets.windows(years):
            found.append(
                Fleet(
                    position["firm"], position["market"], position["customs_class"], at, reference, penalty
                )
            )  # fmt: skip
    return tuple(found)


def charged(
    fleets: tuple[Fleet, ...], ways: Routes, grams: Mapping[FleetKey, float], years: Ints, weights: Floats
) -> tuple[Fleet, ...]:
    """The fleets that meet their target; cars of the others cost ``grams`` times what they add (account
    extra). A gram of any year of a window has the present value of one of its last year, when the penalty
    is due: in year t it costs ``price · w_last / w_t``."""
    left = []
    for fleet in fleets:
        price = grams.get((fleet.firm, fleet.market, fleet.customs_class, int(years[fleet.years[-1]])))
        if price is None:
            left.append(fleet)
            continue
        mine = (ways.firm == fleet.firm) & (ways.market == fleet.market)
        at = np.flatnonzero(mine & (ways.co2_class == fleet.customs_class))
        added = ways.co2[at][:, None] - fleet.reference[fleet.years][None, :]
        due = price * weights[fleet.years[-1]] / weights[fleet.years]
        ways.money["extra"][np.ix_(at, fleet.years)] += due * added
    return tuple(left)


class Targets:
    """The CO2 rule of a market and class, year by year."""

    def __init__(self, case: Case, market: str, customs_class: str) -> None:
        self.case = case
        self.rows = [
            row
            for row in case["co2_rules"].sort("valid_from").iter_rows(named=True)
            if (row["market"], row["customs_class"]) == (market, customs_class)
        ]

    def row(self, year: int) -> dict[str, Any] | None:
        """The row in force in a year."""
        return next(
            (r for r in reversed(self.rows) if r["valid_from"] <= year <= (r["valid_to"] or 9999)), None
        )

    def target(self, year: int) -> float | None:
        """g/km, for a fleet of the reference mass; None where no row is in force."""
        row = self.row(year)
        return None if row is None else float(row["target_g_per_km"])

    def windows(self, years: Ints) -> Iterator[tuple[Ints, float]]:
        """(positions of the years of a window, penalty in case currency a gram and car)."""
        windows: dict[tuple[int, int], list[int]] = {}
        for t, year in enumerate(years):
            if (row := self.row(int(year))) is not None:
                number = (int(year) - row["valid_from"]) // row["averaging_years"]
                windows.setdefault((row["valid_from"], number), []).append(t)
        for (since, _), at in windows.items():
            row = next(r for r in self.rows if r["valid_from"] == since)
            yield np.array(at, dtype=np.int64), row["penalty_per_g"] * rate(self.case, row["currency"])


def reference_of(case: Case, position: dict[str, Any], targets: Targets, years: Ints) -> Floats:
    """Grams a km (year,) at which a car of the firm adds nothing to its fleet's excess."""
    at = position["fleet_year"] or int(years[0])
    then = targets.target(at)
    average = position["fleet_g_per_km"]
    if average is None:
        average = fleet_average(case, position["firm"], position["market"], position["customs_class"], at)
    start = (then or 0.0) if average is None else average - position["gap_g_per_km"]
    fall = np.array(
        [0.0 if then is None or (now := targets.target(int(y))) is None else then - now for y in years]
    )
    follow = np.where(fall > 0, position["target_follow_share"], 0.0)
    return np.asarray(start - (1.0 - follow) * fall, dtype=np.float64)


def fleet_average(case: Case, firm: str, market: str, customs_class: str, year: int) -> float | None:
    """ḡ: grams a km of the cars that a firm has on sale in a market in a year, by their demand; None if
    none. Candidates are left out; a slot with several variants counts at their mean."""
    models = {
        m["model"]: m
        for m in case["models"].iter_rows(named=True)
        if m["firm"] == firm and m["status"] != "candidate" and _on_sale(m, year)
    }
    grams: dict[tuple[str, str], list[float]] = {}
    for v in finished(case).filter(pl.col("model").is_in(sorted(models))).iter_rows(named=True):
        if v["model"] in models and v["status"] != "candidate" and _on_sale(v, year):
            grams.setdefault((v["model"], v["powertrain"]), []).append(v["co2_g_per_km"])
    total = weighted = 0.0
    offers = rows_by(case, "offers", "model", "market")
    for d in case["demand"].iter_rows(named=True):
        slot = (d["model"], d["powertrain"])
        if d["market"] != market or (d["model"], market) in offers:
            continue
        if slot not in grams or counted_as(models[d["model"]]) != customs_class:
            continue
        units = d["units_per_year"] * (1.0 + d["growth"]) ** (year - d["base_year"])
        total += units
        weighted += units * float(np.mean(grams[slot]))
    return weighted / total if total > 0 else None


def counted_as(model: dict[str, Any]) -> str:
    """The class of a CO2 rule that a model counts in: pickups and vans are light commercial vehicles."""
    return "car" if model["customs_class"] == "car" else "van"


def _on_sale(row: dict[str, Any], year: int) -> bool:
    return bool((row["first_year"] or 0) <= year <= (row["last_year"] or 9999))


def credits_of(book: Book, firms: Sequence[str], years: Ints) -> tuple[Credit, ...]:
    """What the pools of the book let members hand each other, or take from a partner that does not plan.

    Between two members both directions are open. An outside partner hands over at most the slack of its own
    fleet, or of the cars that the grant names (``limit_units_per_year``). A planning firm that is no member
    keeps its grams.
    """
    case = book.case
    planning = set(case["firms"].filter(case["firms"]["role"] == "plans")["firm"].to_list())
    slack = slack_of(case)
    found = []
    for permit in book.permits:
        if permit.what != "pool":
            continue
        inside = (years >= permit.first_year) & (years <= permit.last_year)
        names = permit.agreement, permit.resource
        for customs_class in classes_of(case, permit.resource):
            if permit.giver in firms and permit.taker in firms:
                endless = np.where(inside, np.inf, 0.0)
                found.append(Credit(names[0], permit.giver, permit.taker, names[1], customs_class, endless))
                found.append(Credit(names[0], permit.taker, permit.giver, names[1], customs_class, endless))
            elif permit.giver not in planning and permit.taker in firms:
                most = most_of(permit, slack.get((permit.giver, permit.resource, customs_class)))
                limit = np.where(inside, most, 0.0)
                if most > 0:
                    found.append(Credit(names[0], permit.giver, permit.taker, names[1], customs_class, limit))
    return tuple(found)


def classes_of(case: Case, market: str) -> list[str]:
    """Classes with a CO2 rule in a market."""
    rules = case["co2_rules"]
    return sorted(set(rules.filter(rules["market"] == market)["customs_class"].to_list()))


def slack_of(case: Case) -> dict[tuple[str, str, str], tuple[float, float]]:
    """(firm, market, class) -> (grams a car below target, cars a year) of fleets that state their cars."""
    return {
        (p["firm"], p["market"], p["customs_class"]): (-p["gap_g_per_km"], p["registrations_units"] or 0.0)
        for p in case["co2_positions"].iter_rows(named=True)
    }


def most_of(permit: Permit, slack: tuple[float, float] | None) -> float:
    """kg/km a year that an outside partner may hand over under one grant."""
    if slack is None:
        return 0.0
    grams, cars = slack
    named = cars if permit.limit is None else min(cars, permit.limit)
    return max(0.0, grams * named / GRAMS)


def handed_over(problem: PlanProblem) -> list[tuple[Credit, int]]:
    """(what may be handed over, position of the last year of the window), in the order of the columns: only
    to fleets of members."""
    return [
        (one, int(fleet.years[-1]))
        for one in problem.credits
        for fleet in problem.fleets
        if (fleet.firm, fleet.market, fleet.customs_class) == (one.taker, one.market, one.customs_class)
        and one.limit[fleet.years].max(initial=0.0) > 0
    ]


def window(problem: PlanProblem, one: Credit, t: int) -> Fleet:
    """The taker's fleet whose window ends at ``t``."""
    return next(
        f
        for f in problem.fleets
        if (f.firm, f.market, f.customs_class) == (one.taker, one.market, one.customs_class)
        and int(f.years[-1]) == t
    )


def is_priced(problem: PlanProblem, one: Credit, t: int, term: Payment) -> bool:
    """Whether a term is the price of grams handed over in the window that ends at ``t``: grams are of no year
    of their own, so it holds if it does in any year of the window."""
    return one.paid_by(term) and bool(term.years[window(problem, one, t).years].any())


def own_penalties(problem: PlanProblem, program: CompiledProgram, x: Floats) -> Floats:
    """The point with every penalty where its grams are: no member pays one for grams it took off a partner.

    Handing over grams that the giver then pays for moves no joint money, only each firm's account. Such grams
    go back: credit − δ, excess of the giver − δ, excess of the taker + δ. Opposite credits cancel.
    """
    held = handed_over(problem)
    if not held:
        return x
    x = x.copy()
    first, excess = program.block("credit").start, program.block("excess").start
    fleet_at = {
        (f.firm, f.market, f.customs_class, int(f.years[-1])): excess + k
        for k, f in enumerate(problem.fleets)
    }
    credit_at = {
        (one.agreement, one.giver, one.taker, one.market, one.customs_class, t): first + j
        for j, (one, t) in enumerate(held)
    }
    for (name, giver, taker, market, kind, t), at in credit_at.items():
        back = credit_at.get((name, taker, giver, market, kind, t))
        if back is not None:
            both = min(x[at], x[back])
            x[at] -= both
            x[back] -= both
    for _ in held:  # once more for every link of a chain of partners
        for (_, giver, taker, market, kind, t), at in credit_at.items():
            if (payer := fleet_at.get((giver, market, kind, t))) is not None:
                grams = min(x[payer], x[at])
                x[at] -= grams
                x[payer] -= grams
                x[fleet_at[(taker, market, kind, t)]] += grams
    return x


def with_fleets(case: Case) -> pl.DataFrame:
    """The positions with the average of every fleet filled in, so that they hold for a case cut down to some
    of its cars."""
    first = int(case.settings.years[0])
    averages = [
        p["fleet_g_per_km"]
        if p["fleet_g_per_km"] is not None
        else fleet_average(case, p["firm"], p["market"], p["customs_class"], p["fleet_year"] or first)
        for p in case["co2_positions"].iter_rows(named=True)
    ]
    return case["co2_positions"].with_columns(pl.Series("fleet_g_per_km", averages, dtype=pl.Float64))
