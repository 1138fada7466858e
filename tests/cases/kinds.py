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


def with_cameras(case: Case, status: str = "candidate") -> Case:
    """Zai's driver in the n_suv: half of the buyers take it at 2,000; hardware 500, fee 300, fitting 30 M
    over 3 years and 10 % of it for one more partner; hoku may have it in the h_suv, at 600 for nagi's
    work."""
    case = added(case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "us", "role": "licenses"})
    case = _option(case, "cameras", 500.0, 30.0, 2_000.0)
    spread = {"technology": "cameras", "target": "option_s", "form": "logit", "value": 1_000.0}
    case = added(case, "effects", spread | {"baseline": "none", "unit": "USD"})
    case = with_deal(case, "sight", "driver_assistance_licence", "zai;nagi", status=status)
    case = added(case, "changes", change("sight", "nagi", "technology", "cameras", "option_price", 2_000.0))
    case = added(case, "grants", _licence("sight", "nagi", "cameras", "n_suv"))
    case = added(case, "terms", _fee("sight", "nagi", "zai", 300.0))
    case = with_deal(case, "sight_too", "driver_assistance_licence", "zai;nagi;hoku", needs="sight")
    case = added(
        case, "changes", change("sight_too", "hoku", "technology", "cameras", "option_price", 2_000.0)
    )
    case = added(case, "grants", _licence("sight_too", "hoku", "cameras", "h_suv"))
    return added(
        case, "terms", _fee("sight_too", "hoku", "zai", 300.0), _fee("sight_too", "hoku", "nagi", 600.0)
    )


def with_lidar(case: Case) -> Case:
    """The cameras are in force and a lidar comes on top: worth 1,000 more, at 3,000; hardware 250, fee 100,
    12 M over 3 years; every year the us allow it with a chance of one half."""
    case = _option(with_cameras(case, "signed"), "lidar", 250.0, 12.0, 1_000.0, needs="cameras")
    rule = {"technology": "lidar", "target": "rule_hazard", "scope": "US", "form": "hazard", "value": 0.5}
    case = added(case, "effects", rule | {"baseline": "", "unit": "1/yr"})
    case = with_deal(case, "hands_off", "driver_assistance_licence", "zai;nagi", needs="sight")
    case = added(case, "changes", change("hands_off", "nagi", "technology", "lidar", "option_price", 3_000.0))
    case = added(case, "grants", _licence("hands_off", "nagi", "lidar", "n_suv"))
    return added(case, "terms", _fee("hands_off", "nagi", "zai", 100.0))


def _option(case: Case, name: str, hardware: float, fixed: float, mean: float, **cells: object) -> Case:
    row: Words = {
        "technology": name, "name": name, "kind": "driver_assistance", "owners": "zai",
        "may_license": "nagi;hoku", "unit_cost": hardware, "fixed_cost_m": fixed, "life_years": 3,
        "sharing_overhead": 0.1,
    }  # fmt: skip
    form = "add" if cells else "logit"
    worth = {"technology": name, "target": "option_mu", "form": form, "value": mean, "unit": "USD"}
    return added(added(case, "technologies", row | cells), "effects", worth | {"baseline": "none"})


def _licence(agreement: str, taker: str, technology: str, models: str) -> Words:
    row: Words = {"agreement": agreement, "giver": "zai", "taker": taker, "what": "technology"}
    return row | {"resource": technology, "models": models}


def _fee(agreement: str, payer: str, payee: str, amount: float) -> Words:
    return {"agreement": agreement, "payer": payer, "payee": payee, "per": "unit", "amount": amount}


def with_next_body(case: Case) -> Case:
    """Hoku's next body, 90 M over 3 years, takes 1,000 off the parts of an n_suv; as a partner nagi adds a
    fifth to it, as a follower it would pay 60 %."""
    body: Words = {
        "platform": "h_next", "name": "Next", "owners": "hoku", "construction": "unibody", "life_years": 3,
        "development_cost_m": 90.0, "lead_years": 1.0, "follower_factor": 0.6, "saving_per_doubling": 0.0,
    }  # fmt: skip
    car: Words = {
        "variant": "n_suv_joint", "model": "n_suv", "powertrain": "petrol", "platform": "h_next",
        "parts_cost": 16_000.0, "status": "candidate",
    }  # fmt: skip
    case = added(added(case, "platforms", body), "variants", car)
    case = with_deal(case, "next_body", "joint_development")
    case = added(case, "changes", change("next_body", "nagi", "platform", "h_next", "joining_cost", 0.2))
    grant: Words = {"agreement": "next_body", "giver": "hoku", "taker": "nagi", "what": "platform"}
    return added(case, "grants", grant | {"resource": "h_next", "models": "n_suv"})


def with_venture(case: Case) -> Case:
    """Delta half and half from 2028, for 200 M; hoku may build up to 80,000 h_suv a year there."""
    case = with_deal(case, "delta_venture", "joint_venture")
    parts = [change("delta_venture", f, "plant", "delta", "owned_share", 0.5) for f in ("nagi", "hoku")]
    grant: Words = {"agreement": "delta_venture", "giver": "nagi", "taker": "hoku", "what": "plant"}
    grant |= {"resource": "delta", "models": "h_suv", "limit_units_per_year": 80_000.0}
    capital = {"agreement": "delta_venture", "payer": "hoku", "payee": "nagi", "per": "once", "amount": 200.0}
    return added(added(added(case, "changes", *parts), "grants", grant), "terms", capital)


def with_lead(case: Case, models: str = "") -> Case:
    """Nagi leads the us from 2028: hoku saves half of the 40 M of its organisation there and pays its
    dealers a quarter of a year; ``models`` are offered there no longer, and 60 % of what they sold goes to
    the n_suv."""
    office = {"firm": "hoku", "market": "us", "fixed_cost_m": 40.0, "may_leave": False}
    case = with_deal(added(case, "market_presence", office), "us_lead", "regional_lead")
    case = added(
        case,
        "changes",
        change("us_lead", "hoku", "market", "us", "presence_saving", 0.5),
        change("us_lead", "hoku", "market", "us", "dealer_compensation", 0.25),
    )
    case = added(case, "diversion", {"model": "h_suv", "to": "n_suv", "market": "us", "share": 0.6})
    grant: Words = {"agreement": "us_lead", "giver": "hoku", "taker": "nagi", "what": "market"}
    return added(case, "grants", grant | {"resource": "us", "models": models})


def with_merger(case: Case) -> Case:
    """One firm from 2028: delta is open to h_suv, a tenth of nagi's overhead and 5 % of hoku's parts fall
    away, the system is shared, and integration costs 30 M."""
    case = with_deal(case, "one_firm", "merger", signing_cost_m=30.0)
    case = added(
        case,
        "changes",
        change("one_firm", "nagi", "firm", "nagi", "overhead_saving", 0.1),
        change("one_firm", "hoku", "firm", "hoku", "parts_saving", 0.05),
    )
    grant: Words = {"agreement": "one_firm", "giver": "nagi", "taker": "hoku"}
    found = added(case, "grants", grant | {"what": "plant", "resource": "delta", "models": "h_suv"})
    if "system" in case["technologies"]["technology"].to_list():
        found = added(found, "grants", grant | {"what": "technology", "resource": "system"})
    return found


def with_leads(case: Case) -> Case:
    """One group; who leads the us and a system. From 2028, three years, nothing discounted:

    us_nagi  hoku saves 0.5 * 40 and 0.25 * 12 a year, pays dealers 0.25 * 40 once:  3 * 23 - 10 = 59
    us_hoku  nagi saves 0.2 * 60 and 0.1 * 20 a year, pays dealers 0.5 * 60 once:    3 * 14 - 30 = 12
    os_nagi  hoku saves 0.4 of 30 a year: 36;   os_hoku  nagi saves 0.5 of 10 a year: 15

    In the us nagi sells most (160,000 against 80,000); hoku has sold most cars with the system. Announced are
    hoku for the us and nagi for the system.
    """
    offices = [{"firm": f, "market": "us", "fixed_cost_m": m} for f, m in (("nagi", 60.0), ("hoku", 40.0))]
    system: Words = {"technology": "os", "name": "System", "kind": "software", "owners": "nagi;hoku"}
    case = added(added(case, "market_presence", *offices), "technologies", system)
    case = added(
        case,
        "programmes",
        _programme("nagi", "market", "us", 20.0),
        _programme("hoku", "market", "us", 12.0),
        _programme("nagi", "technology", "os", 10.0, units_to_date=100.0),
        _programme("hoku", "technology", "os", 30.0, units_to_date=500.0),
    )
    for leader, firm, presence, programme, dealers in (
        ("nagi", "hoku", 0.5, 0.25, 0.25),
        ("hoku", "nagi", 0.2, 0.1, 0.5),
    ):
        name = f"us_{leader}"
        case = with_deal(case, name, "regional_lead", excludes=f"us_{firm}")
        follows: Words = {"agreement": name, "giver": firm, "taker": leader, "what": "market"}
        case = added(case, "grants", follows | {"resource": "us"})
        case = added(
            case,
            "changes",
            change(name, firm, "market", "us", "presence_saving", presence),
            change(name, firm, "market", "us", "programme_saving", programme),
            change(name, firm, "market", "us", "dealer_compensation", dealers),
        )
    for leader, firm, saved in (("nagi", "hoku", 0.4), ("hoku", "nagi", 0.5)):
        name = f"os_{leader}"
        case = with_deal(case, name, "technology_lead", excludes=f"os_{firm}")
        gives: Words = {"agreement": name, "giver": leader, "taker": firm, "what": "technology"}
        case = added(case, "grants", gives | {"resource": "os"})
        case = added(case, "changes", change(name, firm, "technology", "os", "programme_saving", saved))
    said = [
        {"what": "market", "resource": "us", "leader": "hoku"},
        {"what": "technology", "resource": "os", "leader": "nagi"},
    ]
    case = added(case, "announced", *said)
    return case.with_(
        settings={"integrated_groups": (("nagi", "hoku"),), "integrated_note": "the deed of 1999"}
    )


def _programme(firm: str, what: str, resource: str, cost: float, **cells: object) -> Words:
    return {"firm": firm, "what": what, "resource": resource, "cost_m_per_year": cost} | cells
