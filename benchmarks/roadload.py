"""Milliseconds a drive cycle of the road-load model, by powertrain; FASTSim 3 beside it where there is one.

    python benchmarks/roadload.py                 the budget is 1 ms for a hybrid
    python benchmarks/roadload.py --repeat 11

CPU milliseconds of one call, median of the repeats, each of 100 calls after a warm-up. FASTSim walks its own
vehicles over the same UDDS: its ICE, HEV and BEV; it has no series hybrid. Needs `pip install --group
crosscheck` for the second column.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

from teikei.industry.roadload import (
    Vehicle,
    battery_electric,
    combustion,
    cycle,
    drive,
    estimated,
    power_split,
    series_hybrid,
)

CALLS = 100
CARS = {
    "petrol": (combustion(2.5, 130.5, "stepped"), "2012_Ford_Fusion.yaml"),
    "battery": (battery_electric(), "2016 Nissan Leaf 30 kWh thrml.yaml"),
    "power split": (power_split(1.8, 72, 0.4), "2016_TOYOTA_Prius_Two.yaml"),
    "series": (series_hybrid(1.5, 116, 0.39), None),
    "series with clutch": (series_hybrid(1.5, 116, 0.39, 70), None),
}


def milliseconds(call: Callable[[], Any], calls: int, repeat: int) -> float:
    """CPU milliseconds of one call."""
    call()
    spent = []
    for _ in range(repeat):
        began = time.process_time()
        for _ in range(calls):
            call()
        spent.append((time.process_time() - began) / calls * 1e3)
    return statistics.median(spent)


def fastsim_walk(name: str) -> Callable[[], Any]:
    import fastsim

    vehicle, udds = fastsim.Vehicle.from_resource(name), fastsim.Cycle.from_resource("udds.csv")
    return lambda: fastsim.SimDrive(vehicle, udds).walk()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=7)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    there = importlib.util.find_spec("fastsim") is not None
    body = estimated(1750, 130, 0.78)
    print("| powertrain | UDDS ms | WLTC ms | FASTSim 3 UDDS ms | ratio |\n|---|---|---|---|---|")
    for name, (powertrain, theirs) in CARS.items():
        car = Vehicle(name, body, powertrain)
        udds, wltc = (
            milliseconds(lambda car=car, over=over: drive(car, over), CALLS, asked.repeat)
            for over in (cycle("udds"), cycle("wltc"))
        )
        peer, ratio = "", ""
        if there and theirs is not None:
            spent = milliseconds(fastsim_walk(theirs), 3, asked.repeat)
            peer, ratio = f"{spent:.1f}", f"{spent / udds:.0f}"
        print(f"| {name} | {udds:.2f} | {wltc:.2f} | {peer} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
