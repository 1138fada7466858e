"""Terms that the tables give: those of firms that do not plan are paid as they stand, in every book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.plan.problem import members_of
from teikei.report.evidence import value_words

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.advice import Advice
    from teikei.report.names import Names

PER = {
    "unit": "a car",
    "year": "a year",
    "once": "once",
    "share": "of the price",
    "gram": "a gram",
}


def term_words(case: Case, agreement: str, names: Names, *, outside: bool = False) -> list[str]:
    """Rows of terms.csv of an agreement in words; ``outside``: only those paid by or to a firm that does not
    plan, which no bargain between planning firms replaces."""
    frame, planning = case["terms"], set(members_of(case, None))
    said = []
    for r in frame.filter(frame["agreement"] == agreement).iter_rows(named=True):
        if outside and {r["payer"], r["payee"]} <= planning:
            continue
        unit = "" if r["per"] == "share" else f"{r['currency'] or case.settings.currency} "
        scale = "m " if r["per"] in ("year", "once") else ""
        amount = f"{value_words(r['amount'])} {scale}{unit}{PER[r['per']]}"
        said.append(f"{names.firm(r['payer'])} to {names.firm(r['payee'])} {amount}")
    return said


def given_m(advice: Advice) -> dict[str, float]:
    """Agreement -> what given terms bring the planning firms with it alone, million, present value."""
    paid = ((a.agreement, a.money) for a in advice.advised if "account" in a.money.columns)
    return {
        agreement: float(money.filter(money["account"] == "fees")["present_value_m"].sum())
        for agreement, money in paid
    }
