from __future__ import annotations

import pytest

from teikei.base.jobs import Job, LocalExecutor


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_answered_under_its_key(workers: int) -> None:
    jobs = [Job(f"pow {n}", pow, (2, n)) for n in range(5)]
    answers = dict(LocalExecutor(workers).run(jobs))
    assert answers == {"pow 0": 1, "pow 1": 2, "pow 2": 4, "pow 3": 8, "pow 4": 16}


def test_an_error_in_a_job_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        list(LocalExecutor().run([Job("bad", divmod, (1, 0))]))
