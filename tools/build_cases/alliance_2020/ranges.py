"""What the three makers sold in 2019 by region, at what price: one range of cars for each firm and region.

Figures of the fact tables are read there; what they lack is from memory or from the pages listed in `papers`,
and says so in its row. Prices are averages before tax, from memory, held against revenue in `build`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.build_cases.facts import Facts

FIRMS: dict[str, tuple[str, str, str]] = {
    "nissan": ("Nissan", "japan", "#c3002f"),
    "renault": ("Renault", "europe", "#e9c46a"),
    "mitsubishi_motors": ("Mitsubishi Motors", "japan", "#e76f51"),
}
"""Firm -> name, home, colour."""
SHORT = {"nissan": "nissan", "renault": "renault", "mitsubishi_motors": "mitsubishi"}

REGIONS: dict[str, tuple[str, float, float, str]] = {
    "japan": ("Japan", 35.5, 138.0, "JPY"),
    "north_america": ("North America", 35.0, -92.0, "USD"),
    "china": ("China", 31.0, 115.0, "CNY"),
    "europe": ("Europe", 48.0, 6.0, "EUR"),
    "russia": ("Russia", 56.0, 42.0, "RUB"),
    "south_america": ("South America", -25.0, -52.0, "BRL"),
    "north_africa": ("North Africa", 34.0, -4.0, "MAD"),
    "asean": ("ASEAN", 5.0, 104.0, "THB"),
    "oceania": ("Oceania", -34.0, 150.0, "AUD"),
}
"""Region -> name, latitude, longitude, currency. Regions are those that the announcement of 2020 divides."""

MEMORY = "general_knowledge"
DERIVED = "teikei_derivation"

# List price of an average car before tax, USD of 2019; from memory.
PRICES: dict[str, dict[str, float]] = {
    "nissan": {
        "japan": 19000, "north_america": 25500, "china": 19500, "europe": 22000, "russia": 18500,
        "south_america": 17500, "north_africa": 15500, "asean": 17500, "oceania": 25500,
    },
    "renault": {
        "japan": 24000, "north_america": 15000, "china": 14500, "europe": 18500, "russia": 10500,
        "south_america": 14000, "north_africa": 12500, "asean": 22000, "oceania": 24000,
    },
    "mitsubishi_motors": {
        "japan": 19500, "north_america": 21500, "china": 21000, "europe": 21500, "russia": 22500,
        "south_america": 23000, "north_africa": 17500, "asean": 18500, "oceania": 22500,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sold:
    """Cars of one firm in one region in 2019, with the range they may lie in and where they come from."""

    firm: str
    region: str
    units: float
    low: float
    high: float
    source: str
    confidence: str
    note: str

    @property
    def model(self) -> str:
        return f"{SHORT[self.firm]}_{self.region}"


# From memory or derived where the facts say "residual": firm, region, units, source, confidence, note.
REMEMBERED: tuple[tuple[str, str, float, str, str, str], ...] = (
    ("nissan", "russia", 87000, MEMORY, "estimate", "Nissan about 65,000, Datsun about 22,000; from memory"),
    ("nissan", "south_america", 200000, MEMORY, "estimate", "Brazil about 96,000, the rest of Latin America without Mexico; from memory"),
    ("nissan", "north_africa", 30000, MEMORY, "estimate", "Egypt about 21,000 and Morocco; from memory"),
    ("nissan", "asean", 155000, MEMORY, "estimate", "Thailand about 64,000, Philippines 43,000, Malaysia 21,000, Indonesia 18,000; from memory"),
    ("nissan", "oceania", 54500, f"marklines_au_2020;{MEMORY}", "derived", "Australia 50,575 reported, New Zealand about 4,000 from memory"),
    ("renault", "japan", 7000, MEMORY, "estimate", "from memory"),
    ("renault", "north_america", 29000, MEMORY, "estimate", "Mexico; from memory"),
    ("renault", "south_america", 396000, MEMORY, "derived", "Americas 425,000 (memory) less Mexico 29,000"),
    ("renault", "north_africa", 135000, MEMORY, "estimate", "Morocco about 71,000, Algeria about 55,000, Tunisia; from memory"),
    ("renault", "asean", 3000, MEMORY, "estimate", "from memory"),
    ("renault", "oceania", 9000, MEMORY, "estimate", "Australia about 8,600; from memory"),
    ("mitsubishi_motors", "russia", 39000, MEMORY, "estimate", "from memory; 45,391 in 2018 (Wards)"),
    ("mitsubishi_motors", "south_america", 38000, MEMORY, "estimate", "Brazil, Chile, Peru; from memory"),
    ("mitsubishi_motors", "north_africa", 8000, MEMORY, "estimate", "mostly Egypt; from memory"),
)  # fmt: skip
ASEAN = (240000.0, 340000.0)
"""Range of Mitsubishi's cars in ASEAN: FY2018 was 318,000 (reported), FY2019 about 290,000 (memory)."""
SPREAD = {"reported": 0.02, "derived": 0.10, "estimate": 0.15}
"""Half width of the range of a volume, by how it is known."""


def sold(facts: Facts, asean: float | None = None) -> list[Sold]:
    """Return the ranges of all firms; ``asean`` puts Mitsubishi's cars there at another figure."""
    found = [
        _of(firm, region, units, source, how, note) for firm, region, units, source, how, note in REMEMBERED
    ]

    def read(firm: str, market: str, period: str) -> tuple[float, str, str]:
        where = {"firm": firm, "model_or_total": "total", "market": market, "period": period}
        if (firm, market, period) == ("nissan", "china", "CY2019"):
            where["basis"] = "production_sales_release"
        table = "nissan_group/sales"
        return (
            facts.number(table, "units", **where),
            facts.text(table, "source_id", **where),
            facts.text(table, "confidence", **where),
        )

    for firm, region, market, period in (
        ("nissan", "japan", "japan", "CY2019"),
        ("nissan", "north_america", "north_america", "CY2019"),
        ("nissan", "china", "china", "CY2019"),
        ("renault", "russia", "russia", "CY2019"),
        ("renault", "china", "china", "CY2019"),
        ("mitsubishi_motors", "japan", "japan", "FY2019"),
        ("mitsubishi_motors", "north_america", "north_america", "FY2019"),
        ("mitsubishi_motors", "china", "china", "CY2019"),
        ("mitsubishi_motors", "asean", "asean", "FY2019"),
        ("mitsubishi_motors", "oceania", "oceania", "FY2019"),
    ):
        units, source, how = read(firm, market, period)
        note = f"{period}" + (", from memory in the facts" if how == "estimate" else "")
        found.append(_of(firm, region, units, source, how, note))
    russia = {one.firm: one.units for one in found if one.region == "russia"}
    whole, source, _ = read("nissan", "europe", "CY2019")
    found.append(
        _of(
            "nissan",
            "europe",
            whole - russia["nissan"],
            f"{source};{MEMORY}",
            "derived",
            f"{whole:.0f} with Russia, less Russia",
        )
    )
    core, source, _ = read("renault", "europe", "CY2019")
    eurasia, _, _ = read("renault", "eurasia", "CY2019")
    found.append(
        _of(
            "renault",
            "europe",
            core + eurasia - russia["renault"],
            f"{source};{MEMORY}",
            "derived",
            f"{core:.0f}, and Eurasia {eurasia:.0f} (memory) less Russia: Turkey, Romania and others",
        )
    )
    near, _, _ = read("mitsubishi_motors", "europe", "FY2019")
    found.append(
        _of(
            "mitsubishi_motors",
            "europe",
            near - russia["mitsubishi_motors"],
            MEMORY,
            "derived",
            f"{near:.0f} with Russia (memory), less Russia",
        )
    )
    ordered = sorted(found, key=lambda one: (list(FIRMS).index(one.firm), list(REGIONS).index(one.region)))
    return [_asean(one, asean) for one in ordered]


def _of(firm: str, region: str, units: float, source: str, how: str, note: str) -> Sold:
    wide = SPREAD[how]
    return Sold(
        firm, region, units, round(units * (1 - wide)), round(units * (1 + wide)), source.lower(), how, note
    )


def _asean(one: Sold, units: float | None) -> Sold:
    """Mitsubishi in ASEAN has a range of its own, and may be put at another figure in it."""
    if (one.firm, one.region) != ("mitsubishi_motors", "asean"):
        return one
    note = "memory; 318,000 reported for FY2018; range 240,000 to 340,000 is an assumption"
    return Sold(
        one.firm, one.region, units or one.units, *ASEAN, f"{one.source};aw_mmc_fy18", "estimate", note
    )
