"""Whether cars fit into rooms: each car takes a place in one room that takes its kind.

    all cars fit  ⇔  for every set K of kinds   Σ_K cars ≤ Σ rooms that take any of K          (Hall)

Rooms are grants and kinds are models; for minima, kinds are grants and rooms are cars. A largest flow finds
how many cars find no place and which kinds are too many together: the set K that breaks the rule.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Mapping

WHISKER = 1e-9


def unplaced(
    cars: Mapping[str, float], rooms: Mapping[str, float], fits: Mapping[str, Collection[str]]
) -> tuple[float, frozenset[str]]:
    """Cars that find no place at best, and the kinds that are too many together.

    Parameters
    ----------
    cars : cars of every kind
    rooms : cars that every room takes (``inf``: any number)
    fits : the rooms that take a kind

    Returns
    -------
    Cars without a place (0.0 if all fit) and the kinds of the tightest set (empty if all fit).

    >>> unplaced({"suv": 60.0, "pickup": 20.0}, {"any": 10.0, "pickups": 50.0},
    ...          {"suv": ["any"], "pickup": ["any", "pickups"]})
    (50.0, frozenset({'suv'}))
    """
    left = {kind: float(units) for kind, units in cars.items() if units > 0}
    room = {name: float(most) for name, most in rooms.items()}
    placed: dict[tuple[str, str], float] = {}
    while True:
        path = _path(left, room, fits, placed)
        if not path:
            break
        _move(path, left, room, placed)
    rest = sum(left.values())
    if rest <= WHISKER * max(1.0, sum(cars.values())):
        return 0.0, frozenset()
    return rest, _tightest(left, fits, placed)


def _path(
    left: Mapping[str, float],
    room: Mapping[str, float],
    fits: Mapping[str, Collection[str]],
    placed: Mapping[tuple[str, str], float],
) -> list[tuple[str, str]]:
    """Steps (kind, room) that end in a room with a place left: forward into a room, back out of it with
    another kind."""
    came: dict[str, tuple[str, str] | None] = {k: None for k in sorted(left) if left[k] > WHISKER}
    entered: dict[str, str] = {}
    queue = deque(came)
    while queue:
        kind = queue.popleft()
        for name in sorted(fits.get(kind, ())):
            if name in entered or name not in room:
                continue
            entered[name] = kind
            if room[name] > WHISKER:
                return _steps(name, entered, came)
            for (other, where), units in placed.items():
                if where == name and units > WHISKER and other not in came:
                    came[other] = (kind, name)
                    queue.append(other)
    return []


def _steps(
    end: str, entered: Mapping[str, str], came: Mapping[str, tuple[str, str] | None]
) -> list[tuple[str, str]]:
    steps = [(entered[end], end)]
    while (back := came[steps[-1][0]]) is not None:
        steps.append((entered[back[1]], back[1]))
    return steps


def _move(
    path: list[tuple[str, str]],
    left: dict[str, float],
    room: dict[str, float],
    placed: dict[tuple[str, str], float],
) -> None:
    """Along a path from its end: as many cars as there is room, waiting cars, and cars that can give way."""
    start, end = path[-1][0], path[0][1]
    gives = [placed[(kind, path[i + 1][1])] for i, (kind, _) in enumerate(path[:-1])]
    units = min([left[start], room[end], *gives])
    left[start] -= units
    if not math.isinf(room[end]):
        room[end] -= units
    for i, (kind, name) in enumerate(path):
        placed[(kind, name)] = placed.get((kind, name), 0.0) + units
        if i + 1 < len(path):
            placed[(kind, path[i + 1][1])] -= units


def _tightest(
    left: Mapping[str, float],
    fits: Mapping[str, Collection[str]],
    placed: Mapping[tuple[str, str], float],
) -> frozenset[str]:
    """The waiting kinds, and those that hold the rooms they could go to: too many for these rooms."""
    kinds = {kind for kind, units in left.items() if units > WHISKER}
    while True:
        rooms = {name for kind in kinds for name in fits.get(kind, ())}
        more = {kind for (kind, name), units in placed.items() if name in rooms and units > WHISKER} - kinds
        if not more:
            return frozenset(kinds)
        kinds |= more
