"""Demand estimated by pyblp, and its results read as markets of this package.

Estimation with instruments is what pyblp does well; nothing of it is done here. It is an optional extra
(``pip install "teikei[estimate]"``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault, UsageError
from teikei.demand.choice import Choice
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import Array
from teikei.demand.pricing import implied_costs
from teikei.demand.random_coefficients import RandomCoefficients

Table = Mapping[str, ArrayLike] | pl.DataFrame
PRICE = "prices"


@dataclass(frozen=True)
class Specification:
    """What is estimated, in pyblp's formulas over the columns of the tables.

    Attributes
    ----------
    utility : what all customers share, e.g. ``1 + hpwt + air``
    tastes : what customers differ in, e.g. ``1 + prices + hpwt``; none for logit and nested logit
    people : columns of the customers that shift tastes, e.g. ``0 + I(1 / income)``
    costs : what marginal cost depends on; without it only demand is estimated
    log_costs : the formula is of the logarithm of cost
    """

    utility: str
    tastes: str = ""
    people: str = ""
    costs: str = ""
    log_costs: bool = False


def estimate(
    products: Table,
    specification: Specification,
    agents: Table | None = None,
    *,
    sigma: ArrayLike | None = None,
    pi: ArrayLike | None = None,
    rho: ArrayLike | None = None,
    **how: Any,
) -> Any:
    """pyblp's estimates of a specification: its own results object, which `read_estimate` turns into markets.

    Parameters
    ----------
    products : columns as pyblp names them: market_ids, firm_ids, shares, prices, demand_instruments0 …
    specification : the formulas
    agents : market_ids, weights, nodes0 …, and what ``people`` names
    sigma, pi, rho : first values of the spread of tastes, of their shifts, of the correlation within nests; a
        zero in sigma or pi stays zero
    how : handed to ``pyblp.Problem.solve``, e.g. ``method``, ``optimization``, ``W_type``

    Raises
    ------
    UsageError    pyblp is not installed
    """
    pyblp = _pyblp()
    formulas = [pyblp.Formulation(specification.utility)]
    if specification.tastes or specification.costs:
        formulas.append(pyblp.Formulation(specification.tastes) if specification.tastes else None)
    if specification.costs:
        formulas.append(pyblp.Formulation(specification.costs))
    people = pyblp.Formulation(specification.people) if specification.people else None
    problem = pyblp.Problem(
        tuple(formulas) if len(formulas) > 1 else formulas[0],
        _columns(products),
        people,
        None if agents is None else _columns(agents),
        costs_type="log" if specification.log_costs else "linear",
    )
    return problem.solve(sigma, pi, rho, **how)


def read_estimate(
    results: Any, sizes: Mapping[str, float] | float = 1.0, *, costs: bool = True
) -> list[tuple[Market, Choice]]:
    """The markets of pyblp's results, each with its demand at the estimates, in pyblp's order.

    Utilities are taken at the estimates, unobserved ones included, so the observed shares come back.
    Marginal costs are those that the observed prices imply here, under the firms of the table.

    Parameters
    ----------
    results : of `estimate`, or of ``pyblp.Problem.solve`` itself
    sizes : all who might buy, of every market or by name; 1 leaves quantities as shares
    costs : whether implied costs are worked out

    Raises
    ------
    DemandError    a part of the specification that has no counterpart here, a market without its size, costs
        at or below zero
    """
    problem = results.problem
    faults = _unread(results)
    if not isinstance(sizes, (int, float)):
        names, why = [str(one) for one in problem.unique_market_ids], "quantities follow from it"
        faults += [
            Fault(f"estimate, sizes of {name}", "it is missing", why, "give all who might buy")
            for name in names
            if name not in sizes
        ]
    if faults:
        raise DemandError(faults)
    found = []
    for market_id in problem.unique_market_ids:
        rows = problem.products.market_ids.flatten() == market_id
        name = str(market_id)
        size = sizes if isinstance(sizes, (int, float)) else sizes[name]
        prices = problem.products.prices[rows].flatten()
        choice = _choice(results, rows, market_id, prices)
        nests = getattr(choice, "nests", None)
        market = Market(
            products=[str(number) for number in range(int(rows.sum()))],
            firms=[str(firm) for firm in problem.products.firm_ids[rows].flatten()],
            prices=prices,
            quantities=size * problem.products.shares[rows].flatten(),
            size=float(size),
            outside_good=True,
            nests=nests,
            name=name,
        )
        found.append((market.with_(costs=implied_costs(market, choice)) if costs else market, choice))
    return found


def _choice(results: Any, rows: Array, market_id: Any, prices: Array) -> Choice:
    """The demand of one market at the estimates."""
    problem = results.problem
    labels = list(results.beta_labels)
    common = float(results.beta[labels.index(PRICE), 0]) if PRICE in labels else 0.0
    quality = results.delta[rows].flatten() - common * prices
    if problem.K2 == 0:
        if problem.H == 0:
            return Logit(common, quality, outside_good=True)
        nests = [str(nest) for nest in problem.products.nesting_ids[rows].flatten()]
        return NestedLogit(common, quality, nests, float(np.ravel(results.rho)[0]), outside_good=True)
    people = problem.agents.market_ids.flatten() == market_id
    tastes = problem.agents.nodes[people] @ results.sigma.T
    if problem.D:
        tastes = tastes + problem.agents.demographics[people] @ results.pi.T
    random = list(results.sigma_labels)
    price = random.index(PRICE) if PRICE in random else None
    others = [column for column in range(len(random)) if column != price]
    alpha = common + (tastes[:, price] if price is not None else np.zeros(int(people.sum())))
    traits = problem.products.X2[rows]
    return RandomCoefficients(
        alpha,
        quality,
        traits[:, others] @ tastes[:, others].T,
        problem.agents.weights[people].flatten(),
        outside_good=True,
    )


def _unread(results: Any) -> list[Fault]:
    """Parts of a specification that have no counterpart here."""
    problem = results.problem
    faults = []
    labels = [*results.beta_labels, *(results.sigma_labels if problem.K2 else [])]
    curved = sorted({label for label in labels if re.search(rf"\b{PRICE}\b", label) and label != PRICE})
    if curved:
        why = "the price coefficient would change with the price"
        faults.append(
            Fault("estimate, tastes", f"columns {', '.join(curved)}", why, "let utility be linear in prices")
        )
    if PRICE not in labels:
        faults.append(
            Fault("estimate, utility", "prices are in no formula", "α is not estimated", "add prices")
        )
    if problem.K2 and any(kind != "linear" for kind in problem.rc_types):
        why = "only normal and other linear tastes are read"
        faults.append(Fault("estimate, rc_type", ", ".join(problem.rc_types), why, "use linear tastes"))
    if problem.epsilon_scale != 1:
        why = "utilities here are in units of the extreme-value error"
        what = f"it is {problem.epsilon_scale:g}"
        faults.append(Fault("estimate, epsilon_scale", what, why, "estimate with epsilon_scale=1"))
    if np.size(problem.agents.availability):
        why = "here every kind of customers can buy every product"
        faults.append(Fault("estimate, availability", "it differs between agents", why, "leave it out"))
    if problem.H and problem.K2:
        why = "nests and random tastes together are not part of this package"
        faults.append(Fault("estimate, nests", "nests and tastes", why, "leave one of them out"))
    if problem.H and np.ptp(np.ravel(results.rho)) > 0:
        why = "one σ holds for all nests here"
        faults.append(Fault("estimate, rho", "it differs between nests", why, "estimate a single rho"))
    if not np.size(problem.products.firm_ids):
        faults.append(Fault("estimate, firm_ids", "they are missing", "nobody sets prices", "add firm_ids"))
    return faults


def _columns(table: Table) -> dict[str, Any]:
    """A table as pyblp takes it."""
    if isinstance(table, pl.DataFrame):
        return {name: table[name].to_numpy() for name in table.columns}
    return dict(table)


def _pyblp() -> Any:
    try:
        import pyblp
    except ImportError:
        why = "estimation with instruments is left to it"
        fix = 'pip install "teikei[estimate]"'
        raise UsageError(Fault("estimate", "pyblp is not installed", why, fix)) from None
    pyblp.options.verbose = False
    return pyblp
