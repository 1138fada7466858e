from __future__ import annotations

import operator
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest

from teikei.base.jobs import Begin, Job, LocalExecutor, cores, workers


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_answered_under_its_key(workers: int) -> None:
    jobs = [Job(f"pow {n}", pow, (2, n)) for n in range(5)]
    answers = dict(LocalExecutor(workers).run(jobs))
    assert answers == {"pow 0": 1, "pow 1": 2, "pow 2": 4, "pow 3": 8, "pow 4": 16}


def test_an_error_in_a_job_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        list(LocalExecutor().run([Job("bad", divmod, (1, 0))]))


SCRIPT = """
import operator
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from pathlib import Path
import polars as pl
from teikei.base.jobs import Job, LocalExecutor

with Path("runs").open("a") as file:
    file.write("once\\n")
frame = pl.DataFrame({"x": range(100_000)}).with_columns(y=pl.col("x") * 2)  # its threads are running now
print(sorted(LocalExecutor(2).run([Job(str(n), operator.neg, (n,)) for n in range(3)])))
"""


def test_a_script_without_main_guard_runs_once_and_ends(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    ended = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout == "[('0', 0), ('1', -1), ('2', -2)]\n", ended.stderr
    assert (tmp_path / "runs").read_text("utf-8") == "once\n"


def test_leaving_early_does_not_wait_for_the_rest() -> None:
    began = time.monotonic()
    answers = LocalExecutor(2).run([Job("short", time.sleep, (0,)), Job("long", time.sleep, (60,))])
    assert next(iter(answers))[0] == "short"
    answers.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30


NEGATED = [Job(str(n), operator.neg, (n,)) for n in range(6)]


def marking(folder: Path) -> Begin:
    """Leaves one new folder in it for every process that begins."""
    return partial(tempfile.mkdtemp, dir=folder)


def test_kept_processes_serve_later_runs_and_are_readied_once(tmp_path: Path) -> None:
    ready = marking(tmp_path)
    with LocalExecutor(2) as runner:
        for _ in range(3):
            assert len(dict(runner.run(NEGATED, ready))) == 6
    assert len(list(tmp_path.iterdir())) == 2


def test_another_beginning_gets_other_processes(tmp_path: Path) -> None:
    with LocalExecutor(2) as runner:
        for _ in range(3):
            assert len(dict(runner.run(NEGATED, marking(tmp_path)))) == 6
    assert len(list(tmp_path.iterdir())) == 6


def test_processes_that_are_not_kept_end_with_the_run(tmp_path: Path) -> None:
    runner, ready = LocalExecutor(2), marking(tmp_path)
    for _ in range(2):
        assert len(dict(runner.run(NEGATED, ready))) == 6
    assert len(list(tmp_path.iterdir())) == 4


def test_in_this_process_the_beginning_comes_first(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    answers = dict(LocalExecutor().run([Job("here", begun.is_dir)], begun.mkdir))
    assert answers == {"here": True}


def test_no_more_processes_than_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert cores() == 2
    assert [workers(asked) for asked in (0, 1, 2, 10_000)] == [1, 1, 2, 2]
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert cores() == workers(4) == 1
