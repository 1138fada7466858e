from __future__ import annotations

from tests.cases.edits import two_makers
from tests.cases.kinds import with_merger

from teikei.agreements.book import kind_faults
from teikei.agreements.merger import MERGER


def test_it_grants_everything_and_may_save() -> None:
    granted = ("plant", "platform", "technology", "model", "market", "pool")
    assert MERGER.faults("a", granted, "x", ("overhead_saving", "parts_saving")) == []
    (nothing,) = MERGER.faults("a", ("technology",), "x")
    assert "grants no plant or platform" in nothing.what
    (owned,) = MERGER.faults("a", ("plant",), "x", ("owned_share",))
    assert "changes a owned_share" in owned.what
    assert kind_faults(with_merger(two_makers())) == []
