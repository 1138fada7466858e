"""Answers of parts by their content, shared by the processes of one machine through a folder."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path

from teikei.solve.answer import Answer

WORTH_TELLING_S = 0.01
"""What was solved faster is solved again sooner than it is written and read."""


class CommonAnswers(MutableMapping[str, Answer]):
    """What one process solves no other solves again: an answer not known here is looked for in the folder.

    The folder must be private to whoever runs the processes: its files are read with `pickle`. Iteration,
    length and forgetting are of what this process has met; where the folder is gone, full or none, it keeps
    that alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._met: dict[str, Answer] = {}

    def __getitem__(self, key: str) -> Answer:
        if key not in self._met:
            try:
                self._met[key] = pickle.loads(self._place(key).read_bytes())
            except (OSError, EOFError, pickle.UnpicklingError):  # none, or one that a full disk cut short
                raise KeyError(key) from None
        return self._met[key]

    def __setitem__(self, key: str, answer: Answer) -> None:
        self._met[key] = answer
        if answer.seconds < WORTH_TELLING_S:
            return
        place = self._place(key)
        half = place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            half.write_bytes(pickle.dumps(answer))
            half.replace(place)  # whoever looks meanwhile finds all of it or none

    def __delitem__(self, key: str) -> None:
        del self._met[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._met)

    def __len__(self) -> int:
        return len(self._met)

    def _place(self, key: str) -> Path:
        return self.folder / f"{key}.answer"
