"""What the makers' accounts say: revenue, margin of the car business, R&D, as shares and in million USD."""

from __future__ import annotations

from dataclasses import dataclass

from tools.build_cases.facts import Facts

ADMINISTRATION_SHARE = 0.03
RENEWAL_SHARE = 0.02
GROUP, WORLD = "nissan_group/financials", "world/financials"


@dataclass(frozen=True, slots=True)
class Account:
    """One maker: revenue in million USD of 2024, margin of the car business, R&D as a share of revenue."""

    firm: str
    revenue_m: float
    margin: float
    rnd_share: float
    source: str
    note: str

    @property
    def overhead_share(self) -> float:
        """R&D, general administration and the renewal of today's models, share of revenue."""
        return self.rnd_share + ADMINISTRATION_SHARE + RENEWAL_SHARE

    @property
    def overhead_note(self) -> str:
        """How the overhead was made."""
        return (
            f"= {self.overhead_share:.3f} of covered revenue: R&D {self.rnd_share:.3f} ({self.note}), "
            f"administration {ADMINISTRATION_SHARE:.2f} and renewal {RENEWAL_SHARE:.2f} (assumptions)"
        )


def accounts(facts: Facts) -> tuple[Account, ...]:
    """Return the accounts of the six planning makers for the base year."""
    yen = facts.number("world/fx", "value", pair="usd_jpy", year="2024")
    euro = facts.number("world/fx", "value", pair="usd_eur", year="2024")
    nissan, mitsubishi, renault = _group_accounts(facts, yen, euro)
    honda, ford, stellantis = _world_accounts(facts, yen, euro)
    return nissan, mitsubishi, honda, renault, ford, stellantis


def _group_accounts(facts: Facts, yen: float, euro: float) -> tuple[Account, Account, Account]:
    """Return Nissan, Mitsubishi Motors and Renault."""

    def group(firm: str, period: str, metric: str, unit: str) -> float:
        return facts.number(GROUP, f"value_{unit}", firm=firm, period=period, metric=metric)

    nissan = group("nissan", "FY2024", "revenue", "jpy_bn")
    mmc = group("mitsubishi_motors", "FY2024", "revenue", "jpy_bn")
    renault = group("renault", "CY2024", "auto_revenue", "eur_m")
    net_rnd = group("renault", "CY2019", "net_rnd", "eur_m") / group("renault", "CY2019", "revenue", "eur_m")
    return (
        Account(
            "nissan",
            nissan * 1000 / yen,
            group("nissan", "FY2024", "auto_operating_profit", "jpy_bn") / nissan,
            group("nissan", "FY2024", "rnd_cost", "jpy_bn") / nissan,
            "euventure_fy24;ms_nissan_fy25",
            "fiscal 2024; loss of the car business over group revenue",
        ),
        Account(
            "mitsubishi_motors",
            mmc * 1000 / yen,
            group("mitsubishi_motors", "FY2024", "operating_profit", "jpy_bn") / mmc,
            group("mitsubishi_motors", "FY2024_plan", "rnd_cost", "jpy_bn") / mmc,
            "carwatch_mmc_fy24;netdenjd_mmc_fy23",
            "fiscal 2024, R&D as planned",
        ),
        Account(
            "renault",
            renault / euro,
            group("renault", "CY2024", "auto_operating_margin_amount", "eur_m") / renault,
            net_rnd,
            "rideradar_2024;rgnl_2024;urd2019",
            "2024; R&D at the net share of 2019, none found for 2024",
        ),
    )


def _world_accounts(facts: Facts, yen: float, euro: float) -> tuple[Account, Account, Account]:
    """Return Honda, Ford and Stellantis."""

    def world(firm: str, period: str, metric: str) -> float:
        return facts.number(WORLD, "value", firm=firm, fiscal_period=period, metric=metric)

    honda = world("honda", "fy_mar_2025", "revenue")
    # 243.8 bn is "about 1.7 % of segment sales" in the facts: the segment is what the margin divides.
    honda_auto, honda_share = world("honda", "fy_mar_2025", "automobile_segment_operating_profit"), 0.017
    ford, stellantis = world("ford", "cy2024", "revenue"), world("stellantis", "cy2024", "revenue")
    return (
        Account(
            "honda",
            honda_auto / honda_share * 1000 / yen,
            honda_share,
            world("honda", "fy_mar_2025", "rd_expenditure") / honda,
            "honda_fy2024_reportify;gk_unverified",
            "fiscal 2024, R&D of the group over its revenue; car segment from memory",
        ),
        Account(
            "ford",
            ford * 1000,
            world("ford", "cy2024", "adjusted_ebit") / ford,
            world("ford", "cy2024", "rd_expense") / ford,
            "ford_pr_fy2024;gk_unverified",
            "2024, group with its bank",
        ),
        Account(
            "stellantis",
            stellantis * 1000 / euro,
            world("stellantis", "cy2024", "adjusted_operating_income") / stellantis,
            0.036,
            "stla_pr_fy2024;teikei_assumption",
            "2024; R&D of about EUR 5.6 bn from memory",
        ),
    )
