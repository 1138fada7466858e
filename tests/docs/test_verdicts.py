"""The figures on the page about the flagship's verdicts are those of fresh valuations."""

from __future__ import annotations

import polars as pl
import pytest
from tools.docs.pages import ROOT
from tools.docs.verdicts import AGREEMENTS, HEAD, figures, printed, printed_ifs, table, valued, what_ifs

import teikei
from teikei.deals.worth import surplus
from teikei.plan.optimise import Memory


def near(figure: float) -> object:
    """Within 1 %, or the rounding of the page."""
    return pytest.approx(figure, rel=0.01, abs=1.5)


@pytest.fixture(scope="module")
def memory() -> Memory:
    """Parts of plans that were solved: a change of the case leaves most of them as they are."""
    return Memory()


def test_the_page_shows_what_the_plans_give(memory: Memory) -> None:
    fresh, shown = valued(memory), printed()
    assert tuple(shown) == AGREEMENTS
    wrong = {
        f"{a}: {name}": (shown[a][name], round(row[name], 1))
        for a, row in fresh.items()
        for name in HEAD[1:3]
        if shown[a][name] != near(row[name])
    }
    assert not wrong, "python -m tools.docs.verdicts --write, and read the sentences again"


def test_the_page_shows_what_becomes_of_them_if_one_thing_changes(memory: Memory) -> None:
    fresh, shown = what_ifs(memory), printed_ifs()
    assert list(shown) == list(fresh)
    wrong = {key: (shown[key], round(worth, 1)) for key, worth in fresh.items() if shown[key] != near(worth)}
    assert not wrong, "python -m tools.docs.verdicts --write, and read the sentences again"


def test_the_parts_shown_add_up_to_the_surplus() -> None:
    for agreement, row in printed().items():
        # eight rounded figures: half a million each
        assert sum(row[name] for name in HEAD[3:]) == pytest.approx(row["surplus"], abs=4), agreement


def test_the_twin_rule_is_worth_what_decision_4_says(memory: Memory) -> None:
    case = teikei.read_case("nissan_2025")
    plain = case.with_(models=case["models"].with_columns(pl.lit("").alias("twin_of")))
    worth = figures(surplus(plain, "honda_pickup_canton", memory=memory))["surplus"]
    page = (ROOT / "docs" / "decisions" / "0004-launches-twins-and-sharing.md").read_text("utf-8")
    with_rule, without = (
        float(part.split("**")[0]) for part in page.split("is worth **")[1].split("** with the rule and **")
    )
    assert without == near(worth)
    assert with_rule == near(printed()["honda_pickup_canton"]["surplus"])


def test_a_table_is_written_and_read_alike() -> None:
    rows = {"x": dict.fromkeys(HEAD[1:], -1234.4)}
    assert table(rows).splitlines()[2] == "| `x` |" + " -1,234 |" * (len(HEAD) - 1)
