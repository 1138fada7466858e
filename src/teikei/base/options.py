"""One frozen dataclass of options a verb; choices are ``Literal``; every field documents itself."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from teikei.base.errors import Fault, UsageError


def option(default: Any, help: str) -> Any:  # noqa: A002
    """A dataclass field whose one line of help also feeds the command line and the docs."""
    return field(default=default, metadata={"help": help})


def check_limits(options: Any) -> None:
    """UsageError for a negative gap or threshold, no time, or no worker: all at once."""
    least = {"gap": 0.0, "time_limit_s": 0.0, "threads": 0, "workers": 1, "epsilon_m": 0.0, "inputs": 0}
    least |= {"width": 0.0, "rounds": 0, "tolerance": 0.0, "maps": 1, "starts": 1, "sets": 1, "limit": 0}
    above = ("time_limit_s", "tolerance")
    faults = []
    for name, lowest in least.items():
        value = getattr(options, name, None)
        if value is None or (value > lowest if name in above else value >= lowest):
            continue
        word = "above" if name in above else "at least"
        faults.append(
            Fault(
                f"option {name}",
                f"{name} = {value}",
                "nothing can be solved with it",
                f"give a number {word} {lowest:g}",
            )
        )
    if faults:
        raise UsageError(faults)


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How hard to solve one program."""

    gap: float = option(1e-6, "stop when (bound - value) / |value| is at most this")
    time_limit_s: float = option(
        120.0, "seconds for one component of a program; the best plan so far is kept"
    )
    threads: int = option(1, "threads of the solver")
    sub_mips: bool = option(
        True,
        "look for good points in smaller programs first; off in plans, whose bounds close at the root",
    )
    restarts: bool = option(
        False,
        "begin again at the root once many columns are settled: for a hard program in one piece",
    )


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How `plan` builds and solves the production network."""

    gap: float = option(1e-6, "stop when (bound - value) / |value| is at most this")
    time_limit_s: float = option(120.0, "seconds for one component of the program")
    threads: int = option(1, "threads of the solver")
    diversion: bool = option(True, "let launches that agreements bring take sales from other cars")
    cash_limits: bool = option(
        False, "hold each member to its cash, floor and credit in firms.csv; off in every worth"
    )

    def __post_init__(self) -> None:
        check_limits(self)

    def solve(self) -> SolveOptions:
        return SolveOptions(self.gap, self.time_limit_s, self.threads, sub_mips=False)


@dataclass(frozen=True, slots=True)
class EquilibriumOptions:
    """How `equilibrium` looks for prices that are each firm's best."""

    tolerance: float = option(1e-13, "stop when no price moves by more than this share of the mean price")
    maps: int = option(20000, "most evaluations of all prices before giving up")
    accelerate: bool = option(True, "look ahead once steps are short; plain steps decide whether it is taken")
    best_response: bool = option(True, "also look for prices by which one firm alone would gain")
    starts: int = option(1, "starting points; with more than one, other equilibria found are reported")
    seed: int = option(0, "of the random starting points after the first")

    def __post_init__(self) -> None:
        check_limits(self)


@dataclass(frozen=True, slots=True)
class AdviseOptions:
    """How `advise` values candidates and words its verdicts."""

    gap: float = option(1e-6, "relative gap of every plan")
    time_limit_s: float = option(60.0, "seconds for one component of a program")
    workers: int = option(
        1, "processes that value agreements side by side (the command line uses every core)"
    )
    epsilon_m: float = option(1.0, "million case currency a year below which a surplus counts as nothing")
    inputs: int = option(
        10, "how many of the strongest low/high inputs move, one at a time, for the input range"
    )
    last: bool | None = option(
        None,
        "value each agreement as the last one added to all that is signed together, too (default: with full "
        "effort)",
    )
    bargaining_weight: Literal["equal"] = option("equal", "how the surplus is split among the parties")
    effort: Literal["quick", "default", "full"] = option(
        "default",
        "quick: three inputs move; default: solve on where a sign is open; full: and where one is wide",
    )

    def __post_init__(self) -> None:
        check_limits(self)
        if self.effort not in ("quick", "default", "full"):
            what = f"effort = {self.effort!r}"
            fix = "give quick, default or full"
            raise UsageError(Fault("option effort", what, "nobody knows how much to spend", fix))


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How books are searched: which deals stand, and what they pay."""

    gap: float = option(1e-6, "relative gap of every plan")
    time_limit_s: float = option(60.0, "seconds for one component of a program")
    weight: float = option(0.5, "bargaining weight of the first planning party of a pair")
    sets: int = option(6, "of a firm with more new deals, only sets of one and of all are dropped in trial")
    limit: int = option(60, "books planned in search of a way out of a cycle before that is left open")
    workers: int = option(1, "processes that value books side by side (the command line uses every core)")

    def __post_init__(self) -> None:
        check_limits(self)
        if not 0.0 <= self.weight <= 1.0:
            what = f"weight = {self.weight}"
            fix = "give a share from 0 to 1; 0.5 halves the surplus"
            raise UsageError(Fault("option weight", what, "a surplus could not be split by it", fix))

    def plan(self) -> PlanOptions:
        return PlanOptions(gap=self.gap, time_limit_s=self.time_limit_s)


@dataclass(frozen=True, slots=True)
class CoalitionOptions:
    """How the worth of every group of firms is found."""

    gap: float = option(1e-6, "relative gap of every plan")
    time_limit_s: float = option(60.0, "seconds for one component of a program")
    width: float = option(2e-3, "an interval this wide, relative to the worth, is narrow enough")
    rounds: int = option(16, "how often the best of the books left is planned to narrow a group's interval")
    workers: int = option(1, "processes that value groups side by side (the command line uses every core)")

    def __post_init__(self) -> None:
        check_limits(self)

    def plan(self, gap: float = 0.0) -> PlanOptions:
        return PlanOptions(gap=max(gap, self.gap), time_limit_s=self.time_limit_s)


@dataclass(frozen=True, slots=True)
class ClauseOptions:
    """Which clauses of a contract are planned, and for what."""

    shortfall: bool = option(True, "what each side has and owes if fewer cars are wanted than planned")
    royalty: bool = option(True, "what a royalty a car does beside a fixed fee")
    cash: bool = option(True, "whether the fee can be paid under the cash limits of firms.csv")
    drop: float = option(0.3, "share of the demand for the deal's cars that stays away")
    committed: float | None = option(
        None,
        "share of the planned cars that is committed to (default: minimum_units of terms.csv, else all)",
    )
    per_car: float | None = option(
        None, "royalty, case currency a car (default: what terms.csv proposes between firms that plan)"
    )

    def __post_init__(self) -> None:
        faults = [
            Fault(
                f"option {name}",
                f"{name} = {value:g}",
                "there is no such share of cars",
                "give a share from 0 to 1",
            )
            for name, value in (("drop", self.drop), ("committed", self.committed))
            if value is not None and not 0.0 <= value <= 1.0
        ]
        if self.per_car is not None and not self.per_car >= 0.0:
            why, fix = "cars would be built for its sake", "give an amount of at least 0"
            faults.append(Fault("option royalty", f"a royalty of {self.per_car:g} a car", why, fix))
        if faults:
            raise UsageError(faults)


def describe(options: type[Any]) -> list[tuple[str, str, str, str]]:
    """(name, type, default, help) of every field of an options class."""
    return [(f.name, str(f.type), repr(f.default), str(f.metadata.get("help", ""))) for f in fields(options)]
