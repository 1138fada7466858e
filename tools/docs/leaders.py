"""The table of docs/background/leaders.md: who leads in the back-test, over the range of Mitsubishi in ASEAN.

python -m tools.docs.leaders            print it
python -m tools.docs.leaders --write    write it into the page
"""

from __future__ import annotations

import re
import sys

from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.deals.leaders import leaders
from teikei.plan.optimise import Memory
from teikei.report.leaders import leaders_lines
from teikei.report.money import Money
from tools.docs.pages import ROOT

PAGE = ROOT / "docs" / "background" / "leaders.md"
BEGIN, END = "<!-- leaders: written by tools/docs/leaders.py -->", "<!-- end of leaders -->"
CASE, OVER = "alliance_2020", ("asean_240", "asean_340", "dealers_unpaid")
COMMAND = f"$ teikei leaders {CASE} --over {','.join(OVER)}"
FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def fresh() -> list[str]:
    """What the verb prints, computed now."""
    case, memory = read_case(CASE), Memory()
    found = leaders(case, memory=memory)
    over = {name: leaders(under(case, name), memory=memory) for name in OVER}
    return leaders_lines(case, found, Money.of(case), over)


def shown() -> list[str]:
    """What the page shows."""
    text = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    return text.split(f"{COMMAND}\n")[1].split("\n```")[0].split("\n")


def differences(page: list[str], now: list[str], share: float = 0.01, least: float = 1.5) -> list[str]:
    """Lines that differ in a word, or in a figure by more than a share and a least amount.

    >>> differences(["Nissan 100.0 ±0"], ["Nissan 100.9  ±0"]), differences(["Nissan 1.0"], ["Renault 1.0"])
    ([], ['Renault 1.0'])
    >>> differences(["worth 9,432"], ["worth 9,932"])
    ['worth 9,932']
    """
    wrong = [b for a, b in zip(page, now, strict=False) if not _alike(a, b, share, least)]
    return wrong + now[len(page) :] + page[len(now) :]


def _alike(page: str, now: str, share: float, least: float) -> bool:
    if " ".join(FIGURE.sub("#", page).split()) != " ".join(FIGURE.sub("#", now).split()):
        return False
    pairs = zip(FIGURE.findall(page), FIGURE.findall(now), strict=True)
    figures = [(float(a.replace(",", "")), float(b.replace(",", ""))) for a, b in pairs]
    return all(abs(a - b) <= max(least, share * abs(b)) for a, b in figures)


def block(lines: list[str]) -> str:
    """The lines as a block of the page."""
    text = "\n".join([COMMAND, *lines])
    why = "not run: half a minute; tests/docs/test_leaders.py runs it"
    return f"{BEGIN}\n\n<!-- {why} -->\n```console\n{text}\n```\n\n{END}"


def main() -> None:
    """Print the block or write it into the page."""
    made = block(fresh())
    if "--write" in sys.argv[1:]:
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        PAGE.write_text(before + made + rest.split(END)[1], "utf-8")
    else:
        print(made)


if __name__ == "__main__":
    main()
