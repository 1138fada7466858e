"""Worths of groups kept one by one in a folder, so that a stopped `teikei worth` goes on where it was.

``told.json`` says of which tables, firms, candidates, gap, time and versions they are; each group is a file.
A kept interval holds whatever width was asked for: one that is narrow enough now, or was asked for as narrow
and with as many rounds, is not valued again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from teikei.base.errors import Fault, UsageError
from teikei.base.options import CoalitionOptions
from teikei.case.case import Case
from teikei.deals.coalitions import Valued
from teikei.plan.solution import versions
from teikei.report.kept_file import HALF, read_as, write_whole

FORMAT = 1
"""Version of the shape of a kept group."""
TOLD = "told.json"
ENDING = ".group.json"


@dataclass(frozen=True, slots=True)
class KeptGroups:
    """A folder of groups; ``done``: those in it that need not be valued again for ``options``."""

    folder: Path
    options: CoalitionOptions
    done: dict[frozenset[str], Valued] = field(default_factory=dict)

    def keep(self, found: Valued) -> None:
        """Write one group; a file that is only half written when the machine stops counts as none."""
        name = hashlib.sha256(" ".join(sorted(found.firms)).encode()).hexdigest()[:16]
        asked = {"asked_width": self.options.width, "asked_rounds": self.options.rounds}
        write_whole(self.folder / f"{name}{ENDING}", asdict(found) | asked)


def kept_groups(
    folder: Path,
    case: Case,
    options: CoalitionOptions,
    agreements: Sequence[str] | None = None,
    firms: Sequence[str] | None = None,
) -> KeptGroups:
    """Begin in a folder that is new or empty, or go on with the one in it.

    Raises
    ------
    UsageError
        the folder holds other files, cannot be written, or is of other tables, firms, candidates, gap, time
        or versions
    CaseError
        a file of it is damaged
    """
    told = {
        "format": FORMAT,
        "case": case.hash,
        "firms": None if firms is None else sorted(firms),
        "agreements": None if agreements is None else sorted(agreements),
        "gap": options.gap,
        "time_limit_s": options.time_limit_s,
        "versions": versions(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = sorted(place.name for place in folder.iterdir())
        if not held:
            (folder / TOLD).write_text(
                json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            return KeptGroups(folder, options)
    except OSError as error:
        raise _refused(folder, f"the folder cannot be made, read or written: {error.strerror}") from error
    foreign = [name for name in held if name != TOLD and not name.endswith((ENDING, HALF))]
    if foreign or TOLD not in held:
        raise _refused(folder, f"it holds {', '.join((foreign or held)[:3])}, and is no folder of groups")
    kept = read_as(dict, folder / TOLD, "name a new folder; what this one was begun with is lost")
    if differing := [name for name in told if kept.get(name) != told[name]]:
        words = [{"case": "tables", "time_limit_s": "time limit"}.get(name, name) for name in differing]
        raise _refused(folder, f"the worths in it are of other {' and '.join(words)}")
    found = (_group(folder / name, options) for name in held if name.endswith(ENDING))
    return KeptGroups(folder, options, {frozenset(one.firms): one for one in found if one is not None})


def _group(place: Path, options: CoalitionOptions) -> Valued | None:
    """A kept group, None if more is asked of it now."""

    def made(record: dict[str, Any]) -> tuple[Valued, float, int]:
        one = Valued(
            tuple(map(str, record["firms"])),
            float(record["low"]),
            float(record["high"]),
            tuple(map(str, record["agreements"])),
            int(record["plans"]),
            int(record["bounds"]),
            float(record["seconds"]),
            bool(record["certified"]),
        )
        if not one.low <= one.high:
            raise ValueError(f"its worth is {one.low:g} to {one.high:g}")
        return one, float(record["asked_width"]), int(record["asked_rounds"])

    one, width, rounds = read_as(made, place, f"delete {place.name}; its group is then valued again")
    asked_as_much = width <= options.width and rounds >= options.rounds
    return one if asked_as_much or one.within(options.width) else None


def _refused(folder: Path, what: str) -> UsageError:
    why = "worths of two questions are not mixed; nothing was computed"
    fix = "name a new folder, or ask as you did when it was begun"
    return UsageError(Fault(f"--resume {folder}", what, why, fix))
