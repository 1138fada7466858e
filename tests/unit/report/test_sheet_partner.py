"""What a partner reads: over every agreement of the flagship, never a range of ours or of another partner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from tests.cases.advices import two

from teikei.agreements.book import agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.deals.advice import Advice, Advised
from teikei.deals.deal_sheet import DealSheet
from teikei.deals.figure import Cited, cited
from teikei.deals.gains import Gain
from teikei.deals.inputs import Input, inputs_with_range
from teikei.deals.sheet import sheet
from teikei.deals.sheet_partner import CONTRACT, _own_things
from teikei.deals.sweep import Move, Sweep
from teikei.deals.verdict import Verdict
from teikei.report.evidence import row_words
from teikei.report.leaf_page import leaf_page
from teikei.report.leaf_text import print_leaf
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet import leaf_of
from teikei.report.sheet_object import sheet_object

CASE: Case = read_case("nissan_2025")
RANGES = inputs_with_range(CASE)
ROWS = {a: row for a, row in agreement_rows(CASE).items() if row["status"] != "closed"}
PLANS = set(CASE["firms"].filter(CASE["firms"]["role"] == "plans")["firm"].to_list())
SHOWN_ROWS = 10


def advice_on(agreement: str, moves: list[Input]) -> Advice:
    """An agreement as if it had been valued, moved by the inputs given."""
    row = ROWS[agreement]
    found = Advised(
        agreement,
        f"{row['title']} (in force: keep it)",
        row["kind"],
        tuple(row["parties"]),
        Verdict("recommended", ""),
        surplus_m=(777.25, 778.75),
        sweep=Sweep(777.5, tuple(Move(m, 711.5, 799.5) for m in moves), len(moves), sliced=False),
        gains={f: Gain(f, 333.5, 332.25, 334.75, certified=False) for f in row["parties"] if f in PLANS},
    )
    return Advice(CASE, (), AdviseOptions(), (found,), (), (0.0, 0.0), 0.0)


def words_of(item: Input) -> set[str]:
    return set(" ".join(item.key).split(" "))


def kept_from(agreement: str, asks: str, reader: str) -> Iterator[list[Input]]:
    """Ten at a time: what the contract says, and figures of the firm that asks and of other partners."""
    parties = ROWS[agreement]["parties"]
    things = set().union(*(_own_things(CASE, f) for f in parties if f != reader))
    contract = [m for m in RANGES if m.table in CONTRACT and agreement in m.key]
    own = [m for m in RANGES if m.table not in CONTRACT and things & words_of(m)]
    assert own
    strange = [own[k] for k in range(0, len(own), max(1, len(own) // SHOWN_ROWS))][:SHOWN_ROWS]
    yield contract[:SHOWN_ROWS]
    yield strange


def told(made: DealSheet) -> str:
    """Everything that is handed over: text with what stands behind it, page and object."""
    out = StringIO()
    leaf = leaf_of(made, Money("USD", 1.0))
    print_leaf(leaf, Console(file=out, width=4000), behind=True)
    return "\n".join([out.getvalue(), leaf_page(leaf), json.dumps(sheet_object(made, Money("USD", 1.0)))])


def printed_range(cell: Cited, names: Names) -> str:
    """``amount 700 (300 to 1,400)``, as our own sheet prints it."""
    return row_words(cell, names).split(f", {cell.confidence}, ")[0].split(": ", 1)[1]


@pytest.mark.parametrize("agreement", sorted(ROWS))
def test_no_range_of_ours_is_handed_over(agreement: str) -> None:
    names, parties = Names(CASE), ROWS[agreement]["parties"]
    asks = "nissan" if "nissan" in parties else next(f for f in parties if f in PLANS)
    for reader in [f for f in parties if f != asks]:
        for kept in kept_from(agreement, asks, reader):
            advice = advice_on(agreement, kept)
            said = told(sheet(advice, agreement, asks, "partner", reader))
            for item in kept:
                cell = cited(CASE, item)
                assert cell is not None
                values = ", ".join(names.value(item, v) for v in (item.low, item.central, item.high))
                assert values not in said
                assert " (" in printed_range(cell, names)
                assert printed_range(cell, names) not in said
                if item.table not in CONTRACT:
                    assert f"{cell.place}," not in said
            assert "777" not in said.replace("#777", "")  # surplus
            assert said.count("333.5") == 0 or reader in PLANS


def test_our_own_sheet_prints_the_ranges() -> None:
    names, contract = Names(CASE), next(kept_from("canton_joint_venture", "nissan", "honda"))
    said = told(sheet(advice_on("canton_joint_venture", contract), "canton_joint_venture", "nissan"))
    cells = [cell for item in contract if (cell := cited(CASE, item)) is not None]
    assert cells
    assert all(printed_range(cell, names) in said for cell in cells)


def test_of_two_makers_no_range_of_ours_either() -> None:
    for agreement in ("pickup_at_delta", "suv_at_delta", "suv_at_harima"):
        said = told(sheet(two(), agreement, "nagi", "partner"))
        assert "(50 to 2,000)" not in said
        for one in sheet(two(), agreement, "nagi").swings:
            if one.move.input.table in ("tooling", "diversion"):  # of Nagi's plant, from Nagi's car
                assert one.cell is not None
                assert f"{one.cell.place}," not in said


def test_words_for_a_partner() -> None:
    def sentence(agreement: str, book: tuple[str, ...] = ()) -> str:
        advice = replace(advice_on(agreement, []), book=book)
        return leaf_of(sheet(advice, agreement, "nissan", "partner"), Money("USD", 1.0)).sentence

    assert sentence("pool_byd_nissan") == "Nissan proposes “Nissan stays in BYD's CO2 pool” to BYD."
    assert sentence("nacs", ("nacs",)) == (
        "“Tesla chargers for Nissan” is in force between Nissan and Tesla; this sheet is about keeping it."
    )
    assert KINDS[ROWS["honda_merger"]["kind"]].yardstick
    assert "does not propose it" in sentence("honda_merger")


def test_whose_gain_and_cars_are_not_shown() -> None:
    def lines(agreement: str, reader: str = "") -> str:
        made = sheet(advice_on(agreement, []), agreement, "nissan", "partner", reader)
        return "\n".join(line for s in leaf_of(made, Money("USD", 1.0)).sections for line in s.lines)

    said = lines("nacs")
    assert "Tesla does not plan here: its terms are given and its gain is not known." in said
    assert "Cars of Nissan are not shown." in said
    assert "No car" not in said
    assert "No car of Honda moves between plants or markets because of it." in lines("canton_joint_venture")
    assert "Several partners may read this sheet" in lines("pool_rnm")
    assert "Cars of Renault Group, Nissan, Mitsubishi Motors are not shown." in lines("pool_rnm")
    assert "Cars of Renault Group, Nissan are not shown." in lines("pool_rnm", "mitsubishi_motors")
