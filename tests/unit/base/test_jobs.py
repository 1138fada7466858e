"""Jobs give the same answers in this process and in a pool."""

from __future__ import annotations

import operator

import pytest

from teikei.base.jobs import Job, LocalExecutor

JOBS = [Job(f"{n} squared", operator.mul, (n, n)) for n in range(5)]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_answered_once_under_its_key(workers: int) -> None:
    answers = list(LocalExecutor(workers).run(JOBS))
    assert len(answers) == len(JOBS)
    assert dict(answers) == {f"{n} squared": n * n for n in range(5)}


def test_the_initializer_runs_before_the_first_job() -> None:
    seen: list[int] = []
    executor = LocalExecutor(1, initializer=seen.append, initargs=(7,))
    assert list(executor.run([Job("length", seen.__len__)])) == [("length", 1)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_job_is_not_swallowed(workers: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(LocalExecutor(workers).run([Job("bad", operator.truediv, (1, 0))]))


def test_no_jobs_no_answers() -> None:
    assert list(LocalExecutor(2).run([])) == []
