"""The house: tests mirror src, names of modules, faces without code, short functions, no machine's path."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "teikei"
FACES = (PACKAGE, PACKAGE / "games", PACKAGE / "demand")  # packages whose names are meant for users
STRICT = True  # a module without its test file fails
FUNCTION_LINES = 60  # of a function of the package, its docstring not counted
SCRIPT_LINES = 120  # of a function of tools and run.py, all told
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools", "base_classes"}
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".csv", ".txt", ".html", ".j2", ".css", ".json", ".lp", ""}

# spelled in parts so that this file does not hold what it looks for
FOLDERS = "|".join(("wor" + "k", "roo" + "t", "hom" + "e", "User" + "s", "mn" + "t"))
MACHINE = re.compile(rf"""(?:^|[\s"'`(=:\[])(?:file://)?/(?:{FOLDERS})/[\w.]""", re.MULTILINE)
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org/simple", "files" + r"\.pythonhosted", "index" + "-url", "pypi" + "-more"))
)


def modules() -> list[Path]:
    """Every module of the package that holds code."""
    found = sorted(PACKAGE.rglob("*.py"))
    return [path for path in found if path.name not in ("__init__.py", "__main__.py")]


def files() -> list[Path]:
    """Every text file of the repository that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines()
    if listed.returncode != 0:  # an unpacked archive
        names = [
            str(path.relative_to(ROOT))
            for folder in ("src", "tests", "docs", "tools")
            for path in (ROOT / folder).rglob("*")
        ]
    return [ROOT / name for name in names if Path(name).suffix in TEXT and (ROOT / name).is_file()]


def test_every_module_has_its_test_file() -> None:
    missing = []
    for module in modules():
        place = module.relative_to(PACKAGE)
        if not (ROOT / "tests" / "unit" / place.parent / f"test_{place.name}").exists():
            missing.append(str(place))
    if missing and not STRICT:
        pytest.skip(f"{len(missing)} modules without a test file: {', '.join(missing)}")
    assert not missing


def test_every_unit_test_file_has_its_module() -> None:
    lost = []
    unit = ROOT / "tests" / "unit"
    for test in sorted(unit.rglob("test_*.py")):
        place = test.relative_to(unit)
        if place.parts[0] == "tools":  # tests of the scripts in tools/, by what they write
            continue
        if not (PACKAGE / place.parent / place.name.removeprefix("test_")).exists():
            lost.append(str(place))
    if lost and not STRICT:
        pytest.skip(f"{len(lost)} test files without a module: {', '.join(lost)}")
    assert not lost


def test_modules_are_nouns_of_the_trade() -> None:
    assert [str(path) for path in modules() if path.stem in VAGUE] == []


@pytest.mark.parametrize("face", sorted(PACKAGE.rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_faces_hold_no_code(face: Path) -> None:
    body = ast.parse(face.read_text("utf-8")).body
    allowed: tuple[type[ast.stmt], ...] = (ast.Expr,)
    if face.parent in FACES:
        allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    assert [ast.unparse(node)[:60] for node in body if not isinstance(node, allowed)] == []


Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(node: ast.stmt) -> int:
    """Lines of a statement, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def length_of_code(function: Function) -> int:
    """Lines of a function without its docstring."""
    return length(function) - (length(function.body[0]) if ast.get_docstring(function) else 0)


def longer(paths: list[Path], measure: Callable[[Function], int], most: int) -> list[str]:
    """Functions of some files that are longer than they may be."""
    return [
        f"{path}:{node.lineno} {node.name} has {measure(node)} lines"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function) and measure(node) > most
    ]


def test_functions_are_short() -> None:
    assert longer(sorted(PACKAGE.rglob("*.py")), length_of_code, FUNCTION_LINES) == []
    scripts = [*sorted((ROOT / "tools").rglob("*.py")), ROOT / "run.py"]
    assert longer(scripts, length, SCRIPT_LINES) == []


def test_a_long_function_is_found_and_its_docstring_is_not_counted(tmp_path: Path) -> None:
    told = "".join(f"    of line {n}\n" for n in range(9))
    module = tmp_path / "module.py"
    module.write_text(
        f'def short():\n    """Says\n{told}    """\n    return 1\n\n\ndef bare():\n    x = 1\n    return x\n'
    )
    # short: 2 lines without the docstring of 11; bare: 3
    assert longer([module], length_of_code, 2) == [f"{module}:16 bare has 3 lines"]
    assert longer([module], length, 12) == [f"{module}:1 short has 13 lines"]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in files():
        text = path.read_text("utf-8", errors="replace")
        for pattern in (MACHINE, REGISTRY):
            found += [
                f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1} {hit.group().strip()}"
                for hit in pattern.finditer(text)
            ]
    assert not found


def test_the_search_for_paths_can_find_one() -> None:
    assert MACHINE.search("x = '/" + "work/main'")
    assert MACHINE.search("see file:///" + "home/me/x")
    assert not MACHINE.search("https://example.org/" + "work/paper.pdf")
