"""How the figures of each table of a board paper are counted: formula first, then the rows of the case."""

from __future__ import annotations

from teikei.report.tables import Column, Table

PRESENT = (
    "present value = Σ over years of amount × (1 + discount rate)^−(middle of the year − decision date)."
)
HOW: dict[str, tuple[str, ...]] = {
    "portfolio": (
        "surplus alone = worth of the best joint plan with the agreement − worth of that without it; "
        "low and high are the ends of the solver's interval, for these inputs.",
        "lowest fee = − gain of who is paid; highest = gain of who pays; equal parts = the middle of both.",
        "Rows: agreements, terms, grants and changes of the agreement, and every table of what its "
        "cars cost.",
        PRESENT,
    ),
    "others": (
        "moves = profit of the firm in the plan with the agreement alone − profit in the plan without it.",
        "Rows: agreements; diversion, where sales move between firms.",
    ),
    "payments": (
        "pays = gain before payments − part of what the parties gain together; a year = present value"
        " ÷ sum of the discount factors of the years in force.",
        "In force: from signing and lead (agreements.lead_years), for agreements.term_years, within "
        "the years planned.",
    ),
    "gains": (
        "gain after payments = Σ over years of discounted change of operating profit + even split of "
        "equally good plans − what is paid net.",
        "Even split: where plans equally good for all give a firm more or less, it has the middle, "
        "less an equal part of what the middles overstate.",
        "Rows: the tables of operating profit and of payments on this paper; settings discount_rate "
        "and decision_date.",
    ),
    "profit_by_firm": (
        "operating profit = revenue − parts − conversion − freight − duties − fixed cost of plants, "
        "markets and the firm − CO2 penalties − annuities of tooling, launches and development, year "
        "by year in the plan; change = with − without; after payments: less what the firm pays net in"
        " that year.",
        "Rows: demand, variants, freight, tariffs, plants, tooling, models, platforms, firms.",
    ),
    "profit_by_agreement": (
        "change = operating profit in the plan with the agreement alone − profit in the plan without "
        "it; after payments: less its payment of that year in this list.",
        "Rows: as for profit firm by firm; agreements, terms.",
    ),
    "cash_by_firm": (
        "cash = operating profit + annuities − what is spent on starts and signing in the year it is "
        "spent; summed up = running sum of the change, not discounted.",
        "Rows: as for profit; tooling.tooling_cost_m, models.launch_cost_m, "
        "platforms.development_cost_m, agreements.signing_cost_m.",
    ),
    "cash_by_agreement": (
        "change = cash in the plan with the agreement alone − cash in the plan without it; after "
        "payments: less its payment of that year in this list.",
        "Rows: as for cash firm by firm.",
    ),
    "funding": (
        "peak funding = lowest point of the running sum of the change of cash, not discounted; paid "
        "back: the first year from which the sum stays at or above zero.",
        "Rows: the tables of cash on this paper.",
    ),
    "plants": (
        "cars = mean over the years planned; use = cars ÷ capacity; jobs = jobs today × cars ÷ cars today.",
        "Rows: lines.capacity_units_per_year, plants.jobs, plants.jobs_floor, sourcing.",
    ),
    "dates": (
        "decide by = first day of the first year with cars − months to sign − the longest lead that "
        "it needs.",
        "Rows: agreements.months_to_sign, agreements.may_sign_from, agreements.lead_years, "
        "tooling.lead_years, models.lead_years, platforms.lead_years.",
    ),
    "futures": (
        "surplus = worth of the plan with the agreement alone − worth of that without it, both "
        "planned in that future.",
        "Rows: scenarios, and edits that change the tables there; fx, for the rate that it is printed at.",
    ),
    "inputs": (
        "surplus at low (high) = surplus alone when this input alone has its low (high); turns: "
        "between two values of a grid the sign changes, at least there.",
        "Rows: the columns that end in _low and _high.",
    ),
}
"""Table -> lines that open with it."""


def how_table(tables: tuple[Table, ...], titles: dict[str, str]) -> Table:
    """The same for a workbook: a sheet of tables with how they are counted."""
    rows = tuple((titles[t.name], line) for t in tables for line in HOW[t.name])
    columns = (Column("table", "table"), Column("how", "how counted"))
    return Table("how_counted", "How the figures of each table are counted.", columns, rows)
