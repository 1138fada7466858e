"""Plans whose tables somebody has tampered with: what they claim stays, and the audit must find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from teikei.plan.accounts import Key
from teikei.plan.audit.records import Records
from teikei.plan.audit.recount import Audit, audit, records_of
from teikei.plan.sets import Floats, PlanProblem
from teikei.plan.solution import PlanSolution


@dataclass(frozen=True)
class Forged:
    """All that an audit reads of a plan."""

    problem: PlanProblem
    amounts: dict[Key, Floats]
    value: float
    ship: pl.DataFrame
    decisions: pl.DataFrame
    lent: pl.DataFrame
    in_quota: pl.DataFrame
    credits: pl.DataFrame
    cash: pl.DataFrame


def forged(found: PlanSolution, **other: Any) -> Forged:
    """A plan with some of its tables or claims replaced."""
    held = {name: getattr(found, name) for name in Forged.__dataclass_fields__}
    return Forged(**(held | other))


def audited(found: PlanSolution, **other: Any) -> Audit:
    """The audit of a plan with some of its tables or claims replaced."""
    return audit(forged(found, **other))


def records(found: PlanSolution, **other: Any) -> Records:
    """What an audit of it stands on."""
    return records_of(forged(found, **other))


def edited(table: pl.DataFrame, where: dict[str, Any], **values: Any) -> pl.DataFrame:
    """The table with some cells of the rows that match at other values."""
    rows = table.to_dicts()
    hit = [row for row in rows if all(row[k] == v for k, v in where.items())]
    assert hit, f"no row has {where}"
    for row in hit:
        row.update(values)
    return pl.DataFrame(rows, schema=table.schema)


def without(table: pl.DataFrame, **where: Any) -> pl.DataFrame:
    """The table without the rows that match."""
    kept = [row for row in table.to_dicts() if not all(row[k] == v for k, v in where.items())]
    assert len(kept) < table.height, f"no row has {where}"
    return pl.DataFrame(kept, schema=table.schema)


def beside(table: pl.DataFrame, **row: Any) -> pl.DataFrame:
    """The table with one row more; cells not named are those of its last row."""
    last = table.to_dicts()[-1] if table.height else dict.fromkeys(table.columns)
    return pl.concat([table, pl.DataFrame([last | row], schema=table.schema)])
