"""What rounding, dates, readings and sampling each contribute to the doubt about one pace.

One source of uncertainty varies at a time, the others stay at their central value (one-at-a-time sensitivity,
Saltelli et al. 2008, Global Sensitivity Analysis, chapter 1). The ranges are of different kinds, so they are
put side by side and never added up.
"""

from dataclasses import dataclass, replace
from math import inf, isnan, nan, sqrt

import pandas as pd

from poverty.packs.audit import find_contradicted_claims
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.pace import Pace, annual_pace
from poverty.trajectory.spells import Anchor, Spell, list_comparable_spells
from poverty.trajectory.trial import tabulate_ruled_out_readings

COUNT_WINDOW_YEARS = 0.25  # years: declared, not estimated
MIN_SPELL_YEARS = 1.0  # years between the ends of a spell that is looked at
NORMAL_95 = 1.96  # standard errors on either side of a 95% interval
COUNTED_INDICATORS = {
    "households": "poor_households",
    "population": "poor_persons",
}  # what a rate is a share of: what to count


@dataclass(frozen=True)
class UncertaintyContribution:
    """The range of a pace that one source of uncertainty alone leaves.

    `source` is rounding, dates, superpopulation, sampling or reading. `pace` has the central values and the range;
    ends that nothing printed tells are NaN, and it is None where a reading leaves no pace. `years_low` and
    `years_high` are how long the spell may have been. `reading` answers `question`; both are blank for other sources.
    """

    source: str
    pace: Pace | None
    years_low: float
    years_high: float
    claims: tuple[str, ...]
    question: str = ""
    reading: Reading | None = None


def list_pace_uncertainties(
    resolved: ResolvedClaims, window: float = COUNT_WINDOW_YEARS
) -> list[UncertaintyContribution]:
    """What each source contributes to the pace of the poverty rate in the latest spell; [] if there is none.

    A survey has a sampling error that is not printed, and a fixed date; a register has neither.

    Args:
        resolved: the claims of a pack, under its preferred readings.
        window: years by which a count may be earlier than its date; at least 0 and less than `SHORTEST`.

    Raises:
        ValueError: the window is outside these limits.
    """
    if not 0 <= window < MIN_SPELL_YEARS:
        raise ValueError(f"window is {window:g}; it can be from 0 to less than {MIN_SPELL_YEARS:g} years")
    spell = find_latest_rate_spell(resolved)
    if spell is None:
        return []
    central = annual_pace(spell.anchors[0], spell.anchors[-1])
    found = [_single_source_contribution("rounding", central)]
    if spell.method == "survey":
        found.append(_single_source_contribution("sampling", _blank_pace_range(central)))
    else:
        found += [vary_count_dates(central, window), vary_by_superpopulation(central, resolved)]
    return found + vary_readings(resolved, central)


def find_latest_rate_spell(resolved: ResolvedClaims) -> Spell | None:
    """The latest spell of everybody's poverty rate whose first and last anchor are at least a year apart."""
    long = [
        s for s in _list_poverty_rate_spells(resolved) if s.anchors[-1].t - s.anchors[0].t >= MIN_SPELL_YEARS - 1e-9
    ]
    return max(long, key=lambda s: s.anchors[-1].t, default=None)


def vary_count_dates(central: Pace, window: float) -> UncertaintyContribution:
    """Either count up to `window` years before its date: a review takes months and is dated to their end.

    The years between are then from T − window to T + window, and the pace is inverse to them.
    """
    longer, shorter = (central.years / (central.years + w) for w in (window, -window))
    arr = sorted((central.arr * longer, central.arr * shorter))
    points = sorted((central.points * longer, central.points * shorter))
    moved = replace(central, arr_low=arr[0], arr_high=arr[1], points_low=points[0], points_high=points[1])
    return replace(
        _single_source_contribution("dates", moved), years_low=central.years - window, years_high=central.years + window
    )


def vary_by_superpopulation(central: Pace, resolved: ResolvedClaims) -> UncertaintyContribution:
    """The 95% interval that one would claim if the two counts were Poisson draws from a superpopulation.

    Deming & Stephan 1941 (JASA 36: 45-49) take a census for such a sample. The counts are c₀ and c₁, the rates r = c/N
    with the number of households N held fixed: se ln(c₀/c₁) = √(1/c₀ + 1/c₁), and by the delta method
    se (r₀ − r₁) = √(r₀²/c₀ + r₁²/c₁), each divided by T. A register is a census: the interval is no doubt about it.
    """
    counts = _find_matching_counts(resolved, central)
    if counts is None:
        return _single_source_contribution("superpopulation", _blank_pace_range(central))
    (c0, r0), (c1, r1) = ((c.value, a.value) for c, a in zip(counts, (central.first, central.last), strict=True))
    arr = 100 * NORMAL_95 * sqrt(1 / c0 + 1 / c1) / central.years
    points = NORMAL_95 * sqrt(r0**2 / c0 + r1**2 / c1) / central.years
    drawn = replace(
        central,
        arr_low=central.arr - arr,
        arr_high=central.arr + arr,
        points_low=central.points - points,
        points_high=central.points + points,
    )
    alone = _single_source_contribution("superpopulation", drawn)
    return replace(alone, claims=tuple(dict.fromkeys([*alone.claims, *counts[0].claims, *counts[1].claims])))


def vary_readings(resolved: ResolvedClaims, central: Pace) -> list[UncertaintyContribution]:
    """Every other reading of a question that changes the pace, one question at a time, with its own rounding."""
    found = []
    for question, chosen in resolved.choice.items():
        for reading, other in resolve_each_reading(resolved.pack, question):
            moved = _pace_under_reading(other, central) if reading != chosen else central
            if moved is None or _list_pace_numbers(moved) != _list_pace_numbers(central):
                found.append(
                    replace(_single_source_contribution("reading", moved, central), question=question, reading=reading)
                )
    return found


def contribution_width(part: UncertaintyContribution, central: Pace, name: str) -> float:
    """How far a source moves "arr" or "points": from the low end to the high one; of a reading, from the central value.

    NaN where that cannot be told.
    """
    if part.pace is None:
        return nan
    if part.source == "reading":
        ends = sorted((getattr(central, name), getattr(part.pace, name)))
    else:
        ends = [getattr(part.pace, f"{name}_low"), getattr(part.pace, f"{name}_high")]
    return nan if ends[0] == ends[1] == inf else ends[1] - ends[0]


def _list_poverty_rate_spells(resolved: ResolvedClaims) -> list[Spell]:
    return [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]


def _single_source_contribution(
    source: str, moved: Pace | None, central: Pace | None = None
) -> UncertaintyContribution:
    ends = moved or central
    years = moved.years if moved else nan
    return UncertaintyContribution(
        source, moved, years, years, tuple(dict.fromkeys([*ends.first.claims, *ends.last.claims]))
    )


def _blank_pace_range(central: Pace) -> Pace:
    return replace(central, arr_low=nan, arr_high=nan, points_low=nan, points_high=nan)


def _find_matching_counts(resolved: ResolvedClaims, central: Pace) -> tuple[Anchor, Anchor] | None:
    """The counts of what the rate is a share of, at its two dates and under its standard."""
    of = replace(central.first.series, indicator=COUNTED_INDICATORS[central.first.series.whole], whole="")
    at = {
        a.t: a
        for s in list_comparable_spells(resolved)
        if (s.series, s.standard) == (of, central.first.standard)
        for a in s.anchors
        if a.value > 0
    }
    both = at.get(central.first.t), at.get(central.last.t)
    return None if None in both else both


def _pace_under_reading(resolved: ResolvedClaims, central: Pace) -> Pace | None:
    """The pace of the same figures under another reading; of the spell's own ends where it takes one of them away."""
    same = [s for s in _list_poverty_rate_spells(resolved) if s.standard == central.first.standard]
    choices = []
    for spell in same:
        of = {a.claims: a for a in (*spell.anchors, *spell.others)}
        choices.append((of.get(central.first.claims), of.get(central.last.claims)))
    choices += [(spell.anchors[0], spell.anchors[-1]) for spell in same]
    return next((annual_pace(first, last) for first, last in choices if first and last and first.t < last.t), None)


def _list_pace_numbers(p: Pace) -> tuple[float, ...]:
    return p.years, p.arr, p.arr_low, p.arr_high, p.points, p.points_low, p.points_high


UNCERTAINTY_NUMBERS = [
    "years", "years_low", "years_high", "arr", "arr_low", "arr_high", "arr_width", "points", "points_low",
    "points_high", "points_width",
]  # fmt: skip
UNCERTAINTY_COLUMNS = [
    "standard",
    "start",
    "end",
    "source",
    "question",
    "label",
    "ruled_out",
    *UNCERTAINTY_NUMBERS,
    "contradicted",
    "verdict",
    "kind",
    "claims",
    "readings",
]
UNCERTAINTY_LABELS = {
    "rounding": "Rounding",
    "dates": "Dates of the counts",
    "superpopulation": "Superpopulation",
    "sampling": "Sampling error",
}
ASSUMED_SOURCES = ("dates", "superpopulation")


def tabulate_uncertainty(pack: Pack, window: float = COUNT_WINDOW_YEARS) -> pd.DataFrame:
    """A row for each source of uncertainty and for each other reading, the widest first, what is ruled out last.

    `arr` is in percent a year, `points` in percentage points a year. `*_low` and `*_high` are the range that the
    source alone leaves, `*_width` its width; of a reading they are its own rounding, and `*_width` is its distance
    from the central value. Blank: no limit, or it cannot be told, which `verdict` says. `years` are those between the
    two figures.

    Args:
        pack: the province.
        window: years by which a count of a register may be earlier than its date (declared).

    Raises:
        ValueError: the window is not from 0 to less than a year.
    """
    resolved = resolve_readings(pack)
    parts = list_pace_uncertainties(resolved, window)
    refuted = {(row.question, row.reading) for row in tabulate_ruled_out_readings(pack).itertuples()}
    doubted = find_contradicted_claims(resolved)
    rows = [_uncertainty_row(part, parts[0].pace, refuted, doubted) for part in parts]
    table = pd.DataFrame(rows, columns=UNCERTAINTY_COLUMNS).astype(dict.fromkeys(UNCERTAINTY_NUMBERS, float))
    keys = pd.DataFrame(
        {
            "ruled_out": table["ruled_out"] == "yes",
            "verdict": table["verdict"] != "",
            "arr": -table["arr_width"],
            "points": -table["points_width"],
        }
    )
    return table.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)


def _uncertainty_row(
    part: UncertaintyContribution, central: Pace, refuted: set[tuple[str, str]], doubted: set[str]
) -> dict:
    found = part.pace
    ends = (found or central).first, (found or central).last
    tags = [tag for a in ends for tag in a.readings]
    row = {"standard": central.first.standard, "start": ends[0].date, "end": ends[1].date, "source": part.source}
    row |= {"question": part.question, "label": UNCERTAINTY_LABELS.get(part.source, "")}
    answer = (part.question, part.reading.name if part.reading else "")
    if part.reading:
        row["label"] = part.reading.label
        tags = [*(tag for tag in tags if tag.partition("=")[0] != part.question), "=".join(answer)]
    row["ruled_out"] = "yes" if answer in refuted else "no"
    row |= {"years": round_finite(found.years) if found else None}
    row |= {"years_low": _round_or_blank(part.years_low), "years_high": _round_or_blank(part.years_high)}
    for name in ("arr", "points"):
        row[name] = _round_or_blank(getattr(found, name)) if found else None
        for end in ("low", "high"):
            row[f"{name}_{end}"] = _round_or_blank(getattr(found, f"{name}_{end}")) if found else None
        row[f"{name}_width"] = _round_or_blank(contribution_width(part, central, name))
    row["contradicted"] = "yes" if doubted & set(part.claims) else "no"
    row["verdict"] = "cannot tell" if found is None or isnan(found.points_low) else ""
    row["kind"] = "assumed" if part.source in ASSUMED_SOURCES else "derived"
    return row | {"claims": " ".join(part.claims), "readings": " ".join(dict.fromkeys(tags))}


def _round_or_blank(value: float) -> float | None:
    return None if isnan(value) else round_finite(value)
