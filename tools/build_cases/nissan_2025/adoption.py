"""What it costs a taker to put a car of its own on a platform in production.

A platform in production has no development left to pay, yet a taker pays ``follower_factor × development`` to
adopt it. Only candidates that adopt such a platform without a launch of their own need a row here; where an
agreement launches the car, its launch holds the cost (``deals_detroit``: 300 for the body, 350 for adopting).
"""

from __future__ import annotations

from tools.build_cases.facts import Facts

Rows = list[dict[str, object]]

FACTORS: dict[str, tuple[float, float, float, str]] = {
    "mmc_ladder": (
        0.07,
        0.167,
        0.65,
        "development of a typical programme, spent by its owner; a taker pays a sixth of it (250), as for the "
        "Mitsubishi electric crossover on a platform in production: the Navara for Oceania is engineered, the "
        "Terra on this frame, left-hand drive, engines and approvals of the other markets are not. Low (105): "
        "badges and approvals only; high (975): the general follower factor, a body of its own",
    )
}
"""Platform -> low, central and high share of a programme that a taker pays, and why."""


def with_adoption(facts: Facts, platforms: Rows) -> Rows:
    """Return the platforms, those that a candidate adopts with the programme they would cost to develop."""
    cost = "world/cost_facts"
    central = facts.number(cost, "value_central", fact_id="typical_programme")
    low, high = (
        facts.number(cost, column, fact_id="platform_bev_shared") for column in ("value_low", "value_high")
    )
    made: Rows = []
    for row in platforms:
        known = FACTORS.get(str(row["platform"]))
        if known is None:
            made.append(row)
            continue
        least, share, most, why = known
        notes = [str(row["note"]), why] if row["note"] else [why]
        made.append(
            row
            | {
                "development_cost_m": central,
                "development_cost_m_low": low,
                "development_cost_m_high": high,
                "follower_factor": share,
                "follower_factor_low": least,
                "follower_factor_high": most,
                "currency": "USD",
                "confidence": "assumption",
                "note": "; ".join(notes),
            }
        )
    return made
