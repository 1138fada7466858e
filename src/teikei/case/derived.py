"""Variants that are another car but for their technologies: their figures, made from that car's and from what
the technologies cost and change.

    gained = technologies of v not of its base,  dropped = the other way round
    parts  = parts of the base + Σ unit cost of the gained − Σ unit cost of the dropped + own
    CO2    = CO2 of the base · Π fuel factor + Σ co2 + own
    price  = price difference of the base + Σ utility · pass-through (candidates only) + own

An effect of a gained technology counts if its baseline is what it takes the place of: a dropped technology
of its kind, else the powertrain of the base; a blank baseline always does. What a car on sale earns stands in
its demand row, so only a candidate's price takes part of what buyers are willing to pay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.case.kept import kept

COUNTED = {
    "co2": ("add", ("", "all", "eu", "wltc")),
    "fuel_factor": ("mult", ("", "all", "wltc")),
    "utility_wtp": ("add", ("", "all")),
}
"""Effects that make figures of variants: target -> form, and the scopes (small letters) that count."""

Row = dict[str, Any]


class Figures(NamedTuple):
    """Parts cost and price difference (case currency per car) and CO2 (g/km) of a variant."""

    parts_cost: float
    price_difference: float
    co2_g_per_km: float


@kept
def finished(case: Case) -> pl.DataFrame:
    """The table of variants with the figures of derived ones worked out, each in its row's currency.

    Raises
    ------
    CaseError
        a variant is derived from itself, no effect says what its drive changes, or a currency has no rate

    Examples
    --------
    >>> from teikei.case.read import read_case
    >>> case = read_case("nissan_2025")
    >>> row = finished(case).filter(pl.col("variant") == "outlander_hybrid_us_hybrid")
    >>> row["co2_g_per_km"].item()                      # 190 of the petrol car, 41 less by the drive
    149.0
    """
    frame = case["variants"]
    rows = frame.filter(pl.col("derived_from") != "").to_dicts()
    if not rows:
        return frame
    making = Making(case)
    for row in rows:
        making.chain(row["variant"])
    if faults := [f for r in rows for f in swap_faults(making, r, f"variants.csv, {r['variant']}")]:
        raise CaseError(faults)
    made = {row["variant"]: making.figures(row["variant"]) for row in rows}
    columns = []
    for name in Figures._fields:
        cells = frame[name].to_list()
        for at, (variant, currency) in enumerate(frame.select("variant", "currency").iter_rows()):
            if variant in made:
                value = float(getattr(made[variant], name))
                cells[at] = value if name == "co2_g_per_km" else value / making.rate(currency)
        columns.append(pl.Series(name, cells, dtype=pl.Float64))
    own = pl.when(pl.col("derived_from") == "")
    bounds = [own.then(pl.col(f"parts_cost_{side}")).alias(f"parts_cost_{side}") for side in ("low", "high")]
    return frame.with_columns(*columns, *bounds)


@dataclass(frozen=True)
class Making:
    """The rows that figures are made of, by id."""

    case: Case

    @cached_property
    def variants(self) -> dict[str, Row]:
        return {row["variant"]: row for row in self.case["variants"].to_dicts()}

    @cached_property
    def technologies(self) -> dict[str, Row]:
        return {row["technology"]: row for row in self.case["technologies"].to_dicts()}

    @cached_property
    def effects(self) -> dict[str, list[Row]]:
        """Technology -> its effects that make figures."""
        found: dict[str, list[Row]] = {}
        for row in self.case["effects"].to_dicts():
            if row["target"] in COUNTED and row["scope"].lower() in COUNTED[row["target"]][1]:
                found.setdefault(row["technology"], []).append(row)
        return found

    def rate(self, currency: str) -> float:
        """Case currency for one unit of a currency."""
        found = self.case.rate(currency)
        if found is None:
            raise CaseError(
                Fault(
                    "fx.csv",
                    f"no exchange rate of {currency} in {self.case.settings.price_year}",
                    "what a technology costs could not be added to the parts of a car",
                    f"add a row {currency},{self.case.settings.price_year} to fx.csv",
                )
            )
        return 1.0 / found

    def chain(self, variant: str) -> list[str]:
        """A variant, the one it is derived from, and so on to one with figures of its own.

        Raises CaseError if it comes back to itself.
        """
        found = [variant]
        while (base := self.variants[found[-1]]["derived_from"]) and base in self.variants:
            if base in found:
                raise CaseError(circle(found, base, f"variants.csv, {variant}"))
            found.append(base)
        return found

    def swap(self, variant: str) -> tuple[list[str], list[str]]:
        """Technologies gained and dropped against the car that a variant is derived from."""
        row = self.variants[variant]
        mine, theirs = row["technologies"], self.variants[row["derived_from"]]["technologies"]
        return [t for t in mine if t not in theirs], [t for t in theirs if t not in mine]

    def counted(self, variant: str, technology: str) -> list[Row]:
        """Effects of a gained technology that make the figures of a derived variant."""
        base = self.variants[self.variants[variant]["derived_from"]]
        kind = self.technologies[technology]["kind"]
        replaced = [t for t in self.swap(variant)[1] if self.technologies[t]["kind"] == kind]
        against = {*replaced, ""} if replaced else {base["powertrain"], ""}
        return [row for row in self.effects.get(technology, ()) if row["baseline"] in against]

    def figures(self, variant: str) -> Figures:
        """Figures of a variant in the case currency."""
        *derived, root = self.chain(variant)
        row = self.variants[root]
        rate = self.rate(row["currency"])
        found = Figures(row["parts_cost"] * rate, row["price_difference"] * rate, row["co2_g_per_km"])
        for name in reversed(derived):
            found = self._step(name, found)
        return found

    def _step(self, variant: str, base: Figures) -> Figures:
        row = self.variants[variant]
        gained, dropped = self.swap(variant)
        rate = self.rate(row["currency"])
        parts = base.parts_cost + row["parts_cost"] * rate
        parts += sum(self.unit_cost(t) for t in gained) - sum(self.unit_cost(t) for t in dropped)
        price, factor, more = base.price_difference + row["price_difference"] * rate, 1.0, row["co2_g_per_km"]
        for effect in (e for t in gained for e in self.counted(variant, t)):
            if effect["target"] == "fuel_factor":
                factor *= effect["value"]
            elif effect["target"] == "co2":
                more += effect["value"]
            elif row["status"] == "candidate":
                received = 1.0 if effect["pass_through"] is None else effect["pass_through"]
                price += effect["value"] * received * self.rate(effect["unit"])
        return Figures(parts, price, base.co2_g_per_km * factor + more)

    def unit_cost(self, technology: str) -> float:
        """Cost of a technology in the case currency per car."""
        row = self.technologies[technology]
        return float(row["unit_cost"]) * self.rate(row["currency"])


def circle(found: list[str], again: str, place: str) -> Fault:
    """The fault of a chain that comes back to itself."""
    return Fault(
        place,
        f"it goes in a circle: {' -> '.join([*found, again])}",
        "nothing in a circle has figures of its own",
        "take one of the steps out",
    )


def swap_faults(making: Making, row: Row, place: str) -> Iterator[Fault]:
    """What nobody says of a swap of technologies, and what is said twice."""
    gained, dropped = making.swap(row["variant"])
    kinds = {making.technologies[t]["kind"] for t in gained}
    for name in dropped:
        if making.technologies[name]["kind"] not in kinds:
            yield Fault(
                place,
                f"{row['variant']!r} lacks {name!r} of {row['derived_from']!r} and has nothing in its place",
                "effects say what a technology adds, not what its loss takes away",
                "derive the car with the technology from the one without",
            )
    for name in gained:
        found = [e["target"] for e in making.counted(row["variant"], name)]
        if making.technologies[name]["kind"] == "powertrain":
            wanted = [("co2 or fuel_factor", {"co2", "fuel_factor"})]
            wanted += [("utility_wtp", {"utility_wtp"})] if row["status"] == "candidate" else []
            yield from (
                _unsaid(making, row, name, words, place) for words, some in wanted if not some & set(found)
            )
        fuel = [target for target in found if target != "utility_wtp"]
        if len(fuel) > 1 or found.count("utility_wtp") > 1:
            yield Fault(
                place,
                f"effects say several times what {name!r} changes in {row['variant']!r}: {', '.join(found)}",
                "which of them holds is not known, and both would count it twice",
                "leave one row of that baseline, with scope all, eu or wltc",
            )


def _unsaid(making: Making, row: Row, name: str, words: str, place: str) -> Fault:
    base = making.variants[row["derived_from"]]
    kind = making.technologies[name]["kind"]
    replaced = [t for t in making.swap(row["variant"])[1] if making.technologies[t]["kind"] == kind]
    against = " or ".join(replaced) or base["powertrain"]
    return Fault(
        place,
        f"no row of effects.csv says what {name!r} changes in {row['variant']!r}: {words} against {against}",
        "a car whose drive changes nothing would be valued without it, and nobody would see",
        f"add a row technology={name}, target={words.split(' ')[0]}, baseline={against}, with its source",
    )


@kept
def _bases(case: Case) -> dict[str, str]:
    """Variant -> what it is derived from, empty if nothing."""
    return dict(case["variants"].select("variant", "derived_from").iter_rows())


def chain_of(case: Case, variant: str) -> list[str]:
    """A variant and those it is derived from, step by step, to one with figures of its own."""
    derived = _bases(case)
    found = [variant]
    while (base := derived.get(found[-1], "")) and base not in found:
        found.append(base)
    return found


def carried(before: Case, after: Case) -> Case:
    """A case whose technologies' unit costs have moved, with the parts bills that hold them moved along.

    Derived variants follow by themselves; the parts cost of a variant with figures of its own holds the unit
    cost of its technologies, so that it moves by the same amount, its low and high too.
    """
    old, new = Making(before), Making(after)
    common = [t for t in new.technologies if t in old.technologies]
    moved = {t: new.unit_cost(t) - old.unit_cost(t) for t in common}
    moved = {t: change for t, change in moved.items() if change}
    if not moved:
        return after
    frame = after["variants"]
    more = [
        0.0
        if row["derived_from"]
        else sum(moved.get(t, 0.0) for t in row["technologies"]) / new.rate(row["currency"])
        for row in frame.select("derived_from", "technologies", "currency").iter_rows(named=True)
    ]
    shift = pl.Series("more", more, dtype=pl.Float64)
    names = ("parts_cost", "parts_cost_low", "parts_cost_high")
    made = frame.with_columns(pl.col(name) + shift for name in names)
    return after.replaced(after.settings, {"variants": made}, {"variants": after.places.get("variants", ())})
