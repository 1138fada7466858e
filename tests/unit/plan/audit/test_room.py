from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.plan.audit.room import unplaced


def test_a_room_for_any_is_not_a_room_for_some() -> None:
    # any car 10, pickups 50: 60 SUVs find 10 places, though 60 places exist
    rooms, fits = {"any": 10.0, "pickups": 50.0}, {"suv": ["any"], "pickup": ["any", "pickups"]}
    assert unplaced({"suv": 60.0}, rooms, fits) == (50.0, frozenset({"suv"}))
    # 20 pickups leave the room for any to the SUVs
    assert unplaced({"suv": 10.0, "pickup": 50.0}, rooms, fits) == (0.0, frozenset())
    # with 55 pickups, 5 of them need it: 65 cars for 60 places
    assert unplaced({"suv": 10.0, "pickup": 55.0}, rooms, fits) == (5.0, frozenset({"suv", "pickup"}))


def test_the_tightest_kinds_are_named_and_no_others() -> None:
    rooms = {"frame": 100.0, "body": 200.0}
    fits = {"pickup": ["frame"], "suv": ["body"]}
    assert unplaced({"pickup": 130.0, "suv": 200.0}, rooms, fits) == (30.0, frozenset({"pickup"}))


def test_no_room_and_rooms_without_end() -> None:
    assert unplaced({"suv": 5.0}, {}, {"suv": []}) == (5.0, frozenset({"suv"}))
    assert unplaced({"suv": 5.0}, {}, {}) == (5.0, frozenset({"suv"}))
    assert unplaced({"suv": 1e9}, {"all": math.inf}, {"suv": ["all"]}) == (0.0, frozenset())
    assert unplaced({}, {"all": 1.0}, {}) == (0.0, frozenset())


KINDS, ROOMS = ("a", "b", "c", "d"), ("p", "q", "r")


@given(
    st.fixed_dictionaries({k: st.integers(0, 50) for k in KINDS}),
    st.fixed_dictionaries({r: st.integers(0, 60) for r in ROOMS}),
    st.fixed_dictionaries({k: st.sets(st.sampled_from(ROOMS)) for k in KINDS}),
)
def test_cars_without_a_place_are_the_largest_excess_of_a_set(
    cars: dict[str, int], rooms: dict[str, int], fits: dict[str, set[str]]
) -> None:
    def excess(some: tuple[str, ...]) -> int:
        taken = set().union(*(fits[k] for k in some)) if some else set()
        return sum(cars[k] for k in some) - sum(rooms[r] for r in taken)

    sets = [some for size in range(len(KINDS) + 1) for some in combinations(KINDS, size)]
    over, kinds = unplaced(cars, rooms, fits)
    assert over == pytest.approx(max(excess(some) for some in sets))
    assert excess(tuple(sorted(kinds))) == pytest.approx(over)
