"""Tables of spells: anchors, pace under each reading, paths, readings against other sources."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from poverty.bands.calibration import Band, calibrate_band_for_place
from poverty.packs import vocabulary
from poverty.packs.audit import find_contradicted_claims
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.rows import TABLE_DECIMALS, round_finite
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.trajectory.pace import PathPoint, annual_pace, combine_poor_and_near_poor, reconstruct_spell_path
from poverty.trajectory.spells import Anchor, ComparabilityError, Spell, anchor_from_claim, list_comparable_spells
from poverty.trajectory.trial import select_tested_figures, tabulate_ruled_out_readings

RATE_INDICATORS = ("poverty_rate", "near_poor_rate")
COMBINED_RATE = "poor_and_near_poor_rate"
COUNT_INDICATORS = ("poor_households", "near_poor_households", "poor_persons")
ASIDE_STATUSES = ("estimate", "target", "forecast")  # drawn hollow, and never an anchor

# A table has its columns even where it has no rows.
_PROVENANCE_COLUMNS = ["kind", "claims", "readings"]
ANCHOR_COLUMNS = ["series", "population", "area", "standard", "date", "value", "low", "high", *_PROVENANCE_COLUMNS]
TRAJECTORY_COLUMNS = [
    "indicator", "population", "area", "standard", "variant", "label", "open", "role", "source", "date", "t", "value",
    "low", "high", "band_low", "band_high", "contradicted", *_PROVENANCE_COLUMNS,
]  # fmt: skip
PACE_NUMBERS = ["years", "arr", "arr_low", "arr_high", "points", "points_low", "points_high"]
SPELL_PACE_COLUMNS = [
    "indicator",
    "population",
    "area",
    "standard",
    "question",
    "label",
    "preferred",
    "start",
    "end",
    *PACE_NUMBERS,
    *_PROVENANCE_COLUMNS,
]


@dataclass(frozen=True)
class SpellVariant:
    """A spell under the preferred readings, or under another reading that changes it.

    `status` is "preferred"; "open" where no reading of `question` is preferred, so that all stand alike; or "other".
    """

    spell: Spell
    question: str
    reading: str
    label: str
    status: str

    @property
    def tag(self) -> str:
        """The reading as "question=reading"; blank for the spell under the preferred ones."""
        return f"{self.question}={self.reading}" if self.question else ""


def list_spell_variants(
    pack: Pack, spells_of: Callable[[ResolvedClaims], list[Spell]] = list_comparable_spells
) -> list[SpellVariant]:
    """Every spell with a pace under the preferred readings, and each other reading that changes its anchors.

    A reading that another one is preferred to is followed with the figures it is about alone: beside those of other
    sources it would make a spell that nobody holds to be true.
    """
    base = resolve_readings(pack)
    usual = {(s.series, s.standard): s for s in spells_of(base)}
    others: list[SpellVariant] = []
    moved: dict[tuple, str] = {}  # spells that an open question moves: as they are printed they are one reading of it
    for question, chosen in base.choice.items():
        own = {(s.series, s.standard): s for s in spells_of(select_tested_figures(base, question))}
        for reading, other in resolve_each_reading(pack, question):
            if reading == chosen:
                continue
            for spell in spells_of(select_tested_figures(other, question) if chosen else other):
                before = (own if chosen else usual).get((spell.series, spell.standard))
                known = _list_anchor_figures(before) if before else []
                if known == _list_anchor_figures(spell) or max(len(known), len(spell.anchors)) < 2:
                    continue
                status = "other" if chosen else "open"
                others.append(SpellVariant(spell, question, reading.name, reading.label, status))
                if not chosen and not set(known) <= set(_list_anchor_figures(spell)):
                    moved[spell.series, spell.standard] = question
    variants = []
    for key, spell in usual.items():
        if len(spell.anchors) > 1 and key in moved:
            question = moved[key]
            same = [
                SpellVariant(spell, question, reading.name, reading.label, "open")
                for reading, other in resolve_each_reading(pack, question)
                if any(
                    _list_anchor_figures(s) == _list_anchor_figures(spell)
                    for s in spells_of(other)
                    if (s.series, s.standard) == key
                )
            ]
            variants += same[:1] or [SpellVariant(spell, question, "", "", "open")]
        elif len(spell.anchors) > 1:
            variants.append(SpellVariant(spell, "", "", _phrase_preferred_readings(pack, spell), "preferred"))
    return [*variants, *others]


def _list_anchor_figures(spell: Spell) -> list[tuple]:
    """What a reading may change of a spell: the dates and values of its anchors."""
    return [(a.t, a.value, a.low, a.high, a.kind) for a in spell.anchors]


def tabulate_anchors(resolved: ResolvedClaims) -> pd.DataFrame:
    """The anchors of every spell."""
    rows = []
    for spell in list_comparable_spells(resolved):
        for a in spell.anchors:
            who = {"series": spell.series.indicator, "population": spell.series.population, "area": spell.series.area}
            rows.append(who | {"standard": spell.standard, "date": a.date} | _anchor_value_row(a))
    return pd.DataFrame(rows, columns=ANCHOR_COLUMNS)


def tabulate_spell_paces(pack: Pack) -> pd.DataFrame:
    """The pace of each spell of a rate, first under the preferred readings, then under each other one.

    `arr` is in percent a year, `points` in percentage points a year; blank where a reading leaves no start.
    """
    rows = [_spell_pace_row(variant) for variant in list_spell_variants(pack, _list_rate_spells)]
    table = pd.DataFrame(rows, columns=SPELL_PACE_COLUMNS)
    order = [*RATE_INDICATORS, COMBINED_RATE]
    keys = pd.DataFrame(
        {
            "of_all": (table["population"] != "all") | (table["area"] != PROVINCE_AREA),
            "standard": table["standard"].map(list(pack.shared.standards).index),
            "group": table["population"] + table["area"],
            "indicator": table["indicator"].map(order.index),
            "other": table["preferred"].map(["yes", "open", "no"].index),
        }
    )
    table = table.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)
    refuted = {(row.question, row.label) for row in tabulate_ruled_out_readings(pack).itertuples()}
    doubted = find_contradicted_claims(resolve_readings(pack))
    table["contradicted"] = ["yes" if doubted & set(cell.split()) else "no" for cell in table["claims"]]
    table["ruled_out"] = [
        "yes" if key in refuted else "no" for key in zip(table["question"], table["label"], strict=True)
    ]
    return table


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
    """
    resolved = resolve_readings(pack)
    band = calibrate_province_band(pack)
    rows = []
    for variant in _select_drawn_variants(pack, resolved):
        spell = variant.spell
        if spell.series.indicator not in indicators or spell.series.of_all != of_all:
            continue
        of = {a.t: a for a in spell.anchors}
        made = [
            _trajectory_anchor_row(pack, spell, "anchor", of[p.t]) if p.t in of else _reconstructed_year_row(spell, p)
            for p in reconstruct_spell_path(spell, band)
        ]
        made += [
            _trajectory_anchor_row(pack, spell, "check", a) for a in spell.others if not _is_repeat_of_anchor(a, spell)
        ]
        told = {"variant": variant.tag, "label": variant.label, "open": "yes" if variant.status == "open" else "no"}
        rows += [row | told for row in made]
    if not rows:
        return pd.DataFrame(rows, columns=TRAJECTORY_COLUMNS)
    for claim in resolved.claims.values():
        if claim.statistic == "level" and claim.status in ASIDE_STATUSES and claim.end and claim.standard:
            a = anchor_from_claim(claim)
            if claim.indicator in indicators and a.series.of_all == of_all:
                row = {"indicator": claim.indicator, "population": a.series.population, "area": a.series.area}
                row |= {"standard": claim.standard, "variant": "", "label": "", "open": "no", "role": "aside"}
                row |= {"source": _classify_anchor_source(pack, a), "date": claim.end, "t": round_finite(a.t)}
                rows.append(row | _anchor_value_row(a) | {"kind": claim.status})
    doubted = find_contradicted_claims(resolved)
    for row in rows:
        row["contradicted"] = "yes" if row["role"] == "anchor" and doubted & set(row["claims"].split()) else "no"
    return pd.DataFrame(rows, columns=TRAJECTORY_COLUMNS)


def calibrate_province_band(pack: Pack) -> Band | None:
    """The calibrated band for a province: from all donors but itself; None where they are too few."""
    return calibrate_band_for_place(pack.place)


def _select_drawn_variants(pack: Pack, resolved: ResolvedClaims) -> list[SpellVariant]:
    """Every spell once, and once for each reading of a question that is open and changes it, unless it is ruled out."""
    refuted = {(row.question, row.reading) for row in tabulate_ruled_out_readings(pack).itertuples()}
    variants = [v for v in list_spell_variants(pack) if v.status != "other" and (v.question, v.reading) not in refuted]
    told = {(v.spell.series, v.spell.standard) for v in variants}
    single = [s for s in list_comparable_spells(resolved) if (s.series, s.standard) not in told]
    variants += [SpellVariant(s, "", "", "", "preferred") for s in single]
    order = [(s.series, s.standard) for s in list_comparable_spells(resolved)]
    order += [key for v in variants if (key := (v.spell.series, v.spell.standard)) not in order]
    return sorted(variants, key=lambda v: (order.index((v.spell.series, v.spell.standard)), v.question))


def _is_repeat_of_anchor(other: Anchor, spell: Spell) -> bool:
    """Whether another figure says no more than the anchor of its date."""
    return any(a.t == other.t and a.low < other.high and other.low < a.high for a in spell.anchors)


def tabulate_group_paths(pack: Pack) -> pd.DataFrame:
    """`path` of the poverty rate of the groups and areas of a province, with that of everybody beside it.

    Empty if no group's rate is reported; under the standards for which one is.
    """
    inside = tabulate_trajectories(pack, ("poverty_rate",), of_all=False)
    everybody = tabulate_trajectories(pack, ("poverty_rate",))
    everybody = everybody[everybody["standard"].isin(inside["standard"])]
    return pd.concat([everybody, inside]).reset_index(drop=True) if len(inside) else inside


def tabulate_household_counts(pack: Pack) -> pd.DataFrame:
    """`path` of the counts of the poor and the near-poor, under the last standard with two dates of either."""
    table = tabulate_trajectories(pack, COUNT_INDICATORS)
    fixed = table[table["role"] == "anchor"].sort_values("t")
    dates = fixed.groupby(["standard", "indicator"])["t"].nunique().groupby("standard").max()
    twice = [standard for standard in fixed["standard"] if dates[standard] > 1]
    return table[table["standard"] == twice[-1]].reset_index(drop=True) if twice else table.iloc[:0]


def _list_rate_spells(resolved: ResolvedClaims) -> list[Spell]:
    """Spells of rates, with poor and near-poor together where both are counted at two dates."""
    found = [s for s in list_comparable_spells(resolved) if s.series.indicator in RATE_INDICATORS]
    for standard in dict.fromkeys(s.standard for s in found):
        try:
            found.append(combine_poor_and_near_poor(resolved, standard))
        except ComparabilityError:
            continue  # no such series under this standard
    return found


def _phrase_preferred_readings(pack: Pack, spell: Spell) -> str:
    """The preferred readings that date or make a spell's anchors, in words."""
    labels = []
    for tag in dict.fromkeys(tag for a in spell.anchors for tag in a.readings):
        question, name = tag.split("=")
        changed = {o.column for o in pack.overrides if o.question == question}
        if changed & {"from", "to", "value", "statistic"}:
            labels += [r.label for r in pack.questions[question] if r.name == name]
    return ", ".join(labels)


def _spell_pace_row(variant: SpellVariant) -> dict:
    spell = variant.spell
    first, last = spell.anchors[0], spell.anchors[-1]
    found = annual_pace(first, last) if first is not last else None
    row = {
        "indicator": spell.series.indicator,
        "population": spell.series.population,
        "area": spell.series.area,
        "standard": spell.standard,
        "question": variant.question,
        "label": variant.label,
        "preferred": {"preferred": "yes", "open": "open", "other": "no"}[variant.status],
        "start": first.date if found else "",
        "end": last.date,
    }
    for name in PACE_NUMBERS:
        row[name] = round_finite(getattr(found, name)) if found else None
    claims = [*first.claims, *last.claims, *(c.id for c in spell.means)]
    tags = [*first.readings, *last.readings, *(tag for c in spell.means for tag in c.readings)]
    row |= {"kind": "derived", "claims": " ".join(dict.fromkeys(claims)), "readings": " ".join(dict.fromkeys(tags))}
    return row


def _spell_series_row(spell: Spell) -> dict:
    series = spell.series
    return {"indicator": series.indicator, "population": series.population, "area": series.area}


def _trajectory_anchor_row(pack: Pack, spell: Spell, role: str, a: Anchor) -> dict:
    place = _spell_series_row(spell) | {
        "standard": spell.standard,
        "role": role,
        "source": _classify_anchor_source(pack, a),
        "date": a.date,
    }
    return place | {"t": round_finite(a.t)} | _anchor_value_row(a)


def _classify_anchor_source(pack: Pack, a: Anchor) -> str:
    """Whether an anchor rests on a figure of the pack's own source."""
    return "own" if any(pack.claims[name].primary for name in a.claims) else "other"


def _reconstructed_year_row(spell: Spell, point: PathPoint) -> dict:
    """A reconstructed year: it rests on every claim and reading of its spell."""
    whole = vocabulary.INDICATORS[spell.series.indicator].unit in vocabulary.WHOLE_UNITS
    decimals = 0 if whole else TABLE_DECIMALS
    row = _spell_series_row(spell) | {"standard": spell.standard, "role": "path"}
    row |= {
        "date": format_sdmx_month(point.t),
        "t": round_finite(point.t),
        "value": round_finite(point.value, decimals),
    }
    row |= {"low": round_finite(point.low, decimals), "high": round_finite(point.high, decimals), "kind": point.kind}
    row |= {"band_low": round_finite(point.band_low, decimals), "band_high": round_finite(point.band_high, decimals)}
    row["claims"] = " ".join(dict.fromkeys(claim for a in spell.anchors for claim in a.claims))
    row["readings"] = " ".join(dict.fromkeys(tag for a in spell.anchors for tag in a.readings))
    return row


def _anchor_value_row(a: Anchor) -> dict:
    return {
        "value": round_finite(a.value),
        "low": round_finite(a.low),
        "high": round_finite(a.high),
        "kind": a.kind,
        "claims": " ".join(a.claims),
        "readings": " ".join(a.readings),
    }
