from __future__ import annotations

import json
from dataclasses import replace

from tests.cases.edits import changed

from teikei.deals.advice import Advice
from teikei.deals.compare import Part, compare
from teikei.deals.verdict import Verdict
from teikei.report.compare import compared_leaf, compared_object
from teikei.report.folder import json_text
from teikei.report.leaf_text import leaf_markdown
from teikei.report.money import Money


def other(advice: Advice, **values: float) -> Advice:
    """The advice on a changed tariff: the SUV is worth 301 (the figure is put in, not planned)."""
    case = changed(advice.case, "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.0)
    if values:
        case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, **values)
    suv = replace(advice["suv_at_delta"], surplus_m=(301.0, 301.0), verdict=Verdict("depends", "x"))
    found = tuple(suv if a.agreement == "suv_at_delta" else a for a in advice.advised)
    return replace(advice, case=case, advised=found, together_m=(301.0, 301.0))


def test_a_difference_with_the_one_input_it_comes_from(advice: Advice, dollars: Money) -> None:
    leaf = compared_leaf(compare(advice, other(advice)), dollars, ("", "free"))
    assert [n.figure.text for n in leaf.numbers] == ["1", "1", "1"]
    assert leaf.sentence == (
        "“The Hoku SUV built at Delta” is depends in place of recommended; signing the recommended ones "
        "together is worth 301.0 ±0 m USD in place of 629.0 ±0 m USD present value."
    )
    (row,) = leaf.sections[0].grids[0].rows
    assert [cell.text for cell in row[1:5]] == ["recommended → depends", "629.0 ±0", "301.0 ±0", "-328.0"]
    assert "rate 0.15 → 0" in row[5].text
    assert not row[5].text.startswith("one or more")
    assert "scenario none → free" in leaf.about


def test_several_inputs_and_their_parts(advice: Advice, yen: Money) -> None:
    found = compare(advice, other(advice, tooling_cost_m=250.0))
    leaf = compared_leaf(found, yen)
    assert leaf.sections[0].grids[0].rows[0][5].text.startswith("one or more of: ")
    (one,) = found.differences
    parts = (Part(one.causes[0], (589.0, 589.0)), Part(one.causes[1], None))
    split = replace(found, differences=(replace(one, parts=parts),))
    rows = compared_leaf(split, yen).sections[1].grids[0].rows
    # 589 − 629 = −40 → −6,000 yen; −328 in all, so −288 → −43,200 are left over
    assert [row[2].text for row in rows] == ["-6,000", "no plan", "-43,200"]


def test_a_setting_or_an_option_that_changed_too_is_named_beside_the_row(
    advice: Advice, dollars: Money
) -> None:
    def comes_from(after: Advice) -> str:
        return compared_leaf(compare(advice, after), dollars).sections[0].grids[0].rows[0][-1].text

    after = other(advice)
    rate = replace(after.case, settings=after.case.settings.model_copy(update={"discount_rate": 0.02}))
    assert comes_from(replace(after, case=rate)).startswith("one or more of: ")
    assert "setting discount_rate 0 → 0.02" in comes_from(replace(after, case=rate))
    quick = replace(after, options=replace(after.options, inputs=3))
    # its verdict changed, and fewer inputs may be why
    assert "option inputs 10 → 3" in comes_from(quick)
    suv = replace(quick["suv_at_delta"], verdict=advice["suv_at_delta"].verdict)
    same = replace(quick, advised=tuple(suv if a.agreement == "suv_at_delta" else a for a in quick.advised))
    # 301 against 629, both certified: no option is behind that
    assert "option" not in comes_from(same)
    # another title moves nothing
    named = replace(after.case, settings=after.case.settings.model_copy(update={"title": "Another"}))
    assert "setting" not in comes_from(replace(after, case=named))


def test_what_it_is_as_the_last_one_is_shown_if_it_differs(advice: Advice, dollars: Money) -> None:
    def last(amount: float) -> Advice:
        suv = replace(advice["suv_at_delta"], last_m=(amount, amount))
        return replace(advice, advised=(suv,))

    found = compare(last(629.0), last(600.0))
    (grid,) = compared_leaf(found, dollars).sections[0].grids
    assert [cell.text for cell in grid.rows[0][5:7]] == ["629.0 ±0", "600.0 ±0"]
    assert compared_object(found, dollars)["differences"][0]["last_after_m"] == [600.0, 600.0]


def test_nothing_differs(advice: Advice, dollars: Money) -> None:
    leaf = compared_leaf(compare(advice, advice), dollars)
    assert leaf.sentence == "The two answers are the same, and so is all that goes in."
    assert "No agreement is judged" in leaf_markdown(leaf)


def test_figures_that_differ_for_no_input_are_remarked_on(advice: Advice, dollars: Money) -> None:
    suv = replace(advice["suv_at_delta"], surplus_m=(620.0, 629.0))
    late = replace(advice, advised=(advice["pickup_at_delta"], suv, advice["suv_at_harima"]))
    leaf = compared_leaf(compare(advice, late), dollars)
    assert leaf.warnings[0].startswith("Nothing that goes in differs")
    assert leaf.sections[0].grids[0].rows[0][5].text.startswith("nothing that goes in")


def test_the_object_is_in_the_printed_currency(advice: Advice, yen: Money) -> None:
    told = json.loads(json_text(compared_object(compare(advice, other(advice)), yen)))
    assert told["differences"][0]["after_m"] == [301.0 * 150] * 2
    assert told["changes"][0]["cells"] == [{"column": "rate", "before": 0.15, "after": 0.0}]


def test_one_is_told_as_one_and_a_title_with_a_colon_stays_whole(advice: Advice, dollars: Money) -> None:
    after = other(advice)
    title = {"agreement": "suv_at_delta"}
    before = replace(advice, case=changed(advice.case, "agreements", title, title="e:HEV at Delta"))
    after = replace(after, case=changed(after.case, "agreements", title, title="e:HEV at Delta"))
    after = replace(after, case=changed(after.case, "agreements", title, signing_cost_m=5.0))
    leaf = compared_leaf(compare(before, after), dollars)
    assert [n.label for n in leaf.numbers] == [
        "agreement is judged or valued otherwise",
        "of them has another verdict",
        "inputs and settings that can move a figure changed",
    ]
    rows = [[cell.text for cell in row] for row in leaf.sections[1].grids[0].rows]
    assert ["agreements e:HEV at Delta", "signing cost, million, 4 → 5", "yes"] in rows


def test_an_agreement_of_one_run_only_is_put_down_to_the_question(advice: Advice, dollars: Money) -> None:
    after = other(advice)
    less = replace(after, advised=tuple(a for a in after.advised if a.agreement != "suv_at_harima"))
    leaf = compared_leaf(compare(advice, less), dollars)
    assert leaf.numbers[0].figure.text == "1"
    assert leaf.numbers[0].beside == "1 more is in one run only"
    assert leaf.sentence.startswith("“The Hoku SUV built at Delta” is depends")
    assert "more verdicts changed" not in leaf.sentence
    assert leaf.warnings[0].startswith("The two runs were asked about different agreements")
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in leaf.sections[0].grids[0].rows}
    harima = rows["The Nagi SUV built at Harima"]
    assert (harima[0], harima[2], harima[4]) == (
        "rejected → not asked", "not valued", "one of the two runs was not asked about it",
    )  # fmt: skip
