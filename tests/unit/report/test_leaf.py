from __future__ import annotations

from teikei.report.leaf import Cell, Grid


def test_a_column_holds_figures_if_any_of_its_cells_does() -> None:
    grid = Grid("x", ("firm", "gain"), ((Cell("a"), Cell("unknown")), (Cell("b"), Cell("1.0", number=True))))
    assert (grid.is_number(0), grid.is_number(1)) == (False, True)
