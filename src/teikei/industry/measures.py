"""Arguments of a measure, read from text: numbers and ids of the case, nothing else."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from teikei.base.errors import CaseError, Fault, did_you_mean

if TYPE_CHECKING:
    from teikei.case.case import Case

_IDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "firm": ("firms", "firm", ()),
    "market": ("territories", "territory", ()),
    "territory": ("territories", "territory", ()),
    "origin": ("territories", "territory", ("any",)),
    "plant": ("plants", "plant", ()),
    "platform": ("platforms", "platform", ()),
    "partner_platform": ("platforms", "platform", ()),
    "agreement": ("agreements", "agreement", ()),
    "technology": ("technologies", "technology", ()),
}
_WHY = "the figure could not be recomputed"


def arguments(case: Case, measure: Callable[..., Any], given: Sequence[str], where: str) -> list[str | float]:
    """The arguments that a measure takes after the base year; a parameter's name says where its ids are.

    Raises
    ------
    CaseError
        Too few or too many arguments, an id that the case does not have, or text where a number belongs.
    """
    wanted = list(inspect.signature(measure).parameters.values())[1:]
    least = sum(p.default is inspect.Parameter.empty for p in wanted)
    if not least <= len(given) <= len(wanted):
        names = ", ".join(p.name for p in wanted)
        what = f"{measure.__name__!r} takes {names}; {len(given)} given"
        raise CaseError(Fault(where, what, _WHY, f"give {names}"))
    return [_argument(case, p, cell.strip(), where) for p, cell in zip(wanted, given, strict=False)]


def _argument(case: Case, parameter: inspect.Parameter, cell: str, where: str) -> str | float:
    name = parameter.name
    if name in _IDS:
        table, column, also = _IDS[name]
        known = case[table][column].to_list()
        if cell not in known and cell not in also and cell != parameter.default:
            fix = did_you_mean(cell, known, f"{table}.csv")
            raise CaseError(Fault(where, f"no {name} is called {cell!r}", _WHY, fix))
        return cell
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CaseError(Fault(where, f"{cell!r} is no number", _WHY, f"give {name} as a number"))
    return number
