"""run.py says clearly what is missing, and installs only when pyproject.toml changed."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as a module, over an empty folder with its own pyproject.toml."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text(
        '[dependency-groups]\ntest = ["pytest"]\nbench = ["pandas"]\n', "utf-8"
    )
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "stamp.json",
        "PYTHON": venv / "python",
    }.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return module


def without(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, package=None: None if name == missing else real(name, package),
    )


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    without(monkeypatch, missing)
    with pytest.raises(SystemExit) as left:
        run.set_up()
    assert "apt install python3-venv" in str(left.value)
    assert f"`{missing}`" in str(left.value)


def test_an_old_python_is_told_which_is_needed(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as left:
        run.use_a_new_enough_python()
    assert "3.11" in str(left.value)


def test_an_old_python_hands_over_to_a_newer_one(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: "newer" if name == "python3.12" else None)
    called: list[str] = []
    monkeypatch.setattr(run.os, "execv", lambda program, arguments: called.append(program) or sys.exit(0))
    with pytest.raises(SystemExit):
        run.use_a_new_enough_python()
    assert called == ["newer"]


def test_packages_are_installed_once_and_again_when_pyproject_changes(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def remember(command: list[str], environment: Any = None) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(run, "venv_works", lambda: True)
    monkeypatch.setattr(run, "run", remember)
    monkeypatch.setattr(run, "quiet", lambda command: subprocess.CompletedProcess(command, 0, "", ""))
    run.VENV.mkdir()
    run.set_up(("test",))
    run.set_up(("test",))
    run.set_up()  # fewer groups than are there
    assert len(commands) == 1
    assert commands[0][-1] == "pytest"
    run.set_up(("bench",))
    assert len(commands) == 2
    with (run.ROOT / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    run.set_up()
    assert len(commands) == 3


def test_a_failed_install_leaves_no_stamp(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "venv_works", lambda: True)
    monkeypatch.setattr(run, "run", lambda command, environment=None: 1)
    monkeypatch.setattr(run, "quiet", lambda command: subprocess.CompletedProcess(command, 0, "", ""))
    run.VENV.mkdir()
    with pytest.raises(SystemExit):
        run.set_up()
    assert not run.STAMP.exists()


def test_a_broken_stamp_counts_as_none(run: ModuleType) -> None:
    run.VENV.mkdir()
    run.STAMP.write_text("{", "utf-8")
    assert run.installed((), "x") is None
    run.STAMP.write_text(json.dumps({"pyproject": "x", "root": str(run.ROOT), "groups": ["test"]}), "utf-8")
    assert run.installed(("test",), "x") == ("test",)
    assert run.installed(("test",), "y") is None
    assert run.installed(("bench",), "x") is None


def test_an_unknown_step_is_named(run: ModuleType) -> None:
    with pytest.raises(SystemExit) as left:
        run.test(["pytset"])
    assert "pytset" in str(left.value)
    assert "pytest" in str(left.value)


def test_failed_steps_are_listed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "steps", lambda scratch: {"one": ["a"], "two": ["b"], "three": ["c"]})
    monkeypatch.setattr(run, "run", lambda command, environment=None: int(command == ["b"]))
    assert run.test([]) == 1
    assert capsys.readouterr().out.endswith("== failed: two\n")
    assert run.test(["one", "three"]) == 0
    assert capsys.readouterr().out.endswith("== all steps passed\n")
