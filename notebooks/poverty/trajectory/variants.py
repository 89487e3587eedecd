"""Tables of spells: anchors, pace under each reading, paths, readings against other sources."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from poverty.bands import calibration
from poverty.bands.calibration import Band
from poverty.packs import audit, readings, vocabulary
from poverty.packs import dates as periods
from poverty.packs.load import Pack
from poverty.packs.readings import Resolved
from poverty.packs.rows import DECIMALS, rounded
from poverty.trajectory import pace as trajectory
from poverty.trajectory import spells, trial
from poverty.trajectory.pace import PathPoint
from poverty.trajectory.spells import Anchor, ComparabilityError, Spell
from poverty.trajectory.trial_tables import ruled_out

RATES = ("poverty_rate", "near_poor_rate")
BOTH = "poor_and_near_poor_rate"
COUNTS = ("poor_households", "near_poor_households", "poor_persons")
ASIDES = ("estimate", "target", "forecast")  # drawn hollow, and never an anchor

# A table has its columns even where it has no rows.
_END = ["kind", "claims", "readings"]
ANCHORS = ["series", "population", "area", "standard", "date", "value", "low", "high", *_END]
PATH = [
    "indicator", "population", "area", "standard", "variant", "label", "open", "role", "source", "date", "t", "value",
    "low", "high", "band_low", "band_high", "contradicted", *_END,
]  # fmt: skip
NUMBERS = ["years", "arr", "arr_low", "arr_high", "points", "points_low", "points_high"]
PACE = [
    "indicator",
    "population",
    "area",
    "standard",
    "question",
    "label",
    "preferred",
    "start",
    "end",
    *NUMBERS,
    *_END,
]


@dataclass(frozen=True)
class Variant:
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


def spell_variants(pack: Pack, spells_of: Callable[[Resolved], list[Spell]] = spells.spells) -> list[Variant]:
    """Every spell with a pace under the preferred readings, and each other reading that changes its anchors.

    A reading that another one is preferred to is followed with the figures it is about alone: beside those of other
    sources it would make a spell that nobody holds to be true.
    """
    base = readings.resolve(pack)
    usual = {(s.series, s.standard): s for s in spells_of(base)}
    others: list[Variant] = []
    moved: dict[tuple, str] = {}  # spells that an open question moves: as they are printed they are one reading of it
    for question, chosen in base.choice.items():
        own = {(s.series, s.standard): s for s in spells_of(trial.in_question(base, question))}
        for reading, other in readings.variants(pack, question):
            if reading == chosen:
                continue
            for spell in spells_of(trial.in_question(other, question) if chosen else other):
                before = (own if chosen else usual).get((spell.series, spell.standard))
                known = _figures(before) if before else []
                if known == _figures(spell) or max(len(known), len(spell.anchors)) < 2:
                    continue
                status = "other" if chosen else "open"
                others.append(Variant(spell, question, reading.name, reading.label, status))
                if not chosen and not set(known) <= set(_figures(spell)):
                    moved[spell.series, spell.standard] = question
    variants = []
    for key, spell in usual.items():
        if len(spell.anchors) > 1 and key in moved:
            question = moved[key]
            same = [
                Variant(spell, question, reading.name, reading.label, "open")
                for reading, other in readings.variants(pack, question)
                if any(_figures(s) == _figures(spell) for s in spells_of(other) if (s.series, s.standard) == key)
            ]
            variants += same[:1] or [Variant(spell, question, "", "", "open")]
        elif len(spell.anchors) > 1:
            variants.append(Variant(spell, "", "", _label(pack, spell), "preferred"))
    return [*variants, *others]


def _figures(spell: Spell) -> list[tuple]:
    """What a reading may change of a spell: the dates and values of its anchors."""
    return [(a.t, a.value, a.low, a.high, a.kind) for a in spell.anchors]


def anchors(resolved: Resolved) -> pd.DataFrame:
    """The anchors of every spell."""
    rows = []
    for spell in spells.spells(resolved):
        for a in spell.anchors:
            who = {"series": spell.series.indicator, "population": spell.series.population, "area": spell.series.area}
            rows.append(who | {"standard": spell.standard, "date": a.date} | _values(a))
    return pd.DataFrame(rows, columns=ANCHORS)


def pace(pack: Pack) -> pd.DataFrame:
    """The pace of each spell of a rate, first under the preferred readings, then under each other one.

    `arr` is in percent a year, `points` in percentage points a year; blank where a reading leaves no start.
    """
    rows = [_pace_row(variant) for variant in spell_variants(pack, _rate_spells)]
    table = pd.DataFrame(rows, columns=PACE)
    order = [*RATES, BOTH]
    keys = pd.DataFrame(
        {
            "of_all": (table["population"] != "all") | (table["area"] != vocabulary.PROVINCE),
            "standard": table["standard"].map(list(pack.shared.standards).index),
            "group": table["population"] + table["area"],
            "indicator": table["indicator"].map(order.index),
            "other": table["preferred"].map(["yes", "open", "no"].index),
        }
    )
    table = table.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)
    refuted = {(row.question, row.label) for row in ruled_out(pack).itertuples()}
    doubted = audit.contradicted(readings.resolve(pack))
    table["contradicted"] = ["yes" if doubted & set(cell.split()) else "no" for cell in table["claims"]]
    table["ruled_out"] = [
        "yes" if key in refuted else "no" for key in zip(table["question"], table["label"], strict=True)
    ]
    return table


def path(pack: Pack, indicators: tuple[str, ...], of_all: bool = True) -> pd.DataFrame:
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
    resolved = readings.resolve(pack)
    band = band_of(pack)
    rows = []
    for variant in _drawn(pack, resolved):
        spell = variant.spell
        if spell.series.indicator not in indicators or spell.series.of_all != of_all:
            continue
        of = {a.t: a for a in spell.anchors}
        made = [
            _row(pack, spell, "anchor", of[p.t]) if p.t in of else _between(spell, p)
            for p in trajectory.path(spell, band)
        ]
        made += [_row(pack, spell, "check", a) for a in spell.others if not _repeated(a, spell)]
        told = {"variant": variant.tag, "label": variant.label, "open": "yes" if variant.status == "open" else "no"}
        rows += [row | told for row in made]
    if not rows:
        return pd.DataFrame(rows, columns=PATH)
    for claim in resolved.claims.values():
        if claim.statistic == "level" and claim.status in ASIDES and claim.end and claim.standard:
            a = spells.anchor(claim)
            if claim.indicator in indicators and a.series.of_all == of_all:
                row = {"indicator": claim.indicator, "population": a.series.population, "area": a.series.area}
                row |= {"standard": claim.standard, "variant": "", "label": "", "open": "no", "role": "aside"}
                row |= {"source": _source(pack, a), "date": claim.end, "t": rounded(a.t)}
                rows.append(row | _values(a) | {"kind": claim.status})
    doubted = audit.contradicted(resolved)
    for row in rows:
        row["contradicted"] = "yes" if row["role"] == "anchor" and doubted & set(row["claims"].split()) else "no"
    return pd.DataFrame(rows, columns=PATH)


def band_of(pack: Pack) -> Band | None:
    """The calibrated band for a province: from all donors but itself; None where they are too few."""
    return calibration.band_without(pack.place)


def _drawn(pack: Pack, resolved: Resolved) -> list[Variant]:
    """Every spell once, and once for each reading of a question that is open and changes it, unless it is ruled out."""
    refuted = {(row.question, row.reading) for row in ruled_out(pack).itertuples()}
    variants = [v for v in spell_variants(pack) if v.status != "other" and (v.question, v.reading) not in refuted]
    told = {(v.spell.series, v.spell.standard) for v in variants}
    single = [s for s in spells.spells(resolved) if (s.series, s.standard) not in told]
    variants += [Variant(s, "", "", "", "preferred") for s in single]
    order = [(s.series, s.standard) for s in spells.spells(resolved)]
    order += [key for v in variants if (key := (v.spell.series, v.spell.standard)) not in order]
    return sorted(variants, key=lambda v: (order.index((v.spell.series, v.spell.standard)), v.question))


def _repeated(other: Anchor, spell: Spell) -> bool:
    """Whether another figure says no more than the anchor of its date."""
    return any(a.t == other.t and a.low < other.high and other.low < a.high for a in spell.anchors)


def groups(pack: Pack) -> pd.DataFrame:
    """`path` of the poverty rate of the groups and areas of a province, with that of everybody beside it.

    Empty if no group's rate is reported; under the standards for which one is.
    """
    inside = path(pack, ("poverty_rate",), of_all=False)
    everybody = path(pack, ("poverty_rate",))
    everybody = everybody[everybody["standard"].isin(inside["standard"])]
    return pd.concat([everybody, inside]).reset_index(drop=True) if len(inside) else inside


def households(pack: Pack) -> pd.DataFrame:
    """`path` of the counts of the poor and the near-poor, under the last standard with two dates of either."""
    table = path(pack, COUNTS)
    fixed = table[table["role"] == "anchor"].sort_values("t")
    dates = fixed.groupby(["standard", "indicator"])["t"].nunique().groupby("standard").max()
    twice = [standard for standard in fixed["standard"] if dates[standard] > 1]
    return table[table["standard"] == twice[-1]].reset_index(drop=True) if twice else table.iloc[:0]


def _rate_spells(resolved: Resolved) -> list[Spell]:
    """Spells of rates, with poor and near-poor together where both are counted at two dates."""
    found = [s for s in spells.spells(resolved) if s.series.indicator in RATES]
    for standard in dict.fromkeys(s.standard for s in found):
        try:
            found.append(trajectory.poor_and_near_poor(resolved, standard))
        except ComparabilityError:
            continue  # no such series under this standard
    return found


def _label(pack: Pack, spell: Spell) -> str:
    """The preferred readings that date or make a spell's anchors, in words."""
    labels = []
    for tag in dict.fromkeys(tag for a in spell.anchors for tag in a.readings):
        question, name = tag.split("=")
        changed = {o.column for o in pack.overrides if o.question == question}
        if changed & {"from", "to", "value", "statistic"}:
            labels += [r.label for r in pack.questions[question] if r.name == name]
    return ", ".join(labels)


def _pace_row(variant: Variant) -> dict:
    spell = variant.spell
    first, last = spell.anchors[0], spell.anchors[-1]
    found = trajectory.pace(first, last) if first is not last else None
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
    for name in NUMBERS:
        row[name] = rounded(getattr(found, name)) if found else None
    claims = [*first.claims, *last.claims, *(c.id for c in spell.means)]
    tags = [*first.readings, *last.readings, *(tag for c in spell.means for tag in c.readings)]
    row |= {"kind": "derived", "claims": " ".join(dict.fromkeys(claims)), "readings": " ".join(dict.fromkeys(tags))}
    return row


def _who(spell: Spell) -> dict:
    series = spell.series
    return {"indicator": series.indicator, "population": series.population, "area": series.area}


def _row(pack: Pack, spell: Spell, role: str, a: Anchor) -> dict:
    place = _who(spell) | {"standard": spell.standard, "role": role, "source": _source(pack, a), "date": a.date}
    return place | {"t": rounded(a.t)} | _values(a)


def _source(pack: Pack, a: Anchor) -> str:
    """Whether an anchor rests on a figure of the pack's own source."""
    return "own" if any(pack.claims[name].primary for name in a.claims) else "other"


def _between(spell: Spell, point: PathPoint) -> dict:
    """A reconstructed year: it rests on every claim and reading of its spell."""
    whole = vocabulary.INDICATORS[spell.series.indicator].unit in vocabulary.WHOLE_UNITS
    decimals = 0 if whole else DECIMALS
    row = _who(spell) | {"standard": spell.standard, "role": "path"}
    row |= {"date": periods.name(point.t), "t": rounded(point.t), "value": rounded(point.value, decimals)}
    row |= {"low": rounded(point.low, decimals), "high": rounded(point.high, decimals), "kind": point.kind}
    row |= {"band_low": rounded(point.band_low, decimals), "band_high": rounded(point.band_high, decimals)}
    row["claims"] = " ".join(dict.fromkeys(claim for a in spell.anchors for claim in a.claims))
    row["readings"] = " ".join(dict.fromkeys(tag for a in spell.anchors for tag in a.readings))
    return row


def _values(a: Anchor) -> dict:
    return {
        "value": rounded(a.value),
        "low": rounded(a.low),
        "high": rounded(a.high),
        "kind": a.kind,
        "claims": " ".join(a.claims),
        "readings": " ".join(a.readings),
    }
