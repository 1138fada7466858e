"""The advice on two_makers, valued once; its answers are worked out by hand in the case's case.toml."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.deals.advice import Advice, Advised
from teikei.deals.advise import advise
from teikei.deals.gains import Gain
from teikei.deals.verdict import Verdict
from teikei.report.answer import Findings, findings
from teikei.report.money import Money

YEN = 150.0


@pytest.fixture(scope="session")
def case() -> Case:
    """two_makers with an exchange rate: 150 yen to the dollar."""
    read = read_case("two_makers")
    row = {"currency": "JPY", "year": 2026, "units_per_case_currency": YEN, "source": "invented"}
    return read.with_(fx=pl.DataFrame([row]))


@pytest.fixture(scope="session")
def advice(case: Case) -> Advice:
    return advise(case)


@pytest.fixture(scope="session")
def dollars(case: Case) -> Money:
    return Money.of(case)


@pytest.fixture(scope="session")
def yen(case: Case) -> Money:
    return Money.of(case, "jpy")


@pytest.fixture(scope="session")
def found(advice: Advice, dollars: Money) -> Findings:
    return findings(advice, dollars)


@pytest.fixture(scope="session")
def strange(advice: Advice) -> Advice:
    """An advice with what two_makers has not.

    A firm that loses without being asked, one that does not plan, a barred agreement, a kind to come, an
    interval that decides nothing, a title that would be markup.
    """
    pickup, suv, harima = advice.advised
    spill = {**pickup.gains, "third": Gain("third", -12.5, -12.5, -12.5, certified=True)}
    outside = replace(suv, parties=("nagi", "licensor"), gains={"nagi": suv.gains["nagi"]}, corridor=None)
    open_end = replace(
        harima,
        title="<b>[red]</b>",
        verdict=Verdict("undetermined", "the library's words"),
        surplus_m=(-2.0, 90.0),
    )
    later = Advised(
        "os", "One operating system", "shared_software", ("nagi", "hoku"), Verdict("not yet planned", "later")
    )
    red = Advised(
        "split", "Sharing out markets", "regional_lead", ("nagi", "hoku"), Verdict("rejected", "barred (red)")
    )
    return replace(advice, advised=(replace(pickup, gains=spill), outside, open_end, later, red))
