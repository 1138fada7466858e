"""`teikei worth`: what every group of firms is worth together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teikei.base.jobs import cores
from teikei.base.options import CoalitionOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import some_ids
from teikei.cli.progress import groups_told
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.names import Names

if TYPE_CHECKING:
    from teikei.deals.coalitions import Valued


def worth(
    case: str,
    *,
    firms: str | None = None,
    agreements: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
    resume: Path | None = None,
    gap: float = CoalitionOptions().gap,
    time_limit_s: float = CoalitionOptions().time_limit_s,
    width: float = CoalitionOptions().width,
    rounds: int = CoalitionOptions().rounds,
    workers: int | None = None,
) -> int:
    """Say what every group of firms is worth with the best of the deals inside it.

    Today's book is in force everywhere; a group signs what pays of the candidates whose planning parties are
    all in it. Each worth is an interval: its lower end is the plan of a book, its upper end holds for all.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    firms
        ids of planning firms, joined by commas (default: all; at most ten)
    agreements
        ids of candidates in play, joined by commas (default: every candidate)
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    json
        print one JSON object instead of text
    resume
        folder that keeps each group as it is valued: new or empty, or one of `worth` with the same tables,
        firms, agreements, gap, time limit and versions; its groups are valued again only where more is asked
    gap
        relative gap of every plan
    time_limit_s
        seconds for one component of a program
    width
        an interval this wide, relative to the worth, is narrow enough
    rounds
        how often the best of the books left is planned to narrow a group's interval
    workers
        processes that value groups side by side (default: every core)
    """
    from teikei.deals.coalitions import coalitions  # the games' compiler is not waited for by other verbs
    from teikei.report.groups import groups_lines, groups_object
    from teikei.report.kept_groups import kept_groups

    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    options = CoalitionOptions(gap, time_limit_s, width, rounds, cores() if workers is None else workers)
    names, players = some_ids("--agreements", agreements), some_ids("--firms", firms)
    kept = None if resume is None else kept_groups(resume, read, options, names, players)
    told = groups_told(money)

    def tell(one: Valued, number: int, of: int) -> None:
        if kept is not None:
            kept.keep(one)
        told(one, number, of)

    found = coalitions(read, names, players, options, told=tell, done=None if kept is None else kept.done)
    if json:
        print(json_text(groups_object(found, money)), end="")
    else:
        print("\n".join(groups_lines(found, read, money, Names(read))))
    return 0
