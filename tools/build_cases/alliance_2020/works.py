"""Plants of 2019, what they could build, and who built what for which region.

Capacities are those of the fact tables where they stand there, else from memory; places are rounded. Flows are
split over plants by hand so that the output of countries agrees with what was reported.
"""

from __future__ import annotations

MEMORY = "general_knowledge"

# plant: name, owner, region, country whose labour cost it has, latitude, longitude, capacity, source, note.
PLANTS: dict[str, tuple[str, str, str, str, float, float, float, str, str]] = {
    "oppama": ("Oppama", "nissan", "japan", "japan", 35.32, 139.63, 240000, "star_oppama", ""),
    "tochigi": ("Tochigi", "nissan", "japan", "japan", 36.43, 139.89, 250000, "shimotsuke_tochigi", "2018"),
    "kyushu": ("Nissan Kyushu", "nissan", "japan", "japan", 33.77, 131.0, 530000, "fukuoka_kyushu", "fiscal 2017"),
    "okazaki": ("Okazaki and Sakahogi", "mitsubishi_motors", "japan", "japan", 34.93, 137.16, 320000, f"justauto_sbb;{MEMORY}", "Okazaki about 190,000 (memory), Pajero Manufacturing 130,000"),
    "mizushima": ("Mizushima", "mitsubishi_motors", "japan", "japan", 34.51, 133.74, 360000, MEMORY, "kei cars for Nissan included"),
    "smyrna": ("Smyrna", "nissan", "north_america", "united_states", 35.97, -86.5, 640000, "businessdistrict_smyrna", ""),
    "canton": ("Canton", "nissan", "north_america", "united_states", 32.57, -90.07, 410000, "naa_canton", ""),
    "nissan_mexico": ("Aguascalientes and Civac", "nissan", "north_america", "mexico", 21.8, -102.29, 869000, f"motorway_a2;mexiconow_a1;auto123_civac;{MEMORY}", "A1 379,000, A2 175,000, Civac 200,000, half of COMPAS"),
    "dongfeng_nissan": ("Dongfeng Nissan", "nissan", "china", "china", 23.39, 113.21, 1630000, "reportify_dfl;nikkei_changzhou", "1.5 m in 2024 and Changzhou 0.13 m; half is Dongfeng's, shown as Nissan's"),
    "changsha": ("GAC Mitsubishi", "mitsubishi_motors", "china", "china", 28.2, 113.0, 200000, MEMORY, "half is GAC's, shown as Mitsubishi's"),
    "shenyang": ("Renault Brilliance Jinbei", "renault", "china", "china", 41.8, 123.4, 200000, MEMORY, "vans; 51 % is Brilliance's, shown as Renault's"),
    "wuhan_drac": ("Dongfeng Renault", "renault", "china", "china", 30.5, 114.17, 150000, MEMORY, "half is Dongfeng's, shown as Renault's"),
    "sunderland": ("Sunderland", "nissan", "europe", "united_kingdom", 54.92, -1.47, 520000, "ec2_barcelona", "as quoted in 2020"),
    "barcelona": ("Barcelona and Avila", "nissan", "europe", "spain", 41.33, 2.14, 120000, "nikkei_2020cap;ec2_barcelona", ""),
    "renault_france": ("Renault, French plants", "renault", "europe", "france", 48.97, 1.86, 850000, MEMORY, "Flins, Douai, Maubeuge, Sandouville, Batilly, Dieppe"),
    "renault_spain": ("Palencia and Valladolid", "renault", "europe", "spain", 41.8, -4.6, 600000, MEMORY, ""),
    "novo_mesto": ("Novo Mesto", "renault", "europe", "slovenia", 45.8, 15.17, 220000, MEMORY, ""),
    "mioveni": ("Mioveni", "renault", "europe", "romania", 44.96, 24.94, 350000, "hotnews_mioveni", ""),
    "bursa": ("Bursa", "renault", "europe", "turkey", 40.24, 28.98, 390000, "hotnews_mioveni", "2023"),
    "st_petersburg": ("Nissan St Petersburg", "nissan", "russia", "turkey", 60.0, 30.2, 100000, MEMORY, "labour cost as in Turkey"),
    "togliatti": ("AvtoVAZ Togliatti and Izhevsk", "renault", "russia", "turkey", 53.5, 49.3, 700000, MEMORY, "labour cost as in Turkey"),
    "moscow": ("Renault Moscow", "renault", "russia", "turkey", 55.7, 37.7, 190000, MEMORY, "labour cost as in Turkey"),
    "resende": ("Resende", "nissan", "south_america", "brazil", -22.47, -44.37, 200000, MEMORY, ""),
    "curitiba": ("Curitiba", "renault", "south_america", "brazil", -25.53, -49.13, 380000, MEMORY, ""),
    "cordoba": ("Cordoba", "renault", "south_america", "argentina", -31.45, -64.25, 90000, MEMORY, "builds the Frontier for Nissan"),
    "envigado": ("Envigado", "renault", "south_america", "brazil", 6.17, -75.59, 90000, MEMORY, "Colombia; labour cost as in Brazil"),
    "tangier": ("Tangier", "renault", "north_africa", "morocco", 35.68, -5.66, 340000, "africanmanager_maroc", "2017"),
    "casablanca": ("Casablanca", "renault", "north_africa", "morocco", 33.6, -7.53, 100000, "africanmanager_maroc", ""),
    "samut_prakan": ("Samut Prakan", "nissan", "asean", "thailand", 13.57, 100.82, 370000, f"ams_thai2;{MEMORY}", "220,000 and 150,000"),
    "purwakarta": ("Purwakarta", "nissan", "asean", "indonesia", -6.55, 107.44, 260000, "ec2_barcelona", ""),
    "laem_chabang": ("Laem Chabang", "mitsubishi_motors", "asean", "thailand", 13.08, 100.91, 424000, "justauto_lc", "2017"),
    "bekasi": ("Bekasi", "mitsubishi_motors", "asean", "indonesia", -6.37, 107.19, 220000, "ms_bekasi", ""),
    "santa_rosa": ("Santa Rosa", "mitsubishi_motors", "asean", "philippines", 14.27, 121.1, 50000, MEMORY, ""),
}  # fmt: skip

OUTSIDE: dict[str, float] = {
    "oppama": 15000, "kyushu": 55000, "smyrna": 20000, "nissan_mexico": 8000, "sunderland": 15000,
    "renault_france": 60000, "renault_spain": 10000, "laem_chabang": 60000, "bekasi": 20000, "samut_prakan": 25000,
}  # fmt: skip
"""Cars a year that a plant builds for markets outside the case, or for others; from memory, taken off its lines."""

# Range -> share of its cars by plant, from who built what in 2019. Shares rather than cars, so that a volume
# may move; the last plant takes the rest.
FLOWS: dict[str, dict[str, float]] = {
    "nissan_japan": {"mizushima": 156200, "oppama": 150000, "tochigi": 60000, "kyushu": 201417},
    "nissan_north_america": {"smyrna": 500000, "canton": 263036, "nissan_mexico": 600000, "kyushu": 230000, "tochigi": 90000, "oppama": 66964},
    "nissan_china": {"dongfeng_nissan": 1541891, "kyushu": 5000},
    "nissan_europe": {"sunderland": 330000, "barcelona": 60000, "renault_france": 70000, "kyushu": 19965},
    "nissan_russia": {"st_petersburg": 56000, "togliatti": 24000, "kyushu": 7000},
    "nissan_south_america": {"resende": 95000, "nissan_mexico": 72000, "cordoba": 13000, "kyushu": 20000},
    "nissan_north_africa": {"sunderland": 22000, "kyushu": 8000},
    "nissan_asean": {"samut_prakan": 118000, "purwakarta": 12000, "bekasi": 10000, "oppama": 15000},
    "nissan_oceania": {"kyushu": 32500, "samut_prakan": 22000},
    "renault_japan": {"renault_france": 7000},
    "renault_north_america": {"envigado": 29000},
    "renault_china": {"shenyang": 161000, "wuhan_drac": 19000},
    "renault_europe": {"renault_france": 585353, "renault_spain": 480000, "novo_mesto": 160000, "mioveni": 305000, "bursa": 355000, "tangier": 270000, "casablanca": 30000},
    "renault_russia": {"togliatti": 400000, "moscow": 108647},
    "renault_south_america": {"curitiba": 275000, "cordoba": 60000, "envigado": 61000},
    "renault_north_africa": {"casablanca": 61000, "tangier": 33000, "mioveni": 41000},
    "renault_asean": {"renault_france": 3000},
    "renault_oceania": {"renault_france": 9000},
    "mitsubishi_japan": {"mizushima": 60000, "okazaki": 34944},
    "mitsubishi_north_america": {"okazaki": 78000, "mizushima": 40000, "laem_chabang": 42000},
    "mitsubishi_china": {"changsha": 125000, "okazaki": 8000},
    "mitsubishi_europe": {"okazaki": 76000, "mizushima": 30000, "laem_chabang": 70000},
    "mitsubishi_russia": {"okazaki": 30000, "mizushima": 9000},
    "mitsubishi_south_america": {"okazaki": 18000, "laem_chabang": 20000},
    "mitsubishi_north_africa": {"laem_chabang": 8000},
    "mitsubishi_asean": {"bekasi": 135000, "laem_chabang": 95000, "santa_rosa": 35000, "okazaki": 25000},
    "mitsubishi_oceania": {"okazaki": 30000, "mizushima": 25000, "laem_chabang": 40000},
}  # fmt: skip
FLOW_NOTES: dict[str, str] = {
    "nissan_japan": "kei cars from Mizushima: Japan's output 620,676 less exports 369,541 and own sales 94,944",
    "nissan_north_america": "US output 763,036 reported, Mexico 672,606 reported less exports; about 100,000 Rogues from Busan until March 2020 counted as from Japan",
    "nissan_europe": "Sunderland 346,828 and Spain 65,142 reported, of which some left Europe; about 70,000 from Flins",
    "mitsubishi_russia": "kits for Kaluga counted as from Japan",
    "renault_europe": "Morocco 394,902 reported (Tangier 303,558, Casablanca 91,344); the rest by size of the plant",
    "renault_north_africa": "kits for Algeria counted as from Mioveni",
}

# Signed today: agreement, title, host, guest, plant, guest's range, most cars a year, source, note.
HOSTED: tuple[tuple[str, str, str, str, str, str, float, str, str], ...] = (
    ("kei_mizushima", "Kei cars for Nissan from Mizushima", "mitsubishi_motors", "nissan", "mizushima", "nissan_japan", 180000, "aw_mmc_prod_fy19", "156,200 in fiscal 2019; most an assumption"),
    ("micra_flins", "Micra for Nissan from Flins", "renault", "nissan", "renault_france", "nissan_europe", 132000, "nikkei_2020cap;lalibre_flins", "about 70,000 a year; capacity for 132,000 was planned"),
    ("datsun_togliatti", "Datsun and Almera from AvtoVAZ", "renault", "nissan", "togliatti", "nissan_russia", 40000, MEMORY, "about 24,000 in 2019, from memory"),
    ("frontier_cordoba", "Frontier from Cordoba", "renault", "nissan", "cordoba", "nissan_south_america", 25000, MEMORY, "about 13,000 in 2019, from memory"),
    ("livina_bekasi", "Livina from Bekasi", "mitsubishi_motors", "nissan", "bekasi", "nissan_asean", 25000, MEMORY, "a twin of the Xpander since 2019; about 10,000, from memory"),
)  # fmt: skip
