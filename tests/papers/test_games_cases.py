"""Every case of games/cases.json: published games, solved by the rule that the case names.

A new rule goes into RULES; a case whose concept is not there fails, none is passed over.

Source: named case by case in the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from teikei import games
from teikei.base.errors import UndefinedError
from teikei.games.families import random_game
from teikei.games.values import CoalitionValues

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("TEIKEI_DATA") or ROOT.parent / "shared" / "data") / "games" / "cases.json"
Case = dict[str, Any]


def known_cases() -> dict[str, Case]:
    """Cases by id, as far as the file is there."""
    if not DATA.is_file():
        return {}
    return {case["id"]: case for case in json.loads(DATA.read_text("utf-8"))["cases"]}


CASES = known_cases()


def game_of(case: Case) -> CoalitionValues:
    """The coalition values: listed, or made by the generator that the case names."""
    if "v" in case:
        kind = "cost" if case["concept"].endswith("cost_allocation") else "worth"
        return CoalitionValues(case["v"], kind=kind)
    given = case["gen"]
    match given["type"]:
        case "bankruptcy":
            return games.bankruptcy(given["E"], given["d"])
        case "wvg":
            return games.weighted_majority(given["q"], given["w"])
        case "airport_cost":  # the case gives worths: v = −cost
            return CoalitionValues(-games.airport(given["c"]).low)
        case "glove":
            assert given["L"] + given["R"] == list(range(1, case_size(given) + 1))
            return games.glove(len(given["L"]), len(given["R"]))
        case "bnf":
            return random_game(given["t"], given["n"], given["seed"])
    raise AssertionError(f"no generator for {given['type']}")


def case_size(given: dict[str, Any]) -> int:
    return len(given["L"]) + len(given["R"])


def cournot_of(case: Case) -> games.PartitionValues:
    return games.cournot(case["gen"]["a"], case["gen"]["c"])


def shares_by(rule: str) -> Callable[[Case], ArrayLike]:
    """The shares under a rule of `teikei.games`; "undefined" where it has no answer."""

    def solve(case: Case) -> ArrayLike:
        try:
            share = getattr(games, rule)(game_of(case))
        except UndefinedError:
            return "undefined"
        assert share.certified
        return np.asarray(share.value)

    return solve


def certified_shares(rule: str) -> Callable[[Case], ArrayLike]:
    """The shares under a rule that proves its answer, proof included."""

    def solve(case: Case) -> ArrayLike:
        share = getattr(games, rule)(game_of(case))
        assert share.certificate.holds
        return np.asarray(share.value)

    return solve


def connections_of(case: Case) -> tuple[Any, Any]:
    """(links, payoffs) of the connections model."""
    given = case["gen"]
    assert given["type"] == "jw_connections"
    return games.connections(given["n"], given["delta"], given["c"])


def stable_count(case: Case) -> int:
    """How many networks are pairwise stable without transfers."""
    links, payoffs = connections_of(case)
    options = games.FormationOptions(transfers=False, moves=("add", "drop"))
    found = games.stable_networks(payoffs, links, options=options)
    assert found.complete
    return len(found.stable)


def is_stable(case: Case) -> bool:
    links, payoffs = connections_of(case)
    network = [tuple(link) for link in case["params"]["network"]]
    return bool(games.pairwise_stable(payoffs, links, network, transfers=False).stable)


def terms_of(case: Case) -> dict[str, Any]:
    """Nash-in-Nash terms, and the networks no pair wants to change, in the form of the file."""
    links = [tuple(link) for link in case["links"]]
    table = {int(mask): row for mask, row in case["profits"].items()}
    terms = games.nash_in_nash(table, links, case["bargaining_weight_of_first"])
    pairwise = games.FormationOptions(moves=("add", "drop"))
    paid = zip(links, terms.deals, strict=True)
    return {
        "at_network": terms.network,
        "transfer_first_to_second": {str(link): deal.pays.value[0] for link, deal in paid},
        "payoffs": terms.payoffs.value.tolist(),
        "bilaterally_stable_networks": list(games.stable_networks(table, links, options=pairwise).networks),
    }


def numbers(answer: Any) -> list[float]:
    """All numbers of an answer, in the order of its keys."""
    if isinstance(answer, dict):
        return [number for key in sorted(answer) for number in numbers(answer[key])]
    return np.asarray(answer, dtype=np.float64).reshape(-1).tolist()


RULES: dict[str, Callable[[Case], Any]] = {
    "shapley": shares_by("shapley"),
    "shapley_cost_allocation": shares_by("shapley"),
    "banzhaf_normalised": lambda case: games.banzhaf(game_of(case), normalised=True).value,
    "owen": lambda case: games.owen(game_of(case), case["params"]["unions"]).value,
    "myerson": lambda case: games.myerson(game_of(case), map(tuple, case["params"]["edges"])).value,
    "tau": shares_by("tau_value"),
    "gately": shares_by("gately"),
    "optimal_coalition_structure_value": lambda case: games.optimal_partition(game_of(case)).value,
    "externality_free_value": lambda case: games.externality_free_value(cournot_of(case)).value,
    "mcquillin_value": lambda case: games.mcquillin_value(cournot_of(case)).value,
    "nucleolus": certified_shares("nucleolus"),
    "prenucleolus": certified_shares("prenucleolus"),
    "per_capita_nucleolus": certified_shares("per_capita_nucleolus"),
    "pairwise_stable_networks": stable_count,
    "is_pairwise_stable": is_stable,
    "nash_in_nash": terms_of,
}


def test_all_cases_are_there_and_none_is_left_out() -> None:
    if not CASES:
        assert not os.environ.get("CI"), f"{DATA} is missing"
        pytest.skip("the data folder is not there: set TEIKEI_DATA")
    assert len(CASES) == 42
    assert {case["concept"] for case in CASES.values()} <= set(RULES)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = CASES[name]
    found = RULES[case["concept"]](case)
    if isinstance(case["expected"], str) or isinstance(found, str):
        assert found == case["expected"]
    elif isinstance(case["expected"], dict):
        assert found.keys() == case["expected"].keys()
        np.testing.assert_allclose(numbers(found), numbers(case["expected"]), rtol=0, atol=case["tol"])
    else:
        np.testing.assert_allclose(found, case["expected"], rtol=0, atol=case["tol"])
