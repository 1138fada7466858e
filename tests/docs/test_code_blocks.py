"""Every code block of README.md and docs runs and prints what the page shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tools.docs.pages import (
    ROOT,
    Block,
    append_rows,
    blocks,
    calls,
    matches,
    needed,
    pages,
    run_console,
    run_python,
)

KNOWN = {"python", "console", "text", "toml", "csv", "bash"}
DATA = Path(os.environ.get("TEIKEI_DATA") or ROOT.parent / "shared" / "data").resolve()
PAGES = [page for page in pages() if blocks(page)]


def excused(block: Block) -> bool:
    """A block that says why it is not run."""
    return block.mark.startswith("not run: ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if lost := [name for name in needed(page) if not (DATA / name).is_file()]:
        assert not os.environ.get("CI"), f"{', '.join(lost)} missing in {DATA}"
        pytest.skip(f"no {', '.join(lost)} in {DATA}: set TEIKEI_DATA to the data folder")
    monkeypatch.chdir(tmp_path)  # blocks may write files
    monkeypatch.setenv("TEIKEI_DATA", str(DATA))
    monkeypatch.setenv("COLUMNS", "110")
    # Each process would load the library again; figures do not depend on it: tests/unit/deals/test_advise.py
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    names: dict[str, object] = {"__name__": "page"}
    printed = ""
    for block in blocks(page):
        at = f"{block.page}:{block.line}"
        if excused(block):
            continue
        if block.language == "python":
            printed = run_python(block, names)
        elif block.language == "console":
            wanted = int(block.mark.removeprefix("exit ")) if block.mark.startswith("exit ") else 0
            for one in calls(block):
                code, shown = run_console(one.command)
                assert code == wanted, f"{at}: `{one.command}` ended with {code}\n{shown}"
                if one.expected:
                    assert matches(one.expected, shown), f"{at}: `{one.command}` printed\n{shown}"
        elif block.mark == "output":
            assert matches(block.text, printed), f"{at}: the block before printed\n{printed}"
        elif block.mark.startswith("file "):
            (tmp_path / block.mark.removeprefix("file ")).write_text(block.text + "\n", "utf-8")
        elif block.mark.startswith("append "):
            append_rows(tmp_path / block.mark.removeprefix("append "), block.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_blocks_name_their_language(page: Path) -> None:
    unknown = [
        f"{block.page}:{block.line} {block.language!r}"
        for block in blocks(page)
        if block.language not in KNOWN
    ]
    assert not unknown


def test_a_wrong_page_would_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.docs.pages.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nx = 1\n```\n\n```python\nprint(x + 1)\n```\n\n<!-- output -->\n```text\n3\n```\n", "utf-8"
    )
    first, second, output = blocks(page)
    names: dict[str, object] = {}
    run_python(first, names)
    assert run_python(second, names) == "2\n"
    assert (output.mark, output.line) == ("output", 10)
    assert not matches(output.text, "2\n")
    assert matches("a\n…\nd", "a\nb\nc\nd\n")
    assert not matches("a\n…\nd", "a\nb\nc\n")
