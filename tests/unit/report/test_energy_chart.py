from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as Tree

import pytest

from teikei.industry.epower import technology
from teikei.industry.roadload import Trip, drive
from teikei.report.energy_chart import consumption, energy_chart


@pytest.fixture(scope="module")
def trip() -> Trip:
    return drive(technology("epower2"), "wltc")


def bars(picture: str) -> list[tuple[float, float]]:
    """Left and right end of every bar, from the top."""
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture)
    return [(float(x), float(x) + float(width)) for x, width in found]


def test_the_picture_is_well_formed_and_fetches_nothing(trip: Trip) -> None:
    picture = energy_chart(trip)
    root = Tree.fromstring(picture)
    assert root.tag.endswith("svg")
    assert "second generation, wltc: 5." in picture
    assert picture.count("http") == 1  # the namespace


def test_each_bar_begins_where_the_one_above_ends(trip: Trip) -> None:
    whole, *links = bars(energy_chart(trip))
    assert len(links) == len(trip.megajoules_per_100km)
    assert links[0][1] == pytest.approx(whole[1], abs=0.2)
    for above, below in itertools.pairwise(links):
        assert below[1] == pytest.approx(above[0], abs=1.1)  # a bar is at least one pixel wide
    assert links[-1][0] == pytest.approx(whole[0], abs=0.2)
    # width is energy
    share = (links[-1][1] - links[-1][0]) / (whole[1] - whole[0])
    assert share == pytest.approx(trip.chain.shares()["road"], abs=0.01)


def test_a_battery_car_is_told_in_kwh() -> None:
    car = drive(technology("cmf_ev"), "120")
    assert consumption(car).endswith("kWh/100 km from the socket")
    assert "from the socket</text>" in energy_chart(car)
