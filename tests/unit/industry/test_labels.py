from __future__ import annotations

import pytest

from teikei.base.errors import UsageError
from teikei.industry.labels import combined, electric_label, mpg, petrol_label


def test_miles_per_gallon_is_its_own_inverse() -> None:
    assert mpg(7.84) == pytest.approx(30.0, abs=0.01)  # 235.21 / 7.84
    assert mpg(mpg(31.7)) == pytest.approx(31.7)


def test_combined_is_the_harmonic_mean_of_mpg() -> None:
    both = combined(mpg(30.0), mpg(38.0))
    assert mpg(both) == pytest.approx(1 / (0.55 / 30 + 0.45 / 38))


@pytest.mark.parametrize(
    ("ftp", "hfet", "city", "highway"),
    [(39.7, 55.9, 30.0, 38.0), (71.7, 71.9, 49.3, 47.2), (32.7, 47.9, 25.3, 33.1)],
)
def test_five_cycle_formula(ftp: float, hfet: float, city: float, highway: float) -> None:
    # 1 / (0.004091 + 1.1601/39.7) = 30.02; 1 / (0.003191 + 1.2945/55.9) = 37.95
    label = petrol_label(mpg(ftp), mpg(hfet))
    assert (mpg(label.city), mpg(label.highway)) == pytest.approx((city, highway), abs=0.06)
    assert label.combined == pytest.approx(0.55 * label.city + 0.45 * label.highway)


def test_battery_cars_are_divided_by_seven_tenths() -> None:
    label = electric_label(14.0, 21.0)
    assert (label.city, label.highway) == pytest.approx((20.0, 30.0))
    assert label.combined == pytest.approx(24.5)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan")])
def test_no_inverse(value: float) -> None:
    with pytest.raises(UsageError):
        mpg(value)
