"""The browser that pages are opened in."""

from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def browser() -> str:
    """Path of a browser; a skip where there is none, a failure where CI promises one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(
                "CI is set but there is no chromium on PATH: install it, for example apt-get install chromium"
            )
        pytest.skip("no chromium on PATH")
    return found
