from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.software import (
    Programme,
    Triangle,
    cost_share,
    delay_value,
    joint_deviation,
    service_value,
    sharing_gain,
    split_cost,
)


def test_share_of_each_partner() -> None:
    # (1 + 0.15)/2 = 0.575; (1 + 0.30)/3 = 0.4333; (1 + 0.45)/4 = 0.3625
    assert [cost_share(n) for n in (1, 2, 3, 4)] == pytest.approx([1.0, 0.575, 1.3 / 3, 0.3625])


@pytest.mark.parametrize("partners", [2, 3, 10])
def test_sharing_never_pays_if_a_partner_costs_as_much_as_a_stack(partners: int) -> None:
    assert cost_share(partners, 1.0) == 1.0
    assert cost_share(partners, 1.2) > 1.0
    assert cost_share(partners, 0.99) < 1.0


def test_cost_is_split_by_volume() -> None:
    # 1,400 · 1.15 = 1,610 over 7: 230 a unit
    assert split_cost(1400.0, [3.0, 4.0]) == pytest.approx([690.0, 920.0])
    # 2.431 bn alone on 3.34 M cars is 728 a car; with 3.81 M more, 2.796 bn / 7.15 M = 391
    assert split_cost(2431.0, [3.34, 3.81]).sum() / 7.15 == pytest.approx(391.0, abs=0.5)
    assert split_cost(1400.0, [3.0, 0.0])[1] == 0.0


def test_months_are_worth_the_margin_of_late_models() -> None:
    # 9 months earlier: 0.75 · 100,000 · 2,000 = 150 M; 12 later: −200 M
    assert delay_value([-9, 12], 100_000, 2_000) == pytest.approx([150e6, -200e6])


def test_triangle() -> None:
    months = Triangle(-18, -9, 12)
    # (−18 − 9 + 12)/3 = −5; P(late) = 12² / (30 · 21) = 144/630; P(> −9) = 21/30
    assert months.mean == -5.0
    assert months.above(0) == pytest.approx(144 / 630)
    assert months.above(-9) == pytest.approx(21 / 30)
    assert months.above(-13.5) == pytest.approx(1 - 4.5**2 / (30 * 9))
    assert (months.above(-19), months.above(12)) == (1.0, 0.0)
    # a² + m² + b² − am − ab − mb = 324 + 81 + 144 − 162 + 216 + 108 = 711; 711/18 = 39.5
    assert months.deviation == pytest.approx(39.5**0.5)


def test_triangle_with_its_mode_at_an_end() -> None:
    assert Triangle(0, 0, 10).above(0) == pytest.approx(1.0)
    assert Triangle(0, 10, 10).above(5) == pytest.approx(0.75)
    assert Triangle(3, 3, 3).deviation == 0.0
    assert Triangle(3, 3, 3).above(3) == 0.0


def test_partners_of_one_programme_are_late_together() -> None:
    assert joint_deviation(6.0, 4, shared=True) == 24.0
    assert joint_deviation(6.0, 4, shared=False) == 12.0


def test_services_are_discounted_and_die_out() -> None:
    # two years, kept 0.5, no discount: 100 + 50; half of it gross
    assert service_value(100.0, years=2, discount_rate=0.0, gross_share=0.5, kept=0.5) == pytest.approx(75.0)
    # one year at 21 %: 100 / 1.1
    assert service_value(100.0, years=1, discount_rate=0.21) == pytest.approx(100 / 1.1)
    assert service_value(100.0, years=0, discount_rate=0.1) == 0.0


def test_gain_of_each_partner() -> None:
    plan = Programme(1400.0, saving_per_car=150, service_per_car=100, months=12)
    gain = sharing_gain(plan, [3.0, 4.0], [0.1, 0.2], 2000)
    # development 1,400 − 690 and 1,400 − 920; a year later: −0.1 · 2,000 and −0.2 · 2,000
    assert gain.development == pytest.approx([710, 480])
    assert gain.yearly == pytest.approx([710 + 450 + 300, 480 + 600 + 400])
    assert gain.timing == pytest.approx([-200, -400])


def test_a_large_partner_may_lose_by_paying_by_volume() -> None:
    # 1 and 19 cars, overhead 0.15: the large one pays 1.15 · 0.95 = 1.0925 of its own stack
    gain = sharing_gain(Programme(100.0), [1.0, 19.0], 0.0, 0.0)
    assert gain.development == pytest.approx([100 - 5.75, 100 - 109.25])


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: cost_share(0),
        lambda: cost_share(2, -0.1),
        lambda: split_cost(1.0, [0.0, 0.0]),
        lambda: split_cost(1.0, [1.0, -1.0]),
        lambda: Triangle(0, 5, 3),
        lambda: service_value(1.0, years=2, discount_rate=-0.1),
        lambda: delay_value(np.nan, 1, 1),
        lambda: sharing_gain(Programme(1.0), [1.0], -1.0, 1.0),
    ):
        with pytest.raises(CaseError):
            call()
