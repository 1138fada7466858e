from __future__ import annotations

import json

import pytest

from teikei.cli.main import call
from teikei.cli.share import share


@pytest.mark.parametrize("by", ["nash", "shapley", "myerson", "nucleolus"])
def test_two_makers_halve_the_best_book(by: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert share("two_makers", by=by, json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    # 430.5 + 629 = 1,059.5
    for firm in ("nagi", "hoku"):
        assert sum(shown["shares_m"][firm]) / 2 == pytest.approx(529.75, abs=0.1)
    assert set(shown["book"]) == {"pickup_at_delta", "suv_at_delta"}


def test_all_rules_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert share("two_makers", by="all", agreements="suv_at_delta") == 0
    said = capsys.readouterr().out
    assert (
        "Hoku Motor: Nash, deal by deal 314.5 ±0; Shapley value 314.5 ±0; Myerson value 314.5 ±0; "
        "nucleolus 314.5 ±0" in said
    )
    assert "Hoku Motor, Nagi Motor: 629.0 ±0 m USD" in said
    assert share("two_makers", by="all", agreements="suv_at_delta", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(shown["rules"]) == ["nash", "shapley", "myerson", "nucleolus"]
    assert sum(shown["rules"]["myerson"]["shares_m"]["nagi"]) / 2 == pytest.approx(314.5, abs=0.1)


def test_a_given_book_and_weight(capsys: pytest.CaptureFixture[str]) -> None:
    assert share("two_makers", agreements="suv_at_delta", weight=0.3) == 0
    said = capsys.readouterr().out
    # nagi, the first, keeps 0.3 * 629
    assert "Nagi Motor: 188.7 ±0 m USD" in said


def test_an_agreement_named_twice_is_in_the_book_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert share("two_makers", agreements="suv_at_delta,suv_at_delta", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["book"] == ["suv_at_delta"]
    assert sum(shown["shares_m"]["nagi"]) / 2 == pytest.approx(314.5, abs=0.1)


def test_groups_are_told_as_they_are_valued(capsys: pytest.CaptureFixture[str]) -> None:
    assert share("two_makers", by="shapley", agreements="suv_at_delta", workers=1) == 0
    assert "3 of 3 groups after" in capsys.readouterr().err


def test_faults_in_four_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["share", "two_makers", "--by", "shaply"]) == 2
    assert "did you mean 'shapley'?" in capsys.readouterr().err
    assert call(["share", "two_makers", "--agreements", ""]) == 2
    assert "nothing to share" in capsys.readouterr().err
    assert call(["share", "two_makers", "--agreements", "suv_at_dleta"]) == 2
    assert "did you mean 'suv_at_delta'?" in capsys.readouterr().err
