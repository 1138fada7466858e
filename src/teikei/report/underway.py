"""Agreements valued one by one and kept as they are done, so that a stopped advice goes on where it was.

The folder holds ``told.json``, which says of which tables, options and versions its figures are, one file
an agreement, and the books of the search that follows in a folder of their own (`report.shelf`). A folder of
other tables, options or versions is refused: figures of two are never mixed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teikei.base.errors import Fault, UsageError
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.advice import Advised
from teikei.deals.saved import FORMAT, advised_of, plain
from teikei.plan.solution import versions
from teikei.report.kept_file import HALF, read_as, write_whole
from teikei.report.shelf import BOOKS

TOLD = "told.json"
ENDING = ".agreement.json"


@dataclass(frozen=True, slots=True)
class Underway:
    """The folder of one advice under way; ``done``: what was found before, by agreement."""

    folder: Path
    done: dict[str, Advised]

    def keep(self, found: Advised) -> None:
        """Write one agreement with the seconds it took; a file that is only half written when the machine
        stops counts as none."""
        place = self.folder / f"{found.agreement}{ENDING}"
        write_whole(place, plain(found) | {"seconds": found.seconds})

    @property
    def count(self) -> int:
        """Agreements in the folder now."""
        return len(list(self.folder.glob(f"*{ENDING}")))


def underway(folder: Path, case: Case, options: AdviseOptions) -> Underway:
    """Begin an advice in a folder that is new or empty, or go on with the one in it.

    Raises
    ------
    UsageError
        the folder is a file, holds other files, cannot be written, or is of other tables, options or versions
    CaseError
        a file of it is damaged
    """
    told = {"format": FORMAT, "case": case.hash, "options": plain(options), "versions": versions()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = sorted(place.name for place in folder.iterdir())
    except OSError as error:
        what = f"the folder cannot be made or read: {error.strerror}"
        raise _refused(folder, what, "name a folder that you may write") from error
    foreign = [name for name in held if name not in (TOLD, BOOKS) and not name.endswith((ENDING, HALF))]
    if foreign or (held and TOLD not in held):
        what = f"it holds {', '.join((foreign or held)[:3])}, and is no folder of an advice under way"
        raise _refused(folder, what, "name one that is new, empty, or of an advice that was stopped")
    if not held:
        (folder / TOLD).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return Underway(folder, {})
    kept = read_as(dict, folder / TOLD, "name a new folder; what this one was begun with is lost")
    differing = _differing(kept, told)
    if differing:
        what = f"what is kept there is of other {' and '.join(differing)}"
        raise _refused(folder, what, "name a new folder, or ask as you did when it was begun")
    names = [name for name in held if name.endswith(ENDING)]
    return Underway(folder, {name[: -len(ENDING)]: _advised(folder / name) for name in names})


def _differing(kept: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """What the figures of a folder were made with that is not so now."""
    words = {"case": "tables", "options": "options", "versions": "versions", "format": "format"}
    found = [word for key, word in words.items() if key != "options" and kept.get(key) != told[key]]
    before, now = kept.get("options"), told["options"]
    if before != now:
        known = before if isinstance(before, dict) else {}
        others = [name for name in now if known.get(name) != now[name]]
        found.append(f"options ({', '.join(others) or 'more'})")
    return found


def _advised(place: Path) -> Advised:
    return read_as(advised_of, place, f"delete {place.name}; its agreement is then valued again")


def _refused(folder: Path, what: str, fix: str) -> UsageError:
    return UsageError(
        Fault(f"--resume {folder}", what, "figures of two advices are not mixed; nothing was computed", fix)
    )


def stopped_line(kept: Underway) -> str:
    """What is said when an advice was stopped."""
    many = "1 agreement is" if kept.count == 1 else f"{kept.count} agreements are"
    return f"Stopped by you: {many} kept in {kept.folder}; the same call goes on from there."
