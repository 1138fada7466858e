"""`teikei generate`: a made-up case of any size."""

from __future__ import annotations

from pathlib import Path

from teikei.case.size import Size
from teikei.case.synthetic import write_synthetic


def generate(
    *,
    out: Path,
    firms: int = 4,
    plants: int = 16,
    models: int = 40,
    markets: int = 8,
    agreements: int = 6,
    seed: int = 1,
    force: bool = False,
) -> int:
    """Write a made-up case of any size, to see how time and memory grow.

    No maker, plant or car in it is real; every row names `synthetic` as its source. The same size and seed
    give the same files.

    Parameters
    ----------
    out
        folder to write; made if it is missing
    firms
        makers, all of which plan
    plants
        plants, shared out among the makers in turn
    models
        cars, those that agreements bring included
    markets
        territories, each a market and a place for plants, five to a customs bloc
    agreements
        candidates, each a car of one maker built by another; every third brings a new car
    seed
        of the random draws
    force
        overwrite a case that is there
    """
    size = Size(firms, plants, models, markets, agreements)
    write_synthetic(out, size, seed, force)
    print(f"Wrote a made-up case of {firms} makers, {plants} plants and {models} cars to {out}.")
    print(f"Next: teikei check {out}")
    return 0
