from __future__ import annotations

from typing import Any, get_args

import pytest

from teikei.agreements.kinds import KINDS
from teikei.case.row import Row
from teikei.case.tables.deals import ROWS, Agreement, AgreementKind, Change, Grant, Term

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Agreement: {
        "agreement": "suv_at_delta",
        "title": "SUV",
        "kind": "contract_build",
        "status": "candidate",
        "parties": "nagi;hoku",
    },
    Grant: {
        "agreement": "suv_at_delta",
        "giver": "nagi",
        "taker": "hoku",
        "what": "plant",
        "resource": "delta",
    },
    Change: {
        "agreement": "bolts",
        "firm": "nagi",
        "what": "platform",
        "resource": "n_body",
        "change": "parts_saving",
        "value": 0.1,
    },
    Term: {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900},
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Agreement, "kind", "handshake"),
        (Agreement, "status", "open"),
        (Agreement, "months_to_sign", 61),
        (Agreement, "lead_years", -1),
        (Agreement, "term_years", 0),
        (Agreement, "screen", "blue"),
        (Grant, "what", "pump"),
        (Grant, "limit_units_per_year", -1),
        (Term, "per", "month"),
        (Change, "change", "mood"),
        (Change, "value", -0.1),
        (Term, "currency_risk_share", 1.1),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_every_kind_of_deal_has_its_rules() -> None:
    assert set(get_args(AgreementKind)) == set(KINDS)


def test_defaults_of_a_deal() -> None:
    deal = Agreement(**GOOD[Agreement])
    assert (deal.months_to_sign, deal.lead_years, deal.screen, deal.term_years) == (6.0, 1.0, "amber", None)
    grant = Grant(**GOOD[Grant])
    assert (grant.minimum_units_per_year, grant.limit_units_per_year, grant.models) == (0.0, None, "")
