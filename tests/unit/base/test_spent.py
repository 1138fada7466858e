"""What a run took."""

from __future__ import annotations

import time
from subprocess import run
from sys import executable

from teikei.base.spent import Meter

WORK = """
import time
held = bytearray(b"1") * (400 << 20)
until = time.process_time() + 0.5
while time.process_time() < until:
    pass
"""


def test_processes_that_have_ended_count() -> None:
    meter = Meter()
    run([executable, "-c", WORK], check=True)
    spent = meter.read()
    # half a second of work with 400 MB in hand, beside what it takes to start Python
    assert spent.cpu_seconds >= 0.5
    assert spent.largest_mb >= 400.0
    assert spent.seconds > 0.0


def test_a_new_meter_begins_at_nothing() -> None:
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    spent = Meter().read()
    assert spent.cpu_seconds < 0.2
    assert spent.largest_mb > 1.0
