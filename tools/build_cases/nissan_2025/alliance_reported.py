"""Reported outcomes of the base year for Nissan, Mitsubishi Motors and Renault.

A line counts only where most of the cars behind it are read from other facts than the line itself, or where the
total was left to fall out (a firm's sales in the world). Where model volumes were assumed with the plant's or market's total in sight, agreement proves nothing and the line says so.
"""

from __future__ import annotations

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.alliance_models import Rows, cells

# plant | figure, blank = output of the plant facts | counted | note
_OUTPUT = """
smyrna | | no | Pathfinder, Murano and QX60 are residuals that make it fit
canton | | no | Titan and exports are sized to fit
sunderland | | no | split of Qashqai and Juke assumed to fill it
oppama | | yes | Note sales (reported) against Oppama's output
tochigi | | no | volumes assumed with this figure in sight; 2024, 40 % of nameplate
kyushu | | yes | fiscal year 2024; Rogue and Serena reported, X-Trail assumed
civac | 68500 | no | volumes assumed with this figure in sight; midway between 57,000 (AutoForecast) and 80,000 (Autocosmos)
china_dfl | 665437 | no | taken from this figure
rosslyn | | no | taken from this figure
mizushima | | no | volumes assumed with this figure in sight; fiscal year 2024; kei of both brands by sales
okazaki | | no | volumes assumed with this figure in sight; 2022; 2024 is near 220,000 (twice H1 of Japan less Mizushima)
laem_chabang | | no | volumes assumed with this figure in sight; two half-years of 2024 and 2025; twice H1 2024 alone is 243,240
bekasi_mmki | 116720 | no | volumes assumed with this figure in sight; twice H1 2024 (58,360); twice H1 2025 is 155,850
mioveni | | no | volumes assumed with this figure in sight
douai | | no | volumes assumed with this figure in sight
novo_mesto | | no | volumes assumed with this figure in sight; 2022
valladolid | | no | volumes assumed with this figure in sight; rate of 2025, 1,000 a day x 225 days
sandouville | | no | volumes assumed with this figure in sight; rate of 2023
casablanca | | no | volumes assumed with this figure in sight; 2022
tangier | | no | volumes assumed with this figure in sight; 2019
"""

# firm:market | market and period of the sales facts, or a number | counted | note
_SALES = """
nissan:us | us/CY2024 | no | residual models make it fit
nissan:japan | japan/CY2024 | yes | the case leaves out about 45,000 Clipper built by Suzuki
nissan:mexico | mexico/CY2024 | no | volumes assumed with this figure in sight
nissan:canada | canada/FY2024 | no | volumes assumed with this figure in sight; derived, residual of North America
nissan:china | china/CY2024 | no | the case sells what China builds, 665,437
mitsubishi_motors:us | us/CY2024 | no | five lines taken from it
mitsubishi_motors:japan | japan/FY2024 | no | volumes assumed with this figure in sight
mitsubishi_motors:philippines | 134704 | no | volumes assumed with this figure in sight; 91,639 with 43,065 for Vietnam
renault:uk | uk/CY2024 | no | volumes assumed with this figure in sight
renault:turkey | turkey/CY2024 | no | volumes assumed with this figure in sight
renault:morocco | morocco/CY2024 | no | volumes assumed with this figure in sight
renault:brazil | brazil/CY2024 | no | taken from it
nissan | global/CY2024 | yes | Taiwan, Egypt, Clipper and part of the Gulf and Latin America are left out
mitsubishi_motors | global/FY2024 | yes | Delica D:2, kits and small markets are left out
renault | global/CY2024 | yes | Spring, Taliant, Colombia, Algeria and small markets are left out
"""


def _counted(cell: str) -> bool:
    return cell != "no"


def _outputs(facts: Facts) -> Rows:
    rows: Rows = []
    for plant, figure, counted, note in cells(_OUTPUT, 4):
        fact = facts.rows("nissan_group/plants", plant_id=plant)
        source = fact[0]["source_id"] if fact else "response_cy24"
        rows.append(
            {
                "line": f"output_{plant}",
                "measure": "output",
                "subject": plant,
                "figure": float(figure or fact[0]["output_units"]),
                "unit": "cars/year",
                "tolerance": 0.15,
                "counted": _counted(counted),
                "source": source,
                "confidence": "derived" if figure or plant == "canton" else fact[0]["confidence"],
                "note": note or f"output of {fact[0]['output_period']}",
            }
        )
    return rows


def _sales(facts: Facts) -> Rows:
    rows: Rows = []
    for subject, figure, counted, note in cells(_SALES, 4):
        firm = subject.partition(":")[0]
        row: dict[str, object] = {"source": "aw_mmc_phvn", "confidence": "derived"}
        if "/" in figure:
            market, period = figure.split("/")
            found = facts.rows(
                "nissan_group/sales", firm=firm, model_or_total="total", market=market, period=period
            )
            best = next((line for line in found if line["basis"] != "financial_retail"), found[0])
            row = {"source": best["source_id"], "confidence": best["confidence"]}
            figure, note = best["units"], note or f"sales of {period}"
        rows.append(
            row
            | {
                "line": "sales_" + subject.replace(":", "_"),
                "measure": "sales",
                "subject": subject,
                "figure": float(figure),
                "unit": "cars/year",
                "tolerance": 0.10 if ":" in subject else 0.15,
                "counted": _counted(counted),
                "note": note,
            }
        )
    return rows


def reported(facts: Facts) -> Rows:
    """Return outputs, uses, import shares and sales of the base year."""
    shares: Rows = [
        {
            "line": "import_share_nissan_us",
            "measure": "import_share",
            "subject": "nissan:us",
            "figure": 0.47,
            "tolerance": 0.05,
            "source": "reuters_mexico_2025;autogear_45",
            "note": "45 % (claim c36) to 48 % (442,000 of 924,000); 47 % set in the design",
        },
        {
            "line": "import_share_mitsubishi_us",
            "measure": "import_share",
            "subject": "mitsubishi_motors:us",
            "figure": 1.0,
            "tolerance": 0.05,
            "counted": False,
            "source": "justauto_mmc_us",
            "note": "no plant in the United States: holds by construction",
        },
    ]
    use = [
        ("canton", facts.number("nissan_group/claims", "figure", claim_id="c34"), "aw_canton57", False,
         "capacity is the base of this figure"),
        ("smyrna", facts.number("nissan_group/claims", "figure", claim_id="c35"), "evxl_2025", False,
         "figure of both US plants; 49 % of the three-shift nameplate"),
        ("oppama", 41.7 / 0.79, "star_oppama", False, "repeats the output line; 41.7 % of nameplate, here of 0.79 of it"),
        ("kyushu", 66.0 / 0.79, "mainichi_kyushu", False, "repeats the output line; 66 % of nameplate, here of 0.79 of it"),
        ("sunderland", 47.0 / 0.79, "techdigest_sunderland", False, "47 % of nameplate, here of 0.79 of it"),
        ("bursa", 99.5, "hotnews_mioveni", False, "figure of 2025, not of the base year"),
        ("mioveni", 88.3, "hotnews_mioveni", False, "repeats the output line; of the past record"),
    ]  # fmt: skip
    uses: Rows = [
        {
            "line": f"use_{plant}",
            "measure": "use",
            "subject": plant,
            "figure": round(figure / 100, 3),
            "tolerance": 0.10,
            "counted": counted,
            "source": source,
            "confidence": "derived",
            "note": note,
        }
        for plant, figure, source, counted, note in use
    ]
    for row in shares + uses:
        row.setdefault("unit", "share")
        row.setdefault("confidence", "derived")
        row.setdefault("counted", True)
    return _outputs(facts) + shares + uses + _sales(facts)
