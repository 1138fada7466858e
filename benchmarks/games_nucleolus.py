"""The nucleolus in teikei and coopgame-py: the same random games, one core each.

*Read* makes the games as each tool keeps them: random games of Benedek, Fliege & Nguyen, types 1 to 4,
seeds from 590156 on; two hundred up to five players, twenty to ten, five to fifteen, one above. *Build*
works out their nucleoli, *solve* adds up the shares of the first player, so that the last column shows
that both found the same. teikei's time includes the certificate of every answer. Type 3 starts at four
players: with three, some sets that lack two players are single players, and nobody can be given what he
has alone.
Needs the dependency group `bench`.
"""

from __future__ import annotations

import os
from typing import Any

for threads in ("NUMBA_NUM_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from registry import Benchmark, main, register  # noqa: E402

KINDS = (1, 2, 3, 4)
SIZES = (3, 4, 5, 6, 7, 8, 9, 10, 15, 20)
LARGE = ((2, 25),)


def read_teikei(kind: int, n: int) -> Any:
    from teikei.games.families import random_game

    games = 200 if n <= 5 else 20 if n <= 10 else 5 if n <= 15 else 1
    return [random_game(kind, n, 590156 + k) for k in range(games)]


def read_coopgame(kind: int, n: int) -> Any:
    import coopgame

    return [coopgame.Game(game.low[1:]) for game in read_teikei(kind, n)]


def share_teikei(games: Any) -> Any:
    from teikei.games import nucleolus

    shares = [nucleolus(game) for game in games]
    assert all(share.certificate.holds for share in shares)
    return [share.value for share in shares]


def share_coopgame(games: Any) -> Any:
    import coopgame

    return [coopgame.nucleolus(game)["allocation"] for game in games]


def first_shares(shares: Any) -> float:
    return float(sum(share[0] for share in shares))


for kind, n in (*((k, s) for s in SIZES for k in KINDS if (k, s) != (3, 3)), *LARGE):
    case, size = f"nucleolus type {kind}", f"n={n}"
    register(Benchmark(case, size, "teikei", read_teikei, share_teikei, first_shares, (kind, n)))
    register(Benchmark(case, size, "coopgame", read_coopgame, share_coopgame, first_shares, (kind, n)))


if __name__ == "__main__":
    main()
