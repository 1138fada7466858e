"""Kinds that stand in the tables already; their blocks come with the full plan. They are listed, never
valued."""

from teikei.agreements.kind import Kind


def _later(name: str, title: str, summary: str) -> Kind:
    everything = frozenset({"plant", "platform", "technology", "model", "market", "pool"})
    return Kind(name, title, False, everything, frozenset(), "cars under the deal", "gives", "takes", summary)


NOT_YET_PLANNED = (_later("battery_supply", "battery supply", "cells are bought for years"),)
