"""One recommended or dependent agreement in words: gains, fee, dates, what turns it, who else feels it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from teikei.deals.changes import made_of
from teikei.industry.money import year_weights

if TYPE_CHECKING:
    from teikei.deals.advice import Advice, Advised
    from teikei.deals.gains import Gain
    from teikei.deals.inputs import Input
    from teikei.report.money import Money
    from teikei.report.names import Names

FLOWS = 6
STRONGEST = 3


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
    """A deal as printed. ``own``, ``others``: cars diverted from the parties' own models and from others'."""

    agreement: str
    title: str
    parties: str
    verdict: str
    made_of: str
    pays: bool
    shares: tuple[Share, ...]
    fee: tuple[str, ...]
    dates: str
    turns: tuple[str, ...]
    strongest: tuple[str, ...]
    spillovers: tuple[str, ...]
    moves: tuple[Move, ...]
    more_moves: int
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
        fee=_fee(a, money, names),
        dates=_dates(a, advice),
        turns=tuple(
            f"{names.input(m.input)} at {names.value(m.input, m.flips_at)} "
            f"(now {names.value(m.input, m.input.central)}, range {_range(m.input, names)})"
            for m in a.verdict.flips
            if m.flips_at is not None
        ),
        strongest=tuple(
            f"{names.input(m.input)}, {_range(m.input, names)}: "
            f"surplus {money.number(m.at_low)} at the low, {money.m(m.at_high)} at the high"
            for m in (a.sweep.moves[:STRONGEST] if a.sweep else ())
        ),
        spillovers=_spillovers(a, advice, money, names),
        moves=moves[:FLOWS],
        more_moves=max(0, len(moves) - FLOWS),
        own=own,
        others=others,
    )


def _range(item: Input, names: Names) -> str:
    return f"{names.value(item, item.low)} to {names.value(item, item.high)}"


def _gain(gain: Gain, money: Money) -> str:
    low, high = (money.number(v) for v in (gain.low, gain.high))
    return (
        money.number(gain.value)
        if low == high
        else f"{money.number(gain.value)} ({money.span(gain.low, gain.high)})"
    )


def _share(firm: str, a: Advised, money: Money, names: Names) -> Share:
    without = names.sentence(a.without.get(firm, ""))
    gain = a.gains.get(firm)
    if gain is None:
        return Share(names.firm(firm), "unknown", "does not plan here: its terms are given", "", without)
    return Share(
        names.firm(firm),
        _gain(gain, money),
        "" if gain.certified else "plan dependent",
        money.interval(*a.gains_after_m[firm]) if firm in a.gains_after_m else "",
        without,
    )


def _fee(a: Advised, money: Money, names: Names) -> tuple[str, ...]:
    corridor = a.corridor
    if corridor is None:
        outside = [names.firm(f) for f in a.parties if f not in a.gains]
        if outside:
            return (f"no corridor: {', '.join(outside)} does not plan here, so its terms are given",)
        return ("no corridor: more than two parties bargain",)
    payer, payee = names.firm(corridor.taker), names.firm(corridor.giver)
    low, high = corridor.lowest_m, corridor.highest_m
    if not corridor.open:
        needs = f"{payee} needs {money.m(low)}"
        return (f"no fee suits both: {needs}, {payer} can pay {money.m(high)}, present value",)
    lines = [f"{payer} pays {payee} on top of marginal cost:"]
    if corridor.lowest_per_car is not None and corridor.highest_per_car is not None:
        lines.append(f"{money.per_car(corridor.lowest_per_car, corridor.highest_per_car)} a car")
    lines.append(f"{money.span(corridor.lowest_m_per_year, corridor.highest_m_per_year)} {money.unit} a year")
    lines.append(f"{money.span(low, high)} {money.unit} present value")
    if low < 0.0:
        lines.append(f"(below zero: {payee} gains anyway and could pay)")
    if high < 0.0:
        lines.append(f"({payer} loses and must be paid by {payee})")
    if not all(a.gains[f].certified for f in (corridor.giver, corridor.taker)):
        lines.append("(plan dependent)")
    return tuple(lines)


def _dates(a: Advised, advice: Advice) -> str:
    when = a.milestones
    if when is None:
        return ""
    today = advice.case.settings.decision_date
    signed = f"decided on {today}, signed by {when.signature}"
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


def threshold_m(advice: Advice) -> float:
    """ε as a present value, million case currency."""
    return advice.options.epsilon_m * float(year_weights(advice.case).sum())


def _spillovers(a: Advised, advice: Advice, money: Money, names: Names) -> tuple[str, ...]:
    threshold = threshold_m(advice)
    lines = []
    for firm, amount in sorted(a.spillover_m.items(), key=lambda kv: kv[1]):
        if amount < -threshold:
            loss = f"which loses {money.m(-amount)} present value"
            lines.append(f"needs a side payment to {names.firm(firm)}, no party to it, {loss}")
        elif abs(amount) * money.factor >= 0.05:
            word = "gains" if amount > 0 else "loses"
            lines.append(f"{names.firm(firm)}, no party to it, {word} {money.m(abs(amount))} present value")
    return tuple(lines)


def _moves(a: Advised, names: Names) -> tuple[Move, ...]:
    if not a.flows.height:
        return ()
    rows = a.flows.sort(
        pl.col("change_units_per_year").abs(),
        "model",
        "plant",
        "market",
        descending=[True, False, False, False],
    )
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
