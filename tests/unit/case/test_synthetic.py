"""Made-up industries: as large as asked, checkable, the same for a seed, and synthetic in every row."""

from __future__ import annotations

from pathlib import Path

import pytest

import teikei
from teikei.base.errors import UsageError
from teikei.case.size import Size
from teikei.case.synthetic import synthetic_tables, write_synthetic

SMALL = Size(firms=2, plants=5, models=13, markets=6, agreements=4)


@pytest.mark.parametrize(
    "size",
    [
        SMALL,
        Size(firms=1, plants=1, models=5, markets=1, agreements=0),
        Size(firms=2, plants=14, models=10, markets=3, agreements=2),  # more plants than cars
    ],
    ids=["small", "least", "many plants"],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_made_up_case_passes_every_check(tmp_path: Path, size: Size, seed: int) -> None:
    case = teikei.read_case(write_synthetic(tmp_path, size, seed))
    counts = [case[name].height for name in ("firms", "plants", "models", "territories", "agreements")]
    assert counts == [size.firms, size.plants, size.models, size.markets, size.agreements]
    for name in case.tables:
        if case[name].height and name not in ("sources",):
            assert set(case[name]["source"].to_list()) == {"synthetic"}


def test_its_plan_is_audited_and_all_plants_are_used_in_part(tmp_path: Path) -> None:
    case = teikei.read_case(write_synthetic(tmp_path, SMALL))
    plan = teikei.plan(case)
    assert plan.status == "optimal"
    assert plan.value > 0
    # base-year sales are four fifths of capacity; no plan can build more than capacity holds
    base = sum(row["units"] for row in case["sourcing"].iter_rows(named=True))
    capacity = case["lines"]["capacity_units_per_year"].sum()
    assert base == pytest.approx(0.8 * capacity, rel=0.02)


def test_the_seed_decides(tmp_path: Path) -> None:
    assert synthetic_tables(SMALL, 5) == synthetic_tables(SMALL, 5)
    assert synthetic_tables(SMALL, 5) != synthetic_tables(SMALL, 6)


def test_every_third_agreement_brings_a_new_car() -> None:
    tables = synthetic_tables(SMALL)
    brought = [row["brings"] for row in tables["agreements"]]
    assert [bool(car) for car in brought] == [False, False, True, False]
    status = {row["model"]: row["status"] for row in tables["models"]}
    assert [status[car] for car in brought if car] == ["candidate"]


def test_a_case_is_not_overwritten_unasked(tmp_path: Path) -> None:
    write_synthetic(tmp_path, SMALL)
    with pytest.raises(UsageError):
        write_synthetic(tmp_path, SMALL, 2)
    write_synthetic(tmp_path, SMALL, 2, force=True)
    assert "seed 2" in (tmp_path / "case.toml").read_text("utf-8")


def test_a_size_that_holds_no_industry_is_refused() -> None:
    with pytest.raises(UsageError):
        synthetic_tables(Size(firms=9, plants=3))
