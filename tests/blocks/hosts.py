"""Two plants that meet only where one may build for the other."""

from __future__ import annotations

from teikei.solve.program import CompiledProgram, Program


def two_hosts(guest: float) -> CompiledProgram:
    """Two firms whose plants meet only if the first may build for the second (upper bound of `hosted`)."""
    p = Program("two hosts")
    own = p.add_columns("own", {"firm": ["n", "h"]}, upper=20, objective=[3.0, 5.0])
    hosted = p.add_columns("hosted", {}, upper=guest, objective=6.0)
    p.add_rows(
        "capacity", {"firm": ["n", "h"]}, upper=10, rows=[0, 1, 0], columns=[*own.ids, *hosted.ids], values=1
    )
    p.add_rows(
        "demand",
        {"firm": ["n", "h"]},
        upper=[8, 15],
        rows=[0, 1, 1],
        columns=[*own.ids, *hosted.ids],
        values=1,
    )
    return p.compile()
