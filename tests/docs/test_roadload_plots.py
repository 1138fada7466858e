"""The pictures of the page on e-POWER show what the model says today."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as Tree

import pytest
from tools.docs.roadload_plots import ASSETS, PICTURES, Line, picture

DRAWN = re.compile(r'data-name="([^"]*)" data-points="([^"]*)"')


def drawn(text: str) -> dict[str, list[float]]:
    """Name of a line -> its figures, x and y in turn."""
    return {
        html.unescape(name): [float(number) for pair in points.split() for number in pair.split(",")]
        for name, points in DRAWN.findall(text)
    }


@pytest.mark.parametrize("name", PICTURES)
def test_the_committed_picture_has_the_figures_of_the_model(name: str) -> None:
    title, x_axis, y_axis, lines = PICTURES[name]
    fresh = drawn(picture(title, x_axis, y_axis, lines()))
    committed = drawn((ASSETS / name).read_text("utf-8"))
    assert list(fresh) == list(committed)
    for line, figures in fresh.items():
        assert figures == pytest.approx(committed[line], rel=1e-3), "python -m tools.docs.roadload_plots"


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed(name: str) -> None:
    assert Tree.fromstring((ASSETS / name).read_text("utf-8")).tag.endswith("svg")


def test_another_figure_would_show() -> None:
    one = drawn(picture("t", "x", "y", [Line("a < b", ((0.0, 1.0), (1.0, 2.0)))]))
    assert one == {"a < b": [0.0, 1.0, 1.0, 2.0]}
    assert one != drawn(picture("t", "x", "y", [Line("a < b", ((0.0, 1.0), (1.0, 2.1)))]))
