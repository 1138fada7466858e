"""What-ifs of the back-test as scenarios: other volumes of Mitsubishi in ASEAN, dealers that are not paid."""

from __future__ import annotations

from collections.abc import Callable

from teikei.case.columns import column_names
from tools.build_cases.alliance_2020.ranges import ASEAN
from tools.build_cases.case_rows import Rows
from tools.build_cases.sources import OWN

VARIED = (240_000.0, 265_000.0, 315_000.0, 340_000.0)


def _edits(before: dict[str, Rows], after: dict[str, Rows], scenario: str) -> Rows:
    """Return the edits that turn one set of tables into the other, cell by cell."""
    keys = {
        "demand": ("model", "market"), "market_presence": ("firm", "market"), "firms": ("firm",),
        "programmes": ("firm", "what", "resource"), "changes": ("agreement", "firm", "change"),
        "tooling": ("model", "plant"),
    }  # fmt: skip
    rows = []
    for table, names in keys.items():
        for old, new in zip(before[table], after[table], strict=True):
            where = " & ".join(f"{k}={old[k]}" for k in names)
            for column, value in new.items():
                if (
                    column in column_names(table)
                    and column not in ("note", "source")
                    and value != old[column]
                ):
                    rows.append(
                        {
                            "scenario": scenario,
                            "table_name": table,
                            "where": where,
                            "column_name": column,
                            "operation": "set",
                            "value": f"{value:g}" if isinstance(value, int) else repr(value),
                            "source": OWN,
                        }
                    )
    return rows


def what_ifs(rows: dict[str, Rows], sold_in_asean: Callable[[float], dict[str, Rows]]) -> dict[str, Rows]:
    """Return the scenarios and their edits; ``sold_in_asean`` gives the tables at another volume of Mitsubishi."""
    scenarios = [{"scenario": "central", "title": "Volumes as in the tables", "story": "", "source": OWN}]
    edits: Rows = []
    for units in VARIED:
        name = f"asean_{units / 1000:.0f}"
        story = f"Mitsubishi sells {units:,.0f} cars a year in ASEAN (assumed range {ASEAN[0]:,.0f} to {ASEAN[1]:,.0f}); its organisation, programme and what leads save there follow."
        scenarios.append(
            {
                "scenario": name,
                "title": f"Mitsubishi {units / 1000:.0f},000 in ASEAN",
                "story": story,
                "source": OWN,
                "note": "what-if",
            }
        )
        edits += _edits(rows, sold_in_asean(units), name)
    story = "What-if: followers pay their dealers nothing, so that this favours nobody."
    scenarios.append(
        {
            "scenario": "dealers_unpaid",
            "title": "Dealers are not compensated",
            "story": story,
            "source": OWN,
            "note": "what-if",
        }
    )
    where = "change=dealer_compensation"
    edits += [
        {"scenario": "dealers_unpaid", "table_name": "changes", "where": where, "column_name": column, "operation": "set", "value": "0", "source": OWN}
        for column in ("value", "value_low", "value_high")
    ]  # fmt: skip
    return {"scenarios": scenarios, "edits": edits}
