"""Books on disk: kept, read back, and refused where they are of something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.edits import changed, two_makers

from teikei.base.errors import CaseError, UsageError
from teikei.base.options import PlanOptions
from teikei.deals.profits import Profits
from teikei.report.shelf import beside, book_of, shelf, shelved


def filled(folder: Path) -> Profits:
    profits = Profits(two_makers())
    profits.shelf = shelf(folder, two_makers(), PlanOptions())
    profits.surplus(1, 0)
    return profits


def test_a_book_comes_back_as_it_was(tmp_path: Path) -> None:
    first = filled(tmp_path)
    again = shelf(tmp_path, two_makers(), PlanOptions())
    assert set(again.books) == {frozenset(), frozenset({"pickup_at_delta"})}
    booked, left = again.books[frozenset({"pickup_at_delta"})]
    made = first.at(1)
    assert (booked.worth.value, booked.worth.bound) == (made.worth.value, made.worth.bound)
    # the interval of the difference too: parts in common cancel by name
    assert booked.worth.minus(again.books[frozenset()][0].worth) == first.surplus(1, 0)
    assert (booked.low, booked.high, booked.cars, booked.within) == (
        made.low, made.high, made.cars, made.within,
    )  # fmt: skip
    assert left.choices


def test_savings_in_doubt_and_rows_that_bind_come_back() -> None:
    profits = Profits(two_makers())
    booked = profits.at(1)
    left = profits._left[1]
    object.__setattr__(left, "doubted", frozenset({("platform", "frame")}))
    object.__setattr__(left, "binding", frozenset({"capacity delta"}))
    found, again = book_of(shelved((booked, left)))
    assert found.worth.constants == booked.worth.constants
    assert (again.doubted, again.binding, again.choices) == (left.doubted, left.binding, left.choices)


def test_books_of_other_tables_or_gap_are_refused(tmp_path: Path) -> None:
    filled(tmp_path)
    other = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, status="closed")
    with pytest.raises(UsageError) as raised:
        shelf(tmp_path, other, PlanOptions())
    assert "tables" in raised.value.faults[0].what
    with pytest.raises(UsageError) as raised:
        shelf(tmp_path, two_makers(), PlanOptions(gap=1e-3))
    assert "of other gap" in raised.value.faults[0].what


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    for ask in (shelf, beside):
        with pytest.raises(UsageError) as raised:
            ask(tmp_path, two_makers(), PlanOptions())
        assert "letter.txt" in raised.value.faults[0].what
    with pytest.raises(UsageError):
        shelf(tmp_path / "letter.txt", two_makers(), PlanOptions())


def test_a_damaged_book_is_named(tmp_path: Path) -> None:
    filled(tmp_path)
    place = next(tmp_path.glob("*.book.json"))
    place.write_text('{"agreements": []}', encoding="utf-8")
    with pytest.raises(CaseError) as raised:
        shelf(tmp_path, two_makers(), PlanOptions())
    assert raised.value.faults[0].where == place.name


def test_beside_the_agreements_of_an_advice(tmp_path: Path) -> None:
    (tmp_path / "told.json").write_text("{}", encoding="utf-8")
    (tmp_path / "pickup_at_delta.agreement.json").write_text("{}", encoding="utf-8")
    found = beside(tmp_path, two_makers(), PlanOptions())
    assert found.folder == tmp_path / "books"
    assert found.books == {}
