"""Which firms one thing ties; worths against all books are in tests/laws/test_group_laws.py."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped
from tests.cases.features import with_quota
from tests.cases.kinds import with_deal
from tests.cases.three_makers import three_makers, with_diversion

from teikei.agreements.book import candidates
from teikei.case.case import Case
from teikei.deals.groups import Groups

FIRMS = ("hoku", "kita", "nagi")


def groups(case: Case) -> Groups:
    return Groups(case, FIRMS, tuple(candidates(case)))


def bare() -> Case:
    """three_makers without a candidate."""
    case = three_makers()
    for name in candidates(case):
        case = dropped(dropped(case, "agreements", agreement=name), "grants", agreement=name)
    return case


def test_an_agreement_ties_its_parties_inside_a_group_only() -> None:
    found = groups(three_makers())
    assert found.by_size()[3:] == [("hoku", "kita"), ("hoku", "nagi"), ("kita", "nagi"), FIRMS]
    assert found.inside(("kita", "nagi")) == ("k_suv_at_delta",)
    assert found.blocks(("hoku", "kita")) == [("hoku",), ("kita",)]
    assert found.blocks(FIRMS) == [FIRMS]
    assert groups(bare()).blocks(FIRMS) == [("hoku",), ("kita",), ("nagi",)]


def guests(what: str, resource: str) -> Case:
    """Hoku and Nagi may both use something of Kita's, each under a signed agreement of its own."""
    case = bare()
    for firm, model in (("hoku", "h_suv"), ("nagi", "n_suv")):
        case = with_deal(case, f"to_{firm}", "contract_build", f"kita;{firm}", status="signed")
        grant = {"agreement": f"to_{firm}", "giver": "kita", "taker": firm, "what": what}
        case = added(case, "grants", grant | {"resource": resource, "models": [model]})
    return case


@pytest.mark.parametrize(("what", "resource"), [("plant", "sapporo"), ("platform", "k_body")])
def test_what_two_are_granted_ties_them_without_its_owner(what: str, resource: str) -> None:
    case = guests(what, resource)
    assert groups(case).blocks(("hoku", "nagi")) == [("hoku", "nagi")]
    one = dropped(dropped(case, "agreements", agreement="to_nagi"), "grants", agreement="to_nagi")
    assert groups(one).blocks(("hoku", "nagi")) == [("hoku",), ("nagi",)]


def test_what_is_owned_together_ties() -> None:
    case = added(bare(), "plant_owners", {"plant": "sapporo", "firm": "hoku", "share": 0.5})
    assert groups(case).blocks(FIRMS) == [("hoku", "kita"), ("nagi",)]


def test_a_quota_for_any_firm_ties_who_builds_in_its_origin() -> None:
    # delta, nagi's, is in the us
    assert groups(with_quota(bare(), units=25_000, firm="any")).blocks(FIRMS) == [("hoku", "kita"), ("nagi",)]
    assert groups(with_quota(bare(), units=25_000, firm="hoku")).blocks(FIRMS) == [(f,) for f in FIRMS]


def test_a_car_that_comes_ties_its_maker_to_those_it_takes_from() -> None:
    # the pickup of hoku and nagi takes a tenth from kita's SUV
    with_it = changed(with_diversion(), "agreements", {"agreement": "k_suv_at_delta"}, parties=["nagi"])
    with_it = dropped(with_it, "grants", agreement="k_suv_at_delta")
    assert groups(with_it).blocks(FIRMS) == [FIRMS]
    signed = changed(
        with_it, "agreements", {"agreement": "pickup_at_delta"}, status="signed", parties=["hoku"]
    )
    assert ("hoku", "kita") in groups(signed).blocks(("hoku", "kita"))
