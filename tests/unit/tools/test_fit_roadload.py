"""The coefficients that come with teikei are those its cars ask for: nobody edits them by hand."""

from __future__ import annotations

import csv
import io

import pytest
from tools.fit_roadload import FLEET, PRIORS, STAGES, as_csv, fit, fleet, main, start, table

from teikei.industry import coefficients as module
from teikei.industry.certified_cars import cars, mean_absolute, miss
from teikei.industry.coefficients import Coefficients, coefficients
from teikei.industry.cycles import data


@pytest.fixture(scope="module")
def fitted() -> Coefficients:
    return fit(cars())


def test_the_committed_file_is_what_the_fit_writes(fitted: Coefficients) -> None:
    fresh = list(csv.DictReader(io.StringIO(as_csv(fitted))))
    committed = list(csv.DictReader(data(module.FILE).open(encoding="utf-8")))
    assert [row["coefficient"] for row in fresh] == [row["coefficient"] for row in committed]
    for new, old in zip(fresh, committed, strict=True):
        # another machine's last digits may differ
        assert float(new.pop("value")) == pytest.approx(float(old.pop("value")), rel=2e-4)
        assert new == old


def test_the_fit_is_better_than_what_was_believed(fitted: Coefficients) -> None:
    before = mean_absolute([miss(car, start(), us06=False) for car in cars()])
    after = mean_absolute([miss(car, fitted, us06=False) for car in cars()])
    assert after[2] < before[2]


def test_every_coefficient_has_a_prior_and_every_car_a_stage() -> None:
    assert [prior.name for prior in PRIORS] == [name for name in Coefficients.__slots__]  # noqa: C416
    assert {prior.stage for prior in PRIORS if prior.spread is not None} == {*STAGES, FLEET}
    assert {car.kind for car in cars()} == {kind for kinds in STAGES.values() for kind in kinds}


def test_half_the_makes_are_held_out() -> None:
    fitted_on, held_out = ({car.name.split()[0] for car in fleet(use)} for use in ("fit", "held_out"))
    assert not fitted_on & held_out
    assert len(fleet("fit")) + len(fleet("held_out")) == 562
    assert {car.kind for car in fleet("held_out")} == {"ICE"}
    assert {car.gearbox for car in fleet("held_out")} == {"stepless", "stepped"}


def test_the_table_names_every_car() -> None:
    text = table([miss(car, coefficients()) for car in cars()])
    assert all(car.name in text for car in cars())
    assert "mean absolute" in text


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError):
        main(["--from", "no_such_file.csv"])
