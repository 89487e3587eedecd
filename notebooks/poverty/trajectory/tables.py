"""The room's tables: anchors, paces under each reading, yearly paths; and the cells that its other tables share."""

from math import nan

import pandas as pd

from poverty.packs import vocabulary
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import TABLE_DECIMALS, round_finite
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.trajectory.consistency import (
    SpellVariant,
    find_doubted_claims,
    list_ruled_out_answers,
    list_spell_variants,
    select_drawn_variants,
)
from poverty.trajectory.pace import PACE_NUMBERS, annual_pace, build_pace_cells, combine_poor_and_near_poor
from poverty.trajectory.path import PathPoint, calibrate_province_band, reconstruct_spell_path
from poverty.trajectory.spells import (
    Anchor,
    ComparabilityError,
    MeasuredSeries,
    Spell,
    anchor_from_claim,
    build_anchor_cells,
    collect_provenance,
    list_comparable_spells,
)

RATE_INDICATORS = ("poverty_rate", "near_poor_rate")
COMBINED_RATE = "poor_and_near_poor_rate"
COUNT_INDICATORS = ("poor_households", "near_poor_households", "poor_persons")
ASIDE_STATUSES = ("estimate", "target", "forecast")  # drawn hollow, and never an anchor

# A table has its columns even where it has no rows.
ANCHOR_COLUMNS = [
    "series", "population", "area", "base", "standard", "date", "value", "low", "high", "survey_low", "survey_high",
    "kind", "claims", "readings",
]  # fmt: skip
TRAJECTORY_COLUMNS = [
    "indicator", "population", "area", "base", "standard", "variant", "label", "open", "role", "source", "date", "t",
    "value", "low", "high", "survey_low", "survey_high", "band_low", "band_high", "contradicted", "kind", "claims",
    "readings",
]  # fmt: skip
SPELL_PACE_COLUMNS = [
    "indicator", "population", "area", "base", "standard", "method", "question", "label", "preferred", "start", "end",
    "direction", *PACE_NUMBERS, "kind", "claims", "readings", "contradicted", "ruled_out",
]  # fmt: skip


def tabulate_anchors(resolved: ResolvedClaims) -> pd.DataFrame:
    """The anchors of every spell, one row each, in the unit of its series.

    `low` and `high` are what the numeral allows; `survey_low` and `survey_high` the 95% interval of a survey's figure,
    blank where its source prints no sampling error.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_anchors(resolve_readings(load_pack("quang-ngai")))
        >>> table.loc[:1, ["standard", "date", "value", "low", "high"]].values.tolist()
        [['VN-2011', '2010-M12', 23.92, 23.915, 23.925], ['VN-2011', '2011-M12', 20.69, 20.685, 20.695]]
    """
    rows = []
    for spell in list_comparable_spells(resolved):
        series_cells = build_series_cells(spell.series, spell.standard)
        rows += [series_cells | {"series": spell.series.indicator} | build_anchor_cells(a) for a in spell.anchors]
    return pd.DataFrame(rows, columns=ANCHOR_COLUMNS)


def tabulate_spell_paces(pack: Pack) -> pd.DataFrame:
    """The pace of each spell of a rate, first under the preferred readings, then under each other one.

    `compound` is in percent of the rate a year, `halving_years` the years in which it halves, `points` in percentage
    points a year, `arr` the continuous annual rate of reduction of UN IGME; blank where a reading leaves no start, and
    halving times where the rate did not fall.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_spell_paces(load_pack("quang-ngai"))
        >>> table.loc[:0, ["standard", "start", "end", "years"]].values.tolist()
        [['VN-2011', '2010-M12', '2015-M12', 5.0]]
        >>> table.loc[0, ["compound", "halving_years", "points"]].astype(float).round(2).tolist()
        [17.36, 3.64, 2.94]
    """
    standards, indicators = list(pack.shared.standards), [*RATE_INDICATORS, COMBINED_RATE]
    variants = sorted(
        list_spell_variants(pack, _list_rate_spells),
        key=lambda v: (
            not v.spell.series.of_all,
            standards.index(v.spell.standard),
            v.spell.series.population + v.spell.series.area + v.spell.series.whole,
            indicators.index(v.spell.series.indicator),
            ["preferred", "open", "other"].index(v.status),
        ),
    )
    ruled_out = list_ruled_out_answers(pack)
    doubted = find_doubted_claims(pack)
    rows = []
    for variant in variants:
        row = _spell_pace_row(variant)
        row["contradicted"] = "yes" if doubted & set(row["claims"].split()) else "no"
        row["ruled_out"] = "yes" if (variant.question, variant.reading) in ruled_out else "no"
        rows.append(row)
    return pd.DataFrame(rows, columns=SPELL_PACE_COLUMNS)


def tabulate_trajectories(pack: Pack, indicators: tuple[str, ...], of_all: bool = True) -> pd.DataFrame:
    """Anchors, reconstructed years and other figures of each spell, under the preferred readings.

    `role` is anchor, path (a reconstructed year), check (another printed figure, which fixes no line) or
    aside (`kind` then says estimate, target or forecast); `source` is own or other; `low` and `high` are bounds of a
    numeral, or a year's outer limits, and `band_*` its calibrated band (blank where it has none); `contradicted` is
    "yes" where a check of the audit says so. Where no reading of a question is preferred, each is a `variant` of the
    spell ("question=reading"), and `open` says "yes".

    Args:
        pack: the province.
        indicators: of which indicators.
        of_all: everybody in the province, or the groups and areas within it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_trajectories(load_pack("son-la"), ("poverty_rate",))
        >>> since_2021 = table[(table["standard"] == "VN-2022") & (table["t"] < 2023)]
        >>> since_2021[["role", "date", "low", "value", "high"]].round(2).values.tolist()
        [['anchor', '2021-M12', 21.66, 21.66, 21.66], ['path', '2022-M12', 14.4, 17.85, 21.66]]
    """
    return pd.DataFrame(list_trajectories(pack, indicators, of_all), columns=TRAJECTORY_COLUMNS)


def list_trajectories(pack: Pack, indicators: tuple[str, ...], of_all: bool = True) -> list[dict]:
    """The rows of `tabulate_trajectories`; a row lacks the cells that are blank."""
    resolved = resolve_readings(pack)
    band = calibrate_province_band(pack)
    rows = []
    for variant in select_drawn_variants(pack, resolved):
        spell = variant.spell
        if spell.series.indicator not in indicators or spell.series.of_all != of_all:
            continue
        anchor_at = {a.t: a for a in spell.anchors}
        variant_cells = {"variant": variant.tag, "label": variant.label}
        variant_cells["open"] = "yes" if variant.status == "open" else "no"
        for p in reconstruct_spell_path(spell, band):
            a = anchor_at.get(p.t)
            row = _trajectory_anchor_row(pack, "anchor", a) if a else _reconstructed_year_row(spell, p)
            rows.append(row | variant_cells)
        for a in spell.check_levels:
            if not any(a.t == b.t and a.overlaps_bounds_of(b) for b in spell.anchors):  # else it says no more
                rows.append(_trajectory_anchor_row(pack, "check", a) | variant_cells)
    if not rows:
        return rows
    for claim in resolved.claims.values():
        dated_level = claim.statistic == "level" and claim.status in ASIDE_STATUSES and claim.end and claim.standard
        if dated_level and claim.indicator in indicators and claim.series.of_all == of_all:
            row = _trajectory_anchor_row(pack, "aside", anchor_from_claim(claim))
            rows.append(row | {"kind": claim.status, "variant": "", "label": "", "open": "no"})
    doubted = find_doubted_claims(pack)
    for row in rows:
        row["contradicted"] = "yes" if row["role"] == "anchor" and doubted & set(row["claims"].split()) else "no"
    return rows


def tabulate_falls(pack: Pack) -> pd.DataFrame:
    """`tabulate_trajectories` of the poverty rate, one spell a standard, with its falls under readings not ruled out.

    Where an open question moves some figures of a spell alone, those that all its readings have; where fewer than two
    are left, each reading is a `variant`. Where some rates of a standard are of households and others of people, those
    with more figures. `fall_low` and `fall_high` are the least and the largest fall in percent of the first figure, one
    question varied at a time; below 0: a rise; blank where nothing of the standard was counted twice.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_falls(load_pack("bac-lieu"))
        >>> anchors = table[(table["standard"] == "VN-2016") & (table["role"] == "anchor")]
        >>> anchors[["date", "value"]].values.tolist()
        [['2015-M12', 15.55], ['2018-M12', 4.3], ['2019-M12', 1.38]]
        >>> anchors[["fall_low", "fall_high"]].drop_duplicates().round(1).values.tolist()
        [[91.1, 92.0]]
    """
    table, ruled_out = tabulate_trajectories(pack, ("poverty_rate",)), list_ruled_out_answers(pack)
    falls: dict[tuple[str, str], list[float]] = {}
    for v in list_spell_variants(pack):
        first, last, series = v.spell.anchors[0], v.spell.anchors[-1], v.spell.series
        kept = series.of_all and series.indicator == "poverty_rate" and (v.question, v.reading) not in ruled_out
        if kept and len(v.spell.anchors) > 1 and first.value:
            falls.setdefault((v.spell.standard, series.whole), []).append(100 * (1 - last.value / first.value))
    spells = [falls.get(key, [nan]) for key in zip(table["standard"], table["base"], strict=True)]
    table = table.assign(
        fall_low=[round_finite(min(of)) for of in spells], fall_high=[round_finite(max(of)) for of in spells]
    )
    of_spells = table["role"].isin(["anchor", "path"])
    drawn = [_select_shared_figures(of) for _, of in table[of_spells].groupby("standard", sort=False)]
    return pd.concat([*drawn, table[~of_spells]]).reset_index(drop=True) if drawn else table


def _select_shared_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the spells of a standard one, with the figures that all its variants have; the variants where that is one."""
    anchors = rows[rows["role"] == "anchor"]
    base = max(
        rows["base"].unique(), key=lambda b: (anchors.loc[anchors["base"] == b, "t"].nunique(), b == "households")
    )
    rows, anchors = rows[rows["base"] == base], anchors[anchors["base"] == base]
    counts = anchors.groupby("variant", sort=False).size()
    drawn_in = anchors.groupby(["t", "value"])["variant"].transform("nunique")
    shared = anchors[(drawn_in == len(counts)) & (anchors["variant"] == counts.idxmin())]
    if len(counts) == 1:
        return rows
    if len(shared) < 2:
        return rows[rows["variant"].isin(counts.index[counts > 1])] if counts.max() > 1 else shared
    between = rows[(rows["variant"] == counts.idxmin()) & (rows["role"] == "path")]
    between = between[between["t"].between(shared["t"].min(), shared["t"].max())]
    return pd.concat([shared, between]).sort_values("t", kind="stable").assign(variant="", label="", open="no")


def tabulate_group_paths(pack: Pack) -> pd.DataFrame:
    """`tabulate_trajectories` of the poverty rate of groups and areas of a province, with everybody's beside it.

    Empty if no group's rate is reported; under the standards for which one is.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_group_paths(load_pack("quang-ngai"))
        >>> table[table["date"] == "2010-M12"][["population", "area", "value"]].values.tolist()
        [['all', 'province', 23.92], ['all', 'urban', 11.11], ['all', 'rural', 26.08]]
    """
    groups = tabulate_trajectories(pack, ("poverty_rate",), of_all=False)
    everybody = tabulate_trajectories(pack, ("poverty_rate",))
    everybody = everybody[everybody["standard"].isin(groups["standard"])]
    return pd.concat([everybody, groups]).reset_index(drop=True) if len(groups) else groups


def tabulate_group_rates(pack: Pack) -> pd.DataFrame:
    """Rates of groups and areas beside everybody's of the same date, standard and base, each series with two at most.

    `role` is "last" at the latest date that some group and everybody have, "first" at the earliest; where they have
    none in common, the latest rates of groups alone. Of an open question only what all its readings have. The province
    that took this one in is no group of it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_group_rates(load_pack("nghe-an"))
        >>> table[["area", "role", "date", "value"]].values.tolist()[:2]
        [['province', 'first', '2021-M12', 7.8], ['mountain', 'first', '2021-M12', 17.24]]
    """
    table, drawn = tabulate_group_paths(pack), []
    anchors = table[(table["role"] == "anchor") & (table["area"] != "successor")]
    series = ["population", "area", "base", "standard"]
    in_all = anchors.groupby([*series, "t", "value"])["variant"].transform("nunique")
    settled = anchors[in_all == anchors.groupby(series)["variant"].transform("nunique")]
    for _, of in settled.drop_duplicates([*series, "t"]).groupby(["standard", "base"], sort=False):
        is_all = (of["population"] == "all") & (of["area"] == PROVINCE_AREA)
        if is_all.all():
            continue
        shared = set(of.loc[is_all, "t"]) & set(of.loc[~is_all, "t"])
        of = of if shared else of[~is_all]
        first, last = (min(shared), max(shared)) if shared else (nan, of["t"].max())
        at_last = of[of["t"] == last].assign(role="last")
        at_first = of[(of["t"] == first) & (first < last)].merge(at_last[series], on=series).assign(role="first")
        drawn += [at_first, at_last] if len(at_first) else [at_last]
    return pd.concat(drawn).reset_index(drop=True) if drawn else table.iloc[:0]


def tabulate_counts_by_standard(pack: Pack) -> pd.DataFrame:
    """The counts of poor households under each standard with two of them or more; of poor people where it has none.

    Rows as of `tabulate_trajectories`, in order of time. Where a question is open, what all its readings have.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_counts_by_standard(load_pack("tra-vinh"))
        >>> table[table["standard"] == "VN-2022"][["date", "value"]].values.tolist()
        [['2022-M12', 5404.0], ['2023-M12', 3440.0]]
    """
    for indicator in ("poor_households", "poor_persons"):
        table = tabulate_trajectories(pack, (indicator,))
        anchors = table[table["role"] == "anchor"]
        variants = anchors.groupby("standard")["variant"].transform("nunique")
        drawn_in = anchors.groupby(["standard", "date", "value"])["variant"].transform("nunique")
        counts = anchors[drawn_in == variants].drop_duplicates(["standard", "date"])
        counts = counts[counts.groupby("standard")["date"].transform("nunique") > 1]
        if len(counts):
            break
    return counts.sort_values("t", kind="stable").reset_index(drop=True)


def build_series_cells(series: MeasuredSeries, standard: str) -> dict[str, str]:
    """The cells indicator, population, area, base (what a rate is a share of) and standard of a row."""
    cells = {"indicator": series.indicator, "population": series.population, "area": series.area}
    return cells | {"base": series.whole, "standard": standard}


def _list_rate_spells(resolved: ResolvedClaims) -> list[Spell]:
    """Spells of rates, with poor and near-poor together where both are counted at two dates."""
    spells = [s for s in list_comparable_spells(resolved) if s.series.indicator in RATE_INDICATORS]
    for standard in dict.fromkeys(s.standard for s in spells):
        try:
            spells.append(combine_poor_and_near_poor(resolved, standard))
        except ComparabilityError:
            continue  # no such series under this standard
    return spells


def _spell_pace_row(variant: SpellVariant) -> dict:
    """The row of a spell variant: series, ends, pace and claims; no start or pace for a single anchor."""
    spell = variant.spell
    first, last = spell.anchors[0], spell.anchors[-1]
    pace = annual_pace(first, last) if first is not last else None
    row = {"question": variant.question, "label": variant.label, "start": first.date if pace else "", "end": last.date}
    row["preferred"] = {"preferred": "yes", "open": "open", "other": "no"}[variant.status]
    claims = [*first.claims, *last.claims, *(c.id for c in spell.mean_levels)]
    tags = [*first.readings, *last.readings, *(tag for c in spell.mean_levels for tag in c.readings)]
    row |= {"kind": "derived", "claims": " ".join(dict.fromkeys(claims)), "readings": " ".join(dict.fromkeys(tags))}
    row["method"] = spell.method
    return build_series_cells(spell.series, spell.standard) | row | build_pace_cells(pace)


def _trajectory_anchor_row(pack: Pack, role: str, a: Anchor) -> dict:
    """The row of a printed figure; `source` is own where a figure of the pack's own source takes part."""
    source = "own" if any(pack.claims[name].primary for name in a.claims) else "other"
    return build_series_cells(a.series, a.standard) | {"role": role, "source": source} | build_anchor_cells(a)


def _reconstructed_year_row(spell: Spell, point: PathPoint) -> dict:
    """A reconstructed year: it rests on every claim and reading of its spell."""
    whole = vocabulary.INDICATORS[spell.series.indicator].unit in vocabulary.WHOLE_UNITS
    decimals = 0 if whole else TABLE_DECIMALS
    row = {"role": "path", "date": format_sdmx_month(point.t), "t": round_finite(point.t), "kind": point.kind}
    for name in ("value", "low", "high", "band_low", "band_high"):
        row[name] = round_finite(getattr(point, name), decimals)
    return build_series_cells(spell.series, spell.standard) | row | collect_provenance(spell.anchors)
