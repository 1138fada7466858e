"""Published instances through the solver layer: value, bound, published optimum, CPU seconds, proved or not.

    python benchmarks/yardsticks.py                              every family: an hour and more
    python benchmarks/yardsticks.py --family holmberg --seconds 60
    python benchmarks/yardsticks.py --family netdes --name 30-10 --json out.json

Whole programs go to `solve_components`, those with whole customers from a rounding; the large locations capa
and capc get prices on the demand rows first (`solve_priced`), server location a search over which servers are
open (`solve_by_stage`), network design a tree over its arcs (`network.py`). `--seconds` are CPU seconds of
one instance; the clock on the wall is no limit. Each has a process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from instances import Known, Location, Network, build, known_instances, least_open, read
from network import solve_network
from teikei.base.options import SolveOptions
from teikei.solve.answer import Answer
from teikei.solve.decompose import solve_components
from teikei.solve.prices import Relaxed, solve_priced
from teikei.solve.program import CompiledProgram
from teikei.solve.stages import solve_by_stage

#: By family: relative gap asked for, and CPU seconds an instance gets unless --seconds says otherwise.
WAYS = {
    "cap": (1e-9, 60.0),
    "capa-c": (1e-3, 600.0),
    "holmberg": (1e-9, 60.0),
    "yang": (1e-9, 60.0),
    "delmaire": (1e-9, 60.0),
    "tbed1": (1e-9, 60.0),
    "netdes": (1e-9, 900.0),
    "sslp": (1e-9, 60.0),
}
SINGLE_SOURCE = ("holmberg", "yang", "delmaire", "tbed1")
WALL = 100.0  # times its CPU seconds an instance may take on the wall: on shared cores it gets a few per cent
PUBLISHED = 1e-6  # of the optimum: how near a value must come to count as the published one


@dataclass(frozen=True)
class Line:
    """One instance measured; ``agrees`` is whether value and bound allow the published optimum."""

    family: str
    name: str
    value: float
    bound: float
    gap: float
    published: float | None
    seconds: float
    peak_mb: float
    columns: int
    rows: int
    proved: bool
    agrees: bool


class LocationPrices:
    """Capacitated location with a price on every demand row: what is left is one knapsack a warehouse.

    v_i = f_i + min_x Σ_j (c_ij - price_j) x_ij,   Σ_j d_j x_ij ≤ s_i,   0 ≤ x_ij ≤ 1;
    warehouses with v_i < 0 open, and as many more as it takes to hold all demand.
    """

    def __init__(self, data: Location) -> None:
        self.data = data
        self.least = least_open(data)

    def start(self) -> np.ndarray:
        """The fourth cheapest way to serve each customer, its share of the fixed cost included."""
        data = self.data
        ways = data.cost + (data.fixed / data.capacity)[:, None] * data.demand
        return np.asarray(np.sort(ways, axis=0)[3])

    def __call__(self, prices: np.ndarray) -> Relaxed:
        data = self.data
        m, n = data.cost.shape
        rows = np.arange(m)[:, None]
        left = data.cost - prices
        order = np.argsort(left / data.demand, axis=1)
        gain, size = left[rows, order], data.demand[order]
        share = np.clip((data.capacity[:, None] - (np.cumsum(size, axis=1) - size)) / size, 0.0, 1.0) * (
            gain < 0
        )
        worth = data.fixed + (share * gain).sum(axis=1)
        cheapest = np.argsort(worth, kind="stable")
        chosen = worth < 0
        chosen[cheapest[: self.least]] = True
        served = np.zeros((m, n))
        served[rows, order] = share
        # One more may take the place of the worst that is open only to hold the demand, and vice versa.
        spare = chosen.sum() > self.least
        worst = max(float(worth[chosen].max()), 0.0)
        following = float(worth[~chosen].min()) if not chosen.all() else np.inf
        regret = np.where(chosen, -worth if spare else following - worth, worth - worst)
        return Relaxed(
            bound=float(prices.sum() + worth[chosen].sum()),
            slack=1.0 - served[chosen].sum(axis=0),
            chosen=chosen,
            regret=np.maximum(regret, 0.0),
        )


def solve_known(known: Known, gap: float, seconds: float) -> tuple[Answer, Any]:
    """The answer by the family's way, and the program."""
    program = build(known)
    options = SolveOptions(gap=gap, time_limit_s=seconds, restarts=True)
    if known.family == "capa-c":
        data = read(known)
        assert isinstance(data, Location)
        relax = LocationPrices(data)
        return solve_priced(program, program.block("open").ids, relax, relax.start(), options), program
    if known.family == "sslp":
        return solve_by_stage(program, program.block("open").ids, options), program
    data = read(known)
    if known.family in SINGLE_SOURCE and isinstance(data, Location):
        return solve_components(program, options, starts=rounded(program, data, options)), program
    if isinstance(data, Network):
        return solve_network(data, program, options), program
    return solve_components(program, options), program


def rounded(program: CompiledProgram, data: Location, options: SolveOptions) -> np.ndarray | None:
    """A point to begin from: only the warehouses that the relaxed program opens most, as few as can be."""
    ids = program.block("open").ids
    relaxed = solve_components(replace(program, integer=np.zeros_like(program.integer)), options)
    keep = np.zeros(ids.size)
    keep[np.argsort(-relaxed.x[ids], kind="stable")[: least_open(data)]] = 1.0
    quick = replace(options, gap=1e-3, time_limit_s=options.time_limit_s / 20)
    held = solve_components(program.with_bounds(ids, keep, keep), quick)
    return held.x if held.found else None


def measure(known: Known, seconds: float, gap: float) -> Line:
    """Solve one instance within so many CPU seconds; the wall clock only guards against a stopped machine."""
    before = time.process_time()

    def stop(*_: object) -> None:
        # The timer counts ticks, which on shared cores run ahead of the seconds really had by a tenth.
        left = seconds - (time.process_time() - before)
        if left > 0.01:
            signal.setitimer(signal.ITIMER_PROF, left)
        else:
            signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    answer, program = solve_known(known, gap, WALL * seconds)
    signal.setitimer(signal.ITIMER_PROF, 0.0)
    spent = time.process_time() - before
    optimum = known.optimum
    # Published values are rounded: netdes to a tenth, the OR-Library to a thousandth.
    near = (
        0.0
        if optimum is None
        else max(PUBLISHED * abs(optimum), 0.051 if known.family == "netdes" else 0.0011)
    )
    agrees = optimum is None or (answer.bound <= optimum + near and answer.value >= optimum - near)
    return Line(
        known.family,
        known.name,
        answer.value,
        answer.bound,
        answer.gap,
        optimum if optimum is not None else known.best,
        spent,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        *reversed(program.matrix.shape),
        proved=optimum is not None and answer.gap <= max(gap, PUBLISHED) and agrees,
        agrees=agrees,
    )


def table(lines: Sequence[Line]) -> str:
    """The measurements as Markdown; where the optimum is open, the best published value stands for it."""
    text = [
        "| family | instance | columns | value | bound | gap | published | CPU s | peak MB | proved |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in lines:
        word = "yes" if one.proved else "no" if one.agrees else "**contradicts**"
        text.append(
            f"| {one.family} | {one.name} | {one.columns} | {one.value:.3f} | {one.bound:.3f} "
            f"| {one.gap:.1e} | {one.published} | {one.seconds:.1f} | {one.peak_mb:.0f} | {word} |"
        )
    return "\n".join(text)


def summary(lines: Sequence[Line]) -> str:
    """Proved of all, and CPU seconds, by family."""
    text = [
        "| family | instances | proved | contradicting | CPU s in all | longest |",
        "|---|---|---|---|---|---|",
    ]
    for family in dict.fromkeys(one.family for one in lines):
        some = [one for one in lines if one.family == family]
        times = [one.seconds for one in some]
        text.append(
            f"| {family} | {len(some)} | {sum(one.proved for one in some)} "
            f"| {sum(not one.agrees for one in some)} | {sum(times):.0f} | {max(times):.1f} |"
        )
    return "\n".join(text)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", choices=sorted(WAYS))
    parser.add_argument("--name", default="", help="only instances whose name holds this")
    parser.add_argument("--seconds", type=float, help="CPU seconds an instance")
    parser.add_argument("--gap", type=float, help="relative gap to ask for")
    parser.add_argument("--open", action="store_true", help="also those without a published optimum")
    parser.add_argument("--json", type=Path, help="also write the measurements to this file")
    asked = parser.parse_args(arguments)
    wanted = [
        one
        for one in known_instances()
        if asked.family in (None, one.family)
        and asked.name in one.name
        and (asked.open or one.optimum is not None)
    ]
    if not wanted:
        parser.error("no such instance: set TEIKEI_DATA to the folder that holds bench/")
    context = multiprocessing.get_context("spawn")
    lines = []
    for one in wanted:
        gap, seconds = WAYS[one.family]
        with context.Pool(1) as pool:
            lines.append(pool.apply(measure, (one, asked.seconds or seconds, asked.gap or gap)))
        print(table(lines[-1:]).splitlines()[-1], flush=True)
        if asked.json is not None:
            asked.json.write_text(
                json.dumps([asdict(line) for line in lines], indent=1) + "\n", encoding="utf-8"
            )
    print("\n" + table(lines) + "\n\n" + summary(lines))


if __name__ == "__main__":
    main()
