"""Benchmarks by (case, size, tool), each in three phases: read, build, solve.

A benchmark file registers its entries and calls `main`. Every entry runs in a process of its own, so that its
peak memory is its own; all entries of one call run one after the other on the same machine, so that their
ratios can be compared though the seconds cannot.

    python benchmarks/cfl_build.py                  everything in that file
    python benchmarks/cfl_build.py --size small --repeat 5 --json out.json
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PHASES = ("read", "build", "solve")


@dataclass(frozen=True)
class Benchmark:
    """One tool on one case at one size.

    Attributes
    ----------
    read : () -> data, e.g. from files
    build : data -> program, up to and including the hand-over of all arrays to the solver
    solve : program -> objective value; None leaves the phase out
    The three must be module-level functions (they travel to another process); `arguments` go to `read`.
    """

    case: str
    size: str
    tool: str
    read: Callable[..., Any]
    build: Callable[[Any], Any]
    solve: Callable[[Any], float] | None = None
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Measured:
    """CPU seconds of each phase (median of the repeats), peak memory, and the value found."""

    case: str
    size: str
    tool: str
    read: float
    build: float
    solve: float | None
    peak_mb: float
    value: float | None
    failure: str = ""
    ratio: dict[str, float] = field(default_factory=dict)


REGISTRY: list[Benchmark] = []


def register(benchmark: Benchmark) -> Benchmark:
    """Add an entry; a triple that is taken is an error."""
    taken = {(b.case, b.size, b.tool) for b in REGISTRY}
    if (benchmark.case, benchmark.size, benchmark.tool) in taken:
        raise ValueError(f"registered twice: {benchmark.case} {benchmark.size} {benchmark.tool}")
    REGISTRY.append(benchmark)
    return benchmark


def run(
    benchmarks: Sequence[Benchmark], *, repeat: int = 3, solve: bool = True, against: str = "teikei"
) -> list[Measured]:
    """Measure all entries, each in a fresh process, and give each its ratios to the tool `against`."""
    context = multiprocessing.get_context("spawn")
    measured = []
    for benchmark in benchmarks:
        with context.Pool(1) as pool:
            measured.append(pool.apply(_measure, (benchmark, repeat, solve)))
            pool.close()
            pool.join()
    reference = {(m.case, m.size): m for m in measured if m.tool == against and not m.failure}
    return [_with_ratio(m, reference.get((m.case, m.size))) for m in measured]


def _measure(benchmark: Benchmark, repeat: int, solve: bool) -> Measured:
    """One warm-up round (imports, caches) that does not count, then `repeat` rounds."""
    # Some tools print from C++ at every hand-over; that belongs in no table.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    spent: dict[str, list[float]] = {phase: [] for phase in PHASES}
    value: float | None = None
    solving = benchmark.solve if solve else None
    try:
        for number in range(repeat + 1):
            data, read = _timed(benchmark.read, *benchmark.arguments)
            program, build = _timed(benchmark.build, data)
            solved = None
            # Solving once is enough: it is long, and the same solver for all tools.
            if solving is not None and number == repeat:
                value, solved = _timed(solving, program)
            if number > 0:
                spent["read"].append(read)
                spent["build"].append(build)
            if solved is not None:
                spent["solve"].append(solved)
            del program
    except ImportError as missing:
        return Measured(benchmark.case, benchmark.size, benchmark.tool, 0, 0, None, 0, None, str(missing))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    middle = {phase: statistics.median(times) if times else None for phase, times in spent.items()}
    return Measured(
        benchmark.case,
        benchmark.size,
        benchmark.tool,
        middle["read"] or 0.0,
        middle["build"] or 0.0,
        middle["solve"],
        peak,
        value,
    )


def _timed(call: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    began = time.process_time()
    return call(*arguments), time.process_time() - began


def _with_ratio(one: Measured, reference: Measured | None) -> Measured:
    if reference is None or one.failure:
        return one
    ratio = {
        "build": one.build / max(reference.build, 1e-9),
        "peak_mb": one.peak_mb / max(reference.peak_mb, 1e-9),
    }
    return Measured(**{**asdict(one), "ratio": ratio})


def table(measured: Sequence[Measured]) -> str:
    """The measurements as a Markdown table."""
    lines = [
        "| case | size | tool | read s | build s | build ratio | peak MB | memory ratio | solve s | value |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for m in measured:
        if m.failure:
            lines.append(f"| {m.case} | {m.size} | {m.tool} | not measured: {m.failure} | | | | | | |")
            continue
        solve = "" if m.solve is None else f"{m.solve:.2f}"
        value = "" if m.value is None else f"{m.value:.6f}"
        build, memory = (f"{m.ratio[word]:.1f}" if m.ratio else "" for word in ("build", "peak_mb"))
        lines.append(
            f"| {m.case} | {m.size} | {m.tool} | {m.read:.3f} | {m.build:.3f} | {build} "
            f"| {m.peak_mb:.0f} | {memory} | {solve} | {value} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the registered entries that match the command line and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case")
    parser.add_argument("--size")
    parser.add_argument("--tool", help="only this tool (and no ratios)")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-solve", action="store_true")
    parser.add_argument("--json", type=Path, help="also write the measurements to this file")
    asked = parser.parse_args(arguments)
    wanted = [
        b
        for b in REGISTRY
        if asked.case in (None, b.case) and asked.size in (None, b.size) and asked.tool in (None, b.tool)
    ]
    if not wanted:
        known = ", ".join(sorted({f"{b.case}/{b.size}/{b.tool}" for b in REGISTRY}))
        parser.error(f"nothing matches; known: {known}")
    measured = run(wanted, repeat=asked.repeat, solve=not asked.no_solve)
    print(table(measured))
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(m) for m in measured], indent=2) + "\n", encoding="utf-8")
