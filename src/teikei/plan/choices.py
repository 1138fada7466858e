"""The dated yes/no decisions of a plan: tooling, development and adoption, launches."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from teikei.case.case import Case
from teikei.industry.money import annuity
from teikei.plan.dates import usable_year
from teikei.plan.sets import Choices


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be started once, at a review (or at a fixed year), by a firm that pays for it."""

    name: tuple[str, ...]
    payer: str
    cost_m: float
    life_years: int
    lead_years: float
    ramp: float
    signed: float
    not_before: int
    fixed_year: int | None = None


def _moments(case: Case, choice: Choice) -> list[tuple[int, int]]:
    """(review, first year of use): the year given, or one for every review."""
    if choice.fixed_year is not None:
        return [(case.settings.first_year, choice.fixed_year)]
    moments = []
    for e in case.settings.reviews:
        begun = max(float(e), choice.signed if math.isfinite(choice.signed) else e)
        moments.append((e, max(choice.not_before, usable_year(begun, choice.lead_years))))
    return moments


def dated(case: Case, choices: Iterable[Choice]) -> tuple[Choices, list[tuple[str, ...]]]:
    """Options of every choice at every review: usable from ceil(max(review, signature) + lead), the ramp in
    its first year.

    yearly_m = annuity(cost, discount rate, life), paid in every year of use inside the horizon (renewed at
    the end of life). Options first usable after the horizon, or at the same year as an earlier option, are
    dropped.
    """
    years = np.array(case.settings.years)
    what: list[int] = []
    names: list[tuple[str, ...]] = []
    review: list[int] = []
    first: list[int] = []
    share: list[np.ndarray] = []
    yearly: list[float] = []
    payer: list[str] = []
    listed: list[tuple[str, ...]] = []
    for k, choice in enumerate(choices):
        listed.append(choice.name)
        seen: set[int] = set()
        for e, start in _moments(case, choice):
            if start > case.settings.last_year or start in seen:
                continue
            seen.add(start)
            what.append(k)
            names.append((*choice.name, str(start)))
            review.append(e)
            first.append(start)
            share.append(np.where(years == start, choice.ramp, np.where(years > start, 1.0, 0.0)))
            yearly.append(annuity(choice.cost_m, case.settings.discount_rate, choice.life_years))
            payer.append(choice.payer)
    return (
        Choices(
            np.array(what, dtype=np.int64),
            tuple(names),
            np.array(review, dtype=np.int64),
            np.array(first, dtype=np.int64),
            np.array(share, dtype=float).reshape(len(what), years.size),
            np.array(yearly, dtype=float),
            np.array(payer, dtype=str),
        ),
        listed,
    )
