"""The deal sheet: one agreement as figures, each with its interval, its formula and its rows.

Made from an advice alone, so that a saved run gives the same sheet again without a plan. What the partner may
not see is taken out here, before anything is printed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from teikei.agreements.book import agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.antitrust import screened
from teikei.deals.deal_sheet import DealSheet, Standing, Swing
from teikei.deals.figure import cited
from teikei.deals.rivals import rivals
from teikei.deals.sheet_figures import equal_part, figures_of
from teikei.deals.sheet_partner import for_partner
from teikei.deals.terms import exit_cost_m

STRONGEST = 5
"""Inputs on a sheet."""
OURS = ("ours", "partner")
"""Who a sheet is for."""


def sheet(
    advice: Advice, agreement: str, focal: str = "", audience: str = "ours", reader: str = ""
) -> DealSheet:
    """The sheet of one valued agreement.

    Parameters
    ----------
    advice : the answer that holds it
    agreement : its id
    focal : the firm that asks (a partner's sheet: default the focal firm of the case)
    audience : ``ours``, or ``partner`` to leave out what the firm that asks keeps to itself
    reader : the partner that a partner's sheet is for (default: the only one; of several, none is told
        anything of its own)

    Raises
    ------
    UsageError
        the agreement is unknown, closed, or not valued here; a firm is unknown or has no role in it
    """
    case = advice.case
    found = valued(advice, agreement)
    asks = entitled(case, agreement, found.parties, focal, audience)
    partner = addressed(case, agreement, found.parties, asks, audience, reader)
    figures = figures_of(found, case)
    moves = found.sweep.moves if found.sweep else ()
    swings = tuple(Swing(m, cited(case, m.input)) for m in moves)
    made = DealSheet(
        advice=advice,
        advised=found,
        focal=asks,
        audience=audience,
        figures=figures,
        swings=swings[:STRONGEST],
        assumed=figures["surplus"].assumed,
        standing=_standing(advice, found),
        screen=screened(case, agreement),
        reader=partner,
    )
    return made if audience == "ours" else for_partner(made)


def askable(case: Case, agreement: str) -> dict[str, Any]:
    """The row of an agreement that a sheet can be asked for.

    Raises
    ------
    UsageError
        it is unknown or closed
    """
    rows = agreement_rows(case)
    if agreement not in rows:
        fix = did_you_mean(agreement, list(rows), "agreements.csv")
        raise UsageError(
            Fault("AGREEMENT", f"no agreement is called {agreement!r}", "there is no sheet to show", fix)
        )
    if rows[agreement]["status"] == "closed":
        raise UsageError(
            Fault(
                "AGREEMENT",
                f"{agreement!r} is closed",
                "what has ended has no worth left",
                "set its status in agreements.csv to candidate to ask what signing it again would bring",
            )
        )
    return rows[agreement]


def valued(advice: Advice, agreement: str) -> Advised:
    """The agreement as it was valued.

    Raises
    ------
    UsageError
        it is unknown, closed, or was not valued
    """
    row = askable(advice.case, agreement)
    found = next((a for a in advice.advised if a.agreement == agreement), None)
    if found is not None and found.surplus_m is not None:
        return found
    raise UsageError(_not_valued(row, found))


def _not_valued(row: dict[str, Any], found: Advised | None) -> Fault:
    name = row["agreement"]
    why = f"{name!r} was not valued"
    if found is not None:
        why += f": {found.verdict.reason}"
    fix = f"value it: `teikei advise CASE --agreements {name} --out FOLDER`"
    if not KINDS[row["kind"]].planned:
        fix = "see `teikei advise CASE` for the kinds that are planned"
    elif row["status"] == "signed" and row["notice_months"] is None:
        why += ": it is in force without notice_months, and valued only if it is named"
    return Fault("AGREEMENT", why, "a sheet shows only what was worked out", fix)


def entitled(case: Case, agreement: str, parties: Collection[str], focal: str, audience: str) -> str:
    """The firm that asks for a sheet: the one named, or for a partner's sheet the focal firm of the case.

    Raises
    ------
    UsageError
        the audience or the firm is unknown, the firm has no role, or a sheet for the partner names nobody
    """
    if audience not in OURS:
        fix = did_you_mean(audience, OURS, "audiences")
        raise UsageError(Fault("--audience", f"no audience is called {audience!r}", "no sheet is made", fix))
    asks = focal or (case.settings.focal_firm or "" if audience == "partner" else "")
    firms = case["firms"]["firm"].to_list()
    if asks and asks not in firms:
        fix = did_you_mean(asks, firms, "firms.csv")
        raise UsageError(Fault("--for", f"no firm is called {asks!r}", "no sheet is made", fix))
    if asks and asks not in parties:
        what = f"{asks!r} has no role in {agreement!r}"
        fix = f"name a party: --for {' or '.join(parties)}"
        raise UsageError(Fault("--for", what, "it gains nothing by it and pays nothing", fix))
    if audience == "partner" and not asks:
        fix = f"say who asks: --for {' or '.join(parties)}"
        what = "a sheet for the partner, and nobody says whose it is"
        raise UsageError(Fault("--audience", what, "it could not be told what to leave out", fix))
    return asks


def addressed(
    case: Case, agreement: str, parties: Collection[str], asks: str, audience: str, reader: str
) -> str:
    """The partner that a sheet is for: the one named, or the only one; empty for our own sheet, and where
    there are several.

    Raises
    ------
    UsageError
        the reader is unknown, the firm that asks, or without a role; or the sheet is our own
    """
    partners = [f for f in parties if f != asks]
    if not reader:
        return partners[0] if audience == "partner" and len(partners) == 1 else ""
    firms = case["firms"]["firm"].to_list()
    name = f"name a partner: --to {' or '.join(partners)}"
    if audience != "partner":
        what, why, fix = (
            "our own sheet is for nobody else",
            "it would change nothing",
            "add --audience partner",
        )
    elif reader not in firms:
        what, why = f"no firm is called {reader!r}", "no sheet is made"
        fix = f"{did_you_mean(reader, firms, 'firms.csv')}; {name}"
    elif reader == asks:
        what, why, fix = f"{reader!r} is the firm that asks", "its own sheet is --audience ours", name
    elif reader not in parties:
        what, why, fix = f"{reader!r} has no role in {agreement!r}", "it is no partner of it", name
    else:
        return reader
    raise UsageError(Fault("--to", what, why, fix))


def _standing(advice: Advice, found: Advised) -> Standing:
    case = advice.case
    rows = agreement_rows(case)
    row = rows[found.agreement]
    _, low, high = equal_part(found)
    leaves = "nobody" if low > 0.0 else "everybody" if high <= 0.0 else "undetermined"
    others = [a.agreement for a in advice.advised if a.agreement != found.agreement]
    pairs = rivals(case, [found.agreement, *others])
    keeps = {f: (low, high) for f in found.parties if f in found.gains}
    return Standing(
        keeps_m=keeps,
        leaves=leaves,
        notice_months=row["notice_months"],
        exit_cost_m=exit_cost_m(case, found.agreement),
        needs=tuple(row["needs"]),
        needed_by=tuple(sorted(a for a, r in rows.items() if found.agreement in r["needs"])),
        instead=tuple(b for a, b in pairs if a == found.agreement),
    )
