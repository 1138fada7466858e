from __future__ import annotations

from teikei.base.errors import (
    AgreementError,
    CaseError,
    Fault,
    PlanError,
    SolverError,
    TeikeiError,
    UsageError,
    did_you_mean,
    nearest,
    unknown_names,
)


def test_a_fault_prints_its_four_fields() -> None:
    fault = Fault("plants.csv:5 column firm", "no firm 'nn'", "cost would vanish", "did you mean 'n'?")
    assert str(fault).splitlines() == [
        "no firm 'nn'",
        "  where: plants.csv:5 column firm",
        "  why:   cost would vanish",
        "  fix:   did you mean 'n'?",
    ]
    assert list(fault.as_dict()) == ["where", "what", "why", "fix"]


def test_exit_codes_are_those_of_the_manual() -> None:
    codes = {kind: kind.exit_code for kind in (UsageError, CaseError, AgreementError, PlanError, SolverError)}
    assert codes == {UsageError: 2, CaseError: 3, AgreementError: 3, PlanError: 4, SolverError: 5}
    assert TeikeiError.exit_code == 1


def test_an_error_gathers_one_fault_or_many() -> None:
    one, two = Fault("a", "b", "c", "d"), Fault("e", "f", "g", "h")
    assert CaseError(one).faults == (one,)
    error = CaseError(fault for fault in (one, two))
    assert error.faults == (one, two)
    assert str(one) in str(error)
    assert str(two) in str(error)


def test_the_nearest_name() -> None:
    assert nearest("Nisan", ["nissan", "honda", ""]) == "nissan"
    assert nearest("zzz", ["nissan", "honda"]) is None
    assert "'nissan'" in did_you_mean("nisan", ["nissan"], "firms.csv")
    many = [f"q{i:02}" for i in range(13)]
    assert did_you_mean("zzz", [*many, "q00"], "x.csv") == (
        "use one of: q00, q01, q02, q03, q04, q05, q06, q07, … and 5 more (names are listed in x.csv)"
    )
    # four beyond the eight are named: nothing is said of "1 more"
    assert did_you_mean("zzz", many[:12], "x.csv") == (
        f"use one of: {', '.join(many[:12])} (names are listed in x.csv)"
    )
    assert did_you_mean("zzz", [], "firms.csv") == "use one of: none yet (names are listed in firms.csv)"


def test_each_unknown_name_is_a_fault_of_its_own() -> None:
    given = ["nisan", "honda", "zzz"]
    found = unknown_names(
        given, ["nissan", "honda"], "deals.csv", "is no firm", "it cannot sign", "firms.csv"
    )
    assert [fault.what for fault in found] == ["nisan is no firm", "zzz is no firm"]
    assert {(fault.where, fault.why) for fault in found} == {("deals.csv", "it cannot sign")}
    assert found[0].fix.startswith("did you mean 'nissan'?")
    assert unknown_names([], [], "a", "b", "c", "d") == []
