from __future__ import annotations

import signal
import threading

import pytest

from teikei.solve.interruption import Interruption, interruptible


def test_one_ctrl_c_is_a_wish_and_raises_nothing() -> None:
    with interruptible() as wish:
        assert not wish.wanted
        signal.raise_signal(signal.SIGINT)
        assert wish.wanted


def test_a_second_ctrl_c_raises_at_the_end_and_not_before() -> None:
    reached: list[str] = []

    def impatient() -> None:
        with interruptible():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            reached.append("the end of the solve")

    with pytest.raises(KeyboardInterrupt):
        impatient()
    assert reached == ["the end of the solve"]


def test_what_is_nested_shares_one_wish() -> None:
    with interruptible() as outer:
        with interruptible() as inner:
            signal.raise_signal(signal.SIGINT)
        assert inner is outer
        assert outer.wanted  # the wish outlives the solve that heard it
    with interruptible() as later:
        assert not later.wanted


def test_the_handler_from_before_is_back_afterwards_also_after_an_error() -> None:
    before = signal.getsignal(signal.SIGINT)

    def broken() -> None:
        with interruptible():
            assert signal.getsignal(signal.SIGINT) is not before
            raise ValueError("broke")

    with pytest.raises(ValueError, match="broke"):
        broken()
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_has_a_wish_of_its_own() -> None:
    found: list[Interruption] = []

    def run() -> None:
        with interruptible() as wish:
            found.append(wish)

    with interruptible() as mine:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert found[0] is not mine
