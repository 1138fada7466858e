from __future__ import annotations

from teikei.report.leaf import Cell, Grid


def test_a_column_holds_figures_if_any_of_its_cells_does() -> None:
    grid = Grid("x", ("firm", "gain"), ((Cell("a"), Cell("unknown")), (Cell("b"), Cell("1.0", number=True))))
    assert (grid.is_number(0), grid.is_number(1)) == (False, True)


def test_figures_without_their_own_open_what_the_grid_says_of_all() -> None:
    own = Cell("2", ("3 − 1",), number=True)
    row = (Cell("a"), Cell("1", number=True), own, Cell("", number=True))
    grid = Grid("x", ("firm", "b", "c", "d"), (row,)).explained("counted")
    assert [cell.behind for cell in grid.rows[0]] == [(), ("counted",), ("3 − 1",), ()]


def test_years_stand_side_by_side_on_a_phone_and_figures_that_open_do_not() -> None:
    heads = ("firm", *map(str, range(2027, 2032)))
    years = Grid("x", heads, ((Cell("a"), *(Cell("1.0", number=True) for _ in range(5))),))
    assert years.is_narrow
    assert not years.explained("counted").is_narrow
    assert not Grid("x", heads[:5], (years.rows[0][:5],)).is_narrow
    long = Grid("x", ("firm", *("lowest fee",) * 5), years.rows)
    assert not long.is_narrow
