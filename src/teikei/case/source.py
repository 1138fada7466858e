"""Where the figures come from: rows without a source in amber, and the share of money by confidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

import polars as pl

from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.case.magnitude import in_case_money
from teikei.case.row import Confidence

CONFIDENCES: tuple[str, ...] = get_args(Confidence)

WITHOUT_SOURCE = ("sources", "positions")
"""Tables whose rows are no figures of others, so that a blank source says nothing."""


@dataclass(frozen=True)
class Provenance:
    """Who says the figures of a case.

    Attributes
    ----------
    case, currency : name and currency of the case
    rows : one row a table row: table, place, confidence, amber (no source), money_m (weight, million a year)
    """

    case: str
    currency: str
    rows: pl.DataFrame

    @property
    def amber(self) -> tuple[str, ...]:
        """Places of the rows that name no source."""
        return tuple(self.rows.filter("amber")["place"])

    @property
    def counts(self) -> pl.DataFrame:
        """Rows, amber rows and rows of each confidence, table by table."""
        return self.rows.group_by("table", maintain_order=True).agg(
            pl.len().alias("rows"),
            pl.col("amber").sum(),
            *((pl.col("confidence") == name).sum().alias(name) for name in CONFIDENCES),
        )

    @property
    def money(self) -> dict[str, float]:
        """Share of the money that rests on each confidence; they sum to one (or all are zero)."""
        total = float(self.rows["money_m"].sum())
        return {
            name: float(self.rows.filter(pl.col("confidence") == name)["money_m"].sum()) / total
            if total
            else 0.0
            for name in CONFIDENCES
        }

    @property
    def money_by_table(self) -> pl.DataFrame:
        """Money of each confidence in million case currency a year, for tables that hold money."""
        return (
            self.rows.group_by("table", maintain_order=True)
            .agg(
                pl.col("money_m").filter(pl.col("confidence") == name).sum().alias(name)
                for name in CONFIDENCES
            )
            .filter(pl.sum_horizontal(*CONFIDENCES) > 0)
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "case": self.case,
            "currency": self.currency,
            "tables": self.counts.to_dicts(),
            "amber": list(self.amber),
            "money_share": self.money,
            "money_m": self.money_by_table.to_dicts(),
        }

    def __str__(self) -> str:
        tables = self.rows["table"].n_unique()
        shares = ", ".join(f"{name} {share:.0%}" for name, share in self.money.items())
        return (
            f"Case {self.case!r}: {tables} tables, {self.rows.height:,} rows, "
            f"{len(self.amber):,} of them without a source\nMoney by confidence: {shares}"
        )


def provenance(case: Case) -> Provenance:
    """Count rows and money of a case by how they are known.

    The weight of a row is the money that passes through it in a year, in million case currency, revenue and
    cost alike (a car counts once as revenue and again in its parts, conversion, freight and duty). Once-only
    money is spread evenly over its life. Units are those of today's `sourcing`.

    =====================  ==========================================================================
    demand                 units × list price
    variants               units sourced (demand, if none is) × parts cost
    plants                 fixed cost + units built × conversion cost
    firms, market_presence overhead; fixed cost
    tooling                (tooling + local suppliers) ÷ life + units built × extra cost
    platforms, models, technologies   development, launch, fixed cost ÷ life
    freight                units over the lane × (per unit + per cbm × volume)
    tariffs                rate × customs value of the flows that the layer names (offsets left out)
    agreements             signing cost ÷ years planned + running cost
    terms                  amount a year; once ÷ years planned; amount a car × granted units
    =====================  ==========================================================================
    """
    parts = []
    for table, frame in case.tables.items():
        if not frame.height:
            continue
        weight = (
            _WEIGHTS[table](case) if table in _WEIGHTS else pl.Series([0.0]).new_from_index(0, frame.height)
        )
        amber = frame["source"] == "" if table not in WITHOUT_SOURCE else weight.is_null()
        places = [case.place(table, row) for row in range(frame.height)]
        parts.append(
            pl.DataFrame(
                {
                    "table": pl.Series([table] * frame.height, dtype=pl.String),
                    "place": places,
                    "confidence": frame["confidence"],
                    "amber": amber,
                    "money_m": weight.cast(pl.Float64).fill_null(0.0).abs(),
                }
            )
        )
    rows = pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)
    return Provenance(case.name, case.settings.currency, rows)


_SCHEMA = {
    "table": pl.String,
    "place": pl.String,
    "confidence": pl.String,
    "amber": pl.Boolean,
    "money_m": pl.Float64,
}


def _built(case: Case, *by: str) -> pl.DataFrame:
    """Today's units by some of variant, plant, market, model, powertrain."""
    flows = case["sourcing"].join(case["variants"].select("variant", "model", "powertrain"), on="variant")
    return flows.group_by(by).agg(pl.col("units").sum())


def _demand(case: Case) -> pl.Series:
    frame = in_case_money(case, case["demand"], "list_price")
    return frame["units_per_year"] * frame["list_price"] / 1e6


def _variants(case: Case) -> pl.Series:
    frame = in_case_money(case, finished(case), "parts_cost")
    wanted = case["demand"].group_by("model", "powertrain").agg(pl.col("units_per_year").sum())
    rivals = pl.len().over("model", "powertrain")
    joined = frame.join(_built(case, "variant"), on="variant", how="left", maintain_order="left").join(
        wanted, on=("model", "powertrain"), how="left", maintain_order="left"
    )
    units = pl.coalesce("units", pl.col("units_per_year") / rivals)
    return joined.select((units * pl.col("parts_cost") / 1e6).alias("money_m"))["money_m"]


def _plants(case: Case) -> pl.Series:
    frame = in_case_money(case, case["plants"], "fixed_cost_m", "conversion_cost_per_unit")
    joined = frame.join(_built(case, "plant"), on="plant", how="left", maintain_order="left")
    conversion = pl.col("conversion_cost_per_unit") * pl.col("units").fill_null(0) / 1e6
    return joined.select((pl.col("fixed_cost_m") + conversion).alias("money_m"))["money_m"]


def _tooling(case: Case) -> pl.Series:
    names = ("tooling_cost_m", "local_supplier_cost_m", "extra_cost_per_unit")
    frame = in_case_money(case, case["tooling"], *names)
    joined = frame.join(
        _built(case, "model", "plant"), on=("model", "plant"), how="left", maintain_order="left"
    )
    once = (pl.col("tooling_cost_m") + pl.col("local_supplier_cost_m")) / pl.col("life_years")
    extra = pl.col("extra_cost_per_unit").abs() * pl.col("units").fill_null(0) / 1e6
    return joined.select((once + extra).alias("money_m"))["money_m"]


def _once(table: str, cost: str) -> Callable[[Case], pl.Series]:
    def weight(case: Case) -> pl.Series:
        frame = in_case_money(case, case[table], cost)
        return frame[cost] / frame["life_years"]

    return weight


def _yearly(table: str, cost: str) -> Callable[[Case], pl.Series]:
    return lambda case: in_case_money(case, case[table], cost)[cost]


def _flows(case: Case) -> pl.DataFrame:
    """Today's flows with origin, market, firm, class, volume and customs value in million."""
    models = case["models"].select("model", "firm", "customs_class", "volume_cbm", "customs_value_share")
    price = in_case_money(case, case["demand"], "list_price")
    return (
        _built(case, "model", "powertrain", "plant", "market")
        .join(models, on="model")
        .join(case["plants"].select("plant", pl.col("territory").alias("origin")), on="plant")
        .join(
            price.select("model", "powertrain", "market", "list_price"), on=("model", "powertrain", "market")
        )
        .with_columns(
            (pl.col("units") * pl.col("list_price") * pl.col("customs_value_share") / 1e6).alias("value_m")
        )
    )


def _freight(case: Case) -> pl.Series:
    frame = in_case_money(case, case["freight"], "per_unit", "per_cbm")
    flows = (
        _flows(case)
        .group_by("origin", pl.col("market").alias("destination"))
        .agg(pl.col("units").sum(), (pl.col("units") * pl.col("volume_cbm")).sum().alias("cbm"))
    )
    joined = frame.join(flows, on=("origin", "destination"), how="left", maintain_order="left")
    cost = pl.col("per_unit") * pl.col("units") + pl.col("per_cbm") * pl.col("cbm")
    return joined.select((cost.fill_null(0) / 1e6).alias("money_m"))["money_m"]


def _tariffs(case: Case) -> pl.Series:
    bloc = dict(case["territories"].select("territory", "bloc").iter_rows())
    flows = _flows(case).filter(pl.col("origin") != pl.col("market")).to_dicts()
    weights = []
    for row in case["tariffs"].iter_rows(named=True):
        value = sum(
            flow["value_m"]
            for flow in flows
            if row["origin"] in (flow["origin"], bloc.get(flow["origin"]), "any")
            and row["destination"] in (flow["market"], bloc.get(flow["market"]))
            and row["customs_class"] == flow["customs_class"]
            and row["firm"] in (flow["firm"], "any")
            and row["powertrain"] in (flow["powertrain"], "any")
            and flow["value_m"] is not None
        )
        weights.append(0.0 if row["stacking"] == "offset" else (row["rate"] or 0.0) * value)
    return pl.Series(weights, dtype=pl.Float64)


def _agreements(case: Case) -> pl.Series:
    frame = in_case_money(case, case["agreements"], "signing_cost_m", "running_cost_m")
    return frame["signing_cost_m"] / len(case.years) + frame["running_cost_m"]


def _terms(case: Case) -> pl.Series:
    frame = in_case_money(case, case["terms"], "amount")
    granted = case["grants"].group_by("agreement").agg(pl.col("limit_units_per_year").max().alias("granted"))
    joined = frame.join(granted, on="agreement", how="left", maintain_order="left")
    amount = pl.col("amount").abs()
    per_car = amount * pl.coalesce("granted", "minimum_units").fill_null(0) / 1e6
    money = (
        pl.when(pl.col("per") == "unit")
        .then(per_car)
        .when(pl.col("per") == "year")
        .then(amount)
        .when(pl.col("per") == "once")
        .then(amount / len(case.years))
        .otherwise(0.0)
    )
    return joined.select(money.alias("money_m"))["money_m"]


_WEIGHTS: dict[str, Callable[[Case], pl.Series]] = {
    "firms": _yearly("firms", "overhead_m"),
    "market_presence": _yearly("market_presence", "fixed_cost_m"),
    "plants": _plants,
    "tooling": _tooling,
    "platforms": _once("platforms", "development_cost_m"),
    "technologies": _once("technologies", "fixed_cost_m"),
    "models": _once("models", "launch_cost_m"),
    "variants": _variants,
    "demand": _demand,
    "tariffs": _tariffs,
    "freight": _freight,
    "agreements": _agreements,
    "terms": _terms,
}
