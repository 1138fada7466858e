"""The advice as one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from teikei.report.answer import SIGNS
from teikei.report.chart import surplus_chart
from teikei.report.deal import LEFT_OUT

if TYPE_CHECKING:
    from teikei.report.answer import Findings
    from teikei.report.tables import Cell


def advice_page(found: Findings) -> str:
    """HTML with style and drawing inside; no script, no other host."""
    env = Environment(
        loader=PackageLoader("teikei.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["cell"] = _cell
    chart = Markup(surplus_chart(found.bars, found.unit, found.decided_at)) if found.bars else ""
    page = env.get_template("advice.html.j2")
    return page.render(f=found, chart=chart, signs=SIGNS, left_out=LEFT_OUT)


def _cell(value: Cell) -> str:
    """A value of a data table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return str(value)
