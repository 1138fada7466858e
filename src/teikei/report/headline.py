"""What an advice for one firm says first: its portfolio, and where the verdicts for all firms differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teikei.agreements.book import agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.report.books import many
from teikei.report.names import Names
from teikei.report.portfolio import portfolio_tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from teikei.deals.advice import Advice
    from teikei.deals.portfolio import Portfolio
    from teikei.deals.search import Searched
    from teikei.report.answer import Findings
    from teikei.report.money import Money

IN_PORTFOLIO = {
    "rejected": "in the portfolio though rejected for all together",
    "depends": "in the portfolio, pays alone only while an input holds",
    "undetermined": "in the portfolio, sign alone open",
}
"""What is said of an agreement of the portfolio that is not recommended, by its verdict."""


def with_portfolio(found: Findings, searched: Searched, advice: Advice, money: Money) -> Findings:
    """The findings with the portfolio told first and its tables at their end; as they were without one."""
    portfolio = searched.portfolio
    if portfolio is None:
        return found
    first = (_portfolio(portfolio, advice, money), _two_lists(portfolio, advice))
    sentence = f"For all planning firms together: {found.sentence[:1].lower()}{found.sentence[1:]}"
    tables = (*found.tables, *portfolio_tables(searched, money))
    return replace(found, first=first, sentence=sentence, tables=tables)


def _portfolio(portfolio: Portfolio, advice: Advice, money: Money) -> str:
    """What the firm signs, what it is worth, and what the firm has of it after fees."""
    firm = Names(advice.case).firm(portfolio.focal)
    stay = " that no partner would leave" if portfolio.partners.answer == "yes" else ""
    if not portfolio.agreements:
        return (
            f"For {firm}: sign nothing. No book{stay} was found that gives it more than today's after fees."
        )
    has = portfolio.over_today_m[portfolio.focal]
    return (
        f"For {firm}: sign its portfolio of {many(len(portfolio.own))}, the best book found for it{stay}. "
        f"That is worth {money.interval_m(*portfolio.worth_m)} present value at "
        f"{advice.case.settings.decision_date} to all planning firms over today's book; {firm} has "
        f"{money.interval_m(*has)} more than today after fees. Its fees and partners stand at the end."
    )


def _two_lists(portfolio: Portfolio, advice: Advice) -> str:
    """How the recommended list differs from the portfolio, why, and which to follow."""
    firm, other = Names(advice.case).firm(portfolio.focal), differing(advice, portfolio.agreements)
    what = (
        "The numbers and verdicts that follow answer another question: what pays all planning firms "
        "together, before fees, each agreement alone on today's book and the recommended ones as one book."
    )
    if not other:
        return f"{what} Here both lists hold the same agreements."
    titles = {a: str(row["title"]) for a, row in agreement_rows(advice.case).items()}
    said = "; ".join(f"“{titles[a]}” ({why})" for a, why in other.items())
    return (
        f"{what} The two lists differ in {said}. {firm} signs by its portfolio as long as its partners agree "
        "to the fees, and by the recommended list if they do not."
    )


def differing(advice: Advice, portfolio: Collection[str]) -> dict[str, str]:
    """Agreement -> how verdict and portfolio differ; today's agreements and yardsticks are in neither."""
    found = {}
    for a in advice.advised:
        if a.agreement in advice.book or KINDS[a.kind].yardstick:
            continue
        word, inside = a.verdict.word, a.agreement in portfolio
        if inside and word in IN_PORTFOLIO:
            found[a.agreement] = IN_PORTFOLIO[word]
        elif not inside and word == "recommended":
            found[a.agreement] = "recommended, not in the portfolio"
    return found
