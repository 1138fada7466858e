"""The advice page in a real browser: it renders, and asks no network."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path

import pytest
from tests.browser.pages import run

from teikei.case.read import read_case
from teikei.deals.advise import advise
from teikei.report.answer import findings
from teikei.report.money import Money
from teikei.report.page import advice_page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = read_case("two_makers")
    file = tmp_path_factory.mktemp("page") / "advice.html"
    file.write_text(advice_page(findings(advise(case), Money.of(case))), encoding="utf-8")
    return file


def test_the_page_renders_with_its_tables_and_its_drawing(browser: str, page: Path, tmp_path: Path) -> None:
    shown = run(browser, tmp_path, "--dump-dom", page.as_uri())
    assert "<title>Advice: Two makers, solved by hand</title>" in shown
    body = shown.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    assert body.count("<tr>") == 3
    assert re.findall(r'<th scope="row">([^<]+)</th>', body)[0] == "The Hoku SUV built at Delta"
    assert shown.count('class="bar"') == 6  # three, wide and narrow


def asked(browser: str, page: Path, folder: Path) -> list[str]:
    """Addresses outside this machine that a page asks for; what the browser asks for itself has no origin."""
    log = folder / "net.json"
    run(browser, folder, f"--log-net-log={log}", "--dump-dom", page.as_uri())
    text = log.read_text("utf-8", errors="replace").rstrip()
    try:
        events = json.loads(text)["events"]
    except json.JSONDecodeError:  # the browser was gone before it closed the list
        events = json.loads(text.rstrip(",") + "]}")["events"]
    found = [event.get("params", {}) for event in events]
    return [
        p["url"]
        for p in found
        if p.get("initiator", "not an origin") != "not an origin" and p.get("url", "").startswith("http")
    ]


def test_no_host_is_asked(browser: str, page: Path, tmp_path: Path) -> None:
    assert asked(browser, page, tmp_path) == []


def test_the_search_for_hosts_can_find_one(browser: str, tmp_path: Path) -> None:
    leak = tmp_path / "leak.html"
    leak.write_text('<img src="http://example.invalid/dot.png" alt="">', encoding="utf-8")
    assert asked(browser, leak, tmp_path) == ["http://example.invalid/dot.png"]


def test_the_picture_is_not_blank(browser: str, page: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    run(browser, tmp_path, f"--screenshot={picture}", page.as_uri())
    width, height, colours = pixels(picture)
    assert (width, height) == (1120, 900)
    assert colours > 50  # text and bars with their smoothed edges; a blank page has one colour


def pixels(picture: Path) -> tuple[int, int, int]:
    """Width, height and number of different pixel values, filters left in: a drawing has many."""
    data = picture.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    at, packed = 8, b""
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(packed)
    return width, height, len({raw[k : k + 3] for k in range(0, len(raw) - 3, 3)})
