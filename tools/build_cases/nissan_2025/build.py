"""Build the flagship case from the facts: merge the modules, calibrate the costs, write the tables.

``python -m tools.build_cases.nissan_2025.build [--facts FOLDER] [--out FOLDER]``
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import sys
from pathlib import Path

from teikei.case.settings import Settings
from teikei.case.write import write_case
from tools.build_cases.case_rows import Rows, case_of
from tools.build_cases.command import command
from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025 import world
from tools.build_cases.nissan_2025.calibrate import Calibrated, Fit, calibrate
from tools.build_cases.sources import used_sources

PACKAGE = "tools.build_cases.nissan_2025"
MODULES = ("alliance", "partners", "deals")
OUT = Path("src/teikei/cases/nissan_2025")

SETTINGS = Settings(
    name="nissan_2025",
    title="Nissan after its old equity block: which agreements from 2026, with whom, on what terms",
    currency="USD",
    price_year=2025,
    first_year=2027,
    last_year=2035,
    reviews=(2027, 2029, 2032),
    decision_date=dt.date(2026, 12, 1),
    discount_rate=0.08,
    focal_firm="nissan",
    notes=(
        "Discount rate 8 % real before tax is an assumption: makers' own rates run from 8 to 10 %. "
        "Base volumes are of 2024 or 2025. Unit costs are fitted to accounts, see "
        "docs/decisions/0003. Fiscal years of Japanese makers (April to March) stand for the calendar "
        "year in which they begin. Rows from memory carry the source gk_unverified or "
        "general_knowledge."
    ),
)


def merged(folder: Path) -> dict[str, Rows]:
    """Return the rows of all modules, with the tables that depend on several."""
    tables: dict[str, Rows] = {}
    for name in MODULES:
        if importlib.util.find_spec(f"{PACKAGE}.{name}") is None:
            print(f"module {name} is not there yet", file=sys.stderr)
            continue
        for table, rows in importlib.import_module(f"{PACKAGE}.{name}").rows(folder).items():
            tables.setdefault(table, []).extend(dict(row) for row in rows)
    for table, rows in world.rows(folder).items():
        tables.setdefault(table, []).extend(rows)
    for table, rows in world.dependent_rows(tables).items():
        tables.setdefault(table, []).extend(rows)
    return tables


def _lower_sources(tables: dict[str, Rows]) -> None:
    """Source ids are lower-case in the case."""
    for table, rows in tables.items():
        if table != "sources":
            for row in rows:
                row["source"] = str(row.get("source", "")).lower().replace(" ", "")


def build(folder: Path) -> Calibrated:
    """Return the calibrated tables of the case."""
    tables = merged(folder)
    _lower_sources(tables)
    done = calibrate(Facts(folder), SETTINGS, tables)
    done.rows["sources"] = used_sources(done.rows["sources"], done.rows)
    return done


def table_of(fits: tuple[Fit, ...]) -> str:
    """Return the calibration table as text, million USD a year."""
    head = "firm                revenue reported covered contrib. plants presence overhead margin  parts"
    head += "  use break-even"
    lines = [
        f"{f.firm:18} {f.revenue_m:8.0f} {f.reported_m:8.0f} {f.covered:7.0%} {f.contribution_m:8.0f} "
        f"{f.plants_m:6.0f} {f.presence_m:8.0f} {f.overhead_m:8.0f} "
        f"{f.margin:6.1%} {f.parts_scalar:6.3f} {f.use:4.0%} {f.break_even_use:5.0%}"
        for f in fits
    ]
    return "\n".join([head, *lines])


def written(facts: Path, out: Path) -> str:
    """Build and write the case; return how the costs were fitted."""
    done = build(facts)
    write_case(case_of(SETTINGS, done.rows), out)
    return "\n".join([table_of(done.fits), *done.notes])


if __name__ == "__main__":
    command(__doc__, OUT, written)
