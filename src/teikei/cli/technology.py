"""`teikei technology`: one technology in full, or all of a case."""

from __future__ import annotations

import json as encode

from rich.console import Console

from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.report.names import Names
from teikei.report.technology import listed, sheet
from teikei.report.technology_text import print_list, print_sheet

WIDTH = 140


def technology(
    case: str, technology: str | None = None, *, scenario: str | None = None, json: bool = False
) -> int:
    """Show what a technology is, does and costs, who may have it, and what the model says.

    Nothing is planned: costs and effects are those of the tables, claims are recomputed, and the model's
    figures come with the range that one input at a time gives. Without a technology, all are listed in short.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    technology
        id of a technology, e.g. epower3; without it all are listed
    scenario
        scenario of the case to apply first
    json
        print one JSON object instead of text
    """
    read = under(read_case(case), scenario)
    if technology is None:
        rows = listed(read)
        if json:
            print(encode.dumps({"case": read.name, "technologies": rows}, ensure_ascii=False))
        elif rows:
            print_list(rows, Names(read), _console())
        else:
            print("The case has no rows in technologies.csv.")
        return 0
    found = sheet(read, technology)
    if json:
        print(encode.dumps({"case": read.name} | found.as_dict(), ensure_ascii=False))
        return 0
    print_sheet(found, Names(read), _console())
    return 0


def _console() -> Console:
    out = Console(highlight=False, markup=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDTH)
