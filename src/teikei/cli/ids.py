"""Ids as they are typed on the command line."""

from __future__ import annotations

from teikei.base.errors import Fault, UsageError


def ids_of(text: str | None) -> list[str] | None:
    """Ids joined by commas; None where none were asked for.

    >>> ids_of("nissan, honda,"), ids_of(""), ids_of(None)
    (['nissan', 'honda'], [], None)
    """
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def some_ids(option: str, text: str | None) -> list[str] | None:
    """The same of an option that must name some if it is given.

    Raises
    ------
    UsageError    it names none
    """
    found = ids_of(text)
    if found == []:
        fix = f"name some, joined by commas, or leave {option} out for all"
        raise UsageError(Fault(option, "it names none", "there would be nothing to answer", fix))
    return found
