"""`teikei errors`: what kinds of error there are."""

from __future__ import annotations

import inspect
import json as encode

from teikei.base.errors import TeikeiError


def kinds(base: type[TeikeiError] = TeikeiError) -> list[type[TeikeiError]]:
    """Every error class below ``base``, parents first."""
    found: list[type[TeikeiError]] = []
    for kind in base.__subclasses__():
        found += [kind, *kinds(kind)]
    return found


def errors(*, json: bool = False) -> int:
    """List the kinds of error and their exit codes.

    Parameters
    ----------
    json
        print one JSON object instead of text
    """
    rows = [
        {"error": kind.__name__, "exit_code": kind.exit_code, "meaning": inspect.getdoc(kind) or ""}
        for kind in kinds()
    ]
    if json:
        print(encode.dumps({"errors": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['error']:<16} exit code {row['exit_code']}   {row['meaning']}")
    return 0
