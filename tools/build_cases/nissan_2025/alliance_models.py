"""Platforms, models and variants of Nissan, Mitsubishi Motors and Renault."""

from __future__ import annotations

from tools.build_cases.facts import Facts

Rows = list[dict[str, object]]

# id | owners | construction | available_from | development_m low/mid/high | lead_years | note
_PLATFORMS = """
cmf_a | renault;nissan | unibody
cmf_b | renault;nissan | unibody | | | | Mitsubishi uses it through badge twins that Renault builds, so it is no owner here
cmf_cd | nissan;renault;mitsubishi_motors | unibody | | | | alliance platform; Outlander, Rogue, Qashqai and Austral stand on it
cmf_ev | nissan;renault | unibody | | | | Mitsubishi gets it by supply contracts only
cmf_bev | renault | unibody
rgev_small | renault | unibody | | | | launched 2026, its development is sunk
kei_ice | nissan;mitsubishi_motors | kei
kei_ev | nissan;mitsubishi_motors | kei
lcv_ev | renault | van | | | | Kangoo family
trafic_x82 | renault | van
master_x62 | renault | van | | | | not in the facts; from memory
renault_m | renault | unibody | | | | Grand Koleos on Geely's CMA; licence from Geely, taken as Renault's; from memory
nissan_d_unibody | nissan | unibody
nissan_f_alpha | nissan | body_on_frame
nissan_y63 | nissan | body_on_frame
nissan_np300 | nissan | body_on_frame
nissan_ev_gen2 | nissan | unibody
nissan_v | nissan | unibody
nissan_compas | nissan | unibody
nissan_c_mpv | nissan | unibody
nissan_n7 | nissan | unibody | | | | owned with Dongfeng
nissan_van | nissan | van | | | | Caravan and NV200; not in the facts, from memory
nissan_fr | nissan | unibody | | | | Z, Skyline; not in the facts, from memory
mmc_ladder | mitsubishi_motors | body_on_frame
mmc_gs | mitsubishi_motors | unibody | | | | with the Delica D:5, which stands on a related platform (memory)
mmc_xpander | mitsubishi_motors | unibody
mmc_mirage | mitsubishi_motors | unibody
mmc_l300 | mitsubishi_motors | van | | | | L300; not in the facts, from memory
nissan_bof_next | nissan | body_on_frame | 2028 | 600/1000/2000 | 1 | announced for Canton 2028 and under way: of a programme of about \
1,500 (1,000-3,000, ev_suv_us) a third is taken as spent by the decision date. The facts also list \
pathfinder_next and qx60_next on it; this case keeps those on a unibody
nissan_large_suv_next | nissan | unibody | 2030 | 1000/1500/2000 | 3 | successor under Pathfinder and QX60; programme cost \
typical_programme 1,500, range of platform_bev_shared
nissan_bsuv_next | nissan | unibody | 2030 | 700/1000/1500 | 3 | own successor under the Juke; two thirds of a typical \
programme because of its size
nissan_kei_next | nissan | kei | 2030 | 270/400/600 | 3 | own successor under Dayz and Roox: two thirds of 600 (400-900) for \
petrol and electric kei together, taken from the row of kei_next
mmc_kei_next | mitsubishi_motors | kei | 2030 | 270/400/600 | 3 | own successor under Delica Mini and eK, as nissan_kei_next
nissan_kei_ev_next | nissan | kei | 2030 | 130/200/300 | 3 | own successor under the Sakura: a third of 600 (400-900)
"""

# id | name | firm | brand | segment | class | L,W,H metres | status | first | last
_MODELS = """
rogue | Rogue | nissan | nissan | compact_suv | car | 4.65,1.84,1.69
rogue_phev | Rogue Plug-in Hybrid | nissan | nissan | compact_suv | car | 4.72,1.86,1.75 | announced | 2026
rogue_ev | Rogue-class electric crossover | nissan | nissan | compact_suv | car | 4.60,1.85,1.65 | candidate | 2028
x_trail | X-Trail | nissan | nissan | compact_suv | car | 4.68,1.84,1.73
qashqai | Qashqai | nissan | nissan | compact_suv | car | 4.43,1.84,1.63
juke | Juke | nissan | nissan | subcompact_suv | car | 4.21,1.80,1.60
leaf_gen2 | Leaf (second generation) | nissan | nissan | compact_car | car | 4.49,1.79,1.54 | current | | 2025
leaf_gen3 | Leaf (third generation) | nissan | nissan | compact_suv | car | 4.40,1.81,1.55 | announced | 2025
ariya | Ariya | nissan | nissan | compact_suv | car | 4.60,1.85,1.66
ariya_us | Ariya (United States) | nissan | nissan | compact_suv | car | 4.64,1.85,1.66 | current | | 2025
sentra | Sentra | nissan | nissan | compact_car | car | 4.64,1.82,1.45
altima | Altima | nissan | nissan | midsize_car | car | 4.90,1.85,1.44
versa | Versa, V-Drive and March | nissan | nissan | subcompact_car | car | 4.50,1.74,1.46
kicks | Kicks | nissan | nissan | subcompact_suv | car | 4.37,1.80,1.62
frontier | Frontier | nissan | nissan | midsize_pickup | light_truck | 5.34,1.90,1.83
titan | Titan | nissan | nissan | full_size_pickup | light_truck | 5.79,2.02,1.94 | current | | 2025
xterra | Xterra | nissan | nissan | midsize_suv | car | 4.80,1.92,1.85 | announced | 2028
pathfinder | Pathfinder | nissan | nissan | midsize_suv | car | 5.02,1.98,1.80
murano | Murano | nissan | nissan | midsize_suv | car | 4.90,1.98,1.72
qx60 | QX60 | nissan | infiniti | midsize_suv | car | 5.03,1.98,1.77
qx50 | QX50 and QX55 | nissan | infiniti | compact_suv | car | 4.69,1.90,1.68 | current | | 2025
armada | Armada and QX80 | nissan | nissan | large_suv | car | 5.30,2.11,1.95
patrol | Patrol | nissan | nissan | large_suv | car | 5.35,2.03,1.96
note | Note and Aura | nissan | nissan | subcompact_car | car | 4.05,1.70,1.51
serena | Serena | nissan | nissan | minivan | car | 4.69,1.70,1.87
sakura | Sakura | nissan | nissan | kei | car | 3.40,1.48,1.66
dayz | Dayz and Roox | nissan | nissan | kei | car | 3.40,1.48,1.78
nissan_sports | Z, Skyline and Infiniti sedans | nissan | nissan | midsize_car | car | 4.60,1.83,1.42
caravan | Caravan and Elgrand | nissan | nissan | van | van | 4.70,1.70,1.99
nv200 | NV200 and AD van | nissan | nissan | van | van | 4.40,1.70,1.80 | current | | 2026
np300 | NP300 | nissan | nissan | midsize_pickup | light_truck | 5.26,1.85,1.80
navara | Navara and Terra | nissan | nissan | midsize_pickup | light_truck | 5.26,1.85,1.84
navara_oceania | Navara (Oceania) | nissan | nissan | midsize_pickup | light_truck | 5.32,1.87,1.80
almera | Almera | nissan | nissan | subcompact_car | car | 4.50,1.74,1.46
magnite | Magnite | nissan | nissan | subcompact_suv | car | 3.99,1.76,1.57
nissan_micra_ev | Micra | nissan | nissan | subcompact_car | car | 3.97,1.77,1.50 | announced | 2026
nissan_a_segment_ev | A-segment electric (Twingo-based) | nissan | nissan | subcompact_car | car | 3.79,1.72,1.49 | announced | 2027
townstar | Townstar | nissan | nissan | van | van | 4.49,1.86,1.84
primastar | Primastar | nissan | nissan | van | van | 5.08,1.96,1.97
interstar | Interstar | nissan | nissan | van | van | 5.68,2.08,2.50
nissan_china_models | Sylphy, X-Trail, Qashqai, Teana (China) | nissan | nissan | compact_car | car | 4.64,1.82,1.45
n7 | N7 | nissan | nissan | midsize_car | car | 4.93,1.90,1.49 | announced | 2025
outlander | Outlander | mitsubishi_motors | mitsubishi | compact_suv | car | 4.71,1.86,1.75
outlander_phev | Outlander Plug-in Hybrid | mitsubishi_motors | mitsubishi | compact_suv | car | 4.71,1.86,1.75
outlander_sport | Outlander Sport, ASX and RVR | mitsubishi_motors | mitsubishi | subcompact_suv | car | 4.37,1.81,1.65
eclipse_cross | Eclipse Cross | mitsubishi_motors | mitsubishi | compact_suv | car | 4.55,1.81,1.69
mirage | Mirage and Attrage | mitsubishi_motors | mitsubishi | subcompact_car | car | 4.30,1.67,1.52
mirage_export | Mirage, Space Star (N. America, Europe) | mitsubishi_motors | mitsubishi | subcompact_car | car | 3.85,1.67,1.50 \
| current | | 2025
xpander | Xpander | mitsubishi_motors | mitsubishi | mpv | car | 4.60,1.75,1.75
xforce | Xforce | mitsubishi_motors | mitsubishi | subcompact_suv | car | 4.39,1.81,1.66
triton | Triton and L200 | mitsubishi_motors | mitsubishi | midsize_pickup | light_truck | 5.36,1.93,1.82
pajero_sport | Pajero Sport | mitsubishi_motors | mitsubishi | midsize_suv | car | 4.83,1.82,1.84
delica_mini | Delica Mini | mitsubishi_motors | mitsubishi | kei | car | 3.40,1.48,1.83
ek | eK and Minicab | mitsubishi_motors | mitsubishi | kei | car | 3.40,1.48,1.75
ek_ev | eK X EV and Minicab EV | mitsubishi_motors | mitsubishi | kei | car | 3.40,1.48,1.66
delica_d5 | Delica D:5 | mitsubishi_motors | mitsubishi | minivan | car | 4.80,1.80,1.88
l300 | L300 | mitsubishi_motors | mitsubishi | van | van | 4.95,1.75,2.00
mitsubishi_eclipse_cross_ev | Eclipse Cross EV | mitsubishi_motors | mitsubishi | compact_suv | car | 4.49,1.86,1.57 \
| announced | 2026
mitsubishi_colt | Colt | mitsubishi_motors | mitsubishi | subcompact_car | car | 4.05,1.80,1.44
mitsubishi_asx_eu | ASX (Europe) | mitsubishi_motors | mitsubishi | subcompact_suv | car | 4.23,1.80,1.57
mitsubishi_leaf_based_ev | Leaf-based electric | mitsubishi_motors | mitsubishi | compact_suv | car | 4.40,1.81,1.55 \
| announced | 2026
clio | Clio | renault | renault | subcompact_car | car | 4.05,1.80,1.44
captur | Captur | renault | renault | subcompact_suv | car | 4.23,1.80,1.58
symbioz | Symbioz | renault | renault | compact_suv | car | 4.41,1.80,1.58
austral | Austral, Espace and Rafale | renault | renault | compact_suv | car | 4.60,1.85,1.63
megane_e_tech | Megane E-Tech | renault | renault | compact_car | car | 4.20,1.78,1.51
scenic_e_tech | Scenic E-Tech | renault | renault | compact_suv | car | 4.47,1.86,1.57
renault_5 | Renault 5 and Alpine A290 | renault | renault | subcompact_car | car | 3.92,1.77,1.50
renault_4 | Renault 4 | renault | renault | subcompact_suv | car | 4.14,1.80,1.57 | announced | 2025
twingo | Twingo | renault | renault | subcompact_car | car | 3.62,1.65,1.55 | current | | 2025
twingo_e_tech | Twingo E-Tech | renault | renault | subcompact_car | car | 3.79,1.72,1.49 | announced | 2026
sandero | Sandero | renault | dacia | subcompact_car | car | 4.09,1.85,1.55
duster | Duster | renault | dacia | subcompact_suv | car | 4.34,1.81,1.66
bigster | Bigster | renault | dacia | compact_suv | car | 4.57,1.81,1.71 | announced | 2025
jogger | Jogger | renault | dacia | mpv | car | 4.55,1.78,1.67
logan | Logan | renault | dacia | subcompact_car | car | 4.40,1.85,1.50
arkana | Arkana | renault | renault | compact_suv | car | 4.57,1.82,1.57
grand_koleos | Grand Koleos | renault | renault | midsize_suv | car | 4.78,1.88,1.68
megane_sedan | Megane sedan (Turkey) | renault | renault | compact_car | car | 4.63,1.81,1.44
kangoo | Kangoo | renault | renault | van | van | 4.49,1.86,1.84
trafic | Trafic | renault | renault | van | van | 5.08,1.96,1.97
master | Master | renault | renault | van | van | 5.68,2.08,2.50
express | Express | renault | renault | van | van | 4.39,1.78,1.81
renault_latam | Kwid, Kardian, Duster, Oroch (South America) | renault | renault | subcompact_suv | car | 4.10,1.74,1.60
renault_india | Kwid, Kiger and Triber | renault | renault | subcompact_car | car | 3.90,1.70,1.60
"""

_NAMES = {
    "master_x62": "Master / Interstar van",
    "mmc_l300": "Mitsubishi L300",
    "nissan_bsuv_next": "Next small SUV platform of Nissan (own)",
    "mmc_kei_next": "Next kei platform of Mitsubishi (own)",
    "nissan_fr": "Nissan rear-drive platform (Skyline, Z)",
    "nissan_kei_ev_next": "Next electric kei platform of Nissan (own)",
    "nissan_kei_next": "Next kei platform of Nissan (own)",
    "nissan_large_suv_next": "Next large SUV platform of Nissan (own)",
    "nissan_van": "Nissan vans (Caravan, NV200)",
    "renault_m": "Renault M platform (Arkana, Koleos)",
}
"""Names of platforms that the facts do not list."""


def cells(text: str, width: int) -> list[list[str]]:
    """Split a literal table into rows of ``width`` cells, blanks as ``""``."""
    rows = []
    for line in text.strip().splitlines():
        row = [cell.strip() for cell in line.split("|")]
        if len(row) > width:
            raise ValueError(f"{row[0]}: {len(row)} cells, at most {width} expected")
        rows.append(row + [""] * (width - len(row)))
    return rows


def models_text() -> list[list[str]]:
    """Return the literal table of models."""
    return cells(_MODELS, 10)


def platforms(facts: Facts) -> Rows:
    """Return the platforms; those still to be developed carry a cost with low and high."""
    known = {row["platform_id"]: row for row in facts.table("nissan_group/platforms")}
    scale = {
        level: facts.number("world/cost_facts", f"value_{level}", fact_id="variable_cost_per_doubling") / 100
        for level in ("low", "central", "high")
    }
    rows: Rows = []
    for name, owners, construction, available, cost, lead, note in cells(_PLATFORMS, 7):
        fact = known.get(name, {})
        row: dict[str, object] = {
            "platform": name,
            "name": fact.get("name") or _NAMES[name],
            "owners": owners,
            "construction": construction,
            "follower_factor": 0.65,
            "follower_factor_low": 0.60,
            "follower_factor_high": 0.80,
            "saving_per_doubling": scale["central"],
            "saving_per_doubling_low": scale["low"],
            "saving_per_doubling_high": scale["high"],
            "source": fact.get("source_id", "teikei_assumption") + ";own_assumption",
            "confidence": "assumption" if cost or not fact else fact["confidence"],
            "note": note,
        }
        if cost:
            low, mid, high = (float(part) for part in cost.split("/"))
            row |= {
                "available_from": int(available),
                "development_cost_m": mid,
                "development_cost_m_low": low,
                "development_cost_m_high": high,
                "lead_years": float(lead),
                "currency": "USD",
            }
        rows.append(row)
    return rows


def models(facts: Facts) -> Rows:
    """Return the nameplates; volume is length × width × height in metres."""
    known = {row["model_id"]: row for row in facts.table("nissan_group/models")}
    rows: Rows = []
    for name, title, firm, brand, segment, klass, size, status, first, last in models_text():
        fact = known.get(name, {})
        length, width, height = (float(part) for part in size.split(","))
        row: dict[str, object] = {
            "model": name,
            "name": title,
            "firm": firm,
            "brand": brand,
            "segment": segment,
            "customs_class": klass,
            "volume_cbm": round(length * width * height, 1),
            "status": status or "current",
            "first_year": int(first) if first else None,
            "last_year": int(last) if last else None,
            "customs_value_share": 0.85,
            "customs_value_share_low": 0.75,
            "customs_value_share_high": 0.95,
            "source": fact.get("source_id", "general_knowledge") + ";teikei_assumption",
            "confidence": "assumption",
            "note": "dimensions from memory; customs value share assumed (0.75-0.95)",
        }
        if status == "candidate":
            row |= {"launch_cost_m": 600.0, "launch_cost_m_low": 400.0, "launch_cost_m_high": 1000.0}
            row |= {"currency": "USD", "first_year": None, "lead_years": 2.0, "life_years": 7}
            row["note"] = "upper body on a platform in production: 40 % of a typical programme of 1,500"
        rows.append(row)
    return rows
