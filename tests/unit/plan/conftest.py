"""Permits of the two makers."""

from __future__ import annotations

from teikei.agreements.book import Permit


def permit(
    agreement: str = "a",
    models: tuple[str, ...] = (),
    least: float = 0.0,
    most: float | None = None,
    first: int = 2027,
    last: int = 2030,
    what: str = "plant",
    resource: str = "delta",
) -> Permit:
    """Nagi lets hoku use its plant delta, or another thing, for any model unless some are named."""
    return Permit(agreement, "nagi", "hoku", what, resource, frozenset(models), least, most, first, last)
