"""Ctrl-C while the program is still importing ends it in one line instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import PurePath
from types import TracebackType

STOPPED = "Stopped by you before there was an answer; nothing was written."


def is_program(arguments: Sequence[str]) -> bool:
    """Whether the interpreter was started as `teikei` or `python -m teikei`, and not by somebody's own code.

    >>> is_program(["python", "-m", "teikei", "advise"]), is_program(["python", "model.py", "teikei"])
    (True, False)
    """
    if "-m" in arguments:
        after = list(arguments).index("-m") + 1
        return list(arguments[after : after + 1]) == ["teikei"]
    return any(PurePath(word).stem == "teikei" for word in arguments[:2])


def say_stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What is printed of an exception that nobody caught: one line for Ctrl-C, the traceback for the rest."""
    if issubclass(kind, KeyboardInterrupt):
        print(STOPPED, file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


if is_program(sys.orig_argv):
    sys.excepthook = say_stopped
