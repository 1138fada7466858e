"""A public name of the package as a section of a page: how it is called, what it says of itself."""

from __future__ import annotations

import dataclasses
import inspect
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from tools.docs.markdown import cell, grid


def members(kind: type[Any]) -> list[tuple[str, ...]]:
    """(name, first line) of the public methods and properties that a class itself defines."""
    found: list[tuple[str, ...]] = []
    for name, member in vars(kind).items():
        inner = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if name.startswith("_") or not (inspect.isfunction(inner) or isinstance(inner, property)):
            continue
        call = "" if isinstance(inner, property) else str(inspect.signature(inner)).replace("self, ", "")
        call = call.replace("(self)", "()")
        found.append((f"`{cell(name + call)}`", cell((inspect.getdoc(inner) or "").split("\n")[0])))
    return found


def name_section(name: str, face: ModuleType) -> str:
    """One public name of a face: how it is called, what it says of itself, what it can do."""
    thing = getattr(face, name)
    plain = inspect.isclass(thing) and (issubclass(thing, (BaseModel, Exception)))
    signature = "" if plain or not callable(thing) else str(inspect.signature(thing))
    page = f"\n## {name}\n\n```text\n{name}{signature}\n```\n\n"
    if callable(thing):
        page += f"```text\n{inspect.getdoc(thing)}\n```\n"
    if inspect.isclass(thing) and not issubclass(thing, Exception):
        fields = (
            [f"`{field.name}`" for field in dataclasses.fields(thing)]
            if dataclasses.is_dataclass(thing)
            else []
        )
        rows = members(thing)
        page += f"\nFields: {', '.join(fields)}.\n" if fields else ""
        page += f"\n{grid(('member', 'meaning'), rows)}" if rows else ""
    return page
