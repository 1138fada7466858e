"""What `advise` answers: every candidate with its verdict and figures, as objects, a table and one JSON
object."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.barred import barred
from teikei.deals.beyond import Beyond
from teikei.deals.dates import Milestones
from teikei.deals.gains import Gain
from teikei.deals.sweep import Move, Sweep
from teikei.deals.terms import Corridor
from teikei.deals.verdict import Verdict
from teikei.deals.worth import Interval
from teikei.industry.money import level
from teikei.plan.solution import versions


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Advised:
    """One candidate with everything the report prints. Money in million, present value, unless a name says
    per year or per car; frames as in `deals.changes` and `deals.yearly`. ``built_at``: cars a year under the
    deal by plant, mean from the first of them on; ``beyond``: of a yardstick, what it adds to the best
    agreements between its parties; ``last_m``: surplus as the last one added to all that is signed together
    (`deals.last`)."""

    agreement: str
    title: str
    kind: str
    parties: tuple[str, ...]
    verdict: Verdict
    surplus_m: Interval | None = None
    surplus_before_diversion_m: Interval | None = None
    last_m: Interval | None = None
    sweep: Sweep | None = None
    gains: dict[str, Gain] = field(default_factory=dict)
    gains_after_m: dict[str, Interval] = field(default_factory=dict)
    corridor: Corridor | None = None
    milestones: Milestones | None = None
    units_per_year: tuple[float, ...] = ()
    built_at: dict[str, float] = field(default_factory=dict)
    driver: str = ""
    without: dict[str, str] = field(default_factory=dict)
    flows: pl.DataFrame = field(default_factory=pl.DataFrame)
    money: pl.DataFrame = field(default_factory=pl.DataFrame)
    diverted: pl.DataFrame = field(default_factory=pl.DataFrame)
    yearly: pl.DataFrame = field(default_factory=pl.DataFrame)
    plants: pl.DataFrame = field(default_factory=pl.DataFrame)
    cash: pl.DataFrame = field(default_factory=pl.DataFrame)
    gap: float = 0.0
    seconds: float = 0.0
    beyond: Beyond | None = None

    def __repr__(self) -> str:
        if self.surplus_m is None:
            return f"Advised({self.agreement}: {self.verdict.word})"
        low, high = self.surplus_m
        word = self.verdict.word
        return f"Advised({self.agreement}: {word}, surplus [{low:,.1f}, {high:,.1f}] m present value)"

    @property
    def spillover_m(self) -> dict[str, float]:
        """Gains of touched firms that are not parties."""
        return {f: g.value for f, g in self.gains.items() if f not in self.parties}


@dataclass(frozen=True, eq=False, repr=False)
class Advice:
    """The answer: verdicts on candidates, and the worth of signing all recommended ones together.

    ``together_m`` is v(today ∪ recommended) − v(today): certified for these inputs; it is not the sum of the
    surpluses. ``yearly``, ``plants``, ``cash``: accounts, plants and cash of those two books beside each
    other (`deals.yearly`); without rows where nothing is signed together. ``versions``: of what the figures
    come from.
    """

    case: Case
    book: tuple[str, ...]
    options: AdviseOptions
    advised: tuple[Advised, ...]
    signed_together: tuple[str, ...]
    together_m: Interval
    seconds: float
    focal: str = ""
    yearly: pl.DataFrame = field(default_factory=pl.DataFrame)
    plants: pl.DataFrame = field(default_factory=pl.DataFrame)
    cash: pl.DataFrame = field(default_factory=pl.DataFrame)
    versions: dict[str, str] = field(default_factory=versions)

    def __repr__(self) -> str:
        words = Counter(a.verdict.word for a in self.advised)
        counted = ", ".join(f"{n} {word}" for word, n in sorted(words.items())) or "no candidates"
        low, high = self.together_m
        return (
            f"Advice on {self.case.settings.name!r}: {counted}; {len(self.signed_together)} signed together "
            f"[{low:,.1f}, {high:,.1f}] m {self.case.settings.currency} present value, for these inputs"
        )

    @cached_property
    def agreements(self) -> pl.DataFrame:
        """One row a candidate: verdict, reason, surplus low/high (present value, million), input range,
        seconds."""
        rows = [_cells(a, self.case) for a in self.advised]
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
        red = barred(self.case)
        counted = [a for a in self.advised if a.surplus_m is not None and a.agreement not in red]
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
            "versions": dict(self.versions),
        }


def _cells(a: Advised, case: Case) -> dict[str, Any]:
    """One row of `Advice.agreements`."""
    low, high = a.surplus_m or (None, None)
    dry_low, dry_high = a.surplus_before_diversion_m or (None, None)
    last_low, last_high = a.last_m or (None, None)
    return {
        "agreement": a.agreement,
        "kind": a.kind,
        "parties": " ".join(a.parties),
        "verdict": a.verdict.word,
        "reason": a.verdict.reason,
        "surplus_low_m": low,
        "surplus_high_m": high,
        "before_diversion_low_m": dry_low,
        "before_diversion_high_m": dry_high,
        "last_low_m": last_low,
        "last_high_m": last_high,
        "input_low_m": a.sweep.low if a.sweep else None,
        "input_high_m": a.sweep.high if a.sweep else None,
        "surplus_low_m_per_year": None if low is None else level(low, case),
        "surplus_high_m_per_year": None if high is None else level(high, case),
        "start_year": a.milestones.start_year if a.milestones else None,
        "seconds": a.seconds,
    }


def _row(a: Advised) -> dict[str, Any]:
    """One agreement of `Advice.as_dict`."""
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
    inside = {f: g for f, g in a.gains.items() if f in a.parties}
    fee, dates = a.corridor, a.milestones
    return row | {
        "surplus_m": list(a.surplus_m),
        "surplus_before_diversion_m": list(a.surplus_before_diversion_m or ()),
        "last_m": list(a.last_m) if a.last_m else None,
        "input_range_m": [a.sweep.low, a.sweep.high] if a.sweep else None,
        "inputs": [_input(m) for m in (a.sweep.moves if a.sweep else ())],
        "gains_m": {f: [g.low, g.high] for f, g in inside.items()},
        "gains_certified": all(g.certified for g in inside.values()),
        "gains_after_m": {f: list(v) for f, v in a.gains_after_m.items()},
        "spillover_m": a.spillover_m,
        "corridor_m": [fee.lowest_m, fee.highest_m] if fee else None,
        "corridor_per_car": [fee.lowest_per_car, fee.highest_per_car] if fee else None,
        "corridor_m_per_year": [fee.lowest_m_per_year, fee.highest_m_per_year] if fee else None,
        "without_it": a.without,
        "decide_by": str(dates.decide_by) if dates and dates.decide_by else None,
        "signature": str(dates.signature) if dates else None,
        "start_year": dates.start_year if dates else None,
        "full_rate_year": dates.full_rate_year if dates else None,
        "built_at": a.built_at,
        "driver": a.driver,
        "beyond": None
        if a.beyond is None
        else {
            "agreements": list(a.beyond.others),
            "agreements_m": list(a.beyond.others_m),
            "added_m": list(a.beyond.added_m),
        },
        "gap": a.gap,
        "seconds": round(a.seconds, 2),
    }


def _input(move: Move) -> dict[str, Any]:
    """One moved input; a surplus is null where no plan is left, and ``note`` says so. ``turns``: changes of
    sign found on ``grid``, each between two values of the input; at least so many there are."""
    return {
        "input": move.input.name,
        "low": move.input.low,
        "central": move.input.central,
        "high": move.input.high,
        "surplus_at_low_m": move.at_low,
        "surplus_at_high_m": move.at_high,
        "grid": list(move.grid),
        "turns": [
            {
                "between": [turn.start.at, turn.end.at],
                "surplus_at_first_m": [turn.start.low, turn.start.high],
                "surplus_at_second_m": [turn.end.low, turn.end.high],
                "certified": turn.certified,
            }
            for turn in move.turns
        ],
        "note": move.note,
    }
