"""The advice as one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from teikei.report.answer import SIGNS
from teikei.report.chart import NARROW, WIDE, surplus_chart
from teikei.report.deal import LEFT_OUT
from teikei.report.template import template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.report.answer import Findings
    from teikei.report.tables import Cell


def advice_page(found: Findings, portfolio: Sequence[str] = ()) -> str:
    """HTML with style and drawing inside; no script, no other host.

    ``portfolio``: lines of `books.portfolio_lines`, if one was searched.
    """
    page = template("advice.html.j2", cell=_cell)
    layouts = (WIDE, NARROW) if found.bars else ()
    charts = [Markup(surplus_chart(found.bars, found.unit, found.decided_at, one)) for one in layouts]
    return page.render(f=found, charts=charts, signs=SIGNS, left_out=LEFT_OUT, portfolio=portfolio)


def _cell(value: Cell) -> str:
    """A value of a data table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return str(value)
