"""The sheet of a technology on a terminal or in a pipe: what it is, does and costs, what the model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from teikei.report.names import Names
    from teikei.report.technology import Sheet

MARK = "*"
"""Put behind a figure that is an assumption."""

BESIDE = (
    "drive: its unit cost less that of the drive it takes the place of. other parts: what a dearer version "
    "of a car on sale carries besides, left over from the parts bill that was fitted to its maker's "
    "accounts; 0 of a candidate, for which nothing else is known. price: what its row adds to the price in "
    "demand.csv, which is of this very car; 0 says that it holds the drive already. Blank: a car made from "
    "no other, its drive inside its parts bill."
)
"""What the columns of differences mean."""

PLUGIN_CO2 = (
    "CO2 of a plug-in: one figure in all years, as its row holds it. The European Union counts less electric "
    "driving for types new from 2025, and less again from 2027, which the case leaves out; a plug-in of 40 g "
    "may count as 96 g then (docs: plug-in hybrids)."
)
"""What the CO2 of a plug-in leaves out."""

PER = {"unit": "a car", "year": "a year", "once": "once", "share": "of the price", "gram": "a gram"}


def figure(value: float | None, unit: str = "") -> str:
    """A number as it is read: shares in percent, thousands without decimals.

    >>> figure(0.1401, "share"), figure(4898.2, "USD"), figure(7.317, "g"), figure(None), figure(float("inf"))
    ('14.0 %', '4,898', '7.32', '–', 'never')
    """
    if value is None:
        return "–"
    if value in (float("inf"), float("-inf")):
        return "never"
    if unit == "share":
        return f"{100 * value:.1f} %"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def span(low: float | None, high: float | None, unit: str = "") -> str:
    """A range, or nothing if there is none: ``600 to 1,800``."""
    if low is None or high is None or low == high:
        return ""
    low, high = min(low, high), max(low, high)
    return f"{figure(low, unit)} to {figure(high, unit)}"


def counted(number: float, word: str) -> str:
    """A number and its word: ``1 year``, ``2.5 years``."""
    return f"{number:g} {word}" + ("" if number == 1 else "s")


def print_sheet(sheet: Sheet, names: Names, out: Console) -> None:
    """Print one technology: head, costs, effects, cars, agreements, claims, findings, sources."""
    _head(sheet, names, out)
    _figures("What it costs", sheet.costs, out, scoped=False)
    if sheet.effects:
        _figures("What it does, by the tables", sheet.effects, out, scoped=True)
    _cars(sheet, out)
    _agreements(sheet, names, out)
    _claims(sheet, out)
    _says(sheet, out)
    out.print(Text(f"{MARK} an assumption, to be varied and not a fact", style="dim"))
    ranges = "one input at a time between its ends; of fuel, how far the model is to be trusted"
    out.print(Text(f"Ranges of the model: {ranges}", style="dim"))
    for remark in sheet.remarks:
        out.print(Text(remark, style="dim"))
    for source, title in sheet.sources.items():
        out.print(Text(f"{source}: {title}" if title else source, style="dim"))


def print_list(rows: list[dict[str, Any]], names: Names, out: Console) -> None:
    """Print every technology of a case, one a line."""
    shown = _table(
        "Technologies", ("technology", "kind", "owned by", "may license", "from"), ("cost a car", "range")
    )
    shown.add_column("", max_width=4)
    for name in ("cars", "deals"):
        shown.add_column(name, justify="right")
    for row in rows:
        shown.add_row(
            Text(row["name"] + "\n").append(row["technology"], style="dim"),
            row["kind"].replace("_", " "),
            names.parties(row["owners"]),
            names.parties(row["licensees"]),
            str(row["available_from"] or "today"),
            figure(row["unit_cost"]) + (MARK if row["judgement"] else ""),
            span(row["unit_cost_low"], row["unit_cost_high"]),
            row["currency"],
            str(row["cars"]),
            str(row["agreements"]),
        )
    out.print(shown)
    out.print(
        Text(f"{MARK} an assumption. One of them in full: teikei technology CASE TECHNOLOGY", style="dim")
    )


def _head(sheet: Sheet, names: Names, out: Console) -> None:
    out.print(Text(sheet.name, style="bold").append(f"  {sheet.technology}", style="dim"))
    licensees = names.parties(sheet.licensees) or "nobody"
    when = "today" if sheet.available_from is None else f"from {sheet.available_from}"
    out.print(
        f"{sheet.kind.replace('_', ' ')} of {names.parties(sheet.owners)}; may be licensed to {licensees}"
    )
    lead = f"; a taker's first car {counted(sheet.lead_years, 'year')} after the decision"
    out.print(f"there {when}{lead if sheet.licensees else ''}")
    if sheet.needs:
        out.print(f"needs {', '.join(names.thing(one) for one in sheet.needs)}")
    if sheet.note:
        out.print(Text(sheet.note, style="dim"))
    out.print()


def _table(title: str, words: tuple[str, ...], numbers: tuple[str, ...]) -> Table:
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in words:
        shown.add_column(name)
    for name in numbers:
        shown.add_column(name, justify="right")
    return shown


def _figures(title: str, rows: tuple[dict[str, Any], ...], out: Console, *, scoped: bool) -> None:
    shown = _table(title, ("", "where", "against") if scoped else ("",), ("", "range"))
    shown.add_column("unit")
    shown.add_column("source", max_width=30)
    for row in rows:
        unit = str(row["unit"])
        where = (str(row["scope"]), str(row["baseline"])) if scoped else ()
        value = figure(row["value"], unit) + (MARK if row["judgement"] else "")
        cells = (str(row["what"]), *where, value, span(row["low"], row["high"], unit))
        shown.add_row(
            *map(Text, cells), "" if unit == "share" else unit, str(row["source"]).replace(";", ", ")
        )
    out.print(shown)


def _cars(sheet: Sheet, out: Console) -> None:
    if not sheet.cars:
        licensed = "" if sheet.kind == "powertrain" else ": it comes to cars by agreement"
        out.print(Text(f"No variant of the case is made with it{licensed}.\n"))
        return
    title = f"Cars that use it; drive, other parts and price in {sheet.case_currency} a car"
    shown = _table(title, ("car", "powertrain", "status"), ("cars a year", "CO2, g/km"))
    shown.add_column("beside")
    for name in ("CO2", "drive", "other parts", "price"):
        shown.add_column(name, justify="right")
    for row in sheet.cars:
        units = f"{row['units']:,.0f}{MARK * row['units_judgement']}" if row["units"] else "–"
        grams = f"{row['co2']:,.0f}{MARK * row['co2_judgement']}"
        cells = (row["name"], row["powertrain"], row["status"], units, grams, row["base_name"])
        shown.add_row(*cells, *_beside(row))
    out.print(shown)
    if any(row["base"] for row in sheet.cars):
        out.print(Text(BESIDE + "\n", style="dim"))
    if any(row["powertrain"] == "plugin" for row in sheet.cars):
        out.print(Text(PLUGIN_CO2 + "\n", style="dim"))


def _beside(row: dict[str, Any]) -> list[str]:
    """What a car is beside the one it is made from: CO2, drive, what else is in its parts, price."""
    if not row["base"]:
        return [""] * 4
    rest = row["parts_difference"] - row["drive_difference"]
    moved = (row["co2_difference"], row["drive_difference"], rest, row["price_difference"])
    return [f"{round(one):+,}" for one in moved]


def _agreements(sheet: Sheet, names: Names, out: Console) -> None:
    if not sheet.agreements:
        out.print(Text("No agreement of the case grants it.\n"))
        return
    shown = _table("Agreements that grant it", ("agreement", "status", "to", "paid"), ())
    takers: dict[tuple[str, str], list[str]] = {}
    titles = {}
    for row in sheet.agreements:
        paid = "; ".join(_paid(term, names) for term in row["pays"]) or "nothing listed"
        takers.setdefault((row["agreement"], paid), []).append(row["taker"])
        titles[row["agreement"]] = (row["title"], row["status"])
    for (agreement, paid), firms in takers.items():
        title, status = titles[agreement]
        named = Text(title + "\n").append(agreement, style="dim")
        shown.add_row(named, status, names.parties(firms), paid)
    out.print(shown)


def _paid(term: dict[str, Any], names: Names) -> str:
    per = term["per"]
    amount = figure(term["amount"], "share" if per == "share" else "")
    ends = span(term["amount_low"], term["amount_high"], "share" if per == "share" else "")
    million = "m " if per in ("year", "once") else ""
    money = "" if per == "share" else f" {million}{term['currency']}"
    amount += MARK * term["judgement"]
    return f"{amount}{money} {PER.get(per, per)} to {names.firm(term['payee'])}" + (
        f" ({ends})" if ends else ""
    )


def _claims(sheet: Sheet, out: Console) -> None:
    if not sheet.claims:
        return
    shown = _table("Claims", ("claim",), ("claimed", "recomputed"))
    for name in ("unit", "verdict"):
        shown.add_column(name)
    shown.add_column("why", ratio=1)
    for row in sheet.claims:
        unit = row.unit.replace("_per_car", " a car").replace("pct", "%")
        shown.add_row(
            row.statement,
            figure(row.claimed),
            figure(row.recomputed),
            unit.replace("usd", "USD"),
            row.verdict,
            row.why,
        )
    out.print(shown)


def _says(sheet: Sheet, out: Console) -> None:
    if not sheet.says:
        out.print(Text("The model says nothing of it beyond its tables.\n"))
        return
    shown = _table("What the model says", ("",), ("", "range"))
    shown.add_column("unit")
    shown.add_column("by", style="dim")
    for row in sheet.says:
        value = figure(row.value, row.unit) + (MARK if row.judgement else "")
        unit = "" if row.unit == "share" else row.unit
        shown.add_row(row.what, value, span(row.low, row.high, row.unit), unit, row.by)
    out.print(shown)
