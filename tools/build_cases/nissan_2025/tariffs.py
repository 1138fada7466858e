"""Duties of the flagship, as layers: base rates, additions, floors, offsets.

Rates that stand in the fact tables are read from them. The rest is from memory (``gk_unverified``,
``estimate``): what a customs tariff of the country says in general, not a line of it; every row says so.
"""

from __future__ import annotations

from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts

CLASSES = ("car", "light_truck", "van")
START = "2010-01-01"
FACT_NAMES = {"us": "united_states", "eu": "european_union", "uk": "united_kingdom", "korea": "south_korea"}
FACT_SOURCE = "world/tariffs"

# Destination: rate from any origin for cars, light trucks, vans, parts; then the origins that enter free by
# an agreement: vehicles, parts. One figure stands for a chapter. Parts: what makers pay, after suspensions.
GENERAL: dict[str, tuple[tuple[float, float, float, float], tuple[str, ...], tuple[str, ...]]] = {
    "canada": (
        (0.061, 0.061, 0.061, 0.0),
        ("mexico", "japan", "eu", "uk", "korea", "australia"),
        (),
    ),
    "mexico": (
        (0.20, 0.20, 0.20, 0.03),
        ("us", "canada", "japan", "eu", "uk", "brazil", "argentina", "australia"),
        ("us", "canada", "japan", "eu", "uk", "brazil", "argentina"),
    ),
    "japan": ((0.0, 0.0, 0.0, 0.0), (), ()),
    "eu": (
        (0.10, 0.10, 0.10, 0.035),
        ("uk", "turkey", "morocco", "korea", "mexico", "south_africa", "canada"),
        ("uk", "turkey", "morocco", "korea", "mexico", "south_africa", "canada", "japan"),
    ),
    "uk": (
        (0.10, 0.10, 0.10, 0.025),
        ("eu", "turkey", "morocco", "korea", "mexico", "south_africa", "canada", "australia"),
        ("eu", "turkey", "morocco", "korea", "mexico", "south_africa", "canada", "japan"),
    ),
    "china": ((0.15, 0.15, 0.15, 0.06), (), ("asean",)),
    "thailand": ((0.80, 0.40, 0.40, 0.10), ("asean", "australia"), ("asean", "japan", "china", "korea")),
    "indonesia": (
        (0.50, 0.40, 0.40, 0.075),
        ("asean", "korea", "australia"),
        ("asean", "japan", "china", "korea"),
    ),
    "philippines": ((0.30, 0.30, 0.30, 0.03), ("asean",), ("asean", "japan", "china", "korea")),
    "india": ((0.70, 0.40, 0.40, 0.10), (), ("asean", "korea", "japan")),
    "brazil": ((0.35, 0.35, 0.35, 0.14), ("mercosur", "mexico"), ("mercosur", "mexico")),
    "argentina": ((0.35, 0.35, 0.35, 0.14), ("mercosur", "mexico"), ("mercosur", "mexico")),
    "turkey": ((0.10, 0.10, 0.10, 0.035), ("eu", "uk", "korea", "morocco"), ("eu", "uk", "korea", "morocco")),
    "morocco": ((0.175, 0.175, 0.175, 0.025), ("eu", "uk", "turkey", "us"), ("eu", "uk", "turkey", "us")),
    "south_africa": ((0.25, 0.25, 0.25, 0.05), (), ("eu", "uk")),
    "australia": (
        (0.05, 0.05, 0.05, 0.05),
        ("japan", "thailand", "indonesia", "philippines", "korea", "china", "us", "uk", "mexico", "canada"),
        (),
    ),
    "korea": (
        (0.08, 0.10, 0.10, 0.06),
        ("us", "eu", "uk", "turkey", "canada", "australia"),
        ("us", "eu", "uk", "turkey", "canada", "asean"),
    ),
}

GENERAL_NOTES = {
    "canada": "parts enter free for makers of cars",
    "mexico": "parts: between 0 (temporary import, sector programmes) and 5 %",
    "eu": "pickups: 10 % up to 2.5 l diesel (22 % above), so 10 % is used",
    "uk": "pickups: 10 % up to 2.5 l diesel (22 % above), so 10 % is used",
    "thailand": "pickups 40 %: memory",
    "india": "70 % on cars up to 40,000 USD since February 2025 (60 % before), 110 % above; trucks 40 %",
    "turkey": "additional duties on some origins come in their own rows",
    "south_africa": "parts after rebates of the automotive programme",
    "argentina": "trade with Brazil is managed by a ratio; taken as free",
}

# Base rates that break the pattern: origin, destination, classes, powertrain, rate, from, to, law, note.
EXCEPTIONS: tuple[tuple[str, str, tuple[str, ...], str, float, str, str, str, str], ...] = (
    ("eu", "south_africa", CLASSES, "any", 0.18, START, "", "EU-SADC EPA", ""),
    ("uk", "south_africa", CLASSES, "any", 0.18, START, "", "SACUM-UK EPA", ""),
    ("china", "turkey", CLASSES, "any", 0.50, START, "", "10 % + additional 40 %", ""),
    ("us", "turkey", CLASSES, "any", 0.70, START, "", "10 % + additional 60 %", "dropped in part in 2025"),
    ("japan", "indonesia", CLASSES, "any", 0.05, START, "", "IJEPA", "rate by type, one figure used"),
    ("any", "indonesia", ("car",), "electric", 0.0, "2024-01-01", "2025-12-31", "import incentive", ""),
    ("japan", "philippines", CLASSES, "any", 0.20, START, "", "JPEPA", "cars above 3 l free"),
    ("korea", "philippines", CLASSES, "any", 0.05, "2025-01-01", "", "PH-Korea FTA", "falls to 0 by 2029"),
    ("any", "philippines", ("car",), "electric", 0.0, "2023-01-01", "2028-12-31", "EO 12 and EO 62", ""),
    ("china", "thailand", ("car",), "electric", 0.0, START, "", "ACFTA", ""),
    ("any", "brazil", ("car",), "electric", 0.18, "2024-07-01", "2025-06-30", "Camex", "steps from memory"),
    ("any", "brazil", ("car",), "electric", 0.25, "2025-07-01", "2026-06-30", "Camex", "steps from memory"),
)

OTHER_ORIGINS = (
    "thailand",
    "indonesia",
    "philippines",
    "india",
    "brazil",
    "argentina",
    "turkey",
    "morocco",
    "south_africa",
    "australia",
)


def _name(territory: str) -> str:
    return FACT_NAMES.get(territory, "any_wto" if territory == "any" else territory)


def fact(facts: Facts, origin: str, destination: str, product: str, valid_from: str) -> dict[str, Any]:
    """Return rate, source and confidence of one row of the fact table."""
    where = {
        "origin": _name(origin),
        "destination": _name(destination),
        "product_class": product,
        "valid_from": valid_from,
    }
    return {
        "rate": round(facts.number(FACT_SOURCE, "rate_percent", **where) / 100, 6),
        "source": facts.text(FACT_SOURCE, "source_id", **where),
        "confidence": facts.text(FACT_SOURCE, "confidence", **where),
    }


def _layer(
    origin: str, destination: str, customs_class: str, stacking: str, since: str, **more: Any
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "origin": origin,
        "destination": destination,
        "customs_class": customs_class,
        "stacking": stacking,
        "valid_from": since,
        "source": "gk_unverified",
        "confidence": "estimate",
    }
    row.update(more)
    return row


def _general() -> Rows:
    rows: Rows = []
    for destination, (rates, free, free_parts) in GENERAL.items():
        note = GENERAL_NOTES.get(destination, "")
        for customs_class, rate in zip((*CLASSES, "parts"), rates, strict=True):
            more = {"legal_basis": "most favoured nation", "note": note}
            rows.append(_layer("any", destination, customs_class, "base", START, rate=rate, **more))
            origins = free_parts if customs_class == "parts" else free
            rows.extend(
                _layer(
                    origin,
                    destination,
                    customs_class,
                    "base",
                    START,
                    rate=0.0,
                    legal_basis="free trade agreement",
                )
                for origin in origins
                if rate > 0
            )
    return rows


def _exceptions(facts: Facts) -> Rows:
    rows: Rows = []
    for origin, destination, classes, powertrain, rate, since, until, law, note in EXCEPTIONS:
        for customs_class in classes:
            more = {"powertrain": powertrain, "legal_basis": law, "note": note}
            row = _layer(origin, destination, customs_class, "base", since, rate=rate, **more)
            rows.append(row | ({"valid_to": until} if until else {}))
    resumed = (("2024-01-01", "2024-06-30"), ("2026-07-01", ""))
    for since, until in resumed:
        row = _layer("any", "brazil", "car", "base", since, powertrain="electric", legal_basis="Camex")
        rows.append(row | fact(facts, "any", "brazil", "bev", since) | ({"valid_to": until} if until else {}))
    return rows


def _mexico_2026(facts: Facts, rows: Rows) -> Rows:
    """Mexico's rate for origins without an agreement rises to 50 % on 2026-01-01."""
    for row in rows:
        if row["destination"] == "mexico" and row["origin"] == "any" and row["customs_class"] != "parts":
            row["valid_to"] = "2025-12-31"
    law = "increase for origins without an agreement"
    note = "read from the row for China; one report says most lines near 35 %, cars up to 50 %"
    risen = fact(facts, "china", "mexico", "car", "2026-01-01") | {"legal_basis": law, "note": note}
    return rows + [_layer("any", "mexico", each, "base", "2026-01-01") | risen for each in CLASSES]


# Makers that build in Mexico import a tenth of their output there free of duty from anywhere.
MEXICAN_MAKERS = ("nissan", "honda", "ford", "stellantis")


def _mexican_makers() -> Rows:
    more = {
        "rate": 0.0,
        "legal_basis": "automotive decree of 2003",
        "note": "free within a tenth of the output in Mexico; the limit is left out; from memory",
    }
    return [
        _layer("any", "mexico", each, "base", START, firm=firm, **more)
        for firm in MEXICAN_MAKERS
        for each in CLASSES
    ]


def _european(facts: Facts) -> Rows:
    """Japan's yearly steps into the EU and the UK; the EU's duties on electric cars from China by maker."""
    rows: Rows = []
    steps = facts.rows(FACT_SOURCE, origin="japan", destination="european_union", product_class="car")
    for destination in ("eu", "uk"):
        for step in steps:
            more = {
                "rate": round(float(step["rate_percent"]) / 100, 6),
                "legal_basis": step["legal_basis"]
                if destination == "eu"
                else "UK-Japan CEPA, as EU-Japan EPA",
                "source": step["source_id"] if destination == "eu" else "nippon_uk_cepa",
                "confidence": "derived",
                "note": "steps assume equal yearly cuts",
            }
            ends = {"valid_to": step["valid_to"]} if step["valid_to"] else {}
            rows.extend(
                _layer("japan", destination, each, "base", step["valid_from"], **more, **ends)
                for each in CLASSES
            )
    makers = {"any": "bev_other_cooperating", "byd": "bev_byd", "tesla": "bev_tesla_shanghai"}
    for firm, product in makers.items():
        row = _layer("china", "eu", "car", "base", "2024-10-30", firm=firm, powertrain="electric")
        row |= fact(facts, "china", "eu", product, "2024-10-30")
        row |= {
            "valid_to": "2029-10-29",
            "legal_basis": "10 % + countervailing duty, Regulation 2024/2754",
            "note": "then 10 % unless renewed by a review",
        }
        rows.append(row)
    return rows


def _us_base(facts: Facts) -> Rows:
    car = fact(facts, "japan", "us", "car", "2010-01-01")
    truck = fact(facts, "japan", "us", "light_truck", "1964-01-01")
    rows = [_layer("any", "us", "car", "base", START, legal_basis="MFN HTS 8703") | car]
    for each in ("light_truck", "van"):
        note = "cargo vans as trucks" if each == "van" else "universally cited"
        rows.append(_layer("any", "us", each, "base", START, legal_basis="MFN HTS 8704", note=note) | truck)
    korea = fact(facts, "korea", "us", "car", "2016-01-01")
    rows.append(_layer("korea", "us", "car", "base", START, legal_basis="KORUS") | korea)
    rows.append(_layer("australia", "us", "car", "base", START, rate=0.0, legal_basis="AUSFTA"))
    parts = {"legal_basis": "MFN HTS 8708", "note": "2.5 % stands for lines between 0 and 4 %"}
    rows.append(_layer("any", "us", "parts", "base", START, rate=0.025, **parts))
    free = {"rate": 0.0, "note": "parts that qualify stay free, also of section 232, until further notice"}
    for origin, law in (("mexico", "USMCA"), ("canada", "USMCA")):
        rows.append(_layer(origin, "us", "parts", "base", START, legal_basis=law, **free))
    rows.append(_layer("korea", "us", "parts", "base", START, rate=0.0, legal_basis="KORUS"))
    return rows


def _us_section_232(facts: Facts) -> Rows:
    """25 % on top from 3 April 2025 (parts 3 May), then a floor of 15 % where there is a deal."""
    addition = 0.25  # 27.5 % total less the 2.5 % base, as every fact row says
    cars = {"rate": addition, "legal_basis": "Proclamation 10908, section 232", "source": "caf_proc10908"}
    cars |= {"confidence": "derived", "note": "27.5 % in all less the base of 2.5 %; additive"}
    parts = cars | {"note": "parts from 2025-05-03 (day from memory)", "confidence": "estimate"}
    deals = {
        "japan": ("2025-09-15", "2025-09-16", "fr_japan_2025"),
        "eu": ("2025-07-31", "2025-08-01", "butzel_eu_15"),
        "korea": ("2025-10-31", "2025-11-01", "kjd_korea_15"),
    }
    rows: Rows = []
    for origin in (*deals, "uk", "mexico", "canada", "china", *OTHER_ORIGINS):
        ends = {"valid_to": deals[origin][0]} if origin in deals else {}
        rows.extend(_layer(origin, "us", each, "add", "2025-04-03", **cars, **ends) for each in CLASSES)
        if origin in ("mexico", "canada"):
            continue
        ends = {"valid_to": "2025-06-29"} if origin == "uk" else ends
        rows.append(_layer(origin, "us", "parts", "add", "2025-05-03", **parts, **ends))
    for origin, (_, since, _source) in deals.items():
        floor = fact(facts, origin, "us", "car", since)
        more = floor | {"legal_basis": "deal: the greater of 15 % and the base", "note": ""}
        for each in (*CLASSES, "parts"):
            note = "" if each in ("car", "parts") else "the base of 25 % already exceeds 15 %: no relief"
            rows.append(_layer(origin, "us", each, "at_least", since) | more | {"note": note})
    floor = {"rate": 0.10, "legal_basis": "UK deal, parts for UK cars", "note": "from memory"}
    rows.append(_layer("uk", "us", "parts", "at_least", "2025-06-30", **floor))
    return rows


def _us_china() -> Rows:
    more = {"legal_basis": "section 301"}
    rows = [
        _layer("china", "us", each, "add", "2018-07-06", rate=0.25, **more)
        for each in ("light_truck", "van", "parts")
    ]
    rows += [
        _layer("china", "us", "car", "add", "2018-07-06", rate=0.25, powertrain=powertrain, **more)
        for powertrain in ("petrol", "diesel", "hybrid")
    ]
    for powertrain, since in (("plugin", "2024-09-27"), ("electric", "2024-09-27")):
        early = {"valid_to": "2024-09-26"}
        rows.append(
            _layer(
                "china", "us", "car", "add", "2018-07-06", rate=0.25, powertrain=powertrain, **more, **early
            )
        )
        rows.append(_layer("china", "us", "car", "add", since, rate=1.0, powertrain=powertrain, **more))
    fentanyl = {
        "rate": 0.20,
        "legal_basis": "IEEPA",
        "valid_to": "2025-11-09",
        "note": "later rate not found",
    }
    rows.extend(_layer("china", "us", each, "add", "2025-03-04", **fentanyl) for each in CLASSES)
    retaliation = {"rate": 0.10, "legal_basis": "answer to US duties", "note": "from memory; check"}
    rows.extend(_layer("us", "china", each, "add", "2025-04-10", **retaliation) for each in CLASSES)
    return rows


def _canada(facts: Facts) -> Rows:
    counter = fact(facts, "us", "canada", "car_not_usmca", "2025-04-09")
    more = counter | {
        "legal_basis": "counter-tariff",
        "note": "cars that miss USMCA; the others by origin rule",
    }
    rows = [_layer("us", "canada", each, "add", "2025-04-09") | more for each in CLASSES]
    surtax = {"rate": 1.0, "powertrain": "electric", "legal_basis": "surtax on electric cars from China"}
    rows.append(
        _layer("china", "canada", "car", "add", "2024-10-01", **surtax, note="quota of 2026 left out")
    )
    return rows


def _offset(facts: Facts) -> Rows:
    """Credit against parts duty for cars assembled in the US, as a share of their price.

    The law of April 2025 gave 3.75 % for a year, then 2.5 % for a year; an extension at 3.75 % is confirmed
    by Ford's third quarter of 2025, its end in 2030 is from memory. The extension is used.
    """
    first = fact(facts, "us", "us", "offset_us_assembled_2025_26", "2025-04-03")
    rate = abs(first["rate"])
    law = {"legal_basis": "import adjustment offset", "rate": rate}
    first |= law | {"valid_to": "2026-04-30", "note": "credit against parts duty only"}
    longer = law | {
        "valid_to": "2030-10-31",
        "source": "ms_ford_q3_2025;gk_unverified",
        "note": "extended at 3.75 % to 2030 (end from memory); the first law: 2.5 % to 2027-04-30",
        "rate_low": 0.0,
        "rate_high": rate,
    }
    return [
        _layer("us", "us", "parts", "offset", "2025-04-03") | first,
        _layer("us", "us", "parts", "offset", "2026-05-01") | longer,
    ]


def tariffs(facts: Facts) -> Rows:
    """Return all duty layers."""
    general = _mexico_2026(facts, _general())
    rows = (
        general
        + _mexican_makers()
        + _exceptions(facts)
        + _european(facts)
        + _us_base(facts)
        + _us_section_232(facts)
    )
    return rows + _us_china() + _canada(facts) + _offset(facts)
