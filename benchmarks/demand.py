"""Price equilibrium in teikei and pyblp on the cars of Berry, Levinsohn and Pakes; nested logit on Germany
1998.

    python benchmarks/demand.py                    one merger in 20 markets, a batch of 100, nested logit
    python benchmarks/demand.py --jobs 7           pyblp on 7 of the 100 (its 100 are then scaled up)

Both solve the same conditions with the same demand (the estimates of pyblp's tutorial) and the same marginal
costs, from observed prices. The merger joins the two firms with most products. The batch is 100 mergers of
random pairs with 0 to 5 % off their costs. teikei stops at price steps of 1e-13 of the mean price, pyblp at
a first-order residual of 1e-12, which is looser. Reference of the merger: the plain ζ map of numpy, run until
nothing moves by more than 1e-13. Of the batch: plain steps to 1e-13 for every solve, and one step of numpy's
map from where teikei ended.

Seconds are CPU seconds of all processes, and wall clock beside them; each side shows its best run, one
thread a process: on shared cores the threads of numpy's linear algebra wait for each other, and pyblp alone
would look four to ten times slower. Needs the dependency group `bench` and the data folder (TEIKEI_DATA).
"""

# ruff: noqa: E402  (the number of threads is read when numpy is loaded)

from __future__ import annotations

import argparse
import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from teikei.base.jobs import LocalExecutor
from teikei.base.options import EquilibriumOptions
from teikei.demand.calibrate import matched
from teikei.demand.counterfactual import Counterfactual, equilibria
from teikei.demand.equilibrium import equilibrium
from teikei.demand.market import Market
from teikei.demand.pricing import implied_costs
from teikei.demand.random_coefficients import RandomCoefficients

DATA = Path(os.environ.get("TEIKEI_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "io"
SPREAD = np.array([2.02535, 6.10035, 3.95553, 0.253511, 1.90847])
PRICE = -44.843
ALPHA, SIGMA = -0.046837453369536736, (0.9047370926281958, 0.5677967791450304)
QUICK = EquilibriumOptions(best_response=False)
WHOLE = EquilibriumOptions()
PLAIN = EquilibriumOptions(tolerance=1e-14, accelerate=False, maps=200_000, best_response=False)


class Spent(NamedTuple):
    cpu: float
    wall: float


def spent() -> float:
    uses = (resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def timed(call: Callable[[], Any]) -> tuple[Spent, Any]:
    cpu, wall = spent(), time.perf_counter()
    found = call()
    return Spent(spent() - cpu, time.perf_counter() - wall), found


def read() -> tuple[pd.DataFrame, pd.DataFrame]:
    return pd.read_csv(DATA / "blp_products.csv.gz"), pd.read_csv(DATA / "blp_agents.csv.gz")


def estimated(products: pd.DataFrame, agents: pd.DataFrame) -> Any:
    """pyblp's results object at the tutorial's estimates, without estimating again."""
    import pyblp

    pyblp.options.verbose = False
    formulas = (
        pyblp.Formulation("1 + hpwt + air + mpd + space"),
        pyblp.Formulation("1 + prices + hpwt + air + mpd + space"),
    )
    problem = pyblp.Problem(formulas, products, pyblp.Formulation("0 + I(1 / income)"), agents)
    sigma = np.diag([SPREAD[0], 0, *SPREAD[1:]])
    pi = np.array([[0], [PRICE], [0], [0], [0], [0]])
    iteration = pyblp.Iteration("squarem", {"atol": 1e-14})
    return problem.solve(
        sigma, pi, optimization=pyblp.Optimization("return"), method="1s", iteration=iteration
    )


def demands(
    products: pd.DataFrame, agents: pd.DataFrame, delta: np.ndarray
) -> list[tuple[Market, RandomCoefficients]]:
    """Market and demand of each year, with pyblp's mean utilities, so that both solve the same problem."""
    found = []
    for year in sorted(products["market_ids"].unique()):
        rows = (products["market_ids"] == year).to_numpy()
        cars, people = products[rows], agents[agents["market_ids"] == year]
        traits = np.column_stack([np.ones(len(cars)), cars[["hpwt", "air", "mpd", "space"]]])
        nodes = people[[f"nodes{n}" for n in range(5)]].to_numpy()
        choice = RandomCoefficients(
            PRICE / people["income"].to_numpy(),
            delta[rows],
            traits @ (nodes * SPREAD).T,
            people["weights"].to_numpy(),
            outside_good=True,
        )
        market = Market(
            products=[str(n) for n in range(len(cars))],
            firms=[str(firm) for firm in cars["firm_ids"]],
            prices=cars["prices"].to_numpy(),
            quantities=cars["shares"].to_numpy(),
            size=1.0,
            outside_good=True,
            name=str(year),
        )
        found.append((market.with_(costs=implied_costs(market, choice)), choice))
    return found


def tight(
    market: Market, choice: RandomCoefficients, start: np.ndarray | None = None, steps: int = 20_000
) -> tuple[np.ndarray, float]:
    """The plain ζ map by numpy, written apart from the package: until no price moves by 1e-13.

    Returns the prices and the last move.
    """
    alpha, mass = np.asarray(choice.alpha), np.asarray(choice.mass)
    base = np.asarray(choice.tastes) + np.asarray(choice.quality)[:, None]
    same = np.array(market.firms)[:, None] == np.array(market.firms)[None, :]
    price, cost = np.array(market.prices if start is None else start), np.asarray(market.costs)
    change = np.inf
    for _ in range(steps):
        wish = np.exp(base + price[:, None] * alpha)
        each = wish / (1 + wish.sum(axis=0))
        slope = each @ (mass * alpha)
        back = (same * ((each * (mass * alpha)) @ each.T)) @ (price - cost)
        new = cost + (back - each @ mass) / slope
        change = float(np.abs(new - price).max())
        price = new
        if change < 1e-13:
            break
    return price, change


def jobs_of(products: pd.DataFrame, count: int) -> list[tuple[str, str, float]]:
    random = np.random.default_rng(1995)
    firms = sorted(products["firm_ids"].unique())
    pairs = [random.choice(firms, 2, replace=False) for _ in range(count)]
    return [(str(a), str(b), float(random.uniform(0, 0.05))) for a, b in pairs]


def pyblp_prices(
    results: Any, products: pd.DataFrame, costs: np.ndarray, job: tuple[str, str, float]
) -> np.ndarray:
    """One counterfactual by pyblp: new firm ids, cheaper cars of the two, all 20 markets."""
    import pyblp

    one, other, saving = job
    firms = products["firm_ids"].astype(str).to_numpy()
    parties = np.isin(firms, [one, other])
    cheaper = np.where(parties, costs * (1 - saving), costs)
    ids = np.where(firms == other, one, firms)
    return results.compute_prices(
        firm_ids=ids, costs=cheaper[:, None], iteration=pyblp.Iteration("simple", {"atol": 1e-12})
    ).flatten()


def row(what: str, spent: Spent, ratio: float | None, error: str) -> None:
    shown = "" if ratio is None else f"{ratio:.1f}"
    print(f"| {what} | {spent.cpu:.3f} | {spent.wall:.3f} | {shown} | {error} |", flush=True)


def best(runs: list[Spent]) -> Spent:
    """Least CPU and least wall clock: what else the machine does can only add to either."""
    return Spent(min(run.cpu for run in runs), min(run.wall for run in runs))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=10, help="of the 100 that pyblp solves, too")
    parser.add_argument("--batch", type=int, default=100)
    asked = parser.parse_args()
    products, agents = read()
    results = estimated(products, agents)
    markets = demands(products, agents, results.delta.flatten())
    costs = np.concatenate([np.asarray(market.costs) for market, _ in markets])
    counts = products.groupby("firm_ids").size().sort_values(ascending=False)
    merger = (str(counts.index[0]), str(counts.index[1]), 0.0)
    warm_up(markets)

    print("| what | CPU s | wall s | times pyblp's CPU s | farthest from the tight reference |")
    print("|---|---|---|---|---|")
    one_merger(asked.repeat, results, products, costs, markets, merger)
    a_batch(asked, results, products, costs, markets)
    nested(asked.repeat)


def warm_up(markets: list[tuple[Market, RandomCoefficients]]) -> None:
    """Compiling is not counted; it is kept on disk between runs."""
    equilibrium(*markets[0])


def one_merger(
    repeat: int, results: Any, products: pd.DataFrame, costs: np.ndarray, markets: list[Any], merger: Any
) -> None:
    change = Counterfactual("merger", merge=(merger[:2],))
    reference = np.concatenate([tight(*change.applied(market, choice))[0] for market, choice in markets])
    theirs = [timed(lambda: pyblp_prices(results, products, costs, merger)) for _ in range(repeat)]
    peer = best([run for run, _ in theirs])
    row("one merger, pyblp", peer, None, f"{np.abs(theirs[0][1] - reference).max():.1e}")
    for name, options in (("one merger, teikei", QUICK), ("the same with best responses", WHOLE)):
        runs = [timed(lambda options=options: equilibria(markets, [change], options)) for _ in range(repeat)]
        mine = best([run for run, _ in runs])
        found = runs[0][1]
        failed = sum(outcome.equilibrium is None for outcome in found)
        prices = np.concatenate([outcome.equilibrium.prices for outcome in found])
        error = f"{np.abs(prices - reference).max():.1e}, {failed} markets failed"
        row(name, mine, peer.cpu / mine.cpu, error)


def a_batch(
    asked: argparse.Namespace, results: Any, products: pd.DataFrame, costs: np.ndarray, markets: list[Any]
) -> None:
    listed = jobs_of(products, asked.batch)
    changes = [
        Counterfactual(f"{n}", merge=((a, b),), costs={a: -saving, b: -saving})
        for n, (a, b, saving) in enumerate(listed)
    ]
    theirs = [
        best([timed(lambda job=job: pyblp_prices(results, products, costs, job))[0] for _ in range(2)])
        for job in listed[: asked.jobs]
    ]
    scale = asked.batch / asked.jobs
    peer = Spent(scale * sum(run.cpu for run in theirs), scale * sum(run.wall for run in theirs))
    row(f"{asked.batch} counterfactuals, pyblp ({asked.jobs} run, scaled)", peer, None, "")
    for workers in (1, 2):
        runs = [
            timed(lambda workers=workers: equilibria(markets, changes, QUICK, LocalExecutor(workers)))
            for _ in range(asked.repeat)
        ]
        mine, found = best([run for run, _ in runs]), runs[0][1]
        failed, solved = sum(bool(one.failure) for one in found), [one for one in found if one.equilibrium]
        note = f"{failed} of {len(solved) + failed} solves failed"
        row(f"{asked.batch} counterfactuals, teikei, {workers} process(es)", mine, peer.cpu / mine.cpu, note)
        print(f"|   wall clock against pyblp's |  |  | {peer.wall / mine.wall:.1f} |  |", flush=True)
    exact = equilibria(markets, changes, PLAIN)
    error = max(
        float(np.abs(one.equilibrium.prices - other.equilibrium.prices).max())
        for one, other in zip(found, exact, strict=True)
        if one.equilibrium
    )
    by_name = {market.name: (market, choice) for market, choice in markets}
    moves = [
        tight(*changes[int(one.counterfactual)].applied(*by_name[one.market]), one.equilibrium.prices, 1)[1]
        for one in solved
    ]
    print(f"farthest of {len(solved)} solves from plain steps to 1e-13: {error:.1e}")
    print(f"largest move of a price by one step of numpy's map from there: {max(moves):.1e}")


def nested(repeat: int) -> None:
    cars = pd.read_csv(DATA / "cars1_europe_1970_1999.csv.gz")
    cars = cars[(cars["year"] == 1998) & (cars["country"] == "Germany")]
    market = Market(
        products=[f"{n} {name}" for n, name in enumerate(cars["type"])],
        firms=list(cars["firm"]),
        prices=cars["price"].to_numpy(),
        quantities=cars["qu"].to_numpy(),
        size=float(cars["pop"].iloc[0]) / 4,
        outside_good=True,
        nests=list(cars["segment"]),
        subnests=[str(home) for home in cars["domestic"]],
    )
    choice = matched(market, ALPHA, SIGMA)
    market = market.with_(costs=implied_costs(market, choice))
    merged = market.with_(firms=["VW" if firm == "GM" else firm for firm in market.firms])
    for name, options in (("prices only", QUICK), ("with best responses", WHOLE)):
        equilibrium(merged, choice, options)
        runs = [
            timed(lambda options=options: equilibrium(merged, choice, options))[0] for _ in range(10 * repeat)
        ]
        row(f"nested logit, {market.count} cars, {name}", best(runs), None, "")


if __name__ == "__main__":
    main()
