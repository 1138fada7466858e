"""The main job: value every candidate of a planned kind and say which to sign, with whom, and why the others
fall short."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from teikei.agreements.book import Book, agreement_rows, candidates, kind_faults
from teikei.agreements.kinds import KINDS
from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.base.jobs import Executor, Job, LocalExecutor
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.changes import diverted, driver, flows_moved, money_moved, without_it
from teikei.deals.dates import Milestones, milestones
from teikei.deals.gains import Gain, gains
from teikei.deals.sweep import Sweep, sweep, workers
from teikei.deals.terms import Corridor, corridor, gains_after
from teikei.deals.verdict import Verdict, judge
from teikei.deals.worth import Interval, surplus
from teikei.industry.money import level, year_weights
from teikei.plan.optimise import Memory, plan
from teikei.plan.solution import versions

Told = Callable[["Advised", int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Advised:
    """One candidate with everything the report prints. Money in million, present value, unless a name says
    per year or per car; frames as in `deals.changes`."""

    agreement: str
    title: str
    kind: str
    parties: tuple[str, ...]
    verdict: Verdict
    surplus_m: Interval | None = None
    surplus_before_diversion_m: Interval | None = None
    sweep: Sweep | None = None
    gains: dict[str, Gain] = field(default_factory=dict)
    gains_after_m: dict[str, Interval] = field(default_factory=dict)
    corridor: Corridor | None = None
    milestones: Milestones | None = None
    units_per_year: tuple[float, ...] = ()
    driver: str = ""
    without: dict[str, str] = field(default_factory=dict)
    flows: pl.DataFrame = field(default_factory=pl.DataFrame)
    money: pl.DataFrame = field(default_factory=pl.DataFrame)
    diverted: pl.DataFrame = field(default_factory=pl.DataFrame)
    gap: float = 0.0
    seconds: float = 0.0

    @property
    def spillover_m(self) -> dict[str, float]:
        """Gains of touched firms that are not parties."""
        return {f: g.value for f, g in self.gains.items() if f not in self.parties}


@dataclass(frozen=True, eq=False)
class Advice:
    """The answer: verdicts on candidates, and the worth of signing all recommended ones together.

    ``together_m`` is v(today ∪ recommended) − v(today): certified for these inputs; it is not the sum of the
    surpluses.
    """

    case: Case
    book: tuple[str, ...]
    options: AdviseOptions
    advised: tuple[Advised, ...]
    signed_together: tuple[str, ...]
    together_m: Interval
    seconds: float
    focal: str = ""

    @cached_property
    def agreements(self) -> pl.DataFrame:
        """One row a candidate: verdict, reason, surplus low/high (present value, million), input range,
        seconds."""
        rows = [
            {
                "agreement": a.agreement,
                "kind": a.kind,
                "parties": " ".join(a.parties),
                "verdict": a.verdict.word,
                "reason": a.verdict.reason,
                "surplus_low_m": a.surplus_m[0] if a.surplus_m else None,
                "surplus_high_m": a.surplus_m[1] if a.surplus_m else None,
                "before_diversion_low_m": a.surplus_before_diversion_m[0]
                if a.surplus_before_diversion_m
                else None,
                "before_diversion_high_m": a.surplus_before_diversion_m[1]
                if a.surplus_before_diversion_m
                else None,
                "input_low_m": a.sweep.low if a.sweep else None,
                "input_high_m": a.sweep.high if a.sweep else None,
                "surplus_low_m_per_year": level(a.surplus_m[0], self.case) if a.surplus_m else None,
                "surplus_high_m_per_year": level(a.surplus_m[1], self.case) if a.surplus_m else None,
                "start_year": a.milestones.start_year if a.milestones else None,
                "seconds": a.seconds,
            }
            for a in self.advised
        ]
        words = ("agreement", "kind", "parties", "verdict", "reason")
        schema: dict[str, Any] = {
            k: pl.String if k in words else pl.Float64 for k in (rows[0] if rows else {})
        }
        if "start_year" in schema:
            schema["start_year"] = pl.Int64
        return pl.DataFrame(rows, schema=schema)

    def __getitem__(self, agreement: str) -> Advised:
        for a in self.advised:
            if a.agreement == agreement:
                return a
        names = [a.agreement for a in self.advised]
        raise UsageError(
            Fault(
                "advice",
                f"no candidate {agreement!r} was valued",
                "there is no row to show",
                did_you_mean(agreement, names, "agreements.csv"),
            )
        )

    def by_verdict(self, word: str) -> list[Advised]:
        """Candidates with a verdict, largest surplus first."""
        found = [a for a in self.advised if a.verdict.word == word]
        return sorted(found, key=lambda a: (-(a.surplus_m[0] if a.surplus_m else float("-inf")), a.agreement))

    @property
    def decided_share(self) -> float:
        """Decided candidates of planned kinds, red ones left out."""
        rows = agreement_rows(self.case)
        counted = [
            a for a in self.advised if a.surplus_m is not None and rows[a.agreement]["screen"] != "red"
        ]
        return sum(a.verdict.decided for a in counted) / len(counted) if counted else 1.0

    def as_dict(self) -> dict[str, Any]:
        """The object that ``teikei advise --json`` prints."""
        return {
            "case": {
                "name": self.case.settings.name,
                "hash": self.case.hash,
                "currency": self.case.settings.currency,
            },
            "book": list(self.book),
            "agreements": [_row(a) for a in self.advised],
            "signed_together": list(self.signed_together),
            "together_m": list(self.together_m),
            "together_m_per_year": [level(v, self.case) for v in self.together_m],
            "threshold_m_per_year": self.options.epsilon_m,
            "decided_share": self.decided_share,
            "seconds": round(self.seconds, 2),
            "versions": versions(),
        }


def _row(a: Advised) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agreement": a.agreement,
        "title": a.title,
        "kind": a.kind,
        "parties": list(a.parties),
        "verdict": a.verdict.word,
        "reason": a.verdict.reason,
    }
    if a.surplus_m is None:
        return row
    swept = a.sweep
    return row | {
        "surplus_m": list(a.surplus_m),
        "surplus_before_diversion_m": list(a.surplus_before_diversion_m or ()),
        "input_range_m": [swept.low, swept.high] if swept else None,
        "inputs": [
            {
                "input": m.input.name,
                "low": m.input.low,
                "central": m.input.central,
                "high": m.input.high,
                "surplus_at_low_m": m.at_low,
                "surplus_at_high_m": m.at_high,
                "flips_at": m.flips_at,
            }
            for m in (swept.moves if swept else ())
        ],  # fmt: skip
        "gains_m": {f: [g.low, g.high] for f, g in a.gains.items() if f in a.parties},
        "gains_certified": all(g.certified for f, g in a.gains.items() if f in a.parties),
        "gains_after_m": {f: list(v) for f, v in a.gains_after_m.items()},
        "spillover_m": a.spillover_m,
        "corridor_m": [a.corridor.lowest_m, a.corridor.highest_m] if a.corridor else None,
        "corridor_per_car": [a.corridor.lowest_per_car, a.corridor.highest_per_car] if a.corridor else None,
        "corridor_m_per_year": [a.corridor.lowest_m_per_year, a.corridor.highest_m_per_year]
        if a.corridor
        else None,
        "without_it": a.without,
        "decide_by": str(a.milestones.decide_by) if a.milestones and a.milestones.decide_by else None,
        "signature": str(a.milestones.signature) if a.milestones else None,
        "start_year": a.milestones.start_year if a.milestones else None,
        "full_rate_year": a.milestones.full_rate_year if a.milestones else None,
        "driver": a.driver,
        "gap": a.gap,
        "seconds": round(a.seconds, 2),
    }


def advise(
    case: Case,
    agreements: Sequence[str] | None = None,
    focal: str | None = None,
    options: AdviseOptions | None = None,
    *,
    executor: Executor | None = None,
    told: Told | None = None,
) -> Advice:
    """Value the candidates on today's book and judge each.

    Parameters
    ----------
    case : the industry
    agreements : ids to value (default: every candidate)
    focal : keep only agreements with this firm as a party
    options : gap, time, workers, smallness, how many inputs move
    executor : runs the valuations (default: ``options.workers`` processes on this machine)
    told : called as each is done with (what was found, done, of)

    Raises
    ------
    UsageError, CaseError
        unknown names; tables that cannot be planned
    """
    options = options or AdviseOptions()
    began = time.perf_counter()
    _checked(case, focal)
    rows = agreement_rows(case)
    wanted = _wanted(case, agreements, focal)
    planned = [a for a in wanted if KINDS[rows[a]["kind"]].planned and rows[a]["screen"] != "red"]
    runner = executor or LocalExecutor(workers(options.workers) if len(planned) > 2 else 1, _hold, (case,))
    done: dict[str, Advised] = {}
    for name, result in runner.run(Job(a, _value_one, (a, options)) for a in planned):
        done[name] = result
        if told is not None:
            told(result, len(done), len(planned))
    for name in wanted:
        if name not in done:
            done[name] = _not_valued(rows[name])
    found = tuple(done[a] for a in wanted)
    chosen, together = _together(case, found, options)
    return Advice(
        case,
        tuple(sorted(Book.today(case).agreements)),
        options,
        found,
        chosen,
        together,
        time.perf_counter() - began,
        focal or "",
    )


def _checked(case: Case, focal: str | None) -> None:
    faults = kind_faults(case)
    if faults:
        raise CaseError(faults)
    firms = case["firms"]["firm"].to_list()
    if focal and focal not in firms:
        raise UsageError(
            Fault(
                "--for",
                f"no firm is called {focal!r}",
                "the advice would be empty",
                did_you_mean(focal, firms, "firms.csv"),
            )
        )


def _wanted(case: Case, agreements: Sequence[str] | None, focal: str | None) -> list[str]:
    rows = agreement_rows(case)
    if agreements is None:
        return [a for a in candidates(case) if not focal or focal in rows[a]["parties"]]
    unknown = [a for a in agreements if a not in rows]
    if unknown:
        raise UsageError(
            [
                Fault(
                    "--agreements",
                    f"no agreement is called {a!r}",
                    "it cannot be valued",
                    did_you_mean(a, list(rows), "agreements.csv"),
                )
                for a in unknown
            ]
        )
    return [a for a in agreements if not focal or focal in rows[a]["parties"]]


_held: list[Case] = []
_memory = Memory()


def _hold(case: Case) -> None:
    """Keep the case in a worker, so that jobs carry only a name."""
    _held[:] = [case]
    _memory.answers.clear()
    _memory.binding.clear()


def _value_one(agreement: str, options: AdviseOptions) -> Advised:
    """Value, sweep and judge one agreement in this process."""
    case = _held[0]
    began = time.perf_counter()
    row = agreement_rows(case)[agreement]
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    found = surplus(case, agreement, None, quick, _memory)
    threshold = options.epsilon_m * float(year_weights(case).sum())
    swept = sweep(found, quick, options.inputs, threshold, _memory)
    verdict = judge(found.alone, threshold, swept, red=row["screen"] == "red")
    gained = gains(found)
    why = driver(found)
    if not verdict.reason:
        verdict = Verdict(verdict.word, why, verdict.flips)
    return Advised(
        agreement=agreement,
        title=row["title"],
        kind=row["kind"],
        parties=tuple(row["parties"]),
        verdict=verdict,
        surplus_m=found.alone,
        surplus_before_diversion_m=found.before_diversion,
        sweep=swept,
        gains=gained,
        gains_after_m=gains_after(found),
        corridor=corridor(found, gained),
        milestones=milestones(found),
        units_per_year=tuple(float(u) for u in found.units),
        driver=why,
        without={f: without_it(found, f) for f in found.parties},
        flows=flows_moved(found),
        money=money_moved(found),
        diverted=diverted(found),
        gap=max(found.with_plan.gap, found.without_plan.gap),
        seconds=time.perf_counter() - began,
    )


def _not_valued(row: dict[str, Any]) -> Advised:
    red = row["screen"] == "red"
    if red:
        verdict = Verdict(
            "rejected",
            f"barred by the antitrust screen (red): {row['legal_note'] or 'hardcore between competitors'}",
        )
    else:
        verdict = Verdict(
            "not yet planned", f"{KINDS[row['kind']].title}: its blocks come with the full plan"
        )
    return Advised(row["agreement"], row["title"], row["kind"], tuple(row["parties"]), verdict)


def _together(
    case: Case, found: tuple[Advised, ...], options: AdviseOptions
) -> tuple[tuple[str, ...], Interval]:
    """All recommended agreements at once; where two exclude each other, the one with the larger certified
    surplus."""
    rows = agreement_rows(case)
    chosen: list[str] = []
    ranked = sorted(
        (a for a in found if a.verdict.word == "recommended"), key=lambda a: -(a.surplus_m or (0.0, 0.0))[0]
    )
    for a in ranked:
        row = rows[a.agreement]
        if any(b in row["excludes"] or a.agreement in rows[b]["excludes"] for b in chosen):
            continue
        if set(row["needs"]) <= set(chosen) | Book.today(case).agreements:
            chosen.append(a.agreement)
    if not chosen:
        return (), (0.0, 0.0)
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    today = Book.today(case)
    dropped = {
        b for b in today.agreements for a in chosen if b in rows[a]["excludes"] or a in rows[b]["excludes"]
    }
    memory = _memory if _held and _held[0] is case else Memory()
    after = plan(case, None, today.without(*dropped).with_(*chosen), quick, memory=memory)
    before = plan(case, None, today, quick, memory=memory)
    return tuple(chosen), after.worth.minus(before.worth)
