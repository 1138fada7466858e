"""Who built what for whom: one line a model, powertrain and market, of Nissan, Mitsubishi Motors and Renault.

A line reads ``variant | market | plant units, plant units … | list price | growth | note``. Units are cars of
the calendar year 2024 (fiscal year 2024 where only that exists); ``year units low high`` is the first full year of
a car that comes later. The price stands in thousands of the market's currency, tax inside as
`alliance_demand.MARKETS` says; ``fact`` takes the trims of the price facts, blank derives it from the lead market.
Names in braces are figures that :func:`reported_figures` reads from the facts or takes as a residual.
"""

from __future__ import annotations

from tools.build_cases.facts import Facts

SALES = "nissan_group/sales"
QX50_US = 15_000.0
"""QX50 and QX55 sold in the US in 2024: Infiniti nine months 42,567, a quarter of it (assumption)."""
TITAN_US = 13_000.0
"""Titan sold in the US in 2024, its last year (memory, 13-15 thousand)."""
ARIYA_US = 9_345.0
"""Lowest of three conflicting figures (9,345, 15,527, 19,798): the others leave no room for Armada and QX80."""


def reported_figures(facts: Facts) -> dict[str, float]:
    """Read the units that the facts know and form the residuals that make the totals fit.

    The US total is 924,000, of which 327,000 from Mexico and 115,000 from Japan, so 482,000 are US-built; Kicks is
    what Mexico leaves, Armada with QX80 what Japan leaves, Pathfinder with Murano and QX60 what the US plants leave.
    """

    def sold(model: str, market: str = "us", firm: str = "nissan", period: str = "CY2024") -> float:
        return facts.number(SALES, "units", firm=firm, model_or_total=model, market=market, period=period)

    total, mexico, japan = (sold(name) for name in ("total", "imports_from_mexico", "imports_from_japan"))
    rogue, rogue_japan = sold("rogue"), sold("rogue_imports_from_japan")
    sentra, versa, altima, leaf = (
        sold("sentra_imports_from_mexico"),
        sold("versa"),
        sold("altima"),
        sold("leaf"),
    )
    frontier = sold("frontier", period="CY2024_9m") * 12 / 9
    three = total - mexico - japan - (rogue - rogue_japan) - altima - frontier - leaf - TITAN_US
    serena = sold("serena", "japan")

    def mmc(model: str, market: str = "us", period: str = "CY2024") -> float:
        return sold(model, market, "mitsubishi_motors", period)

    def renault(model: str, market: str) -> float:
        return sold(model, market, "renault")

    china = facts.number("nissan_group/production", "units", firm="nissan", country="china", period="CY2024")
    return {
        "rogue_smyrna": rogue - rogue_japan,
        "rogue_kyushu": rogue_japan,
        "sentra": sentra,
        "versa": versa,
        "altima": altima,
        "leaf": leaf,
        "frontier": round(frontier),
        "kicks": mexico - sentra - versa - QX50_US,
        "armada": japan - rogue_japan - ARIYA_US,
        "ariya": ARIYA_US,
        "qx50": QX50_US,
        "titan": TITAN_US,
        "pathfinder": round(0.62 * three),
        "murano": round(0.17 * three),
        "qx60": round(0.21 * three),
        "note": sold("note", "japan"),
        "serena_hybrid": round(0.6 * serena),
        "serena_petrol": round(0.4 * serena),
        "china": china - 20_000,
        "outlander": mmc("outlander"),
        "outlander_phev": mmc("outlander_phev"),
        "outlander_sport": mmc("outlander_sport"),
        "eclipse_cross": mmc("eclipse_cross"),
        "mirage": mmc("mirage"),
        "delica_mini": mmc("delica_mini", "japan", "FY2024"),
        "clio": renault("clio", "europe") - 13_000 - 55_000 - 8_500 - 45_000,
        "sandero": renault("sandero", "europe") - 18_000 - 80_000 - 45_000,
        "brazil": renault("total", "brazil"),
    }


NISSAN = """
rogue_petrol | us | smyrna {rogue_smyrna}, kyushu {rogue_kyushu} | fact | -0.045 | growth -4.5 % a year: buyers move to e-POWER
rogue_petrol | canada | smyrna 20000, kyushu 13000 | | | assumption: a third of Canadian sales
rogue_hybrid | us | 2027 45000 25000 70000 | fact*1.07 | 0.08 | announced; a fifth of Rogue sales at first; e-POWER price plus 7 %
rogue_hybrid | canada | 2027 8000 4000 12000 | | 0.08 | as in the United States
rogue_phev_plugin | us | 2026 14000 7000 24000 | fact | | announced, Canada included; about twice the Outlander PHEV, a longer dealer list
rogue_ev_electric | us | 2028 40000 20000 80000 | 42 | 0.05 | candidate, Canada included; near an eighth of Rogue sales, the electric share of the market
sentra_petrol | us | aguascalientes_a2 {sentra} | fact | | exports of Mexico (INEGI, reported); US sales from memory 152,659
sentra_petrol | canada | aguascalientes_a2 14000
sentra_petrol | mexico | aguascalientes_a2 30000 | 500
sentra_petrol | brazil | aguascalientes_a2 6000 | 21
altima_petrol | us | canton {altima} | fact
altima_petrol | canada | canton 2900
versa_petrol | us | aguascalientes_a1 {versa} | fact
versa_petrol | canada | aguascalientes_a1 4000
versa_petrol | mexico | aguascalientes_a1 118000 | 360 | | with V-Drive and March
versa_petrol | brazil | aguascalientes_a1 30000 | 16 | | all of Latin America outside Mexico is carried in Brazil
kicks_petrol | us | aguascalientes_a1 {kicks} | fact | | residual: 327,000 from Mexico less Sentra, Versa and QX50
kicks_petrol | canada | aguascalientes_a1 25500
kicks_petrol | mexico | aguascalientes_a1 36000 | 480
kicks_petrol | brazil | resende 62000, aguascalientes_a1 8000 | 20
kicks_hybrid | japan | samut_prakan_1 13000 | 3200
frontier_petrol | us | canton {frontier} | fact | | nine months (reported) x 12/9
frontier_petrol | canada | canton 8400
titan_petrol | us | canton {titan} | 56
xterra_petrol | us | 2028 25000 12000 40000 | fact | | announced; under the Frontier's volume, near a sixth of Wrangler with Bronco
xterra_hybrid | us | 2028 20000 10000 35000 | fact*1.08 | | announced
pathfinder_petrol | us | smyrna {pathfinder} | fact | | residual of the US-built total, 62 % (assumption)
pathfinder_petrol | canada | smyrna 7700 | | | with QX60
murano_petrol | us | smyrna {murano} | fact | | residual of the US-built total, 17 % (assumption)
murano_petrol | canada | smyrna 4000
qx60_petrol | us | smyrna {qx60} | fact | | residual of the US-built total, 21 % (assumption)
qx50_petrol | us | compas {qx50} | 46
armada_petrol | us | shatai_kyushu {armada} | fact | | residual of the 115,000 from Japan; high 46,000 if 16 % of sales (148,000) came from Japan
leaf_gen2_electric | us | smyrna {leaf} | fact
leaf_gen2_electric | japan | tochigi 6000 | 4300
leaf_gen2_electric | eu | sunderland 8000 | 37
leaf_gen2_electric | uk | sunderland 7500 | 29
leaf_gen3_electric | us | 2026 10000 5000 20000 | fact | 0.05 | announced; level of the second generation
leaf_gen3_electric | japan | 2026 10000 6000 15000 | 5200 | 0.03 | announced
leaf_gen3_electric | eu | 2026 14000 8000 25000 | 38 | 0.05 | announced
leaf_gen3_electric | uk | 2026 10000 6000 16000 | 33 | 0.05 | announced
ariya_us_electric | us | tochigi {ariya} | 44 | | conflict 9,345 / 15,527 / 19,798; imports stopped for model year 2026
ariya_electric | canada | tochigi 3500 | 60
ariya_electric | japan | tochigi 4000 | 6800
ariya_electric | eu | tochigi 11000 | 46
ariya_electric | uk | tochigi 8000 | 41
note_hybrid | japan | oppama {note} | fact
serena_hybrid | japan | kyushu {serena_hybrid} | 3600 | | 60 % e-POWER assumed; 2018 price carried forward at 2.5 % a year
serena_petrol | japan | kyushu {serena_petrol} | 2950
sakura_electric | japan | mizushima 22900 | fact | | units from memory
dayz_petrol | japan | mizushima 121000 | 1750 | | kei 188,845 less Sakura and about 45,000 Clipper built by Suzuki (left out)
x_trail_hybrid | japan | kyushu 24000 | fact
x_trail_hybrid | eu | kyushu 22000 | 43
x_trail_hybrid | uk | kyushu 12000
x_trail_petrol | turkey | kyushu 7000 | 29
x_trail_petrol | australia | kyushu 33000 | 44 | | with the Gulf states, whose duty (5 %) is like Australia's general rate
x_trail_hybrid | australia | kyushu 7000 | 54
x_trail_petrol | mexico | kyushu 15000 | 720
x_trail_petrol | brazil | kyushu 10000 | 30
nissan_sports_petrol | japan | tochigi 10500 | 5800
nissan_sports_petrol | australia | tochigi 8000 | 75 | | mostly Gulf states
caravan_diesel | japan | shatai_kyushu 24000 | 3500
caravan_diesel | mexico | shatai_kyushu 8000 | 700
caravan_diesel | philippines | shatai_kyushu 5000 | 26
nv200_petrol | japan | shatai_shonan 28000 | 2300
patrol_petrol | australia | shatai_kyushu 50000 | 95 | | mostly Gulf states
qashqai_petrol | eu | sunderland 62000 | 34.5
qashqai_petrol | uk | sunderland 24000
qashqai_petrol | turkey | sunderland 20000
qashqai_petrol | australia | sunderland 15000 | 38
qashqai_hybrid | eu | sunderland 43000 | 39.9
qashqai_hybrid | uk | sunderland 19000
juke_petrol | eu | sunderland 45000 | 27.5
juke_petrol | uk | sunderland 19000
juke_hybrid | eu | sunderland 13000 | 31
juke_hybrid | uk | sunderland 6000
juke_electric | eu | 2027 14000 7000 25000 | 33 | 0.05 | announced
juke_electric | uk | 2027 9000 5000 15000 | | 0.05 | announced
townstar_petrol | eu | maubeuge 11500 | 28 | | with the United Kingdom
primastar_diesel | eu | sandouville 10000 | 41 | | with the United Kingdom
interstar_diesel | eu | batilly 6500 | 45 | | with the United Kingdom
nissan_micra_ev_electric | eu | 2026 15000 8000 25000 | 29.5 | 0.05 | announced
nissan_micra_ev_electric | uk | 2026 8000 4000 14000 | fact | 0.05 | announced
nissan_a_segment_ev_electric | eu | 2027 12000 6000 25000 | 20 | 0.05 | announced
nissan_china_models_petrol | china | china_dfl {china} | 120 | | built in China (reported) less 20,000 electric
nissan_china_models_electric | china | china_dfl 20000 | 160 | | assumption
n7_electric | china | 2025 45000 25000 80000 | 135 | | announced; about 5-6 thousand a month after launch (memory)
np300_petrol | mexico | civac 45000 | 520
np300_petrol | brazil | civac 18000 | 24
navara_diesel | philippines | samut_prakan_2 13000 | 24
navara_diesel | australia | samut_prakan_2 6000 | 50 | | Gulf states
navara_diesel | south_africa | rosslyn 13096 | 620 | | all of Rosslyn's output, exports in Africa included
navara_oceania_diesel_d23 | australia | samut_prakan_2 10000 | 52
almera_petrol | thailand | samut_prakan_1 6000 | 600
almera_petrol | philippines | samut_prakan_1 8000 | 15.5
magnite_petrol | india | chennai_rnaipl 28000 | 9
magnite_petrol | south_africa | chennai_rnaipl 10000 | 290
magnite_petrol | australia | chennai_rnaipl 12000 | 24 | | Gulf states, Mexico
"""

MITSUBISHI = """
outlander_petrol | us | okazaki {outlander} | fact
outlander_petrol | canada | okazaki 15000
outlander_petrol | australia | okazaki 43000 | 43 | | 20,000 in Oceania, the rest in the Gulf states and small markets
outlander_phev_plugin | us | okazaki {outlander_phev} | fact
outlander_phev_plugin | canada | okazaki 10000
outlander_phev_plugin | japan | okazaki 10000 | fact
outlander_phev_plugin | australia | okazaki 12000 | 62
outlander_sport_petrol | us | mizushima {outlander_sport} | 27
outlander_sport_petrol | canada | mizushima 8000
outlander_sport_petrol | australia | mizushima 15000 | 29
outlander_sport_petrol | brazil | mizushima 8000 | 19 | | Latin America outside Mexico
eclipse_cross_petrol | us | okazaki {eclipse_cross} | 29.5
eclipse_cross_petrol | canada | okazaki 3000
eclipse_cross_petrol | japan | okazaki 6000 | 3300
eclipse_cross_petrol | australia | okazaki 9000 | 39
eclipse_cross_plugin | eu | okazaki 9000 | 44
mirage_export_petrol | us | laem_chabang {mirage} | 19.5
mirage_export_petrol | canada | laem_chabang 9000
mirage_export_petrol | eu | laem_chabang 15000 | 16
mirage_petrol | thailand | laem_chabang 13000 | 560
mirage_petrol | philippines | santa_rosa 21000 | 12.5
mirage_petrol | australia | laem_chabang 18000 | 24 | | Gulf states
xpander_petrol | indonesia | bekasi_mmki 30000 | 15
xpander_petrol | philippines | bekasi_mmki 42000 | 17 | | with Vietnam
xpander_petrol | mexico | bekasi_mmki 9000 | 420
xpander_petrol | australia | bekasi_mmki 10000 | 33 | | Gulf states
xpander_petrol | thailand | bekasi_mmki 6000 | 900
xforce_petrol | indonesia | bekasi_mmki 8000 | 19
xforce_petrol | philippines | bekasi_mmki 20000 | 20 | | with Vietnam
triton_diesel | thailand | laem_chabang 10000 | 850
triton_diesel | australia | laem_chabang 37000 | 50 | | 22,000 in Oceania, 15,000 in the Gulf states
triton_diesel | philippines | laem_chabang 12000 | 22 | | with Vietnam
triton_diesel | indonesia | laem_chabang 6000 | 26
triton_diesel | brazil | laem_chabang 18000 | 27 | | Latin America outside Mexico, kits included
triton_diesel | mexico | laem_chabang 6000 | 560
triton_diesel | japan | laem_chabang 5000 | 5200
pajero_sport_diesel | thailand | laem_chabang 5000 | 1400
pajero_sport_diesel | australia | laem_chabang 15000 | 55 | | 7,000 in Oceania, 8,000 in the Gulf states
pajero_sport_diesel | philippines | laem_chabang 18000 | 29
delica_mini_petrol | japan | mizushima {delica_mini} | 2150
ek_petrol | japan | mizushima 25000 | 1600
ek_ev_electric | japan | mizushima 5000 | 2600
delica_d5_diesel | japan | okazaki 22000 | 4400
l300_diesel | philippines | santa_rosa 19000 | 13.5
mitsubishi_colt_petrol | eu | bursa 9000 | 21
mitsubishi_asx_eu_petrol | eu | valladolid 14000 | 26
mitsubishi_asx_eu_hybrid | eu | valladolid 6000 | 31
mitsubishi_eclipse_cross_ev_electric | eu | 2026 8000 4000 15000 | 45 | 0.05 | announced
mitsubishi_leaf_based_ev_electric | us | 2026 7000 3000 14000 | 36 | 0.05 | announced, Canada included; two thirds of the Leaf
"""

RENAULT = """
clio_petrol | eu | bursa {clio}, novo_mesto 45000 | 20.5 | | Europe 216,500 (derived) less the other three lines
clio_petrol | uk | bursa 13000
clio_petrol | turkey | bursa 55000
clio_petrol | morocco | bursa 8000
clio_hybrid | eu | bursa 55000 | 25
clio_hybrid | uk | bursa 8500
captur_petrol | eu | valladolid 88000 | 26
captur_petrol | uk | valladolid 11000
captur_petrol | turkey | valladolid 12000
captur_hybrid | eu | valladolid 52000 | 30.5
captur_hybrid | uk | valladolid 7000
symbioz_hybrid | eu | valladolid 21500 > 2026 55000 35000 75000 | 34.5 | | launched autumn 2024: the flow is 2024, the demand a full year
austral_petrol | eu | palencia 32000 | 36
austral_petrol | turkey | palencia 8000
austral_hybrid | eu | palencia 78000 | 41.5
austral_hybrid | uk | palencia 6000
megane_e_tech_electric | eu | douai 31500 | 39 | 0.02
scenic_e_tech_electric | eu | douai 36000 | 43.5 | 0.05
renault_5_electric | eu | douai 20000 > 2026 75000 50000 100000 | 30 | 0.05 | launched late 2024: the flow is 2024, the demand a full year
renault_5_electric | uk | 2026 12000 7000 18000 | fact | 0.05 | launched 2025
renault_4_electric | eu | 2026 45000 25000 65000 | 32 | 0.05 | announced; 60 % of the Renault 5
renault_4_electric | uk | 2026 8000 4000 12000 | | 0.05 | announced
twingo_petrol | eu | novo_mesto 20000 | 17.5
twingo_e_tech_electric | eu | 2026 50000 30000 80000 | fact | 0.05 | announced
sandero_petrol | eu | mioveni 80000, casablanca 45000, tangier {sandero} | fact | | JATO Europe 268,101 less 18,000 in the UK
sandero_petrol | uk | tangier 18000
sandero_petrol | morocco | casablanca 16000
sandero_petrol | turkey | tangier 15000
duster_petrol | eu | mioveni 105000 | fact
duster_petrol | uk | mioveni 13000
duster_petrol | turkey | bursa 22000
duster_petrol | morocco | mioveni 8000
duster_hybrid | eu | mioveni 48000 | fact
bigster_petrol | eu | 2026 49000 32000 70000 | fact | | announced (launched 2025)
bigster_hybrid | eu | 2026 22000 12000 35000 | 30.5 | | announced (launched 2025)
jogger_petrol | eu | tangier 38000, mioveni 25000 | fact
jogger_petrol | turkey | tangier 8000
jogger_hybrid | eu | tangier 23500 | fact
logan_petrol | eu | mioveni 22000 | 14
logan_petrol | morocco | casablanca 25000
arkana_hybrid | eu | busan 45000 | 32
arkana_hybrid | uk | busan 9000
arkana_hybrid | korea | busan 15000 | 28000
grand_koleos_hybrid | korea | busan 22000 | 40000
megane_sedan_petrol | turkey | bursa 33000 | 21
megane_sedan_petrol | eu | bursa 6000 | 24
kangoo_diesel | eu | maubeuge 60000 | 28
kangoo_diesel | uk | maubeuge 9000
kangoo_electric | eu | maubeuge 14000 | 37 | 0.05
trafic_diesel | eu | sandouville 90000 | 40
trafic_diesel | uk | sandouville 17000
master_diesel | eu | batilly 88000 | 44
master_diesel | uk | batilly 10000
express_diesel | eu | tangier 25000 | 22
express_diesel | morocco | tangier 10000
renault_latam_petrol | brazil | curitiba {brazil} | 17 | | all Renault sales in Brazil
renault_latam_petrol | argentina | curitiba 30000 | 19 | | part is built in Cordoba, a plant outside the case
renault_latam_petrol | mexico | curitiba 22000 | 400 | | part is built in Colombia, outside the case
renault_india_petrol | india | chennai_rnaipl 43000 | 8
renault_india_petrol | south_africa | chennai_rnaipl 18000 | 260
"""
