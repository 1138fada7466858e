"""The house: tests mirror src, names of modules, faces without code, short functions, no machine's path."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "teikei"
FACES = (PACKAGE, PACKAGE / "games", PACKAGE / "demand")  # packages whose names are meant for users
STRICT = True  # a module without its test file fails
FUNCTION_LINES = 120
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


def test_functions_are_short() -> None:
    long = []
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tools").rglob("*.py"), ROOT / "run.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {lines} lines")
    assert not long


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
