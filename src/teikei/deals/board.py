"""A board's view of an advice: money year by year, peak funding and payback, plants and jobs, and the sign of
each agreement in every future that the case describes.

    funding_t = Σ_{u ≤ t} cash_u(with) − cash_u(without)       peak: its lowest point; payback: the first year
                                                              from which it stays at or above zero
    jobs = jobs today × cars / cars today                     people per car as today
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from teikei.agreements.book import Book, agreement_rows
from teikei.base.errors import AgreementError, Fault, PlanError, UsageError, did_you_mean
from teikei.base.jobs import Executor, Job, LocalExecutor
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.case.scenario import Scenario
from teikei.deals.advice import Advice, Advised
from teikei.deals.desk import held, hold
from teikei.deals.worth import Interval, compared_books
from teikei.plan.optimise import Memory, plan

Yearly = dict[int, float]
"""Year -> million (calendar years, or fiscal years named by the year in which they begin)."""
APRIL = 0.75
"""Part of a calendar year that lies in the fiscal year that begins in its April."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Funding:
    """What must be put in before it comes back: lowest point of the sum of cash, its year, and payback."""

    peak_m: float
    peak_year: int | None
    payback_year: int | None


@dataclass(frozen=True, slots=True)
class PlantUse:
    """A plant without and with what is recommended, mean over the horizon; jobs None where not known."""

    plant: str
    without_units: float
    with_units: float
    capacity: float
    jobs_today: float | None
    jobs_without: float | None
    jobs_with: float | None
    jobs_floor: float | None


@dataclass(frozen=True, slots=True)
class Signs:
    """Agreement -> scenario -> surplus in that future; None where no plan is left or it cannot be signed."""

    scenarios: tuple[str, ...]
    surplus_m: dict[str, dict[str, Interval | None]]


def sold_together(advice: Advice) -> tuple[Advised, ...]:
    """The agreements that the advice signs together.

    Raises
    ------
    UsageError
        there are none
    """
    chosen = tuple(advice[a] for a in advice.signed_together)
    if not chosen:
        raise UsageError(
            Fault(
                "portfolio",
                "no agreement is recommended, so there is nothing to sign",
                "a paper on an empty portfolio would ask a board for nothing",
                "see `teikei advise` for why each falls short, or ask for others with --agreements",
            )
        )
    return chosen


def by_firm(frame: pl.DataFrame, column: str) -> dict[str, Yearly]:
    """Firm -> year -> sum of a column over its accounts."""
    found: dict[str, Yearly] = {}
    if frame.height:
        sums = frame.group_by("firm", "year").agg(pl.col(column).sum()).sort("firm", "year")
        for firm, year, amount in sums.iter_rows():
            found.setdefault(firm, {})[year] = amount
    return found


def in_all(frame: pl.DataFrame, column: str) -> Yearly:
    """Year -> sum over all planning firms."""
    if not frame.height:
        return {}
    sums = frame.group_by("year").agg(pl.col(column).sum()).sort("year")
    return dict(sums.iter_rows())


def fiscal(amounts: Yearly) -> Yearly:
    """Calendar years as fiscal years from April to March, named by the year in which they begin; their sum
    stays.

        fiscal_y = 3/4 calendar_y + 1/4 calendar_{y+1}

    >>> fiscal({2027: 4.0, 2028: 8.0})
    {2026: 1.0, 2027: 5.0, 2028: 6.0}
    """
    if not amounts:
        return {}
    years = range(min(amounts) - 1, max(amounts) + 1)
    return {y: APRIL * amounts.get(y, 0.0) + (1.0 - APRIL) * amounts.get(y + 1, 0.0) for y in years}


def funding(amounts: Yearly) -> Funding:
    """Peak funding and payback of yearly cash.

    >>> funding({2027: -5.0, 2028: -3.0, 2029: 6.0, 2030: 4.0})
    Funding(peak_m=-8.0, peak_year=2028, payback_year=2030)
    >>> funding({2027: 1.0})
    Funding(peak_m=0.0, peak_year=None, payback_year=None)
    """
    total, peak, at = 0.0, 0.0, None
    sums: dict[int, float] = {}
    for year in sorted(amounts):
        total += amounts[year]
        sums[year] = total
        if total < peak - 1e-9:
            peak, at = total, year
    back = None
    if at is not None:
        below = [year for year, amount in sums.items() if amount < -1e-9]
        after = [year for year in sums if year > max(below)]
        back = min(after) if after else None
    return Funding(peak, at, back)


def plant_use(advice: Advice) -> tuple[PlantUse, ...]:
    """Plants whose output differs, the largest difference first."""
    if not advice.plants.height:
        return ()
    case = advice.case
    rows = {r["plant"]: r for r in case["plants"].iter_rows(named=True)}
    built = case["sourcing"].group_by("plant").agg(pl.col("units").sum())
    today = dict(built.iter_rows())
    mean = advice.plants.group_by("plant").agg(
        pl.col("without_units").mean(), pl.col("with_units").mean(), pl.col("capacity_units_per_year").mean()
    )
    found = []
    for plant, without, with_it, capacity in mean.iter_rows():
        if abs(with_it - without) <= 0.5:
            continue
        jobs, cars = rows[plant]["jobs"], float(today.get(plant, 0.0))
        each = float(jobs) / cars if jobs is not None and cars > 0 else None
        floor = rows[plant]["jobs_floor"]
        found.append(
            PlantUse(
                plant, without, with_it, capacity,
                None if jobs is None else float(jobs),
                None if each is None else each * without,
                None if each is None else each * with_it,
                None if floor is None else float(floor),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda p: (-abs(p.with_units - p.without_units), p.plant)))


def futures(case: Case, asked: Sequence[str] | None = None) -> tuple[str, ...]:
    """Scenarios of the case that change something, or those asked for.

    One that is decided before the case is, such as the base year as reported, is the past: it is no future,
    and is valued only if it is asked for.

    Raises
    ------
    UsageError
        one of them is unknown
    """
    known = case["scenarios"]["scenario"].to_list()
    edited = set(case["edits"]["scenario"].to_list())
    if asked is None:
        return tuple(s for s in known if s in edited and not _past(case, s))
    unknown = [s for s in asked if s not in known]
    if unknown:
        fix = did_you_mean(unknown[0], known, f"scenarios.csv of {case.name}")
        what = f"the case {case.name!r} has no scenario {unknown[0]!r}"
        raise UsageError(Fault("--scenarios", what, "nothing can be valued in it", fix))
    return tuple(asked)


def _past(case: Case, scenario: str) -> bool:
    """Whether a scenario is decided before the case is."""
    days = {"decision_date", "case.decision_date"}
    edits = case["edits"].filter(pl.col("scenario") == scenario, pl.col("column_name").is_in(days))
    if not edits.height:
        return False
    return Scenario.named(case, scenario)(case).settings.decision_date < case.settings.decision_date


def signs(
    case: Case,
    agreements: Iterable[str],
    scenarios: Sequence[str],
    options: AdviseOptions | None = None,
    *,
    executor: Executor | None = None,
    told: Told | None = None,
) -> Signs:
    """The surplus of each agreement alone, with diversion, in each future.

    Parameters
    ----------
    case : the industry, central
    agreements : ids
    scenarios : names, see `futures`
    options : gap, time, workers
    executor : runs one future a job
    told : called with the name of each future that is done
    """
    chosen, names = options or AdviseOptions(), tuple(agreements)
    found: dict[str, dict[str, Interval | None]] = {a: {} for a in names}
    runner = executor or LocalExecutor(chosen.workers if len(scenarios) > 1 else 1)
    jobs = (Job(s, _in_future, (s, names, chosen)) for s in scenarios)
    for name, worths in runner.run(jobs, partial(hold, case)):
        for agreement, worth in worths.items():
            found[agreement][name] = worth
        if told is not None:
            told(name)
    return Signs(tuple(scenarios), {a: {s: one.get(s) for s in scenarios} for a, one in found.items()})


def _in_future(
    scenario: str, agreements: tuple[str, ...], options: AdviseOptions
) -> dict[str, Interval | None]:
    """Surpluses in one future; one memory, so that untouched parts are solved once."""
    central, _ = held()
    case = Scenario.named(central, scenario)(central)
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    memory = Memory()
    rows = agreement_rows(case)
    found: dict[str, Interval | None] = {}
    for name in agreements:
        if name not in rows:
            found[name] = None
            continue
        try:
            with_it, without = compared_books(case, name, Book.today(case))
            after = plan(case, None, with_it, quick, memory=memory)
            found[name] = after.worth.minus(plan(case, None, without, quick, memory=memory).worth)
        except (PlanError, AgreementError):  # no plan is left, or it cannot be signed in this future
            found[name] = None
    return found
