"""Ids as they are typed on the command line."""

from __future__ import annotations


def ids_of(text: str | None) -> list[str] | None:
    """Ids joined by commas; None where none were asked for.

    >>> ids_of("nissan, honda,"), ids_of(""), ids_of(None)
    (['nissan', 'honda'], [], None)
    """
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]
