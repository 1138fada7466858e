"""A real browser for the tests: visits a page, and measures how it is laid out at a given width."""

from __future__ import annotations

import html
import json
import subprocess
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1120,900",
)  # fmt: skip
SECONDS = 120
PHONE, PAPER = 390, 695
"""Widths in CSS pixels: a phone, and A4 between margins of 13 mm (184 mm of 96 pixels an inch)."""
MEASURE = """
const frame = document.querySelector('iframe'), page = frame.contentDocument;
const box = (e) => e.getBoundingClientRect();
const shown = (e) => e.checkVisibility() && box(e).width > 0 && box(e).height > 0;
const words = (e) => e.textContent.trim().slice(0, 60);
const wide = [...page.querySelectorAll('main *')].filter(shown)
  .filter((e) => box(e).right > page.documentElement.clientWidth + 0.5).map(words);
const inside = {TR: 'th, td', svg: 'text', UL: 'li'};
const spread = (e) => {
  const texts = page.createTreeWalker(e, NodeFilter.SHOW_TEXT), all = page.createRange(), boxes = [];
  while (texts.nextNode()) {
    if (!texts.currentNode.parentElement.checkVisibility()) continue;
    all.selectNodeContents(texts.currentNode);
    boxes.push(...[...all.getClientRects()].filter((b) => b.width > 0));
  }
  return {left: Math.min(...boxes.map((b) => b.left)), right: Math.max(...boxes.map((b) => b.right)),
          top: Math.min(...boxes.map((b) => b.top)), bottom: Math.max(...boxes.map((b) => b.bottom))};
};
const over = [];
for (const group of page.querySelectorAll('svg, tr, .numbers')) {
  if (!shown(group)) continue;
  const parts = [...group.querySelectorAll(inside[group.tagName])].filter(shown);
  parts.forEach((one, k) => parts.slice(k + 1).forEach((other) => {
    const a = spread(one), b = spread(other);
    const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (x > 1 && y > 3) over.push(words(one) + ' | ' + words(other));
  }));
}
const drawn = [...page.querySelectorAll('svg')].filter(shown).length;
const widths = Object.fromEntries(SELECTORS.map((s) => [s, box(page.querySelector(s)).width]));
const found = {scroll: page.documentElement.scrollWidth, wide, over, drawn, widths};
document.querySelector('pre').textContent = JSON.stringify(found);
"""


def run(browser: str, folder: Path, *arguments: str) -> str:
    """Standard output of one visit with a profile of its own."""
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def laid_out(
    browser: str, folder: Path, page: str, width: int, *selectors: str, paper: bool = False
) -> dict[str, Any]:
    """How a page lies at a width: how far it scrolls, what sticks out, texts that lie on one another (of a
    drawing, a row or the numbers), drawings shown, and the width of the first element of each selector.

    With ``paper`` the style for print is taken on; pages cannot be measured while they are printed.
    """
    if paper:
        assert "@media print" in page
        page = page.replace("@media print", "@media all").replace("@media screen", "@media print")
    script = MEASURE.replace("SELECTORS", json.dumps(selectors))
    file = folder / f"{width}.html"
    style = f"border:0;width:{width}px;height:800px"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><pre></pre><iframe style="{style}" '
        f'srcdoc="{html.escape(page)}"></iframe><script>onload = () => {{ {script} }}</script>',
        encoding="utf-8",
    )
    shown = run(browser, folder, "--dump-dom", file.as_uri())
    return dict(json.loads(html.unescape(shown.split("<pre>", 1)[1].split("</pre>", 1)[0])))
