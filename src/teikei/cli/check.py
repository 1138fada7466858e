"""`teikei check`: are the tables right, and who says the figures."""

from __future__ import annotations

import json as encode

from rich.console import Console
from rich.table import Table

from teikei.case.read import read_case
from teikei.case.source import CONFIDENCES, Provenance, provenance
from teikei.case.unread import unread
from teikei.industry.landed import landed

COLOURS = {"reported": "green", "derived": "cyan", "estimate": "yellow", "assumption": "red"}
BAR = 40
AMBER_SHOWN = 12


def check(case: str, *, json: bool = False) -> int:
    """Check the tables of a case and show every fault at once.

    A case without faults is shown with its tables, its rows without a source (amber), the columns that are
    given but used by no plan yet, and the share of money that rests on each confidence.
    The exit code is 0, or 3 if there are faults.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    json
        print one JSON object instead of text
    """
    read = read_case(case)
    landed(read)  # every border, lane and content share that a route needs
    found = provenance(read)
    if json:
        told = {"ok": True, "hash": read.hash, **found.as_dict(), "not_used_yet": unread(read)}
        print(encode.dumps(told, ensure_ascii=False))
        return 0
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    console.print(f"[green]No faults.[/] {read!r}")
    console.print(_tables(found))
    _print_amber(console, found.amber)
    if idle := unread(read):
        listed = ", ".join(f"{name} ({rows} rows)" for name, rows in idle.items())
        console.print(f"[yellow]Given, but used by no plan and no verdict yet:[/] {listed}")
    console.print(f"\nMoney by confidence (revenue and cost of a year, million {found.currency}):")
    for name, share in found.money.items():
        bar = "█" * round(share * BAR)
        console.print(f"  {name:<11}[{COLOURS[name]}]{bar:<{BAR}}[/] {share:6.1%}")
    return 0


def _tables(found: Provenance) -> Table:
    shown = Table(title_justify="left")
    for name in ("table", "rows", "no source", *CONFIDENCES, "million a year"):
        shown.add_column(name, justify="left" if name == "table" else "right")
    money = {row["table"]: sum(row[name] for name in CONFIDENCES) for row in found.money_by_table.to_dicts()}
    for row in found.counts.to_dicts():
        amber = f"[yellow]{row['amber']}[/]" if row["amber"] else ""
        weight = f"{money[row['table']]:,.0f}" if row["table"] in money else ""
        shown.add_row(
            row["table"],
            f"{row['rows']:,}",
            amber,
            *(str(row[name] or "") for name in CONFIDENCES),
            weight,
        )
    return shown


def _print_amber(console: Console, amber: tuple[str, ...]) -> None:
    if not amber:
        console.print("Every row names a source.")
        return
    console.print(f"[yellow]{len(amber):,} rows name no source:[/]")
    listed = ", ".join(amber[:AMBER_SHOWN]) + (
        f" and {len(amber) - AMBER_SHOWN:,} more (--json lists all)" if len(amber) > AMBER_SHOWN else ""
    )
    console.print(f"  {listed}")
