"""The clauses of a contract that need plans of their own: fewer cars than planned, a royalty, cash limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from teikei.base.errors import Fault, PlanError, UsageError
from teikei.base.options import ClauseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.ahead import Ahead, ahead
from teikei.deals.replanned import replanned
from teikei.deals.royalty import Royalty, asked, royalty
from teikei.deals.shortfall import Shortfall, shortfall
from teikei.deals.worth import Surplus
from teikei.plan.optimise import Memory

NAMES = ("shortfall", "royalty", "cash")


@dataclass(frozen=True, slots=True)
class Clauses:
    """What was asked for; None where it is not there, and ``absent`` says why (name -> words)."""

    shortfall: Shortfall | None = None
    royalty: Royalty | None = None
    ahead: Ahead | None = None
    absent: dict[str, str] = field(default_factory=dict)


def chosen(
    names: str, drop: float | None = None, committed: float | None = None, per_car: float | None = None
) -> ClauseOptions:
    """Options from names joined by commas, or ``all``.

    Raises
    ------
    UsageError    a name that is no clause; a share or a royalty that cannot be; a figure for a clause that
        is not asked for
    """
    wanted = set(NAMES) if names == "all" else {n for n in names.split(",") if n}
    unknown = sorted(wanted - set(NAMES)) or ([""] if not wanted else [])
    faults = [
        Fault(
            "--clauses",
            f"no clause is called {name!r}",
            "no plan is made for it",
            f"name some of {', '.join(NAMES)}, or all",
        )
        for name in unknown
    ]
    given = {"--drop": (drop, "shortfall"), "--committed": (committed, "shortfall")}
    for option, (value, clause) in (given | {"--royalty": (per_car, "royalty")}).items():
        if value is not None and clause not in wanted:
            what = f"{clause} is not among the clauses"
            faults.append(Fault(option, what, "the figure would move nothing", f"add {clause} to --clauses"))
    if faults:
        raise UsageError(faults)
    return ClauseOptions(
        shortfall="shortfall" in wanted,
        royalty="royalty" in wanted,
        cash="cash" in wanted,
        drop=ClauseOptions().drop if drop is None else drop,
        committed=committed,
        per_car=per_car,
    )


def clauses(
    case: Case,
    agreement: str,
    pays_m: Mapping[str, float],
    chosen: ClauseOptions | None = None,
    options: PlanOptions | None = None,
    memory: Memory | None = None,
) -> Clauses:
    """Plan an agreement again for the clauses that are asked for.

    Parameters
    ----------
    case : the industry
    agreement : its id
    pays_m : party that plans -> the fixed fee that it pays, million present value (negative: is paid)
    chosen : which clauses, and for what
    options : gap, time, threads
    memory : answers of components solved before

    Raises
    ------
    UsageError    a royalty is given, and it is not known who would pay it
    """
    chosen, options = chosen or ClauseOptions(), options or PlanOptions()
    memory = Memory() if memory is None else memory
    found = replanned(case, agreement, options, memory)
    asks = asked(case, found, chosen.per_car) if chosen.royalty else None
    absent: dict[str, str] = {}
    less = _shortfall(found, pays_m, chosen, options, memory, absent) if chosen.shortfall else None
    taxed = None
    if asks is not None:
        taxed = royalty(found, *asks, options, memory)
    elif chosen.royalty:
        absent["royalty"] = "none is given, and terms.csv proposes none between firms that plan"
    paid = ahead(found, pays_m, options, memory) if chosen.cash else None
    if chosen.cash and paid is None:
        absent["cash"] = "no party has cash_m and cash_floor_m in firms.csv, or no fee is paid"
    return Clauses(less, taxed, paid, absent)


def _shortfall(
    found: Surplus,
    pays_m: Mapping[str, float],
    chosen: ClauseOptions,
    options: PlanOptions,
    memory: Memory,
    absent: dict[str, str],
) -> Shortfall | None:
    try:
        made = shortfall(found, pays_m, chosen, options, memory)
    except PlanError as fault:
        absent["shortfall"] = f"with the decisions as signed no plan is left: {fault.faults[0].what}"
        return None
    if made is None:
        absent["shortfall"] = "the plan builds no car under the deal"
    return made
