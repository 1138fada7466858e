"""`teikei options`: every option of the library, from the classes that define them."""

from __future__ import annotations

import dataclasses
import inspect
import json as encode
from typing import Any

import teikei.base.options as defined
from teikei.base.options import describe


def classes() -> list[type[Any]]:
    """The options classes, in the order in which they are written."""
    return [
        kind
        for name, kind in vars(defined).items()
        if name.endswith("Options") and inspect.isclass(kind) and dataclasses.is_dataclass(kind)
    ]


def options(*, json: bool = False) -> int:
    """List every option with its default and meaning.

    Parameters
    ----------
    json
        print one JSON object instead of text
    """
    rows = [
        {"options": kind.__name__, "option": name, "type": sort, "default": default, "meaning": help_line}
        for kind in classes()
        for name, sort, default, help_line in describe(kind)
    ]
    if json:
        print(encode.dumps({"options": rows}, ensure_ascii=False))
        return 0
    for kind in classes():
        print(f"{kind.__name__}: {inspect.getdoc(kind)}")
        for row in rows:
            if row["options"] == kind.__name__:
                print(f"  {row['option']:<18} {row['default']:<10} {row['meaning']}")
    return 0
