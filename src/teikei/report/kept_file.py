"""Files that a run keeps while it takes its time: written whole or not at all, read whole or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from teikei.base.errors import CaseError, Fault

T = TypeVar("T")
HALF = ".part"
"""Ending of a file that was half written when the machine stopped: it counts as none."""


def write_whole(place: Path, record: Mapping[str, Any]) -> None:
    """Write one object as JSON; nobody ever sees half of it under its name."""
    half = place.with_suffix(HALF)
    half.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    half.replace(place)


def read_as(made: Callable[[dict[str, Any]], T], place: Path, fix: str) -> T:
    """What ``made`` makes of the object in a file.

    Raises
    ------
    CaseError
        the file is no JSON, holds no object, or not what ``made`` needs; ``fix`` says what to do then
    """
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise TypeError("it is no object")
        return made(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"it cannot be read: {type(error).__name__}: {error}"
        raise CaseError(Fault(place.name, what, "a figure of it might be wrong", fix)) from error
