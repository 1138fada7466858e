"""`teikei share`: who gets what of a book."""

from __future__ import annotations

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.jobs import LocalExecutor, cores
from teikei.base.options import SearchOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import ids_of
from teikei.cli.progress import books_told, groups_told
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.names import Names

RULES = ("nash", "shapley", "myerson", "nucleolus", "all")


def share(
    case: str,
    *,
    by: str = "nash",
    agreements: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
    weight: float = SearchOptions().weight,
    gap: float = SearchOptions().gap,
    time_limit_s: float = SearchOptions().time_limit_s,
    workers: int | None = None,
) -> int:
    """Split what the deals of a book bring among its firms.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    by
        rule: nash (deal by deal); shapley, myerson or nucleolus (of what groups have by their own deals); all
        of them side by side
    agreements
        ids of the agreements of the book, joined by commas (default: the best joint book, which is searched)
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    json
        print one JSON object instead of text
    weight
        bargaining weight of the first planning party of a deal, for nash
    gap
        relative gap of every plan
    time_limit_s
        seconds for one component of a program
    workers
        processes that value books and groups side by side (default: every core)
    """
    from teikei.deals.profits import Profits  # the games' compiler is not waited for by other verbs
    from teikei.deals.search import SMALL, search
    from teikei.deals.shares import every_share
    from teikei.deals.shares import share as shared
    from teikei.report.shares import every_share_lines, every_share_object, share_lines, share_object

    if by not in RULES:
        fix = did_you_mean(by, RULES, "rules")
        raise UsageError(Fault("--by", f"no rule is called {by!r}", "nothing was shared", fix))
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    many = cores() if workers is None else workers
    options, book = SearchOptions(gap, time_limit_s, weight, workers=many), ids_of(agreements)
    with LocalExecutor(many) as runner:
        if book is None:
            searched = search(read, options=options, told=books_told(money), executor=runner)
            profits, book = searched.profits, list(searched.joint)
        else:
            searched, profits = None, Profits(read, book, weight, options.plan())
            if len(profits.agreements) > SMALL:
                profits.valued_by(runner, many)
        told = groups_told(money)
        if by == "all":
            every = every_share(profits, book, told, many)
        else:
            found = shared(profits, book, by, told, many)  # type: ignore[arg-type]
    names = Names(read)
    if by == "all":
        lines, made = every_share_lines(every, searched, money, names), every_share_object(every, money)
    else:
        lines, made = share_lines(found, searched, money, names), share_object(found, money)
    print(json_text(made) if json else "\n".join(lines) + "\n", end="")
    return 0
