"""Surplus of a deal in independent parts, beside its two books handed to HiGHS as one program each.

    python benchmarks/lump.py                                       every candidate of nissan_2025
    python benchmarks/lump.py --agreements large_suv_platform,pool_rnm

Both start cold. The lump gets the time that the parts took, half for each book; CPU seconds of both are
printed, since a busy machine shares them out unevenly. Its programs carry the dates of launches and savings
that the parts found, which it would have to find by itself. Million, present value.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

import teikei
from teikei.agreements.book import agreement_rows, candidates
from teikei.agreements.kinds import KINDS
from teikei.base.options import PlanOptions, SolveOptions
from teikei.case.case import Case
from teikei.deals.worth import Interval, surplus
from teikei.plan.optimise import Memory
from teikei.plan.solution import PlanSolution
from teikei.solve.highs import Solver

LEAST_M = 0.01
"""Width below which an interval counts as this wide in a ratio: rounding of worths of many billions."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One agreement both ways: intervals, CPU seconds, relative gaps of the lump's two programs."""

    agreement: str
    parts: Interval
    parts_s: float
    lump: Interval
    lump_s: float
    gaps: tuple[float, float]

    @property
    def ratio(self) -> float:
        """Width of the lump's interval over that of the parts'."""
        return _width(self.lump) / _width(self.parts)

    def row(self, kind: str) -> str:
        gaps = ", ".join(f"{gap:.1e}" for gap in self.gaps)
        return (
            f"| `{self.agreement}` | {kind} | {_shown(self.parts)} | {self.parts_s:.1f} "
            f"| {_shown(self.lump)} | {self.lump_s:.1f} | {gaps} | {self.ratio:,.0f} |"
        )


def compared(case: Case, agreement: str, options: PlanOptions) -> Beside:
    """Value an agreement in parts, then as one program a book in the same time."""
    began, clock = time.process_time(), time.perf_counter()
    found = surplus(case, agreement, None, options, Memory())
    parts_s, elapsed = time.process_time() - began, time.perf_counter() - clock
    began = time.process_time()
    after, before = (in_one_piece(p, elapsed / 2) for p in (found.with_plan, found.without_plan))
    gaps = tuple((high - low) / max(abs(low), 1e-9) for low, high in (after, before))
    lump = after[0] - before[1], after[1] - before[0]
    return Beside(agreement, found.alone, parts_s, lump, time.process_time() - began, (gaps[0], gaps[1]))


def in_one_piece(made: PlanSolution, seconds: float) -> Interval:
    """[value, bound] of the program of a book that nobody took apart."""
    fixed = sum(made.worth.constants.values())
    answer = Solver(made.program).solve(SolveOptions(gap=0.0, time_limit_s=seconds, sub_mips=False))
    return answer.value + fixed, answer.bound + fixed


def _width(ends: Interval) -> float:
    return max(ends[1] - ends[0], LEAST_M)


def _shown(ends: Interval) -> str:
    return f"{ends[0]:,.2f} to {ends[1]:,.2f}"


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", default="nissan_2025")
    parser.add_argument("--agreements", default="")
    parser.add_argument("--gap", type=float, default=1e-6)
    asked = parser.parse_args(given)
    case = teikei.read_case(asked.case)
    rows = agreement_rows(case)
    planned = [a for a in candidates(case) if KINDS[rows[a]["kind"]].planned and rows[a]["screen"] != "red"]
    names = [a.strip() for a in asked.agreements.split(",") if a.strip()] or planned
    print("| agreement | kind | parts, m | CPU s | lump, m | CPU s | gaps of the lump | ratio of widths |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in names:
        found = compared(case, name, PlanOptions(gap=asked.gap))
        print(found.row(rows[name]["kind"]), flush=True)


if __name__ == "__main__":
    main()
