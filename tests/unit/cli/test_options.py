"""`teikei options` lists every option of every options class."""

from __future__ import annotations

import dataclasses
import json

import pytest

from teikei.cli.main import call
from teikei.cli.options import classes


def test_every_class_is_a_frozen_dataclass() -> None:
    names = [kind.__name__ for kind in classes()]
    assert {"SolveOptions", "PlanOptions", "AdviseOptions"} <= set(names)
    for kind in classes():
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(kind(), dataclasses.fields(kind)[0].name, 1.0)


def test_text_and_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["options", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["options"]
    assert sum(len(dataclasses.fields(kind)) for kind in classes()) == len(rows)
    assert all(row["meaning"] for row in rows)
    assert call(["options"]) == 0
    shown = capsys.readouterr().out
    assert all(row["option"] in shown and row["meaning"] in shown for row in rows)
