from __future__ import annotations

import pytest

from teikei.deals.advice import Advice
from teikei.report.answer import Findings, findings
from teikei.report.money import Money
from teikei.report.tables import Table

SCALED = ("_m", "_m_per_year", "_per_car")


def cells(table: Table, agreement: str) -> dict[str, object]:
    """The first row of an agreement by column name."""
    row = next(r for r in table.rows if r[0] == agreement)
    return dict(zip((c.name for c in table.columns), row, strict=True))


def test_the_figures_worked_out_by_hand(found: Findings) -> None:
    # surplus 573 − 142.5 = 430.5; four years without discounting: 430.5 ÷ 4 = 107.625 a year
    pickup = cells(found.table("agreements"), "pickup_at_delta")
    assert [
        pickup[n] for n in ("surplus_low_m", "surplus_high_m", "before_diversion_low_m")
    ] == pytest.approx([430.5, 430.5, 573.0])
    assert pickup["surplus_low_m_per_year"] == pytest.approx(107.625)
    assert cells(found.table("agreements"), "suv_at_delta")["surplus_low_m"] == pytest.approx(629.0)
    # corridor 146 to 576.5 over 20,000 + 40,000 cars: 2,433.33 to 9,608.33 a car
    fee = cells(found.table("corridor"), "pickup_at_delta")
    assert (fee["payer"], fee["payee"]) == ("hoku", "nagi")
    assert [fee["lowest_m"], fee["highest_m"]] == pytest.approx([146.0, 576.5])
    assert [fee["lowest_per_car"], fee["highest_per_car"]] == pytest.approx([2433.3333, 9608.3333], abs=1e-3)
    # a quarter of 15,000 cars a year (20,000 + 40,000 over four years) comes from the Nagi pickup
    assert cells(found.table("diverted"), "pickup_at_delta") == {
        "agreement": "pickup_at_delta", "from_model": "n_pickup", "firm": "nagi", "to_model": "h_pickup",
        "market": "us", "from_name": "Nagi pickup", "firm_name": "Nagi Motor", "to_name": "Hoku pickup",
        "market_name": "United States", "units_per_year": pytest.approx(3750.0),
    }  # fmt: skip


def test_money_of_an_agreement_sums_to_its_surplus(found: Findings) -> None:
    rows = [r for r in found.table("money").rows if r[0] == "suv_at_delta"]
    assert sum(float(r[3] or 0.0) for r in rows) == pytest.approx(629.0)


def test_another_currency_scales_every_amount_and_nothing_else(
    found: Findings, advice: Advice, yen: Money
) -> None:
    other = findings(advice, yen)
    seen = 0
    for mine, theirs in zip(found.tables, other.tables, strict=True):
        for column, a, b in (
            (c.name, x, y)
            for ra, rb in zip(mine.rows, theirs.rows, strict=True)
            for c, x, y in zip(mine.columns, ra, rb, strict=True)
        ):
            if column.endswith(SCALED) and isinstance(a, float):
                assert isinstance(b, float)
                assert b == pytest.approx(150.0 * a), (mine.name, column)
                seen += 1
            elif column not in ("currency", "reason"):
                assert a == b, (mine.name, column)
    assert seen > 50


def test_every_amount_names_its_currency_and_whether_it_is_a_present_value(found: Findings) -> None:
    amounts = [(t.name, c) for t in found.tables for c in t.columns if c.name.endswith(SCALED)]
    assert {"agreements", "gains", "inputs"} <= {table for table, _ in amounts}
    for table, column in amounts:
        assert "USD" in column.unit
        timed = ("present value at 2026-12-31", "a year", "a car")
        assert any(word in column.unit for word in timed), (table, column.name)


def test_rows_are_as_wide_as_the_header_also_without_surplus(strange: Advice, dollars: Money) -> None:
    for table in findings(strange, dollars).tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
    gains = findings(strange, dollars).table("gains")
    assert [r[:5] for r in gains.rows if r[1] in ("third", "licensor")] == [
        ("pickup_at_delta", "third", "third", False, -12.5),
        ("suv_at_delta", "licensor", "licensor", True, None),
    ]
