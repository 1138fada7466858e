"""Who leads: one leader or none for every market and technology, chosen together, against the simple rule.

    chosen = argmax_g v(g)           g holds at most one lead of each subject (they exclude each other)
    rule   = who sells most there    of a market: cars of the base year; of a technology: cars to date

The search of `deals.search` chooses, over books of leads; table ``announced`` is compared afterwards and is
not in the case that is searched. A lead that the listed antitrust rules bar is in no book, so that between
competitors nobody leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from teikei.agreements.book import agreement_rows, candidates
from teikei.base.errors import Fault, UsageError
from teikei.base.options import SearchOptions
from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.deals.antitrust import screened
from teikei.deals.profits import Profits, Told
from teikei.deals.search import best_book
from teikei.deals.worth import Interval
from teikei.industry.money import year_weights
from teikei.plan.optimise import Memory

What = Literal["market", "technology"]
LEADS: dict[str, What] = {"regional_lead": "market", "technology_lead": "technology"}
"""Kind of agreement -> what it gives a leader."""
PARTS = ("organisation", "programmes", "dealers", "deal", "plan")
"""What a lead is worth: sales organisations, own programmes, compensation of dealers, signing and running,
and who builds what."""
NOBODY = ""
"""No lead: each goes on alone."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate that makes one firm leader of one subject."""

    agreement: str
    what: What
    resource: str
    leader: str


@dataclass(frozen=True, slots=True)
class Led:
    """One market or technology; money in million, present value, certified for these inputs.

    Attributes
    ----------
    what, resource : the subject
    chosen : firm that leads in the best book found; empty if nobody does
    announced : firm that table ``announced`` names; empty if it names none
    rule : firm that sells most; empty if two sell as much
    runner_up : the best other choice, empty for nobody
    over_runner_up_m : v(best book) − v(best book with the runner-up instead)
    over_nobody_m : v(best book) − v(best book without a leader here)
    parts_m : the same by what it comes from (`PARTS`); ``plan`` is who builds what, its midpoint
    decided : whether the choice is better than the runner-up by more than ε for certain; if not, either is as
        good
    """

    what: What
    resource: str
    chosen: str
    announced: str
    rule: str
    runner_up: str
    over_runner_up_m: Interval
    over_nobody_m: Interval
    parts_m: dict[str, float]
    decided: bool


@dataclass(frozen=True, slots=True, eq=False)
class Leaders:
    """What a choice of leaders found.

    Attributes
    ----------
    subjects : markets, then technologies
    worth_m : v(best book) − v(today)
    over_announced_m, over_rule_m : v(best book) − v(the book of the leads announced, or of the rule)
    least_m : ε (``materiality_m`` a year) as present value
    left_out : lead -> why it is in no book
    planned : books planned
    """

    subjects: tuple[Led, ...]
    worth_m: Interval
    over_announced_m: Interval
    over_rule_m: Interval
    least_m: float
    left_out: dict[str, str]
    planned: int

    def agree(self, one: str, other: str, what: What | None = None) -> tuple[int, int]:
        """(subjects on which two of ``chosen``, ``announced``, ``rule`` name the same firm, subjects on which
        the second names one). A choice that is not decided is no answer."""
        asked = [s for s in self.subjects if what in (None, s.what) and getattr(s, other)]
        sure = [s for s in asked if s.decided or "chosen" not in (one, other)]
        return sum(getattr(s, one) == getattr(s, other) for s in sure), len(asked)


def leads_of(case: Case) -> tuple[Lead, ...]:
    """The candidates that make one firm leader of one market or technology.

    Of a market the leader is who takes it, of a technology who gives it. A candidate about several at once is
    none.
    """
    rows, found = agreement_rows(case), []
    for name in candidates(case):
        what = LEADS.get(rows[name]["kind"])
        if what is None:
            continue
        granted = case["grants"].filter(pl.col("agreement") == name, pl.col("what") == what)
        firms = set(granted["taker" if what == "market" else "giver"])
        if len(firms) == 1 and granted["resource"].n_unique() == 1:
            found.append(Lead(name, what, granted["resource"][0], next(iter(firms))))
    return tuple(found)


def sells_most(case: Case, what: What, resource: str) -> str:
    """The firm that sells most cars in a market in the base year, or has sold most with a technology to date;
    empty if nobody does, or two do."""
    if what == "market":
        models = case["models"].filter(pl.col("status") != "candidate").select("model", "firm")
        sold = case["demand"].filter(pl.col("market") == resource).join(models, on="model")
        units = sold.group_by("firm").agg(pl.col("units_per_year").sum().alias("units"))
    else:
        mine = (pl.col("what") == what) & (pl.col("resource") == resource)
        units = case["programmes"].filter(mine).select("firm", pl.col("units_to_date").alias("units"))
    most = units.filter(pl.col("units") > 0).filter(pl.col("units") == pl.col("units").max())["firm"]
    return str(most[0]) if most.len() == 1 else NOBODY


def leaders(
    case: Case,
    options: SearchOptions | None = None,
    *,
    memory: Memory | None = None,
    told: Told | None = None,
) -> Leaders:
    """Choose a leader, or none, for every market and technology that a candidate offers to lead.

    Parameters
    ----------
    case : with candidates of kind ``regional_lead`` or ``technology_lead``; other candidates stay out
    options : gap and time of every plan
    memory : answers of components solved before
    told : called after each new book

    Raises
    ------
    UsageError    the case has no such candidate, or all are barred
    """
    chosen = options or SearchOptions()
    announced = {(row["what"], row["resource"]): row["leader"] for row in case["announced"].to_dicts()}
    blind = case.with_(announced=frame_of("announced", []))
    leads = leads_of(blind)
    barred = {one.agreement: f"red: {found.number}" for one in leads
              if (found := screened(blind, one.agreement)).barred}  # fmt: skip
    free = [one for one in leads if one.agreement not in barred]
    _check(blind, leads, free)
    names = [one.agreement for one in free]
    profits = Profits(blind, names, chosen.weight, chosen.plan(), memory, told, joint=True)
    best, _ = best_book(profits)
    subjects = _subjects(leads)
    least = case.settings.materiality_m * float(year_weights(case).sum())
    by_rule = {subject: sells_most(blind, *subject) for subject in subjects}
    return Leaders(
        subjects=tuple(
            _led(profits, best, free, subject, (announced.get(subject, NOBODY), by_rule[subject], least))
            for subject in subjects
        ),
        worth_m=profits.surplus(best, 0),
        over_announced_m=profits.surplus(best, _named(profits, free, announced)),
        over_rule_m=profits.surplus(best, _named(profits, free, by_rule)),
        least_m=least,
        left_out=barred | profits.left_out,
        planned=profits.planned,
    )


def _check(case: Case, leads: tuple[Lead, ...], free: list[Lead]) -> None:
    if free:
        return
    what = "no candidate makes one firm leader of one market or technology"
    why = "there is nothing to choose between"
    fix = "add agreements of kind regional_lead or technology_lead, one for each subject and leader"
    if leads:
        what = f"all {len(leads)} leads of the case are barred by the antitrust screen"
        why = "competitors that do not own one another may not share out markets"
        fix = (
            "name the firms in integrated_groups of case.toml, with integrated_note, if they are one venture"
        )
    raise UsageError(Fault(f"case {case.name}", what, why, fix))


def _subjects(leads: Iterable[Lead]) -> list[tuple[What, str]]:
    """Markets, then technologies, each in the order of the table."""
    found = list(dict.fromkeys((one.what, one.resource) for one in leads))
    return sorted(found, key=lambda subject: subject[0])


def _led(
    profits: Profits,
    best: int,
    leads: list[Lead],
    subject: tuple[What, str],
    beside: tuple[str, str, float],
) -> Led:
    """A subject with the best book, and with every other choice of its leader in that book; ``beside``: who
    was announced, who leads by the rule, and the least by which a choice is decided."""
    mine = {one.leader: profits.mask([one.agreement]) for one in leads if (one.what, one.resource) == subject}
    here = next((firm for firm, mask in mine.items() if mask & best), NOBODY)
    bare = best & ~mine.get(here, 0)
    others = {firm: bare | mask for firm, mask in {NOBODY: 0, **mine}.items() if firm != here}
    behind = {firm: profits.surplus(best, mask) for firm, mask in others.items()}
    second = min(behind, key=lambda firm: (sum(behind[firm]), firm)) if behind else NOBODY
    return Led(
        what=subject[0],
        resource=subject[1],
        chosen=here,
        announced=beside[0],
        rule=beside[1],
        runner_up=second,
        over_runner_up_m=behind.get(second, (0.0, 0.0)),
        over_nobody_m=behind.get(NOBODY, (0.0, 0.0)),
        parts_m=_parts(profits, best, bare),
        decided=second in behind and behind[second][0] > beside[2],
    )


def _parts(profits: Profits, best: int, bare: int) -> dict[str, float]:
    """What a book is worth beside another, by where it comes from."""
    after, before = profits.at(best).worth.constants, profits.at(bare).worth.constants
    found = dict.fromkeys(PARTS, 0.0)
    for key in sorted(after.keys() | before.keys()):
        found[_part_of(key)] += after.get(key, 0.0) - before.get(key, 0.0)
    low, high = profits.surplus(best, bare)
    found["plan"] += (low + high) / 2.0 - sum(found.values())
    return found


def _part_of(key: tuple[str, str, str]) -> str:
    """The part that an account of constants belongs to: (account, firm, what)."""
    if key[0] == "market_fixed":
        return "dealers" if key[2].endswith(" dealers") else "organisation"
    return {"programmes": "programmes", "signing": "deal", "running": "deal"}.get(key[0], "plan")


def _named(profits: Profits, leads: list[Lead], firms: Mapping[tuple[What, str], str]) -> int:
    """The book in which the firms named lead; a lead that no candidate offers is left out."""
    names = [one.agreement for one in leads if firms.get((one.what, one.resource)) == one.leader]
    return profits.mask(names)
