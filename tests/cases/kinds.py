"""Agreements of the kinds that change something: small deals between the two makers, solved by hand."""

from __future__ import annotations

from tests.cases.edits import Words, added

from teikei.case.case import Case


def with_deal(case: Case, agreement: str, kind: str, parties: str = "nagi;hoku", **cells: object) -> Case:
    """A candidate signed in mid 2027 and used from 2028 on."""
    known: Words = {
        "agreement": agreement, "title": agreement, "kind": kind, "status": "candidate", "parties": parties,
        "months_to_sign": 6.0, "lead_years": 0.5,
    }  # fmt: skip
    return added(case, "agreements", known | cells)


def change(
    agreement: str, firm: str, what: str, resource: str, kind: str, value: float, **cells: object
) -> Words:
    """A row of changes."""
    known: Words = {"agreement": agreement, "firm": firm, "what": what, "resource": resource}
    return known | {"change": kind, "value": value} | cells


def with_purchasing(case: Case, status: str = "candidate") -> Case:
    """Bolts bought together from 2028 (in force: 2027): 10 % off parts on n_body, 5 % off the h_suv's."""
    case = with_deal(case, "bolts", "joint_purchasing", status=status)
    return added(
        case,
        "changes",
        change("bolts", "nagi", "platform", "n_body", "parts_saving", 0.10, value_low=0.05, value_high=0.12),
        change("bolts", "hoku", "model", "h_suv", "parts_saving", 0.05),
    )
