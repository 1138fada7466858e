"""An advice as the words and figures that text, page and workbook print: worked out once, here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.agreements.book import agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.case.source import provenance
from teikei.deals.advise import YARDSTICK
from teikei.deals.changes import made_of
from teikei.deals.verdict import BARRED
from teikei.industry.money import level, year_weights
from teikei.report.deal import Deal, beside_others, beyond_others, deal_of, first_turns, threshold_m
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.tables import Table, advice_tables

if TYPE_CHECKING:
    from teikei.deals.advice import Advice, Advised

SIGNS = {
    "recommended": "▲",
    "depends": "◆",
    "rejected": "▼",
    "undetermined": "■",
    "not yet planned": "–",
}
"""A shape for each verdict, in the order in which they are shown, so that colour is never needed."""

NAMED = 4


@dataclass(frozen=True, slots=True)
class Number:
    """One of the three numbers: the figure, what it is, and what stands beside it."""

    figure: str
    label: str
    beside: str


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement in the table by verdict, as printed."""

    agreement: str
    title: str
    parties: str
    sign: str
    verdict: str
    surplus: str
    yearly: str
    before: str
    inputs: str
    start: str
    reason: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One agreement in the chart, in printed million: solver interval and input range (None: no plan)."""

    title: str
    verdict: str
    low: float
    high: float
    input_low: float | None
    input_high: float | None
    printed: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a report of an advice prints."""

    title: str
    case: str
    scenario: str
    focal: str
    currency: str
    unit: str
    decided_at: str
    horizon: str
    discounting: str
    numbers: tuple[Number, ...]
    sentence: str
    notes: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    deals: tuple[Deal, ...]
    short: tuple[Line, ...]
    unplanned: tuple[str, ...]
    confidence: tuple[tuple[str, str], ...]
    amber: str
    limits: tuple[str, ...]
    bars: tuple[Bar, ...]
    tables: tuple[Table, ...]
    versions: str
    first: tuple[str, ...] = ()
    """Told before all else: the portfolio of the firm that the advice is for, if one was searched."""

    def table(self, name: str) -> Table:
        return next(t for t in self.tables if t.name == name)


def findings(advice: Advice, money: Money, scenario: str = "") -> Findings:
    """Work out every sentence and table of a report, all amounts in ``money``."""
    names = Names(advice.case)
    settings = advice.case.settings
    found = provenance(advice.case)
    ranked = [a for word in SIGNS for a in advice.by_verdict(word)]
    lines = {a.agreement: _line(a, advice, money, names) for a in ranked}
    groups = tuple((word, tuple(lines[a.agreement] for a in advice.by_verdict(word))) for word in SIGNS)
    assumed = found.money.get("assumption", 0.0)
    versions = advice.as_dict()["versions"]
    return Findings(
        title=settings.title,
        case=settings.name,
        scenario=scenario,
        focal=names.firm(advice.focal) if advice.focal else "",
        currency=money.currency,
        unit=money.unit,
        decided_at=str(settings.decision_date),
        horizon=f"{settings.first_year}–{settings.last_year}",
        discounting=f"real, pre-tax, discounted to {settings.decision_date} at {settings.discount_rate:.1%}",
        numbers=_numbers(advice, money, assumed, len(found.amber)),
        sentence=_sentence(advice, money),
        notes=_notes(advice, money),
        groups=tuple((word, members) for word, members in groups if members),
        deals=tuple(
            deal_of(a, advice, money, names) for a in ranked if a.verdict.word in ("recommended", "depends")
        ),
        short=tuple(
            lines[a.agreement] for a in ranked if a.verdict.word in ("rejected", "undetermined")
        ),
        unplanned=_unplanned(advice),
        confidence=tuple((name, _share(share)) for name, share in found.money.items() if share > 0.0),
        amber=_amber(len(found.amber)),
        limits=_limits(advice),
        bars=tuple(_bar(a, money) for a in ranked if a.surplus_m),
        tables=advice_tables(advice, money, names, lambda a: reason(a, advice, money, names)),
        versions=", ".join(f"{k} {v}" for k, v in versions.items()) + f"; case {advice.case.hash[:12]}",
    )  # fmt: skip


def reason(a: Advised, advice: Advice, money: Money, names: Names) -> str:
    """Why the verdict is what it is, in one sentence; of a yardstick, what it adds to agreements too."""
    said = _reason(a, advice, money, names)
    added = beyond_others(a, advice, money)
    return f"{said}; {added}" if added else said


def _reason(a: Advised, advice: Advice, money: Money, names: Names) -> str:
    verdict, surplus = a.verdict, a.surplus_m
    if surplus is None:
        return verdict.reason
    made = made_of(a.money, money.factor, money.unit)
    if said := beside_others(a, threshold_m(advice), money):
        return said
    if verdict.word == "depends":
        word = "stops paying" if _pays(a, advice) else "would pay"
        return f"{word} when {first_turns(verdict.flips, names)}"
    if verdict.word == "undetermined":
        limit = money.m(threshold_m(advice))
        held = f"the interval {money.span(*surplus)} {money.unit} holds the threshold {limit}"
        return f"{held}; try a longer --time-limit-s"
    if verdict.word != "rejected":
        return f"{YARDSTICK}: {made}" if KINDS[a.kind].yardstick else made
    if verdict.worse_than:
        other = advice[verdict.worse_than]
        mine, theirs = money.span(*surplus), money.span(*(other.surplus_m or surplus))
        return f"worse than {other.title}, which it excludes: {mine} against {theirs} {money.unit}"
    if verdict.reason.startswith(BARRED):
        return f"{verdict.reason}; {made}"
    if unused(a) and surplus[1] <= 0:
        return f"the plan makes no use of it; {made}"
    before = a.surplus_before_diversion_m
    if before and before[0] > threshold_m(advice):
        taken = f"would bring {money.m(before[0])} but for the sales it takes from other cars"
        return f"{taken}{_off(a, money)}; {made}"
    if surplus[1] <= 0:
        return f"costs more than it brings; {made}"
    return f"brings less than the threshold; {made}"


def _off(a: Advised, money: Money) -> str:
    """What signing alone would cost, where that is better than the car that the agreement brings."""
    own = sum(m for account, m in a.money.iter_rows() if account in ("signing", "running"))
    if a.surplus_m is None or a.surplus_m[1] >= own:
        return ""
    return f" (signed, and the car called off, it would cost {money.m(-own)})"


def unused(a: Advised) -> bool:
    """Whether the plan makes no use of an agreement: no car under it; where a kind counts no cars, no money
    moves but its own cost."""
    if KINDS[a.kind].fee:
        return not sum(a.units_per_year)
    return not set(a.money["account"].to_list()) - {"signing", "running"}


def _line(a: Advised, advice: Advice, money: Money, names: Names) -> Line:
    surplus, before = a.surplus_m, a.surplus_before_diversion_m
    yearly = [level(v, advice.case) for v in surplus] if surplus else None
    moves = a.sweep.moves if a.sweep else ()
    start = a.milestones.start_year if a.milestones else None
    return Line(
        agreement=a.agreement,
        title=a.title,
        parties=names.parties(a.parties),
        sign=SIGNS[a.verdict.word],
        verdict=a.verdict.word,
        surplus=money.interval(*surplus) if surplus else "",
        yearly=money.interval(yearly[0], yearly[1]) if yearly else "",
        before=money.interval(*before) if before else "",
        inputs=(f"~ {money.ends(a.sweep.low, a.sweep.high)}" if moves else "no input moves it")
        if a.sweep
        else "",
        start=str(start) if start else (("no cars" if KINDS[a.kind].fee else "–") if surplus else ""),
        reason=reason(a, advice, money, names),
        last=money.interval(*a.last_m) if a.last_m else "",
    )


def _bar(a: Advised, money: Money) -> Bar:
    low, high = a.surplus_m or (0.0, 0.0)
    return Bar(
        a.title,
        a.verdict.word,
        low * money.factor,
        high * money.factor,
        money.of_m(a.sweep.low) if a.sweep else None,
        money.of_m(a.sweep.high) if a.sweep else None,
        money.interval(low, high),
    )


def _counts(advice: Advice) -> tuple[Counter[str], int]:
    """Verdicts by word, and how many were valued, yardsticks apart."""
    own = [a for a in advice.advised if not KINDS[a.kind].yardstick]
    return Counter(a.verdict.word for a in own), sum(a.surplus_m is not None for a in own)


def _numbers(advice: Advice, money: Money, assumed: float, amber: int) -> tuple[Number, ...]:
    counts, valued = _counts(advice)
    low, high = advice.together_m
    year = [level(v, advice.case) for v in (low, high)]
    barred = sum(a.verdict.word == "rejected" and a.surplus_m is None for a in advice.advised)
    beside = [
        f"{counts['depends']} depend on an input" if counts["depends"] != 1 else "1 depends on an input",
        f"{counts['rejected'] - barred} rejected",
        f"{counts['undetermined']} undetermined",
        f"{sum(KINDS[a.kind].yardstick for a in advice.advised)} more a yardstick",
        f"{barred} more barred by the antitrust screen",
        f"{counts['not yet planned']} more not yet planned",
    ]
    beside = [words for words in beside if not words.startswith("0 ")]
    on = f"present value at {advice.case.settings.decision_date}"
    together = (
        Number(
            money.interval_m(low, high),
            f"{on}, for signing the {len(advice.signed_together)} recommended together"
            if len(advice.signed_together) != 1
            else f"{on}, for signing the recommended one",
            f"{money.interval_m(year[0], year[1])} a year, level; certified for these inputs",
        )
        if advice.signed_together
        else Number(
            f"0 {money.unit}", f"{on}: nothing to sign", "no agreement is recommended for these inputs"
        )
    )
    return (
        Number(
            f"{counts['recommended']} of {valued}",
            f"{_offered(advice)} valued are recommended",
            ", ".join(beside),
        ),
        together,
        Number(f"{assumed:.0%}", "of the money that goes in rests on assumptions", _amber(amber)),
    )


def _offered(advice: Advice) -> str:
    """Which agreements were looked at."""
    return f"agreements of {Names(advice.case).firm(advice.focal)}" if advice.focal else "agreements"


def _share(share: float) -> str:
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _amber(rows: int) -> str:
    return "no row is amber: every one names a source" if not rows else f"{rows:,} amber rows name no source"


def _sentence(advice: Advice, money: Money) -> str:
    titles = {a.agreement: a.title for a in advice.advised}
    chosen = [titles[a] for a in advice.signed_together]
    rest = "".join(_open_ones(advice))
    if not chosen:
        return f"Sign nothing yet: no candidate is recommended for these inputs.{rest}"
    low, high = advice.together_m
    year = [level(v, advice.case) for v in (low, high)]
    worth = f"worth {money.interval_m(low, high)} present value at {advice.case.settings.decision_date}"
    yearly = f"that is {money.interval_m(year[0], year[1])} a year"
    to = "to all planning firms together" if len(chosen) == 1 else "to all planning firms, as one book"
    if advice.focal:
        firm = Names(advice.case).firm(advice.focal)
        to += f" ({money.m(gain_together(advice))} of it to {firm}, before payments)"
    return f"Sign {_listed(chosen)}: {worth}, {yearly}, {to}.{rest}"


def gain_together(advice: Advice) -> float:
    """What the firm that the advice is for gains by all recommended ones together, before payments: present
    value of its accounts in the plan with them, less those without.

        D_f = Σ_t w_t (π_f,t(today ∪ recommended) − π_f,t(today))
    """
    if not advice.yearly.height:
        return 0.0
    weights = dict(zip(advice.case.settings.years, year_weights(advice.case).tolist(), strict=True))
    mine = advice.yearly.filter(advice.yearly["firm"] == advice.focal).select("year", "change_m")
    return float(sum(weights[year] * amount for year, amount in mine.iter_rows()))


def _open_ones(advice: Advice) -> list[str]:
    """A sentence on those that pay while an input holds, one on those that would pay if an input moved."""
    depends = advice.by_verdict("depends")
    pays = [a.title for a in depends if _pays(a, advice)]
    would = [a.title for a in depends if not _pays(a, advice)]
    said = []
    if pays:
        verb = "pays" if len(pays) == 1 else "pay"
        more = "more " if advice.signed_together else ""
        said.append(f" {len(pays)} {more}{verb} only while an input holds: {_listed(pays)}.")
    if would:
        said.append(f" {len(would)} would pay only if an input moved: {_listed(would)}.")
    return said


def _pays(a: Advised, advice: Advice) -> bool:
    """Whether the surplus passes the threshold at central inputs."""
    return a.surplus_m is not None and a.surplus_m[0] > threshold_m(advice)


def _listed(titles: list[str]) -> str:
    shown = [f"“{t}”" for t in titles[:NAMED]]
    more = len(titles) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _notes(advice: Advice, money: Money) -> tuple[str, ...]:
    rows = agreement_rows(advice.case)
    left = [
        a.title
        for a in advice.by_verdict("recommended")
        if a.agreement not in advice.signed_together and a.agreement not in advice.book
    ]  # fmt: skip
    notes = [
        f"A surplus counts from {money.m(advice.options.epsilon_m)} a year, which is "
        f"{money.m(threshold_m(advice))} present value (threshold ε). It is what "
        "all planning firms gain together when it alone is added to today's book; do not add surpluses up.",
        "Today's book is what is signed today. Both sides of a difference are best plans under a book, also "
        "the one without the agreement: that plan is not today's production.",
        "± and “to” give the solver's interval, certified for these inputs. The input range is something "
        f"else: the surplus as each of the {advice.options.inputs} strongest inputs moves alone to its ends; "
        "~ says that it is found with decisions elsewhere held, and not proved.",
        "Where a surplus turns is read at a few values of an input, and closed in between two of them: there "
        "may be more changes of sign between neighbours with the same sign.",
    ]
    if left:
        why = "another recommended one excludes it, or one that it needs is missing"
        notes.append(f"Recommended alone but left out of the sum, for {why}: {_listed(left)}.")
    needed = sorted({n for a in advice.signed_together for n in rows[a]["needs"]})
    if needed:
        notes.append(f"Needs in place: {', '.join(rows[n]['title'] for n in needed)}.")
    return tuple(notes)


def _unplanned(advice: Advice) -> tuple[str, ...]:
    return tuple(f"{a.title} ({a.kind.replace('_', ' ')})" for a in advice.by_verdict("not yet planned"))


def _limits(advice: Advice) -> tuple[str, ...]:
    waiting = advice.by_verdict("not yet planned")
    kinds = ", ".join(sorted({a.kind.replace("_", " ") for a in waiting}))
    limits = []
    if waiting:
        count = "1 candidate" if len(waiting) == 1 else f"{len(waiting)} candidates"
        limits.append(f"Not valued yet: {kinds} ({count}).")
    return (
        *limits,
        "Demand is given: no price reacts; a launch takes from other cars what the diversion table says.",
        "Firms that do not plan stay as they are today. Screens are no legal advice.",
    )
