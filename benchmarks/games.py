"""The Shapley value in teikei and coopgame-py: the same random games, one core each.

*Read* makes the game as each tool keeps it (random game of type 2 of Benedek, Fliege & Nguyen;
coopgame-py copies it into its own memory), *build* works out the Shapley value, *solve* is the
share of the first player, so that the last column shows that both found the same. `any` is teikei
with all that a call on a bare array costs: checks included. Needs the dependency group `bench`.
"""

from __future__ import annotations

import os
from typing import Any

for threads in ("NUMBA_NUM_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from registry import Benchmark, main, register  # noqa: E402

SIZES = (10, 15, 20, 25)


def read_array(n: int) -> Any:
    from teikei.games.families import random_game

    return random_game(2, n, 590156).low


def read_teikei(n: int) -> Any:
    from teikei.games.families import random_game

    return random_game(2, n, 590156)


def read_coopgame(n: int) -> Any:
    import coopgame

    return coopgame.Game(read_array(n)[1:])


def share_teikei(game: Any) -> Any:
    from teikei.games.shapley import shapley

    return shapley(game).value


def share_coopgame(game: Any) -> Any:
    import coopgame

    return coopgame.shapley(game)


def first_share(shares: Any) -> float:
    return float(shares[0])


for size in SIZES:
    register(Benchmark("shapley", f"n={size}", "teikei", read_teikei, share_teikei, first_share, (size,)))
    register(Benchmark("shapley", f"n={size}", "any", read_array, share_teikei, first_share, (size,)))
    register(
        Benchmark("shapley", f"n={size}", "coopgame", read_coopgame, share_coopgame, first_share, (size,))
    )


if __name__ == "__main__":
    main()
