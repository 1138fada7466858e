"""Books valued by a search, kept one by one in a folder, so that a stopped search goes on where it was and
another question about the same books does not plan them again.

``told.json`` says of which tables, gap, time and versions they are; each book is one file. A book holds what
every firm earns in it and where the plans of books like it may begin from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.booked import Beginning, Booked, Valued
from teikei.plan.solution import Worth, versions
from teikei.report.kept_file import HALF, read_as, write_whole

FORMAT = 1
"""Version of the shape of a kept book."""
TOLD = "told.json"
ENDING = ".book.json"
BOOKS = "books"
"""The folder's name beside the agreements of an advice under way (`report.underway`)."""
ADVICE = (".agreement.json", HALF)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of books; ``books``: those found in it, by their agreements beyond today's."""

    folder: Path
    books: dict[frozenset[str], Valued] = field(default_factory=dict)

    def keep(self, found: Valued) -> None:
        """Write one book; a file that is only half written when the machine stops counts as none."""
        names = sorted(found[0].agreements)
        place = self.folder / f"{hashlib.sha256(' '.join(names).encode()).hexdigest()[:16]}{ENDING}"
        write_whole(place, shelved(found))
        self.books[frozenset(names)] = found


def beside(folder: Path, case: Case, options: PlanOptions) -> Shelf:
    """The shelf inside a folder that is new, empty, or of an advice or a search under way.

    Raises whatever `shelf` raises.
    """
    held = sorted(place.name for place in folder.iterdir()) if folder.is_dir() else []
    known = (TOLD, BOOKS)
    if foreign := [name for name in held if name not in known and not name.endswith(ADVICE)]:
        what = f"it holds {', '.join(foreign[:3])}, and is no folder of an advice or a search under way"
        raise _refused(folder, what)
    return shelf(folder / BOOKS, case, options)


def shelf(folder: Path, case: Case, options: PlanOptions) -> Shelf:
    """Begin a shelf in a folder that is new or empty, or read the one in it.

    Raises
    ------
    UsageError
        the folder holds other files, cannot be written, or is of other tables, gap, time or versions
    CaseError
        a file of it is damaged
    """
    told = {
        "format": FORMAT,
        "case": case.hash,
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
            return Shelf(folder)
    except OSError as error:
        raise _refused(folder, f"the folder cannot be made, read or written: {error.strerror}") from error
    foreign = [name for name in held if name != TOLD and not name.endswith((ENDING, HALF))]
    if foreign or TOLD not in held:
        raise _refused(folder, f"it holds {', '.join((foreign or held)[:3])}, and is no folder of books")
    kept = read_as(dict, folder / TOLD, "name a new folder; what this one was begun with is lost")
    if differing := [name for name in told if kept.get(name) != told[name]]:
        words = [{"case": "tables", "time_limit_s": "time limit"}.get(name, name) for name in differing]
        raise _refused(folder, f"the books in it are of other {' and '.join(words)}")
    books = (_book(folder / name) for name in held if name.endswith(ENDING))
    return Shelf(folder, {frozenset(found[0].agreements): found for found in books})


def shelved(found: Valued) -> dict[str, Any]:
    """A book as values that JSON knows."""
    booked, left = found
    worth = booked.worth
    return {
        "agreements": list(booked.agreements),
        "value_parts": worth.value_parts,
        "bound_parts": worth.bound_parts,
        "constants": [[*key, amount] for key, amount in worth.constants.items()],
        "low": booked.low,
        "high": booked.high,
        "cars": booked.cars,
        "within": booked.within,
        "choices": [[*key, value] for key, value in left.choices.items()],
        "binding": sorted(left.binding),
        "doubted": sorted(left.doubted),
    }


def book_of(record: dict[str, Any]) -> Valued:
    """A book from what `shelved` made of it; the seconds it took are not kept."""

    def pairs(name: str) -> tuple[tuple[str, float], ...]:
        return tuple((str(key), float(amount)) for key, amount in record[name])

    def amounts(name: str) -> dict[str, float]:
        return {str(key): float(amount) for key, amount in record[name].items()}

    constants = {(str(a), str(b), str(c)): float(amount) for a, b, c, amount in record["constants"]}
    booked = Booked(
        agreements=tuple(map(str, record["agreements"])),
        worth=Worth(pairs("value_parts"), pairs("bound_parts"), constants),
        low=amounts("low"),
        high=amounts("high"),
        cars=amounts("cars"),
        seconds=0.0,
        within={str(f): (float(low), float(high)) for f, (low, high) in record["within"].items()},
    )
    choices = {tuple(map(str, key)): float(value) for *key, value in record["choices"]}
    doubted = frozenset((str(what), str(name)) for what, name in record["doubted"])
    return booked, Beginning(choices, frozenset(map(str, record["binding"])), doubted)


def _book(place: Path) -> Valued:
    return read_as(book_of, place, f"delete {place.name}; its book is then valued again")


def _refused(folder: Path, what: str) -> UsageError:
    why = "books of two searches are not mixed; nothing was computed"
    fix = "name a new folder, or ask as you did when it was begun"
    return UsageError(Fault(f"--resume {folder}", what, why, fix))
