"""The built site is whole, and fetches nothing from another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.docs.pages import ROOT

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']?(?:https?:)?//[^>]*>"""
    r"""|<link\b(?![^>]*\brel=["']?canonical)[^>]*\bhref=["']?(?:https?:)?//[^>]*>"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//\S*|\burl\(["']?(?:https?:)?//[^)]*\)"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make test` builds it."""
    target = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return target


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    found = [
        f"{path.relative_to(site)}: {hit.group()[:120]}"
        for path in [*site.rglob("*.html"), *site.rglob("*.css")]
        for hit in FETCHED.finditer(path.read_text("utf-8"))
    ]
    assert not found


def test_every_page_is_built(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert pages <= {path.relative_to(site) for path in site.rglob("*.html")}


def test_the_search_for_fetches_can_find_one() -> None:
    assert FETCHED.search('<script src="https://example.org/x.js"></script>')
    assert FETCHED.search("<link rel=stylesheet href=//example.org/x.css>")
    assert FETCHED.search("@import url('https://example.org/x.css')")
    assert not FETCHED.search('<a href="https://example.org">link</a> <img src="assets/x.png">')
