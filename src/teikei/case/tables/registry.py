"""All tables, in the order in which a reader meets them."""

from __future__ import annotations

from teikei.case.row import Row
from teikei.case.tables import cars, deals, evidence, firms, plants, trade

TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        *evidence.ROWS[:1],
        *firms.ROWS,
        *plants.ROWS,
        *cars.ROWS,
        *trade.ROWS,
        *deals.ROWS,
        *evidence.ROWS[1:],
    )
}
