"""What agreements need: parties that give and pay, resources that the giver owns, a book that can stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from teikei.base.errors import Fault, did_you_mean
from teikei.case.case import Case
from teikei.case.limits import ids, where
from teikei.case.tables.cars import POWERTRAINS

_OWNED: Mapping[str, str] = {
    "plant": "plants",
    "platform": "platforms",
    "technology": "technologies",
    "model": "models",
    "market": "territories",
    "pool": "territories",
}
"""What a grant may name, and the table that lists it. A pool is named by its market."""

_CHANGED: Mapping[str, tuple[str, ...]] = {
    "parts_saving": ("powertrain", "model", "platform", "technology", "firm"),
    "option_price": ("technology",),
    "joining_cost": ("platform",),
    "owned_share": ("plant",),
    "own_use": ("plant",),
    "presence_saving": ("market",),
    "dealer_compensation": ("market",),
    "overhead_saving": ("firm",),
    "programme_saving": ("market", "technology"),
}
"""Change -> sorts of resource that it may name."""
_SHARES = ("parts_saving", "presence_saving", "overhead_saving", "programme_saving")


def _numbered(case: Case, table: str) -> list[dict[str, Any]]:
    return case[table].with_row_index("row_number").to_dicts()


def parties_take_part(case: Case) -> Iterator[Fault]:
    """Who gives, takes, pays or is paid is a party, unless it is outside; nobody deals with itself."""
    agreements = {row["agreement"]: row["parties"] or [] for row in _numbered(case, "agreements")}
    outside = set(case["firms"].filter(pl.col("role") == "outside")["firm"])
    firms = ids(case, "firms")
    for table, ends in (("grants", ("giver", "taker")), ("terms", ("payer", "payee"))):
        for row in _numbered(case, table):
            parties = agreements.get(row["agreement"])
            if parties is None:
                continue
            for column in ends:
                firm = row[column]
                if firm in firms and firm not in parties and firm not in outside:
                    yield Fault(
                        where(case, table, row["row_number"], column),
                        f"{column} {firm!r} is no party of {row['agreement']!r}",
                        "who is not a party has signed nothing: it can neither give nor be paid",
                        f"name one of its parties ({', '.join(parties)}), or add {firm} to parties",
                    )
            if row[ends[0]] and row[ends[0]] == row[ends[1]]:
                yield Fault(
                    where(case, table, row["row_number"], ends[1]),
                    f"{ends[0]} and {ends[1]} are both {row[ends[0]]!r}",
                    "a firm needs no agreement with itself",
                    f"name another party as {ends[1]}",
                )
    for row in _numbered(case, "agreements"):
        if len(set(row["parties"] or [])) == 1:
            yield Fault(
                where(case, "agreements", row["row_number"], "parties"),
                f"{row['agreement']!r} has one party only",
                "an agreement is between two firms or more",
                "write all parties, joined by ';'",
            )


def givers_own(case: Case) -> Iterator[Fault]:
    """A grant names a resource that exists and that its giver owns."""
    owners = _owners(case)
    firm_of = dict(case["models"].select("model", "firm").iter_rows())
    for row in _numbered(case, "grants"):
        table = _OWNED.get(row["what"])
        if table is None or not row["resource"]:
            continue
        known = ids(case, table)
        place = where(case, "grants", row["row_number"], "resource")
        if row["resource"] not in known:
            yield Fault(
                place,
                f"the {row['what']} {row['resource']!r} is in no row of {table}.csv",
                "the grant would permit nothing",
                did_you_mean(row["resource"], sorted(known), f"{table}.csv"),
            )
        elif row["what"] in owners:
            own = owners[row["what"]].get(row["resource"], set())
            if row["giver"] and row["giver"] not in own:
                yield Fault(
                    place,
                    f"{row['giver']!r} does not own the {row['what']} {row['resource']!r}",
                    "nobody can permit the use of what is not his",
                    f"name an owner as giver ({', '.join(sorted(own)) or 'it has none'}),"
                    f" or a {row['what']} of {row['giver']}",
                )
        for model in row["models"] or []:
            if row["what"] == "market":
                continue  # cars of the follower that the leader no longer offers
            if model in firm_of and firm_of[model] != row["taker"]:
                yield Fault(
                    where(case, "grants", row["row_number"], "models"),
                    f"the model {model!r} is of {firm_of[model]!r}, not of the taker {row['taker']!r}",
                    "a grant holds for models of the firm that takes it",
                    f"name models of {row['taker']}, or make {firm_of[model]} the taker",
                )


def pools_have_rules(case: Case) -> Iterator[Fault]:
    """A pool is for a market with a CO2 rule; only in pools are terms paid a gram."""
    ruled = set(case["co2_rules"]["market"])
    pools = set()
    for row in _numbered(case, "grants"):
        if row["what"] != "pool":
            continue
        pools.add(row["agreement"])
        if row["resource"] in ids(case, "territories") and row["resource"] not in ruled:
            yield Fault(
                where(case, "grants", row["row_number"], "resource"),
                f"the pool of {row['agreement']!r} is for {row['resource']!r}: no row in co2_rules.csv",
                "without a target no fleet has grams to hand over",
                "name a market with a CO2 rule, or add the rule",
            )
    for row in _numbered(case, "terms"):
        if row["per"] == "gram" and row["agreement"] not in pools:
            yield Fault(
                where(case, "terms", row["row_number"], "per"),
                f"{row['agreement']!r} is paid a gram and grants no pool",
                "grams change hands in CO2 pools only, so nothing would be paid",
                "write unit, year, once or share, or add the grant of the pool",
            )


def shares_have_a_price(case: Case) -> Iterator[Fault]:
    """A share of the price is paid on cars of a firm that plans: of other firms' cars no price is known."""
    plans = set(case["firms"].filter(pl.col("role") == "plans")["firm"])
    takers: dict[str, set[str]] = {}
    for agreement, taker in case["grants"].select("agreement", "taker").iter_rows():
        takers.setdefault(agreement, set()).add(taker)
    for row in _numbered(case, "terms"):
        payer, payee, taking = row["payer"], row["payee"], takers.get(row["agreement"], set())
        seller = payee if payer not in taking and payee in taking else payer
        if row["per"] == "share" and seller not in plans:
            yield Fault(
                where(case, "terms", row["row_number"], "per"),
                f"{row['agreement']!r} is paid a share of the price, and {seller!r} has no cars with one",
                "the tables price only cars of firms that plan, so nothing would be paid",
                f"write unit and an amount a car, or give {seller} the role plans with models and demand",
            )


def minima_fit_limits(case: Case) -> Iterator[Fault]:
    """A grant asks for no more cars than it allows."""
    over = pl.col("minimum_units_per_year") > pl.col("limit_units_per_year")
    for row in case["grants"].with_row_index("row_number").filter(over).iter_rows(named=True):
        least, most = row["minimum_units_per_year"], row["limit_units_per_year"]
        yield Fault(
            where(case, "grants", row["row_number"], "minimum_units_per_year"),
            f"{row['agreement']!r} asks {row['taker']!r} for {least:g} cars a year and allows {most:g}",
            "no plan could keep it",
            f"lower it to {most:g} or less, or raise limit_units_per_year",
        )


def _owners(case: Case) -> dict[str, dict[str, set[str]]]:
    plants: dict[str, set[str]] = {}
    for plant, firm in case["plant_owners"].select("plant", "firm").iter_rows():
        plants.setdefault(plant, set()).add(firm)
    listed = {
        what: {name: set(firms or ()) for name, firms in case[table].select(what, "owners").iter_rows()}
        for what, table in (("platform", "platforms"), ("technology", "technologies"))
    }
    models = {name: {firm} for name, firm in case["models"].select("model", "firm").iter_rows()}
    return {"plant": plants, **listed, "model": models}


def changes_fit(case: Case) -> Iterator[Fault]:
    """A change is of a party's own, names a resource that exists and of a sort that it can change."""
    parties = {row["agreement"]: row["parties"] or [] for row in _numbered(case, "agreements")}
    for row in _numbered(case, "changes"):
        fits = _CHANGED.get(row["change"], ())

        def place(column: str, number: int = row["row_number"]) -> str:
            return where(case, "changes", number, column)

        if row["firm"] not in parties.get(row["agreement"], [row["firm"]]):
            yield Fault(
                place("firm"),
                f"{row['firm']!r} is no party of {row['agreement']!r}",
                "an agreement changes nothing for those who have not signed it",
                f"name one of its parties ({', '.join(parties[row['agreement']])}), or add {row['firm']}",
            )
        if fits and row["what"] not in fits:
            yield Fault(
                place("what"),
                f"a {row['change']} of {row['agreement']!r} names a {row['what']}",
                "the plan has nothing that it could change",
                f"write one of: {', '.join(fits)}",
            )
            continue
        table = {**_OWNED, "firm": "firms"}.get(row["what"])
        known = ids(case, table) if table else set(POWERTRAINS) if row["what"] == "powertrain" else set()
        if known and row["resource"] not in known:
            yield Fault(
                place("resource"),
                f"no {row['what']} is called {row['resource']!r}",
                "the row would change nothing",
                did_you_mean(row["resource"], sorted(known), f"{table}.csv" if table else "variants.csv"),
            )


def shares_can_be_saved(case: Case) -> Iterator[Fault]:
    """A saving, its low and its high are shares below one."""
    for row in _numbered(case, "changes"):
        for column in ("value", "value_low", "value_high") if row["change"] in _SHARES else ():
            if row[column] is not None and row[column] >= 1.0:
                yield Fault(
                    where(case, "changes", row["row_number"], column),
                    f"the {row['change']} of {row['agreement']!r} is {row[column]:g}",
                    "it is a share, and all of it cannot be saved",
                    f"write {row[column] / 100:g} for {row[column]:g} %",
                )


def ventures_are_whole(case: Case) -> Iterator[Fault]:
    """The parts of a plant that a joint venture gives its owners sum to one."""
    parts: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for row in _numbered(case, "changes"):
        if row["change"] == "owned_share" and row["value"] is not None:
            parts.setdefault((row["agreement"], row["resource"]), []).append(
                (row["row_number"], row["value"])
            )
    for (agreement, plant), rows in parts.items():
        whole = sum(value for _, value in rows)
        if abs(whole - 1.0) > 1e-6:
            yield Fault(
                where(case, "changes", rows[0][0], "value"),
                f"the parts of {plant!r} in {agreement!r} add up to {whole:g}",
                "fixed cost would be paid twice, or by nobody",
                "name every owner of the venture, with parts that add up to 1",
            )


def launches_are_possible(case: Case) -> Iterator[Fault]:
    """What an agreement brings is a candidate model of a party; what it withdraws is a model of a party."""
    models = {row["model"]: row for row in case["models"].to_dicts()}
    for row in _numbered(case, "agreements"):
        for column in ("brings", "withdraws"):
            for name in row[column] or []:
                model = models.get(name)
                place = where(case, "agreements", row["row_number"], column)
                if model is None:
                    continue
                if column == "brings" and model["status"] != "candidate":
                    yield Fault(
                        place,
                        f"{row['agreement']!r} brings {name!r}, which is {model['status']}, not a candidate",
                        "its sales would be counted with and without the agreement",
                        f"give {name!r} the status candidate in models.csv, or take it out of brings",
                    )
                if model["firm"] not in (row["parties"] or []):
                    yield Fault(
                        place,
                        f"{row['agreement']!r} {column} {name!r} of {model['firm']!r}, which is no party",
                        "an agreement changes only the cars of those who sign it",
                        f"add {model['firm']} to parties, or name a model of a party",
                    )


def book_can_be_formed(case: Case) -> Iterator[Fault]:
    """None excludes or needs itself, or needs what is red, closed or excluded; signed ones stand together."""
    rows = {row["agreement"]: row for row in _numbered(case, "agreements")}
    for name, row in rows.items():
        excludes, needs = row["excludes"] or [], row["needs"] or []
        for column, others in (("excludes", excludes), ("needs", needs)):
            if name in others:
                yield _book_fault(
                    case, row, column, f"{name!r} {column} itself", f"take {name} out of {column}"
                )
        for other in needs:
            if other in excludes:
                yield _book_fault(
                    case,
                    row,
                    "needs",
                    f"{name!r} both needs and excludes {other!r}",
                    "take it out of one of them",
                )
            needed = rows.get(other)
            if needed is None or other == name:
                continue
            if name in (needed["excludes"] or []):
                fix = f"take {other} out of needs, or {name} out of the excludes of {other}"
                yield _book_fault(case, row, "needs", f"{name!r} needs {other!r}, which excludes it", fix)
            if needed["screen"] == "red":
                fix = f"take {other} out of needs, or mark {name} red too and let nothing need it"
                yield _book_fault(case, row, "needs", f"{name!r} needs {other!r}, which is red", fix)
            if needed["status"] == "closed":
                fix = f"take {other} out of needs, or close {name} too"
                yield _book_fault(case, row, "needs", f"{name!r} needs {other!r}, which is closed", fix)
            if row["status"] == "signed" and needed["status"] == "candidate":
                fix = f"give {other} the status signed, or take it out of needs"
                yield _book_fault(
                    case, row, "needs", f"{name!r} is signed but needs {other!r}, which is not", fix
                )
        for other in excludes:
            both = row["status"] == "signed" and rows.get(other, row)["status"] == "signed"
            if both and other in rows and other != name:
                fix = f"close one of the two, or take {other} out of excludes"
                yield _book_fault(
                    case, row, "excludes", f"{name!r} excludes {other!r}, but both are signed", fix
                )


def _book_fault(case: Case, row: Mapping[str, Any], column: str, what: str, fix: str) -> Fault:
    return Fault(
        where(case, "agreements", row["row_number"], column),
        what,
        "no book of agreements could hold it",
        fix,
    )


RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (parties_take_part, ("agreements", "grants", "terms", "firms")),
    (
        givers_own,
        ("grants", "plants", "plant_owners", "platforms", "technologies", "models", "territories"),
    ),
    (pools_have_rules, ("grants", "terms", "co2_rules", "territories")),
    (shares_have_a_price, ("terms", "grants", "firms")),
    (minima_fit_limits, ("grants",)),
    (changes_fit, ("changes", "agreements", "models", "platforms", "technologies", "plants", "territories")),
    (shares_can_be_saved, ("changes",)),
    (ventures_are_whole, ("changes", "agreements")),
    (launches_are_possible, ("agreements", "models")),
    (book_can_be_formed, ("agreements",)),
)
