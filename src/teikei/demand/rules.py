"""Thresholds of competition authorities, as data: each with jurisdiction, text, date, and who read it when.

A threshold tells where an authority begins to look harder or stops exempting. None says that something is
allowed. ``verified`` is True only where the number was read in the instrument (also as another prints it), an
official summary or an agency's own page; all others are from memory or second hand and turn every screen
amber until read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from teikei.base.errors import DemandError, Fault

Kind = Literal[
    "merger",
    "stake",
    "joint_production",
    "contract_production",
    "shared_platform",
    "research",
    "joint_purchasing",
    "joint_selling",
    "licence",
]
PRODUCTION: tuple[Kind, ...] = ("joint_production", "contract_production", "shared_platform")
COOPERATION: tuple[Kind, ...] = (*PRODUCTION, "research", "joint_purchasing", "joint_selling", "licence")
CONTROL: tuple[Kind, ...] = ("merger", "stake")


def day_faults(where: str, day: str) -> list[Fault]:
    """One fault if a day is not written as 2026-12-01: days are compared as they are written."""
    try:
        written = date.fromisoformat(day).isoformat()
    except ValueError:
        written = ""
    if written == day:
        return []
    why = "a rule holds until a day, and another day is compared with it"
    return [Fault(where, f"{day!r} is no day", why, "write it as 2026-12-01")]


class Numbers(NamedTuple):
    """What a rule looks at: combined share of the parties, HHI after and its rise, votes acquired."""

    share: float | None = None
    hhi: float | None = None
    delta: float | None = None
    stake: float | None = None


@dataclass(frozen=True)
class Rule:
    """One threshold. It is crossed if all the conditions that it has hold together.

    Attributes
    ----------
    rule : short name
    jurisdiction : `us`, `eu`, `japan`, or one of your own
    kinds : of agreements that it is about
    title : the text that it stands in
    version : which edition, with its date
    source : where the number was read
    read : date of reading, ISO
    verified : whether it was read in the instrument, an official summary or an agency's page
    share_above : combined share of the parties, 0.2 for 20 %
    hhi_above, hhi_most : range of the HHI after the merger
    delta_above : rise of the HHI
    stake_above : share of votes acquired
    reached : True if the threshold counts as crossed when it is just reached
    on_control : True if it is about changes of control only
    no_safe_harbour : True if the text has no number: then nothing can be cleared by numbers
    until : last day in force, ISO; empty if open
    """

    rule: str
    jurisdiction: str
    kinds: tuple[Kind, ...]
    title: str
    version: str
    source: str
    read: str
    verified: bool
    share_above: float | None = None
    hhi_above: float | None = None
    hhi_most: float | None = None
    delta_above: float | None = None
    stake_above: float | None = None
    reached: bool = False
    on_control: bool = False
    no_safe_harbour: bool = False
    until: str = ""

    def __post_init__(self) -> None:
        faults = []
        where = f"rule {self.rule}"
        for name in ("jurisdiction", "title", "version", "source", "read"):
            if not str(getattr(self, name)).strip():
                why = "a threshold without its text and date cannot be checked"
                faults.append(Fault(f"{where}, {name}", "it is empty", why, f"say its {name}"))
        limits = (self.share_above, self.hhi_above, self.delta_above, self.stake_above)
        if all(limit is None for limit in limits) != self.no_safe_harbour:
            why = "a rule has a number, or says that its text has none"
            faults.append(Fault(where, "no number, or both", why, "give one, or no_safe_harbour=True"))
        if self.share_above is not None and not 0 < self.share_above < 1:
            what = f"share_above is {self.share_above:g}"
            faults.append(Fault(where, what, "a share lies between 0 and 1", "give 20 % as 0.2"))
        for name in ("read", "until"):
            day = getattr(self, name)
            if day.strip():
                faults += day_faults(f"{where}, {name}", day)
        if faults:
            raise DemandError(faults)

    @property
    def needs_hhi(self) -> bool:
        """Whether all shares of the market must be known."""
        return self.hhi_above is not None or self.delta_above is not None

    def crossed(self, numbers: Numbers) -> bool:
        """Whether every condition holds. A number that is not known cannot cross."""
        if self.no_safe_harbour:
            return False
        pairs = (
            (numbers.share, self.share_above),
            (numbers.hhi, self.hhi_above),
            (numbers.delta, self.delta_above),
            (numbers.stake, self.stake_above),
        )
        for value, limit in pairs:
            if limit is not None and (value is None or not self._over(value, limit)):
                return False
        return self.hhi_most is None or (numbers.hhi is not None and numbers.hhi <= self.hhi_most)

    def _over(self, value: float, limit: float) -> bool:
        close = 1e-9 * max(1.0, abs(limit))
        return value >= limit - close if self.reached else value > limit + close

    def threshold(self) -> str:
        """The number in words."""
        word = "from" if self.reached else "above"
        parts = []
        if self.share_above is not None:
            parts.append(f"combined share {word} {100 * self.share_above:g} %")
        if self.hhi_above is not None:
            most = "" if self.hhi_most is None else f" and at most {self.hhi_most:,.0f}"
            parts.append(f"HHI above {self.hhi_above:,.0f}{most}")
        if self.delta_above is not None:
            parts.append(f"rise {word} {self.delta_above:g}")
        if self.stake_above is not None:
            parts.append(f"votes {word} {100 * self.stake_above:g} %")
        return ", ".join(parts) or "no number"


_EU_MERGERS = "Guidelines on the assessment of horizontal mergers, OJ C 31, 5.2.2004"
_EU_NEXT = "a draft to replace them came out on 30 April 2026, its outcome was not seen"
_EU_QUOTED = "law firms' pages that cite the paragraph; the text itself was not reached"
_EU_HORIZONTAL = "Guidelines on horizontal co-operation agreements, OJ C 259, 21.7.2023"
_EU_ARTICLE = "the article in the German edition of the Official Journal, as a law database prints it"
_JP_MERGERS = "JFTC, Guidelines concerning Review of Business Combination"
_JP_VERSION = "numbers of the 28 March 2007 text; revised since, last 17 December 2019"
_JP_QUOTED = "a law firm's note on the 2007 draft"
_SECOND_HAND = "from memory and law firms' pages"
_US_MERGERS = "U.S. Department of Justice and FTC, Merger Guidelines"
_US_PAGE = "the Department's page on the HHI, which cites section 2.1 (read in a quotation)"
_READ = "2026-11-22"

RULES: tuple[Rule, ...] = (
    Rule(
        "us_merger_hhi", "us", CONTROL, _US_MERGERS, "18 December 2023", _US_PAGE, _READ, True,
        hhi_above=1800, delta_above=100, on_control=True,
    ),
    Rule(
        "us_merger_share", "us", CONTROL, _US_MERGERS, "18 December 2023, guideline 1",
        "law firms' pages (greater than 30 %); the agencies' table was not reached", _READ, False,
        share_above=0.30, delta_above=100, on_control=True,
    ),
    Rule(
        "us_collaboration", "us", COOPERATION,
        "Guidelines for Collaborations Among Competitors (2000): withdrawn, with the 20 % safety zone",
        "withdrawn 11 December 2024; inquiry on new guidance opened 23 February 2026, outcome not seen",
        "the agencies' releases of both days, as a news wire prints them", _READ, True, no_safe_harbour=True,
    ),
    Rule(
        "us_minority", "us", ("stake",), _US_MERGERS, "18 December 2023, guideline 11 on partial ownership",
        "the Department's page of guideline 11", _READ, True, no_safe_harbour=True,
    ),
    Rule(
        "eu_merger_hhi", "eu", CONTROL, _EU_MERGERS, f"2004, paragraph 20; {_EU_NEXT}", _EU_QUOTED, _READ,
        False, hhi_above=1000, hhi_most=2000, delta_above=250, reached=True, on_control=True,
    ),
    Rule(
        "eu_merger_high_hhi", "eu", CONTROL, _EU_MERGERS, f"2004, paragraph 20; {_EU_NEXT}", _EU_QUOTED,
        _READ, False, hhi_above=2000, delta_above=150, reached=True, on_control=True,
    ),
    Rule(
        "eu_merger_share", "eu", CONTROL, _EU_MERGERS,
        f"2004, paragraph 18; recital 32 of Regulation 139/2004; {_EU_NEXT}", _EU_QUOTED, _READ, False,
        share_above=0.25, on_control=True,
    ),
    Rule(
        "eu_specialisation", "eu", PRODUCTION, "Regulation (EU) 2023/1067 on specialisation agreements",
        "1 June 2023, article 3; also on the market of cars that use a shared part",
        f"EUR-Lex, official summary; {_EU_ARTICLE}", _READ, True, share_above=0.20, until="2035-06-30",
    ),
    Rule(
        "eu_research", "eu", ("research",), "Regulation (EU) 2023/1066 on research and development",
        "1 June 2023, article 6, between competitors; for the research, and 7 years from first sale",
        _EU_ARTICLE, _READ, True, share_above=0.25, until="2035-06-30",
    ),
    Rule(
        "eu_purchasing", "eu", ("joint_purchasing",), _EU_HORIZONTAL,
        "2023, joint purchasing, both on buying and selling markets", _SECOND_HAND, _READ, False,
        share_above=0.15,
    ),
    Rule(
        "eu_selling", "eu", ("joint_selling",), _EU_HORIZONTAL, "2023, joint commercialisation", _SECOND_HAND,
        "2026-11-21", False, share_above=0.15,
    ),
    Rule(
        "eu_technology", "eu", ("licence",), "Regulation (EU) 2026/877 on technology transfer",
        "16 April 2026, in force since 1 May 2026, between competitors; 316/2014 before had the same share",
        "law firms' pages on the new regulation (thresholds kept); its text was not reached", _READ, False,
        share_above=0.20, until="2038-04-30",
    ),
    Rule(
        "japan_merger_hhi", "japan", CONTROL, _JP_MERGERS, _JP_VERSION, _JP_QUOTED, _READ, False,
        hhi_above=1500, hhi_most=2500, delta_above=250, on_control=True,
    ),
    Rule(
        "japan_merger_high_hhi", "japan", CONTROL, _JP_MERGERS, _JP_VERSION, _JP_QUOTED, _READ, False,
        hhi_above=2500, delta_above=150, on_control=True,
    ),
    Rule(
        "japan_merger_share", "japan", CONTROL, _JP_MERGERS, _JP_VERSION, _SECOND_HAND, "2026-11-21", False,
        share_above=0.35, on_control=True,
    ),
    Rule(
        "japan_notification", "japan", ("stake",), "Antimonopoly Act, article 10: prior notification",
        "in force since 1 January 2010; again above 50 %, and only from a turnover on",
        "the JFTC's page on the amendment of 1 January 2010", _READ, True, stake_above=0.20,
    ),
    Rule(
        "japan_review", "japan", ("stake",), f"{_JP_MERGERS}: stakes that tie two firms",
        "kept by the amendment of 2009; with officers in common or other ties, whether notified or not",
        "the JFTC's questions and answers on notification", _READ, True, stake_above=0.10,
    ),
    Rule(
        "japan_research", "japan", ("research",), "JFTC, Guidelines on Joint Research and Development",
        "20 April 1993, amended last 16 June 2017", _SECOND_HAND, _READ, False, share_above=0.20,
    ),
    Rule(
        "japan_cooperation", "japan", tuple(kind for kind in COOPERATION if kind != "research"),
        "JFTC: aim, necessity, no less restrictive means, limited effect; no share threshold",
        "Green Guidelines 2023, revised 2024", "the guidelines' text, as surveyed", "2026-11-21", True,
        no_safe_harbour=True,
    ),
)  # fmt: skip
