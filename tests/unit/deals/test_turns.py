from __future__ import annotations

from collections.abc import Callable

import pytest

from teikei.deals.inputs import Input
from teikei.deals.turns import PROOFS, Reading, Turn, Valued, changes, grid_of, nearest, round_step, turns_of
from teikei.deals.worth import Interval

LIMIT = 4.0
SHARE = Input("content", ("a",), "share_of_value", 0.2, 0.4, 0.7)


def curve(of: Callable[[float], float], half_width: float = 0.0) -> Valued:
    def value(at: float) -> Interval:
        return of(at) - half_width, of(at) + half_width

    return value


def read(value: Valued, *at: float) -> list[Reading]:
    return [Reading(a, *worth) for a in at if (worth := value(a)) is not None]


def ends(turns: tuple[Turn, ...]) -> list[tuple[float, float]]:
    return [(t.start.at, t.end.at) for t in turns]


def test_a_sign_needs_the_whole_interval_on_one_side() -> None:
    # above: low > 4; not above: high <= 4, the threshold itself included
    cases = [((4.1, 9.0), 1), ((4.0, 9.0), 0), ((3.0, 4.0), -1), ((3.0, 4.1), 0)]
    assert [Reading(0.0, *worth).sign(LIMIT) for worth, _ in cases] == [sign for _, sign in cases]


@pytest.mark.parametrize(
    ("width", "step"),
    # a twentieth: 0.025 -> 0.02; 1 -> 1; 97.15 -> 50; 100 -> 100; 0.0015 -> 0.001
    [(0.5, 0.02), (20.0, 1.0), (1_943.0, 50.0), (2_000.0, 100.0), (0.03, 0.001)],
)
def test_steps_are_round(width: float, step: float) -> None:
    assert round_step(width) == step


def test_values_between_are_multiples_strictly_inside() -> None:
    assert nearest(0.2, 0.7, 0.45, 0.02) == 0.44  # 22.5 steps, to the even one
    assert nearest(0.2, 0.24, 0.24, 0.02) == 0.22
    assert nearest(0.2, 0.22, 0.21, 0.02) is None
    assert nearest(1.0, 10.0, 4.0, 10.0) is None


def test_the_grid_is_the_three_values_and_round_ones_between() -> None:
    assert grid_of(SHARE) == (0.2, 0.4, 0.7)
    # half of 0.2 and 0.4 is 15 steps of 0.02; 0.55 is 27.5 steps: 28
    assert grid_of(SHARE, fine=True) == (0.2, 0.3, 0.4, 0.56, 0.7)
    one_sided = Input("content", ("a",), "share_of_value", 0.4, 0.4, 0.7)
    assert grid_of(one_sided) == (0.4, 0.7)


def test_changes_pass_over_what_has_no_sign() -> None:
    found = changes([Reading(3.0, 9.0, 9.0), Reading(1.0, 0.0, 1.0), Reading(2.0, 3.0, 5.0)], LIMIT)
    assert [(a.at, b.at) for a, b in found] == [(1.0, 3.0)]


def test_two_changes_are_both_closed_in_and_proved() -> None:
    # 10 - (x - 5)² is above 4 between 5 - √6 = 2.55 and 5 + √6 = 7.45
    value = curve(lambda x: 10.0 - (x - 5.0) ** 2)
    asked: list[float] = []

    def fully(at: float) -> Interval | None:
        asked.append(at)
        return value(at)

    found, turns = turns_of(read(value, 0.0, 5.0, 10.0), 0.5, 6, value, fully, LIMIT)
    assert ends(turns) == [(2.5, 3.0), (7.0, 7.5)]
    assert all(t.certified for t in turns)
    # 10 - 6.25 = 3.75 and 10 - 4 = 6
    assert (turns[0].start.low, turns[0].end.low) == (3.75, 6.0)
    assert sorted(asked) == [2.5, 3.0, 7.0, 7.5]
    assert [r.at for r in found] == sorted(r.at for r in found)


def test_a_change_that_full_valuation_refutes_is_none() -> None:
    # held plans fall below at the end, free ones do not
    held = curve(lambda x: 10.0 - x)
    free = curve(lambda x: 10.0 - x / 2.0)
    found, turns = turns_of(read(held, 0.0, 5.0, 10.0), 1.0, 6, held, free, LIMIT)
    # 10 - 10/2 = 5 > 4 all along: no change, and the end says what is proved
    assert turns == ()
    assert (found[-1].at, found[-1].low, found[-1].certified) == (10.0, 5.0, True)
    assert [r.at for r in found if not r.certified] == [0.0]  # what was held between the grid is gone


def test_a_change_found_a_little_off_is_moved_to_where_it_is() -> None:
    # held: 10 - x passes 4 at 6; free: 10 - 0.8 x at 7.5
    held, free = curve(lambda x: 10.0 - x), curve(lambda x: 10.0 - 0.8 * x)
    _, turns = turns_of(read(held, 0.0, 5.0, 10.0), 1.0, 6, held, free, LIMIT)
    assert ends(turns) == [(7.0, 8.0)]
    assert turns[0].certified
    assert (turns[0].start.low, turns[0].end.low) == (pytest.approx(4.4), pytest.approx(3.6))


def test_ends_without_a_sign_or_a_plan_are_not_certified() -> None:
    value = curve(lambda x: 10.0 - x)
    for fully in (curve(lambda x: 10.0 - x, half_width=100.0), lambda _: None):
        _, turns = turns_of(read(value, 0.0, 10.0), 1.0, 6, value, fully, LIMIT)
        assert not any(t.certified for t in turns)


def test_full_valuations_are_limited() -> None:
    spent: list[float] = []

    def fully(at: float) -> Interval | None:
        spent.append(at)
        return (10.0, 10.0) if at < 9.99 else (0.0, 0.0)

    held = curve(lambda x: 10.0 - x)
    turns_of(read(held, 0.0, 10.0), 0.001, 50, held, fully, LIMIT)
    assert len(spent) <= PROOFS


def test_a_value_without_a_plan_ends_the_closing_in() -> None:
    value = curve(lambda x: 10.0 - x)

    def gaps(at: float) -> Interval | None:
        return value(at) if at in (0.0, 10.0) else None

    _, turns = turns_of(read(value, 0.0, 10.0), 1.0, 6, gaps, gaps, LIMIT)
    assert ends(turns) == [(0.0, 10.0)]
    assert turns[0].certified


def test_a_wide_proof_of_a_sign_leaves_the_figure() -> None:
    value = curve(lambda x: 10.0 * x)
    found, turns = turns_of(
        read(value, 0.0, 1.0), 0.5, 6, value, lambda x: (10.0 * x, 10.0 * x + 90.0 * (x > 0.4)), LIMIT
    )
    (turn,) = turns
    # 0 and 5: the second is proved as 5 to 95, and stays 5
    assert turn.certified
    assert (turn.end.low, turn.end.high, turn.end.middle) == (5.0, 95.0, 5.0)
    assert [r.middle for r in found] == [0.0, 5.0, 10.0]
    # outside what is proved the figure cannot be
    assert Reading(0.0, 10.0, 90.0, certified=True, held=9.0).middle == 10.0
