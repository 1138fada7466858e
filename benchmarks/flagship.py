"""CPU seconds of the main steps on a shipped case: read and check, plans, advice; median of the repeats.

    python benchmarks/flagship.py                       nissan_2025, three repeats, without the advice
    python benchmarks/flagship.py --advise --repeat 3   with it (one repeat only)
    python benchmarks/flagship.py --lazy                what independent parts and lazy rows save

Every step starts cold: a case just read, nothing remembered. Seconds of other processes of ours are counted,
too.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import teikei
from teikei.agreements.book import Book
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.plan.build import build
from teikei.plan.problem import build_problem, planning_firms

optimise = importlib.import_module("teikei.plan.optimise")


def spent() -> float:
    return sum(
        use.ru_utime + use.ru_stime
        for use in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    began = spent()
    found = call()
    return spent() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", default="nissan_2025")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--advise", action="store_true")
    parser.add_argument("--lazy", action="store_true")
    asked = parser.parse_args()
    folder = Path(teikei.__file__).parent / "cases" / asked.case

    def fresh() -> Any:
        return teikei.read_case(folder)

    def report(step: str, call: Callable[[Any], Any], repeat: int = asked.repeat) -> Any:
        runs = [seconds(partial(call, fresh())) for _ in range(repeat)]
        found = runs[-1][1]
        more = f"gap {found.gap:.0e}, {len(found.components)} parts" if hasattr(found, "components") else ""
        print(f"| {step} | {statistics.median(s for s, _ in runs):.2f} | {more} |", flush=True)
        return found

    fresh()  # imports
    case = fresh()
    options = PlanOptions(gap=1e-6)
    print("| step | CPU s | |\n|---|---|---|")
    if asked.lazy:
        report("all rows from the start", lambda c: _plan_all_rows(c, options))
        report("rows as they bind", lambda c: optimise.plan(c, options=options))
        return
    report("read and check", lambda _: fresh())
    report("landed cost, sets and arrays", lambda c: build_problem(c, None, Book.today(c), options))
    problem = build_problem(case, None, Book.today(case), options)
    report("sets and arrays alone", lambda _: build_problem(case, None, Book.today(case), options))
    report("blocks and compilation", lambda _: build(problem).compile())
    for firm in planning_firms(case):
        report(f"plan of {firm}", lambda c, firm=firm: optimise.plan(c, [firm], options=options))
    report("plan of all", lambda c: optimise.plan(c, options=options))
    if asked.advise:
        report("advise", lambda c: teikei.advise(c, options=AdviseOptions()), 1)


def _plan_all_rows(case: Any, options: PlanOptions) -> Any:
    """A plan with no row left out at the start: independent parts only."""
    lazy = optimise.LAZY
    optimise.LAZY = ()
    try:
        return optimise.plan(case, options=options)
    finally:
        optimise.LAZY = lazy


if __name__ == "__main__":
    main()
