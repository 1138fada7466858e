"""The paper that deals are written on: rows of all tables, gathered table by table, and the anchors they quote."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.build_cases.nissan_2025.deals_market import diversion_rows
from tools.build_cases.nissan_2025.deals_technologies import worth_to_buyers

if TYPE_CHECKING:
    from tools.build_cases.facts import Facts
    from tools.build_cases.nissan_2025.deals_market import Market

Row = dict[str, object]

COST_FACTS = "world/cost_facts"
# List price of an e-POWER version above the petrol car in USD before tax: between the 2,000 GBP of the second
# generation's launch and parity, which is Nissan's aim for 2026. Assumption.
EPOWER_DEARER = 1800.0


@dataclass
class Paper:
    """Rows keyed by table name, in the order in which they were written."""

    facts: Facts
    market: Market
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **cells: object) -> None:
        self.rows.setdefault(table, []).append(cells)

    def agreement(self, agreement: str, kind: str, parties: str, title: str, **cells: object) -> None:
        """A candidate unless ``status`` says otherwise. Source and confidence default to an own assumption."""
        known: Row = {
            "agreement": agreement,
            "title": title,
            "kind": kind,
            "status": "candidate",
            "parties": parties,
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        self.add("agreements", **{**known, **cells})

    def grant(
        self, agreement: str, what: str, resource: str, giver: str, taker: str, **cells: object
    ) -> None:
        known: Row = {
            "agreement": agreement,
            "giver": giver,
            "taker": taker,
            "what": what,
            "resource": resource,
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        self.add("grants", **{**known, **cells})

    def pays(self, agreement: str, payer: str, payee: str, per: str, amount: float, **cells: object) -> None:
        known: Row = {
            "agreement": agreement,
            "payer": payer,
            "payee": payee,
            "per": per,
            "amount": amount,
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        self.add("terms", **{**known, **cells})

    def changes(
        self,
        agreement: str,
        change: str,
        firm: str,
        on: tuple[str, str],
        value: tuple[float, float, float],
        note: str,
        **cells: object,
    ) -> None:
        """What a deal changes for a party: ``on`` (sort, resource); low, central, high."""
        low, central, high = (round(v, 4) for v in value)
        known: Row = {
            "agreement": agreement,
            "firm": firm,
            "what": on[0],
            "resource": on[1],
            "change": change,
            "value": central,
            "value_low": low,
            "value_high": high,
            "source": "teikei_assumption",
            "confidence": "assumption",
            "note": note,
        }
        self.add("changes", **{**known, **cells})

    def cost(self, fact: str, column: str = "value_central") -> float:
        """One figure of the cost facts, in its own unit."""
        return self.facts.number(COST_FACTS, column, fact_id=fact)

    def building_fee(self, agreement: str, payer: str, payee: str, **cells: object) -> None:
        """Fee a car over conversion cost, as no contract fee is public anywhere: 2 to 4.5 % of a transfer price."""
        fact = "contract_fee_mainstream"
        known: Row = {
            "amount_low": self.cost(fact, "value_low"),
            "amount_high": self.cost(fact, "value_high"),
            "currency": "USD",
            "source": "own_assumption",
            "note": "fee over conversion cost: 2-4.5 % (Magna's margins) of a 25-35 thousand USD transfer "
            "price",
        }
        self.pays(agreement, payer, payee, "unit", self.cost(fact), **{**known, **cells})

    def design_fee(self, agreement: str, payer: str, payee: str, **cells: object) -> None:
        """Share of the price received for a car that the partner also developed."""
        known: Row = {
            "amount_low": 0.03,
            "amount_high": 0.08,
            "note": "5 %: the top of the royalty facts (1, 3, 5 % for a platform or drive), as the whole "
            "car is the "
            "partner's; no rate is public",
        }
        self.pays(agreement, payer, payee, "share", 0.05, **{**known, **cells})

    def royalty(
        self, agreement: str, payer: str, payee: str, price: float, subject: str, **cells: object
    ) -> None:
        """Fee a car for a platform or drive: 3 % (1 to 5) of the part's own value ``price``, a first proposal."""
        fact = "royalty_assumption"
        share, low, high = (self.cost(fact, c) / 100 for c in ("value_central", "value_low", "value_high"))
        known: Row = {
            "amount_low": round(price * low, 0),
            "amount_high": round(price * high, 0),
            "currency": "USD",
            "source": "own_assumption",
            "note": f"3 % (1-5) of {subject}, taken as {price:,.0f} USD; a first proposal, to be bargained",
        }
        self.pays(agreement, payer, payee, "unit", round(price * share, 0), **{**known, **cells})

    def tooling(
        self, model: str, plant: str, cost_m: tuple[float, float, float], note: str, **cells: object
    ) -> None:
        """A possible tooling: low, central, high in million USD."""
        low, central, high = cost_m
        known: Row = {
            "model": model,
            "plant": plant,
            "status": "possible",
            "tooling_cost_m": central,
            "tooling_cost_m_low": low,
            "tooling_cost_m_high": high,
            "currency": "USD",
            "who_pays": "brand",
            "source": "mf_stla_13bn;teikei_assumption",
            "confidence": "assumption",
            "note": note,
        }
        self.add("tooling", **{**known, **cells})

    def launch(
        self, model: str, name: str, like: str, cost_m: tuple[float, float, float], **cells: object
    ) -> None:
        """A candidate model that an agreement brings, shaped like a model that is on sale: low, central, high cost."""
        low, central, high = cost_m
        kept = ("firm", "brand", "segment", "body", "customs_class", "volume_cbm", "customs_value_share")
        known: Row = {key: self.market.models[like][key] for key in kept if key in self.market.models[like]}
        known |= {
            "model": model,
            "name": name,
            "status": "candidate",
            "launch_cost_m": central,
            "launch_cost_m_low": low,
            "launch_cost_m_high": high,
            "currency": "USD",
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        row = {**known, **cells}
        self.add("models", **row)
        self.market.add_models([row])

    def variant(
        self, variant: str, model: str, powertrain: str, platform: str, weight: float | None, **cells: object
    ) -> None:
        """A candidate variant; ``weight`` of its parts bill against a petrol car of its price class, None for one
        that is ``derived_from`` another."""
        known: Row = {
            "variant": variant,
            "model": model,
            "powertrain": powertrain,
            "platform": platform,
            **({} if weight is None else {"_parts_weight": weight}),
            "status": "candidate",
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        self.add("variants", **{**known, **cells})

    def sells(
        self,
        model: str,
        powertrain: str,
        units: tuple[float, float, float],
        like: tuple[str, str, str],
        **cells: object,
    ) -> None:
        """Demand of a candidate in the market of ``like`` (model, powertrain, market), priced like it unless said.

        Units are low, central, high in the first full year; no growth.
        """
        low, central, high = (round(x, 0) for x in units)
        twin = self.market.row(*like)
        kept = ("list_price", "sales_tax_rate", "dealer_margin_share", "incentive_per_unit", "currency")
        known: Row = {key: twin[key] for key in kept if key in twin}
        known |= {
            "model": model,
            "powertrain": powertrain,
            "market": like[2],
            "base_year": 2024,
            "units_per_year": central,
            "units_per_year_low": low,
            "units_per_year_high": high,
            "source": "teikei_derivation",
            "confidence": "assumption",
        }
        row = {**known, **cells}
        self.add("demand", **row)
        self.market.add_demand([row])

    def part_of_petrol(
        self,
        model: str,
        powertrain: str,
        base: str,
        market: str,
        dearer: float,
        share: tuple[float, float, float],
    ) -> None:
        """Demand of a new powertrain of a car, as a share of the petrol version's; ``dearer``: USD before tax."""
        petrol = self.market.row(base, "petrol", market)
        units = float(str(petrol["units_per_year"]))
        low, central, high = (units * part for part in share)
        tax = 1.0 + float(str(petrol.get("sales_tax_rate") or 0.0))
        price = float(str(petrol["list_price"])) + dearer * tax * self.rate(
            str(petrol.get("currency") or "USD")
        )
        note = (
            f"{share[1]:.0%} ({share[0]:.0%}-{share[2]:.0%}) of {units:,.0f} petrol cars; "
            f"{dearer:,.0f} USD before tax above the petrol version"
        )
        self.sells(
            model,
            powertrain,
            (low, central, high),
            (base, "petrol", market),
            list_price=round(price, 0),
            note=note,
        )

    def rate(self, currency: str) -> float:
        """Units of a currency for one USD in 2025."""
        if currency in ("", "USD"):
            return 1.0
        if currency == "GBP":
            return 1.0 / self.facts.number("world/fx", "value", pair="gbp_usd", year="2025")
        return self.facts.number("world/fx", "value", pair=f"usd_{currency.lower()}", year="2025")

    def weight_on(self, platform: str, own_platform: str) -> tuple[float, str]:
        """Parts weight of a taker's car on another's platform, at the owner's own volume, against its own platform.

            weight = (V_platform / V_own_platform) ^ log2(1 - 3 %)

        Each platform's parts costs hold at its owner's volume; joint volume comes on top, from the plan.
        """
        theirs, own = self.market.volume(platform, self.rows), self.market.volume(own_platform, self.rows)
        saving = self.cost("variable_cost_per_doubling") / 100
        weight = round((theirs / own) ** math.log2(1 - saving), 4)
        return (
            weight,
            f"parts at {theirs:,.0f} cars a year there against {own:,.0f} on the own platform, 3 % a "
            f"doubling",
        )

    def with_epower(self, variant: str, model: str, base: str, platform: str) -> None:
        """The e-POWER version of a petrol car, as a candidate with a demand row of its own.

        That row's list price (`part_of_petrol`) holds what the drive is worth to a buyer, so the addition takes it
        off again at its central value: only a change of it moves the price.
        """
        held = worth_to_buyers(self, "epower3", "petrol")
        self.variant(
            variant,
            model,
            "hybrid",
            platform,
            None,
            technologies="epower3",
            derived_from=f"{base}_petrol",
            price_difference=-round(held, 2),
            currency="USD",
            note=f"the petrol car with the drive; its list price stands {EPOWER_DEARER:,.0f} USD above the petrol "
            f"car's and holds the {held:,.0f} USD that buyers pay for the drive at the central value",
        )

    def takes_sales(self, model: str, own_base: dict[str, float] | None = None) -> None:
        """Write whose sales the launched model takes in each of its markets."""
        for row in diversion_rows(self.market, model, own_base):
            self.add("diversion", **row)
