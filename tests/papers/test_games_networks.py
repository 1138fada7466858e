"""Networks of Jackson & Wolinsky (1996): connections (Propositions 1, 2) and co-authors (Proposition 4)."""

from __future__ import annotations

import itertools

import pytest

from teikei import games

WITHOUT_TRANSFERS = games.FormationOptions(transfers=False, moves=("add", "drop"))


def found_in(model: tuple, options: games.FormationOptions = WITHOUT_TRANSFERS) -> games.StableNetworks:
    links, payoffs = model
    return games.stable_networks(payoffs, links, options=options)


def components(links: tuple[tuple[int, ...], ...], mask: int, n: int) -> list[set[int]]:
    """Players that are connected in a network."""
    groups = [{player} for player in range(n)]
    for a, link in enumerate(links):
        if mask >> a & 1:
            joined = [group for group in groups if group & set(link)]
            groups = [group for group in groups if not group & set(link)] + [set().union(*joined)]
    return groups


@pytest.mark.parametrize(("decay", "cost"), [(0.9, 0.05), (0.5, 0.2)])
def test_cheap_links_are_all_made(decay: float, cost: float) -> None:
    """c < δ − δ²: the complete network alone is pairwise stable, and efficient (Propositions 1i, 2i)."""
    found = found_in(games.connections(4, decay, cost))
    assert found.networks == (63,)
    assert found.efficient == 63


def test_dearer_links_make_stars_and_others() -> None:
    """δ − δ² < c < δ: a star is pairwise stable and efficient, but not alone in being stable (1ii, 2ii)."""
    links, payoffs = games.connections(4, 0.5, 0.4)
    found = found_in((links, payoffs))
    stars = [sum(1 << a for a, link in enumerate(links) if centre in link) for centre in range(4)]
    assert set(stars) <= set(found.networks)
    assert found.efficient in stars
    assert len(found.networks) == 16
    assert {one.network for one in found.stable if one.loss.high < 1e-9} == set(stars)


def test_dear_links_leave_nobody_with_a_single_one() -> None:
    """c > δ: in a pairwise stable network everybody who has links has two or more (Proposition 2iv).

    δ = 0.5, c = 0.53: in a ring of five a link is worth δ − δ⁴ + δ² − δ³ = 0.5625 to either end.
    """
    links, payoffs = games.connections(5, 0.5, 0.53)
    found = found_in((links, payoffs))
    assert len(found.networks) == 1 + 12  # the empty one, and the 4!/2 rings
    for mask in found.networks:
        degrees = [sum(player in links[a] for a in range(10) if mask >> a & 1) for player in range(5)]
        assert 1 not in degrees


@pytest.mark.parametrize("n", [4, 5])
def test_co_authors_work_with_too_many(n: int) -> None:
    """Efficient are pairs (n even); stable are complete groups of sizes with m > k² (Proposition 4)."""
    links, payoffs = games.coauthors(n)
    found = found_in((links, payoffs))
    for mask in found.networks:
        groups = components(links, mask, n)
        inside = sum(len(group) * (len(group) - 1) // 2 for group in groups)
        assert mask.bit_count() == inside, "a group is not complete"
        sizes = sorted((len(group) for group in groups), reverse=True)
        assert all(larger > smaller**2 for larger, smaller in itertools.pairwise(sizes))
    assert (1 << len(links)) - 1 in found.networks
    if n == 4:
        assert sorted(len(group) for group in components(links, found.efficient, n)) == [2, 2]
        assert not {one.network for one in found.stable if one.loss.low == 0}


def test_transfers_within_links_do_not_cure_co_authors() -> None:
    """Nor are the efficient pairs stable with payments: those hurt by a new link are no party to it."""
    links, payoffs = games.coauthors(4)
    found = found_in((links, payoffs), games.FormationOptions(moves=("add", "drop")))
    assert found.efficient not in found.networks
    for one in found.stable:
        assert one.loss.low > 0
