"""OR-Library capacitated facility location, cap41 … cap134: known optima through the solver layer.

    min Σ_i f_i open_i + Σ_ij c_ij serve_ij
    Σ_i serve_ij = 1,   Σ_j d_j serve_ij ≤ s_i open_i,   serve_ij ≤ open_i

serve_ij is the share of customer j's demand that warehouse i serves; demand may be split.

Source: Beasley, OR-Library (1990), files cap41 … cap134; optima from the manifest beside the data. In this
copy cap41-cap44 and cap51 carry truncated demands of customers 11 and 34 (549 and 129); the published optima
hold with 5495 and 12912, as in cap61, which the reader below puts back.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from teikei.base.options import SolveOptions
from teikei.solve.decompose import solve_components
from teikei.solve.program import CompiledProgram, Program

ROOT = Path(__file__).resolve().parents[2]
BENCH = Path(os.environ.get("TEIKEI_DATA") or ROOT.parent / "shared" / "data") / "bench"
TRUNCATED = ("cap41", "cap42", "cap43", "cap44", "cap51")
RESTORED = {11: 5495.0, 34: 12912.0}


def known_optima() -> dict[str, float]:
    """Known optimum by instance, as far as the files are there; capa, capb, capc are for the benchmarks."""
    manifest = BENCH / "manifest.json"
    if not manifest.is_file():
        return {}
    entries = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return {
        Path(entry["file"]).stem: float(entry["opt"])
        for entry in entries
        if entry["file"].startswith("orlib_cflp/") and isinstance(entry["opt"], int | float)
    }


OPTIMA = known_optima()


def read_instance(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Capacities (m,), fixed costs (m,), demands (n,) and costs (m, n) of serving all of a demand."""
    text = (BENCH / "orlib_cflp" / f"{name}.txt").read_text(encoding="utf-8")
    numbers = np.array(text.split(), dtype=np.float64)
    m, n = int(numbers[0]), int(numbers[1])
    warehouses = numbers[2 : 2 + 2 * m].reshape(m, 2)
    customers = numbers[2 + 2 * m :].reshape(n, m + 1)
    demands, costs = customers[:, 0].copy(), customers[:, 1:].T.copy()
    if name in TRUNCATED:
        for customer, demand in RESTORED.items():
            assert demands[customer - 1] < demand, "the file is corrected already: drop the correction"
            demands[customer - 1] = demand
    return warehouses[:, 0], warehouses[:, 1], demands, costs


def location(name: str) -> CompiledProgram:
    capacities, fixed, demands, costs = read_instance(name)
    m, n = costs.shape
    at, to = np.divmod(np.arange(m * n), n)
    p = Program(name, "min")
    opened = p.add_columns("open", {"warehouse": np.arange(m)}, upper=1, objective=fixed, integer=True)
    serve = p.add_columns("serve", {"warehouse": at, "customer": to}, upper=1, objective=costs.ravel())
    p.add_rows("demand", {"customer": np.arange(n)}, lower=1, upper=1, rows=to, columns=serve.ids, values=1)
    p.add_rows(
        "capacity",
        {"warehouse": np.arange(m)},
        upper=0,
        rows=np.r_[at, np.arange(m)],
        columns=np.r_[serve.ids, opened.ids],
        values=np.r_[demands[to], -capacities],
    )
    each = np.arange(m * n)
    p.add_rows(
        "only_if_open",
        {"warehouse": at, "customer": to},
        upper=0,
        rows=np.r_[each, each],
        columns=np.r_[serve.ids, opened.ids[at]],
        values=np.repeat([1.0, -1.0], m * n),
    )
    return p.compile()


def test_the_instances_are_there() -> None:
    if not OPTIMA:
        reason = f"no OR-Library instances in {BENCH}: set TEIKEI_DATA to the data folder"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    assert len(OPTIMA) >= 20
    assert {"cap41", "cap61", "cap101", "cap124"} <= set(OPTIMA)


@pytest.mark.parametrize("name", sorted(OPTIMA))
def test_known_optimum(name: str) -> None:
    answer = solve_components(location(name), SolveOptions(gap=1e-9, time_limit_s=60))
    assert answer.status == "optimal"
    assert answer.gap <= 1e-8
    assert answer.violation <= 1e-8
    # the published optima are rounded to three decimals
    assert answer.value == pytest.approx(OPTIMA[name], abs=1e-3, rel=1e-9)
