"""Reported outcomes of Honda, Ford and Stellantis, and how far our rows are from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.partners_lists import Row


def reported_rows(facts: Facts, firm: str, reported: Iterable[Row]) -> list[Row]:
    """Return rows of ``reported``; ``fact`` names where the figure, its source and its confidence stand."""
    rows: list[Row] = []
    for line in reported:
        kind, *where = str(line["fact"]).split(":")
        row = _fact(facts, firm, kind, where)
        row |= {key: value for key, value in line.items() if key != "fact"}
        if "figure" in line:
            row["confidence"] = "derived"
        rows.append(row)
    return rows


def _fact(facts: Facts, firm: str, kind: str, where: list[str]) -> Row:
    if kind == "cost_facts":
        key, table, column = {"fact_id": where[0]}, "world/cost_facts", "value_central"
    elif kind == "sales":
        key = {"firm": firm, "model_or_total": where[0], "market": where[1], "period": where[2]}
        table, column = "world/sales", "units"
    else:
        column = "output_units" if kind == "output" else "utilisation_percent"
        key, table = {"plant_id": where[0]}, "world/plants"
    figure = facts.number(table, column, **key)
    return {
        "figure": figure / 100 if kind in ("cost_facts", "use") else figure,
        "source": facts.text(table, "source_id", **key),
        "confidence": facts.text(table, "confidence", **key),
    }


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))


def computed(tables: Mapping[str, list[Row]]) -> dict[tuple[str, str], float]:
    """Return sales, output, use and import share of the rows, by measure and subject."""
    firm_of = {str(row["model"]): str(row["firm"]) for row in tables["models"]}
    model_of = {str(row["variant"]): str(row["model"]) for row in tables["variants"]}
    place = {str(row["plant"]): str(row["territory"]) for row in tables["plants"]}
    owner = {str(row["plant"]): str(row["firm"]) for row in tables["plant_owners"]}
    found: dict[tuple[str, str], float] = defaultdict(float)
    capacity: dict[str, float] = defaultdict(float)
    abroad: dict[str, float] = defaultdict(float)
    for row in tables["sourcing"]:
        plant, market, units = str(row["plant"]), str(row["market"]), _number(row, "units")
        pair = f"{firm_of[model_of[str(row['variant'])]]}:{market}"
        found["sales", pair] += units
        found["output", plant] += units
        found["output", f"{owner[plant]}:{place[plant]}"] += units
        abroad[pair] += units if place[plant] != market else 0.0
    for row in tables["lines"]:
        plant = str(row["plant"])
        if "from_year" not in row:
            capacity[plant] += _number(row, "capacity_units_per_year")
            capacity[f"{owner[plant]}:{place[plant]}"] += _number(row, "capacity_units_per_year")
    for subject, cars in capacity.items():
        found["use", subject] = found["output", subject] / cars
    for pair, units in abroad.items():
        found["import_share", pair] = units / found["sales", pair]
    return dict(found)


def lines(facts: Facts, tables: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield a table of reported and computed figures, then prices, use and sizes a reader should look at."""
    ours = computed(tables)
    yield f"{'line':28}{'reported':>12}{'ours':>12}{'miss':>9}  counted"
    for row in tables["reported"]:
        figure = _number(row, "figure")
        mine = ours.get((str(row["measure"]), str(row["subject"])), float("nan"))
        share = row["measure"] in ("import_share", "use")
        miss = mine - figure if share else mine / figure - 1
        held = "" if abs(miss) <= _number(row, "tolerance") else "  MISS"
        yield f"{row['line']!s:28}{figure:12,.2f}{mine:12,.2f}{miss:9.1%}  {row.get('counted', True)}{held}"
    yield from _prices(facts, tables)
    yield from _revenue(tables)
    yield from _plants(tables, ours)
    yield "rows: " + ", ".join(f"{table} {len(found)}" for table, found in tables.items())


def _prices(facts: Facts, tables: Mapping[str, list[Row]]) -> Iterator[str]:
    """Average transaction price in the United States beside that of 2018 moved by the industry's rise."""

    def industry(period: str) -> float:
        return facts.number(
            "world/prices",
            "price_usd",
            model_or_segment="all",
            period=period,
            price_kind="average_transaction",
            firm="industry",
        )

    rise = industry("dec_2025") / industry("nov_2019")
    firm_of = {str(row["model"]): str(row["firm"]) for row in tables["models"]}
    money, cars = Counter[str](), Counter[str]()
    for row in tables["demand"]:
        if row["market"] == "us" and row["base_year"] == 2024:
            firm = firm_of[str(row["model"])]
            units = _number(row, "units_per_year")
            money[firm] += round(units * (_number(row, "list_price") - _number(row, "incentive_per_unit")))
            cars[firm] += round(units)
    for firm in cars:
        old = facts.number(
            "world/prices", "price_usd", firm=firm, period="dec_2018", price_kind="average_transaction"
        )
        ours = money[firm] / cars[firm]
        yield f"ATP us {firm:12} ours {ours:8,.0f}   2018 moved by industry rise {old * rise:8,.0f}"


def _revenue(tables: Mapping[str, list[Row]]) -> Iterator[str]:
    """Revenue after tax, dealer and incentive, in billion of local money: to be held against the accounts."""
    firm_of = {str(row["model"]): str(row["firm"]) for row in tables["models"]}
    money, cars = Counter[str](), Counter[str]()
    for row in tables["demand"]:
        if row["base_year"] == 2024:
            where = f"{firm_of[str(row['model'])]}:{row['market']} {row['currency'] or 'USD'}"
            before_tax = _number(row, "list_price") / (1 + _number(row, "sales_tax_rate"))
            price = before_tax * (1 - _number(row, "dealer_margin_share")) - _number(
                row, "incentive_per_unit"
            )
            cars[where] += round(_number(row, "units_per_year"))
            money[where] += round(price * _number(row, "units_per_year"))
    for where, units in cars.items():
        billion, each = money[where] / 1e9, money[where] / units
        yield f"net {where:24} cars {units:10,}  {billion:10,.1f} bn  {each:12,.0f} a car"


def _plants(tables: Mapping[str, list[Row]], ours: Mapping[tuple[str, str], float]) -> Iterator[str]:
    for row in tables["plants"]:
        plant = str(row["plant"])
        yield f"{plant:26}{ours.get(('output', plant), 0):12,.0f}{ours.get(('use', plant), 0):8.0%}"
