"""A saved run: the advice, its scenario and the searched portfolio, read back from the folder of `--out`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.read import read_case, shipped_cases
from teikei.deals.advice import Advice
from teikei.deals.saved import advice_of, damaged
from teikei.report.folder import CASE, RUN


@dataclass(frozen=True, eq=False)
class Run:
    """What `teikei advise --out` left behind.

    Attributes
    ----------
    advice : the advice, on the tables that it was made from
    scenario : under which it was made; empty for the case as it is
    search : the portfolio of the firm it was made for, as `searched_object` gives it, in case currency
    """

    advice: Advice
    scenario: str = ""
    search: dict[str, Any] | None = None


def is_run(folder: str | Path) -> bool:
    """Whether a folder holds a saved run."""
    return (Path(folder) / RUN).is_file()


def read_run(folder: str | Path) -> Run:
    """Read a saved run.

    Raises
    ------
    UsageError
        there is no such folder, or no run in it
    CaseError
        the run is damaged, of another version, or its tables were changed since
    """
    place = Path(folder)
    if not is_run(place):
        raise UsageError(
            Fault(
                str(folder),
                f"{str(folder)!r} holds no saved run (run.json)",
                "there are no figures to show",
                "make one: `teikei advise CASE --out FOLDER`",
            )
        )
    try:
        record = json.loads((place / RUN).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CaseError(damaged(str(error))) from error
    if not isinstance(record, dict):
        raise CaseError(damaged("it is no object"))
    advice = advice_of(record, read_case(str(place / CASE)))
    return Run(advice, str(record.get("scenario", "")), record.get("search"))


def case_or_run(name: str) -> bool:
    """Whether a name stands for a saved run (True) or a case (False).

    Raises
    ------
    UsageError
        it is neither
    """
    if is_run(name):
        return True
    place = Path(name)
    if name in shipped_cases() or (place / "case.toml").is_file():
        return False
    if place.is_dir():
        fix = "give a folder with case.toml, or one that `teikei advise --out` wrote"
    else:
        fix = did_you_mean(name, list(shipped_cases()), "`teikei cases`") + "; or a folder of `advise --out`"
    raise UsageError(
        Fault(str(name), f"{name!r} is neither a case nor a saved run", "there is nothing to show", fix)
    )
