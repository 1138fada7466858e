"""What holds for the rows of every table."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from teikei.case.row import Row


def needs_each(row: type[Row], given: dict[str, Any]) -> None:
    """The columns given make a row, and none of them can be left out."""
    assert row(**given)
    for name in given:
        with pytest.raises(ValidationError, match=name):
            row(**{column: value for column, value in given.items() if column != name})


def refuses(row: type[Row], given: dict[str, Any], column: str, value: object) -> None:
    """A good row with this value in the column is none."""
    with pytest.raises(ValidationError, match=column):
        row(**(given | {column: value}))
