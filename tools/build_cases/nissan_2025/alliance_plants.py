"""Plants, owners, lines and tooling of Nissan, Mitsubishi Motors and Renault."""

from __future__ import annotations

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.alliance_demand import model_of
from tools.build_cases.nissan_2025.alliance_models import Rows, cells

NAMEPLATE = 0.79
"""Straight-time over nameplate or maximum shift: 3.5 million quoted for Nissan outside China, 4.45 million listed."""

PLACES = {
    "JP": ("japan", "japan"),
    "US": ("us", "united_states"),
    "MX": ("mexico", "mexico"),
    "GB": ("uk", "united_kingdom"),
    "BR": ("brazil", "brazil"),
    "ZA": ("south_africa", "south_africa"),
    "TH": ("thailand", "thailand"),
    "IN": ("india", "india"),
    "CN": ("china", "china"),
    "ID": ("indonesia", "indonesia"),
    "PH": ("philippines", "philippines"),
    "FR": ("eu", "france"),
    "ES": ("eu", "spain"),
    "SI": ("eu", "slovenia"),
    "RO": ("eu", "romania"),
    "TR": ("turkey", "turkey"),
    "MA": ("morocco", "morocco"),
    "KR": ("korea", "south_korea"),
}

# plant | closes_after | may_close_from | closing_cost_m | jobs | note
_PLANTS = """
oppama | 2027 | | | 3900 | vehicle output ends March 2028, so 2027 is the last full year; jobs 2,400 (Nikkei) or 3,900 (Reuters)
tochigi | | 2029 | 400 | | closing cost assumed: 2,500 people at 150,000 USD
kyushu | | | | | takes the Oppama models
shatai_shonan | 2026 | | | | ends within fiscal year 2026
shatai_kyushu
smyrna | | | | 5700 | jobs from memory
canton | | 2029 | 600 | 3500 | jobs from memory; closing cost assumed: people at 150,000 USD and aid to pay back
aguascalientes_a1
aguascalientes_a2
civac | 2026 | | | 2400 | March 2026 (Nissan) or March 2027 (Automotive News): 2026 taken as last year; jobs from memory
compas | 2026 | | | | Nissan's half of the plant shared with Mercedes-Benz; ends May 2026
sunderland | | 2029 | 600 | 6000 | jobs from memory; closing cost assumed at 100,000 USD a head
resende | | 2029 | 100 | | closing cost assumed
samut_prakan_1 | 2026 | | | | being merged into plant 2 (status consolidating, 2025)
samut_prakan_2 | | 2029 | 80 | | closing cost assumed
rosslyn | 2026 | | | 1080 | sold to Chery, output ends May 2026
china_dfl_total | | | | | half owned by Dongfeng; taken whole, as Nissan's pro forma accounts do
okazaki
mizushima
laem_chabang | | | | | some lines stop in mid-2027
bekasi_mmki
santa_rosa | | 2029 | 30 | | closing cost assumed
chennai_rnaipl | | | | | Renault 100 % since 2025; 51 % Nissan in the base year
douai
maubeuge
sandouville
batilly
palencia
valladolid
novo_mesto
bursa | | | | | 51 % Renault, 49 % Oyak; taken whole
mioveni
tangier
casablanca
curitiba | | | | | Geely takes a minority of Renault do Brasil; taken whole
busan | | | | | Geely holds about a third (memory); taken whole
"""

# line | plant | constructions | capacity (k cars) low/mid/high, or 'nameplate' | to_year | note
_LINES = """
oppama_unibody | oppama | unibody | nameplate
tochigi_unibody | tochigi | unibody | nameplate
kyushu_unibody | kyushu | unibody | nameplate
shatai_shonan_van | shatai_shonan | van | nameplate
shatai_kyushu_frame | shatai_kyushu | body_on_frame;van | nameplate
smyrna_unibody | smyrna | unibody | nameplate | | listed 640,000 on three shifts; two shifts alone 427,000
canton_unibody | canton | unibody | 175/200/222 | | 370,000 in all, the base of MarkLines' 57 %; low 0.79 x 410,000, high 410,000; split assumed
canton_frame | canton | body_on_frame | 149/170/188 | | see canton_unibody; split assumed 54 to 46
aguascalientes_a1_mixed | aguascalientes_a1 | unibody;body_on_frame | 320/379/400 | | derived running rate, not nameplate: no scaling; NP300 from 2026
aguascalientes_a2_unibody | aguascalientes_a2 | unibody | 175/240/260 | | phase 1 was 175,000; grown since, as Mexico's output proves
civac_mixed | civac | body_on_frame;unibody | nameplate | | 200,000 or 160,000 listed
compas_unibody | compas | unibody | 70/91/115 | | half of 230,000 from memory x 0.79
sunderland_unibody | sunderland | unibody | 420/474/520 | | 0.79 x 600,000; 520,000 quoted in 2020
resende_unibody | resende | unibody | nameplate
samut_prakan_1_unibody | samut_prakan_1 | unibody | nameplate
samut_prakan_2_mixed | samut_prakan_2 | body_on_frame;unibody | nameplate
rosslyn_frame | rosslyn | body_on_frame | nameplate
china_dfl_unibody | china_dfl_total | unibody | 900/1000/1200 | | 1.0 million is the announced size
china_dfl_surplus | china_dfl_total | unibody | 400/500/500 | 2026 | 1.5 million in 2024; the cut to 1.0 is taken for 2027 (assumption)
okazaki_unibody | okazaki | unibody | 230/260/310 | | capacity not found: 217,000 built at 83 % use
mizushima_kei | mizushima | kei | 225/250/280 | | capacity not found: 80 % use of 260,000 built, split by construction
mizushima_unibody | mizushima | unibody | 60/80/100 | | see mizushima_kei
laem_chabang_frame | laem_chabang | body_on_frame | 170/200/254 | | 0.79 x 424,000 = 335,000, split assumed 60 to 40
laem_chabang_unibody | laem_chabang | unibody | 70/85/106 | | see laem_chabang_frame
laem_chabang_unibody_2 | laem_chabang | unibody | 40/50/64 | 2026 | the line that stops in mid-2027; which one is not known
bekasi_mmki_unibody | bekasi_mmki | unibody | nameplate
santa_rosa_mixed | santa_rosa | unibody;van | nameplate
chennai_rnaipl_unibody | chennai_rnaipl | unibody | nameplate
douai_unibody | douai | unibody | 150/200/220 | | capacity not found: half of the 400,000 of ElectriCity's three sites
maubeuge_mixed | maubeuge | van;unibody | 150/180/200 | | 160,000 built about 2018 at 90 % use
sandouville_van | sandouville | van | 130/145/165 | | 130,000 built in 2023 at 90 % use
batilly_van | batilly | van | 140/158/175 | | 142,619 built in 2018 at 90 % use
palencia_unibody | palencia | unibody | 125/140/180 | | base output at 90 % use (group over 90 % in H1 2024)
valladolid_unibody | valladolid | unibody | 225/250/280 | | 225,000 a year in 2025 at 90 % use
novo_mesto_unibody | novo_mesto | unibody | 75/100/120 | | 68,130 built in 2022; enlarged for the new Twingo (assumption)
bursa_unibody | bursa | unibody | 350/390/500 | | stated capacity 2023
mioveni_unibody | mioveni | unibody | 310/350/360 | | past record, not nameplate: no scaling
tangier_mixed | tangier | unibody | 300/340/400 | | 303,558 built in 2019: no scaling
casablanca_unibody | casablanca | unibody | 90/100/110 | | 95,524 built in 2022: no scaling
curitiba_unibody | curitiba | unibody | 190/220/280 | | capacity not found: base output at 87 % use
busan_unibody | busan | unibody | 150/200/240 | | two thirds of 300,000 (memory)
"""

# model plant, announced beside the flows of the base year | why
_ANNOUNCED = """
note kyushu | moves from Oppama by fiscal year 2027
kicks oppama | from the second half of fiscal year 2025
kicks kyushu | Kyushu takes the Oppama models
almera samut_prakan_2 | plant 1 is merged into plant 2
np300 aguascalientes_a1 | from Civac in 2026
navara_oceania laem_chabang | since 20 Dec 2025
leaf_gen3 tochigi | in production
leaf_gen3 sunderland | in production
rogue_phev okazaki | since 12 Jan 2026
xterra canton | announced for 2028; the spending is the same in every book
nissan_micra_ev douai | since late 2025
nissan_a_segment_ev novo_mesto | announced; plant inferred from the Twingo
n7 china_dfl | in production
mitsubishi_eclipse_cross_ev douai | since late 2025
mitsubishi_leaf_based_ev tochigi | announced for 2026; plant inferred
renault_4 maubeuge | since 2025
twingo_e_tech novo_mesto | since 2026
bigster mioveni | since 2025
"""

# model plant | cost in USD million | derivation
_POSSIBLE = """
kicks smyrna | 250 | running plant, sister platform in the group
kicks canton | 300 | running plant, new platform there
sentra smyrna | 250 | shares CMF-C/D with the Rogue
sentra canton | 250 | shares CMF-C/D with the Altima
altima smyrna | 250 | shares CMF-C/D with the Rogue
rogue canton | 300 | half of Belvidere's 600 for two compact SUVs
rogue aguascalientes_a2 | 300 | half of Belvidere's 600 for two compact SUVs
x_trail smyrna | 100 | sister of the Rogue on its line, as the large SUV at Warren
rogue_ev smyrna | 400 | electric car on a running line
rogue_ev canton | 500 | what Nissan set aside for electric cars at Canton
leaf_gen3 smyrna | 350 | as before for the second generation, new platform
pathfinder canton | 300 | half of Belvidere's 600
qx60 canton | 150 | sister of the Pathfinder
murano canton | 250 | shares the platform of the Pathfinder
frontier aguascalientes_a1 | 400 | Toledo: a midsize truck added to a running plant
xterra aguascalientes_a1 | 300 | sister of the Frontier on one frame
armada canton | 400 | frame car of its own, as a truck added to a running plant
x_trail sunderland | 250 | shares CMF-C/D with the Qashqai
ariya sunderland | 250 | shares CMF-EV with the Leaf
note tochigi | 250 | running plant, new platform there
serena tochigi | 300 | running plant, new platform there
versa resende | 250 | running plant, new platform there
np300 samut_prakan_2 | 150 | sister of the Navara
outlander mizushima | 300 | running plant, new platform there
eclipse_cross mizushima | 150 | shares its platform with the Outlander Sport
outlander_sport okazaki | 150 | shares its platform with the Eclipse Cross
xforce laem_chabang | 250 | running plant, new platform there
clio valladolid | 250 | shares CMF-B with the Captur
captur bursa | 250 | shares CMF-B with the Clio
austral valladolid | 300 | running plant, new platform there
duster tangier | 250 | shares CMF-B with the Sandero
bigster bursa | 200 | sister of the Duster there
scenic_e_tech palencia | 400 | electric output planned there for 2028
renault_4 douai | 200 | sister of the Renault 5 there
"""


def plant_id(fact_id: str) -> str:
    """Return the id in the case of a plant of the facts."""
    return "china_dfl" if fact_id == "china_dfl_total" else fact_id


def plants(facts: Facts) -> tuple[Rows, Rows]:
    """Return plants and their owners. Fixed and conversion cost are set by the calibration from ``_country``."""
    rows: Rows = []
    owners: Rows = []
    for name, closes, may_close, cost, jobs, note in cells(_PLANTS, 6):
        fact = facts.rows("nissan_group/plants", plant_id=name)[0]
        territory, country = PLACES[fact["country"]]
        rows.append(
            {
                "plant": plant_id(name),
                "name": fact["name"],
                "territory": territory,
                "latitude": float(fact["lat"]),
                "longitude": float(fact["lon"]),
                "_country": country,
                "overtime_share": 0.10,
                "closes_after": int(closes) if closes else None,
                "may_close_from": int(may_close) if may_close else None,
                "closing_cost_m": float(cost or 0),
                "jobs": int(jobs) if jobs else None,
                "currency": "USD",
                "source": fact["source_id"] + ";teikei_assumption",
                "confidence": "assumption" if cost else "estimate",
                "note": "; ".join(
                    part for part in (note, "place from memory, overtime 10 % assumed") if part
                ),
            }
        )
        owners.append(
            {
                "plant": plant_id(name),
                "firm": fact["firm"],
                "share": 1.0,
                "source": fact["source_id"],
                "confidence": "reported",
                "note": note if "taken whole" in note or "half" in note or "100 %" in note else "",
            }
        )
    return rows, owners


def lines(facts: Facts) -> Rows:
    """Return the lines with straight-time capacity, its low and high."""
    rows: Rows = []
    for line, name, constructions, capacity, to_year, note in cells(_LINES, 6):
        fact = facts.rows("nissan_group/plants", plant_id=name)[0]
        if capacity == "nameplate":
            listed = float(fact["capacity_units_per_year"])
            low, mid, high = 0.67 * listed, NAMEPLATE * listed, listed
            why = f"{NAMEPLATE} of the listed {listed:,.0f}; low 0.67, high 1.00"
        else:
            low, mid, high = (1000 * float(part) for part in capacity.split("/"))
            why = ""
        rows.append(
            {
                "line": line,
                "plant": plant_id(name),
                "constructions": constructions,
                "capacity_units_per_year": round(mid),
                "capacity_units_per_year_low": round(low),
                "capacity_units_per_year_high": round(high),
                "to_year": int(to_year) if to_year else None,
                "source": fact["source_id"] + ";teikei_derivation",
                "confidence": "derived" if capacity == "nameplate" else "assumption",
                "note": "; ".join(part for part in (why, note) if part),
            }
        )
    return rows


def tooling(facts: Facts, sourcing: Rows) -> Rows:
    """Return what is tooled today or by announcement, and what could be tooled at a cost."""
    anchors = ";".join(
        facts.text("world/cost_facts", "source_id", fact_id=name)
        for name in ("tooling_midsize_truck_toledo", "tooling_large_suv_warren")
    )
    today = dict.fromkeys((model_of(str(row["variant"]))[0], str(row["plant"])) for row in sourcing)
    rows: Rows = [
        {
            "model": model,
            "plant": plant,
            "status": "tooled",
            "source": "teikei_derivation",
            "confidence": "derived",
            "note": "flow of the base year",
        }
        for model, plant in today
    ]
    for pair, why in cells(_ANNOUNCED, 2):
        model, plant = pair.split()
        if (model, plant) in today:
            raise ValueError(f"{pair}: already built there in the base year")
        fact = facts.rows("nissan_group/models", model_id=model)
        source = fact[0]["source_id"] if fact else "general_knowledge"
        row: dict[str, object] = {"model": model, "plant": plant, "status": "tooled", "source": source}
        rows.append(row | {"confidence": "estimate", "note": "announced: " + why})
    for pair, cost, why in cells(_POSSIBLE, 3):
        model, plant = pair.split()
        rows.append(
            {
                "model": model,
                "plant": plant,
                "status": "possible",
                "tooling_cost_m": float(cost),
                "tooling_cost_m_low": round(0.7 * float(cost)),
                "tooling_cost_m_high": round(1.4 * float(cost)),
                "lead_years": 2.0,
                "ramp_share_first_year": 0.5,
                "currency": "USD",
                "source": f"{anchors};teikei_assumption",
                "confidence": "assumption",
                "note": why,
            }
        )
    return rows
