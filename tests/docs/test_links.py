"""Links of the pages that mkdocs does not check lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.docs.pages import ROOT

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [link for link in LINK.findall(text) if not (ROOT / link).exists()] == []


def test_the_readme_names_files_that_exist() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("## Where is")[2].partition("\n## ")[0]
    named = [Path(name) for name in re.findall(r"`((?:src|tools|docs)/[^`]+)`", table)]
    assert named
    assert [str(name) for name in named if not (ROOT / name).exists()] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").split("\n")
    assert lines[3].startswith("$ make demo")
    assert lines[4].startswith("$ make test")
