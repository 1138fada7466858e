"""The back-test on the page about leaders is what a fresh choice gives."""

from __future__ import annotations

from tools.docs.leaders import COMMAND, block, differences, fresh, shown


def test_the_page_shows_what_the_search_chooses() -> None:
    wrong = differences(shown(), fresh())
    assert not wrong, "python -m tools.docs.leaders --write, and read the sentences again"


def test_words_must_be_the_same_and_figures_near() -> None:
    page = ["Japan  Nissan  Renault  91.6 ±0", "9 of 9 markets", ""]
    assert differences(page, ["Japan   Nissan  Renault  92.0 ±0", "9 of 9 markets", ""]) == []
    assert differences(page, ["Japan  Renault  Nissan  91.6 ±0", *page[1:]]) != []
    assert differences(page, ["Japan  Nissan or Renault  Renault  91.6 ±0", *page[1:]]) != []
    assert differences(page, page[:2]) == [""]
    assert differences(page, [*page, "more"]) == ["more"]
    assert differences(["1,546 ±0"], ["1,746 ±0"]) == ["1,746 ±0"]


def test_what_is_written_is_what_is_read() -> None:
    assert f"{COMMAND}\na\nb\n```" in block(["a", "b"])
