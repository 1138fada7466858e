from __future__ import annotations

from dataclasses import replace

import polars as pl

from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.report.names import Names
from teikei.report.sheet_who import SHOWN, who_section


def test_cars_with_it_and_without_it(advice: Advice) -> None:
    section = who_section(sheet(advice, "pickup_at_delta"), Names(advice.case))
    assert section.lines == (
        "Cars under it are built at Delta 30,000 a year, mean of the years from the first cars on.",
    )
    # 60,000 pickups in four years; 15,000 n_pickups fewer
    assert [[c.text for c in row] for row in section.grids[0].rows] == [
        ["Hoku pickup", "Delta", "United States", "0", "15,000", "+15,000"],
        ["Nagi pickup", "Delta", "United States", "60,000", "56,250", "-3,750"],
    ]
    assert section.drawings[0].count('class="hatched"') == 2


def test_many_changes_are_cut_and_none_is_said(advice: Advice) -> None:
    pickup = advice["pickup_at_delta"]
    many = replace(pickup, flows=pl.concat([pickup.flows] * 5))
    section = who_section(sheet(replace(advice, advised=(many,)), "pickup_at_delta"), Names(advice.case))
    assert len(section.grids[0].rows) == SHOWN
    assert section.lines[-1].startswith("2 smaller changes")
    none = replace(pickup, flows=pl.DataFrame(), built_at={})
    section = who_section(sheet(replace(advice, advised=(none,)), "pickup_at_delta"), Names(advice.case))
    assert section.grids == ()
