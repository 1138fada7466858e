"""Building capacitated facility location, strong form, in teikei, linopy and Pyomo, up to HiGHS.

    min Σ_i f_i open_i + Σ_ij c_ij serve_ij
    Σ_i serve_ij = 1,   Σ_j d_j serve_ij ≤ s_i open_i,   serve_ij ≤ open_i,   Σ_i open_i ≥ least

Size `capa1` is OR-Library capa with capacity 8000 when TEIKEI_DATA holds it, else random numbers of that size
(100 warehouses, 1000 customers: 100,100 columns, 101,100 rows, 400,100 terms). Size `small` is random, 12 by
30, and is solved too: the three must find the same value. Needs the dependency group `bench`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from instances import BENCH, Location, least_open, location_program, read_orlib
from registry import Benchmark, main, register

CAPA = BENCH / "orlib_cflp" / "capa.txt"


def read_random(m: int, n: int) -> Location:
    r = np.random.default_rng(20261)
    demand = r.integers(5, 36, n).astype(float)
    capacity = np.round(r.uniform(0.5, 1.5, m) * 3 * demand.sum() / m)
    return Location(
        capacity, r.uniform(200, 800, m).round(), demand, r.uniform(0, 10, (m, n)).round(3) * demand
    )


def read_capa1(m: int, n: int) -> Location:
    if not CAPA.is_file():
        return read_random(m, n)
    return read_orlib(CAPA, 8000.0)


def build_teikei(data: Location) -> Any:
    from teikei.solve.highs import Solver

    return Solver(location_program("cfl", data))


def solve_teikei(solver: Any) -> float:
    from teikei.base.options import SolveOptions

    return float(solver.solve(SolveOptions(gap=1e-9)).value)


def build_linopy(data: Location) -> Any:
    import linopy
    import pandas as pd
    import xarray as xr

    m, n = data.cost.shape
    i, j = pd.RangeIndex(m, name="i"), pd.RangeIndex(n, name="j")
    demand = xr.DataArray(data.demand, coords=[j])
    capacity, fixed = xr.DataArray(data.capacity, coords=[i]), xr.DataArray(data.fixed, coords=[i])
    cost = xr.DataArray(data.cost, coords=[i, j])
    model = linopy.Model()
    opened = model.add_variables(coords=[i], name="open", binary=True)
    serve = model.add_variables(lower=0, upper=1, coords=[i, j], name="serve")
    model.add_constraints(serve.sum("i") == 1, name="demand")
    model.add_constraints((demand * serve).sum("j") - capacity * opened <= 0, name="capacity")
    model.add_constraints(serve - opened <= 0, name="only_if_open")
    model.add_constraints(opened.sum() >= least_open(data), name="enough")
    model.add_objective((fixed * opened).sum() + (cost * serve).sum())
    return model.to_highspy()


def solve_linopy(highs: Any) -> float:
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 1e-9)):
        highs.setOptionValue(option, value)
    highs.run()
    return float(highs.getInfo().objective_function_value)


def build_pyomo(data: Location) -> Any:
    import pyomo.environ as pyo
    from pyomo.contrib.appsi.solvers import Highs

    m, n = data.cost.shape
    capacity, fixed, demand, cost = (part.tolist() for part in data)
    model = pyo.ConcreteModel()
    model.i, model.j = pyo.RangeSet(0, m - 1), pyo.RangeSet(0, n - 1)
    model.open = pyo.Var(model.i, domain=pyo.Binary)
    model.serve = pyo.Var(model.i, model.j, bounds=(0, 1))
    model.demand = pyo.Constraint(model.j, rule=lambda p, j: sum(p.serve[i, j] for i in p.i) == 1)
    model.capacity = pyo.Constraint(
        model.i,
        rule=lambda p, i: sum(demand[j] * p.serve[i, j] for j in p.j) - capacity[i] * p.open[i] <= 0,
    )
    model.only_if_open = pyo.Constraint(model.i, model.j, rule=lambda p, i, j: p.serve[i, j] - p.open[i] <= 0)
    model.enough = pyo.Constraint(expr=sum(model.open[i] for i in model.i) >= least_open(data))
    model.cost = pyo.Objective(
        expr=sum(fixed[i] * model.open[i] for i in model.i)
        + sum(cost[i][j] * model.serve[i, j] for i in model.i for j in model.j)
    )
    solver = Highs()
    solver.highs_options = {"threads": 1, "mip_rel_gap": 1e-9}
    solver.set_instance(model)
    return solver, model


def solve_pyomo(built: Any) -> float:
    solver, model = built
    return float(solver.solve(model).best_feasible_objective)


TOOLS = {
    "teikei": (build_teikei, solve_teikei),
    "linopy": (build_linopy, solve_linopy),
    "pyomo": (build_pyomo, solve_pyomo),
}
for _tool, (_build, _solve) in TOOLS.items():
    register(Benchmark("cfl", "small", _tool, read_random, _build, _solve, (12, 30)))
for _tool, (_build, _) in TOOLS.items():
    register(Benchmark("cfl", "capa1", _tool, read_capa1, _build, None, (100, 1000)))

if __name__ == "__main__":
    main()
