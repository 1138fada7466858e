"""Technologies that agreements license, and what each changes (kept for later blocks)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_cases.nissan_2025.technology_effects import EFFECTS

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_paper import Paper

# Case id -> id in the fact tables. Platforms, batteries and pools of the fact table are not technologies
# of the case.
TECHNOLOGIES = {
    "epower3": "epower3",
    "ehev_h": "ehev_h",
    "phev_mmc": "phev_mmc",
    "wayve_vision": "adas_wayve_v",
    "wayve_lidar": "adas_wayve_l",
    "nacs": "nacs",
    "vehicle_os_hn": "sdv_hn",
}
KINDS = {
    "epower3": "powertrain",
    "ehev_h": "powertrain",
    "phev_mmc": "powertrain",
    "wayve_vision": "driver_assistance",
    "wayve_lidar": "driver_assistance",
    "nacs": "charging",
    "vehicle_os_hn": "software",
}
OWNERS = {
    "epower3": "nissan",
    "ehev_h": "honda",
    "phev_mmc": "mitsubishi_motors",
    "wayve_vision": "wayve",
    "wayve_lidar": "wayve",
    "nacs": "tesla",
    "vehicle_os_hn": "honda;nissan",
}
LICENSEES = {
    "epower3": "mitsubishi_motors;ford;stellantis;renault;honda",
    "ehev_h": "nissan;mitsubishi_motors",
    "phev_mmc": "nissan;renault;honda",
    "wayve_vision": "nissan;mitsubishi_motors;renault;honda;stellantis",
    "wayve_lidar": "nissan;mitsubishi_motors;renault;honda;stellantis",
    "nacs": "nissan;mitsubishi_motors;honda;ford;stellantis;renault",
    "vehicle_os_hn": "mitsubishi_motors;renault",
}
# First whole year; the rest is there today. Lidar: mode December 2029 of the fact's distribution, so from
# 2030.
FROM_YEAR = {"wayve_vision": 2027, "wayve_lidar": 2030, "vehicle_os_hn": 2028}
LEAD_YEARS = {"epower3": 2.0, "ehev_h": 2.0, "phev_mmc": 2.0, "nacs": 1.0, "vehicle_os_hn": 3.0}
# Licensed drives are fitted to a new body; the fact table gives 0 for e:HEV because its owner has paid
# already.
FITTING_M = {"ehev_h": (150.0, 300.0, 600.0)}


def technologies(paper: Paper) -> None:
    """One row a technology; costs carried over from the fact table, owners renamed to the firms of the case."""
    for technology, fact in TECHNOLOGIES.items():
        where = {"tech_id": fact}
        text = {c: paper.facts.text("tech/technologies", c, **where) for c in ("name", "currency", "note")}
        cost = [paper.facts.number("tech/technologies", f"unit_cost{c}", **where) for c in ("_lo", "", "_hi")]
        fixed = [
            paper.facts.number("tech/technologies", f"fixed_{c}_m", **where) for c in ("lo", "cost", "hi")
        ]
        note = text["note"]
        if technology in FITTING_M:
            fixed = list(FITTING_M[technology])
            note += "; cost of fitting it to another maker's body assumed as half of that of e-POWER"
        paper.add(
            "technologies",
            technology=technology,
            name=text["name"],
            kind=KINDS[technology],
            owners=OWNERS[technology],
            may_license=LICENSEES[technology],
            available_from=FROM_YEAR.get(technology),
            unit_cost=cost[1],
            unit_cost_low=cost[0],
            unit_cost_high=cost[2],
            fixed_cost_m=fixed[1],
            fixed_cost_m_low=fixed[0],
            fixed_cost_m_high=fixed[2],
            lead_years=LEAD_YEARS.get(technology, 2.0),
            currency=text["currency"],
            source=source_ids(paper.facts.text("tech/technologies", "source_id", **where)),
            confidence=_confidence(paper.facts.text("tech/technologies", "confidence", **where), "S_JUDGE"),
            note=note,
        )


def effects(paper: Paper) -> None:
    """What the technologies change, carried over row by row."""
    for technology, fact in TECHNOLOGIES.items():
        for row in paper.facts.rows("tech/effects", tech_id=fact):
            paper.add(
                "effects",
                technology=technology,
                target=row["target"],
                scope=row["scope"],
                baseline=row["baseline"],
                form=row["form"],
                value=float(row["value"]),
                value_low=float(row["lo"]),
                value_high=float(row["hi"]),
                unit=row["unit"].replace("-", ""),
                source=source_ids(row["source_id"]),
                confidence=_confidence(row["confidence"], row["source_id"]),
                note=row["note"],
            )
    for own in EFFECTS:
        low, value, high = own.value
        paper.add("effects", **(own._asdict() | {"value": value, "value_low": low, "value_high": high}))


def source_ids(joined: str) -> str:
    """Ids of the technology facts as ids of the case: lower-case."""
    return ";".join(part.strip().lower() for part in joined.split(";") if part.strip())


def _confidence(level: str, sources: str) -> str:
    """The technology facts grade high / med / low; a low grade that rests on judgement is an assumption."""
    if level == "high":
        return "reported"
    if level == "med":
        return "derived"
    return "assumption" if "S_JUDGE" in sources else "estimate"
