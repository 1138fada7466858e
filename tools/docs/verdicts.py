"""The tables of figures in docs/background/reading-the-verdicts.md, from fresh valuations.

python -m tools.docs.verdicts          prints them
python -m tools.docs.verdicts --write  puts them into the page, between their marks
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

import teikei
from teikei.case.case import Case
from teikei.deals.changes import money_moved
from teikei.deals.inputs import Input, inputs_with_range
from teikei.deals.worth import Surplus, surplus
from teikei.plan.optimise import Memory
from tools.docs.pages import ROOT

PAGE = ROOT / "docs" / "background" / "reading-the-verdicts.md"
BEGIN, END = "<!-- figures: python -m tools.docs.verdicts --write -->", "<!-- end of figures -->"
BEGIN_IFS, END_IFS = "<!-- what if: python -m tools.docs.verdicts --write -->", "<!-- end of what if -->"

AGREEMENTS = (
    "renault_bsuv_europe",
    "large_suv_platform",
    "honda_pickup_canton",
    "honda_suv_canton",
    "frame_stellantis",
    "mitsubishi_suv_smyrna",
    "dongfeng_sunderland",
    "pickup_thailand",
    "foxconn_oppama",
    "epower_stellantis",
    "epower_ford",
    "vehicle_os",
    "pool_renault_nissan",
    "pool_byd_nissan",
    "nacs",
    "honda_power_units",
    "propilot_to_partners",
    "wayve_lidar",
    "kei_next",
    "canton_joint_venture",
)
GROUPS = {
    "margin before trade": ("revenue", "parts", "conversion", "extra"),
    "duty": ("duty", "parts_duty"),
    "freight": ("freight", "transit"),
    "tooling, platform, launch": ("tooling", "development", "launch"),
    "CO2 penalties": ("co2",),
    "plants and overtime": ("plant_fixed", "closing", "overtime"),
    "deal and given fees": ("signing", "running", "fees"),
}
HEAD = ("agreement", "surplus", "before diversion", *GROUPS)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change of the case, in words and as an edit, and the agreement that is valued under it."""

    agreement: str
    words: str
    edit: Callable[[Case], Case]


def _input(case: Case, table: str, column: str, *key: str) -> Input:
    return next(i for i in inputs_with_range(case) if (i.table, i.column) == (table, column) and i.key == key)


def _moved(table: str, column: str, key: tuple[str, ...], value: float) -> Callable[[Case], Case]:
    """The edit that moves an input with a range to a value, as the sweep does."""
    return lambda case: _input(case, table, column, *key).moved(case, value)


def _without_electric_juke(case: Case) -> Case:
    electric = (pl.col("model") == "juke") & (pl.col("powertrain") == "electric")
    return case.with_(demand=case["demand"].filter(~electric))


def _all_in_toledo(case: Case) -> Case:
    canton = (pl.col("agreement") == "frame_stellantis") & (pl.col("what") == "plant")
    return case.with_(grants=case["grants"].filter(~canton))


WHAT_IFS = (
    WhatIf("renault_bsuv_europe", "no electric Juke is sold", _without_electric_juke),
    WhatIf(
        "honda_suv_canton",
        "53 % of a Civic from Alliston is US content, not 45 %",
        _moved("content", "share_of_value", ("any", "honda_alliston", "us"), 0.53),
    ),
    WhatIf("frame_stellantis", "no grant of Canton: every truck in Toledo", _all_in_toledo),
    WhatIf(
        "pickup_thailand",
        "adopting the frame costs 7 % of a programme, not a sixth",
        _moved("platforms", "follower_factor", ("mmc_ladder",), 0.07),
    ),
)


def figures(found: Surplus) -> dict[str, float]:
    """Surplus (lower end) and what it is made of, million present value."""
    money = dict(money_moved(found).iter_rows())
    row = {"surplus": found.alone[0], "before diversion": found.before_diversion[0]}
    return row | {name: sum(money.get(a, 0.0) for a in accounts) for name, accounts in GROUPS.items()}


def valued(memory: Memory, agreements: tuple[str, ...] = AGREEMENTS) -> dict[str, dict[str, float]]:
    """Agreement -> figures, on today's book of the shipped case; ``memory`` holds parts that were solved."""
    case = teikei.read_case("nissan_2025")
    return {a: figures(surplus(case, a, memory=memory)) for a in agreements}


def what_ifs(memory: Memory) -> dict[tuple[str, str], float]:
    """(agreement, words) -> surplus under each change, lower end, million present value."""
    case = teikei.read_case("nissan_2025")
    found = {(w.agreement, w.words): surplus(w.edit(case), w.agreement, memory=memory) for w in WHAT_IFS}
    return {key: worth.alone[0] for key, worth in found.items()}


def table_of_ifs(found: dict[tuple[str, str], float]) -> str:
    """The changes as a Markdown table."""
    lines = ["| agreement | what if | surplus |", "| --- | --- | ---: |"]
    lines += [f"| `{agreement}` | {words} | {worth:,.0f} |" for (agreement, words), worth in found.items()]
    return "\n".join(lines)


def printed_ifs() -> dict[tuple[str, str], float]:
    """The surpluses under changes that the page shows."""
    text = PAGE.read_text("utf-8").split(BEGIN_IFS)[1].split(END_IFS)[0]
    cells = [
        [c.strip() for c in line.strip("|").split("|")] for line in text.strip().splitlines()[2:]
    ]  # fmt: skip
    return {(a.strip("`"), words): float(worth.replace(",", "")) for a, words, worth in cells}


def table(rows: dict[str, dict[str, float]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "| --- |" + " ---: |" * (len(HEAD) - 1)]
    for agreement, row in rows.items():
        lines.append(f"| `{agreement}` | " + " | ".join(f"{row[name]:,.0f}" for name in HEAD[1:]) + " |")
    return "\n".join(lines).replace("| -0 ", "| 0 ")


def printed() -> dict[str, dict[str, float]]:
    """The figures that the page shows."""
    text = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    found = {}
    for line in text.strip().splitlines()[2:]:
        name, *numbers = (cell.strip() for cell in line.strip("|").split("|"))
        values = [float(n.replace(",", "")) for n in numbers]
        found[name.strip("`")] = dict(zip(HEAD[1:], values, strict=True))
    return found


def main() -> None:
    """Print the tables or write them into the page."""
    memory = Memory()
    plain, ifs = table(valued(memory)), table_of_ifs(what_ifs(memory))
    for begin, end, new in ((BEGIN, END, plain), (BEGIN_IFS, END_IFS, ifs)):
        if "--write" in sys.argv[1:]:
            before, rest = PAGE.read_text("utf-8").split(begin)
            PAGE.write_text(f"{before}{begin}\n{new}\n{end}{rest.split(end)[1]}", "utf-8")
        else:
            print(new)


if __name__ == "__main__":
    main()
