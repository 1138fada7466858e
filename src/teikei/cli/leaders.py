"""`teikei leaders`: who should lead which market and technology."""

from __future__ import annotations

from teikei.base.options import SearchOptions
from teikei.case.read import read_case
from teikei.case.scenario import under
from teikei.cli.ids import ids_of
from teikei.cli.progress import books_counted
from teikei.report.folder import json_text
from teikei.report.money import Money


def leaders(
    case: str,
    *,
    over: str | None = None,
    scenario: str | None = None,
    currency: str | None = None,
    json: bool = False,
    gap: float = SearchOptions().gap,
    time_limit_s: float = SearchOptions().time_limit_s,
) -> int:
    """Choose who leads which market and technology, beside who was announced and who sells most.

    Candidates are agreements of kind regional_lead and technology_lead, one for each subject and leader; the
    best book of them is searched, without a look at table announced. Each choice is printed with what it is
    better by than the runner-up, in millions of present value.

    Parameters
    ----------
    case
        name of a shipped case, or a folder
    over
        scenarios in which the choice is made again, joined by commas: what changes is printed
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
    """
    from teikei.deals.leaders import leaders as choose  # the games' compiler is not waited for by other verbs
    from teikei.plan.optimise import Memory
    from teikei.report.leaders import leaders_lines, leaders_object

    read = under(read_case(case), scenario)
    others = {name: under(read, name) for name in ids_of(over) or ()}
    money = Money.of(read, currency)
    options = SearchOptions(gap, time_limit_s)
    memory = Memory()  # what a scenario does not touch is known already
    found = choose(read, options, memory=memory, told=books_counted(""))
    elsewhere = {
        name: choose(other, options, memory=memory, told=books_counted(name))
        for name, other in others.items()
    }
    if json:
        print(json_text(leaders_object(found, money, elsewhere)), end="")
    else:
        print("\n".join(leaders_lines(read, found, money, elsewhere)))
    return 0
