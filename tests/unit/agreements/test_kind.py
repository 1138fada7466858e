from __future__ import annotations

from teikei.agreements.contract_build import CONTRACT_BUILD


def test_a_kind_faults_what_it_cannot_grant_and_what_it_lacks() -> None:
    assert CONTRACT_BUILD.faults("a", ("plant", "platform"), "x") == []
    (fault,) = CONTRACT_BUILD.faults("a", ("plant", "market"), "agreements.csv, agreement a")
    assert "grants a market" in fault.what
    assert fault.where == "agreements.csv, agreement a"
    (fault,) = CONTRACT_BUILD.faults("a", ("platform",), "x")
    assert "grants no plant" in fault.what
    assert "what = plant" in fault.fix
    assert len(CONTRACT_BUILD.faults("a", (), "x")) == 1
