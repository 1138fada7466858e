from __future__ import annotations

import re
from pathlib import Path

from tests.cases.edits import added, changed, two_makers

import teikei
from teikei.case.tables.registry import TABLES
from teikei.case.unread import UNREAD, unread
from teikei.plan.optimise import plan

FEE = {
    "agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 500.0,
    "source": "invented",
}  # fmt: skip


def test_what_is_left_at_its_default_is_not_named() -> None:
    assert unread(two_makers()) == {}


def test_filled_columns_are_counted_by_row() -> None:
    case = added(two_makers(), "terms", FEE | {"index": "steel", "negotiable": False})
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, ip_owner="nagi")
    assert unread(case) == {
        "agreements.ip_owner": 1,
        "terms.index": 1,
        "terms.negotiable": 1,
    }


def test_a_take_or_pay_volume_moves_no_plan() -> None:
    case = added(two_makers(), "terms", FEE)
    strict = changed(case, "terms", {"payer": "hoku"}, minimum_units=1e6, shortfall_share=1.0)
    book = ["pickup_at_delta"]
    assert plan(strict, book=book).value == plan(case, book=book).value


def test_no_named_column_is_read_by_plans_or_verdicts() -> None:
    source = Path(teikei.__file__).parent
    text = "".join(
        path.read_text("utf-8")
        for room in ("agreements", "industry", "plan", "deals")
        for path in (source / room).rglob("*.py")
    )
    for table, columns in UNREAD.items():
        assert set(columns) <= set(TABLES[table].model_fields)
        for column in columns:
            if column != "index":  # a word of its own: the code of plans numbers things
                assert not re.search(rf"[\"']{column}[\"']", text), f"{table}.{column} is read after all"
