"""What is worked out once: given again only where every table read is the frame it was read from."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import changed, two_makers

from teikei.case.case import Case
from teikei.case.kept import MOST_CALLS, MOST_CASES, kept, rows_by


class Counted:
    """Functions of a case that count how often they run."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.price = kept(self._price)
        self.value = kept(self._value)
        self.first = kept(lambda case: self.runs.append("first") or case.settings.first_year)

    def _price(self, case: Case, model: str) -> float:
        self.runs.append(f"price {model}")
        return float(case["demand"].filter(pl.col("model") == model)["list_price"].sum())

    def _value(self, case: Case, model: str) -> float:
        self.runs.append("value")
        return self.price(case, model) * case["plants"].height


def test_a_result_is_given_again_while_the_tables_read_stand() -> None:
    counted, case = Counted(), two_makers()
    assert counted.price(case, "n_suv") == counted.price(case, "n_suv")
    elsewhere = changed(case, "plants", {"plant": case["plants"]["plant"][0]}, fixed_cost_m=1.0)
    counted.price(elsewhere, "n_suv")
    assert counted.runs == ["price n_suv"]
    counted.price(case, "h_suv")
    assert counted.runs == ["price n_suv", "price h_suv"]


def test_a_moved_table_is_read_anew_and_the_old_result_stays() -> None:
    counted, case = Counted(), two_makers()
    before = counted.price(case, "n_suv")
    dearer = case.with_(demand=case["demand"].with_columns(pl.col("list_price") * 2.0))
    assert counted.price(dearer, "n_suv") == 2.0 * before
    assert counted.price(case, "n_suv") == before
    assert len(counted.runs) == 2


def test_what_a_kept_function_reads_through_another_counts_too() -> None:
    counted, case = Counted(), two_makers()
    counted.price(case, "n_suv")  # known already when the outer function asks for it
    before = counted.value(case, "n_suv")
    dearer = case.with_(demand=case["demand"].with_columns(pl.col("list_price") * 2.0))
    assert counted.value(dearer, "n_suv") == 2.0 * before
    assert counted.runs == ["price n_suv", "value", "value", "price n_suv"]


def test_settings_count_always() -> None:
    counted, case = Counted(), two_makers()
    later = case.with_({"first_year": case.settings.first_year + 1})
    assert [counted.first(c) for c in (case, later, case)] == [2027, 2028, 2027]
    assert len(counted.runs) == 2


def test_every_way_to_read_a_table_is_seen() -> None:
    case = two_makers()
    ways = (
        lambda c: c["demand"].height,
        lambda c: c.tables["demand"].height,
        lambda c: c.tables.get("demand").height,
        lambda c: sum(frame.height for frame in c.tables.values()),
        lambda c: len(c.hash),
        lambda c: c.with_({"name": "other"})["demand"].height,
    )
    for way in ways:
        runs = []
        count = kept(lambda c, way=way, runs=runs: (runs.append(1), way(c))[1])
        count(case)
        count(case.with_(demand=case["demand"].head(1)))
        assert len(runs) == 2


def test_only_the_last_few_are_kept() -> None:
    counted, case = Counted(), two_makers()
    frames = [case["demand"].with_columns(pl.col("list_price") * k) for k in range(1, MOST_CASES + 2)]
    for frame in [*frames, frames[0]]:
        counted.price(case.with_(demand=frame), "n_suv")
    assert len(counted.runs) == len(frames) + 1
    for k in range(MOST_CALLS + 1):
        counted.price(case, f"m{k}")
    runs = len(counted.runs)
    counted.price(case, f"m{MOST_CALLS}")
    assert len(counted.runs) == runs
    counted.price(case, "m0")
    assert len(counted.runs) == runs + 1


def test_an_error_is_not_kept() -> None:
    case, asked = two_makers(), []

    @kept
    def broken(case: Case) -> int:
        asked.append(case.name)
        raise ValueError(case.name)

    for _ in range(2):
        with pytest.raises(ValueError, match=case.name):
            broken(case)
    assert len(asked) == 2


def test_rows_by_one_column_or_several() -> None:
    case = two_makers()
    assert rows_by(case, "models", "model")["n_suv"]["firm"] == "nagi"
    rows = rows_by(case, "tooling", "model", "plant")
    assert all(row["model"] == model and row["plant"] == plant for (model, plant), row in rows.items())


def test_arrays_that_are_kept_cannot_be_written_to() -> None:
    case = two_makers()
    prices = kept(lambda case: {"price": (case["demand"]["list_price"].to_numpy().copy(), 1.0)})
    (found, _) = prices(case)["price"]
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 0.0
