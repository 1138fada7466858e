"""The table of the flagship's clauses in docs/background/deals.md, from fresh plans.

python -m tools.docs.deal_clauses          prints it
python -m tools.docs.deal_clauses --write  puts it into the page, between its marks
"""

from __future__ import annotations

import sys
from pathlib import Path

import teikei
from teikei.base.options import PlanOptions
from teikei.deals.clauses import chosen, clauses
from teikei.deals.gains import gains
from teikei.deals.replanned import replanned
from teikei.plan.optimise import Memory
from tools.docs.pages import ROOT

PAGE = ROOT / "docs" / "background" / "deals.md"
BEGIN, END = "<!-- figures: python -m tools.docs.deal_clauses --write -->", "<!-- end of figures -->"
ROYALTIES = {"large_suv_platform": 1_500.0, "kei_next": 1_500.0}
"""Agreement -> a royalty that is tried, case currency a car."""
HEAD = (
    "agreement",
    "surplus",
    "fee at equal parts",
    "surplus at −30 %",
    "payer then, fixed fee",
    "payer then, fee by the car",
    "owed on missing cars",
    "lost by a royalty of 1,500 a car",
)


def figures() -> dict[str, list[float]]:
    """Agreement -> figures of the shipped case as in ``HEAD``, million present value, printed plans."""
    case = teikei.read_case(Path(teikei.__file__).parent / "cases" / "nissan_2025")
    memory, options, found = Memory(), PlanOptions(), dict[str, list[float]]()
    for name, per_car in ROYALTIES.items():
        valued = replanned(case, name, options, memory)
        gained = gains(valued)
        part = sum(gained[f].value for f in valued.parties) / len(valued.parties)
        pays = {f: gained[f].value - part for f in valued.parties}
        made = clauses(case, name, pays, chosen("shortfall,royalty", per_car=per_car), options, memory)
        if made.shortfall is None or made.royalty is None:
            raise SystemExit(f"{name}: {made.absent}")
        payer = max(pays, key=lambda f: pays[f])
        after = made.shortfall.after_m(payer)
        found[name] = [
            valued.alone[0],
            pays[payer],
            made.shortfall.surplus_m[0],
            after["fixed"].value,
            after["car"].value,
            made.shortfall.owed_m[payer],
            made.royalty.lost_m[1],
        ]
    return found


def table(rows: dict[str, list[float]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "| --- |" + " ---: |" * (len(HEAD) - 1)]
    lines += [f"| `{name}` | " + " | ".join(f"{v:,.0f}" for v in row) + " |" for name, row in rows.items()]
    return "\n".join(lines).replace("| -0 ", "| 0 ")


def printed() -> dict[str, list[float]]:
    """The figures that the page shows."""
    text = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in text.strip().splitlines()[2:]]
    return {name.strip("`"): [float(v.replace(",", "")) for v in cells] for name, *cells in rows}


def main() -> None:
    """Print the table or write it into the page."""
    new = table(figures())
    if "--write" in sys.argv[1:]:
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{new}\n{END}{rest.split(END)[1]}", "utf-8")
    else:
        print(new)


if __name__ == "__main__":
    main()
