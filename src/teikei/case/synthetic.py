"""A made-up industry of any size, drawn from a seed, to see how time and memory grow; nothing in it is real.

Prices are 12,000 to 60,000, parts 60 to 68 % of them; plants hold 80,000 to 350,000 cars a year at some 1,100
of fixed cost a car of capacity, and four fifths of that is used in the base year. Every row has the source
``synthetic``. The same size and seed give the same files.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from teikei.base.errors import Fault, UsageError
from teikei.case.settings import Settings
from teikei.case.size import Size
from teikei.case.write import settings_text

SEGMENTS: dict[str, tuple[str, float, float]] = {  # customs class, list price, cubic metres
    "small_car": ("car", 17_000, 9.5),
    "midsize_car": ("car", 27_000, 12.5),
    "compact_suv": ("car", 30_000, 13.0),
    "midsize_suv": ("car", 42_000, 15.5),
    "midsize_pickup": ("light_truck", 38_000, 17.0),
}
BLOC = 5  # territories a customs bloc
YEAR = 2026
Row = dict[str, Any]


@dataclass
class _Industry:
    """The tables while they are drawn; each method adds its rows."""

    size: Size
    r: np.random.Generator
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **cells: Any) -> Row:
        self.tables.setdefault(table, []).append(cells)
        return cells

    def between(self, low: float, high: float, step: float = 1.0) -> float:
        return float(round(self.r.uniform(low, high) / step) * step)

    def of_firm(self, table: str, firm: int) -> list[Row]:
        return [row for row in self.tables[table] if row["firm"] == f"f{firm:02d}"]

    def draw_territories(self) -> None:
        count = self.size.markets
        for k in range(count):
            self.add(
                "territories",
                territory=f"t{k:02d}",
                name=f"Territory {k}",
                latitude=self.between(-40, 60),
                longitude=self.between(-170, 170),
                currency="USD",
                bloc=f"bloc_{k // BLOC}",
            )
        for b in range((count - 1) // BLOC + 1):
            for customs_class, high in (("car", 0.2), ("light_truck", 0.3), ("parts", 0.06)):
                for origin, rate in (("any", self.between(0.02, high, 0.005)), (f"bloc_{b}", 0.0)):
                    self.add(
                        "tariffs",
                        origin=origin,
                        destination=f"bloc_{b}",
                        customs_class=customs_class,
                        rate=rate,
                        stacking="base",
                        valid_from=dt.date(2020, 1, 1),
                    )
        self._draw_pacts((count - 1) // BLOC + 1)
        for a in range(count):
            for b in range(count):
                near = a // BLOC == b // BLOC
                self.add(
                    "freight",
                    origin=f"t{a:02d}",
                    destination=f"t{b:02d}",
                    mode="truck" if near else "roro",
                    per_unit=self.between(150, 500) if near else self.between(250, 600),
                    per_cbm=0.0 if near else self.between(20, 60),
                    transit_days=5 if near else self.between(20, 45),
                )

    def _draw_pacts(self, blocs: int) -> None:
        """Blocs two by two grant each other free entry for cars with enough content from both."""
        for b in range(0, blocs - 1, 2):
            both = [
                row["territory"]
                for row in self.tables["territories"]
                if row["bloc"][5:] in (f"{b}", f"{b + 1}")
            ]
            for origin, destination in ((b, b + 1), (b + 1, b)):
                for customs_class in ("car", "light_truck"):
                    self.add(
                        "origin_rules",
                        rule=f"pact_{b}",
                        origin=f"bloc_{origin}",
                        destination=f"bloc_{destination}",
                        customs_class=customs_class,
                        regional_territories=";".join(both),
                        minimum_regional_share=self.between(0.5, 0.75, 0.05),
                        rate_if_met=0.0,
                        valid_from=dt.date(2020, 1, 1),
                    )

    def draw_firms(self) -> None:
        for f in range(self.size.firms):
            self.add(
                "firms",
                firm=f"f{f:02d}",
                name=f"Maker {f}",
                home_territory=f"t{f % self.size.markets:02d}",
                role="plans",
                overhead_m=self.between(200, 900),
            )
            for k in range(4):
                self.add(
                    "platforms",
                    platform=f"f{f:02d}_p{k}",
                    firm=f"f{f:02d}",
                    name=f"Platform {k} of maker {f}",
                    owners=f"f{f:02d}",
                    construction="body_on_frame" if k == 3 else "unibody",
                    development_cost_m=self.between(300, 900),
                    lead_years=2,
                )

    def draw_plants(self) -> None:
        for k in range(self.size.plants):
            f, own = k % self.size.firms, k // self.size.firms
            home = f % self.size.markets
            abroad = own > 0 and self.r.random() < 0.6
            t = int(self.r.integers(self.size.markets)) if abroad else home
            capacity = self.between(80_000, 350_000, 10_000)
            plant = f"f{f:02d}_plant_{own}"
            self.add(
                "plants",
                plant=plant,
                firm=f"f{f:02d}",
                capacity=capacity,
                name=f"Plant {own} of maker {f}",
                territory=f"t{t:02d}",
                latitude=self.tables["territories"][t]["latitude"],
                longitude=self.tables["territories"][t]["longitude"],
                fixed_cost_m=round(capacity * self.between(900, 1300) / 1e6, 1),
                conversion_cost_per_unit=self.between(1500, 3800, 50),
            )
            self.add("plant_owners", plant=plant, firm=f"f{f:02d}", share=1)
            both = "unibody;body_on_frame" if own == 0 else "unibody"
            self.add(
                "lines",
                line=f"{plant}_line",
                plant=plant,
                constructions=both,
                capacity_units_per_year=capacity,
            )
            share = round(self.between(0.6, 0.95, 0.05), 2) if self.size.markets > 1 else 1.0
            other = (t + 1 + int(self.r.integers(max(self.size.markets - 1, 1)))) % self.size.markets
            for origin, part in ((t, share), (other, round(1 - share, 2))):
                if part > 0:
                    cells = {"territory": f"t{origin:02d}", "share_of_value": part}
                    self.add("content", model="any", plant=plant, **cells)

    def draw_model(self, f: int, number: int, segment: str, platform: str, candidate: bool = False) -> Row:
        """A model with one or two powertrains; its price is kept for the demand rows."""
        customs_class, price, volume = SEGMENTS[segment]
        price *= self.between(0.75, 1.4, 0.01)
        status = "candidate" if candidate else "current"
        row = self.add(
            "models",
            model=f"f{f:02d}_m{number:02d}",
            firm=f"f{f:02d}",
            name=f"Model {number} of maker {f}",
            segment=segment,
            customs_class=customs_class,
            volume_cbm=volume,
            status=status,
            launch_cost_m=self.between(60, 200) if candidate else 0,
            price=price,
            powertrains=("petrol", "hybrid") if not candidate and self.r.random() < 0.4 else ("petrol",),
            platform=platform,
        )
        for powertrain in row["powertrains"]:
            more = 1.08 if powertrain == "hybrid" else 1.0
            self.add(
                "variants",
                variant=f"{row['model']}_{powertrain}",
                model=row["model"],
                powertrain=powertrain,
                platform=platform,
                parts_cost=round(price * more * self.between(0.60, 0.68, 0.005)),
                status=status,
            )
        return row

    def draw_models(self) -> None:
        names = list(SEGMENTS)
        for k in range(self.size.models - self.size.brought):
            f, number = k % self.size.firms, k // self.size.firms
            segment = names[number % len(names)]
            truck = segment == "midsize_pickup"
            platform = f"f{f:02d}_p{3 if truck else number % 3}"
            self.draw_model(f, number, segment, platform)
        for f in range(self.size.firms):
            self._sell(f)

    def _sell(self, f: int) -> None:
        """Sales of a firm's models, filling four fifths of each plant that builds them."""
        plants = self.of_firm("plants", f)
        models = self.of_firm("models", f)
        trucks = [model for model in models if model["customs_class"] == "light_truck"]
        cars = [model for model in models if model["customs_class"] != "light_truck"]
        built: dict[str, list[Row]] = {plant["plant"]: [] for plant in plants}
        built[plants[0]["plant"]] += trucks
        # Where there are more plants than cars, a car is at home in several of them.
        for at in range(max(len(cars), len(plants))):
            built[plants[at % len(plants)]["plant"]].append(cars[at % len(cars)])
        for name, some in built.items():
            for model in some:
                self.add("tooling", model=model["model"], plant=name, status="tooled")
        homes = {(model["model"], name) for name, some in built.items() for model in some}
        for model in cars:
            elsewhere = plants[int(self.r.integers(len(plants)))]["plant"]
            if (model["model"], elsewhere) not in homes:
                self._could(model, elsewhere)
        sold: set[str] = set()
        for plant in plants:
            new = [model for model in built[plant["plant"]] if model["model"] not in sold]
            sold |= {model["model"] for model in new}
            shares = self.r.dirichlet(np.full(max(len(new), 1), 4.0))
            for model, share in zip(new, shares, strict=False):
                self._demand(model, 0.8 * plant["capacity"] * share, plant)

    def _demand(self, model: Row, units: float, plant: Row | None) -> None:
        """Sales of one model in one to seven markets, larger ones more often; sourced from its plant."""
        count = self.size.markets
        weight = 1.0 / (np.arange(count) + 3.0)
        some = self.r.choice(
            count, size=min(count, int(self.r.integers(1, 8))), replace=False, p=weight / weight.sum()
        )
        parts = self.r.dirichlet(np.full(some.size * len(model["powertrains"]), 3.0))
        pairs = [(int(t), powertrain) for t in some for powertrain in model["powertrains"]]
        for (t, powertrain), part in zip(pairs, parts, strict=True):
            cars = max(round(units * part / 10) * 10, 10)
            price = model["price"] * (1.08 if powertrain == "hybrid" else 1.0) * self.between(0.95, 1.1, 0.01)
            here = {"market": f"t{t:02d}", "base_year": YEAR}
            self.add(
                "demand",
                model=model["model"],
                powertrain=powertrain,
                **here,
                units_per_year=cars,
                units_per_year_low=round(0.9 * cars),
                units_per_year_high=round(1.1 * cars),
                list_price=round(price / 10) * 10,
                dealer_margin_share=0.08,
            )
            if plant is not None:
                variant = f"{model['model']}_{powertrain}"
                self.add("sourcing", variant=variant, plant=plant["plant"], **here, units=cars)

    def draw_agreements(self) -> None:
        taken = {(row["model"], row["plant"]) for row in self.tables["tooling"]}
        numbers = {f: len(self.of_firm("models", f)) for f in range(self.size.firms)}
        for k in range(self.size.agreements):
            host = k % self.size.firms
            guest = (host + 1 + int(self.r.integers(self.size.firms - 1))) % self.size.firms
            plant = self.of_firm("plants", host)[int(self.r.integers(len(self.of_firm("plants", host))))]
            name, sides = f"deal_{k:02d}", {"giver": f"f{host:02d}", "taker": f"f{guest:02d}"}
            brings = k % 3 == 2
            if brings:
                platform = f"f{host:02d}_p{int(self.r.integers(3))}"
                model = self.draw_model(guest, numbers[guest], "compact_suv", platform, candidate=True)
                numbers[guest] += 1
                self._demand(model, self.between(20_000, 60_000), None)
                self._divert(model)
                self._grant(name, "platform", platform, model, **sides)
            else:
                free = [
                    model
                    for model in self.of_firm("models", guest)
                    if model["customs_class"] == "car"
                    and model["status"] == "current"
                    and (model["model"], plant["plant"]) not in taken
                ]
                model = free[int(self.r.integers(len(free)))]
            taken.add((model["model"], plant["plant"]))
            self._could(model, plant["plant"])
            limit = self.between(30_000, 90_000, 1000)
            self._grant(name, "plant", plant["plant"], model, **sides, limit_units_per_year=limit)
            self.add(
                "agreements",
                agreement=name,
                title=f"A car of maker {guest} built by maker {host}",
                kind="contract_build",
                status="candidate",
                parties=f"f{host:02d};f{guest:02d}",
                lead_years=1,
                signing_cost_m=self.between(3, 30),
                running_cost_m=self.between(0.5, 5, 0.5),
                brings=model["model"] if brings else "",
                screen="green",
            )
            self.add(
                "terms", agreement=name, payer=f"f{guest:02d}", payee=f"f{host:02d}", per="unit", amount=600
            )

    def _could(self, model: Row, plant: str) -> None:
        cost = self.between(80, 350, 5)
        self.add("tooling", model=model["model"], plant=plant, status="possible", tooling_cost_m=cost)

    def _grant(self, agreement: str, what: str, resource: str, model: Row, **cells: Any) -> None:
        cells |= {"what": what, "resource": resource, "models": model["model"]}
        self.add("grants", agreement=agreement, **cells)

    def _divert(self, model: Row) -> None:
        """A quarter of a new car's sales come from another car of its maker, where one is sold."""
        for market in sorted(
            {row["market"] for row in self.tables["demand"] if row["model"] == model["model"]}
        ):
            there = {row["model"] for row in self.tables["demand"] if row["market"] == market}
            rivals = sorted(name for name in there - {model["model"]} if name.startswith(model["firm"] + "_"))
            own = 0.25 if rivals else 0.0
            if rivals:
                self.add("diversion", model=model["model"], to=rivals[0], market=market, share=own)
            self.add("diversion", model=model["model"], to="outside", market=market, share=1 - own)


#: What is kept beside a row while drawing and stands in no table.
UNWRITTEN = {
    "plants": {"firm", "capacity"},
    "models": {"price", "powertrains", "platform"},
    "platforms": {"firm"},
}


def synthetic_tables(size: Size, seed: int = 1) -> dict[str, list[Row]]:
    """The rows of a made-up case by table, the same for the same size and seed.

    >>> tables = synthetic_tables(Size(firms=2, plants=4, models=12, markets=3, agreements=3))
    >>> [len(tables[name]) for name in ("firms", "plants", "models", "territories", "agreements")]
    [2, 4, 12, 3, 3]
    """
    size.check()
    industry = _Industry(size, np.random.default_rng(seed))
    industry.draw_territories()
    industry.draw_firms()
    industry.draw_plants()
    industry.draw_models()
    industry.draw_agreements()
    for name, rows in industry.tables.items():
        for row in rows:
            for word in UNWRITTEN.get(name, ()):
                del row[word]
            row |= {"source": "synthetic", "confidence": "assumption"}
    title = "Synthetic: drawn from a seed, describes no real maker"
    return {**industry.tables, "sources": [{"source": "synthetic", "title": title, "kind": "own"}]}


def write_synthetic(folder: str | Path, size: Size, seed: int = 1, force: bool = False) -> Path:
    """Write a made-up case as ``case.toml`` and one CSV a table.

    Raises
    ------
    UsageError
        if the size holds no industry, or the folder holds a case already and ``force`` is false
    """
    tables = synthetic_tables(size, seed)
    target = Path(folder)
    if (target / "case.toml").exists() and not force:
        what, why = "the folder holds a case already", "it would be mixed with the new one"
        raise UsageError(Fault(str(folder), what, why, "give an empty folder, or --force to overwrite"))
    settings = Settings(
        name="synthetic",
        title=f"Synthetic: {size.firms} makers, seed {seed}",
        currency="USD",
        price_year=YEAR,
        first_year=YEAR + 1,
        last_year=YEAR + 6,
        reviews=(YEAR + 1, YEAR + 4),
        decision_date=dt.date(YEAR, 12, 1),
        discount_rate=0.07,
        focal_firm="f00",
    )
    target.mkdir(parents=True, exist_ok=True)
    (target / "case.toml").write_text(settings_text(settings), encoding="utf-8", newline="\n")
    for name, rows in tables.items():
        with (target / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            names = dict.fromkeys(word for row in rows for word in row)
            writer = csv.DictWriter(file, list(names), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return target
