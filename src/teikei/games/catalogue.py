"""Published games with the answers their authors print: for tests, docs and first steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from teikei.base.errors import Fault, GameError, did_you_mean
from teikei.games.families import airport, bankruptcy, glove, random_game, weighted_majority
from teikei.games.values import CoalitionValues

Shares = tuple[float, ...]


@dataclass(frozen=True)
class Published:
    """A game as published, and what is known of it.

    Attributes
    ----------
    name : under which `published` finds it
    about : the game in one line
    source : where game and answers stand
    build : makes the game
    answers : shares by rule, as the source gives them; costs where the game is one of costs
    tolerance : absolute, as far as the source prints digits
    """

    name: str
    about: str
    source: str
    build: Callable[[], CoalitionValues] = field(repr=False)
    answers: Mapping[str, Shares]
    tolerance: float = 1e-9

    @property
    def game(self) -> CoalitionValues:
        """The coalition values, made anew."""
        return self.build()


def _values(*low: float, kind: str = "worth", players: str = "") -> Callable[[], CoalitionValues]:
    names = players.split() or None
    return lambda: CoalitionValues(low, players=names, kind="cost" if kind == "cost" else "worth")


_AUMANN = "Aumann & Maschler 1985, J. Econ. Theory 36, 195-213"
_LEMAIRE = "Lemaire 1991, ASTIN Bulletin 21, 17-40: deposits of three investors"
_COUNCIL = "textbook, e.g. Brams 1975, Game Theory and Politics: the EEC Council of 1958, Luxembourg a dummy"
_MEINHARDT = "Meinhardt, MatTuGames, doc/getting_started.out: a six-person bankruptcy game"
_BNF = "Benedek, Fliege & Nguyen 2021, Math. Programming 190, 135-170, test file "
_TVA = "Ransmeier 1942; Straffin & Heaney 1981, Int. J. Game Theory 10, 35-43: joint costs of the TVA"

_GAMES = (
    Published(
        "talmud_100",
        "an estate of 100, claims of 100, 200 and 300",
        _AUMANN,
        lambda: bankruptcy(100, [100, 200, 300]),
        {"nucleolus": (100 / 3, 100 / 3, 100 / 3)},
    ),
    Published(
        "talmud_200",
        "an estate of 200, claims of 100, 200 and 300",
        _AUMANN,
        lambda: bankruptcy(200, [100, 200, 300]),
        {"nucleolus": (50, 75, 75)},
    ),
    Published(
        "talmud_300",
        "an estate of 300, claims of 100, 200 and 300",
        _AUMANN,
        lambda: bankruptcy(300, [100, 200, 300]),
        {"nucleolus": (50, 100, 150)},
    ),
    Published(
        "lemaire",
        "interest of three investors who deposit together",
        _LEMAIRE,
        _values(0, 46125, 17437.5, 69187.5, 5812.5, 53812.5, 30750, 90000),
        {"shapley": (51750, 25875, 12375), "nucleolus": (52687.5, 24468.75, 12843.75)},
        1e-6,
    ),
    Published(
        "tva",
        "dams for navigation, flood control and power: costs in 1000 USD",
        _TVA,
        _values(
            *(0, 163520, 140826, 301607, 250096, 378821, 367370, 412584),
            kind="cost",
            players="navigation flood_control power",
        ),
        {"shapley": (117829, 100756.5, 193998.5)},
        1.0,
    ),
    Published(
        "security_council",
        "15 members, 9 votes and no veto of the five permanent ones: [39; 7 × 5, 1 × 10]",
        "Shapley & Shubik 1954, Am. Pol. Sci. Rev. 48, 787-792, at today's size: 421/2145 and 4/2145",
        lambda: weighted_majority(39, [7] * 5 + [1] * 10),
        {"shapley": (421 / 2145,) * 5 + (4 / 2145,) * 10},
    ),
    Published(
        "eec_1958",
        "votes of Germany, France, Italy, Belgium, the Netherlands and Luxembourg: [12; 4, 4, 4, 2, 2, 1]",
        _COUNCIL,
        lambda: weighted_majority(12, [4, 4, 4, 2, 2, 1]),
        {
            "shapley": (7 / 30, 7 / 30, 7 / 30, 0.15, 0.15, 0),
            "banzhaf_normalised": (5 / 21, 5 / 21, 5 / 21, 1 / 7, 1 / 7, 0),
        },
    ),
    Published(
        "majority",
        "two of three decide",
        "Owen 1977 (a-priori unions); Myerson 1977, Math. Oper. Res. 2, 225-229",
        lambda: weighted_majority(2, [1, 1, 1]),
        {
            "shapley": (1 / 3, 1 / 3, 1 / 3),
            "owen of {1, 2}, {3}": (0.5, 0.5, 0.0),
            "myerson on 1-2-3": (1 / 6, 2 / 3, 1 / 6),
            "nucleolus": (1 / 3, 1 / 3, 1 / 3),
        },
    ),
    Published(
        "quota_51",
        "votes of 50, 49 and 1, 51 decide",
        "CoopGame (R), tests 07.1 and 15.8",
        lambda: weighted_majority(51, [50, 49, 1]),
        {"shapley": (2 / 3, 1 / 6, 1 / 6), "banzhaf_normalised": (0.6, 0.2, 0.2)},
    ),
    Published(
        "airport",
        "three aircraft on one runway, costs 1, 2 and 3",
        "Littlechild & Owen 1973, Management Science 20, 370-372: the sequential formula",
        lambda: airport([1, 2, 3]),
        {"shapley": (1 / 3, 5 / 6, 11 / 6)},
    ),
    Published(
        "gloves",
        "one left glove, nine right ones",
        "CoopGame (R), test 15.3",
        lambda: glove(1, 9),
        {"shapley": (0.9,) + (0.1 / 9,) * 9, "nucleolus": (1.0,) + (0.0,) * 9},
    ),
    Published(
        "young_1985",
        "three players whose per-capita nucleolus is not monotonic",
        "Young 1985, Int. J. Game Theory 14, 65-72, p. 68",
        _values(0, 0, 0, 0, 0, 9, 10, 12),
        {"per_capita_nucleolus": (2 / 3, 7 / 6, 61 / 6)},
    ),
    Published(
        "tau",
        "three players, quasi-balanced",
        "CoopGame (R), test 73.1; Tijs 1981",
        _values(0, 0, 0, 2, 0, 2, 3, 5),
        {"tau": (1.25, 1.875, 1.875)},
    ),
    Published(
        "gately",
        "three players, one link missing",
        "Gately 1974, Int. Econ. Review 15, 195-208; CoopGame (R), test 60.1",
        _values(0, 0, 0, 4, 0, 0, 3, 6),
        {"gately": (18 / 11, 36 / 11, 12 / 11)},
    ),
    Published(
        "empty_core",
        "two players who are worth more than all three",
        "coopgame-py 0.3.0, README",
        _values(0, 0, 0, 10, 0, 0, 0, 2),
        {"nucleolus": (1, 1, 0), "prenucleolus": (3, 3, -4)},
    ),
    Published(
        "bankruptcy_6",
        "an estate of 176 and six claims",
        _MEINHARDT,
        lambda: bankruptcy(176, [40, 32, 11, 73.3, 54.95, 81.1]),
        {
            "nucleolus": (20, 16, 5.5, 48.35, 30, 56.15),
            "shapley": (23.5175, 18.7483, 6.495, 44.3008, 33.3317, 49.6067),
        },
        6e-5,
    ),
    Published(
        "random_1_5",
        "random game of type 1, five players",
        _BNF + "v1n5j2",
        lambda: random_game(1, 5, 461375),
        {"nucleolus": (86.9166666667, 88.3333333333, 150.9166666667, 109.3333333333, 40.5)},
        1e-9,
    ),
    Published(
        "random_4_10",
        "random game of type 4, ten players",
        _BNF + "v4n10j3",
        lambda: random_game(4, 10, 468484),
        {"nucleolus": (0.90625, 0.625, 1.4375, 0.09375, 1.34375, 0.625, 1.625, 0.71875, 1.625, 0.0)},
    ),
)


def catalogue() -> tuple[Published, ...]:
    """All published games that come with the package.

    Examples
    --------
    >>> [one.name for one in catalogue()][:3]
    ['talmud_100', 'talmud_200', 'talmud_300']
    """
    return _GAMES


def published(name: str) -> Published:
    """The published game of this name.

    Parameters
    ----------
    name : as in `catalogue`

    Raises
    ------
    GameError    no game of this name

    Examples
    --------
    >>> published("lemaire").answers["shapley"]
    (51750, 25875, 12375)
    """
    for one in _GAMES:
        if one.name == name:
            return one
    known = [one.name for one in _GAMES]
    raise GameError(
        Fault(
            where="published",
            what=f"no published game {name!r}",
            why="its values are not known",
            fix=did_you_mean(name, known, "games.catalogue()"),
        )
    )
