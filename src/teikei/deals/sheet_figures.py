"""The figures of a deal sheet, by name.

surplus            v(g ∪ a) − v(g)                      gain f      π_f with it − without it
surplus yearly     surplus / Σ w_t                      after f     surplus / parties
before diversion   the same, no car losing sales        part f      Σ gains of the parties / parties
lowest, highest    over the strongest inputs            pays f      gain f − part f
fee lowest         −gain of the giver                   fee highest gain of the taker
fee middle         half of both: equal parts of what the two gain together
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teikei.case.case import Case
from teikei.deals.advice import Advised
from teikei.deals.changes import ACCOUNT_WORDS
from teikei.deals.figure import ASSUMED, Cited, Figure, cited, rows_of
from teikei.deals.sweep import Move
from teikei.deals.terms import Corridor
from teikei.industry.money import level, year_weights

SHOWN_ROWS = 10
"""Strongest inputs whose rows a figure names."""


def figures_of(found: Advised, case: Case) -> dict[str, Figure]:
    """Every figure of one valued agreement."""
    rests = deal_rows(case, found.agreement) + moving_rows(case, found)
    made = [
        *_worth(found, case, rests),
        *_firms(found, rests),
        *(_fees(found.corridor, found, case, rests) if found.corridor else ()),
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
        yield Figure(
            f"pays {firm}", "m", gain.value - part[0], gain.value - part[0], gain.value - part[0],
            certified=False, rests=rests, parts=((f"gain of {firm}", gain.value), ("its part", part[0])),
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


def _fees(corridor: Corridor, found: Advised, case: Case, rests: tuple[Cited, ...]) -> Iterator[Figure]:
    weights = year_weights(case)
    cars = float(np.asarray(found.units_per_year) @ weights) if found.units_per_year else 0.0
    middle = (corridor.lowest_m + corridor.highest_m) / 2.0
    ends = {
        "lowest": (corridor.lowest_m, "the least that leaves the giver no worse off: its gain, sign turned"),
        "highest": (corridor.highest_m, "the most that leaves the taker no worse off: its gain"),
        "middle": (middle, "half of lowest and highest: equal parts of what the two gain together"),
    }
    for word, (amount, formula) in ends.items():
        halves = (("lowest", corridor.lowest_m), ("highest", corridor.highest_m)) if word == "middle" else ()
        yield Figure(f"fee {word}", "m", amount, amount, amount, False, formula, halves, rests)
        yearly = level(amount, case)
        yield Figure(
            f"fee {word} yearly", "m a year", yearly, yearly, yearly, False,
            "present value ÷ the sum of the discount factors of the years planned",
            (("present value", amount), ("sum of discount factors", float(weights.sum()))), rests,
        )  # fmt: skip
        if cars > 0.5:
            each = amount * 1e6 / cars
            yield Figure(
                f"fee {word} car", "a car", each, each, each, False,
                "present value × 1,000,000 ÷ discounted cars under the deal",
                (("present value", amount), ("discounted cars", cars)), rests,
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
