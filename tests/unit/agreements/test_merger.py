from __future__ import annotations

from tests.cases.edits import two_makers
from tests.cases.kinds import with_merger

from teikei.agreements.book import kind_faults
from teikei.agreements.merger import MERGER
from teikei.base.options import AdviseOptions
from teikei.deals.advise import advise


def test_it_grants_everything_and_may_save() -> None:
    granted = ("plant", "platform", "technology", "model", "market", "pool")
    assert MERGER.faults("a", granted, "x", ("overhead_saving", "parts_saving")) == []
    (nothing,) = MERGER.faults("a", ("technology",), "x")
    assert "grants no plant or platform" in nothing.what
    (owned,) = MERGER.faults("a", ("plant",), "x", ("owned_share",))
    assert "changes a owned_share" in owned.what
    assert kind_faults(with_merger(two_makers())) == []


def test_it_is_valued_and_never_among_what_is_signed_together() -> None:
    case = with_merger(two_makers())
    advice = advise(case, ["one_firm", "suv_at_delta"], options=AdviseOptions(inputs=1, workers=1))
    assert advice["one_firm"].verdict.word == "recommended"
    assert "one_firm" not in advice.signed_together
