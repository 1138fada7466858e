"""The advice on a terminal or in a pipe: the answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from teikei.report.deal import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teikei.report.answer import Findings, Line
    from teikei.report.deal import Deal

WIDTH = 132
STYLES = {
    "recommended": "green",
    "depends": "yellow",
    "rejected": "red",
    "undetermined": "magenta",
    "not yet planned": "dim",
}
VALUED = ("recommended", "depends", "rejected", "undetermined")


def console() -> Console:
    """Standard output; a pipe or a file, which has no width of its own, gets one that holds the tables."""
    out = Console(highlight=False, markup=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDTH)


def print_advice(found: Findings, out: Console) -> None:
    """Print everything, answer first."""
    _head(found, out)
    _by_verdict(found, out)
    for deal in found.deals:
        _deal(deal, found, out)
    _rest(found, out)


def _head(found: Findings, out: Console) -> None:
    about = [found.title, f"case {found.case}", found.horizon]
    if found.scenario:
        about.append(f"scenario {found.scenario}")
    if found.focal:
        about.append(f"agreements of {found.focal}")
    out.print(Text(" · ".join(about), style="dim"))
    out.print()
    for said in found.first:
        out.print(Text(said, style="bold"))
        out.print()
    for number in found.numbers:
        line = Text("  ").append(number.figure, style="bold").append(f"  {number.label}")
        if number.beside:
            line.append(f" ({number.beside})", style="dim")
        out.print(line)
    out.print()
    out.print(Text(found.sentence, style="bold"))
    out.print()


def _by_verdict(found: Findings, out: Console) -> None:
    lines = [line for word, lines in found.groups if word in VALUED for line in lines]
    if lines:
        basis = f"{found.unit}, present value at {found.decided_at} unless “a year”"
        out.print(f"Surplus of each alone on today's book, {basis}")
        out.print(_table(lines))
    if last := [f"{line.title} {line.last}" for line in lines if line.last]:
        out.print(f"As the last one added to all that is signed together, {found.unit}: {'; '.join(last)}.")
        out.print()
    for note in found.notes:
        out.print(Text(note, style="dim"))


def _table(lines: Iterable[Line]) -> Table:
    shown = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    shown.add_column("verdict", no_wrap=True)
    shown.add_column("agreement", ratio=1, min_width=16)
    shown.add_column("parties", max_width=22)
    for name in ("surplus", "a year", "before diversion", "input range", "first cars"):
        shown.add_column(name, justify="right", min_width=6)
    for line in lines:
        shown.add_row(
            Text(f"{line.sign} {line.verdict}", style=STYLES[line.verdict]),
            *map(
                Text,
                (line.title, line.parties, line.surplus, line.yearly, line.before, line.inputs, line.start),
            ),
        )
    return shown


def _deal(deal: Deal, found: Findings, out: Console) -> None:
    out.print()
    verb = "pays" if deal.pays else "does not pay"
    state = "" if deal.verdict == "recommended" else f", {verb} at central inputs"
    out.print(Text(f"{deal.title}: {deal.verdict}{state}", style=f"bold {STYLES[deal.verdict]}"))
    if deal.made_of:
        _item(out, "why", [deal.made_of + ", present value"])
    _item(out, "dates", [deal.dates])
    if deal.built:
        _item(out, "built at", [f"{deal.built} cars a year, mean of the years from the first cars on"])
    shares = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        title=f"{found.unit}, present value at {found.decided_at}",
        title_justify="left",
        title_style="dim",
    )
    shares.add_column("party")
    shares.add_column("gain before money", justify="right")
    shares.add_column("")
    shares.add_column("after an equal split", justify="right")
    shares.add_column("without it")
    for share in deal.shares:
        shares.add_row(*map(Text, (share.firm, share.before, share.note, share.after, share.without)))
    out.print(Padding(shares, (0, 0, 0, 2)))
    _item(out, "fee", [" ".join([deal.fee[0], "; ".join(deal.fee[1:])]).strip()])
    _item(out, "turns at", deal.turns or ["none of the low and high inputs"])
    _item(out, "moved by", deal.strongest)
    _item(out, "beyond", [deal.beyond] if deal.beyond else [])
    _item(out, "others", deal.spillovers)
    _item(out, "diverted", [*deal.own, *(f"{line} (no party)" for line in deal.others)])
    if deal.moves:
        moves = Table(
            box=SIMPLE_HEAD,
            pad_edge=False,
            title="built where because of it: cars a year, mean of the best plans; " + LEFT_OUT,
            title_justify="left",
            title_style="dim",
        )
        for name in ("car", "plant", "market"):
            moves.add_column(name)
        for name in ("without it", "with it", "change"):
            moves.add_column(name, justify="right")
        for m in deal.moves:
            moves.add_row(*map(Text, (m.car, m.plant, m.market, m.before, m.after, m.change)))
        out.print(Padding(moves, (0, 0, 0, 2)))
        if deal.more_moves:
            out.print(f"  and {deal.more_moves} smaller changes (all with --out)")


def _item(out: Console, name: str, lines: Iterable[str]) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=14)
    grid.add_column()
    said = [line for line in lines if line]
    for number, line in enumerate(said):
        grid.add_row(Text(f"  {name}" if number == 0 else "", style="dim"), Text(line))
    if said:
        out.print(grid)


def _rest(found: Findings, out: Console) -> None:
    if found.short:
        out.print()
        out.print(Text("Why the others fall short", style="bold"))
        for line in found.short:
            said = Text(f"  {line.sign} ", style=STYLES[line.verdict])
            out.print(said.append(f"{line.title}: {line.reason}", style="default"))
    if found.unplanned:
        out.print()
        out.print(Text("Not yet planned", style="bold"))
        for title in found.unplanned:
            out.print(f"  – {title}")
    out.print()
    shares = ", ".join(f"{share} {name}" for name, share in found.confidence)
    out.print(f"What the money rests on: {shares}; {found.amber}.")
    out.print(Text("What this does not say: " + " ".join(found.limits), style="dim"))
    out.print(Text(f"Money is {found.discounting}. {found.versions}", style="dim"))
