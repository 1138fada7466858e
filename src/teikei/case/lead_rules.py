"""What leads need: programmes and announcements of what exists, savings on a programme that is there, groups
of known firms with a document behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from teikei.base.errors import Fault, did_you_mean
from teikei.case.case import Case
from teikei.case.limits import ids, where

LISTS = {"market": "territories", "technology": "technologies"}


def leads_are_of_something(case: Case) -> Iterator[Fault]:
    """Programmes and announced leads name a market or a technology that exists."""
    for table in ("programmes", "announced"):
        for number, row in enumerate(case[table].iter_rows(named=True)):
            listed = LISTS[row["what"]]
            known = ids(case, listed)
            if row["resource"] not in known:
                yield Fault(
                    where(case, table, number, "resource"),
                    f"the {row['what']} {row['resource']!r} is in no row of {listed}.csv",
                    "no agreement could be about it",
                    did_you_mean(row["resource"], sorted(known), f"{listed}.csv"),
                )
    for name in sorted(
        ids(case, "territories") & ids(case, "technologies") & set(case["programmes"]["resource"])
    ):
        yield Fault(
            "programmes.csv",
            f"{name!r} is a territory and a technology",
            "money spent on the one could not be told from money spent on the other",
            "rename the technology",
        )


def savings_have_a_programme(case: Case) -> Iterator[Fault]:
    """Who saves part of a programme has one."""
    there = set(case["programmes"].select("firm", "what", "resource").iter_rows())
    for number, row in enumerate(case["changes"].iter_rows(named=True)):
        if row["change"] == "programme_saving" and (row["firm"], row["what"], row["resource"]) not in there:
            yield Fault(
                where(case, "changes", number, "resource"),
                f"{row['firm']!r} has no programme for the {row['what']} {row['resource']!r}",
                f"{row['agreement']!r} would save a part of nothing",
                "add a row to programmes.csv, or delete this one",
            )


def groups_are_whole(case: Case) -> Iterator[Fault]:
    """An integrated group has two firms or more, all known, and a document that says so."""
    settings, known = case.settings, ids(case, "firms")
    for group in settings.integrated_groups:
        for firm in group:
            if firm not in known:
                yield Fault(
                    "case.toml: integrated_groups",
                    f"no firm is called {firm!r}",
                    "nothing that it signs would be inside the group",
                    did_you_mean(firm, sorted(known), "firms.csv"),
                )
        if len(set(group)) < 2:
            yield Fault(
                "case.toml: integrated_groups",
                f"a group of {', '.join(group) or 'nobody'}",
                "it takes two firms to be one venture",
                "name all its firms, or delete the group",
            )
    if settings.integrated_groups and not settings.integrated_note.strip():
        yield Fault(
            "case.toml: integrated_note",
            "it is blank",
            "only a documented venture is screened milder than competitors are",
            "say which document makes these firms one venture",
        )


RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (leads_are_of_something, ("programmes", "announced", "territories", "technologies")),
    (savings_have_a_programme, ("changes", "programmes")),
    (groups_are_whole, ("firms",)),
)
