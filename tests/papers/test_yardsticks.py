"""Published instances with known optima through the solver layer; benchmarks/yardsticks.py has the long ones.

Read in place from TEIKEI_DATA, as the benchmarks read them; what the copies there get wrong is put right by
benchmarks/instances.py, and asserted here by the published optima.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from instances import BENCH, Location, build, known_instances, read, read_orlib
from teikei.base.options import SolveOptions
from teikei.solve.decompose import solve_components
from teikei.solve.prices import find_prices
from teikei.solve.stages import solve_by_stage
from yardsticks import LocationPrices

KNOWN = {(one.family, one.name): one for one in known_instances()}
#: The limit only guards against a program that never ends: on a loaded machine a second takes a minute.
TIGHT = SolveOptions(gap=1e-9, time_limit_s=1800)
#: Published to a tenth.
NETWORKS = ("10-10-H-01", "10-10-L-01", "10-10-L-02", "10-20-L-01", "10-20-L-02", "10-30-L-02")
#: Ten to thirty warehouses, whole customers; fractions of a second each.
SINGLE_SOURCE = ("p2", "p5", "p6", "p7", "p9", "p10", "p14", "p17", "p18", "p21", "p22", "p23")


def names(family: str, some: tuple[str, ...] | None = None) -> list[str]:
    """The instances of a family that are there."""
    return [name for kind, name in KNOWN if kind == family and (some is None or name in some)]


def test_the_instances_are_there() -> None:
    if not KNOWN:
        reason = f"no instances in {BENCH}: set TEIKEI_DATA to the data folder"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    assert len(names("cap")) == 24
    assert len(names("capa-c")) == 8
    assert len(names("holmberg")) == 48
    assert sum(one.optimum is not None for one in KNOWN.values() if one.family == "netdes") == 19


@pytest.mark.parametrize("name", names("cap"))
def test_capacitated_location(name: str) -> None:
    answer = solve_components(build(KNOWN["cap", name]), TIGHT)
    assert answer.status == "optimal"
    assert answer.gap <= 1e-8
    assert answer.violation <= 1e-8
    # the published optima are rounded to three decimals
    assert answer.value == pytest.approx(KNOWN["cap", name].optimum, abs=1e-3, rel=1e-9)


@pytest.mark.parametrize("name", names("holmberg", SINGLE_SOURCE))
def test_single_source_location(name: str) -> None:
    answer = solve_components(build(KNOWN["holmberg", name]), TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(KNOWN["holmberg", name].optimum, abs=1e-6)


@pytest.mark.parametrize("name", names("netdes", NETWORKS))
def test_network_design(name: str) -> None:
    answer = solve_components(build(KNOWN["netdes", name]), TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(KNOWN["netdes", name].optimum, abs=0.051)


@pytest.mark.parametrize("name", names("sslp", ("sslp_5_25_50",)))
def test_server_location(name: str) -> None:
    program = build(KNOWN["sslp", name])
    answer = solve_by_stage(program, program.block("open").ids, TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(-121.6, abs=1e-6)
    assert answer.bound == pytest.approx(-121.6, abs=1e-6)


@pytest.mark.parametrize("name", names("capa-c", ("capa-8000", "capc-5000")))
def test_prices_bound_the_large_locations(name: str) -> None:
    known = KNOWN["capa-c", name]
    data = read(known)
    assert isinstance(data, Location)
    # Whatever 1000 was left where 300 belongs, costs over demand stand out as no distance does.
    unit = data.cost / data.demand
    assert unit.max() < 2.0 * np.quantile(unit, 0.99)
    relax = LocationPrices(data)
    found = find_prices(relax, relax.start(), -1.0, rounds=150)
    optimum = known.optimum or np.nan
    assert 0.985 * optimum < found.bound <= optimum


def test_a_file_corrected_twice_is_refused(tmp_path: Path) -> None:
    text = "2 1\n 8000 3000. \n 8000 2000. \n 5 \n 10.00000 20.00000 \n"
    path = tmp_path / "capa.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match="corrected already"):
        read_orlib(path, 8000.0)
