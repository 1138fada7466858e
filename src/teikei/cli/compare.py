"""`teikei compare`: what differs between two saved runs, and why."""

from __future__ import annotations

import sys
from pathlib import Path

from teikei.base.errors import Fault, UsageError
from teikei.cli.sheet import ENDINGS, write_leaf
from teikei.report.compare import compared_leaf, compared_object
from teikei.report.folder import json_text
from teikei.report.leaf_text import print_leaf
from teikei.report.money import Money
from teikei.report.run import read_run
from teikei.report.text import console


def compare(
    before: str,
    after: str,
    *,
    apart: bool = False,
    currency: str | None = None,
    out: Path | None = None,
    json: bool = False,
) -> int:
    """Show what differs between two saved runs, each difference with the inputs it comes from.

    Tables are compared row by row and column by column. Where one input changed, a difference is its; where
    several changed at once they are named together, and --apart values each alone on the first run's tables.

    Parameters
    ----------
    before
        folder of the first saved run (of `advise --out`)
    after
        folder of the second
    apart
        value every changed input alone, where several changed at once (this plans, and takes a while)
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    out
        file to write: .html, .md or .pdf
    json
        print one JSON object instead of text
    """
    from teikei.deals.compare import compare as compared

    if out is not None and out.suffix not in ENDINGS:
        fix = f"name a file that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise UsageError(
            Fault("--out", f"{out.name!r} ends in {out.suffix or 'nothing'}", "nothing was compared", fix)
        )
    first, second = read_run(before), read_run(after)
    money = Money.of(second.advice.case, currency)
    found = compared(first.advice, second.advice, apart=apart, told=_told if apart else None)
    leaf = compared_leaf(found, money, (first.scenario, second.scenario))
    if json:
        print(json_text(compared_object(found, money)), end="")
    elif out is None:
        print_leaf(leaf, console())
    if out is not None:
        write_leaf(leaf, out)
        print(f"Written to {out}.", file=sys.stderr)
    return 0


def _told(what: str) -> None:
    print(f"Valuing {what}", file=sys.stderr, flush=True)
