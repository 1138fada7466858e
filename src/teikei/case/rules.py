"""What the network needs: owners, lines, tooling, variants, lanes, and shares that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from teikei.base.errors import Fault, did_you_mean
from teikei.case.case import Case
from teikei.case.columns import column_names
from teikei.case.limits import where

TOLERANCE = 1e-3
"""By how much shares may miss one: figures are written with three digits or so."""


def owners_add_up(case: Case) -> Iterator[Fault]:
    """Shares in a plant sum to one."""
    yield from _sums_to_one(
        case,
        "plant_owners",
        ("plant",),
        "share",
        "the rest of its fixed cost would vanish from every account",
    )


def content_adds_up(case: Case) -> Iterator[Fault]:
    """Content shares of a model at a plant sum to one."""
    yield from _sums_to_one(
        case, "content", ("model", "plant"), "share_of_value", "the duty on the missing part would be unknown"
    )


def _sums_to_one(case: Case, table: str, of: tuple[str, ...], share: str, why: str) -> Iterator[Fault]:
    sums = _sums(case[table], of, share).filter((pl.col(share) - 1).abs() > TOLERANCE)
    for entry in sums.iter_rows(named=True):
        shown = " at ".join(entry[column] for column in of)
        total = entry[share]
        fix = f"make the {entry['rows']} shares of {shown} add up to 1"
        if abs(total - 100) < 1:
            fix = "write shares, not percent: 0.57 for 57 %"
        yield Fault(
            where(case, table, entry["row_number"], share),
            f"the shares of {shown} sum to {total:.4g}, not to one",
            why,
            fix,
        )


def _sums(frame: pl.DataFrame, of: tuple[str, ...], share: str) -> pl.DataFrame:
    return (
        frame.with_row_index("row_number")
        .group_by(of, maintain_order=True)
        .agg(
            pl.col("row_number").first(),
            pl.len().alias("rows"),
            pl.col(share).sum(),
            pl.col(share).is_null().any().alias("unknown"),
        )
        .filter(~pl.col("unknown"))
    )


def diversion_adds_up(case: Case) -> Iterator[Fault]:
    """Diversion shares of a model in a market sum to at most one; a car takes nothing from itself."""
    sums = _sums(case["diversion"], ("model", "market"), "share")
    for entry in sums.filter(pl.col("share") > 1 + TOLERANCE).iter_rows(named=True):
        yield Fault(
            where(case, "diversion", entry["row_number"], "share"),
            f"the diversion of {entry['model']} in {entry['market']} sums to {entry['share']:.4g}",
            "a car cannot take more sales from others than it makes",
            "lower the shares until they sum to at most 1",
        )
    own = case["diversion"].with_row_index("row_number").filter(pl.col("model") == pl.col("to"))
    for entry in own.iter_rows(named=True):
        yield Fault(
            where(case, "diversion", entry["row_number"], "to"),
            f"{entry['model']} takes sales from itself",
            "the units would be counted twice",
            "name another model or 'outside'",
        )


def plants_are_whole(case: Case) -> Iterator[Fault]:
    """A plant has an owner, a line and a model."""
    for table, what, why in (
        ("plant_owners", "owner", "an ownerless plant would build for nobody and its cost would vanish"),
        ("lines", "line", "it could build nothing, and its cost would be paid for nothing"),
        ("tooling", "tooling", "it could build nothing, and its cost would be paid for nothing"),
    ):
        missing = case["plants"].with_row_index("row_number").join(case[table], on="plant", how="anti")
        for entry in missing.iter_rows(named=True):
            yield Fault(
                where(case, "plants", entry["row_number"], "plant"),
                f"plant {entry['plant']!r} has no {what}",
                why,
                f"add a row for {entry['plant']!r} to {table}.csv, or delete the plant",
            )


def _planned(case: Case) -> pl.DataFrame:
    """Models of planning firms."""
    planning = case["firms"].filter(pl.col("role") == "plans").select("firm")
    return case["models"].join(planning, on="firm", how="semi").select("model", "firm", "status")


def models_can_be_built(case: Case) -> Iterator[Fault]:
    """A model of a planning firm that has demand has tooling and, for each powertrain, a variant."""
    planned = _planned(case)
    demand = case["demand"].with_row_index("row_number").filter(pl.col("units_per_year") > 0)
    asked = demand.join(planned, on="model", how="semi")
    nowhere = asked.join(case["tooling"], on="model", how="anti").unique(
        "model", keep="first", maintain_order=True
    )
    for entry in nowhere.iter_rows(named=True):
        yield Fault(
            where(case, "demand", entry["row_number"], "model"),
            f"nobody may build the model {entry['model']!r}: tooling.csv names no plant for it",
            "its demand could never be met, and its revenue would be missing from every plan",
            f"add a row for {entry['model']!r} to tooling.csv (tooled, or possible at a cost)",
        )
    without = asked.join(case["variants"], on=("model", "powertrain"), how="anti")
    for entry in without.iter_rows(named=True):
        powertrains = case["variants"].filter(pl.col("model") == entry["model"])["powertrain"].to_list()
        yield Fault(
            where(case, "demand", entry["row_number"], "powertrain"),
            f"no variant of {entry['model']!r} has the powertrain {entry['powertrain']!r}",
            "this demand could never be met",
            did_you_mean(entry["powertrain"], powertrains, "variants.csv")
            if powertrains
            else f"add a variant of {entry['model']!r} to variants.csv",
        )


def tooling_fits_lines(case: Case) -> Iterator[Fault]:
    """Where a model is tooled, a line takes the construction of at least one of its platforms."""
    built_on = case["variants"].join(case["platforms"].select("platform", "construction"), on="platform")
    tooling = case["tooling"].with_row_index("row_number").select("row_number", "model", "plant")
    lines = case["lines"].select("plant", pl.col("constructions").alias("construction"))
    taken = lines.explode("construction").unique()
    needs = tooling.join(built_on.select("model", "construction").unique(), on="model")
    fits = needs.join(taken, on=("plant", "construction"), how="semi").select("row_number").unique()
    wrong = needs.join(fits, on="row_number", how="anti").join(lines, on="plant", how="semi")
    for entry in wrong.unique("row_number", keep="first", maintain_order=True).iter_rows(named=True):
        offered = sorted(taken.filter(pl.col("plant") == entry["plant"])["construction"].drop_nulls())
        yield Fault(
            where(case, "tooling", entry["row_number"], "plant"),
            f"no line of {entry['plant']!r} takes {entry['construction']}, as {entry['model']!r} needs",
            "the model could never be built there",
            f"add {entry['construction']} to constructions of a line of {entry['plant']!r}"
            f" (now {', '.join(offered) or 'none'}), or delete the tooling",
        )
    bodiless = tooling.join(case["variants"], on="model", how="anti").join(
        case["models"], on="model", how="semi"
    )
    for entry in bodiless.unique("model", keep="first", maintain_order=True).iter_rows(named=True):
        yield Fault(
            where(case, "tooling", entry["row_number"], "model"),
            f"the model {entry['model']!r} is tooled but has no variant",
            "without powertrain, platform and parts cost it cannot be built",
            f"add a variant of {entry['model']!r} to variants.csv",
        )


def sourcing_is_tooled(case: Case) -> Iterator[Fault]:
    """What is sourced from a plant today is tooled there today."""
    flows = case["sourcing"].with_row_index("row_number").filter(pl.col("units") > 0)
    flows = flows.join(case["variants"].select("variant", "model"), on="variant")
    tooled = case["tooling"].filter(pl.col("status") == "tooled")
    for entry in flows.join(tooled, on=("model", "plant"), how="anti").iter_rows(named=True):
        where_tooled = tooled.filter(pl.col("model") == entry["model"])["plant"].to_list()
        yield Fault(
            where(case, "sourcing", entry["row_number"], "plant"),
            f"{entry['variant']!r} comes from {entry['plant']!r}, where {entry['model']!r} is not tooled",
            "today's flows hold until something changes, so they must be possible",
            f"add {entry['model']},{entry['plant']},tooled to tooling.csv"
            + (f", or source it from {', '.join(where_tooled)}" if where_tooled else ""),
        )


def lanes_are_there(case: Case) -> Iterator[Fault]:
    """Every plant that could build a car for a market has a freight lane to it; so has every flow."""
    built_on = case["variants"].join(case["platforms"].select("platform", "construction"), on="platform")
    taken = (
        case["lines"].select("plant", pl.col("constructions").alias("construction")).explode("construction")
    )
    places = case["plants"].select("plant", pl.col("territory").alias("origin"))
    routes = (
        built_on.join(_planned(case), on="model", how="semi")
        .join(case["tooling"].select("model", "plant"), on="model")
        .join(taken.unique(), on=("plant", "construction"), how="semi")
        .join(case["demand"].with_row_index("row_number"), on=("model", "powertrain"))
        .select("row_number", "model", "plant", "market", pl.lit("demand").alias("table"))
    )
    flows = (
        case["sourcing"]
        .with_row_index("row_number")
        .join(case["variants"].select("variant", "model"), on="variant")
        .select("row_number", "model", "plant", "market", pl.lit("sourcing").alias("table"))
    )
    lanes = case["freight"].select("origin", pl.col("destination").alias("market"))
    missing = (
        pl.concat([routes, flows]).join(places, on="plant").join(lanes, on=("origin", "market"), how="anti")
    )
    named = case["territories"]["territory"].to_list()
    pairs = missing.filter(pl.col("market").is_in(named), pl.col("origin").is_in(named)).sort(
        "table", "row_number", "plant"
    )
    for entry in pairs.unique(("origin", "market"), keep="first", maintain_order=True).iter_rows(named=True):
        yield Fault(
            where(case, entry["table"], entry["row_number"], "market"),
            f"no freight lane from {entry['origin']!r} to {entry['market']!r}, which {entry['model']!r}"
            f" from {entry['plant']!r} would take",
            "a missing rate is never taken for zero",
            f"add a row {entry['origin']},{entry['market']} to freight.csv",
        )


def offers_are_possible(case: Case) -> Iterator[Fault]:
    """What a firm may offer in one more market is on sale elsewhere, not there, and has demand there."""
    status = dict(case["models"].select("model", "status").iter_rows())
    demanded = set(case["demand"].select("model", "market").iter_rows())
    model_of = dict(case["variants"].select("variant", "model").iter_rows())
    sold = {
        (model_of.get(variant), market)
        for variant, market, units in case["sourcing"].select("variant", "market", "units").iter_rows()
        if units
    }
    for row in case["offers"].with_row_index("row_number").iter_rows(named=True):
        place, pair = where(case, "offers", row["row_number"], "model"), (row["model"], row["market"])
        said = f"{row['model']!r} in {row['market']!r}"
        if status.get(row["model"]) == "candidate":
            fix = "leave the row out, or give the model another status in models.csv"
            why = "a candidate is launched in all its markets at once"
            yield Fault(place, f"{said} is of a candidate model", why, fix)
        if pair in sold:
            fix = "leave the row out, or its flows in sourcing.csv"
            yield Fault(place, f"{said} is sold there today", "it would be offered already", fix)
        if row["model"] in status and pair not in demanded:
            fix = f"add what {row['model']} would sell in {row['market']} to demand.csv"
            yield Fault(place, f"{said} has no demand there", "nothing could be sold", fix)


def currencies_are_known(case: Case) -> Iterator[Fault]:
    """Every currency of a money column has an exchange rate at the price year."""
    year, home = case.settings.price_year, case.settings.currency
    listed = set(case["fx"]["currency"])
    known = {home, "", *case["fx"].filter(pl.col("year") == year)["currency"]}
    for table, frame in case.tables.items():
        if "currency" not in column_names(table) or table in ("fx", "territories"):
            continue
        rows = frame.with_row_index("row_number").filter(~pl.col("currency").is_in(sorted(known)))
        for entry in rows.unique("currency", keep="first", maintain_order=True).iter_rows(named=True):
            currency = entry["currency"]
            if currency in listed:
                what = f"fx.csv has no rate of {currency} for the price year {year}"
                fix = f"add a row {currency},{year} to fx.csv"
            else:
                what = f"the currency {currency!r} is not in fx.csv"
                fix = did_you_mean(currency, sorted(known - {""}), "fx.csv")
            yield Fault(
                where(case, table, entry["row_number"], "currency"),
                what,
                f"its money could not be added to money in {home}",
                fix,
            )
    own = (
        case["fx"]
        .with_row_index("row_number")
        .filter(pl.col("currency") == home, (pl.col("units_per_case_currency") - 1).abs() > 1e-12)
    )
    for entry in own.iter_rows(named=True):
        yield Fault(
            where(case, "fx", entry["row_number"], "units_per_case_currency"),
            f"one {home} is {entry['units_per_case_currency']:g} {home}",
            f"{home} is the case currency, so its rate is 1",
            "write 1, or delete the row",
        )


def quota_firms_are_known(case: Case) -> Iterator[Fault]:
    """The firm of a quota is a firm or 'any'."""
    known = {"any", "", *case["firms"]["firm"]}
    rows = (
        case["origin_rules"].with_row_index("row_number").filter(~pl.col("quota_firm").is_in(sorted(known)))
    )
    for entry in rows.iter_rows(named=True):
        yield Fault(
            where(case, "origin_rules", entry["row_number"], "quota_firm"),
            f"quota_firm is {entry['quota_firm']!r}, which no row of firms.csv defines",
            "the quota would hold for nobody",
            did_you_mean(entry["quota_firm"], sorted(known - {""}), "firms.csv"),
        )


def quotas_are_for_cars(case: Case) -> Iterator[Fault]:
    """A quota counts cars; parts have no number."""
    rows = (
        case["origin_rules"]
        .with_row_index("row_number")
        .filter(pl.col("quota_units").is_not_null(), pl.col("customs_class") == "parts")
    )
    for entry in rows.iter_rows(named=True):
        yield Fault(
            where(case, "origin_rules", entry["row_number"], "quota_units"),
            f"{entry['rule']!r} has a quota of {entry['quota_units']:g} on parts",
            "a quota counts cars a year, so the preference would never be given",
            "leave quota_units blank, or give the class of the cars",
        )


RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (owners_add_up, ("plant_owners",)),
    (content_adds_up, ("content",)),
    (diversion_adds_up, ("diversion",)),
    (offers_are_possible, ("offers", "models", "demand", "variants", "sourcing")),
    (plants_are_whole, ("plants", "plant_owners", "lines", "tooling")),
    (models_can_be_built, ("firms", "models", "variants", "demand", "tooling")),
    (tooling_fits_lines, ("models", "variants", "platforms", "lines", "tooling")),
    (sourcing_is_tooled, ("sourcing", "variants", "tooling")),
    (
        lanes_are_there,
        (
            "firms",
            "models",
            "variants",
            "platforms",
            "lines",
            "tooling",
            "plants",
            "demand",
            "sourcing",
            "freight",
        ),
    ),
    (currencies_are_known, ("fx",)),
    (quota_firms_are_known, ("firms", "origin_rules")),
    (quotas_are_for_cars, ("origin_rules",)),
)
