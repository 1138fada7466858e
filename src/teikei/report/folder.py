"""The folder that `--out` writes: CSV a table, a workbook, a page, the JSON object, the saved run with its
case, and a manifest, which alone holds times."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from teikei.base.errors import Fault, UsageError
from teikei.case.write import write_case
from teikei.deals.saved import saved
from teikei.report.page import advice_page
from teikei.report.record import advice_object, scaled
from teikei.report.workbook import advice_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from teikei.deals.advice import Advice
    from teikei.report.answer import Findings
    from teikei.report.money import Money
    from teikei.report.tables import Table

ADVICE_TABLES = ("agreements", "gains", "corridor", "inputs", "flows", "diverted", "money", "confidence")
PORTFOLIO_FILES = ("portfolio.csv", "portfolio_gains.csv")
"""Beside them where a portfolio was searched."""
ADVICE_FILES = (
    *(f"{name}.csv" for name in ADVICE_TABLES),
    *PORTFOLIO_FILES,
    "advice.xlsx",
    "advice.html",
    "advice.json",
    "run.json",
    "case",
    "manifest.json",
)
RUN = "run.json"
CASE = "case"


def checked_folder(folder: Path, ours: Collection[str]) -> None:
    """Refuse a folder that holds anything but files we would write ourselves.

    Raises
    ------
    UsageError
        it is a file, holds other files, or has no parent folder
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            Fault(
                "--out",
                f"{str(folder)!r} is a file",
                "nothing was computed",
                "name a folder that is empty or new",
            )
        )
    if folder.is_dir():
        foreign = sorted(p.name for p in folder.iterdir() if p.name not in ours)
        if (folder / CASE).exists() and not (folder / RUN).exists() and CASE not in foreign:
            foreign.append(CASE)  # somebody's own tables, not those of a run
        if foreign:
            raise UsageError(
                Fault(
                    "--out",
                    f"{str(folder)!r} is not empty: it holds {', '.join(foreign[:3])}"
                    + (f" and {len(foreign) - 3} more" if foreign[3:] else ""),
                    "files that are not ours might be overwritten or mixed with the answer",
                    "name a folder that is empty or new",
                )
            )


def tried_folder(folder: Path) -> None:
    """See that the folder can be made and written, and leave all as it was.

    Raises
    ------
    UsageError
        it cannot be made, or not be written
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    made_folder(folder)
    for place in missing:
        place.rmdir()


def made_folder(folder: Path) -> None:
    """Make the folder, and see that a file can be written into it.

    Raises
    ------
    UsageError
        it cannot be made, or not be written
    """
    probe = folder / ".teikei-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        fault = Fault(
            f"--out {folder}",
            f"the folder cannot be made or written: {error.strerror}",
            "nothing was written",
            "name a folder that you may write",
        )
        raise UsageError(fault) from error


def write_advice(
    folder: Path,
    advice: Advice,
    found: Findings,
    money: Money,
    searched: dict[str, Any] | None = None,
    portfolio: Sequence[str] = (),
) -> None:
    """Write every file of an advice; a file that was there from an earlier answer is replaced.

    ``searched``: the firm's portfolio as an object in case currency, if one was searched; ``portfolio``: the
    same as lines for the page.
    """
    made_folder(folder)
    write_case(advice.case, folder / CASE)
    files = {f"{table.name}.csv": csv_text(table).encode() for table in found.tables}
    files["advice.xlsx"] = advice_workbook(found, advice.case.settings.decision_date)
    files["advice.html"] = advice_page(found, portfolio).encode()
    told = advice_object(advice, money, found.scenario)
    if searched is not None:
        told["search"] = scaled(searched, money.factor) | {"currency": money.currency}
    files["advice.json"] = json_text(without_times(told)).encode()
    files[RUN] = run_text(advice, found.scenario, searched).encode()
    about = {
        "case": advice.case.settings.name,
        "case_hash": advice.case.hash,
        "scenario": found.scenario,
        "for": advice.focal,
        "currency": money.currency,
        "case_currency_buys": money.factor,
        "decision_date": found.decided_at,
        "options": {name: getattr(advice.options, name) for name in advice.options.__slots__},
        "seconds": round(advice.seconds, 2),
        "seconds_by_agreement": {a.agreement: round(a.seconds, 2) for a in advice.advised},
        "versions": advice.versions,
    }
    for name in PORTFOLIO_FILES:
        if name not in files:  # of an earlier answer
            (folder / name).unlink(missing_ok=True)
    write_files(folder, files, about)


def run_text(advice: Advice, scenario: str = "", searched: dict[str, Any] | None = None) -> str:
    """``run.json``: everything that sheets, comparisons and a board paper are made from, without times."""
    return json_text({**saved(advice), "scenario": scenario, "search": without_times(searched)})


def without_times(found: Any) -> Any:
    """An object without its fields ``seconds``: the same answer gives the same text."""
    if isinstance(found, dict):
        return {name: without_times(value) for name, value in found.items() if name != "seconds"}
    return [without_times(value) for value in found] if isinstance(found, list) else found


def write_files(folder: Path, files: dict[str, bytes], about: dict[str, Any]) -> None:
    """Write the files and beside them manifest.json, which says what they are and their SHA-256."""
    made_folder(folder)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    (folder / "manifest.json").write_text(json_text(about | {"files": sums}), encoding="utf-8")


def json_text(value: dict[str, Any]) -> str:
    """An object as the text of a file."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def csv_text(table: Table) -> str:
    """A table with its machine names as header; blank where there is no value, full precision."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow(
            ["" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell for cell in row]
        )
    return file.getvalue()
