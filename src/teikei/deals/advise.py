"""The main job: value every candidate of a planned kind and say which to sign, with whom, and why the others
fall short."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import polars as pl

from teikei.agreements.book import Book, agreement_rows, candidates, kind_faults
from teikei.agreements.kinds import KINDS
from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.base.jobs import Executor, Job, LocalExecutor
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.beyond import Beyond, beyond_best, standing_together
from teikei.deals.changes import built_at, diverted, driver, flows_moved, money_moved, without_it
from teikei.deals.dates import milestones
from teikei.deals.effort import closely, inputs_moved
from teikei.deals.gains import gains
from teikei.deals.last import last_added
from teikei.deals.sweep import sweep, workers
from teikei.deals.terms import corridor, gains_after
from teikei.deals.verdict import Verdict, in_book, judge
from teikei.deals.worth import Interval, surplus
from teikei.deals.yearly import (
    accounts_beside,
    accounts_moved,
    cash_beside,
    cash_moved,
    plants_beside,
    plants_moved,
)
from teikei.industry.money import year_weights
from teikei.plan.optimise import Memory, plan

__all__ = ["Advice", "Advised", "advise"]

Told = Callable[[Advised, int, int], None]
Run = Callable[[Iterable[Job]], Iterator[tuple[str, Any]]]
SIGNED = "signed together"


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """What is signed together: what that is worth (million, present value), and tables of the plans with it
    beside those without it (`deals.yearly`)."""

    chosen: tuple[str, ...] = ()
    worth_m: Interval = (0.0, 0.0)
    yearly: pl.DataFrame = field(default_factory=pl.DataFrame)
    plants: pl.DataFrame = field(default_factory=pl.DataFrame)
    cash: pl.DataFrame = field(default_factory=pl.DataFrame)


YARDSTICK = "a yardstick, not signed with the others; agreements between the same firms may do most of it"


def advise(
    case: Case,
    agreements: Sequence[str] | None = None,
    focal: str | None = None,
    options: AdviseOptions | None = None,
    *,
    executor: Executor | None = None,
    told: Told | None = None,
    done: Mapping[str, Advised] | None = None,
) -> Advice:
    """Value the candidates on today's book and judge each.

    Parameters
    ----------
    case : the industry
    agreements : ids to value (default: every candidate, and agreements in force that can be ended by notice:
        their surplus is what keeping them is worth)
    focal : keep only agreements with this firm as a party
    options : gap, time, workers, smallness, how many inputs move
    executor : runs the valuations (default: ``options.workers`` processes on this machine)
    told : called as each is done with (what was found, done, of)
    done : agreements that were valued before, on these tables with these options: not valued again

    Raises
    ------
    UsageError, CaseError
        unknown names; tables that cannot be planned
    """
    options = options or AdviseOptions()
    began = time.perf_counter()
    _checked(case, focal)
    rows = agreement_rows(case)
    wanted = _wanted(case, agreements, focal)
    asked = set(agreements or ())  # a red one is valued only if it is asked for by name, and stays barred
    planned = [
        a for a in wanted if KINDS[rows[a]["kind"]].planned and (rows[a]["screen"] != "red" or a in asked)
    ]
    known = {a: one for a, one in (done or {}).items() if a in planned}
    left = [a for a in planned if a not in known]
    own, ready = LocalExecutor(workers(options.workers) if len(left) > 2 else 1), partial(_hold, case)
    with nullcontext(executor) if executor else own as runner:
        run = partial(runner.run, begin=ready)
        jobs = (Job(a, _value_one, (a, options)) for a in _longest_first(case, left))
        for name, result in run(jobs):
            known[name] = result
            if told is not None:
                told(result, len(known), len(planned))
        for name in wanted:
            if name not in known:
                known[name] = _not_valued(rows[name])
        found = without_worse(case, tuple(known[a] for a in wanted))
        found, signed = _together(case, found, options, run)
        if with_last(options):
            found, signed = _with_last(case, found, signed, options, run)
    return Advice(
        case,
        tuple(sorted(Book.today(case).agreements)),
        options,
        found,
        signed.chosen,
        signed.worth_m,
        time.perf_counter() - began,
        focal or "",
        yearly=signed.yearly,
        plants=signed.plants,
        cash=signed.cash,
    )


def _checked(case: Case, focal: str | None) -> None:
    faults = kind_faults(case)
    if faults:
        raise CaseError(faults)
    firms = case["firms"]["firm"].to_list()
    if focal and focal not in firms:
        raise UsageError(
            Fault(
                "--for",
                f"no firm is called {focal!r}",
                "the advice would be empty",
                did_you_mean(focal, firms, "firms.csv"),
            )
        )


def _wanted(case: Case, agreements: Sequence[str] | None, focal: str | None) -> list[str]:
    rows = agreement_rows(case)
    if agreements is None:
        offered = [*candidates(case), *_endable(rows)]
        return [a for a in offered if not focal or focal in rows[a]["parties"]]
    unknown = [a for a in agreements if a not in rows]
    if unknown:
        raise UsageError(
            [
                Fault(
                    "--agreements",
                    f"no agreement is called {a!r}",
                    "it cannot be valued",
                    did_you_mean(a, list(rows), "agreements.csv"),
                )
                for a in unknown
            ]
        )
    if closed := [a for a in agreements if rows[a]["status"] == "closed"]:
        fix = "name candidates, or agreements in force"
        raise UsageError(
            [Fault("--agreements", f"{a!r} is closed", "it can no longer be signed", fix) for a in closed]
        )
    found = [a for a in agreements if not focal or focal in rows[a]["parties"]]
    if not found:
        what = "no agreement is named"
        fix = "name some, or leave --agreements out to value every candidate"
        if agreements:
            what = f"{focal!r} has no role in {', '.join(agreements)}"
            fix = "leave --for out, or name agreements that it is a party to"
        raise UsageError(Fault("--agreements", what, "the advice would be empty", fix))
    return found


def _endable(rows: dict[str, dict[str, Any]]) -> list[str]:
    """Agreements in force that can be ended by notice and that the plan values: is each worth keeping?"""
    return [
        name
        for name, row in rows.items()
        if row["status"] == "signed" and row["notice_months"] is not None and KINDS[row["kind"]].planned
    ]


def _longest_first(case: Case, names: Sequence[str]) -> list[str]:
    """Deals that share a platform or bring a car take longest, those on a plant or a pool and those in force
    less: started first, so that no worker is left with a long one at the end."""
    rows = agreement_rows(case)
    grants: dict[str, set[str]] = {}
    for agreement, what in case["grants"].select("agreement", "what").iter_rows():
        grants.setdefault(agreement, set()).add(what)

    def rank(name: str) -> int:
        what = grants.get(name, set())
        long = what & {"plant", "pool"} or rows[name]["status"] == "signed"
        return 0 if "platform" in what or rows[name]["brings"] else 1 if long else 2

    return sorted(names, key=rank)


_held: list[Case] = []
_memory = Memory()


def _hold(case: Case) -> None:
    """Keep the case in a worker, so that jobs carry only a name; what was solved for it stands."""
    if _held and _held[0] is case:
        return
    _held[:] = [case]
    _memory.forget()


def _value_one(agreement: str, options: AdviseOptions) -> Advised:
    """Value, sweep and judge one agreement in this process."""
    case = _held[0]
    began = time.perf_counter()
    row = agreement_rows(case)[agreement]
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    found = closely(surplus(case, agreement, None, quick, _memory), options, _memory)
    threshold = options.epsilon_m * float(year_weights(case).sum())
    swept = sweep(found, quick, inputs_moved(options), threshold, _memory)
    verdict = judge(found.alone, threshold, swept, red=row["screen"] == "red")
    gained = gains(found)
    why = driver(found)
    if not verdict.reason:
        verdict = Verdict(verdict.word, why, verdict.flips)
    if KINDS[row["kind"]].yardstick:
        verdict = replace(verdict, reason=f"{YARDSTICK}: {verdict.reason}")
    return Advised(
        agreement=agreement,
        title=_title(row),
        kind=row["kind"],
        parties=tuple(row["parties"]),
        verdict=verdict,
        surplus_m=found.alone,
        surplus_before_diversion_m=found.before_diversion,
        sweep=swept,
        gains=gained,
        gains_after_m=gains_after(found),
        corridor=corridor(found, gained),
        milestones=milestones(found),
        units_per_year=tuple(float(u) for u in found.units),
        built_at=built_at(found),
        driver=why,
        without={f: without_it(found, f) for f in found.parties},
        flows=flows_moved(found),
        money=money_moved(found),
        diverted=diverted(found),
        yearly=accounts_moved(found.with_plan, found.without_plan),
        plants=plants_moved(found.with_plan, found.without_plan),
        cash=cash_moved(found.with_plan, found.without_plan),
        gap=max(found.with_plan.gap, found.without_plan.gap),
        seconds=time.perf_counter() - began,
    )


def _title(row: dict[str, Any]) -> str:
    said = " (in force: keep it)" if row["status"] == "signed" else ""
    return f"{row['title']}{' (a yardstick)' if KINDS[row['kind']].yardstick else said}"


def _not_valued(row: dict[str, Any]) -> Advised:
    red = row["screen"] == "red"
    if red:
        verdict = Verdict(
            "rejected",
            f"barred by the antitrust screen (red): {row['legal_note'] or 'hardcore between competitors'}",
        )
    else:
        verdict = Verdict(
            "not yet planned", f"{KINDS[row['kind']].title}: its blocks come with the full plan"
        )
    return Advised(row["agreement"], row["title"], row["kind"], tuple(row["parties"]), verdict)


def _excluding(case: Case, one: str, other: str) -> bool:
    rows = agreement_rows(case)
    return other in rows[one]["excludes"] or one in rows[other]["excludes"]


def without_worse(case: Case, found: tuple[Advised, ...]) -> tuple[Advised, ...]:
    """Of recommended agreements that exclude each other, one certified worse than another is rejected; a
    yardstick takes nobody's place."""
    kept: list[Advised] = []
    worse: dict[str, Advised] = {}
    for a in (one for one in _ranked(found) if not KINDS[one.kind].yardstick):
        low, high = a.surplus_m or (0.0, 0.0)
        for b in kept:
            if b.surplus_m and high < b.surplus_m[0] and _excluding(case, a.agreement, b.agreement):
                reason = (
                    f"worse than {b.agreement}, which it excludes: [{low:,.0f}, {high:,.0f}] "
                    f"against [{b.surplus_m[0]:,.0f}, {b.surplus_m[1]:,.0f}] m"
                )
                worse[a.agreement] = replace(a, verdict=Verdict("rejected", reason, worse_than=b.agreement))
                break
        else:
            kept.append(a)
    return tuple(worse.get(a.agreement, a) for a in found)


def _ranked(found: tuple[Advised, ...]) -> list[Advised]:
    """Recommended agreements, the largest certified surplus first."""
    recommended = [a for a in found if a.verdict.word == "recommended"]
    return sorted(recommended, key=lambda a: (-(a.surplus_m or (0.0, 0.0))[0], a.agreement))


def _together(
    case: Case, found: tuple[Advised, ...], options: AdviseOptions, run: Run
) -> tuple[tuple[Advised, ...], Signed]:
    """What is signed together, and yardsticks with what they add to the best agreements between their
    parties, where some were valued: side by side."""
    ranked = [a.agreement for a in _ranked(found) if not KINDS[a.kind].yardstick]
    measured = {
        a.agreement: a.surplus_m for a in found if KINDS[a.kind].yardstick and a.surplus_m is not None
    }
    jobs = [Job(a, _beyond_one, (a, ranked, alone, options)) for a, alone in measured.items()]
    if chosen := _chosen(case, found):
        jobs.append(Job(SIGNED, _signed_one, (chosen, options)))
    answers: dict[str, Any] = dict(run(jobs)) if jobs else {}
    beside = (replace(a, beyond=answers[a.agreement]) if a.agreement in answers else a for a in found)
    return tuple(beside), answers.get(SIGNED, Signed())


def _chosen(case: Case, found: tuple[Advised, ...]) -> tuple[str, ...]:
    """All recommended agreements that can stand together; where two exclude each other, the one with the
    larger certified surplus. A yardstick, such as a merger, is no part of them."""
    rows = agreement_rows(case)
    waiting = [
        a.agreement
        for a in _ranked(found)
        if rows[a.agreement]["status"] == "candidate" and not KINDS[a.kind].yardstick
    ]
    return standing_together(case, waiting)


def _signed_one(chosen: tuple[str, ...], options: AdviseOptions) -> Signed:
    """What is signed together against today's book, in this process."""
    case, quick = _held[0], PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    after = plan(case, None, _advised_book(case, chosen), quick, memory=_memory)
    before = plan(case, None, Book.today(case), quick, memory=_memory)
    return Signed(
        chosen,
        after.worth.minus(before.worth),
        accounts_beside(after, before),
        plants_beside(after, before),
        cash_beside(after, before),
    )


def _beyond_one(agreement: str, ranked: Sequence[str], alone: Interval, options: AdviseOptions) -> Beyond:
    """What a yardstick adds to the best agreements between its parties, in this process."""
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    return beyond_best(_held[0], agreement, ranked, alone, quick, _memory)


def _with_last(
    case: Case, found: tuple[Advised, ...], signed: Signed, options: AdviseOptions, run: Run
) -> tuple[tuple[Advised, ...], Signed]:
    """Every agreement as the last one added to what is signed together; one that adds nothing there goes, the
    least first, until all that is signed pays as the last one too."""
    rows, threshold = agreement_rows(case), options.epsilon_m * float(year_weights(case).sum())
    asked = [
        a.agreement
        for a in found
        if a.surplus_m is not None and not KINDS[a.kind].yardstick and rows[a.agreement]["screen"] != "red"
    ]
    while signed.chosen:
        book = tuple(sorted(_advised_book(case, signed.chosen).agreements))
        jobs = (Job(a, _last_one, (a, book, tuple(asked), options)) for a in _longest_first(case, asked))
        last = dict(run(jobs))
        judged = tuple(
            replace(a, last_m=last[a.agreement], verdict=in_book(a.verdict, last[a.agreement], threshold))
            if a.agreement in last
            else a
            for a in found
        )
        worst = min(signed.chosen, key=lambda a: last[a][1])
        if last[worst][1] > threshold:
            return judged, signed
        found = tuple(new if new.agreement == worst else a for a, new in zip(found, judged, strict=True))
        chosen = _chosen(case, found)
        signed = dict(run([Job(SIGNED, _signed_one, (chosen, options))]))[SIGNED] if chosen else Signed()
    return found, signed


def with_last(options: AdviseOptions) -> bool:
    """Whether agreements are valued as the last ones, too: as asked, else with full effort.

    >>> with_last(AdviseOptions()), with_last(AdviseOptions(effort="full"))
    (False, True)
    """
    return options.effort == "full" if options.last is None else options.last


def _last_one(
    agreement: str, book: tuple[str, ...], among: tuple[str, ...], options: AdviseOptions
) -> Interval:
    """Value one agreement as the last one of a book in this process."""
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    return last_added(_held[0], agreement, book, quick, _memory, among)


def _advised_book(case: Case, chosen: Sequence[str]) -> Book:
    """Today's book and what is signed, less what that takes the place of."""
    today = Book.today(case)
    dropped = {b for b in today.agreements for a in chosen if _excluding(case, a, b)}
    return today.without(*dropped).with_(*chosen)
