from __future__ import annotations

import subprocess
import sys

import pytest

from teikei.base.interrupt import STOPPED, is_program

# a module that the program imports is made to fail as if Ctrl-C came in the middle of the imports
STOP = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "teikei.deals.advise":
            raise {error}
sys.meta_path.insert(0, Finder())
sys.orig_argv[:] = {argv}
import teikei
"""


@pytest.mark.parametrize(
    ("arguments", "program"),
    [
        (["/usr/bin/python3", "bin/teikei", "advise"], True),
        (["python.exe", "-m", "teikei"], True),
        (["teikei.exe", "plan"], True),
        (["python3", "-c", "import teikei"], False),
        (["python3", "study.py", "teikei"], False),
        (["python3", "-m", "pytest", "teikei"], False),
        (["python3"], False),
    ],
)
def test_only_the_program_itself_is_quiet(arguments: list[str], program: bool) -> None:
    assert is_program(arguments) is program


def imported(error: str, argv: list[str]) -> str:
    code = STOP.format(error=error, argv=argv)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr


def test_ctrl_c_during_the_imports_is_one_line() -> None:
    assert imported("KeyboardInterrupt", ["python3", "-m", "teikei"]) == STOPPED + "\n"


def test_a_library_user_keeps_the_traceback_and_so_does_a_real_fault() -> None:
    assert "Traceback" in imported("KeyboardInterrupt", ["python3", "study.py"])
    assert "ValueError" in imported("ValueError('x')", ["python3", "-m", "teikei"])
