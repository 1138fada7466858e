"""The terms of a deal: the corridor in three measures, given terms, and what the contract says of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teikei.agreements.book import agreement_rows, excluding
from teikei.agreements.kinds import KINDS
from teikei.report.books import LEFT
from teikei.report.evidence import cell_of, printed
from teikei.report.given import term_words
from teikei.report.leaf import Cell, Grid, Section

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet
    from teikei.deals.terms import Corridor
    from teikei.report.money import Money
    from teikei.report.names import Names

LEAST = 0.05
"""Million of the printed currency that is printed as nothing."""


def terms_section(
    made: DealSheet, money: Money, names: Names, search: dict[str, Any] | None = None
) -> Section:
    """What is paid: on top of marginal cost between planning firms, and given to those who do not plan."""
    lines, grids = [], []
    corridor = made.advised.corridor
    if corridor is not None:
        deal = corridor.by_payer
        bought = KINDS[made.advised.kind].bought
        lines.append(price_line(deal, money, names) if bought else who_pays(deal, money, names))
        grids.append(corridor_grid(deal, made, money, names))
    else:
        lines += net_lines(made, money, names)
    lines += contract_lines(made)
    given = term_words(made.case, made.advised.agreement, names)
    if given:
        lines.append("Given or proposed in the tables: " + "; ".join(given) + ".")
        lines += proposed_lines(made, money, names)
    lines += portfolio_lines(made, money, names, search)
    return Section("Terms", tuple(lines), tuple(grids))


def who_pays(deal: Corridor, money: Money, names: Names) -> str:
    """Who pays whom, so that the amounts of the grid are paid as they stand; ``deal``: by its payer."""
    payer, payee = names.firm(deal.taker), names.firm(deal.giver)
    if not deal.open:
        return f"No fee suits both {payee} and {payer}."
    if deal.lowest_m * money.factor > -LEAST:
        return f"{payer} pays {payee} a fixed fee on top of marginal cost."
    even = (deal.lowest_m + deal.highest_m) / 2.0 * money.factor < LEAST
    equal = "nobody pays" if even else f"{payer} pays {payee}, on top of marginal cost"
    return (
        f"{payee} gains without a fee, too, so it can go either way: at equal parts {equal}; below zero "
        f"{payee} pays {payer}."
    )


def price_line(deal: Corridor, money: Money, names: Names) -> str:
    """What is paid where one firm is bought by the other, or shares are exchanged; ``deal``: by its payer."""
    payer, payee = names.firm(deal.taker), names.firm(deal.giver)
    line = (
        "It is paid once, as a price or in shares, on top of what each firm is worth without it: there is no "
        "fee a year or a car."
    )
    if not deal.open:
        return f"{line} No price suits both {payee} and {payer}."
    if deal.lowest_m * money.factor <= -LEAST:
        line += f" Below zero the owners of {payee} pay those of {payer}."
    return f"{line} Amounts are what the owners of {payer} pay those of {payee}, or leave them in shares."


def corridor_grid(deal: Corridor, made: DealSheet, money: Money, names: Names) -> Grid:
    """The least, the middle and the most, and what gives who is paid 30 % and 70 % of the gains, in three
    measures."""
    payer, payee = names.firm(deal.taker), names.firm(deal.giver)
    first, last = made.case.settings.first_year, made.case.settings.last_year
    measures = {
        "": f"present value, {money.unit}",
        " yearly": f"a year, level over {first}–{last}, {money.unit}",
        " car": f"a car, {money.currency}",
    }
    shown = [m for m in measures if f"fee lowest{m}" in made.figures]
    said = {
        "lowest": f"least that {payee} can accept",
        "at 0.3": f"{payee} has 30% of what both gain",
        "middle": "equal parts",
        "at 0.7": f"{payee} has 70% of what both gain",
        "highest": f"most that {payer} can pay",
    }
    rows = tuple(
        (
            Cell(words),
            *(cell_of(made.figures[f"fee {end}{measure}"], money, names) for measure in shown),
        )
        for end, words in said.items()
        if f"fee {end}" in made.figures
    )
    fee = "price" if KINDS[made.advised.kind].bought else "fee"
    return Grid(
        f"The {fee} that suits both" if deal.open else f"What each side would need: no {fee} suits both",
        ("", *(measures[m] for m in shown)),
        rows,
    )


def net_lines(made: DealSheet, money: Money, names: Names) -> list[str]:
    """Payments between more than two, or why there is no corridor."""
    outside = [f for f in made.advised.parties if f"gain {f}" not in made.figures]
    paying = {f: made.figures[f"pays {f}"].value for f in made.advised.parties if f"pays {f}" in made.figures}
    if not paying:
        return [f"No corridor: {names.parties(outside)} does not plan here, so its terms are given."]
    said = [
        f"{names.firm(f)} {'pays' if v > 0 else 'receives'} {money.m(abs(v))}"
        for f, v in sorted(paying.items(), key=lambda kv: -kv[1])
        if abs(v) * money.factor >= LEAST
    ]
    return ["Equal parts come about by net payments, present value: " + ("; ".join(said) or "none") + "."]


def contract_lines(made: DealSheet) -> list[str]:
    """Term, exclusivity and ownership, as the tables have them."""
    row = agreement_rows(made.case)[made.advised.agreement]
    said = [
        f"term {row['term_years']} years" if row["term_years"] else "in force to the end of the horizon",
    ]
    if row["exclusivity"]:
        said.append(f"exclusivity: {row['exclusivity']}")
    if row["ip_owner"]:
        said.append(f"ownership: {row['ip_owner']}")
    text = "; ".join(said)
    return [text[:1].upper() + text[1:] + "."]


def proposed_lines(made: DealSheet, money: Money, names: Names) -> list[str]:
    """What the parties have at the terms that the tables propose, and who could not agree to them."""
    has = {f: one for f in made.advised.parties if (one := made.figures.get(f"proposed {f}")) is not None}
    if not has:
        return []
    parts = {f: dict(one.parts) for f, one in has.items()}
    paying = {f: p["pays"] for f, p in parts.items() if p["pays"] * money.factor >= LEAST}
    pays = "; ".join(f"{names.firm(f)} pays {money.m(m)}" for f, m in paying.items()) or "nobody pays"
    keeps = ", ".join(f"{names.firm(f)} {printed(one, money)}" for f, one in has.items())
    lines = [
        f"At the terms proposed between them {pays}, present value; each then has, in {money.unit}: {keeps}."
    ]
    for firm, one in has.items():
        if one.high * money.factor > -LEAST:
            continue
        gain, due = parts[firm][f"gain of {firm}"], parts[firm]["pays"]
        loses = f"at these terms {names.firm(firm)} loses {money.m(-one.value)}"
        if due <= 0.0:
            lines.append(f"That is less than {names.firm(firm)} needs ({money.m(-gain)}): {loses}.")
        elif gain > 0.0:
            lines.append(f"That is more than {names.firm(firm)} can pay ({money.m(gain)}): {loses}.")
        else:
            lines.append(
                f"{names.firm(firm)} can pay nothing, for it loses {money.m(-gain)} already: {loses}."
            )
    return lines


def portfolio_lines(made: DealSheet, money: Money, names: Names, search: dict[str, Any] | None) -> list[str]:
    """Where a portfolio was searched: whether it holds the deal, and what the deal adds as the last one."""
    portfolio = (search or {}).get("portfolio")
    if not portfolio:
        return []
    firm = names.firm(portfolio["for"])
    if made.advised.agreement in made.advice.book:
        return [_in_force(made, portfolio, firm)]
    if made.advised.agreement not in portfolio["agreements"]:
        line = f"Not in the portfolio searched for {firm}{_why_left(made, money, search or {})}."
        return [line, *_two_answers(made, "recommended", firm)]
    titles = {a: str(row["title"]) for a, row in agreement_rows(made.case).items()}
    last = portfolio["last_m"].get(made.advised.agreement)
    lines = [f"In the portfolio searched for {firm}.", *_two_answers(made, "rejected", firm)]
    if last:
        instead = " less than another that it excludes would in its place" if last[1] < 0 else ""
        brought = (-last[1], -last[0]) if instead else (last[0], last[1])
        lines.append(
            f"As the last one added to that portfolio it brings all planning firms together "
            f"{money.interval_m(*brought)} present value{instead}."
        )
    for link, pays in portfolio["pays_m"].items():
        if made.advised.agreement in link.split(" + "):
            said = [
                f"{names.firm(f)} pays {money.interval_m(*ends)}"
                for f, ends in pays.items()
                if sum(ends) / 2.0 * money.factor >= 0.05
            ]
            given = [t for a in link.split(" + ") for t in term_words(made.case, a, names, outside=True)]
            said += [f"given terms, which are not bargained over: {', '.join(given)}"] if given else []
            lines.append(
                "Payment within it (Nash, half each), present value: " + ("; ".join(said) or "none") + "."
            )
            if not _as_above(pays, made, money):
                lines.append(_otherwise(link, portfolio, titles))
    return lines


def _in_force(made: DealSheet, portfolio: dict[str, Any], firm: str) -> str:
    """Of an agreement of today's book: that it stays, or what takes its place."""
    rows, mine = agreement_rows(made.advice.case), made.advised.agreement
    instead = [
        f"“{rows[b]['title']}”" for b in portfolio["agreements"] if excluding(made.advice.case, mine, b)
    ]
    if instead:
        takes = "takes" if len(instead) == 1 else "take"
        return f"In force: in the portfolio searched for {firm} {', '.join(instead)} {takes} its place."
    return f"In force: it stays beside the portfolio searched for {firm}, which lists what is signed new."


def _two_answers(made: DealSheet, word: str, firm: str) -> list[str]:
    """Why verdict and portfolio differ, and which to follow, where the verdict is ``word``."""
    if made.advised.verdict.word != word or KINDS[made.advised.kind].yardstick:
        return []
    return [
        "The verdict above is for all planning firms together, before fees; the portfolio is the best book "
        f"for {firm} after fees that no partner would leave. Where they differ, {firm} follows the portfolio "
        "as long as its partners agree to its fees, and the verdict if they do not."
    ]


def _as_above(pays: dict[str, list[float]], made: DealSheet, money: Money) -> bool:
    """Whether a payment is the one for equal parts but for rounding, or no such payment is printed."""
    equal = {f: made.figures[f"pays {f}"].value for f in pays if f"pays {f}" in made.figures}
    return all(abs(sum(pays[f]) / 2.0 - m) * money.factor < 2.0 * LEAST for f, m in equal.items())


def _otherwise(link: str, portfolio: dict[str, Any], titles: dict[str, str]) -> str:
    """Why a payment within a portfolio is another one than equal parts on today's book."""
    others = len(portfolio["agreements"]) - len(link.split(" + "))
    beside = f"{others} other agreement{'s' if others != 1 else ''} of the portfolio"
    said = f"what each gains is counted beside the {beside} there, and alone on today's book above"
    together = [titles.get(a, a) for a in link.split(" + ")]
    if len(together) > 1:
        said += f"; it pays for {' and '.join(f'“{t}”' for t in together)} as one contract"
    return (
        f"That is not the fee for equal parts: {said}. Where equally good plans divide the gains "
        "differently, the payment takes the middle of them, and the fee above the plan that is printed."
    )


def _why_left(made: DealSheet, money: Money, search: dict[str, Any]) -> str:
    """Why the portfolio does without it, with what its parties would have by it."""
    found = [one for one in search.get("left_out", ()) if one["agreement"] == made.advised.agreement]
    if not found:
        return ""
    if found[0]["parties_m"] is None:
        return f": {found[0]['reason']}"
    why = LEFT[found[0]["why"]].format(instead="another agreement of it")
    return f": {why} ({money.interval_m(*found[0]['parties_m'])} to its parties)"
