"""The public names are those of the list beside this file: adding one is a decision, seen in the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

import teikei

LIST = Path(__file__).with_name("public_names.txt")


def test_public_names_are_those_listed() -> None:
    if not hasattr(teikei, "__all__"):
        pytest.skip("the face has no names yet")
    listed = LIST.read_text("utf-8").split()
    assert sorted(teikei.__all__) == sorted(listed), f"if this is meant, write it in {LIST.name}"


def test_every_name_can_be_had() -> None:
    for name in getattr(teikei, "__all__", []):
        assert getattr(teikei, name) is not None
