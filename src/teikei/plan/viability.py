"""Can a firm stand alone? Its own best plan at given volumes: profit, cash, and the volume at which it earns
nothing.

    v_f(s) = best plan of f alone, today's signed book, demand of its models times s    s = cars / cars today

Prices, mix and costs stay; only volumes move. The break-even volume lies between two certified plans, one
that loses and one that earns. More demand need not be served and is worth no less, so profit changes sign
there only; but for least volumes of today's grants, of which the firm owes no more than its models can sell
(`plan.volumes`): where such cars lose money, more demand can cost it, and there may be other such volumes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.cash import financed, flows, limits_of
from teikei.plan.optimise import Memory, plan
from teikei.plan.problem import members_of
from teikei.plan.solution import PlanSolution

WITHIN = 2e-3
"""The break-even volume is bracketed to this share of it."""
MOST = 4.0
"""Times today's demand up to which a break-even volume is looked for."""
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A firm alone at one volume.

    Attributes
    ----------
    cars : demand of its models, cars a year, mean over the horizon
    sold : cars of its own that the plan sells, likewise
    value_m, bound_m : its present value, an interval, million case currency
    yearly_m : the level yearly amount of the value
    margin : yearly profit over revenue, present values; None without revenue
    use : cars over straight-time capacity of its plants, mean of the years; None without a plant
    cash_m : cash at the end of the horizon less debt; None if firms.csv gives no cash
    short_from : first year in which floor and credit of firms.csv do not carry it, if any
    lacking_m : credit it lacks at most, million
    """

    cars: float
    sold: float
    value_m: float
    bound_m: float
    yearly_m: float
    margin: float | None
    use: float | None
    cash_m: float | None
    short_from: int | None
    lacking_m: float


@dataclass(frozen=True, slots=True)
class Viability:
    """A firm's standings, and its break-even volume between ``loses`` and ``earns`` (cars a year).

    Only certified signs count. ``earns`` is None where no volume up to `MOST` times today's certainly earns,
    ``loses`` where none that was planned certainly loses; both where no sign is certain for the gap.
    """

    firm: str
    today: Standing
    standings: tuple[Standing, ...]
    loses: float | None
    earns: float | None


def viability(
    case: Case, firm: str, cars: Sequence[float] = (), options: PlanOptions | None = None
) -> Viability:
    """A firm alone at given volumes (cars a year), at today's, and where it breaks even.

    Raises
    ------
    UsageError
        no planning firm is called so, it has no demand, or a volume is not above zero
    """
    [firm] = members_of(case, [firm])
    if wrong := [c for c in cars if not c > 0]:
        raise UsageError(
            Fault("cars", f"{wrong[0]:g} cars a year", "nothing can be planned for them", "name cars a year")
        )
    options = replace(options or PlanOptions(), cash_limits=False)
    memory = Memory()
    base = _planned(case, firm, 1.0, options, memory)
    today = _demand(base)
    if today <= 0:
        raise UsageError(
            Fault("firm", f"{firm} has no demand in the case", "no volume can be scaled", "name another firm")
        )
    standings = tuple(_standing(_planned(case, firm, c / today, options, memory), firm) for c in cars)
    loses, earns = _break_even(case, firm, options, memory)
    return Viability(
        firm,
        _standing(base, firm),
        standings,
        None if loses is None else loses * today,
        None if earns is None else earns * today,
    )


def _planned(case: Case, firm: str, scale: float, options: PlanOptions, memory: Memory) -> PlanSolution:
    mine = case["models"].filter(pl.col("firm") == firm)["model"].to_list()
    more = pl.when(pl.col("model").is_in(mine)).then(pl.col("units_per_year") * scale)
    scaled = case["demand"].with_columns(more.otherwise(pl.col("units_per_year")).alias("units_per_year"))
    return plan(case.with_(demand=scaled), [firm], None, options, memory=memory)


def _demand(found: PlanSolution) -> float:
    """Cars a year that could be sold, mean over the horizon, launches counted from their year on."""
    slots, firm = found.problem.slots, found.problem.members[0]
    starts = {name[1:-1] for name in found.problem.launches.names if name[1] not in slots.launched}
    sold = zip(slots.firm.tolist(), slots.model.tolist(), slots.market.tolist(), strict=True)
    mine = [f == firm and (m,) not in starts and (m, r) not in starts for f, m, r in sold]
    return float(slots.demand[mine].sum() / found.problem.years.size)


def _standing(found: PlanSolution, firm: str) -> Standing:
    problem = found.problem
    revenue = problem.weights @ found.amounts[("revenue", firm, "")]
    used = found.use.filter(pl.col("capacity_units_per_year") > 0)
    room = float(used["capacity_units_per_year"].sum())
    cash, short_from, lacking = _money(found, firm)
    return Standing(
        cars=_demand(found),
        sold=float(found.ship["units"].sum() / problem.years.size),
        value_m=found.value,
        bound_m=found.bound,
        yearly_m=found.yearly(found.value),
        margin=found.value / float(revenue) if revenue > 0 else None,
        use=float(used["units"].sum()) / room if room > 0 else None,
        cash_m=cash,
        short_from=short_from,
        lacking_m=lacking,
    )


def _money(found: PlanSolution, firm: str) -> tuple[float | None, int | None, float]:
    """Cash less debt at the end, the first year that floor and credit do not carry, the credit lacking."""
    row = found.problem.case["firms"].filter(pl.col("firm") == firm).row(0, named=True)
    if row["cash_m"] is None or row["cash_floor_m"] is None:
        return None, None, 0.0
    [limit] = limits_of(found.problem.case, (firm,), {})
    _, borrowed, cash = financed(limit, flows(found.problem, found.made, found.amounts)[firm])
    beyond = borrowed - limit.limit_m
    short = found.problem.years[beyond > 0]
    return (
        float(cash[-1] - borrowed[-1]),
        int(short[0]) if short.size else None,
        max(0.0, float(beyond.max())),
    )


def _break_even(
    case: Case, firm: str, options: PlanOptions, memory: Memory
) -> tuple[float | None, float | None]:
    """(largest scale that certainly loses, smallest that certainly earns), within `WITHIN` of each other.

    The value is near a line in the scale: each plan is put where the line between the ends crosses zero, a
    little to the side that is farther off.
    """

    def value(scale: float) -> tuple[float, float]:
        found = _planned(case, firm, scale, options, memory)
        return found.value, found.bound

    ends: dict[bool, tuple[float, float]] = {}  # whether it earns -> scale and value
    for scale in (1.0, MOST, WITHIN):
        low, high = value(scale)
        earning = low > 0
        if (earning or high < 0) and (earning not in ends or (scale < ends[earning][0]) == earning):
            ends[earning] = (scale, low)  # the smallest that earns, the largest that loses
        if len(ends) == 2:
            break
    if len(ends) < 2:
        return (ends[False][0], None) if False in ends else (None, ends[True][0] if ends else None)
    for _ in range(ROUNDS):
        (loses, lost), (earns, earned) = ends[False], ends[True]
        if earns - loses <= WITHIN * earns:
            break
        crossing = loses - lost * (earns - loses) / (earned - lost)
        aside = WITHIN * earns / 3
        crossing += aside if crossing - loses < earns - crossing else -aside
        scale = min(max(crossing, loses + aside / 2), earns - aside / 2)
        low, high = value(scale)
        if low <= 0 <= high:
            break  # the sign at this volume is not certain for the gap asked for
        ends[low > 0] = (scale, low)
    return ends[False][0], ends[True][0]
