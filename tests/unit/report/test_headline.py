from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from teikei.deals.advice import Advice
from teikei.deals.search import Searched, search
from teikei.deals.verdict import Verdict, Word
from teikei.report.answer import Findings
from teikei.report.headline import differing, with_portfolio
from teikei.report.money import Money
from teikei.report.text import print_advice


@pytest.fixture(scope="module")
def searched(advice: Advice) -> Searched:
    return search(advice.case, "nagi")


def judged(advice: Advice, word: Word) -> Advice:
    """The two deals at Delta with another verdict."""
    return replace(
        advice,
        advised=tuple(
            replace(a, verdict=Verdict(word, "so judged")) if a.agreement != "suv_at_harima" else a
            for a in advice.advised
        ),
    )


def test_the_portfolio_is_told_before_the_verdicts(
    advice: Advice, found: Findings, searched: Searched, dollars: Money
) -> None:
    told = with_portfolio(found, searched, judged(advice, "recommended"), dollars)
    assert told.first[0].startswith(
        "For Nagi Motor: sign its portfolio of 2 agreements, the best book found for it that no partner "
        "would leave. That is worth 1,060 ±0 m USD present value at "
    )
    # half of 1,059.5
    assert "Nagi Motor has 529.8 ±0 m USD more than today after fees" in told.first[0]
    assert told.first[1].endswith("Here both lists hold the same agreements.")
    assert told.sentence.startswith("For all planning firms together: sign “")
    assert [t.name for t in told.tables][-2:] == ["portfolio", "portfolio_gains"]
    out = io.StringIO()
    print_advice(told, Console(file=out, width=400))
    assert out.getvalue().index(told.first[0]) < out.getvalue().index(told.numbers[0].figure)
    assert with_portfolio(found, replace(searched, portfolio=None), advice, dollars) is found


def test_where_the_two_lists_differ_is_said_with_what_to_follow(
    advice: Advice, found: Findings, searched: Searched, dollars: Money
) -> None:
    said = with_portfolio(found, searched, judged(advice, "rejected"), dollars).first[1]
    assert "(in the portfolio though rejected for all together)" in said
    assert said.endswith("and by the recommended list if they do not.")
    other = judged(advice, "recommended")
    assert differing(other, ["suv_at_delta"]) == {"pickup_at_delta": "recommended, not in the portfolio"}
    assert differing(replace(other, book=("pickup_at_delta",)), ["suv_at_delta"]) == {}
    assert list(differing(judged(advice, "depends"), ["suv_at_delta"])) == ["suv_at_delta"]
