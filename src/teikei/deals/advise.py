"""The main job: value every candidate of a planned kind and say which to sign, with whom, and why the others
fall short."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

from teikei.agreements.book import Book, agreement_rows, candidates, kind_faults
from teikei.agreements.kinds import KINDS
from teikei.base.errors import AgreementError, CaseError, Fault, UsageError, did_you_mean
from teikei.base.jobs import Executor, Job, LocalExecutor, workers
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.barred import barred
from teikei.deals.changes import built_at, diverted, driver, flows_moved, money_moved, without_it
from teikei.deals.dates import milestones
from teikei.deals.desk import held, hold
from teikei.deals.effort import closely, inputs_moved, longest_first
from teikei.deals.gains import gains
from teikei.deals.sweep import sweep
from teikei.deals.terms import corridor, gains_after
from teikei.deals.together import each_as_last, signed_together, with_last, without_worse
from teikei.deals.verdict import Verdict, judge
from teikei.deals.worth import surplus
from teikei.deals.yearly import accounts_moved, cash_moved, plants_moved
from teikei.industry.money import year_weights

__all__ = ["Advice", "Advised", "advise"]

Told = Callable[[Advised, int, int], None]


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

    Returns
    -------
    Advice
        each agreement with its surplus, an interval in M of the case currency, its verdict and what moves it,
        in the order asked; the recommended ones signed together, and each as the last one signed

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
    red = barred(case)
    planned = [a for a in wanted if KINDS[rows[a]["kind"]].planned and (a not in red or a in asked)]
    known = {a: one for a, one in (done or {}).items() if a in planned}
    left = [a for a in planned if a not in known]
    own, ready = LocalExecutor(workers(options.workers) if len(left) > 2 else 1), partial(hold, case)
    with nullcontext(executor) if executor else own as runner:
        run = partial(runner.run, begin=ready)
        jobs = (Job(a, _value_one, (a, options)) for a in longest_first(case, left))
        for name, result in run(jobs):
            known[name] = result
            if told is not None:
                told(result, len(known), len(planned))
        for name in wanted:
            if name not in known:
                known[name] = _not_valued(rows[name], red.get(name))
        found = without_worse(case, tuple(known[a] for a in wanted))
        found, signed = signed_together(case, found, options, run)
        if with_last(options):
            found, signed = each_as_last(case, found, signed, options, run)
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


def _value_one(agreement: str, options: AdviseOptions) -> Advised:
    """Value, sweep and judge one agreement in this process."""
    case, memory = held()
    began = time.perf_counter()
    row = agreement_rows(case)[agreement]
    quick = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    try:
        valued = surplus(case, agreement, None, quick, memory)
    except AgreementError as error:
        what = "; ".join(fault.what for fault in error.faults)
        return _without_worth(row, Verdict("rejected", f"no book can hold it: {what}"))
    found = closely(valued, options, memory)
    threshold = options.epsilon_m * float(year_weights(case).sum())
    swept = sweep(found, quick, inputs_moved(options), threshold, memory)
    verdict = judge(found.alone, threshold, swept, red=agreement in barred(case))
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
        without={
            f: without_it(found, f)
            for f in row["parties"]
            if f in found.parties or KINDS[row["kind"]].one_sided
        },
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


def _not_valued(row: dict[str, Any], red: str | None) -> Advised:
    if red is not None:
        verdict = Verdict("rejected", f"barred by the antitrust screen (red): {red}")
    else:
        verdict = Verdict(
            "not yet planned", f"{KINDS[row['kind']].title}: its blocks come with the full plan"
        )
    return _without_worth(row, verdict)


def _without_worth(row: dict[str, Any], verdict: Verdict) -> Advised:
    return Advised(row["agreement"], row["title"], row["kind"], tuple(row["parties"]), verdict)
