from __future__ import annotations

from typing import get_args

from teikei.agreements.kinds import KINDS
from teikei.case.tables.deals import AgreementKind


def test_every_kind_of_the_table_is_known_and_no_other() -> None:
    assert set(KINDS) == set(get_args(AgreementKind))
    assert all(name == kind.name for name, kind in KINDS.items())


def test_kinds_that_are_planned() -> None:
    assert {name for name, kind in KINDS.items() if kind.planned} == {
        "contract_build",
        "shared_platform",
        "technology_licence",
        "co2_pool",
        "shared_software",
        "charging_access",
        "joint_purchasing",
        "joint_development",
        "joint_venture",
        "regional_lead",
        "technology_lead",
        "merger",
        "driver_assistance_licence",
    }
    for kind in KINDS.values():
        assert kind.needs_one_of <= kind.grants
        assert kind.title
        assert kind.summary
