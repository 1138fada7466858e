"""What technologies need: prerequisites in order, licensees that may have them, effects that derived variants
stand on. A figure that nobody gave is never taken for zero."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from teikei.base.errors import CaseError, Fault, did_you_mean
from teikei.case.case import Case
from teikei.case.derived import COUNTED, Making, circle, swap_faults
from teikei.case.limits import where

Row = dict[str, Any]


def _numbered(case: Case, table: str) -> list[Row]:
    return case[table].with_row_index("row_number").to_dicts()


def prerequisites_lead_somewhere(case: Case) -> Iterator[Fault]:
    """No technology needs itself, directly or through others; who uses one names what it needs too."""
    needs = {row["technology"]: row["needs"] or [] for row in _numbered(case, "technologies")}
    for row in _numbered(case, "technologies"):
        found = _way_back(row["technology"], needs)
        if found:
            yield circle(found, row["technology"], where(case, "technologies", row["row_number"], "needs"))
    for row in _numbered(case, "variants"):
        for name in row["technologies"] or []:
            for other in needs.get(name, []):
                if other not in row["technologies"]:
                    yield Fault(
                        where(case, "variants", row["row_number"], "technologies"),
                        f"{row['variant']!r} uses {name!r}, which needs {other!r}, and does not name that",
                        "it could be built by a firm that has no right to what its technology stands on",
                        f"add {other} to its technologies, or take it out of needs of {name}",
                    )


def _way_back(name: str, needs: dict[str, list[str]]) -> list[str]:
    """The shortest chain of needs from a technology back to itself, without its end; empty if none."""
    ways, seen = [[name]], {name}
    while ways:
        way = ways.pop(0)
        for other in needs.get(way[-1], []):
            if other == name:
                return way
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def licences_are_allowed(case: Case) -> Iterator[Fault]:
    """A technology is granted to a firm that may have it, and only after its owners' time alone."""
    rows = {row["technology"]: row for row in _numbered(case, "technologies")}
    for grant in _numbered(case, "grants"):
        row = rows.get(grant["resource"]) if grant["what"] == "technology" else None
        if row is None or not grant["taker"] or grant["taker"] in row["owners"]:
            continue
        allowed = row["may_license"] or []
        if grant["taker"] not in allowed:
            yield Fault(
                where(case, "grants", grant["row_number"], "taker"),
                f"{grant['agreement']!r} grants {grant['resource']!r} to {grant['taker']!r}, which is not"
                " among those it may be licensed to",
                "its owners do not offer it to that firm",
                did_you_mean(grant["taker"], allowed, f"may_license of {grant['resource']}")
                if allowed
                else f"add {grant['taker']} to may_license of {grant['resource']}, or delete the grant",
            )
        last = row["exclusive_until"]
        if last is not None and (grant["from_year"] or 0) <= last:
            yield Fault(
                where(case, "grants", grant["row_number"], "from_year"),
                f"{grant['agreement']!r} grants {grant['resource']!r}, only its owners' until {last}",
                "the taker would build cars that it has no right to",
                f"write from_year {last + 1} or later",
            )


def cars_wait_for_technologies(case: Case) -> Iterator[Fault]:
    """No variant of an owner is on sale before its technology is there; a licensee's waits by itself."""
    rows = {row["technology"]: row for row in _numbered(case, "technologies")}
    firm = dict(case["models"].select("model", "firm").iter_rows())
    for row in _numbered(case, "variants"):
        for name in row["technologies"] or []:
            technology = rows.get(name)
            if technology is None or technology["available_from"] is None:
                continue
            owned = firm.get(row["model"]) in technology["owners"]
            first = row["first_year"] or 0
            if owned and max(first, case.settings.first_year) < technology["available_from"]:
                yield Fault(
                    where(case, "variants", row["row_number"], "first_year"),
                    f"{row['variant']!r} is built with {name!r} before its first year",
                    "it would be sold with something that does not exist yet",
                    f"write first_year {technology['available_from']} or later",
                )


def derived_variants_stand(case: Case) -> Iterator[Fault]:
    """A derived variant comes from a car with figures of its own, and effects say what each swap changes."""
    making = Making(case)
    for row in _numbered(case, "variants"):
        place = where(case, "variants", row["row_number"], "derived_from")
        if not row["derived_from"]:
            yield from _own_figures(case, row)
            continue
        try:
            chain = making.chain(row["variant"])
        except CaseError as error:
            yield from (Fault(place, f.what, f.why, f.fix) for f in error.faults)
            continue
        known = {t for name in chain for t in making.variants[name]["technologies"]}
        if making.variants[chain[-1]]["derived_from"] or known - set(making.technologies):
            continue  # an unknown id is a fault of its own
        faults = list(swap_faults(making, row, place))
        yield from faults
        if not faults and _money_is_known(making, chain):
            yield from _figure_faults(making, row, place)


def _own_figures(case: Case, row: Row) -> Iterator[Fault]:
    for column in ("parts_cost", "co2_g_per_km"):
        if (row[column] or 0.0) < 0:
            yield Fault(
                where(case, "variants", row["row_number"], column),
                f"{column} of {row['variant']!r} is {row[column]:g}",
                "only an addition to another car's figure may be negative",
                "write the figure of the car itself, or name the other car in derived_from",
            )


def _money_is_known(making: Making, chain: list[str]) -> bool:
    """Whether every currency that the figures of a chain need has a rate."""
    words = {making.variants[name]["currency"] for name in chain}
    for name in chain:
        for technology in making.variants[name]["technologies"]:
            words.add(making.technologies[technology]["currency"])
            words |= {e["unit"] for e in making.effects.get(technology, ()) if e["target"] == "utility_wtp"}
    return all(making.case.rate(word) is not None for word in words)


def _figure_faults(making: Making, row: Row, place: str) -> Iterator[Fault]:
    figures = making.figures(row["variant"])
    for column in ("parts_cost", "co2_g_per_km"):
        if getattr(figures, column) < 0:
            yield Fault(
                place,
                f"{column} of {row['variant']!r} comes to {getattr(figures, column):,.6g}",
                "no car costs or emits less than nothing",
                "correct the addition in its row, or the costs and effects of its technologies",
            )


def effects_are_of_their_form(case: Case) -> Iterator[Fault]:
    """Effects that make figures have the form of their target, and money names its currency."""
    for row in _numbered(case, "effects"):
        if row["target"] not in COUNTED:
            continue
        form = COUNTED[row["target"]][0]
        if row["form"] and row["form"] != form:
            yield Fault(
                where(case, "effects", row["row_number"], "form"),
                f"{row['target']} of {row['technology']!r} has the form {row['form']!r}",
                f"cars are derived with it as {form!r}",
                f"write {form} and the value in that form",
            )
        if row["target"] == "utility_wtp" and case.rate(row["unit"]) is None:
            yield Fault(
                where(case, "effects", row["row_number"], "unit"),
                f"utility_wtp of {row['technology']!r} is in {row['unit']!r}, which has no exchange rate",
                "what buyers are willing to pay could not be added to a price",
                f"write the currency of the value, and its rate of {case.settings.price_year} in fx.csv",
            )


RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (prerequisites_lead_somewhere, ("technologies", "variants")),
    (licences_are_allowed, ("technologies", "grants")),
    (cars_wait_for_technologies, ("technologies", "variants", "models")),
    (derived_variants_stand, ("technologies", "variants", "effects", "fx")),
    (effects_are_of_their_form, ("effects", "fx")),
)
