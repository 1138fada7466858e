from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from teikei.report.template import template


def test_a_name_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        template("leaf.html.j2").render()


def test_text_is_escaped_and_filters_are_those_given() -> None:
    env = template("leaf.html.j2", shout=str.upper).environment
    assert env.from_string("{{ word | shout }}").render(word="<b>") == "&lt;B&gt;"
    assert "shout" not in template("leaf.html.j2").environment.filters
