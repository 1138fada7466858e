"""Who leads, as lines of text and as one object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from teikei.report.names import Names

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.leaders import Leaders, Led, What
    from teikei.deals.worth import Interval
    from teikei.report.money import Money

NOBODY = "nobody"
SAME_M = 0.5
"""Million of present value by which a lead may move without a word."""
PARTS = {
    "organisation": "sales organisations",
    "programmes": "own programmes",
    "dealers": "dealers",
    "deal": "signing, running",
    "plan": "who builds what",
}
PAIRS: tuple[tuple[str, str], ...] = (("chosen", "announced"), ("rule", "announced"), ("chosen", "rule"))
SUBJECTS: tuple[tuple[What, str], ...] = (("market", "markets"), ("technology", "technologies"))


def leaders_lines(
    case: Case, found: Leaders, money: Money, over: Mapping[str, Leaders] | None = None
) -> list[str]:
    """Table, counts, worths, and what other scenarios change.

    Parameters
    ----------
    case, found : the case, and who leads in it
    money : currency and its rate
    over : scenario -> who leads there
    """
    names = Names(case)
    head = ("", "chosen", "announced", "sells most", "runner-up", f"better by (m {money.currency})")
    lines = _aligned([head, *(_row(names, one, money) for one in found.subjects)])
    lines += ["", *_counts(found), "", *_money(names, found, money), ""]
    lines.append(f"Worth of the leads chosen beside today: {_span(found.worth_m, money)}")
    lines.append(f"More than the leads announced: {_span(found.over_announced_m, money)}")
    lines.append(f"More than the leads of the rule: {_span(found.over_rule_m, money)}")
    lines += [f"{name}: left out, {why}" for name, why in found.left_out.items()]
    for scenario, other in (over or {}).items():
        lines += ["", f"Scenario {scenario}: {_moved(names, found, other, money)}"]
    least = f"{money.m(case.settings.materiality_m)} a year ({money.number(found.least_m)} in all)"
    lines += [
        "",
        f"Present values, certified for these inputs. Two leaders less than {least} apart are as good.",
    ]
    return lines


def leaders_object(found: Leaders, money: Money, over: Mapping[str, Leaders] | None = None) -> dict[str, Any]:
    """One JSON object: the subjects, counts and worths, and the same of each scenario."""
    return {
        "currency": money.currency,
        "subjects": [
            {
                "what": one.what,
                "resource": one.resource,
                "chosen": one.chosen,
                "announced": one.announced,
                "sells_most": one.rule,
                "runner_up": one.runner_up,
                "over_runner_up_m": _pair(one.over_runner_up_m, money),
                "over_nobody_m": _pair(one.over_nobody_m, money),
                "parts_m": {part: amount * money.factor for part, amount in one.parts_m.items()},
                "decided": one.decided,
            }
            for one in found.subjects
        ],
        "agree": {f"{one} {other}": list(found.agree(one, other)) for one, other in PAIRS},
        "worth_m": _pair(found.worth_m, money),
        "over_announced_m": _pair(found.over_announced_m, money),
        "over_rule_m": _pair(found.over_rule_m, money),
        "left_out": found.left_out,
        "books": found.planned,
        "scenarios": {name: leaders_object(other, money) for name, other in (over or {}).items()},
    }


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows as lines, columns under one another."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _money(names: Names, found: Leaders, money: Money) -> list[str]:
    """What each lead is worth beside nobody leading, by where it comes from."""
    head = (f"beside nobody ({money.unit})", "in all", *PARTS.values())
    rows = [
        (
            f"{names.thing(one.resource)}: {_firm(names, one.chosen)}",
            _span(one.over_nobody_m, money),
            *(money.number(one.parts_m[part]) for part in PARTS),
        )
        for one in found.subjects
        if one.chosen
    ]
    return _aligned([head, *rows])


def _row(names: Names, one: Led, money: Money) -> tuple[str, ...]:
    return (
        names.thing(one.resource),
        _choice(names, one),
        _firm(names, one.announced) if one.announced else "–",
        _firm(names, one.rule) if one.rule else "–",
        _firm(names, one.runner_up),
        _span(one.over_runner_up_m, money),
    )


def _choice(names: Names, one: Led) -> str:
    """Who leads; both, in the order of their names, where the choice is not decided."""
    firms = [one.chosen] if one.decided else sorted({one.chosen, one.runner_up})
    return " or ".join(_firm(names, firm) for firm in firms)


def _firm(names: Names, firm: str) -> str:
    return names.firm(firm) if firm else NOBODY


def _counts(found: Leaders) -> list[str]:
    words = {"chosen": "the choice", "announced": "the announcement", "rule": "the rule"}
    lines = []
    for one, other in PAIRS:
        parts = []
        for what, plural in SUBJECTS:
            same, asked = found.agree(one, other, what)
            if asked:
                parts.append(f"{same} of {asked} {plural}")
        if parts:
            lines.append(f"{words[one].capitalize()} names who {words[other]} names in {', '.join(parts)}.")
    return lines


def _moved(names: Names, found: Leaders, other: Leaders, money: Money) -> str:
    """Who leads instead, and where the lead over the runner-up is another by more than `SAME_M`."""
    said, same = [], True
    for was, now in zip(found.subjects, other.subjects, strict=True):
        before, after = _choice(names, was), _choice(names, now)
        by = f"better by {_span(now.over_runner_up_m, money)}, not {_span(was.over_runner_up_m, money)}"
        if before != after:
            same = False
            said.append(f"{names.thing(now.resource)}: {after}, not {before}, {by}")
        elif abs(sum(now.over_runner_up_m) - sum(was.over_runner_up_m)) > 2 * SAME_M:
            said.append(f"{names.thing(now.resource)}: {after} as before, {by}")
    return "; ".join((["the same leaders"] if same else []) + said)


def _span(interval: Interval, money: Money) -> str:
    return money.interval(*interval)


def _pair(interval: Interval, money: Money) -> list[float]:
    return [end * money.factor for end in interval]
