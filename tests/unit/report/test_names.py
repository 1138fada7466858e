from __future__ import annotations

import polars as pl
import pytest

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.deals.advice import Advice
from teikei.deals.inputs import Input, inputs_with_range
from teikei.report.names import Names


@pytest.fixture
def names(case: Case) -> Names:
    return Names(case)


def test_ids_of_cars_and_plants_become_names_and_other_words_stay(names: Names) -> None:
    said = names.sentence("builds h_suv at harima (100,000 a year)")
    assert said == "builds Hoku SUV at Harima (100,000 a year)"
    assert names.firm("hoku") == "Hoku Motor"
    assert names.firm("unheard_of") == "unheard_of"


def test_inputs_are_named_with_their_unit(names: Names, advice: Advice) -> None:
    moves = advice["suv_at_delta"].sweep
    assert moves is not None
    tariff, tooling = (m.input for m in moves.moves)
    assert names.input(tariff) == "tariff rate of Japan, United States, car from 2020-01-01"
    assert (names.unit(tariff), names.value(tariff, 0.25)) == ("share", "25.0%")
    assert names.input(tooling) == "tooling cost of Hoku SUV, Delta"
    assert names.value(tooling, 1161.33) == "1,161 m USD"


def test_no_input_of_the_flagship_is_named_by_an_id() -> None:
    flagship = read_case("nissan_2025")
    known = Names(flagship)
    said = {known.input(item) for item in inputs_with_range(flagship)}
    assert len(said) > 500
    assert not [words for words in said if "_" in words]


def test_adopting_and_doubling_are_said_in_words(names: Names) -> None:
    frame = names.case["platforms"]["platform"][0]

    def said(column: str) -> str:
        return names.input(Input("platforms", (frame,), column, 0.1, 0.2, 0.3))

    assert said("follower_factor") == f"share of its development paid to adopt {names.thing(frame)}"
    assert said("saving_per_doubling") == f"parts saving per doubling of {names.thing(frame)}"


def test_variants_lines_and_agreements_have_names(names: Names) -> None:
    assert names.thing("h_suv_petrol") == "Hoku SUV, petrol"
    assert names.thing("pickup_at_delta").startswith("A Hoku pickup")
    (line, plant) = names.case["lines"].select("line", "plant").row(0)
    assert names.thing(line).startswith(names.thing(plant) + ", ")


def test_the_unit_of_a_term_is_that_of_what_it_counts(names: Names) -> None:
    def fee(per: str) -> str:
        return names.unit(Input("terms", ("suv_at_delta", "hoku", "nagi", per), "amount", 1.0, 2.0, 3.0))

    assert [fee(p) for p in ("unit", "year", "once", "share")] == ["USD/car", "m USD/year", "m USD", "share"]


def test_a_change_is_said_with_its_own_unit(names: Names) -> None:
    def said(change: str, what: str, resource: str, value: float) -> tuple[str, str]:
        item = Input("changes", ("suv_at_delta", "hoku", what, resource, change), "value", 0.0, value, value)
        return names.input(item), names.value(item, value)

    saving = said("parts_saving", "powertrain", "hybrid", 0.02)
    assert saving == ("part of the bought parts saved of Hoku Motor: hybrid", "2.0%")
    assert said("option_price", "technology", "eyes", 4_000.0)[1] == "4,000 USD/car"


def test_effects_and_fleets_are_said_in_the_words_of_the_sheets() -> None:
    flagship = read_case("nissan_2025")
    known = Names(flagship)

    def said(table: str, *key: str, column: str = "value") -> tuple[str, str]:
        item = Input(table, key, column, 0.0, 0.2, 1.0)
        return known.input(item), known.value(item, 0.2)

    sales = "electric sales, elasticity to stalls, by Tesla chargers for Nissan, US against CCS only"
    assert said("effects", "nacs", "ev_demand", "US", "CCS only")[0] == sales
    words, price = said("effects", "wayve_vision", "option_mu", "mainstream", "none")
    assert words == "mean of what buyers would pay, by ProPILOT Wayve vision L2++, mainstream"
    row = flagship["effects"].filter(
        (pl.col("technology") == "wayve_vision") & (pl.col("target") == "option_mu")
    )
    assert price == f"0.2 {row['unit'][0]}"
    gap = said("co2_positions", "eu", "nissan", "car", column="gap_g_per_km")
    assert gap == ("distance of the fleet to its CO2 target: European Union, Nissan, car", "0.2 g/km")


def test_firms_in_a_sentence_of_the_library(names: Names) -> None:
    assert names.firms_in("shares of hoku are missing") == "shares of Hoku Motor are missing"
