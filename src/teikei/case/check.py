"""All faults of a case at once: cells, keys, references, validity, what the network and the deals need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from teikei.base.errors import Fault
from teikei.case import deal_rules, lead_rules, magnitude, rules, technology_rules
from teikei.case.case import Case
from teikei.case.columns import table_names
from teikei.case.limits import bound_faults, cell_faults, key_faults, reference_faults
from teikei.case.scenario import edit_faults
from teikei.case.validity import focal_faults, overlap_faults, setting_faults, span_faults

MOST_ALIKE = 50
"""Faults of one column that are shown one by one; the rest is counted."""

RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (focal_faults, ("firms",)),
    *rules.RULES,
    *magnitude.RULES,
    *deal_rules.RULES,
    *lead_rules.RULES,
    *technology_rules.RULES,
    (edit_faults, ("edits", "scenarios")),
)
"""Checks over several tables, and the tables that each reads."""


def check(case: Case) -> list[Fault]:
    """Every fault of a case, sorted by file and line; an empty list if there is none."""
    return in_order(faults_of(case, frozenset()))


def faults_of(case: Case, broken: frozenset[str]) -> list[Fault]:
    """Every fault, unsorted.

    Parameters
    ----------
    case : the case
    broken : tables that could not be read whole; checks that need them are left out: they would blame others
    """
    faults = list(setting_faults(case))
    for table in table_names():
        faults.extend(cell_faults(case, table))
        faults.extend(bound_faults(case, table))
        faults.extend(reference_faults(case, table, broken=broken))
        if table not in broken:
            faults.extend(key_faults(case, table))
            faults.extend(span_faults(case, table))
            faults.extend(overlap_faults(case, table))
    for rule, tables in RULES:
        if not broken.intersection(tables):
            faults.extend(rule(case))
    return faults


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults sorted by file (as in the reference), line and column; beyond 50 a column they are counted."""
    shown: list[Fault] = []
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in sorted(set(faults), key=_position):
        file = re.split(r"[: ]", fault.where)[0]
        column = fault.where.partition(" column ")[2]
        group = alike.setdefault((file, column), [])
        group.append(fault)
        if len(group) <= MOST_ALIKE:
            shown.append(fault)
    for (file, column), group in alike.items():
        if len(group) > MOST_ALIKE:
            rest = len(group) - MOST_ALIKE
            shown.append(
                Fault(
                    group[MOST_ALIKE].where,
                    f"{rest:,} more faults in {file}" + (f" column {column}" if column else ""),
                    group[MOST_ALIKE].why,
                    "mend the ones above first; they are likely of one kind",
                )
            )
    return sorted(shown, key=_position)


def _position(fault: Fault) -> tuple[int, str, int, str]:
    found = re.match(r"([A-Za-z0-9_]+)\.(csv|toml)(?:[: ](?:row )?(\d+))?(.*)", fault.where, re.DOTALL)
    order = {name: number for number, name in enumerate(table_names(), start=1)}
    if not found:
        return (len(order) + 1, fault.where, 0, fault.what)
    table = 0 if found[2] == "toml" else order.get(found[1], len(order) + 1)
    return (table, found[1], int(found[3] or 0), found[4] + fault.what)
