"""One technology on one sheet: what it is and does, who may have it, what is claimed, what the model says."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from teikei.case.derived import Making, finished
from teikei.case.tables.registry import TABLES
from teikei.industry.claims import ClaimResult, claims
from teikei.industry.money import in_case_currency
from teikei.industry.technology import ASSUMED, Finding, Known, Row
from teikei.industry.technology_findings import findings, remarks
from teikei.report.names import EFFECTS, Names

if TYPE_CHECKING:
    from teikei.case.case import Case

COSTS = {
    "unit_cost": ("cost beside the car without it", "{currency} a car"),
    "fixed_cost_m": ("to {once}, once", "million {currency}"),
    "life_years": ("  written off over", "years"),
    "saving_per_doubling": ("saved when its volume doubles", "share"),
    "reference_units_per_year": ("  volume of that cost", "cars a year"),
    "joint_volume_limit": ("  nothing more is saved from", "cars a year"),
    "sharing_overhead": ("overhead of each further partner", "share"),
}
"""Columns of technologies.csv that are figures -> words and unit."""

ONCE = {"software": "develop one stack"}
"""What the fixed cost of a kind of technology pays for, where it is not fitting it to a taker's cars."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything known of a technology, as plain rows.

    Attributes
    ----------
    technology, name, kind, note : from its row; note says what was assumed
    owners, licensees, needs : ids
    available_from, lead_years : first year (None: today), years from decision to a taker's first car
    currency : of costs
    costs, effects : rows with what, value, low, high, unit, source, judgement; effects with scope, baseline
    cars : variants that use it, with cars a year sourced in the base year, CO2, and the differences to the
        car they are derived from: CO2, parts, of these what the drive costs, price
    case_currency : of these differences
    agreements : those that grant it, with status, giver, taker and what is paid
    claims : published figures whose measure names it
    says, remarks : `technology_findings.findings`, and what must be known of them
    sources : id -> title, of all rows shown
    """

    technology: str
    name: str
    kind: str
    note: str
    owners: tuple[str, ...]
    licensees: tuple[str, ...]
    needs: tuple[str, ...]
    available_from: int | None
    lead_years: float
    currency: str
    costs: tuple[dict[str, Any], ...]
    effects: tuple[dict[str, Any], ...]
    cars: tuple[dict[str, Any], ...]
    case_currency: str
    agreements: tuple[dict[str, Any], ...]
    claims: tuple[ClaimResult, ...]
    says: tuple[Finding, ...]
    remarks: tuple[str, ...]
    sources: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: numbers that are not finite become null."""
        whole = asdict(self)
        return {key: _plain(value) for key, value in whole.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def sheet(case: Case, technology: str) -> Sheet:
    """Gather one technology, as `Known` finds it.

    Examples
    --------
    >>> from teikei.case.read import read_case
    >>> found = sheet(read_case("nissan_2025"), "epower3")
    >>> found.owners, found.kind, len(found.agreements) > 2
    (('nissan',), 'powertrain', True)
    """
    known = Known(case, technology)
    row = known.row
    effects = tuple(_effect(one) for one in known.effects)
    costs = tuple(_costs(known))
    cars = tuple(_cars(known))
    agreements = tuple(_agreements(known))
    told = _claims(case, technology)
    named = [
        str(row["source"]),
        *(str(one["source"]) for one in (*effects, *agreements)),
        *(c.source for c in told),
    ]
    return Sheet(
        technology=technology,
        name=str(row["name"]),
        kind=str(row["kind"]),
        note=str(row["note"]),
        owners=known.owners,
        licensees=tuple(row["may_license"]),
        needs=tuple(row.get("needs") or ()),
        available_from=row["available_from"],
        lead_years=float(row["lead_years"]),
        currency=known.currency,
        costs=costs,
        effects=effects,
        cars=cars,
        case_currency=case.settings.currency,
        agreements=agreements,
        claims=told,
        says=findings(case, technology),
        remarks=remarks(case, technology),
        sources=_titles(case, named),
    )


def listed(case: Case) -> list[dict[str, Any]]:
    """Every technology of a case in short: owners, licensees, cost, cars and agreements."""
    rows = []
    for technology in case["technologies"]["technology"]:
        known = Known(case, technology)
        cost = known.unit_cost
        rows.append(
            {
                "technology": technology,
                "name": known.row["name"],
                "kind": known.row["kind"],
                "owners": list(known.owners),
                "licensees": list(known.row["may_license"]),
                "available_from": known.row["available_from"],
                "unit_cost": cost.value,
                "unit_cost_low": cost.low,
                "unit_cost_high": cost.high,
                "currency": known.currency,
                "judgement": cost.judgement,
                "cars": len(known.variants),
                "agreements": len({one["agreement"] for one in known.agreements}),
            }
        )
    return rows


def _costs(known: Known) -> list[dict[str, Any]]:
    rows = []
    for column, (words, unit) in COSTS.items():
        value = known.row.get(column)
        if value is None or (value == 0 and column not in ("unit_cost", "fixed_cost_m")):
            continue
        if column == "life_years" and not known.row["fixed_cost_m"]:
            continue
        unsaid = column == "life_years" and value == TABLES["technologies"].model_fields[column].default
        rows.append(
            {
                "column": column,
                "what": words.format(once=ONCE.get(str(known.row["kind"]), "fit it to a taker's cars")),
                "value": float(value),
                "low": known.row.get(f"{column}_low"),
                "high": known.row.get(f"{column}_high"),
                "unit": unit.format(currency=known.currency),
                "source": "default of the table" if unsaid else str(known.row["source"]),
                "judgement": unsaid or known.row["confidence"] == ASSUMED,
            }
        )
    return rows


def _effect(row: dict[str, Any]) -> dict[str, Any]:
    target = str(row["target"])
    return {
        "target": target,
        "what": EFFECTS.get(target, target.replace("_", " ")),
        "scope": row["scope"],
        "baseline": row["baseline"],
        "form": row["form"],
        "value": float(row["value"]),
        "low": row["value_low"],
        "high": row["value_high"],
        "unit": row["unit"],
        "source": row["source"],
        "judgement": row["confidence"] == ASSUMED,
        "note": row["note"],
    }


def _cars(known: Known) -> list[dict[str, Any]]:
    """Variants that use it, with CO2; of one derived from another car, what it changes beside that car.

    Differences are in case currency per car and in g/km, all technologies of the variant together.
    """
    case, names = known.case, Names(known.case)
    flows = case["sourcing"].group_by("variant")
    units = dict(flows.agg(pl.col("units").sum()).iter_rows())
    assumed = dict(flows.agg((pl.col("confidence") == ASSUMED).any()).iter_rows())
    making = Making(case)
    whole = in_case_currency(case, finished(case), "parts_cost", "price_difference")
    figures = {row["variant"]: row for row in whole.iter_rows(named=True)}
    rows = []
    for row in known.variants:
        own, base = figures[row["variant"]], figures.get(row["derived_from"])

        def beside(column: str, own: Row = own, base: Row | None = base) -> float | None:
            return None if base is None else float(own[column] - base[column])

        gained, dropped = making.swap(row["variant"]) if base is not None else ([], [])
        drive = sum(map(making.unit_cost, gained)) - sum(map(making.unit_cost, dropped))
        rows.append(
            {
                "variant": row["variant"],
                "model": row["model"],
                "name": names.thing(str(row["model"])),
                "powertrain": row["powertrain"],
                "status": row["status"],
                "units": float(units.get(row["variant"], 0.0)),
                "units_judgement": assumed.get(row["variant"], False),
                "co2": float(own["co2_g_per_km"]),
                "co2_judgement": row["confidence"] == ASSUMED,
                "base": row["derived_from"],
                "base_name": names.thing(str(row["derived_from"])),
                "co2_difference": beside("co2_g_per_km"),
                "parts_difference": beside("parts_cost"),
                "drive_difference": None if base is None else drive,
                "price_difference": beside("price_difference"),
            }
        )
    return rows


def _agreements(known: Known) -> list[dict[str, Any]]:
    rows = []
    for deal in known.agreements:
        paid = [
            {key: term[key] for key in ("payer", "payee", "per", "amount", "amount_low", "amount_high")}
            | {
                "currency": term["currency"] or known.case.settings.currency,
                "judgement": term["confidence"] == ASSUMED,
            }
            for term in known.terms
            if term["agreement"] == deal["agreement"] and {term["payer"], term["payee"]} & {deal["taker"]}
        ]
        sources = [str(term["source"]) for term in known.terms if term["agreement"] == deal["agreement"]]
        rows.append({**deal, "models": list(deal["models"]), "pays": paid, "source": ";".join(sources)})
    return rows


def _claims(case: Case, technology: str) -> tuple[ClaimResult, ...]:
    """Claims whose measure names the technology, or an agreement that grants it."""
    named = re.compile(rf"\b{re.escape(technology)}\b")
    keep = [bool(named.search(str(measure))) for measure in case["claims"]["measure"]]
    if not any(keep):
        return ()
    return tuple(claims(case.with_(claims=case["claims"].filter(pl.Series(keep)))))


def _titles(case: Case, joined: list[str]) -> dict[str, str]:
    wanted = {one for text in joined for one in text.split(";") if one}
    titles = dict(case["sources"].select("source", "title").iter_rows())
    return {one: str(titles.get(one, "")) for one in sorted(wanted)}
