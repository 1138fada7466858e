"""What content is worth at a border: preferences, quotas, duty on imported parts and the credit against it.

A car that meets a rule pays ``rate_if_met + content_rate × (1 − share from content_territory)`` where that
is lower than the normal rate. A part counts as made wholly where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teikei.base.errors import CaseError, Fault
from teikei.case.kept import kept
from teikei.industry.tariffs import FOREVER, Basis, Goods, Schedule, TariffLaw, longest, tariff_law

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from teikei.case.case import Case

    Shares = Mapping[str, float]

_WHISKER = 1e-9  # shares are typed by hand: 0.75 written as a sum of floats still meets 0.75


@dataclass(frozen=True, slots=True)
class Preference:
    """A rule that a car meets, with the rate its content gives it."""

    rule: str
    law: str
    rate: float
    first: int
    last: int
    quota: bool


@dataclass(frozen=True, slots=True)
class YearlyDuty:
    """What a car pays at the border, one entry a year.

    Attributes
    ----------
    rate : share of the customs value, with every preference that has no quota
    preference, law : the rule taken on most days of the year (or blank), and its legal basis
    quota_rule, quota_rate : the rule under a quota and the rate inside it; blank and NaN where there is none
    """

    rate: NDArray[np.float64]
    preference: tuple[str, ...]
    law: tuple[str, ...]
    quota_rule: tuple[str, ...]
    quota_rate: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Borders:
    """Duty of routes × years.

    Attributes
    ----------
    cars : duty of each route
    parts_rate : duty on imported parts, share of the car's customs value, (route, year)
    offset_rate : credit against it, share of the price received, (route, year)
    """

    cars: tuple[YearlyDuty, ...]
    parts_rate: NDArray[np.float64]
    offset_rate: NDArray[np.float64]


class OriginLaw:
    """origin_rules.csv and content.csv compiled over the tariffs; with the content that an ``option`` of
    content_options.csv would give."""

    def __init__(self, case: Case, law: TariffLaw, option: str = "") -> None:
        self.law = law
        self.rules = [
            row
            for row in case["origin_rules"]
            .sort("rule", "origin", "destination", "customs_class", "valid_from")
            .iter_rows(named=True)
            if row["valid_from"].toordinal() < law.end
            and (row["valid_to"] is None or row["valid_to"].toordinal() >= law.first)
        ]
        self.named_firms = law.named_firms | {r["quota_firm"] for r in self.rules if r["quota_firm"] != "any"}
        self._content: dict[tuple[str, str], dict[str, float]] = {}
        for row in case["content"].iter_rows(named=True):
            shares = self._content.setdefault((row["model"], row["plant"]), {})
            shares[row["territory"]] = shares.get(row["territory"], 0.0) + row["share_of_value"]
        self._opt(case, option)
        self._of_goods: dict[tuple[Goods, tuple[str, str] | None], YearlyDuty] = {}
        self._duties: dict[tuple[int, tuple[Preference, ...]], YearlyDuty] = {}
        self._parts: dict[Any, tuple[NDArray[np.float64], tuple[Fault, ...]]] = {}
        self._rules_of: dict[Goods, list[dict[str, Any]]] = {}
        self._offsets: dict[str, NDArray[np.float64]] = {}

    def _opt(self, case: Case, option: str) -> None:
        """Content moves as an option says, as far as there is any where it comes from."""
        moved: dict[tuple[str, str], dict[str, float]] = {}
        for row in case["content_options"].filter(option=option).iter_rows(named=True) if option else ():
            key = row["model"], row["plant"]
            shares = dict(self._content.get(key, self._content.get(("any", row["plant"]), {})))
            share = min(row["share_of_value"], shares.get(row["from_territory"], 0.0))
            shares[row["from_territory"]] = shares.get(row["from_territory"], 0.0) - share
            shares[row["to_territory"]] = shares.get(row["to_territory"], 0.0) + share
            moved[key] = shares
        self._content |= moved

    def content_key(self, model: str, plant: str) -> tuple[str, str] | None:
        """Which rows of content.csv hold for a model at a plant: its own, else those of ``any``."""
        for key in ((model, plant), ("any", plant)):
            if key in self._content:
                return key
        return None

    def shares(self, key: tuple[str, str] | None) -> Shares | None:
        """Share of the customs value by territory."""
        return None if key is None else self._content[key]

    def rules_of(self, goods: Goods) -> list[dict[str, Any]]:
        """Rules that goods may claim if their content allows it; a firm that a rule names at a border has
        its own share there and no part in the share of ``any``."""
        if goods not in self._rules_of:
            origins, destinations = self.law.places(goods.origin), self.law.places(goods.destination)
            open_to = [
                rule
                for rule in self.rules
                if rule["origin"] in origins
                and rule["destination"] in destinations
                and rule["customs_class"] == goods.customs_class
                and rule["quota_firm"] in ("any", goods.firm)
                and goods.origin != goods.destination
            ]
            own = {_border(rule) for rule in open_to if rule["quota_firm"] != "any"}
            self._rules_of[goods] = [
                rule for rule in open_to if rule["quota_firm"] != "any" or _border(rule) not in own
            ]
        return self._rules_of[goods]

    def outside(self, goods: Goods, shares: Shares | None) -> Schedule:
        """Duty of goods by date, with every preference that has no quota."""
        claims = [p for rule in self.rules_of(goods) if (p := _claim(rule, shares)) is not None]
        return _lower(self.law.schedule(goods), [p for p in claims if not p.quota])

    def quotas(self, goods: Goods, shares: Shares | None) -> list[tuple[dict[str, Any], Preference]]:
        """Rules with a quota that goods may enter by: the row of origin_rules.csv and what it gives."""
        claims = [(rule, _claim(rule, shares)) for rule in self.rules_of(goods)]
        return [(rule, found) for rule, found in claims if found is not None and found.quota]

    def duty_of(self, goods: Goods, key: tuple[str, str] | None) -> YearlyDuty:
        """Duty of cars whose content the rows of ``key`` give."""
        known = self._of_goods.get((goods, key))
        if known is None:
            known = self._of_goods[goods, key] = self.duty(goods, self.shares(key))
        return known

    def duty(self, goods: Goods, shares: Shares | None) -> YearlyDuty:
        """Duty of goods whose value comes from ``shares``; None claims only rules that ask for no content."""
        preferences = tuple(p for rule in self.rules_of(goods) if (p := _claim(rule, shares)) is not None)
        normal = self.law.schedule(goods)
        key = (id(normal), preferences)  # the law keeps every schedule alive, and many goods share one
        if key not in self._duties:
            free = _lower(normal, [p for p in preferences if not p.quota])
            inside = _lower(free, [p for p in preferences if p.quota])
            self._duties[key] = _by_year(free, inside, self.law.years)
        return self._duties[key]

    def parts_rate(
        self, key: tuple[str, str], territory: str, firm: str, powertrain: str
    ) -> tuple[NDArray[np.float64], tuple[Fault, ...]]:
        """Duty on parts, share of the car's customs value: ``Σ_{o ≠ territory} share[o] · rate(o)``."""
        asked = (key, territory, firm, powertrain)
        if asked not in self._parts:
            total, faults = np.zeros(len(self.law.years)), list[Fault]()
            for origin, share in sorted(self._content[key].items()):
                if origin == territory or share <= 0:
                    continue
                goods = Goods(origin, territory, "parts", firm, powertrain)
                faults += self.law.missing(goods)
                total = total + share * self.duty(goods, {origin: 1.0}).rate
            self._parts[asked] = (total, tuple(faults))
        return self._parts[asked]

    def offset(self, territory: str) -> NDArray[np.float64]:
        """Credit of a territory, computed once."""
        if territory not in self._offsets:
            self._offsets[territory] = self.law.offset(territory)
        return self._offsets[territory]


@kept
def origin_law(case: Case, years: tuple[int, ...], option: str = "") -> OriginLaw:
    """Origin rules and content of a case over its tariffs; kept while its tables stand, with what was looked
    up."""
    return OriginLaw(case, tariff_law(case, years), option)


def _border(rule: dict[str, Any]) -> tuple[str, str, str, str]:
    return rule["rule"], rule["origin"], rule["destination"], rule["customs_class"]


def _asks_for_content(rule: dict[str, Any]) -> bool:
    return bool(rule["minimum_regional_share"] > 0 or rule["content_rate"] > 0)


def _claim(rule: dict[str, Any], shares: Shares | None) -> Preference | None:
    if shares is None:
        if _asks_for_content(rule):
            return None
        shares = {}
    regional = sum(shares.get(territory, 0.0) for territory in rule["regional_territories"])
    if regional < rule["minimum_regional_share"] - _WHISKER:
        return None
    rate = rule["rate_if_met"] + rule["content_rate"] * (1.0 - shares.get(rule["content_territory"], 0.0))
    last = rule["valid_to"].toordinal() if rule["valid_to"] is not None else FOREVER
    quota = rule["quota_units"] is not None
    return Preference(rule["rule"], rule["legal_basis"], rate, rule["valid_from"].toordinal(), last, quota)


def _lower(schedule: Schedule, preferences: Sequence[Preference]) -> Schedule:
    if not preferences:
        return schedule
    begin = schedule.starts[0]
    cuts = set(schedule.starts)
    for preference in preferences:
        cuts.update(d for d in (preference.first, preference.last + 1) if begin < d < schedule.end)
    starts, rates, bases = sorted(cuts), list[float](), list[Basis]()
    pieces = iter(schedule.pieces())
    _, end, rate, basis = next(pieces)
    for start in starts:
        while start >= end:
            _, end, rate, basis = next(pieces)
        best, why = rate, basis
        for preference in preferences:
            if preference.first <= start <= preference.last and preference.rate < best:
                best, why = preference.rate, Basis(preference.rule, preference.law)
        rates.append(best)
        bases.append(why)
    return Schedule(tuple(starts), schedule.end, tuple(rates), tuple(bases))


def _by_year(free: Schedule, inside: Schedule, years: Sequence[int]) -> YearlyDuty:
    duties = [free.of_year(year) for year in years]
    rate = np.array([d[0] for d in duties])
    bases = [longest(d[1]) for d in duties]
    quota_rate, quota_rule = np.full(len(years), np.nan), [""] * len(years)
    if inside is not free:
        ruled = {basis for basis in inside.bases if basis.rule} - set(free.bases)
        for t, year in enumerate(years):
            lower, days_of = inside.of_year(year)
            if lower < rate[t]:
                quota_rate[t] = lower
                quota_rule[t] = longest({b: days for b, days in days_of.items() if b in ruled}).rule
    names = tuple(b.rule for b in bases)
    return YearlyDuty(rate, names, tuple(b.law for b in bases), tuple(quota_rule), quota_rate)


def borders(case: Case, routes: pl.DataFrame, years: Sequence[int], option: str = "") -> Borders:
    """Duty on cars and on their imported parts for routes × years.

    Parameters
    ----------
    routes : columns model, firm, powertrain, plant, origin, market, customs_class (see ``routes.routes``)
    years : calendar years
    option : the content that this option of content_options.csv would give

    Raises
    ------
    CaseError
        Borders without a base row, and cars without content rows where a rule or a duty on parts needs them.
    """
    rules = origin_law(case, tuple(years), option)
    law = rules.law
    faults: set[Fault] = set()
    cars: list[YearlyDuty] = []
    parts = np.zeros((routes.height, len(years)))
    offsets = np.zeros((routes.height, len(years)))
    taxed = {territory: law.taxes_parts(territory) for territory in routes["origin"].unique().to_list()}
    columns = ("model", "firm", "powertrain", "plant", "origin", "market", "customs_class")
    for n, row in enumerate(routes.select(columns).iter_rows()):
        model, firm, powertrain, plant, origin, market, customs_class = row
        # goods that no row tells apart share one schedule
        firm = firm if firm in rules.named_firms else "any"
        powertrain = powertrain if powertrain in law.named_powertrains else "any"
        goods = Goods(origin, market, customs_class, firm, powertrain)
        key = rules.content_key(model, plant)
        faults.update(law.missing(goods))
        cars.append(rules.duty_of(goods, key))
        if key is not None:
            rate, missing = rules.parts_rate(key, origin, firm, powertrain)
            parts[n], offsets[n] = rate, rules.offset(origin)
            faults.update(missing)
        elif taxed[origin]:
            faults.add(_no_content(model, plant, f"duty on parts imported into {origin!r}"))
        if key is None and (asking := [r for r in rules.rules_of(goods) if _asks_for_content(r)]):
            faults.add(_no_content(model, plant, f"origin rule {asking[0]['rule']!r} into {market!r}"))
    if faults:
        raise CaseError(sorted(faults))
    return Borders(tuple(cars), parts, offsets)


def _no_content(model: str, plant: str, needed_by: str) -> Fault:
    return Fault(
        where=f"content.csv, model {model}, plant {plant}",
        what=f"no row says where the value of {model!r} built at {plant!r} comes from",
        why=f"{needed_by} depends on it",
        fix=f"add rows model={model} (or any), plant={plant} with shares that sum to one",
    )
