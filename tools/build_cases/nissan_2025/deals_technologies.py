"""Technologies that agreements license, and what each changes: derived variants are made of these figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_cases.nissan_2025.technology_effects import EFFECTS, of_the_model, said_of_highway

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_paper import Paper

# Case id -> id in the fact tables. Platforms (CMF-EV is a row of platforms, with follower factor and volume
# saving of its own), batteries and pools of the fact table are not technologies of the case.
TECHNOLOGIES = {
    "epower2": "epower2",
    "epower3": "epower3",
    "ehev_h": "ehev_h",
    "phev_mmc": "phev_mmc",
    "wayve_vision": "adas_wayve_v",
    "wayve_lidar": "adas_wayve_l",
    "nacs": "nacs",
    "vehicle_os_hn": "sdv_hn",
}
KINDS = {
    "epower2": "powertrain",
    "epower3": "powertrain",
    "ehev_h": "powertrain",
    "phev_mmc": "powertrain",
    "wayve_vision": "driver_assistance",
    "wayve_lidar": "driver_assistance",
    "nacs": "charging",
    "vehicle_os_hn": "software",
}
OWNERS = {
    "epower2": "nissan",
    "epower3": "nissan",
    "ehev_h": "honda",
    "phev_mmc": "mitsubishi_motors",
    "wayve_vision": "wayve",
    "wayve_lidar": "wayve",
    "nacs": "tesla",
    "vehicle_os_hn": "honda;nissan",
}
LICENSEES = {
    "epower2": "mitsubishi_motors;honda;stellantis;ford",
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
NOTES = {
    "epower2": "in the Note, Serena, X-Trail and Kicks of today; when their successors change to the third "
    "generation is not published, so they keep it in the years planned",
}
# Drives learn with volume up to about a million a year; the low end is NREL's, no volume effect above 100,000.
LEARNS = ("powertrain",)
LEAST_SAVING, MOST_SAVING, LEARNS_UNTIL = 0.0, 0.20, 1_000_000.0
LEARNING = (
    "saving a doubling: progress ratio of the technology facts, until a million a year; its low end, none, is NREL's "
    "view, by which parts bought in save nothing more above 100,000 a year"
)
# What a car is compared with, in words of the case.
BASELINES = {"mhev13": "petrol", "gasoline": "petrol"}
SCOPES = {"ALL": "all", "US BEV": "US, car of 100 miles"}
# Part of what buyers would pay that the maker receives: dealers keep 8 %; less where competition takes its share.
PASS_THROUGH, LEAST_PASS_THROUGH = 0.92, 0.5


def technologies(paper: Paper) -> None:
    """One row a technology; costs carried over from the fact table, owners renamed to the firms of the case."""
    for technology, fact in TECHNOLOGIES.items():
        where = {"tech_id": fact}
        text = {c: paper.facts.text("tech/technologies", c, **where) for c in ("name", "currency", "note")}
        cost = [paper.facts.number("tech/technologies", f"unit_cost{c}", **where) for c in ("_lo", "", "_hi")]
        fixed = [
            paper.facts.number("tech/technologies", f"fixed_{c}_m", **where) for c in ("lo", "cost", "hi")
        ]
        note = "; ".join(part for part in (text["note"], NOTES.get(technology, "")) if part)
        needs = [case for case, name in TECHNOLOGIES.items() if name in _prerequisites(paper, fact)]
        learning = _learning(paper, fact) if KINDS[technology] in LEARNS else {}
        sources = source_ids(paper.facts.text("tech/technologies", "source_id", **where))
        if learning:
            note = "; ".join(part for part in (note, LEARNING) if part)
            sources += ";s_epalearn;s_atb"
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
            needs=";".join(needs),
            available_from=FROM_YEAR.get(technology),
            unit_cost=cost[1],
            unit_cost_low=cost[0],
            unit_cost_high=cost[2],
            fixed_cost_m=fixed[1],
            fixed_cost_m_low=fixed[0],
            fixed_cost_m_high=fixed[2],
            lead_years=LEAD_YEARS.get(technology, 2.0),
            currency=text["currency"],
            sharing_overhead=paper.facts.number("tech/technologies", "share_overhead", **where),
            source=sources,
            confidence=_confidence(paper.facts.text("tech/technologies", "confidence", **where), "S_JUDGE"),
            note=note,
            **learning,
        )
    _own_drives(paper)


def _prerequisites(paper: Paper, fact: str) -> list[str]:
    """Ids of the fact table that a technology needs; engines, platforms and rules among them."""
    return paper.facts.text("tech/technologies", "prereq", tech_id=fact).split(";")


def _learning(paper: Paper, fact: str) -> dict[str, object]:
    ratio = paper.facts.number("tech/technologies", "progress_ratio", tech_id=fact)
    return {
        "saving_per_doubling": round(1.0 - ratio, 4),
        "saving_per_doubling_low": LEAST_SAVING,
        "saving_per_doubling_high": MOST_SAVING,
        "reference_units_per_year": paper.facts.number("tech/technologies", "ref_volume_k", tech_id=fact)
        * 1e3,
        "joint_volume_limit": LEARNS_UNTIL,
    }


def _own_drives(paper: Paper) -> None:
    """A taker's own drive that a licensed one would take the place of."""
    columns = {"_low": "unit_cost_lo", "": "unit_cost", "_high": "unit_cost_hi"}
    cost = {
        f"unit_cost{side}": paper.facts.number("tech/technologies", column, tech_id="epower3")
        for side, column in columns.items()
    }
    paper.add(
        "technologies",
        technology="hybrid_ford",
        name="Ford power-split hybrid",
        kind="powertrain",
        owners="ford",
        **cost,
        currency="EUR",
        source="s_judge",
        confidence="assumption",
        note="cost assumed as that of e-POWER, for a swap of the two: nothing is published",
    )


def effects(paper: Paper) -> None:
    """What the technologies change, carried over row by row, and judgements where nothing is published."""
    for technology, fact in TECHNOLOGIES.items():
        for row in paper.facts.rows("tech/effects", tech_id=fact):
            if (row["target"], row["source_id"]) == ("fuel_factor", "S_OWN"):
                continue  # an older model of ours: the present one says it below
            paper.add(
                "effects",
                technology=technology,
                target=row["target"],
                scope=SCOPES.get(row["scope"], row["scope"]),
                baseline=BASELINES.get(row["baseline"], _of_case(row["baseline"])),
                form=row["form"],
                value=float(row["value"]),
                value_low=float(row["lo"]),
                value_high=float(row["hi"]),
                unit=row["unit"].replace("-", ""),
                source=_effect_sources(row["target"], row["source_id"]),
                confidence=_confidence(row["confidence"], row["source_id"]),
                note=said_of_highway() if row["scope"] == "highway" else row["note"],
                **_received(row["target"], row["baseline"]),
            )
    for own in (*EFFECTS, *of_the_model()):
        low, value, high = own.value
        cells = own._asdict() | {"value": value, "value_low": low, "value_high": high}
        paper.add("effects", **cells, **_received(own.target, own.baseline))


def worth_to_buyers(paper: Paper, technology: str, baseline: str) -> float:
    """USD a car that the maker receives for what buyers would pay for a technology."""
    for row in paper.rows["effects"]:
        wanted = (technology, "utility_wtp", baseline)
        if (row["technology"], row["target"], row["baseline"]) == wanted:
            return float(str(row["value"])) * float(str(row["pass_through"])) / paper.rate(str(row["unit"]))
    raise LookupError(f"no utility_wtp of {technology} against {baseline}")


def _of_case(baseline: str) -> str:
    """An id of the fact table as an id of the case, any other word as it is."""
    return next((case for case, fact in TECHNOLOGIES.items() if fact == baseline), baseline)


def _received(target: str, baseline: str) -> dict[str, object]:
    """The part of what buyers would pay that reaches the maker, on rows that make prices."""
    if target != "utility_wtp" or baseline == "CCS only":
        return {}
    return {"pass_through": PASS_THROUGH, "pass_through_low": LEAST_PASS_THROUGH}


def _effect_sources(target: str, joined: str) -> str:
    """Ids of the case; what the facts worked out themselves is the road-load model only where it is fuel."""
    found = source_ids(joined)
    return found if target == "fuel_factor" else found.replace("s_own", "teikei_derivation")


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
