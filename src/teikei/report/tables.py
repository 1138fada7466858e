"""The tables of an advice as plain rows: what CSV, workbook and page print alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teikei.case.source import provenance
from teikei.deals.changes import ACCOUNT_WORDS
from teikei.industry.money import level
from teikei.report.deal import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teikei.deals.advice import Advice, Advised
    from teikei.report.money import Money
    from teikei.report.names import Names

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` heads a CSV, ``words`` and ``unit`` head a sheet or a page; of many columns in one unit, such
    as years, the caption says it once (``in_caption``)."""

    name: str
    words: str
    unit: str = ""
    in_caption: bool = False

    @property
    def head(self) -> str:
        return f"{self.words} [{self.unit}]" if self.unit and not self.in_caption else self.words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with a caption that says what they are."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def advice_tables(
    advice: Advice, money: Money, names: Names, why: Callable[[Advised], str]
) -> tuple[Table, ...]:
    """All tables, every amount in ``money``; ``why`` words the reason of a verdict."""
    return (
        _agreements(advice, money, names, why),
        _gains(advice, money, names),
        _corridor(advice, money, names),
        _inputs(advice, money, names),
        _flows(advice, names),
        _diverted(advice, names),
        _money(advice, money),
        _confidence(advice),
    )


def _present(advice: Advice, money: Money) -> str:
    return f"{money.unit}, present value at {advice.case.settings.decision_date}"


def _agreements(advice: Advice, money: Money, names: Names, why: Callable[[Advised], str]) -> Table:
    value, year = _present(advice, money), f"{money.unit} a year"
    columns = (
        Column("agreement", "agreement"),
        Column("title", "title"),
        Column("kind", "kind"),
        Column("parties", "ids of the parties"),
        Column("party_names", "parties"),
        Column("verdict", "verdict"),
        Column("reason", "reason"),
        Column("surplus_low_m", "surplus, low end", value),
        Column("surplus_high_m", "surplus, high end", value),
        Column("surplus_low_m_per_year", "surplus, low end, level", year),
        Column("surplus_high_m_per_year", "surplus, high end, level", year),
        Column("last_low_m", "as the last one, low end", value),
        Column("last_high_m", "as the last one, high end", value),
        Column("before_diversion_low_m", "before diversion, low end", value),
        Column("before_diversion_high_m", "before diversion, high end", value),
        Column("input_low_m", "input range, lowest", value),
        Column("input_high_m", "input range, highest", value),
        Column("decide_by", "last day to decide for this start"),
        Column("signature", "signature if decided now"),
        Column("start_year", "first cars", "year"),
        Column("full_rate_year", "full rate", "year"),
        Column("gap", "gap of the plans", "relative"),
        Column("currency", "currency"),
    )

    def row(a: Advised) -> tuple[Cell, ...]:
        surplus = a.surplus_m or (None, None)
        before = a.surplus_before_diversion_m or (None, None)
        when = a.milestones
        yearly = [None if v is None else money.of_m(level(v, advice.case)) for v in surplus]
        return (
            a.agreement, a.title, a.kind, " ".join(a.parties), names.parties(a.parties), a.verdict.word,
            why(a),
            *map(money.of_m, surplus), *yearly, *map(money.of_m, a.last_m or (None, None)),
            *map(money.of_m, before),
            money.of_m(a.sweep.low) if a.sweep else None, money.of_m(a.sweep.high) if a.sweep else None,
            str(when.decide_by) if when and when.decide_by else None, str(when.signature) if when else None,
            when.start_year if when else None, when.full_rate_year if when else None,
            a.gap if a.surplus_m else None, money.currency,
        )  # fmt: skip

    caption = (
        "Candidate agreements, each alone on today's book, and as the last one added to all that is signed "
        "together. Surplus intervals are certified for these inputs."
    )
    return Table("agreements", caption, columns, tuple(row(a) for a in advice.advised))


def _gains(advice: Advice, money: Money, names: Names) -> Table:
    value = _present(advice, money)
    columns = (
        Column("agreement", "agreement"),
        Column("firm", "id of the firm"),
        Column("firm_name", "firm"),
        Column("party", "party to it"),
        Column("gain_m", "gain before money, printed plans", value),
        Column("gain_low_m", "gain before money, lowest", value),
        Column("gain_high_m", "gain before money, highest", value),
        Column("plan_dependent", "depends on which of the equally good plans is taken"),
        Column("gain_after_low_m", "after an equal split, low end", value),
        Column("gain_after_high_m", "after an equal split, high end", value),
        Column("without_it", "without it"),
        Column("currency", "currency"),
    )

    def rows(a: Advised) -> Iterator[tuple[Cell, ...]]:
        others = [f for f in a.gains if f not in a.parties]
        for firm in (*a.parties, *others):
            gain, after = a.gains.get(firm), a.gains_after_m.get(firm, (None, None))
            yield (
                a.agreement,
                firm,
                names.firm(firm),
                firm in a.parties,
                money.of_m(gain.value) if gain else None,
                money.of_m(gain.low) if gain else None,
                money.of_m(gain.high) if gain else None,
                not gain.certified if gain else None,
                *map(money.of_m, after),
                names.sentence(a.without.get(firm, "")) or None,
                money.currency,
            )

    valued = [a for a in advice.advised if a.surplus_m]
    caption = (
        "What each firm gains before any payment between parties, and after an equal split of the surplus."
    )
    return Table("gains", caption, columns, tuple(r for a in valued for r in rows(a)))


def _corridor(advice: Advice, money: Money, names: Names) -> Table:
    value = _present(advice, money)
    years = f"{advice.case.settings.first_year}–{advice.case.settings.last_year}"
    columns = (
        Column("agreement", "agreement"),
        Column("payer", "id of who pays"),
        Column("payer_name", "pays"),
        Column("payee", "id of who is paid"),
        Column("payee_name", "is paid"),
        Column("lowest_m", "lowest the payee can accept", value),
        Column("highest_m", "highest the payer can pay", value),
        Column("lowest_level_m_per_year", f"lowest, level over {years}", f"{money.unit} a year"),
        Column("highest_level_m_per_year", f"highest, level over {years}", f"{money.unit} a year"),
        Column("lowest_per_car", "lowest", f"{money.currency} a car"),
        Column("highest_per_car", "highest", f"{money.currency} a car"),
        Column("open", "a fee suits both"),
        Column("currency", "currency"),
    )
    rows = tuple(
        (
            a.agreement, c.taker, names.firm(c.taker), c.giver, names.firm(c.giver),
            *map(money.of_m, (c.lowest_m, c.highest_m, c.lowest_m_per_year, c.highest_m_per_year,
            c.lowest_per_car, c.highest_per_car)), c.open, money.currency,
        )
        for a in advice.advised if a.corridor is not None for c in (a.corridor.by_payer,)
    )  # fmt: skip
    caption = (
        "The fee on top of marginal cost that suits both sides; who pays is who does so for equal parts, and "
        "below zero the other pays."
    )
    return Table("corridor", caption, columns, rows)


def _inputs(advice: Advice, money: Money, names: Names) -> Table:
    value = _present(advice, money)
    columns = (
        Column("agreement", "agreement"),
        Column("input", "input"),
        Column("table", "table"),
        Column("unit", "unit of the input"),
        Column("low", "low"),
        Column("central", "central"),
        Column("high", "high"),
        Column("surplus_at_low_m", "surplus at its low", value),
        Column("surplus_at_high_m", "surplus at its high", value),
        Column("turns_between", "values between which the sign turns"),
        Column("turns_certified", "both signs proved"),
        Column("currency", "currency of the surplus"),
    )
    rows = tuple(
        (
            a.agreement,
            names.input(m.input),
            m.input.table,
            names.unit(m.input),
            m.input.low,
            m.input.central,
            m.input.high,
            money.of_m(m.at_low),
            money.of_m(m.at_high),
            "; ".join(f"{t.start.at:.12g} to {t.end.at:.12g}" for t in m.turns),
            "; ".join("yes" if t.certified else "no" for t in m.turns),
            money.currency,
        )
        for a in advice.advised
        if a.sweep
        for m in a.sweep.moves
    )
    caption = (
        "The strongest inputs, each moved alone to its low and its high; blank where no plan is left. "
        "Surpluses at the ends are found with decisions elsewhere held, and not proved."
    )
    return Table("inputs", caption, columns, rows)


def _frame(advice: Advice, name: str) -> Iterator[tuple[Any, ...]]:
    for a in advice.advised:
        for row in getattr(a, name).iter_rows():
            yield (a.agreement, *row)


def _named(rows: Iterator[tuple[Any, ...]], ids: int, names: Names) -> Iterator[tuple[Any, ...]]:
    """Rows whose ``ids`` cells after the agreement are followed by the names of their things."""
    for agreement, *cells in rows:
        known = [names.firms.get(cell, names.thing(cell)) for cell in cells[:ids]]
        yield (agreement, *cells[:ids], *known, *cells[ids:])


def _flows(advice: Advice, names: Names) -> Table:
    unit = "cars a year, mean over the horizon"
    columns = (
        Column("agreement", "agreement"),
        Column("model", "id of the car"),
        Column("firm", "id of the firm"),
        Column("plant", "id of the plant"),
        Column("market", "id of the market"),
        Column("model_name", "car"),
        Column("firm_name", "firm"),
        Column("plant_name", "plant"),
        Column("market_name", "market"),
        Column("with_units_per_year", "with it", unit),
        Column("without_units_per_year", "without it", unit),
        Column("change_units_per_year", "change", unit),
    )
    return Table(
        "flows",
        "What is built where, for which market, because of each: best plans with it and without it; "
        f"{LEFT_OUT}.",
        columns,
        tuple(_named(_frame(advice, "flows"), 4, names)),
    )


def _diverted(advice: Advice, names: Names) -> Table:
    columns = (
        Column("agreement", "agreement"),
        Column("from_model", "id of what loses sales"),
        Column("firm", "id of its firm"),
        Column("to_model", "id of what takes them"),
        Column("market", "id of the market"),
        Column("from_name", "loses sales"),
        Column("firm_name", "of"),
        Column("to_name", "to"),
        Column("market_name", "market"),
        Column("units_per_year", "cars", "a year, mean over the horizon"),
    )
    return Table(
        "diverted",
        "Cars diverted by the launches that each brings.",
        columns,
        tuple(_named(_frame(advice, "diverted"), 4, names)),
    )


def _money(advice: Advice, money: Money) -> Table:
    columns = (
        Column("agreement", "agreement"),
        Column("account", "account"),
        Column("words", "in words"),
        Column("present_value_m", "with it less without it", _present(advice, money)),
        Column("currency", "currency"),
    )
    rows = tuple(
        (a, account, ACCOUNT_WORDS.get(account, account), money.of_m(amount), money.currency)
        for a, account, amount in _frame(advice, "money")
    )
    return Table("money", "What each surplus is made of, account by account.", columns, rows)


def _confidence(advice: Advice) -> Table:
    found = provenance(advice.case)
    rows = tuple((name, share) for name, share in found.money.items())
    columns = (
        Column("confidence", "confidence"),
        Column("share_of_money", "share of the money that rests on it", "share"),
    )
    return Table("confidence", "How the figures that went in are known.", columns, rows)
