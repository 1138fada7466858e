"""One recommended or dependent agreement in words: gains, fee, dates, what turns it, who else feels it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.agreements.book import agreement_rows, first_use
from teikei.agreements.kinds import KINDS
from teikei.deals.changes import made_of
from teikei.industry.money import year_weights
from teikei.report.money import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.deals.advice import Advice, Advised
    from teikei.deals.gains import Gain
    from teikei.deals.inputs import Input
    from teikei.deals.sweep import Move as Moved
    from teikei.deals.terms import Corridor
    from teikei.deals.turns import Turn
    from teikei.report.money import Money
    from teikei.report.names import Names

FLOWS = 6
STRONGEST = 3
TURNS = 3
LEFT_OUT = "left out: swaps between plants that change nobody's money, and cars the agreement does not reach"
"""What the table of who builds what where does not show."""
WIDE_M, WIDE = 1.0, 0.01
"""Width of a range, in million case currency or as a part of the figure, from which it is remarked on."""


@dataclass(frozen=True, slots=True)
class Share:
    """One party's side of a deal, as printed."""

    firm: str
    before: str
    note: str
    after: str
    without: str


@dataclass(frozen=True, slots=True)
class Move:
    """One change of who builds what where, cars a year."""

    car: str
    plant: str
    market: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal as printed.

    ``built``: plants of the plan with cars a year; ``beyond``: what a yardstick adds to agreements; ``own``,
    ``others``: cars diverted from the parties' own models and from others'.
    """

    agreement: str
    title: str
    parties: str
    verdict: str
    made_of: str
    pays: bool
    shares: tuple[Share, ...]
    fee: tuple[str, ...]
    dates: str
    built: str
    turns: tuple[str, ...]
    strongest: tuple[str, ...]
    spillovers: tuple[str, ...]
    moves: tuple[Move, ...]
    more_moves: int
    beyond: str
    own: tuple[str, ...]
    others: tuple[str, ...]


def deal_of(a: Advised, advice: Advice, money: Money, names: Names) -> Deal:
    """Everything about one agreement, worded."""
    own, others = _diverted(a, names)
    moves = _moves(a, names)
    return Deal(
        agreement=a.agreement,
        title=a.title,
        parties=names.parties(a.parties),
        verdict=a.verdict.word,
        made_of=made_of(a.money, money.factor, money.unit),
        pays=a.surplus_m is not None and a.surplus_m[0] > threshold_m(advice),
        shares=tuple(_share(f, a, money, names) for f in a.parties),
        fee=_fee(a, advice, money, names),
        dates=dates_of(a, advice),
        built=", ".join(f"{names.thing(plant)} {cars:,.0f}" for plant, cars in a.built_at.items()),
        turns=tuple(turns_of_move(m, names) for m in (a.sweep.moves if a.sweep else ()) if m.turns or m.note),
        strongest=tuple(
            f"{names.input(m.input)}, {_range(m.input, names)}: "
            f"surplus {money.number(m.at_low)} at the low, {money.m(m.at_high)} at the high"
            for m in (a.sweep.moves[:STRONGEST] if a.sweep else ())
        ),
        spillovers=_spillovers(a, money, names),
        moves=moves[:FLOWS],
        more_moves=max(0, len(moves) - FLOWS),
        beyond=beyond_others(a, advice, money),
        own=own,
        others=others,
    )


def beyond_others(a: Advised, advice: Advice, money: Money) -> str:
    """What a yardstick, such as a merger, adds to the best agreements between its parties."""
    if a.beyond is None:
        return ""
    if not a.beyond.others:
        return "of the agreements valued here none between its parties is recommended beside it"
    titles = ", ".join(advice[name].title for name in a.beyond.others)
    kind, others, added = KINDS[a.kind].title, a.beyond.others_m, a.beyond.added_m
    both = (others[0] + added[0], others[1] + added[1])
    return (
        f"against today: the {kind} alone {money.interval_m(*a.beyond.alone_m)}; the best agreements "
        f"between its parties without it ({titles}) {money.interval_m(*others)}; these and the {kind} on "
        f"top of them {money.interval_m(*both)}, so that it adds {money.interval_m(*added)} to them"
    )


def _range(item: Input, names: Names) -> str:
    return f"{names.value(item, item.low)} to {names.value(item, item.high)}"


def between(turn: Turn, item: Input, names: Names) -> str:
    """``between 51% and 54%``, and whether that is proved."""
    said = f"between {names.exactly(item, turn.start.at)} and {names.exactly(item, turn.end.at)}"
    return said if turn.certified else f"{said} (found, not proved)"


def turns_of_move(move: Moved, names: Names) -> str:
    """Where the surplus passes the threshold as one input moves, or why that is not known."""
    item = move.input
    beside = f"(now {names.value(item, item.central)}, range {_range(item, names)})"
    if not move.turns:
        return f"{names.input(item)} {beside}: {move.note}"
    found = " and ".join(between(turn, item, names) for turn in move.turns)
    said = f"{names.input(item)} {found} {beside}"
    return f"{said}; {move.note}" if move.note else said


def first_turns(moves: Sequence[Moved], names: Names) -> str:
    """Where the sign turns first as each of the strongest inputs moves, and how many more would turn it."""
    said = "; or when ".join(_first_turn(m, names) for m in moves[:TURNS])
    more = len(moves) - TURNS
    return said if more < 1 else f"{said}; or when {more} more input{'s move' if more > 1 else ' moves'}"


def _first_turn(move: Moved, names: Names) -> str:
    """The first change of sign on each side of today's value."""
    now = move.input.central
    sides = (
        ("falls below", [t for t in move.turns if t.end.at <= now][-1:]),
        ("rises above", [t for t in move.turns if t.start.at >= now][:1]),
    )
    said = [
        f"{verb} a value {between(turn, move.input, names)}" for verb, found in sides for turn in found
    ] or [f"passes a value {between(turn, move.input, names)}" for turn in move.turns]
    return f"{names.input(move.input)} {' or '.join(said)} (now {names.value(move.input, now)})"


def _gain(gain: Gain, money: Money) -> str:
    low, high = (money.number(v) for v in (gain.low, gain.high))
    return money.number(gain.value) if low == high else money.around(gain.value, gain.low, gain.high)


def hangs_on_plan(gain: Gain) -> bool:
    """Whether equally good plans divide a gain differently by more than 1 m or 1 % of it.

    >>> from teikei.deals.gains import Gain
    >>> [hangs_on_plan(Gain("x", 326.8, low, 326.8, certified=False)) for low in (326.7, 325.0)]
    [False, True]
    """
    width = gain.high - gain.low
    return not gain.certified and width > min(WIDE_M, WIDE * abs(gain.value))


def _share(firm: str, a: Advised, money: Money, names: Names) -> Share:
    without = names.sentence(a.without.get(firm, ""))
    gain = a.gains.get(firm)
    if gain is None:
        return Share(names.firm(firm), "unknown", "given terms", "", without)
    return Share(
        names.firm(firm),
        _gain(gain, money),
        "plan dependent" if hangs_on_plan(gain) else "",
        money.interval(*a.gains_after_m[firm]) if firm in a.gains_after_m else "",
        without,
    )


def _level(advice: Advice) -> str:
    """What an amount a year is: the same in every year of the horizon, not only in those with cars."""
    settings = advice.case.settings
    return f"a year, level over {settings.first_year}–{settings.last_year}"


def _payments(a: Advised, money: Money, names: Names) -> tuple[str, ...]:
    """Net payments by which more than two parties come to equal parts of what they gain together.

    pays_f = D_f − Σ D / n        they sum to zero
    """
    part = sum(g.value for f, g in a.gains.items() if f in a.parties) / len(a.parties)
    net = sorted(((a.gains[f].value - part, f) for f in a.parties), reverse=True)
    said = [
        f"{names.firm(f)} {'pays' if amount > 0 else 'receives'} {money.m(abs(amount))}"
        for amount, f in net
        if abs(amount) * money.factor >= 0.05
    ]
    equal = f"{money.m(part)} for each, present value"
    note = ("(plan dependent)",) if any(hangs_on_plan(a.gains[f]) for f in a.parties) else ()
    if not said:
        return (
            f"no corridor for more than two parties; equal parts come about without payment, {equal}",
            *note,
        )
    head = f"no corridor for more than two parties; equal parts of what they gain together, {equal}, by net:"
    return (head, *said, *note)


def _fee(a: Advised, advice: Advice, money: Money, names: Names) -> tuple[str, ...]:
    corridor = a.corridor
    if corridor is None:
        outside = [names.firm(f) for f in a.parties if f not in a.gains]
        if outside:
            return (f"no corridor: {', '.join(outside)} does not plan here, so its terms are given",)
        return _payments(a, money, names)
    corridor = corridor.by_payer
    taker, giver = names.firm(corridor.taker), names.firm(corridor.giver)
    note = (
        ("(plan dependent)",)
        if any(hangs_on_plan(a.gains[f]) for f in (corridor.giver, corridor.taker))
        else ()
    )
    if KINDS[a.kind].bought:
        return (*_price(corridor, money, names), *note)
    if not corridor.open:
        most = corridor.highest_m
        gives = f"{taker} can pay {money.m(most)}" if most >= 0.0 else f"{taker} loses {money.m(-most)}"
        return (
            f"no fee suits both: {giver} needs {money.m(corridor.lowest_m)}, {gives}, present value",
            *note,
        )
    if corridor.lowest_m >= 0.0:
        return (
            f"{taker} pays {giver} on top of marginal cost:",
            *_between(corridor, money, _level(advice)),
            *note,
        )
    level = _level(advice)
    start = f"from {giver} paying {taker} {_end(corridor, money, level, lowest=True)}"
    end = f"to {taker} paying {giver} {_end(corridor, money, level, lowest=False)}"
    return ("both gain without one; on top of marginal cost it can be anything", f"{start}, {end}", *note)


def _price(corridor: Corridor, money: Money, names: Names) -> tuple[str, ...]:
    """What is paid once where a firm is bought or shares are exchanged; ``corridor``: by its payer."""
    taker, giver = names.firm(corridor.taker), names.firm(corridor.giver)
    if not corridor.open:
        return (f"no price suits both: {giver} needs {money.m(corridor.lowest_m)}, "
                f"{taker} gains {money.m(corridor.highest_m)}, present value",)  # fmt: skip
    low, high = corridor.lowest_m, corridor.highest_m
    first, second = (giver, taker) if low < 0.0 else (taker, giver)
    start = f"{first} paying {second} {money.m(abs(low))}"
    return (
        "a price paid once, or shares, beside what each firm is worth without it",
        f"from the owners of {start}, to {taker} paying {giver} {money.m(high)}, present value",
    )


def _between(corridor: Corridor, money: Money, level: str) -> tuple[str, ...]:
    """The two ends a car, a year and as present value."""
    said = []
    if corridor.lowest_per_car is not None and corridor.highest_per_car is not None:
        said.append(f"{money.per_car(corridor.lowest_per_car, corridor.highest_per_car)} a car")
    yearly = money.span(corridor.lowest_m_per_year, corridor.highest_m_per_year)
    said.append(f"{yearly} {money.unit} {level}")
    said.append(f"{money.span(corridor.lowest_m, corridor.highest_m)} {money.unit} present value")
    return tuple(said)


def _end(corridor: Corridor, money: Money, level: str, *, lowest: bool) -> str:
    """One end of a corridor around zero, without its sign."""
    car = corridor.lowest_per_car if lowest else corridor.highest_per_car
    year = corridor.lowest_m_per_year if lowest else corridor.highest_m_per_year
    value = corridor.lowest_m if lowest else corridor.highest_m
    said = [] if car is None else [f"{rounded(abs(car) * money.factor, 0)} {money.currency} a car"]
    return ", ".join([*said, f"{money.m(abs(year))} {level}", f"{money.m(abs(value))} present value"])


def dates_of(a: Advised, advice: Advice) -> str:
    """When it is signed, starts and is at full rate, and the last day to decide."""
    when = a.milestones
    if when is None:
        return ""
    today = advice.case.settings.decision_date
    if a.agreement in advice.book:
        return f"in force since {when.signature}"
    signed = f"decided on {today}, signed by {when.signature}"
    if not KINDS[a.kind].fee:
        return f"{signed}; in use from {first_use(advice.case, a.agreement)}{_lead(a, advice)}"
    if when.start_year is None:
        return f"{signed}; no cars are built under it"
    latest = (
        f"decide now to keep {when.start_year}"
        if when.decide_by is None or when.decide_by <= today
        else f"decide by {when.decide_by} to keep {when.start_year}"
    )
    most = max(a.units_per_year, default=0.0)
    rate = f"full rate {when.full_rate_year} ({most:,.0f} cars a year)"
    return f"{signed}; first cars {when.start_year}, {rate}; {latest}"


def _lead(a: Advised, advice: Advice) -> str:
    """Why an agreement is first used in its year: it counts from a whole year on, its lead after signing."""
    lead = float(agreement_rows(advice.case)[a.agreement]["lead_years"])
    if KINDS[a.kind].whole_year or lead <= 0.0:
        return ""
    return f", the first whole year that begins {lead:g} year{'s' if lead != 1.0 else ''} or more after that"


def threshold_m(advice: Advice) -> float:
    """ε as a present value, million case currency."""
    return advice.options.epsilon_m * float(year_weights(advice.case).sum())


def _spillovers(a: Advised, money: Money, names: Names) -> tuple[str, ...]:
    """What firms that are no party gain or lose; then what the parties have between themselves."""
    lines = [
        f"{names.firm(firm)}, not a party, {'gains' if amount > 0 else 'loses'} {money.m(abs(amount))} "
        "present value"
        for firm, amount in sorted(a.spillover_m.items(), key=lambda kv: kv[1])
        if abs(amount) * money.factor >= 0.05
    ]
    return (*lines, _own_split(a, money, names)) if lines else ()


def _own_split(a: Advised, money: Money, names: Names) -> str:
    """What the parties themselves gain beside the surplus, which counts the others too, and equal parts of
    it."""
    inside = [f for f in a.parties if f in a.gains]
    own = ", ".join(f"{names.firm(f)} {money.number(a.gains[f].value)}" for f in inside)
    total = sum(a.gains[f].value for f in inside)
    each = f", {money.number(total / len(inside))} each in equal parts" if len(inside) > 1 else ""
    surplus = money.interval_m(*a.surplus_m) if a.surplus_m else "unknown"
    said = f"the parties themselves gain {money.m(total)} ({own}){each}"
    return f"{said}; the surplus, {surplus}, counts the others too"


def _moves(a: Advised, names: Names) -> tuple[Move, ...]:
    if not a.flows.height:
        return ()
    rows = a.flows
    return tuple(
        Move(
            names.thing(r["model"]),
            names.thing(r["plant"]),
            names.thing(r["market"]),
            f"{r['without_units_per_year']:,.0f}",
            f"{r['with_units_per_year']:,.0f}",
            f"{r['change_units_per_year']:+,.0f}",
        )
        for r in rows.iter_rows(named=True)
    )


def _diverted(a: Advised, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own: list[str] = []
    others: list[str] = []
    for r in a.diverted.iter_rows(named=True):
        car, firm = names.thing(r["from_model"]), names.firm(r["firm"])
        to = f"to {names.thing(r['to_model'])}, {names.thing(r['market'])}"
        line = f"{car} ({firm}) loses {r['units_per_year']:,.0f} cars a year {to}"
        (own if r["firm"] in a.parties else others).append(line)
    return tuple(own), tuple(others)


def beside_others(a: Advised, least: float, money: Money) -> str:
    """The reason where what it adds to all that is signed together decides, and not what it brings alone."""
    low, high = a.surplus_m or (0.0, 0.0)
    if a.last_m is None or a.verdict.flips or a.verdict.worse_than:
        return ""
    last = f"as the last one beside what is signed together it adds {money.interval_m(*a.last_m)}"
    if low > least and a.last_m[0] <= least and a.verdict.word in ("rejected", "undetermined"):
        return f"it pays alone, but {last}"
    if high <= least and a.verdict.word == "depends":
        return f"not worth signing alone, but {last}"
    return ""
