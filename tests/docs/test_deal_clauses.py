"""The flagship's clauses on the page about deals are those of fresh plans."""

from __future__ import annotations

import pytest
from tools.docs.deal_clauses import HEAD, figures, printed, table


def test_the_page_shows_what_the_plans_give() -> None:
    shown, fresh = printed(), figures()
    assert list(shown) == list(fresh)
    wrong = {
        name: (shown[name], row)
        for name, row in fresh.items()
        if shown[name] != pytest.approx(row, rel=0.01, abs=1.5)
    }
    assert not wrong, "python -m tools.docs.deal_clauses --write, and read the sentences again"


def test_a_table_is_written_with_thousands_and_without_minus_nothing() -> None:
    last = table({"x": [-1234.4, -0.2, *[3.0] * (len(HEAD) - 3)]}).splitlines()[2]
    assert last.startswith("| `x` | -1,234 | 0 | 3 |")
