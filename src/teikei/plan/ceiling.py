"""What no book can beat: the joint plan of some firms that may also choose which agreements to sign.

    max over books h ⊆ candidates of v(S, today ∪ h)  ≤  bound of the program below

All candidates' permits are there at once, at no diversion; then what a candidate changes is tied to the
decision ``sign[a]`` ∈ {0,1}, wherever that can be done without cutting off the plan of any book:

    objective                 + (constants of a) sign[a]                    with signing and running
                              + least cost · paid_once, paid_once ≥ sign[a] what several cost a firm
    Σ ship of a slot under grants of A     ≤ D Σ_{a in A} sign[a]           (``signed``; A: who grants it)
    Σ ship of a launch m in t              ≤ D on_sale[m,t],  on_sale[m,t] ≤ on_sale[m,t+1]
    on_sale[m,last]                        ≤ Σ_{a brings it} sign[a]        (``brought``; not if today's book
                                                                             brings it too)
    lent, credit of a                      ≤ limit sign[a]                  (``handed``)
    gained[a,s,t] ≤ Σ ship of slot s in t, ≤ D sign[a]                      what a takes off the cost of a car
    gained[a,s,t] ≤ D (adoptions, toolings of takers in force in t)         (as `plan.earned` counts it; cars
                                                                             with what a shares only)
    what launches on sale take                                              (`plan.diverted`)
    sign[a] + sign[b] ≤ 1, sign[a] ≤ sign[b]                                excluded, needed

Why it bounds every book h. Without diversion, minima and own cost one more permission hurts nobody, so the
plan of h satisfies the rows of all candidates together; where the larger book makes a start dearer, it costs
here what it costs in the cheapest (`plan.cheapest`). A launch is on sale from the year in which the plan
of h sells it first, and takes from other cars from then on. A saving of several agreements on one car is at
most the sum of their savings alone, since volume saves less and less and factors multiply, unless a taker
comes to what is shared by several of which none suffices: then what is saved there is given for nothing, as
is what all together save more than the sum. A constant that several cost the same firm (fitting one
technology) may be paid once: it is, at the least of them. What a candidate costs by ending a saving of
today's, another may save again: it is charged only where there is no other (`plan.shared_costs`). What a
candidate does that ends an agreement of today's book is found for the members, since what that one pays
across their border counts. A volume that a signed grant asks for is what it asks where no candidate stands:
more is within reach here. A pool hands over no more than the members' cars could add. A car on a route
that only candidates open pays the fees of those that must be signed for it; of one other deal with a fee
it takes what it brings and the fee, or neither, whichever is more; of several it takes what they bring and
no fee. Room kept for firms outside is what all launches together leave them. The rows are made in
`plan.signing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from teikei.agreements.book import Book, agreement_rows, displaced, needed
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.build import build
from teikei.plan.effects import Account, Effect, Key, named
from teikei.plan.optimise import Memory
from teikei.plan.problem import build_problem
from teikei.plan.sets import PlanProblem
from teikei.plan.signing import Signing
from teikei.solve.decompose import solve_components

LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """``bound``: no book of the candidates is worth more to the members; ``signed``: the candidates that the
    best point found signs, a good book to plan."""

    bound: float
    signed: tuple[str, ...]
    seconds: float


def effects_of(case: Case, candidates: Sequence[str]) -> dict[str, Effect]:
    """What each candidate does alone, before diversion, beside today's book with what it needs; the same in
    every group of members, unless it ends an agreement of today's book (`ceiling`)."""
    return _effects_of(case, candidates, None)


def _effects_of(case: Case, candidates: Sequence[str], members: Sequence[str] | None) -> dict[str, Effect]:
    found = {}
    known: dict[frozenset[str], tuple[dict[Key, float], dict[Account, float]]] = {}
    for name in candidates:
        both = []
        for book in with_and_without(case, name):
            if book.agreements not in known:
                known[book.agreements] = _objective(_problem(case, members, book))
            both.append(known[book.agreements])
        (after, paid_after), (before, paid_before) = both
        gains = {
            key: value - before[key]
            for key, value in after.items()
            if key in before and abs(value - before[key]) > LEAST
        }
        moved = {k: paid_after.get(k, 0.0) - paid_before.get(k, 0.0) for k in paid_after | paid_before}
        found[name] = Effect(gains, {k: amount for k, amount in moved.items() if abs(amount) > LEAST})
    return found


def _ending(case: Case, candidates: Sequence[str]) -> list[str]:
    """Candidates that end an agreement of today's book: what that one pays across the border of a group
    depends on who is in it."""
    today = Book.today(case).agreements
    return [a for a in candidates if today - with_and_without(case, a)[0].agreements]


def with_and_without(case: Case, name: str) -> tuple[Book, Book]:
    """The smallest book over today's with an agreement, and the same without it; what it excludes is out of
    the first."""
    today = Book.today(case).agreements
    partners = needed(case, name, today)
    after = (today - displaced(case, today, {name, *partners})) | partners | {name}
    return Book(case, after), Book(case, (today - displaced(case, today, partners)) | partners)


def open_case(case: Case) -> Case:
    """The case in which all candidates may stand in one book: none excludes or needs another, and none asks a
    firm that plans for a least volume, or holds an owner to a part of its plant."""
    rows = agreement_rows(case)
    loose = {name for name, row in rows.items() if row["status"] == "candidate"}
    loose |= displaced(case, Book.today(case).agreements, loose)
    none = pl.lit([], dtype=pl.List(pl.String))
    planning = case["firms"].filter(pl.col("role") == "plans")["firm"].to_list()
    free = pl.when(pl.col("agreement").is_in(sorted(loose)) & pl.col("taker").is_in(planning))
    held = (pl.col("change") == "own_use") & pl.col("agreement").is_in(sorted(loose))
    return case.with_(
        agreements=case["agreements"].with_columns(excludes=none, needs=none),
        changes=case["changes"].filter(~held),
        grants=case["grants"].with_columns(
            minimum_units_per_year=free.then(0.0).otherwise(pl.col("minimum_units_per_year"))
        ),
    )


def able(names: Sequence[str], case: Case) -> tuple[str, ...]:
    """Those candidates of a list that find all they need in it or in today's book."""
    rows, today, kept = agreement_rows(case), Book.today(case).agreements, list(names)
    while True:
        short = {a for a in kept if not set(rows[a]["needs"]) <= today | set(kept)}
        if not short:
            return tuple(kept)
        kept = [a for a in kept if a not in short]


def ceiling(
    case: Case,
    members: Sequence[str],
    candidates: Sequence[str],
    effects: Mapping[str, Effect],
    options: PlanOptions,
    memory: Memory | None = None,
    known: Collection[frozenset[str]] = (),
) -> Ceiling:
    """The bound over all books of the candidates, which must lie inside the members.

    Parameters
    ----------
    effects : of `effects_of`, the candidates' at least; of those that end an agreement of today's book they
        are found anew for the members
    known : books (candidates beyond today's) that are left out, since what they are worth is known

    Raises whatever `plan` raises.
    """
    today = Book.today(case)
    pool = able(candidates, case)
    base, paid_today = _objective(_problem(case, members, today))
    own = {**effects, **_effects_of(case, _ending(case, pool), members)}
    made = Signing(case, open_case(case), tuple(members), pool, base, own)
    program, compiled = made.compiled(known)
    kept = Memory() if memory is None else memory
    # every row at once: deals tie nearly all together, and the largest part would be solved once a round
    answer = solve_components(compiled, options.solve(), kept.answers)
    signed: tuple[str, ...] = ()
    if answer.found and pool:
        taken = answer.x[program["sign"].ids]
        signed = tuple(a for a, y in zip(pool, taken, strict=True) if y > 0.5)
    return Ceiling(answer.bound + sum(paid_today.values()), signed, answer.seconds)


def _problem(case: Case, members: Sequence[str] | None, book: Book) -> PlanProblem:
    return build_problem(case, members, book, PlanOptions(diversion=False))


def _objective(problem: PlanProblem) -> tuple[dict[Key, float], dict[Account, float]]:
    """Objective of every car and start by what it is, and the constants by account."""
    compiled = build(problem).compile()
    paid = {k: float(problem.weights @ a) for k, a in problem.constants.items() if k[0] != "transfers"}
    return {key: float(compiled.objective[i]) for key, i in named(problem, compiled).items()}, paid
