"""The dates of a deal: decide by, signature, start of production, full rate."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from teikei.agreements.book import signed_at
from teikei.deals.worth import Surplus


@dataclass(frozen=True, slots=True)
class Milestones:
    """Signature (day), first and full year of cars under the deal, and the last day to decide without losing
    that year."""

    decide_by: dt.date | None
    signature: dt.date
    start_year: int | None
    full_rate_year: int | None


def day_of(year_fraction: float) -> dt.date:
    """The day at a point of the year axis.

    >>> day_of(2027.5)
    datetime.date(2027, 7, 2)
    """
    year = math.floor(year_fraction)
    start, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    return start + dt.timedelta(days=int((year_fraction - year) * (end - start).days))


def milestones(found: Surplus) -> Milestones:
    """Dates from the plan: the first year with cars, and the lead between decision and that year."""
    case = found.book.case
    signed = signed_at(case, found.agreement)
    units = found.units
    years = found.with_plan.problem.years
    built = np.flatnonzero(units > 0.5)
    if not built.size:
        return Milestones(None, day_of(signed), None, None)
    start = int(years[built[0]])
    most = float(units[built].max())
    full = next(int(years[t]) for t in built if units[t] >= 0.8 * most)
    row = found.book.row(found.agreement)
    lead = max(float(row["lead_years"]), _longest_lead(found, start))
    decide = min(start - lead - float(row["months_to_sign"]) / 12.0, start + 0.0)
    return Milestones(max(day_of(decide), case.settings.decision_date), day_of(signed), start, full)


def _longest_lead(found: Surplus, start: int) -> float:
    """Longest lead among what the plan starts for the deal's first cars."""
    case = found.book.case
    before = {tuple(row) for row in found.without_plan.decisions.select("decision", "what").iter_rows()}
    tooling = {(r["model"], r["plant"]): r["lead_years"] for r in case["tooling"].iter_rows(named=True)}
    models = dict(case["models"].select("model", "lead_years").iter_rows())
    offers = {(r["model"], r["market"]): r["lead_years"] for r in case["offers"].iter_rows(named=True)}
    platforms = dict(case["platforms"].select("platform", "lead_years").iter_rows())
    technologies = dict(case["technologies"].select("technology", "lead_years").iter_rows())
    leads = [0.0]
    for row in found.with_plan.decisions.iter_rows(named=True):
        words = row["what"].split(" ")
        if row["first_year"] > start or (row["decision"], row["what"]) in before:
            continue
        if row["decision"] == "tool_up":
            leads.append(tooling[(words[0], words[1])])
        elif row["decision"] == "launch":
            leads.append(offers[words[0], words[1]] if len(words) > 1 else models[words[0]])
        elif row["decision"] in ("develop", "adopt"):
            leads.append(platforms[words[0]])
        elif row["decision"] == "fit":
            leads.append(technologies[words[0]])
    return float(max(leads))
