"""What only a sheet for a partner says: its numbers on top, its one sentence, and why no gain is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.agreements.kinds import KINDS
from teikei.report.evidence import cell_of
from teikei.report.leaf import Cell, Headline

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet
    from teikei.report.money import Money
    from teikei.report.names import Names


def partner_numbers(made: DealSheet, money: Money, names: Names) -> tuple[Headline, ...]:
    """The gain of the reader, cars in the fullest year, and the screen."""
    numbers = [
        Headline(
            cell_of(figure, money, names, unit=True),
            f"to {names.firm(name.removeprefix('gain '))} before any payment, present value",
            "by its own accounts in the best plan, beside the best plan without the agreement",
        )
        for name, figure in made.figures.items()
        if name.startswith("gain ")
    ]
    when = made.milestones
    cars = [f for name, f in made.figures.items() if name.startswith("cars ")]
    if cars:
        most = max(cars, key=lambda f: f.value)
        numbers.append(
            Headline(
                cell_of(most, money, names, unit=True),
                "under the agreement in its fullest year",
                f"first cars {when.start_year}" if when and when.start_year else "",
            )
        )
    numbers.append(
        Headline(
            Cell(made.screen.colour), "antitrust screen", "a screen says where to look; it is no legal advice"
        )
    )
    return tuple(numbers)


def partner_sentence(made: DealSheet, names: Names) -> str:
    """What the firm that asks wants of its partners."""
    title, asks, partners = made.advised.title, names.firm(made.focal), names.parties(made.partners)
    if KINDS[made.advised.kind].yardstick:
        return f"“{title}” is worked out to measure agreements by; {asks} does not propose it here."
    if made.advised.agreement in made.advice.book:
        return f"“{title}” is in force between {asks} and {partners}; this sheet is about keeping it."
    return f"{asks} proposes “{title}” to {partners}."


def no_gain(made: DealSheet, names: Names) -> str:
    """Why a sheet for a partner shows no gain."""
    if not made.reader:
        return (
            "Several partners may read this sheet, so nothing of any one of them is shown: no gain, no "
            "plant, no figure of its own."
        )
    return f"{names.firm(made.reader)} does not plan here: its terms are given and its gain is not known."
