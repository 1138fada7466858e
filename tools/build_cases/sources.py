"""Where figures come from: the papers of the fact folders, pages read for one case, and our own derivations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts

Page = tuple[str, str, str, str, str]
"""A page read for one case: id, title, publisher, date, address."""

OWN, DERIVED = "teikei_assumption", "teikei_derivation"
OWN_SOURCES = {
    OWN: "Assumption made for this case; its derivation stands in the note of the row",
    DERIVED: "Derived in this case from sourced figures, as the note of the row says",
    "s_judge": "Judgement on a technology where nothing is published; to be varied",
    "s_own": "teikei's own road-load model: teikei fuel",
}
UNVERIFIED = ("general_knowledge", "gk_unverified", "not_found")


def _kind(theme: str, row: dict[str, str]) -> str:
    key = row["source_id"].lower()
    if key in UNVERIFIED:
        return "tertiary"
    if key.startswith(("own_", "s_own")):
        return "own"
    known = row.get("kind", "")
    return known if theme == "world" and known in ("primary", "secondary", "tertiary") else "secondary"


def sources(facts: Facts, pages: Iterable[Page] = ()) -> Rows:
    """Return the sources of all fact folders, ids in lower case, pages that no folder lists, and our own."""
    found: dict[str, dict[str, Any]] = {}
    for theme in ("nissan_group", "world", "tech"):
        for row in facts.table(f"{theme}/sources"):
            key = row["source_id"].lower()
            found.setdefault(
                key,
                {
                    "source": key,
                    "title": row["title"] or key,
                    "publisher": row.get("publisher", ""),
                    "date": row.get("date", ""),
                    "where": row.get("url", "") or row.get("where", ""),
                    "kind": _kind(theme, row),
                    "confidence": "reported",
                    "note": row.get("note", ""),
                },
            )
    for key, title, publisher, date, where in pages:
        words = {"title": title, "publisher": publisher, "date": date, "where": where}
        found[key] = {"source": key, **words, "kind": "secondary", "confidence": "reported"}
    for key, title in OWN_SOURCES.items():
        found[key] = {
            "source": key,
            "title": title,
            "publisher": "teikei",
            "kind": "own",
            "confidence": "assumption",
        }
    for key in UNVERIFIED:
        found.setdefault(key, {"source": key, "title": "memory, unverified", "kind": "tertiary"})
    return list(found.values())


def used_sources(listed: Rows, tables: dict[str, Rows]) -> Rows:
    """Return the sources that some row of another table names, so that the list stays readable."""
    used = {
        each
        for table, rows in tables.items()
        if table != "sources"
        for row in rows
        for each in str(row.get("source", "")).split(";")
    }
    return [row for row in listed if row["source"] in used]
