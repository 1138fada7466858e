"""The figures of a deal sheet, by name.

surplus            v(g ∪ a) − v(g)                      gain f      π_f with it − without it
surplus yearly     surplus / Σ w_t                      after f     surplus / parties
before diversion   the same, no car losing sales        part f      Σ gains of the parties / parties
lowest, highest    over the strongest inputs            pays f      gain f − part f
fee lowest         −gain of who is paid                 fee highest gain of who pays
proposed f         gain f less what f pays by the rows of terms.csv between parties that plan
fee middle, fee at b   lowest + b (highest − lowest): who is paid has the part b of what the two gain together

What is paid hangs on the same equally good plans as the gains that it comes from, so it has a range, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from teikei.agreements.kinds import KINDS
from teikei.case.case import Case
from teikei.deals.advice import Advised
from teikei.deals.changes import ACCOUNT_WORDS
from teikei.deals.figure import ASSUMED, Cited, Figure, cited, rows_of
from teikei.deals.proposal import paid_as_proposed
from teikei.deals.sweep import Move
from teikei.deals.terms import Corridor
from teikei.deals.worth import Interval
from teikei.industry.money import level, year_weights

WEIGHTS = (0.3, 0.7)
"""Bargaining weights of who is paid, beside equal ones."""
SHOWN_ROWS = 10
"""Strongest inputs whose rows a figure names."""


def figures_of(found: Advised, case: Case) -> dict[str, Figure]:
    """Every figure of one valued agreement."""
    rests = deal_rows(case, found.agreement) + moving_rows(case, found)
    made = [
        *_worth(found, case, rests),
        *_firms(found, rests),
        *_fees(found, case, rests),
        *_proposed(found, case, rests),
        *_cars(found, case),
    ]
    return {one.name: one for one in made}


def deal_rows(case: Case, agreement: str) -> tuple[Cited, ...]:
    """The rows that say what a deal costs, grants, pays and changes."""
    return (
        *rows_of(case, "agreements", agreement, "signing_cost_m"),
        *rows_of(case, "agreements", agreement, "running_cost_m"),
        *rows_of(case, "grants", agreement, "limit_units_per_year"),
        *rows_of(case, "terms", agreement, "amount"),
        *rows_of(case, "changes", agreement, "value"),
    )


def moving_rows(case: Case, found: Advised) -> tuple[Cited, ...]:
    """The cells of the strongest inputs."""
    moves = found.sweep.moves[:SHOWN_ROWS] if found.sweep else ()
    return tuple(at for m in moves if (at := cited(case, m.input)) is not None)


def influence_assumed(moves: tuple[Move, ...], case: Case) -> float | None:
    """Share of what moves the surplus that rests on assumptions; None where nothing moves it.

    Σ width of inputs whose row is an assumption / Σ width        width: distance of the two ends
    """
    total = sum(m.width for m in moves)
    if total <= 0.0:
        return None
    cells = [(m.width, cited(case, m.input)) for m in moves]
    return sum(width for width, at in cells if at is not None and at.confidence == ASSUMED) / total


def _worth(found: Advised, case: Case, rests: tuple[Cited, ...]) -> Iterator[Figure]:
    low, high = found.surplus_m or (0.0, 0.0)
    weights = float(year_weights(case).sum())
    middle = (low + high) / 2.0
    assumed = influence_assumed(found.sweep.moves, case) if found.sweep else None
    accounts = tuple((ACCOUNT_WORDS.get(a, a), float(v)) for a, v in found.money.iter_rows())
    yield Figure(
        "surplus", "m", middle, low, high, certified=True, rests=rests, assumed=assumed,
        formula="best joint plan of all planning firms with the agreement, less the best one without it; "
        "by account:",
        parts=accounts,
    )  # fmt: skip
    year, year_low, year_high = (level(v, case) for v in (middle, low, high))
    yield Figure(
        "surplus yearly", "m a year", year, year_low, year_high, certified=True, rests=rests, assumed=assumed,
        formula="surplus ÷ the sum of the discount factors of the years planned",
        parts=(("surplus", middle), ("sum of discount factors", weights)),
    )  # fmt: skip
    dry = found.surplus_before_diversion_m or (low, high)
    yield Figure(
        "before diversion", "m", sum(dry) / 2.0, *dry, certified=True, rests=rests, assumed=assumed,
        formula="the same two plans, no car losing sales to a launch",
    )  # fmt: skip
    if found.last_m is not None:
        yield Figure(
            "last", "m", sum(found.last_m) / 2.0, *found.last_m, certified=True, rests=rests,
            formula="best joint plan of everything that is signed together, less the best one without this "
            "agreement",
        )  # fmt: skip
    if found.sweep and found.sweep.moves:
        yield Figure(
            "input range", "m", found.sweep.central, found.sweep.low, found.sweep.high, certified=False,
            rests=rests, assumed=assumed,
            formula="lowest and highest surplus as each of the strongest inputs moves alone to its low and "
            "its high, decisions elsewhere held",
        )  # fmt: skip


def _firms(found: Advised, rests: tuple[Cited, ...]) -> Iterator[Figure]:
    own = [g for f, g in found.gains.items() if f in found.parties]
    n, part = max(1, len(own)), equal_part(found)
    for firm, gain in found.gains.items():
        inside = firm in found.parties
        yield Figure(
            f"{'gain' if inside else 'others'} {firm}", "m", gain.value, gain.low, gain.high, gain.certified,
            rests=rests,
            formula="its profit in the plan with the agreement, less that in the plan without it; no payment "
            "between parties counted",
        )  # fmt: skip
    for firm, (low, high) in found.gains_after_m.items():
        middle = (low + high) / 2.0
        yield Figure(
            f"after {firm}", "m", middle, low, high, certified=True, rests=rests,
            formula="surplus ÷ number of parties that plan (equal bargaining weights)",
            parts=(("surplus", middle * len(found.gains_after_m)), ("parties", len(found.gains_after_m))),
        )  # fmt: skip
    for firm, gain in found.gains.items():
        if firm not in found.parties or len(own) < 2:
            continue
        others = tuple((f"gain of {f}", g.value) for f, g in found.gains.items() if f in found.parties)
        yield Figure(
            f"part {firm}", "m", *part, certified=len(own) == len(found.gains), rests=rests,
            parts=(*others, ("parties", n)), formula="what the parties gain together ÷ their number",
        )  # fmt: skip
        value, low, high = paid_by(found, firm)
        yield Figure(
            f"pays {firm}", "m", value, low, high, certified=_sure(found), rests=rests,
            parts=((f"gain of {firm}", gain.value), ("its part", part[0])),
            formula="its gain before money less its equal part; below zero it is paid",
        )  # fmt: skip


def equal_part(found: Advised) -> tuple[float, float, float]:
    """An equal part of what the parties gain together: value, low, high.

    Σ D_f over parties = surplus − Σ D_k over others        so the surplus and the others bound it
    """
    own = [g for f, g in found.gains.items() if f in found.parties]
    others = [g for f, g in found.gains.items() if f not in found.parties]
    n, value = max(1, len(own)), sum(g.value for g in own)
    low, high = found.surplus_m or (value, value)
    low, high = low - sum(g.high for g in others), high - sum(g.low for g in others)
    return value / n, min(value, low) / n, max(value, high) / n


def paid_by(found: Advised, firm: str) -> tuple[float, float, float]:
    """What a party pays to the others at equal parts: value, low, high.

    pays_f = D_f − Σ D / n = (1 − 1/n) D_f − Σ_{k≠f} D_k / n       each bounds it, and the narrower one counts
    """
    own = {f: g for f, g in found.gains.items() if f in found.parties}
    part, least, most = equal_part(found)
    gain, n = own[firm], len(own)
    others = [g for f, g in own.items() if f != firm]
    bounds = [
        (gain.low - most, gain.high - least),
        (
            gain.low - (gain.low + sum(g.high for g in others)) / n,
            gain.high - (gain.high + sum(g.low for g in others)) / n,
        ),
    ]
    if n == 2:  # what one pays the other is paid
        bounds.append((least - others[0].high, most - others[0].low))
    return _narrowest(gain.value - part, bounds)


def fee_at(found: Advised, corridor: Corridor, weight: float) -> tuple[float, float, float]:
    """The fee at which who is paid has the part ``weight`` of what the two gain together: value, low, high.

    fee = b S − D_payee = D_payer − (1 − b) S = b D_payer − (1 − b) D_payee        S: what both gain
    """
    payer, payee = found.gains[corridor.taker], found.gains[corridor.giver]
    part, least, most = equal_part(found)
    rest = 1.0 - weight
    bounds = [
        (2.0 * weight * least - payee.high, 2.0 * weight * most - payee.low),
        (payer.low - 2.0 * rest * most, payer.high - 2.0 * rest * least),
        (weight * payer.low - rest * payee.high, weight * payer.high - rest * payee.low),
    ]
    return _narrowest(2.0 * weight * part - payee.value, bounds)


def _sure(found: Advised) -> bool:
    """Whether no gain hangs on which of the equally good plans is taken."""
    return all(gain.certified for gain in found.gains.values())


def _narrowest(value: float, bounds: Sequence[Interval]) -> tuple[float, float, float]:
    """A value between bounds that all hold."""
    return value, min(value, max(low for low, _ in bounds)), max(value, min(high for _, high in bounds))


def _fees(found: Advised, case: Case, rests: tuple[Cited, ...]) -> Iterator[Figure]:
    if found.corridor is None:
        return
    deal = found.corridor.by_payer
    payer, payee = found.gains[deal.taker], found.gains[deal.giver]
    halves = (("lowest", deal.lowest_m), ("highest", deal.highest_m))
    needs = "the least that leaves who is paid no worse off: its gain, sign turned"
    can = "the most that leaves who pays no worse off: its gain"
    yield from _measured("lowest", (deal.lowest_m, -payee.high, -payee.low), needs, (), found, case, rests)
    yield from _measured("highest", (deal.highest_m, payer.low, payer.high), can, (), found, case, rests)
    middle = "half of lowest and highest: equal parts of what the two gain together"
    yield from _measured("middle", fee_at(found, deal, 0.5), middle, halves, found, case, rests)
    for weight in WEIGHTS if deal.open else ():
        words = f"lowest and {weight:g} of the way to highest: {weight:.0%} of what the two gain together"
        ends = fee_at(found, deal, weight)
        yield from _measured(f"at {weight:g}", ends, words, halves, found, case, rests)


def _proposed(found: Advised, case: Case, rests: tuple[Cited, ...]) -> Iterator[Figure]:
    """What each party that plans has by the agreement at the terms that the tables propose."""
    for firm, paid in (paid_as_proposed(found, case) or {}).items():
        gain = found.gains[firm].plus(-paid)
        yield Figure(
            f"proposed {firm}", "m", gain.value, gain.low, gain.high, gain.certified,
            "its gain before money less what it pays by the terms that the tables propose",
            ((f"gain of {firm}", gain.value + paid), ("pays", paid)), rests,
        )  # fmt: skip


def _measured(
    word: str,
    ends: tuple[float, float, float],
    formula: str,
    parts: tuple[tuple[str, float], ...],
    found: Advised,
    case: Case,
    rests: tuple[Cited, ...],
) -> Iterator[Figure]:
    """A fee as present value, a year and a car; of what is bought, once, as present value alone."""
    weights = year_weights(case)
    sure = _sure(found)
    yield Figure(f"fee {word}", "m", *ends, sure, formula, parts, rests)
    if KINDS[found.kind].bought:
        return
    yearly = [level(end, case) for end in ends]
    yield Figure(
        f"fee {word} yearly", "m a year", yearly[0], yearly[1], yearly[2], sure,
        "present value ÷ the sum of the discount factors of the years planned",
        (("present value", ends[0]), ("sum of discount factors", float(weights.sum()))), rests,
    )  # fmt: skip
    cars = float(np.asarray(found.units_per_year) @ weights) if found.units_per_year else 0.0
    if cars > 0.5:
        each = [end * 1e6 / cars for end in ends]
        yield Figure(
            f"fee {word} car", "a car", each[0], each[1], each[2], sure,
            "present value × 1,000,000 ÷ discounted cars under the deal",
            (("present value", ends[0]), ("discounted cars", cars)), rests,
        )  # fmt: skip


def _cars(found: Advised, case: Case) -> Iterator[Figure]:
    """Cars under the deal, a year each; where a kind counts none, none."""
    rests = rows_of(case, "grants", found.agreement, "limit_units_per_year")
    for year, cars in zip(case.settings.years, found.units_per_year, strict=False):
        if cars > 0.5:
            yield Figure(
                f"cars {year}", "cars a year", cars, cars, cars, False,
                "cars that the best plan builds on what the deal grants", (), rests,
            )  # fmt: skip
