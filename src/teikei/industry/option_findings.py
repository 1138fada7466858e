"""What the model says of driver assistance: take, margins, best price, a subscription, waiting for a rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from teikei.industry import driver_assistance, waiting
from teikei.industry.driver_assistance import Fitted, Package, TakeCurve
from teikei.industry.technology import Finding, Input, Known, found

PRICES = (4000.0, 8000.0)
"""USD: what Nissan aims at, and what Tesla asked until its option became a subscription only."""

CARS_A_YEAR = 250_000.0
"""Cars a year over which a programme is weighed, where the tables give no reference volume."""

HORIZON = 12
"""Years over which waiting for a rule is weighed."""

NONE = Input(0.0, 0.0, 0.0)


def option(known: Known) -> Iterator[Finding]:
    """Take, margins, prices; for an option on top of another what it adds, and waiting for its rule."""
    mean, spread = known.effect("option_mu", "logit"), known.effect("option_s", "logit")
    if mean is not None and spread is not None:
        yield from _take(known, mean, spread)
        yield from _margins(known, mean, spread)
        yield from _subscription(known)
        return
    needed = [Known(known.case, name) for name in known.row["needs"]]
    base = next((one for one in needed if one.effect("option_s", "logit")), None)
    if base is not None:
        yield from _on_top(known, base)


def _take(known: Known, mean: Input, spread: Input) -> Iterator[Finding]:
    for price in (one * known.into("USD") for one in PRICES):
        yield found(
            f"take at {price:,.0f} {known.currency}",
            "share",
            "driver_assistance.TakeCurve",
            lambda mean, spread, price=price: float(TakeCurve(mean, spread).at(price)),
            mean=mean,
            spread=spread,
        )


def _margins(known: Known, mean: Input, spread: Input) -> Iterator[Finding]:
    """Margin at the price aimed at, by who carries the hardware; the best price; later sales needed."""
    fee, hardware = known.fee or NONE, known.unit_cost
    asked = PRICES[0] * known.into("USD")
    fits: tuple[tuple[Fitted, str], ...] = (("takers", "cars of takers"), ("all", "all cars"))
    inputs = {"mean": mean, "spread": spread, "fee": fee, "hardware": hardware}
    for fitted, words in fits:
        yield found(
            f"margin a car sold at {asked:,.0f}, hardware on {words}",
            f"{known.currency} a car",
            "driver_assistance.margin",
            lambda mean, spread, fee, hardware, fitted=fitted: float(
                driver_assistance.margin(Package(fee, hardware, fitted), TakeCurve(mean, spread), asked)
            ),
            **inputs,
        )
    yield found(
        "price of the highest margin, hardware on cars of takers",
        known.currency,
        "driver_assistance.best_price",
        lambda mean, spread, fee, hardware: driver_assistance.best_price(
            Package(fee, hardware), TakeCurve(mean, spread)
        ),
        **inputs,
    )
    yield found(
        "decliners that must buy later, for hardware on all cars to pay",
        "share",
        "driver_assistance.later_take_needed",
        lambda fee, hardware: driver_assistance.later_take_needed(Package(fee, hardware), asked),
        fee=fee,
        hardware=hardware,
    )


def _subscription(known: Known) -> Iterator[Finding]:
    monthly, kept = known.effect("revenue_month"), known.effect("subscription_kept")
    if monthly is None or kept is None:
        return
    discount = known.case.settings.discount_rate
    yield found(
        "a subscriber's months, today's worth",
        known.currency,
        "driver_assistance.subscription_value",
        lambda monthly, kept: driver_assistance.subscription_value(
            monthly, churn=driver_assistance.monthly_churn(kept), discount_rate=discount
        ),
        monthly=monthly,
        kept=kept,
    )


def _on_top(known: Known, base: Known) -> Iterator[Finding]:
    """An option that builds on another: margin added a car sold, and acting now or waiting for its rule."""
    mean, spread = base.effect("option_mu", "logit"), base.effect("option_s", "logit")
    more = known.effect("option_mu", "add")
    if mean is None or spread is None or more is None:
        return
    below = known.into(base.currency)
    plain = Package((base.fee or NONE).value, base.unit_cost.value)
    before = TakeCurve(mean.value, spread.value)

    def added(more: float, fee: float, hardware: float) -> float:
        full = Package(plain.fee + fee / below, plain.hardware + hardware / below)
        after = TakeCurve(before.mean + more / below, before.spread)
        best = [
            float(driver_assistance.margin(p, c, driver_assistance.best_price(p, c)))
            for p, c in ((plain, before), (full, after))
        ]
        return (best[1] - best[0]) * below

    inputs = {"more": more, "fee": known.fee or NONE, "hardware": known.unit_cost}
    yield found(
        f"margin added to {base.row['name']}, a car sold, each at its best price",
        f"{known.currency} a car",
        "driver_assistance.margin",
        added,
        **inputs,
    )
    yield from _waiting(known, added, inputs)


def _waiting(known: Known, added: Callable[..., float], inputs: dict[str, Input]) -> Iterator[Finding]:
    """Commit now, or wait for the rule: one draw in each market of the effects ``rule_hazard``."""
    markets = _markets(known)
    if not markets:
        return
    cars = sum(one.cars for one in markets)
    uncertain = [one for one in markets if one.hazard < 1.0]
    hazard = known.effect("rule_hazard", scope=uncertain[0].name) if uncertain else None
    whole = inputs | {
        "fixed": Input.of(known.row, "fixed_cost_m"),
        "ready": known.effect("readiness_cost") or NONE,
        "hazard": hazard or Input(1.0, 1.0, 1.0),
    }

    @cache
    def weighed(
        more: float, fee: float, hardware: float, fixed: float, ready: float, hazard: float
    ) -> waiting.Waiting:
        stake = waiting.Stake(
            fixed_cost=fixed,
            margin=added(more, fee, hardware) / 1e6,
            readiness=ready / 1e6,
            lead_years=_first_car(known),
            horizon=HORIZON,
            discount_rate=known.case.settings.discount_rate,
        )
        moved = [replace(one, hazard=hazard) if one in uncertain[:1] else one for one in markets]
        return waiting.weigh(stake, moved)

    unit, by = f"million {known.currency}", "waiting.weigh"
    over = f"on {cars:,.0f} cars a year"
    asked: tuple[tuple[str, str, Callable[[waiting.Waiting], float]], ...] = (
        (f"commit now, {over}", unit, lambda answer: answer.commit.mean),
        ("  probability of a loss by it", "share", lambda answer: answer.commit.loss),
        (f"wait, {over}", unit, lambda answer: answer.wait.mean),
        ("  probability of a loss by waiting", "share", lambda answer: answer.wait.loss),
        ("  probability of ever acting", "share", lambda answer: answer.wait.acts),
    )
    for text, of, choose in asked:
        yield found(text, of, by, lambda choose=choose, **values: choose(weighed(**values)), **whole)


def _first_car(known: Known) -> int:
    """Years from the first year planned to the first car: the taker's lead, or until the package is there."""
    first = known.case.settings.first_year
    until = (known.row["available_from"] or first) - first
    return max(math.ceil(float(known.row["lead_years"])), until)


def about_option(known: Known) -> Iterator[str]:
    """What a take rate of the tables is; which years, markets and cars the weighing of a rule counts."""
    mean, spread = known.effect("option_mu", "logit"), known.effect("option_s", "logit")
    take = known.effect("take")
    if mean is not None and spread is not None and take is not None:
        asked = PRICES[0] * known.into("USD")
        curve = float(TakeCurve(mean.value, spread.value).at(asked))
        yield (
            f"Take: model and plan follow the curve, {curve:.0%} at {asked:,.0f} {known.currency}; nothing "
            f"is worked out from the {take.value:.0%} of the tables, which cut it for mainstream incomes"
        )
    markets = _markets(known)
    if not markets:
        return
    first, lead = known.case.settings.first_year, _first_car(known)
    own = float(known.row["lead_years"])
    why = "" if lead <= own else f", since it is there from {first + lead} (a taker's own lead is {own:g})"
    split = "; ".join(
        f"{one.name} {one.cars:,.0f} cars a year, "
        + (
            "the rule in force"
            if one.hazard == 1.0
            else f"the rule comes with {one.hazard:.0%} a year from {first + one.first_year}"
        )
        for one in markets
    )
    yield (
        f"Waiting: decided in {first}, first car {lead} years later{why}; {HORIZON} years count. {split}. "
        f"The {sum(one.cars for one in markets):,.0f} cars are assumed, shared out as the takers sell there"
    )


def _markets(known: Known) -> list[waiting.RuleMarket]:
    """Markets of the rule, with the reference volume in proportion to what the takers sell there today."""
    rows = [row for row in known.effects if row["target"] == "rule_hazard"]
    takers = {deal["taker"] for deal in known.agreements}
    sold = [sum(known.sold(taker, str(row["scope"]).lower()) for taker in takers) for row in rows]
    whole = sum(sold)
    cars = float(known.row["reference_units_per_year"] or CARS_A_YEAR)
    return [
        waiting.RuleMarket(
            str(row["scope"]),
            cars * (part / whole if whole else 1.0 / len(rows)),
            float(row["value"]),
            0 if row["value"] == 1.0 else 1,
        )
        for row, part in zip(rows, sold, strict=True)
    ]
