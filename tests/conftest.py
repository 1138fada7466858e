"""A tiny valid case for tests: two firms, two plants, two models, two territories."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of the code: no test may fail by the clock.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

SETTINGS = """\
name = "tiny"
title = "Tiny case"
currency = "USD"
price_year = 2025
first_year = 2027
last_year = 2030
reviews = [2027, 2029]
decision_date = 2026-12-01
discount_rate = 0.07
focal_firm = "north"
"""

# Rows as text, as a planner would type them. north builds a pickup at home (usa) and could build south's;
# south exports its pickup from japan. Every figure has a source but the CO2 of nothing: no amber row.
TABLES = {
    "sources": "source,title,kind,confidence\nannual,Annual report,primary,reported\n",
    "firms": """\
firm,name,home_territory,role,overhead_m,colour,source
north,North Motors,usa,plans,100,#c3002f,annual
south,South Motors,japan,plans,120,,annual
lab,Lab,usa,licenses,,,annual
""",
    "territories": """\
territory,name,latitude,longitude,currency,bloc,source
usa,United States,38,-97,USD,america,annual
japan,Japan,36,138,JPY,,annual
""",
    "fx": "currency,year,units_per_case_currency,source\nJPY,2025,150,annual\nUSD,2025,1,annual\n",
    "plants": """\
plant,name,territory,latitude,longitude,fixed_cost_m,fixed_cost_m_low,fixed_cost_m_high,conversion_cost_per_unit,jobs,currency,source,confidence
canton,Canton,usa,32.6,-90.0,300,250,350,3000,4000,,annual,reported
suzuka,Suzuka,japan,34.9,136.5,45000,,,300000,,JPY,annual,estimate
""",
    "plant_owners": """\
plant,firm,share,source
canton,north,1,annual
suzuka,south,0.8,annual
suzuka,north,0.2,annual
""",
    "lines": """\
line,plant,constructions,capacity_units_per_year,source
canton_1,canton,body_on_frame;unibody,200000,annual
suzuka_1,suzuka,unibody,250000,annual
""",
    "tooling": """\
model,plant,status,tooling_cost_m,lead_years,source
frontier,canton,tooled,,,annual
ridge,suzuka,tooled,,,annual
ridge,canton,possible,400,2,annual
""",
    "content": """\
model,plant,territory,share_of_value,source
frontier,canton,usa,0.7,annual
frontier,canton,japan,0.3,annual
any,suzuka,japan,1,annual
ridge,canton,usa,0.6,annual
ridge,canton,japan,0.4,annual
""",
    "platforms": """\
platform,name,owners,construction,source
frame,Frame,north,body_on_frame,annual
car,Car,south,unibody,annual
""",
    "technologies": """\
technology,name,kind,owners,may_license,unit_cost,source
hybrid_drive,Hybrid drive,powertrain,lab,north;south,1500,annual
""",
    "models": """\
model,name,firm,segment,customs_class,volume_cbm,status,source
frontier,Frontier,north,midsize_pickup,light_truck,18,current,annual
ridge,Ridge,south,midsize_pickup,light_truck,17,current,annual
""",
    "variants": """\
variant,model,powertrain,platform,technologies,parts_cost,source
frontier_petrol,frontier,petrol,frame,,18000,annual
ridge_petrol,ridge,petrol,car,,19000,annual
ridge_hybrid,ridge,hybrid,car,hybrid_drive,20500,annual
""",
    "demand": """\
model,powertrain,market,base_year,units_per_year,list_price,currency,source
frontier,petrol,usa,2025,70000,36000,,annual
ridge,petrol,usa,2025,40000,40000,,annual
ridge,hybrid,usa,2025,20000,42000,,annual
ridge,petrol,japan,2025,5000,5000000,JPY,annual
""",
    "diversion": """\
model,to,market,share,source
ridge,frontier,usa,0.2,annual
ridge,outside,usa,0.8,annual
""",
    "sourcing": """\
variant,plant,market,base_year,units,source
frontier_petrol,canton,usa,2025,70000,annual
ridge_petrol,suzuka,usa,2025,40000,annual
ridge_petrol,suzuka,japan,2025,5000,annual
""",
    "tariffs": """\
origin,destination,customs_class,rate,stacking,valid_from,valid_to,legal_basis,source
japan,america,light_truck,0.25,base,2020-01-01,,HTS 8704,annual
japan,usa,light_truck,0.15,at_least,2025-09-16,,deal,annual
usa,japan,light_truck,0,base,2020-01-01,,JP schedule,annual
""",
    "origin_rules": """\
rule,origin,destination,customs_class,regional_territories,minimum_regional_share,rate_if_met,valid_from,valid_to,source
pact,japan,usa,light_truck,usa;japan,0.75,0.1,2026-01-01,2029-06-30,annual
""",
    "freight": """\
origin,destination,mode,per_unit,per_cbm,transit_days,source
usa,usa,rail_truck,600,0,10,annual
japan,usa,roro,500,40,35,annual
japan,japan,truck,300,0,5,annual
usa,japan,roro,500,40,35,annual
""",
    "agreements": """\
agreement,title,kind,status,parties,signing_cost_m,excludes,needs,screen,source
ridge_canton,Ridge at Canton,contract_build,candidate,north;south,5,,,green,annual
lab_licence,Hybrid drive of Lab,technology_licence,signed,lab;south,1,,,green,annual
""",
    "grants": """\
agreement,giver,taker,what,resource,models,limit_units_per_year,source
ridge_canton,north,south,plant,canton,ridge,80000,annual
lab_licence,lab,south,technology,hybrid_drive,,,annual
""",
    "terms": """\
agreement,payer,payee,per,amount,source
ridge_canton,south,north,unit,800,annual
lab_licence,south,lab,unit,200,annual
""",
    "scenarios": "scenario,title,source\npact_lost,The pact is lost,annual\n",
    "edits": """\
scenario,table_name,where,column_name,operation,value,source
pact_lost,origin_rules,rule=pact,rule,drop,,annual
""",
}


def write_tiny(folder: Path) -> Path:
    """Write the tiny case into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    for table, content in TABLES.items():
        (folder / f"{table}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def tiny_case(tmp_path: Path, tiny_template: Path) -> Path:
    """Folder of a tiny valid case, fresh for every test."""
    return Path(shutil.copytree(tiny_template, tmp_path / "tiny"))


@pytest.fixture
def set_cell() -> Callable[[Path, str, int, str, str], None]:
    """Change one cell of a CSV file: (folder, table, line of the file, column, text)."""

    def change(folder: Path, table: str, line: int, column: str, value: str) -> None:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        if column not in rows[0]:
            for number, row in enumerate(rows):
                row.append(column if number == 0 else "")
        rows[line - 1][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    return change
