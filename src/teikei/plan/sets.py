"""The sets and arrays of one plan, frozen: what the blocks read and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from teikei.agreements.book import Book
    from teikei.base.options import PlanOptions
    from teikei.case.case import Case
    from teikei.industry.quotas import Quota, Spans
    from teikei.plan.demand import Slots

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.str_]
Way = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Needs:
    """What one route needs beyond what its firm owns: pairs (what, resource)."""

    firm: str
    model: str
    needs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """Permitted routes (variant, plant, market) of the members and their money a car.

    Arrays of shape (route,) and (route, year). ``allowed`` tells in which years a route exists; ``slot``
    points to the demand it serves. Money in case currency a car: price, parts, conversion, extra, freight,
    transit, duty, parts_duty. ``co2`` (route,) grams a km, counted in the fleet of ``co2_class``.
    """

    variant: Words
    model: Words
    firm: Words
    platform: Words
    powertrain: Words
    construction: Words
    technologies: tuple[frozenset[str], ...]
    plant: Words
    market: Words
    slot: Ints
    tooled: NDArray[np.bool_]
    candidate: NDArray[np.bool_]
    co2: Floats
    co2_class: Words
    allowed: NDArray[np.bool_]
    money: dict[str, Floats]

    @property
    def margin(self) -> Floats:
        m = self.money
        cost = (
            m["parts"]
            + m["conversion"]
            + m["extra"]
            + m["freight"]
            + m["transit"]
            + m["duty"]
            + m["parts_duty"]
        )
        return m["price"] - cost


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Yes/no decisions with a date: a start at one of several moments, a cost, and the share usable in each
    year.

    One row an option. ``what`` is what is started (a model at a plant, a platform for a firm, a model's
    launch); options of the same ``what`` exclude each other. ``share`` (option, year) is 0 before use, the
    ramp in the first year, then 1. ``yearly_m`` is what a year of use costs, in million, ``paid_m``
    (option, year) the same in the years in which it is paid: the annuity to the end of a life; ``payer``
    carries it. ``spent_m`` (option, year) is the money itself: the whole cost in the year before
    use (the first planned one at the earliest), and again each time that the life ends; only cash reads it.
    """

    what: Ints
    names: tuple[tuple[str, ...], ...]
    review: Ints
    first_year: Ints
    share: Floats
    yearly_m: Floats
    payer: Words
    paid_m: Floats
    spent_m: Floats

    @property
    def size(self) -> int:
        return int(self.what.size)


@dataclass(frozen=True, slots=True, eq=False)
class Hosted:
    """Cars of an outsider in a member's plant: ``way`` (variant, plant, market), what they need from others,
    and ``cars`` a year (year,)."""

    way: Way
    construction: str
    needs: Needs
    cars: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Plants:
    """Plants in which members have a share.

    ``shares[plant]`` maps an owner to its share (year,), which a joint venture moves. ``capacity[plant]``
    maps a set of constructions to cars a year (year,); ``reserved[plant]`` maps a construction to the cars a
    year (year,) of planning firms that are not members; ``hosted`` are these cars one by one. ``abroad`` is
    the capacity, overtime included, of plants of others in which members have cars built.
    """

    names: tuple[str, ...]
    host: dict[str, str]
    shares: dict[str, dict[str, Floats]]
    fixed_m: dict[str, float]
    closing_m: dict[str, float]
    may_close_from: dict[str, int | None]
    closes_after: dict[str, int | None]
    minimum_share: dict[str, float]
    overtime_share: dict[str, float]
    overtime_cost: dict[str, float]
    conversion: dict[str, float]
    capacity: dict[str, dict[frozenset[str], Floats]]
    reserved: dict[str, dict[str, Floats]]
    hosted: tuple[Hosted, ...] = ()
    abroad: dict[str, dict[frozenset[str], Floats]] = field(default_factory=dict)

    def held(self, plant: str, some: frozenset[str] | None = None) -> Floats:
        """Reserved cars a year (year,) of some constructions at a plant; of all if none is named."""
        years = next(iter(self.capacity[plant].values())).size
        cars = [c for takes, c in self.reserved[plant].items() if some is None or takes in some]
        return np.asarray(np.sum(cars or [np.zeros(years)], axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Ways into preference quotas: a ``route`` in a ``year`` by a ``quota`` (numbers, (entry,)), what a car
    saves, and the days on which it can. ``quotas`` hold their places a year."""

    quotas: tuple[Quota, ...]
    route: Ints
    year: Ints
    quota: Ints
    saving: Floats
    days: tuple[Spans, ...]

    @property
    def size(self) -> int:
        return int(self.route.size)


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A volume row of grants: Σ ship of ``routes`` in a year, between ``minimum`` and ``limit`` (year,).

    ``models`` are those whose cars it counts, ``agreements`` those that give the limit (or ask the minimum).
    """

    taker: str
    what: str
    resource: str
    agreements: tuple[str, ...]
    models: tuple[str, ...]
    routes: Ints
    minimum: Floats
    limit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lent:
    """Capacity that an outside guest uses under an agreement: cars a year between minimum and limit, fee a
    car."""

    agreement: str
    plant: str
    guest: str
    minimum: Floats
    limit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """One term of the book. ``routes`` are those under the deal (for per = unit and share).

    ``carrying`` (route, year): share of their cars that a fee a car is paid on, where it is not all of them.
    """

    agreement: str
    payer: str
    payee: str
    per: str
    amount: float
    routes: Ints
    years: NDArray[np.bool_]
    carrying: Floats | None = None

    def on(self, guest: Lent) -> bool:
        """Whether a fee a car is paid on what a guest that does not plan has built."""
        ours = self.per == "unit" and guest.agreement == self.agreement
        return ours and guest.guest in (self.payer, self.payee)


@dataclass(frozen=True, slots=True, eq=False)
class Fleet:
    """One firm's cars of a class in one market over one averaging window.

    ``years`` are positions on the axis of years, ``reference`` (year,) the grams a km that add nothing,
    ``penalty`` case currency for each gram a km of each car above, due in the window's last year.
    """

    firm: str
    market: str
    customs_class: str
    years: Ints
    reference: Floats
    penalty: float


@dataclass(frozen=True, slots=True, eq=False)
class Credit:
    """What ``giver`` may hand to ``taker`` in a pool: kg/km a year (year,), infinite between two members."""

    agreement: str
    giver: str
    taker: str
    market: str
    customs_class: str
    limit: Floats

    def paid_by(self, term: Payment) -> bool:
        """Whether a term is the price of these grams: from who takes them to who hands them over."""
        return (self.agreement, self.giver, self.taker) == (term.agreement, term.payee, term.payer)


@dataclass(frozen=True, slots=True)
class CashLimit:
    """What a member's money is held to: cash at the start, the least it keeps, the most it borrows (million)
    and the rate it pays. ``beyond_m`` is credit that no table gives, without which no plan exists;
    ``elastic``: how much of it is needed is the question."""

    firm: str
    opening_m: float
    floor_m: float
    limit_m: float
    rate: float
    beyond_m: float = 0.0
    elastic: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlanProblem:
    """Everything the blocks need, for one set of members and one book. Axes: route, slot, plant, year.

    ``parts_factor`` (year,) is in the parts of ``routes`` already; ``savings`` (route, year), case currency a
    car, is not: what a platform or technology saves once the plan earns it (block scale). ``cash`` is empty
    unless the options ask for cash limits.
    """

    case: Case
    book: Book
    options: PlanOptions
    members: tuple[str, ...]
    years: Ints
    weights: Floats
    slots: Slots
    routes: Routes
    plants: Plants
    tools: Choices
    tool_of: Ints
    developments: Choices
    development_of: tuple[tuple[int, int], ...]
    launches: Choices
    launch_of: Ints
    entries: Entries
    limits: tuple[Limit, ...]
    lent: tuple[Lent, ...]
    fleets: tuple[Fleet, ...]
    credits: tuple[Credit, ...]
    payments: tuple[Payment, ...]
    presence_m: dict[tuple[str, str], Floats]
    may_leave: frozenset[tuple[str, str]]
    constants: dict[tuple[str, str, str], Floats]
    needs: tuple[Needs, ...]
    ship_of: Ints
    parts_factor: dict[tuple[str, str], Floats]
    savings: dict[tuple[str, str], Floats]
    cash: tuple[CashLimit, ...] = ()
