from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from teikei.base.errors import CaseError
from teikei.industry import coefficients as module
from teikei.industry.coefficients import Coefficients, coefficients, sourced


def test_every_coefficient_says_where_it_comes_from() -> None:
    rows = sourced()
    assert set(rows) == {field.name for field in dataclasses.fields(Coefficients)}
    for name, row in rows.items():
        assert row.unit, name
        assert row.source, name
        assert (row.spread is None) == (row.fitted_on == ""), name
        if row.spread is None:
            assert row.value == row.prior, name
        assert getattr(coefficients(), name) == row.value


def test_what_was_fitted_stays_near_what_was_believed() -> None:
    # three spreads: beyond that, the model rather than the coefficient would be wrong
    for name, row in sourced().items():
        if row.spread is not None:
            assert abs(row.value - row.prior) < 3 * row.spread, name


def test_faults_of_the_file_come_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = module.data(module.FILE).read_text("utf-8")
    bad = text.replace("\nmotor,", "\nmotr,").replace("\nidle_speed,700", "\nidle_speed,quick")
    (tmp_path / module.FILE).write_text(bad, "utf-8")
    monkeypatch.setattr(module, "data", lambda name: tmp_path / name)
    with pytest.raises(CaseError) as caught:
        sourced.__wrapped__()
    said = " ".join(fault.what for fault in caught.value.faults)
    for word in ("idle_speed", "'motor'", "'motr'"):
        assert word in said
