from __future__ import annotations

from teikei.industry.routes import hosts, routes

from .conftest import Build, tables


def test_a_route_needs_tooling_line_and_demand(build: Build) -> None:
    ways = routes(build())
    # civac is tooled for the frontier but has no line for frames; atto belongs to a firm that does not plan
    assert ways.select("variant", "plant", "market").rows() == [
        ("frontier_petrol", "canton", "us"),
        ("frontier_petrol", "kyushu", "us"),
        ("rogue_electric", "canton", "us"),
        ("rogue_electric", "civac", "us"),
        ("rogue_electric", "kyushu", "us"),
        ("rogue_petrol", "canton", "us"),
        ("rogue_petrol", "civac", "us"),
        ("rogue_petrol", "kyushu", "us"),
    ]


def test_a_route_says_who_and_what(build: Build) -> None:
    row = routes(build()).row(6, named=True)
    assert row == {
        "variant": "rogue_petrol",
        "model": "rogue",
        "firm": "nissan",
        "platform": "cmf",
        "powertrain": "petrol",
        "technologies": [],
        "plant": "civac",
        "host": "nissan",
        "origin": "mexico",
        "market": "us",
        "tooling_status": "possible",
        "customs_class": "car",
    }


def test_host_is_the_largest_owner_and_of_equals_the_first_by_name(build: Build) -> None:
    case = build()
    assert dict(hosts(case).iter_rows())["canton"] == "honda"
    owners = [dict(o, share=0.51 if o["firm"] == "nissan" else 0.49) for o in tables()["plant_owners"][:2]]
    assert dict(hosts(build(plant_owners=owners)).iter_rows())["canton"] == "nissan"


def test_order_of_rows_changes_nothing(build: Build) -> None:
    case = build()
    turned = case.with_(**{name: case[name].reverse() for name in ("variants", "tooling", "demand", "lines")})
    assert routes(turned).equals(routes(case))


def test_no_tooling_no_routes(build: Build) -> None:
    ways = routes(build(tooling=[]))
    assert ways.height == 0
    assert "tooling_status" in ways.columns
