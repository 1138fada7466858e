"""How every error reaches the user: four fields, one JSON shape, exit codes; how verbs are found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from teikei import __version__
from teikei.base.errors import (
    AgreementError,
    CaseError,
    Fault,
    PlanError,
    SolverError,
    TeikeiError,
    UsageError,
)
from teikei.cli.main import VERBS, call, command_line, written

FAULT = Fault("plants.csv:5 column firm", "plant 'canton' has no owner", "nobody would pay", "write nissan")
OTHER = Fault("plants.csv:6 column firm", "plant 'smyrna' has no owner", "nobody would pay", "write nissan")


@pytest.fixture
def check_does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Put a stand-in in the place of `teikei check`."""

    def replace(action: Callable[[], int]) -> None:
        def check(case: str, *, json: bool = False) -> int:
            """Check the tables of a case and show every fault at once."""
            return action()

        stand_in = ModuleType("teikei.cli.check")
        stand_in.check = check  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "teikei.cli.check", stand_in)
        monkeypatch.setattr("teikei.cli.main.written", lambda verb: True)

    return replace


def failing(error: BaseException) -> Callable[[], int]:
    def fail() -> int:
        raise error

    return fail


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageError, 2),
        (CaseError, 3),
        (AgreementError, 3),
        (PlanError, 4),
        (SolverError, 5),
        (TeikeiError, 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code(
    kind: type[TeikeiError],
    code: int,
    check_does: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    check_does(failing(kind([FAULT, OTHER])))
    assert call(["check", "x"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    for fault in (FAULT, OTHER):
        for field in fault.as_dict().values():
            assert field in err
    assert "Traceback" not in err
    assert "2 faults" in err


def test_faults_as_json_are_one_object_with_four_fields(
    check_does: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    check_does(failing(CaseError([FAULT, OTHER])))
    assert call(["check", "x", "--json"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err) == {"faults": [FAULT.as_dict(), OTHER.as_dict()]}


@pytest.mark.parametrize("code", [0, 3])
def test_a_verb_returns_its_own_exit_code(code: int, check_does: Callable[[Callable[[], int]], None]) -> None:
    check_does(lambda: code)
    assert call(["check", "x"]) == code


def test_ctrl_c_is_a_sentence(
    check_does: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    check_does(failing(KeyboardInterrupt()))
    assert call(["check", "x"]) == 130
    assert "Stopped by you" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        (["eror"], "errors"),
        (["errors", "--jsn"], "--json"),
        (["errors", "more", "words"], "teikei errors --help"),
        (["qqqq"], "teikei --help"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_to_write(
    arguments: list[str], fix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert fix in err.partition("fix:")[2]


def test_a_wrong_call_is_json_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["errors", "--jsn", "--json"]) == 2
    (fault,) = json.loads(capsys.readouterr().err)["faults"]
    assert set(fault) == {"where", "what", "why", "fix"}


def test_a_missing_argument_names_it(
    check_does: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    check_does(lambda: 0)
    assert call(["check"]) == 2
    assert "case" in capsys.readouterr().err.lower()


def test_help_lists_every_verb_without_loading_any(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    assert call(["--help"]) == 0
    shown = capsys.readouterr().out
    for verb in VERBS:
        if written(verb):
            assert verb in shown
            assert VERBS[verb] in shown
    assert "3 bad case" in shown
    probe = (
        "import sys; from teikei.cli.main import call; call(['--help']);"
        "print([m for m in sys.modules if m.startswith('teikei.cli.') and m != 'teikei.cli.main'])"
    )
    ended = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ended.stdout.strip().endswith("[]")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_verb_help_shows_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["errors", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--json" in shown
    assert "--no-json" not in shown


def test_a_verb_whose_file_is_missing_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikei.cli.main.written", lambda verb: verb == "errors")
    assert set(VERBS) & set(command_line()) == {"errors"}


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    complaints = tmp_path / "stderr"
    # the pipe has no reader left before the first byte is written
    script = f"{{ sleep 0.2; {sys.executable} -m teikei errors 2>{complaints}; echo $? >&2; }} | true"
    ended = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert complaints.read_text("utf-8") == ""
    assert ended.stderr.strip() == "141"


def test_the_program_and_the_module_are_the_same() -> None:
    by_module = subprocess.run(
        [sys.executable, "-m", "teikei", "errors", "--jsn"], capture_output=True, check=False
    )
    assert by_module.returncode == 2


@pytest.mark.parametrize("verb", ["advise", "board", "share", "stable", "worth"])
def test_no_processes_at_all_is_refused(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out")] if verb == "board" else []
    assert call([verb, "two_makers", "--workers", "0", *out]) == 2
    said = capsys.readouterr().err
    assert "workers = 0" in said
    assert "give a number at least 1" in said
