from __future__ import annotations

from dataclasses import replace

from tests.cases.advices import two

from teikei.deals.sheet import sheet


def test_what_a_sheet_says_of_itself() -> None:
    made = sheet(two(), "pickup_at_delta", "hoku")
    assert made.case is two().case
    assert made.partners == ("nagi",)
    assert made.milestones is made.advised.milestones
    assert made.surplus is made.figures["surplus"]
    assert made.undetermined == ()
    gain = replace(made.figures["gain nagi"], low=-146.0, high=3.0)
    assert replace(made, figures=made.figures | {"gain nagi": gain}).undetermined == (gain,)
