"""The table of figures in docs/background/reading-the-verdicts.md, from fresh valuations.

python -m tools.docs.verdicts          prints it
python -m tools.docs.verdicts --write  puts it into the page, between its two marks
"""

from __future__ import annotations

import sys
from pathlib import Path

import teikei
from teikei.deals.changes import money_moved
from teikei.deals.worth import Surplus, surplus
from teikei.plan.optimise import Memory
from tools.docs.pages import ROOT

PAGE = ROOT / "docs" / "background" / "reading-the-verdicts.md"
BEGIN, END = "<!-- figures: python -m tools.docs.verdicts --write -->", "<!-- end of figures -->"

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
)
GROUPS = {
    "margin before trade": ("revenue", "parts", "conversion", "extra"),
    "duty": ("duty", "parts_duty"),
    "freight": ("freight", "transit"),
    "tooling, platform, launch": ("tooling", "development", "launch"),
    "plants and overtime": ("plant_fixed", "closing", "overtime"),
    "deal and given fees": ("signing", "running", "fees"),
}
HEAD = ("agreement", "surplus", "before diversion", *GROUPS)


def figures(found: Surplus) -> dict[str, float]:
    """Surplus (lower end) and what it is made of, million present value."""
    money = dict(money_moved(found).iter_rows())
    row = {"surplus": found.alone[0], "before diversion": found.before_diversion[0]}
    return row | {name: sum(money.get(a, 0.0) for a in accounts) for name, accounts in GROUPS.items()}


def valued(agreements: tuple[str, ...] = AGREEMENTS) -> dict[str, dict[str, float]]:
    """Agreement -> figures, on today's book of the shipped case."""
    case = teikei.read_case(Path(teikei.__file__).parent / "cases" / "nissan_2025")
    memory = Memory()
    return {a: figures(surplus(case, a, memory=memory)) for a in agreements}


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
    """Print the table or write it into the page."""
    new = table(valued())
    if "--write" in sys.argv[1:]:
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{new}\n{END}{rest.split(END)[1]}", "utf-8")
    else:
        print(new)


if __name__ == "__main__":
    main()
