"""Tables of spells: anchors, pace under each reading, paths, readings against other sources."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from poverty import audit, periods, readings, spells, trajectory, vocabulary
from poverty.audit.sources import standards_in_force
from poverty.pack import Pack
from poverty.readings import Resolved
from poverty.spells import Anchor, ComparabilityError, Spell
from poverty.tables.rounding import DECIMALS, rounded
from poverty.trajectory import PathPoint

RATES = ("poverty_rate", "near_poor_rate")
BOTH = "poor_and_near_poor_rate"
COUNTS = ("poor_households", "near_poor_households", "poor_persons")
ASIDES = ("estimate", "target", "forecast")  # drawn hollow, and never an anchor

# A table has its columns even where it has no rows.
_END = ["kind", "claims", "readings"]
ANCHORS = ["series", "population", "area", "standard", "date", "value", "low", "high", *_END]
PATH = [
    "indicator", "population", "area", "standard", "role", "date", "t", "value", "low", "high", "contradicted", *_END,
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
TRIED = [
    "question", "reading", "preferred", "date", "allows_from", "allows_to", "other_source", "verdict", "kind", "claims",
]  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """A spell under the preferred readings (`question` is blank), or under another one that changes it."""

    spell: Spell
    question: str
    label: str

    @property
    def preferred(self) -> bool:
        return not self.question


def spell_variants(pack: Pack, spells_of: Callable[[Resolved], list[Spell]] = spells.spells) -> list[Variant]:
    """Every spell with a pace under the preferred readings, and each other reading that changes its anchors."""
    base = readings.resolve(pack)
    usual = {(s.series, s.standard): s for s in spells_of(base) if len(s.anchors) > 1}
    variants = [Variant(spell, "", _label(pack, spell)) for spell in usual.values()]
    for question, chosen in base.choice.items():
        for reading, other in readings.variants(pack, question):
            for spell in spells_of(other) if reading != chosen else ():
                before = usual.get((spell.series, spell.standard))
                changed = _figures(before) != _figures(spell) if before else len(spell.anchors) > 1
                if changed:
                    variants.append(Variant(spell, question, reading.label))
    return variants


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
            "other": table["preferred"] != "yes",
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


def decided(pack: Pack) -> pd.DataFrame:
    """The rows of `against_other_sources` that rule a reading out.

    A figure decides only if another reading of the same question, the preferred one if there is one, is at
    peace with it: a figure that contradicts that one too is a quarrel between sources, not about words.
    """
    tried = against_other_sources(pack)
    peace = tried[tried["verdict"] == "agrees"]
    preferred = {(r.question, r.claims) for r in peace.itertuples() if r.preferred == "yes"}
    asked = {question for question, group in pack.questions.items() if any(r.preferred for r in group)}
    any_other = {(r.question, r.claims) for r in peace.itertuples()}
    rows = [
        row.verdict == "disagrees" and (row.question, row.claims) in (preferred if row.question in asked else any_other)
        for row in tried.itertuples()
    ]
    return tried[pd.Series(rows, index=tried.index, dtype=bool)].reset_index(drop=True)


def ruled_out(pack: Pack) -> pd.DataFrame:
    """Readings that cannot be: rows of question, label and why.

    Either another printed figure contradicts them, whatever path poverty took, or they put a figure under a
    standard that was not in force at its date.
    """
    rows = []
    for row in decided(pack).itertuples():
        rows.append({"question": row.question, "label": row.reading, "why": row.claims})
    usual = {f.claims for f in standards_in_force(readings.resolve(pack)) if f.verdict == "disagrees"}
    for question in pack.questions:
        for reading, other in readings.variants(pack, question):
            for f in standards_in_force(other):
                if f.verdict == "disagrees" and f.claims not in usual:
                    rows.append({"question": question, "label": reading.label, "why": f.finding})
    return pd.DataFrame(rows, columns=["question", "label", "why"])


def path(pack: Pack, indicators: tuple[str, ...], of_all: bool = True) -> pd.DataFrame:
    """Anchors, reconstructed years and other figures of each spell, under the preferred readings.

    `role` is anchor, path (a reconstructed year), check (another printed figure, which fixes no line) or
    aside (`kind` then says estimate, target or forecast); `low` and `high` are bounds of a numeral, or a
    year's outer limits (blank where it has none); `contradicted` is "yes" where a check of the audit says so.

    Args:
        pack: the province.
        indicators: of which indicators.
        of_all: everybody in the province, or the groups and areas within it.
    """
    resolved = readings.resolve(pack)
    rows = []
    for spell in spells.spells(resolved):
        if spell.series.indicator in indicators and spell.series.of_all == of_all:
            of = {a.t: a for a in spell.anchors}
            rows += [
                _row(spell, "anchor", of[p.t]) if p.t in of else _between(spell, p) for p in trajectory.path(spell)
            ]
            rows += [_row(spell, "check", a) for a in spell.others if not _repeated(a, spell)]
    if not rows:
        return pd.DataFrame(rows, columns=PATH)
    for claim in resolved.claims.values():
        if claim.statistic == "level" and claim.status in ASIDES and claim.end and claim.standard:
            a = spells.anchor(claim)
            if claim.indicator in indicators and a.series.of_all == of_all:
                place = {"indicator": claim.indicator, "population": a.series.population, "area": a.series.area}
                place |= {"standard": claim.standard, "role": "aside", "date": claim.end, "t": rounded(a.t)}
                rows.append(place | _values(a) | {"kind": claim.status})
    doubted = audit.contradicted(resolved)
    for row in rows:
        row["contradicted"] = "yes" if row["role"] == "anchor" and doubted & set(row["claims"].split()) else "no"
    return pd.DataFrame(rows, columns=PATH)


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


def against_other_sources(pack: Pack) -> pd.DataFrame:
    """What each reading of a question allows at the date of another source's figure, and the verdict.

    Only figures for which the readings of the question differ in what they allow.
    """
    rows = []
    for question in pack.questions:
        for reading, other in readings.variants(pack, question):
            for c in trajectory.against_other_sources(other):
                row = {"question": question, "reading": reading.label}
                row |= {"preferred": "yes" if reading.preferred else "no", "date": c.other.date}
                row |= {"allows_from": rounded(c.low), "allows_to": rounded(c.high)}
                row |= {"other_source": c.other.value, "verdict": c.verdict, "kind": "derived"}
                rows.append(row | {"claims": " ".join(c.other.claims)})
    table = pd.DataFrame(rows, columns=TRIED)
    limits = table.groupby(["question", "claims"])[["allows_from", "allows_to"]].transform("nunique")
    return table[(limits > 1).any(axis=1)].reset_index(drop=True)


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
        "preferred": "yes" if variant.preferred else "no",
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


def _row(spell: Spell, role: str, a: Anchor) -> dict:
    place = _who(spell) | {"standard": spell.standard, "role": role, "date": a.date}
    return place | {"t": rounded(a.t)} | _values(a)


def _between(spell: Spell, point: PathPoint) -> dict:
    """A reconstructed year: it rests on every claim and reading of its spell's anchors."""
    whole = vocabulary.INDICATORS[spell.series.indicator].unit in vocabulary.WHOLE_UNITS
    decimals = 0 if whole else DECIMALS
    row = _who(spell) | {"standard": spell.standard, "role": "path"}
    row |= {"date": periods.name(point.t), "t": rounded(point.t), "value": rounded(point.value, decimals)}
    row |= {"low": rounded(point.low, decimals), "high": rounded(point.high, decimals), "kind": point.kind}
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
