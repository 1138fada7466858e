"""`teikei worth`: what every group of firms is worth together."""

from __future__ import annotations

import os

from teikei.base.options import CoalitionOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import ids_of
from teikei.cli.progress import groups_told
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.names import Names


def worth(
    case: str,
    *,
    firms: str | None = None,
    agreements: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
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

    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    options = CoalitionOptions(gap, time_limit_s, width, rounds, workers or os.cpu_count() or 1)
    found = coalitions(read, ids_of(agreements), ids_of(firms), options, told=groups_told(money))
    if json:
        print(json_text(groups_object(found, money)), end="")
    else:
        print("\n".join(groups_lines(found, read, money, Names(read))))
    return 0
