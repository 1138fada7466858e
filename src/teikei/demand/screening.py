"""Screens of agreements between competitors: green, amber or red, what decided and what would clear it.

    red      hardcore between competitors: leads by territory, joint pricing, limits of output, rigged bids
    amber    a threshold is crossed or unverified, shares are missing, sensitive data flow, or the law has no
             number: needs counsel. At best amber: hardcore within a documented integrated venture
    green    no listed threshold crossed; not legal advice

A screen says where to look, never that something is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import polars as pl

from teikei.base.errors import DemandError, Fault, did_you_mean
from teikei.demand.rules import CONTROL, PRODUCTION, RULES, Kind, Numbers, Rule, day_faults
from teikei.demand.screens import checked_shares, commonality_of_cost, hhi

Colour = Literal["green", "amber", "red"]
Hardcore = Literal["market_division", "joint_pricing", "output_limits", "bid_rigging"]
Exchange = Literal["future_prices", "future_volumes", "capacity_plans", "unit_costs", "customers"]
Early = Literal["veto_on_ordinary_business", "instructions", "joint_selling", "transfer_of_staff_or_assets"]
_RANK: dict[Colour, int] = {"green": 0, "amber": 1, "red": 2}
GREEN = "no listed threshold crossed; not legal advice"
AMBER = "needs counsel; not legal advice"
RED = "barred: hardcore between competitors; not legal advice"
WHOLE = 1e-3


@dataclass(frozen=True)
class Position:
    """What is known of one market that an agreement touches.

    Attributes
    ----------
    market : name
    jurisdiction : whose rules apply
    shares : {controlling group: share of units sold}, between 0 and 1; empty if unknown. The HHI needs all
        groups, tests of combined shares only the parties
    """

    market: str
    jurisdiction: str
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Conduct:
    """What firms would do together, in the terms that the screen needs.

    Attributes
    ----------
    kind : of the agreement
    parties : two or more groups
    positions : markets that it touches
    competitors : whether the parties are actual or potential competitors; None if not known
    control : whether control of a firm changes; always for a merger
    stake : share of votes acquired, for a stake
    hardcore : clauses between competitors that are restrictions by object
    integrated_venture : where the integrated venture that needs such a clause is documented; empty if none
    exchanges : sensitive data that would flow between the parties
    clean_team : whether they flow aggregated, aged or through a clean team only
    before_clearance : what the buyer of a firm or stake would do with it before authorities have cleared
        the deal (gun jumping)
    shared_cost, variable_cost : of the products concerned, a unit, for commonality of cost
    """

    kind: Kind
    parties: tuple[str, ...]
    positions: tuple[Position, ...]
    competitors: bool | None = None
    control: bool = False
    stake: float | None = None
    hardcore: tuple[Hardcore, ...] = ()
    integrated_venture: str = ""
    exchanges: tuple[Exchange, ...] = ()
    clean_team: bool = False
    before_clearance: tuple[Early, ...] = ()
    shared_cost: float | None = None
    variable_cost: float | None = None

    def __post_init__(self) -> None:
        faults = []
        for name, given, known in (
            ("kind", (self.kind,), get_args(Kind)),
            ("hardcore", self.hardcore, get_args(Hardcore)),
            ("exchanges", self.exchanges, get_args(Exchange)),
            ("before_clearance", self.before_clearance, get_args(Early)),
        ):
            faults += [
                Fault(f"conduct, {name}", f"{word} is unknown", "no rule is about it", _fix(word, known))
                for word in given
                if word not in known
            ]
        if len(set(self.parties)) < 2:
            what = ", ".join(self.parties) or "nobody"
            faults.append(Fault("conduct, parties", what, "it takes two to agree", "name the other"))
        if not self.positions:
            why = "a screen without a market would be green about nothing"
            faults.append(Fault("conduct, positions", "there are none", why, "name the markets touched"))
        for one in self.positions:
            if one.shares:
                try:
                    checked_shares(list(one.shares.values()), f"conduct, shares in {one.market}")
                except DemandError as error:
                    faults += error.faults
        if self.stake is not None and not 0 <= self.stake <= 1:
            what = f"it is {self.stake:g}"
            faults.append(Fault("conduct, stake", what, "it is a share of votes", "give 36.8 % as 0.368"))
        if self.before_clearance and self.kind not in CONTROL:
            what = f"a {self.kind.replace('_', ' ')} waits for no clearance"
            why = "only who buys a firm or a stake has to wait"
            faults.append(Fault("conduct, before_clearance", what, why, "leave it out"))
        if (self.shared_cost is None) != (self.variable_cost is None):
            why = "commonality is the first over the second"
            faults.append(Fault("conduct, shared_cost", "only one is given", why, "give both or neither"))
        if faults:
            raise DemandError(faults)

    @property
    def changes_control(self) -> bool:
        """Whether concentration deltas are computed."""
        return self.control or self.kind == "merger"

    @property
    def commonality(self) -> float | None:
        """Shared over variable cost."""
        if self.shared_cost is None or self.variable_cost is None:
            return None
        return commonality_of_cost(self.shared_cost, self.variable_cost)


def _fix(word: str, known: Sequence[str]) -> str:
    return did_you_mean(str(word), known, "the reference")


@dataclass(frozen=True)
class Finding:
    """One test of a screen.

    Attributes
    ----------
    colour : of this test alone
    test : rule or clause
    market : where
    number : what drove it, in words with its value
    threshold : what it is compared with
    clears : what change would clear it
    source : text, version, source and date of reading
    crossed : whether a threshold or a clause is really crossed, not only unknown or unread
    """

    colour: Colour
    test: str
    market: str
    number: str
    threshold: str
    clears: str
    source: str
    crossed: bool = False


@dataclass(frozen=True)
class Screening:
    """The verdict of a screen and all it rests on."""

    findings: tuple[Finding, ...]

    @property
    def colour(self) -> Colour:
        """The worst of the findings."""
        return max((one.colour for one in self.findings), key=lambda colour: _RANK[colour])

    @property
    def driver(self) -> Finding:
        """The first finding of that colour; what is crossed comes before what is unknown or unread."""
        return min(
            (one for one in self.findings if one.colour == self.colour), key=lambda one: not one.crossed
        )

    @property
    def wording(self) -> str:
        """The verdict in words, as every report prints it."""
        if self.colour == "green":
            return GREEN
        said = RED if self.colour == "red" else AMBER
        found = self.driver
        where = f" in {found.market}" if found.market else ""
        return f"{said} ({found.test}{where}: {found.number}; to clear: {found.clears})"

    def table(self) -> pl.DataFrame:
        """One row a test, worst first."""
        rows = sorted(self.findings, key=lambda one: (-_RANK[one.colour], not one.crossed))
        return pl.DataFrame([vars(one) for one in rows])


def screen(conduct: Conduct, rules: Sequence[Rule] = RULES, at: str = "") -> Screening:
    """Compare an agreement with listed thresholds and clauses.

    Parameters
    ----------
    conduct : what the firms would do
    rules : thresholds, ours or your own
    at : day of the agreement, ISO; rules that have ended by then turn amber. No rule has ended if empty

    Raises
    ------
    DemandError    a day that is none

    Examples
    --------
    >>> shares = {"north": 0.12, "south": 0.05}
    >>> deal = Conduct("contract_production", ("north", "south"), (Position("pickups", "eu", shares),), True)
    >>> screen(deal).wording
    'no listed threshold crossed; not legal advice'
    >>> split = Conduct("joint_selling", ("north", "south"), (Position("pickups", "eu", shares),), True,
    ...                 hardcore=("market_division",))
    >>> screen(split).colour
    'red'
    """
    if at and (faults := day_faults("screen, at", at)):
        raise DemandError(faults)
    findings = [*_clauses(conduct), *_exchanged(conduct), *_early(conduct)]
    if conduct.competitors is None:
        clears = "say whether each could sell what the other sells"
        number = "it is not said whether the parties compete"
        findings.append(Finding("amber", "competitors", "", number, "", clears, ""))
    for position in conduct.positions:
        findings += _position(conduct, position, rules, at)
    return Screening(tuple(findings))


def _clauses(conduct: Conduct) -> list[Finding]:
    """Hardcore restrictions; they matter between competitors, and where that is not known."""
    if conduct.competitors is False:
        return []
    documented = conduct.integrated_venture.strip()
    found = []
    for clause in conduct.hardcore:
        words = clause.replace("_", " ")
        number = f"{words} between {' and '.join(conduct.parties)}"
        clears = f"drop it, or each decides alone: {_ALONE[clause]}"
        colour: Colour = "red"
        if documented:
            colour, number = "amber", f"{number}, within {documented}"
            clears = "counsel shows that the venture needs it and could not work with less"
        source = _law(conduct, _BY_OBJECT)
        threshold = "restriction by object: no threshold"
        found.append(Finding(colour, clause, "", number, threshold, clears, source, crossed=True))
    return found


_BY_OBJECT = {
    "us": "Sherman Act section 1",
    "eu": "TFEU article 101(1)",
    "japan": "Antimonopoly Act article 3",
}
_ON_EXCHANGE = {"eu": "OJ C 259, 21.7.2023"}
_ON_WAITING = {
    "us": "Hart-Scott-Rodino Act",
    "eu": "Regulation 139/2004 articles 4, 7 and 14; Altice, EUR 124.5 million in 2018, upheld in T-425/18 "
    "but for part of the fine",
    "japan": "Antimonopoly Act article 10",
}


def _law(conduct: Conduct, texts: Mapping[str, str]) -> str:
    """The texts of the jurisdictions that an agreement touches, and where none is listed."""
    touched = list(dict.fromkeys(position.jurisdiction for position in conduct.positions))
    said = [texts[one] for one in texts if one in touched]
    others = [one.replace("_", " ") for one in touched if one not in texts]
    return "; ".join([*said, *([f"no text is listed for {', '.join(others)}"] if others else [])])


_ALONE: dict[Hardcore, str] = {
    "market_division": "enter or leave a market unilaterally, without exchange of markets or talks about it",
    "joint_pricing": "set prices apart, with no knowledge of the partner's",
    "output_limits": "choose volumes apart; a host's capacity limit for the guest is not one of the guest",
    "bid_rigging": "bid apart",
}


def _exchanged(conduct: Conduct) -> list[Finding]:
    if conduct.competitors is False or not conduct.exchanges:
        return []
    names = ", ".join(name.replace("_", " ") for name in conduct.exchanges)
    colour: Colour = "green" if conduct.clean_team else "amber"
    number = f"{names} would flow{' through a clean team only' if conduct.clean_team else ''}"
    clears = "aggregate, age, or pass through a clean team"
    source, crossed = _law(conduct, _ON_EXCHANGE), not conduct.clean_team
    return [Finding(colour, "information_exchange", "", number, "sensitive data", clears, source, crossed)]


_WAIT: dict[Early, str] = {
    "veto_on_ordinary_business": "a veto only over what would lower the value of what is bought",
    "instructions": "leave the management alone until the deal is cleared and closed",
    "joint_selling": "each meets its customers alone until the deal is cleared and closed",
    "transfer_of_staff_or_assets": "move nobody and nothing until the deal is cleared and closed",
}


def _early(conduct: Conduct) -> list[Finding]:
    """Steps that put a deal into effect before it is cleared. Fines reach a tenth of turnover in Europe."""
    source, none = _law(conduct, _ON_WAITING), "none before clearance"
    return [
        Finding("amber", "gun_jumping", "", step.replace("_", " "), none, _WAIT[step], source, crossed=True)
        for step in conduct.before_clearance
    ]


def _position(conduct: Conduct, position: Position, rules: Sequence[Rule], at: str) -> list[Finding]:
    """Every listed test of one market."""
    listed = [
        rule for rule in rules if rule.jurisdiction == position.jurisdiction and conduct.kind in rule.kinds
    ]
    listed = [rule for rule in listed if conduct.changes_control or not rule.on_control]
    if not listed:
        colour: Colour = "green" if _not_about(conduct, position, rules) else "amber"
        number = f"no listed rule of {position.jurisdiction} is about a {conduct.kind.replace('_', ' ')}"
        if colour == "green":
            number += " without change of control"
        clears = "have its rules listed with source and date"
        return [Finding(colour, "no rule", position.market, number, "", clears, "")]
    return [_tested(conduct, position, rule, at) for rule in listed]


def _not_about(conduct: Conduct, position: Position, rules: Sequence[Rule]) -> bool:
    """Whether the jurisdiction has rules for the kind, but for changes of control only."""
    return not conduct.changes_control and any(
        rule.jurisdiction == position.jurisdiction and conduct.kind in rule.kinds for rule in rules
    )


def _tested(conduct: Conduct, position: Position, rule: Rule, at: str) -> Finding:
    """One rule in one market."""
    source = f"{rule.title} ({rule.version}); {rule.source}, read {rule.read}"

    def finding(colour: Colour, number: str, clears: str, crossed: bool = False) -> Finding:
        threshold = rule.threshold()
        return Finding(colour, rule.rule, position.market, number, threshold, clears, source, crossed)

    if at and rule.until and at > rule.until:
        return finding("amber", f"the rule ended on {rule.until}", "list the rule that replaced it")
    if rule.no_safe_harbour:
        return finding(
            "amber", "the text has no number below which all is well", "an opinion on the whole deal"
        )
    if rule.stake_above is not None and conduct.stake is None:
        return finding("amber", "the stake is not said", "give the share of votes acquired")
    needs_shares = rule.needs_hhi or rule.share_above is not None
    lost = [name for name in conduct.parties if name not in position.shares] if needs_shares else []
    total = sum(position.shares.values())
    if lost or (rule.needs_hhi and abs(total - 1) > WHOLE):
        missing = f"of {', '.join(lost)}" if lost else f"of {1 - total:.1%} of the market"
        return finding("amber", f"shares {missing} are missing", "give them, with their source")
    numbers = _numbers(conduct, position) if needs_shares else Numbers(stake=conduct.stake)
    number = _in_words(rule, numbers, conduct)
    if rule.crossed(numbers):
        return finding("amber", number, _remedy(rule, conduct, position, numbers), True)
    if not rule.verified:
        return finding("amber", f"{number}; the threshold is unverified", "read the text and mark the rule")
    return finding("green", number, "")


def _numbers(conduct: Conduct, position: Position) -> Numbers:
    """Combined share, HHI after, and its rise, with the parties as one group."""
    share = sum(position.shares[name] for name in conduct.parties)
    values = list(position.shares.values())
    owners = ["the parties" if name in conduct.parties else name for name in position.shares]
    after = hhi(values, owners)
    return Numbers(share, after, after - hhi(values), conduct.stake)


def _in_words(rule: Rule, numbers: Numbers, conduct: Conduct) -> str:
    parts = []
    if numbers.share is not None:
        parts.append(f"combined share {numbers.share:.1%}")
    if rule.needs_hhi:
        parts.append(f"HHI {numbers.hhi:,.0f}, a rise of {numbers.delta:,.0f}")
    if rule.stake_above is not None:
        parts.append(f"{numbers.stake:.1%} of the votes")
    if conduct.kind in PRODUCTION and conduct.commonality is not None:
        parts.append(f"common cost {conduct.commonality:.0%} of variable cost")
    return ", ".join(parts)


def _remedy(rule: Rule, conduct: Conduct, position: Position, numbers: Numbers) -> str:
    """What change would bring the number under the threshold."""
    if rule.delta_above is not None and len(conduct.parties) == 2:
        one, other = sorted(position.shares[name] for name in conduct.parties)
        smaller = rule.delta_above / (2 * 10_000 * other)
        sold = f"{one - smaller:.1%} of the market"
        return f"sell {sold} to others, so that the rise falls to {rule.delta_above:g}"
    if rule.delta_above is not None:
        return f"sell parts, so that the rise falls to {rule.delta_above:g}"
    if rule.share_above is None or numbers.share is None:
        return f"acquire at most {rule.stake_above:.1%} of the votes, or notify"
    over = numbers.share - rule.share_above
    return f"leave products with {over:.1%} of the market out, or show by effects that competition remains"
