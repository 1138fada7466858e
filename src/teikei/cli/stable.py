"""`teikei stable`: which books hold, and where improving moves lead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teikei.base.jobs import LocalExecutor, cores
from teikei.base.options import SearchOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import some_ids
from teikei.cli.progress import books_told
from teikei.report.folder import json_text
from teikei.report.money import Money

if TYPE_CHECKING:
    from teikei.deals.reciprocity import Reciprocity
    from teikei.deals.search import Searched
    from teikei.deals.stability import Holding


def stable(
    case: str,
    *,
    agreements: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
    check: bool = False,
    resume: Path | None = None,
    workers: int | None = None,
    weight: float = SearchOptions().weight,
    gap: float = SearchOptions().gap,
    time_limit_s: float = SearchOptions().time_limit_s,
) -> int:
    """Find the books that hold: those that no pair of firms would change.

    Starts from today's book, from everything, and from the best joint book, and follows moves (add, drop,
    swap one agreement) that their parties surely want. Says where each path ends, or that it goes round in a
    cycle, and why the rest is left out. On the flagship it takes some minutes; Ctrl-C ends it with the
    best so far, and with --resume the books valued are kept.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    agreements
        ids of candidates in play, joined by commas (default: all that can be planned and are not barred)
    scenario
        scenario of the case to apply first
    currency
        currency to print, e.g. JPY, at the exchange rate of the price year (default: case currency)
    json
        print one JSON object instead of text
    check
        check each book that holds from every side: walk-outs, replacements, groups of firms (core and least
        core), what hangs on outsiders, and how even each pair of firms is; some plans more for each
    resume
        folder that keeps each book as it is valued, in a folder `books`: new or empty, or one of `advise` or
        `stable` with the same tables, gap, time limit and versions, whose books are not valued again
    workers
        processes that value books side by side (default: every core)
    weight
        bargaining weight of the first planning party of a deal
    gap
        relative gap of every plan
    time_limit_s
        seconds for one component of a program
    """
    from teikei.deals.search import search  # the games' compiler is not waited for by other verbs
    from teikei.report.books import searched_lines, searched_object
    from teikei.report.holding import holding_lines, holding_object
    from teikei.report.shelf import beside

    wanted = some_ids("--agreements", agreements)
    read = under(read_case(case), scenario)
    money = Money.of(read, currency)
    many = cores() if workers is None else workers
    options = SearchOptions(gap, time_limit_s, weight, workers=many)
    books = None if resume is None else beside(resume, read, options.plan())
    with LocalExecutor(many) as runner:
        found = search(read, "", wanted, options, told=books_told(money), executor=runner, shelf=books)
        held = [_held(found, book.agreements) for book in found.stable] if check and not found.stopped else []
    if json:
        made = searched_object(found, money)
        if check:
            made["holding"] = [holding_object(*one, money) for one in held]
        print(json_text(made), end="")
    else:
        print("\n".join(searched_lines(found, money)))
        for one in held:
            print("\n" + "\n".join(holding_lines(*one, read, money)))
    return 0


def _held(found: Searched, book: tuple[str, ...]) -> tuple[Holding, tuple[Reciprocity, ...]]:
    """A book from every side, and every pair of firms in it."""
    from teikei.deals.reciprocity import reciprocity
    from teikei.deals.rivals import rivals
    from teikei.deals.stability import holding

    paying = [a for a, ends in found.alone_m.items() if ends[1] > 0 or a in book]
    held = holding(found.profits, book, rivals(found.case, paying))
    return held, reciprocity(found.profits, held.contracts)
