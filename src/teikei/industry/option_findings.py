"""What the model says of driver assistance: take, margins, best price, a subscription, waiting for a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
    if mean is None or spread is None:
        base = next((one for one in known.siblings() if one.effect("option_s", "logit")), None)
        if base is not None:
            yield from _on_top(known, base)
        return
    fee, hardware = known.fee or NONE, known.unit_cost
    unit = f"{known.currency} a car"

    def curve(mean: float, spread: float) -> TakeCurve:
        return TakeCurve(mean, spread)

    for price in (one * known.into("USD") for one in PRICES):
        yield found(
            f"take at {price:,.0f} {known.currency}",
            "share",
            "driver_assistance.TakeCurve",
            lambda mean, spread, price=price: float(curve(mean, spread).at(price)),
            mean=mean,
            spread=spread,
        )
    asked = PRICES[0] * known.into("USD")
    fits: tuple[tuple[Fitted, str], ...] = (("takers", "cars of takers"), ("all", "all cars"))
    inputs = {"mean": mean, "spread": spread, "fee": fee, "hardware": hardware}
    for fitted, words in fits:
        yield found(
            f"margin a car sold at {asked:,.0f}, hardware on {words}",
            unit,
            "driver_assistance.margin",
            lambda mean, spread, fee, hardware, fitted=fitted: float(
                driver_assistance.margin(Package(fee, hardware, fitted), curve(mean, spread), asked)
            ),
            **inputs,
        )
    yield found(
        "price of the highest margin, hardware on cars of takers",
        known.currency,
        "driver_assistance.best_price",
        lambda mean, spread, fee, hardware: driver_assistance.best_price(
            Package(fee, hardware), curve(mean, spread)
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
    yield from _subscription(known)


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
    more, hazard = known.effect("option_mu", "add"), known.effect("rule_hazard", "hazard")
    if mean is None or spread is None or more is None:
        return
    fee, hardware, below = known.fee or NONE, known.unit_cost, known.into(base.currency)
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

    inputs = {"more": more, "fee": fee, "hardware": hardware}
    yield found(
        f"margin added to {base.row['name']}, a car sold, each at its best price",
        f"{known.currency} a car",
        "driver_assistance.margin",
        added,
        **inputs,
    )
    if hazard is None:
        return
    cars = float(known.row.get("reference_units_per_year") or CARS_A_YEAR)
    fixed = Input.of(known.row, "fixed_cost_m")
    ready = known.effect("readiness_cost") or NONE

    def weighed(choose: Callable[[waiting.Waiting], float]) -> Callable[..., float]:
        def work(
            more: float, fee: float, hardware: float, fixed: float, ready: float, hazard: float
        ) -> float:
            stake = waiting.Stake(
                fixed_cost=fixed,
                margin=added(more, fee, hardware) / 1e6,
                readiness=ready / 1e6,
                lead_years=round(float(known.row["lead_years"])),
                horizon=HORIZON,
                discount_rate=known.case.settings.discount_rate,
            )
            return choose(waiting.weigh(stake, [waiting.RuleMarket("us", cars, hazard)]))

        return work

    whole = inputs | {"fixed": fixed, "ready": ready, "hazard": hazard}
    unit = f"million {known.currency}"
    over = f"on {cars:,.0f} cars a year"
    by = "waiting.weigh"
    yield found(f"commit now, {over}", unit, by, weighed(lambda answer: answer.commit.mean), **whole)
    yield found("  probability of a loss", "share", by, weighed(lambda answer: answer.commit.loss), **whole)
    yield found(f"wait, {over}", unit, by, weighed(lambda answer: answer.wait.mean), **whole)
    yield found("  probability of a loss", "share", by, weighed(lambda answer: answer.wait.loss), **whole)
    yield found(
        "  probability of ever acting", "share", by, weighed(lambda answer: answer.wait.acts), **whole
    )
