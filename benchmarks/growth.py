"""Time and memory against the size of a case: made-up industries of `teikei generate`, one process a size.

    python benchmarks/growth.py                     a quarter, a half, all of 12 makers, 120 plants, 300 cars
    python benchmarks/growth.py --shares 0.25 1 2   other shares of that size
    python benchmarks/growth.py --deals 12          average of so many surpluses
    python benchmarks/growth.py --shares 0.25 --agreements 5 10 20 --deals 20  more agreements

CPU seconds of: reading with all checks, the plan of all makers, and one agreement's surplus without input
ranges (the mean of the first --deals candidates); peak memory of the process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from typing import Any, NamedTuple

import teikei
from teikei.case.size import Size
from teikei.case.synthetic import write_synthetic
from teikei.deals.worth import surplus

FULL = Size(firms=12, plants=120, models=300, markets=40, agreements=40)


class Grown(NamedTuple):
    """One size measured: rows of the case, CPU seconds, columns of the plan, decided signs."""

    size: Size
    rows: int
    read: float
    plan: float
    columns: int
    surplus: float
    decided: str
    peak_mb: float


def scaled(share: float) -> Size:
    """The full size times a share, at least two makers."""
    return Size(*(max(round(count * share), 2) for count in astuple(FULL)))


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    found = call()
    return time.process_time() - began, found


def measure(size: Size, seed: int, deals: int) -> Grown:
    with tempfile.TemporaryDirectory() as folder:
        write_synthetic(folder, size, seed)
        read, case = timed(lambda: teikei.read_case(folder))
        planning, plan = timed(lambda: teikei.plan(case))
        names = case["agreements"]["agreement"].to_list()[:deals]
        found = [timed(lambda name=name: surplus(case, name)) for name in names]
        decided = sum(one.alone[0] > 0 or one.alone[1] < 0 for _, one in found)
        return Grown(
            size,
            sum(case[table].height for table in case.tables),
            read,
            planning,
            plan.program.matrix.shape[1],
            sum(seconds for seconds, _ in found) / max(len(found), 1),
            f"{decided} of {len(found)}",
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 1.0])
    parser.add_argument("--agreements", type=int, nargs="+", help="of each size, instead of its own")
    parser.add_argument("--deals", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    print(
        "| makers | plants | cars | markets | agreements | rows | read and check s | plan s | columns "
        "| surplus s | signs decided | peak MB |\n" + "|---" * 12 + "|"
    )
    sizes = [
        replace(size, agreements=count)
        for size in map(scaled, asked.shares)
        for count in asked.agreements or [size.agreements]
    ]
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            one = pool.apply(measure, (size, asked.seed, asked.deals))
        s = one.size
        print(
            f"| {s.firms} | {s.plants} | {s.models} | {s.markets} | {s.agreements} | {one.rows} "
            f"| {one.read:.2f} | {one.plan:.2f} | {one.columns} "
            f"| {one.surplus:.2f} | {one.decided} | {one.peak_mb:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
