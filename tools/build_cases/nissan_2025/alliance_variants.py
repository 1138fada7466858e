"""Variants of Nissan, Mitsubishi Motors and Renault: platform, drive, CO2 and years of each."""

from __future__ import annotations

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.alliance_models import Rows, cells, models_text

# variant (<model>+<powertrain>[+what]) | platform | CO2 g/km | technologies | first | last | note
_VARIANTS = """
rogue+petrol | cmf_cd | 160
rogue+hybrid | cmf_cd | | epower3 | 2027
rogue_phev+plugin | cmf_cd | 35 | phev_mmc
rogue_ev+electric | cmf_ev | 0
x_trail+petrol | cmf_cd | 165
x_trail+hybrid | cmf_cd | 131 | epower2
qashqai+petrol | cmf_cd | F19
qashqai+hybrid | cmf_cd | F04 | epower3 | | | 116 g/km with the second generation in the base year
juke+petrol | cmf_b | 134 | | | 2030
juke+hybrid | cmf_b | 114 | | | 2030 | Renault E-Tech drive, bought inside the alliance
juke+petrol+next | nissan_bsuv_next | 125 | | 2030
juke+hybrid+next | nissan_bsuv_next | 102 | | 2030
juke+electric | cmf_ev | 0 | | 2027 | | sister of the third Leaf; announced for 2026
leaf_gen2+electric | nissan_ev_gen2 | 0
leaf_gen3+electric | cmf_ev | 0
ariya+electric | cmf_ev | 0
ariya_us+electric | cmf_ev | 0
sentra+petrol | cmf_cd | 150
altima+petrol | cmf_cd | 165
versa+petrol | nissan_v | 135
kicks+petrol | cmf_b | 150
kicks+hybrid | cmf_b | 105 | epower2
frontier+petrol | nissan_f_alpha | 260 | | | 2027
frontier+petrol+next | nissan_bof_next | 245 | | 2028
titan+petrol | nissan_f_alpha | 330
xterra+petrol | nissan_bof_next | 245
xterra+hybrid | nissan_bof_next | 200 | | | | V6 hybrid; not e-POWER
pathfinder+petrol | nissan_d_unibody | 235 | | | 2030
pathfinder+petrol+next | nissan_large_suv_next | 220 | | 2030
murano+petrol | nissan_d_unibody | 215
qx60+petrol | nissan_d_unibody | 225 | | | 2030
qx60+petrol+next | nissan_large_suv_next | 215 | | 2030
qx50+petrol | nissan_compas | 205
armada+petrol | nissan_y63 | 300
patrol+petrol | nissan_y63 | 310
note+hybrid | cmf_b | 85 | epower2
serena+petrol | nissan_c_mpv | 165
serena+hybrid | nissan_c_mpv | 115 | epower2
sakura+electric | kei_ev | 0 | | | 2030
sakura+electric+next | nissan_kei_ev_next | 0 | | 2030
dayz+petrol | kei_ice | 110 | | | 2030
dayz+petrol+next | nissan_kei_next | 110 | | 2030
nissan_sports+petrol | nissan_fr | 230
caravan+diesel | nissan_van | 200
nv200+petrol | nissan_van | 160
np300+petrol | nissan_np300 | 240
navara+diesel | nissan_np300 | 215
navara_oceania+diesel | mmc_ladder | 205 | | 2026 | | Triton-based, built at Laem Chabang since 20 Dec 2025
navara_oceania+diesel+d23 | nissan_np300 | 215 | | | 2025 | the Navara of the base year, own frame
almera+petrol | nissan_v | 120
magnite+petrol | cmf_a | 125
nissan_micra_ev+electric | cmf_bev | 0
nissan_a_segment_ev+electric | rgev_small | 0
townstar+petrol | lcv_ev | 155
primastar+diesel | trafic_x82 | 190
interstar+diesel | master_x62 | 230
nissan_china_models+petrol | cmf_cd | 145
nissan_china_models+electric | cmf_ev | 0
n7+electric | nissan_n7 | 0
outlander+petrol | cmf_cd | 190
outlander_phev+plugin | cmf_cd | 40 | phev_mmc
outlander_sport+petrol | mmc_gs | 175
eclipse_cross+petrol | mmc_gs | 175
eclipse_cross+plugin | mmc_gs | 46 | phev_mmc
mirage+petrol | mmc_mirage | 115
mirage_export+petrol | mmc_mirage | 115
xpander+petrol | mmc_xpander | 150
xforce+petrol | mmc_xpander | 150
triton+diesel | mmc_ladder | 205
pajero_sport+diesel | mmc_ladder | 215
delica_mini+petrol | kei_ice | 115 | | | 2030
delica_mini+petrol+next | mmc_kei_next | 115 | | 2030
ek+petrol | kei_ice | 110 | | | 2030
ek+petrol+next | mmc_kei_next | 110 | | 2030
ek_ev+electric | kei_ev | 0 | | | 2030
delica_d5+diesel | mmc_gs | 190
l300+diesel | mmc_l300 | 230
mitsubishi_eclipse_cross_ev+electric | cmf_ev | 0
mitsubishi_colt+petrol | cmf_b | 119
mitsubishi_asx_eu+petrol | cmf_b | 133
mitsubishi_asx_eu+hybrid | cmf_b | 107
mitsubishi_leaf_based_ev+electric | cmf_ev | 0
clio+petrol | cmf_b | 118
clio+hybrid | cmf_b | 96
captur+petrol | cmf_b | 130
captur+hybrid | cmf_b | 106
symbioz+hybrid | cmf_b | 105
austral+petrol | cmf_cd | 140
austral+hybrid | cmf_cd | 108
megane_e_tech+electric | cmf_ev | 0
scenic_e_tech+electric | cmf_ev | 0
renault_5+electric | cmf_bev | 0
renault_4+electric | cmf_bev | 0
twingo+petrol | rgev_small | 120 | | | | the old Twingo stood on a platform shared with Smart, out of use; booked here
twingo_e_tech+electric | rgev_small | 0
sandero+petrol | cmf_b | 118
duster+petrol | cmf_b | 128
duster+hybrid | cmf_b | 113
bigster+petrol | cmf_b | 132
bigster+hybrid | cmf_b | 106
jogger+petrol | cmf_b | 128
jogger+hybrid | cmf_b | 108
logan+petrol | cmf_b | 118
arkana+hybrid | cmf_b | 107
grand_koleos+hybrid | renault_m | 125
megane_sedan+petrol | cmf_cd | 135
kangoo+diesel | lcv_ev | 145
kangoo+electric | lcv_ev | 0
trafic+diesel | trafic_x82 | 185
master+diesel | master_x62 | 225
express+diesel | cmf_b | 135
renault_latam+petrol | cmf_b | 130
renault_india+petrol | cmf_a | 110
"""

WEIGHT = {"petrol": 1.0, "diesel": 1.02, "hybrid": 1.03, "plugin": 1.10, "electric": 1.12}
"""Parts bill of a powertrain against the petrol car of its price class (calibration scales the level)."""

ALONE = {
    "dayz_petrol_next": 1.0190,
    "delica_mini_petrol_next": 1.0475,
    "ek_petrol_next": 1.0475,
    "sakura_electric_next": 1.0087,
}
"""Parts bill on a platform of one's own against that on the one shared today, at 3 % a doubling: 121,000 cars a year
(Nissan) and 64,632 (Mitsubishi) instead of 185,632 petrol kei, 22,900 instead of 27,900 electric ones."""

GENERATIONS = {
    "note_hybrid": ("bestcar_note20", "second generation of e-POWER since December 2020"),
    "serena_hybrid": ("gcc_serena22", "second generation of e-POWER since 2023"),
    "x_trail_hybrid": ("s_xtrail", "second generation of e-POWER since 2022"),
    "kicks_hybrid": (
        "goonet_kicks23;general_knowledge",
        "1.2 l engine of before the third generation of e-POWER; the second since July 2022 from memory",
    ),
    "qashqai_hybrid": ("an_epower", "third generation of e-POWER since September 2025"),
    "rogue_hybrid": ("an_epower", "third generation of e-POWER from fiscal year 2026"),
}
"""Variant -> who says which e-POWER it carries, and since when."""

NEXT_DRIVE = "no date is published for the third, so it keeps this one in the years planned"

DERIVED = {
    "rogue_hybrid": "rogue_petrol",
    "x_trail_hybrid": "x_trail_petrol",
    "qashqai_hybrid": "qashqai_petrol",
    "serena_hybrid": "serena_petrol",
}
"""e-POWER versions sold beside a petrol car in the same markets: that car, the drive, and what a dearer version
has besides. The Note has no petrol version; the Kicks with e-POWER is sold elsewhere than the petrol one."""


def variants(facts: Facts) -> Rows:
    """Return the variants; ``_parts_weight`` is scaled to a parts bill by the calibration, which turns parts and
    CO2 of derived ones into additions."""
    figures = {row["figure_id"]: float(row["value"]) for row in facts.table("tech/figures") if row["value"]}
    status = {row[0]: row[7] or "current" for row in models_text()}
    rows: Rows = []
    for name, platform, co2, technologies, first, last, note in cells(_VARIANTS, 7):
        model, powertrain = name.split("+")[:2]
        variant = name.replace("+", "_")
        own = status[model]
        if own == "current" and first:
            own = "announced"
        rows.append(
            {
                "variant": variant,
                "model": model,
                "powertrain": powertrain,
                "platform": platform,
                "technologies": technologies,
                "derived_from": DERIVED.get(variant, ""),
                "_parts_weight": WEIGHT[powertrain] * ALONE.get(variant, 1.0),
                "co2_g_per_km": figures[co2] if co2.startswith("F") else float(co2 or 0.0),
                "status": own,
                "first_year": int(first) if first else None,
                "last_year": int(last) if last else None,
                "source": _source(variant, co2),
                "confidence": "reported" if co2.startswith("F") else "assumption",
                "note": _note(variant, co2, technologies, note),
            }
        )
    return rows


def _source(variant: str, co2: str) -> str:
    """Who says its CO2, and which e-POWER it carries."""
    grams = {"F19": "s_dtw", "F04": "s_completecar"}.get(co2, "teikei_assumption")
    return ";".join(part for part in (grams, GENERATIONS.get(variant, ("",))[0]) if part)


def _note(variant: str, co2: str, technologies: str, note: str) -> str:
    carried = GENERATIONS.get(variant, ("", ""))[1]
    stays = NEXT_DRIVE if technologies == "epower2" else ""
    memory = "CO2 from memory" if co2 and not co2.startswith("F") else ""
    return "; ".join(part for part in (carried, stays, note, memory) if part)
