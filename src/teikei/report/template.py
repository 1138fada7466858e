"""The templates of HTML pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str, **filters: Callable[[Any], str]) -> Template:
    """A template of the package by its file: text is escaped, and a name that is not given is an error.

    ``filters`` are words the template may use after a bar, as in ``{{ value | cell }}``.
    """
    env = Environment(
        loader=PackageLoader("teikei.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(filters)
    return env.get_template(name)
