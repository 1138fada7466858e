"""Sums of payoffs with signs: exact bounds."""

from __future__ import annotations

import itertools

import numpy as np

from teikei.games.linear_form import LinearForm, Range, all_hold


def test_bounds_are_those_of_the_corners() -> None:
    source = np.random.default_rng(3)
    low = {mask: source.normal(size=2) for mask in range(3)}
    high = {mask: ends + source.random(2) for mask, ends in low.items()}
    form = LinearForm({(0, 0): 2.0, (1, 1): -1.5, (2, 0): -0.5, (2, 1): 3.0})
    keys = list(form.terms)
    values = []
    for ends in itertools.product((0, 1), repeat=4):
        at = [(high if end else low)[mask][player] for end, (mask, player) in zip(ends, keys, strict=True)]
        values.append(sum(form.terms[key] * value for key, value in zip(keys, at, strict=True)))
    found = form.bounds(lambda mask: (low[mask], high[mask]))
    np.testing.assert_allclose(found, (min(values), max(values)))


def test_what_is_added_and_taken_away_has_no_width() -> None:
    form = LinearForm.payoff(0, 0) - LinearForm.payoff(1, 0)
    back = form + LinearForm.payoff(1, 0) - LinearForm.payoff(0, 0)
    assert back.bounds(lambda mask: (np.array([1.0]), np.array([9.0]))) == (0, 0)
    assert form.networks() == {0, 1}
    assert form.scale(lambda mask: (np.array([-3.0]), np.array([2.0]))) == 3


def test_ranges_print_short() -> None:
    assert str(Range(1.5, 1.5)) == "1.5"
    assert str(Range(1, 2)) == "1 to 2"
    assert Range(1, 2).middle == 1.5


def test_the_tightest_slack_decides() -> None:
    assert all_hold([]).answer == "yes"
    answer = all_hold([("a", Range(0, 1)), ("b", Range(2, 3))])
    assert (answer.answer, answer.witness, answer.margin) == ("yes", "a", 0)
    answer = all_hold([("a", Range(-5, 1)), ("b", Range(-3, -2)), ("c", Range(-4, -1)), ("d", Range(1, 1))])
    assert (answer.answer, answer.witness, answer.margin) == ("no", "b", -2)
    assert all_hold([("a", Range(-5, 0)), ("b", Range(1, 1))]).answer == "undetermined"
