from __future__ import annotations

import pytest
from pydantic import ValidationError

from teikei.case.row import Row, column, name_column


class Thing(Row):
    """A row for tests."""

    thing: str = name_column(meaning="id")
    other: str = name_column("", meaning="another id or blank")
    share: float = column(0.5, unit="share", meaning="a share", ge=0, le=1)


def test_columns_tell_unit_and_meaning() -> None:
    field = Thing.model_fields["share"]
    assert field.description == "a share"
    assert field.json_schema_extra == {"unit": "share"}
    assert not field.is_required()
    assert Thing.model_fields["thing"].is_required()


def test_every_row_has_a_source_and_a_confidence() -> None:
    row = Thing(thing="a_1")
    assert (row.source, row.confidence, row.note) == ("", "assumption", "")
    with pytest.raises(ValidationError):
        Thing(thing="a", confidence="sure")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "A", "1a", "a b", "a-b"])
def test_ids_are_lower_case_words(name: str) -> None:
    with pytest.raises(ValidationError):
        Thing(thing=name)


def test_limits_extras_and_frozen() -> None:
    assert Thing(thing="a", other="").other == ""
    with pytest.raises(ValidationError):
        Thing(thing="a", share=1.1)
    with pytest.raises(ValidationError):
        Thing(thing="a", colour="red")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Thing(thing="a").share = 0.1  # type: ignore[misc]
