"""Take petrol cars of EPA's test-car list, on which gears and turbochargers of the road-load model rest.

    python -m tools.petrol_cars 22-tstcar.csv      write petrol_cars_2022.csv beside this file

The list is that of model year 2022 (EPA, public domain; as it comes with FASTSim 2.1.5). Taken are cars on
certification gasoline with both an FTP and a highway test of their own and target coast-down figures: up to
5,000 lb, 3.6 l and 350 hp, automatic or stepless, no police car, no hybrid, and none of the twenty cars of
test_cars.csv. A hybrid is known by its name, or by going as far in the city as 85 % of what it does on the
highway. Makes marked ``held_out`` are never fitted on: every second one of the list as shuffled below.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

from teikei.industry.certified_cars import FILE
from teikei.industry.cycles import data

OUT = Path(__file__).with_name("petrol_cars_2022.csv")
COLUMNS = (
    "vehicle",
    "powertrain",
    "gearbox",
    "etw_lb",
    "A_lbf",
    "B_lbf_mph",
    "C_lbf_mph2",
    "displ_l",
    "power_kw",
    "engine_peak_eff",
    "lockup_kmh",
    "unit",
    "ftp_or_udds_unadj",
    "hwfet_unadj",
    "us06",
    "use",
)
HYBRID = re.compile(
    r"HYBRID|PHEV|\bHEV\b|PRIME|PRIUS|IONIQ|VENZA|SIENNA|NIRO|INSIGHT|CLARITY|4XE|RECHARGE|T8|\b[0-9]{3}E\b"
    r"|XDRIVE[0-9]{2}E|EQ|E-TRON|PLUG",
    re.IGNORECASE,
)
CITY, HIGHWAY, GASOLINE = ("21", "31", "2"), "3", "61"
COAST = ("Target Coef A (lbf)", "Target Coef B (lbf/mph)", "Target Coef C (lbf/mph**2)")
WEIGHT, POWER, SIZE = "Equivalent Test Weight (lbs.)", "Rated Horsepower", "Test Veh Displacement (L)"
KW_PER_HP = 0.7457
Row = dict[str, str]


def number(text: str) -> float:
    """A number, 0 if there is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def mean_mpg(values: list[float]) -> float:
    """Mean of consumption, as mpg."""
    return len(values) / sum(1.0 / value for value in values)


def known_vehicles(rows: list[Row]) -> set[str]:
    """Test vehicles of the twenty cars."""
    with data(FILE).open(encoding="utf-8", newline="") as file:
        tests = {test for row in csv.DictReader(file) for test in re.split(r"[|;]", row["test_numbers"])}
    return {row["Test Vehicle ID"] for row in rows if row["Test Number"] in tests}


def tested(rows: list[Row]) -> dict[tuple[str, ...], tuple[Row, list[float], list[float]]]:
    """Vehicle and its coast-down -> a row, its FTP and its highway results in mpg."""
    known = known_vehicles(rows)
    found: dict[tuple[str, ...], tuple[Row, list[float], list[float]]] = {}
    for row in rows:
        own = row["Analytically Derived FE?"] != "Yes" and row["Test Vehicle ID"] not in known
        usual = row["Police - Emergency Vehicle?"] != "Y" and row["Test Fuel Type Cd"] == GASOLINE
        mpg, code = number(row["RND_ADJ_FE"]), row["Test Procedure Cd"]
        if not (own and usual and mpg > 0 and number(row[COAST[2]]) > 0):
            continue
        key = tuple(
            row[c] for c in ("Test Vehicle ID", "Test Veh Configuration #", WEIGHT, COAST[0], COAST[2])
        )
        _, city, highway = found.setdefault(key, (row, [], []))
        if code in CITY:
            city.append(mpg)
        elif code == HIGHWAY:
            highway.append(mpg)
    return found


def wanted(row: Row, city: list[float], highway: list[float]) -> bool:
    """A petrol car of the kind the model is for."""
    if not city or not highway or mean_mpg(city) > 0.85 * mean_mpg(highway):
        return False
    small = 0.9 <= number(row[SIZE]) <= 3.6 and 0 < number(row[POWER]) <= 350 and number(row[WEIGHT]) <= 5000
    manual = row["Tested Transmission Type"] == "Manual"
    return small and not manual and not HYBRID.search(row["Represented Test Veh Model"])


def cars(rows: list[Row]) -> list[dict[str, object]]:
    """The cars, make by make."""
    by_make = defaultdict(list)
    for row, city, highway in tested(rows).values():
        if wanted(row, city, highway):
            by_make[row["Represented Test Veh Make"].strip().upper()].append((row, city, highway))
    makes = sorted(by_make)
    random.Random(1).shuffle(makes)
    out: list[dict[str, object]] = []
    for make in sorted(makes):
        use = "fit" if makes.index(make) % 2 == 0 else "held_out"
        for row, city, highway in by_make[make]:
            stepless = "Variable" in row["Tested Transmission Type"]
            out.append(
                {
                    "vehicle": f"{make} {row['Represented Test Veh Model'].strip()}",
                    "powertrain": "ICE",
                    "gearbox": "stepless" if stepless else "stepped",
                    "etw_lb": f"{number(row[WEIGHT]):g}",
                    "A_lbf": f"{number(row[COAST[0]]):g}",
                    "B_lbf_mph": f"{number(row[COAST[1]]):g}",
                    "C_lbf_mph2": f"{number(row[COAST[2]]):g}",
                    "displ_l": f"{number(row[SIZE]):g}",
                    "power_kw": f"{number(row[POWER]) * KW_PER_HP:.0f}",
                    "unit": "mpg",
                    "ftp_or_udds_unadj": f"{mean_mpg(city):.1f}",
                    "hwfet_unadj": f"{mean_mpg(highway):.1f}",
                    "use": use,
                }
            )
    return out


def main() -> None:
    """Read the list, write the cars."""
    with Path(sys.argv[1]).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        found = cars(list(csv.DictReader(file)))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
