"""The public names are those of the list beside this file: adding one is a decision, seen in the diff."""

from __future__ import annotations

import subprocess
import sys
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


def test_the_face_does_not_wait_for_the_compiler() -> None:
    # games are imported when asked for: numba alone would double the time of every command
    code = "import sys, teikei; sys.exit('numba' in sys.modules or 'teikei.games' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
