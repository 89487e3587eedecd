"""What rounding, dates, readings and sampling each contribute to the doubt about one pace.

One source of uncertainty varies at a time, the others stay at their central value (one-at-a-time sensitivity,
Saltelli et al. 2008, Global Sensitivity Analysis, chapter 1). The ranges are of different kinds, so they are
put side by side and never added up.
"""

from dataclasses import replace
from math import inf, isnan, nan

import pandas as pd

from poverty.packs.audit import find_contradicted_claims
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.consistency import list_ruled_out_answers
from poverty.trajectory.pace import PACE_NUMBERS, Pace, annual_pace, build_pace_cells
from poverty.trajectory.spells import (
    MIN_SPELL_YEARS,
    TELLS_OF_ONE_YEAR,
    Spell,
    collect_provenance,
    find_latest_rate_spell,
    list_poverty_rate_spells,
)

COUNT_WINDOW_YEARS = 0.25  # years: declared, not estimated
UNCERTAINTY_NUMBERS = [
    "years", "years_low", "years_high", "halving_years", "compound", "compound_low", "compound_high",
    "compound_width", "points", "points_low", "points_high", "points_width", "arr", "arr_low", "arr_high", "arr_width",
]  # fmt: skip
UNCERTAINTY_COLUMNS = [
    "base", "standard", "method", "start", "end", "source", "question", "label", "ruled_out", "direction",
    *UNCERTAINTY_NUMBERS,
    "contradicted", "verdict", "kind", "claims", "readings",
]  # fmt: skip
UNCERTAINTY_LABELS = {"rounding": "Rounding", "dates": "Dates of the counts", "sampling": "Sampling error"}


def tabulate_uncertainty(pack: Pack, window: float = COUNT_WINDOW_YEARS) -> pd.DataFrame:
    """What each source contributes to the pace of the poverty rate in the latest spell; no row if there is none.

    A spell of one year is only taken where there is no longer one, as in titles and sentences.

    A row for each source of uncertainty and for each other reading, the widest first, what is ruled out last.
    `compound` is in percent of the rate a year, `arr` the continuous rate in percent a year, `points` in percentage
    points a year. `*_low` and `*_high` are the range that the source alone leaves, `*_width` its width; of a reading
    they are its own rounding, and `*_width` is its distance from the central value. Blank: no limit, or it cannot be
    told, which `verdict` says. `years` are those between the two figures. A survey has a sampling error, printed
    or not, and a fixed date; a register has neither.

    Args:
        pack: the province.
        window: years by which a count of a register may be earlier than its date (declared).

    Raises:
        ValueError: the window is not from 0 to less than a year.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_uncertainty(load_pack("quang-ngai"), window=0.25)
        >>> dates = table[table["source"] == "dates"].iloc[0]
        >>> float(dates["years"] - dates["years_low"]), dates["kind"]
        (0.25, 'assumed')
    """
    if not 0 <= window < MIN_SPELL_YEARS:
        raise ValueError(f"window is {window:g}; it can be from 0 to less than {MIN_SPELL_YEARS:g} years")
    rows = sorted(_list_uncertainty_rows(resolve_readings(pack), window), key=_rank_uncertainty_row)
    return pd.DataFrame(rows, columns=UNCERTAINTY_COLUMNS).astype(dict.fromkeys(UNCERTAINTY_NUMBERS, float))


def _rank_uncertainty_row(row: dict) -> tuple:
    """The widest first; what has no limit, what cannot be told and what is ruled out behind it, in this order."""
    widths = [inf if row[name] is None else -row[name] for name in ("compound_width", "points_width")]
    return row["ruled_out"], row["verdict"], *widths


def _list_uncertainty_rows(resolved: ResolvedClaims, window: float) -> list[dict]:
    """Rows of the latest pace under each source of uncertainty; dates may be off by `window` years."""
    spell = _find_told_spell(resolved)
    if spell is None:
        return []
    central = annual_pace(spell.anchors[0], spell.anchors[-1])
    rows = [_uncertainty_row("rounding", central, central)]
    if spell.method == "survey":
        rows.append(_uncertainty_row("sampling", _vary_by_sampling(central), central))
    else:
        years = {"years_low": round_finite(central.years - window), "years_high": round_finite(central.years + window)}
        rows.append(_uncertainty_row("dates", _vary_count_dates(central, window), central) | years)
    ruled_out = list_ruled_out_answers(resolved.pack)
    for question, chosen in resolved.choice.items():
        for reading, answered in resolve_each_reading(resolved.pack, question):
            pace = _pace_under_reading(answered, central) if reading != chosen else central
            if pace is not None and all(getattr(pace, name) == getattr(central, name) for name in PACE_NUMBERS):
                continue
            row = _uncertainty_row("reading", pace, central)
            tags = [tag for tag in row["readings"].split() if tag.partition("=")[0] != question]
            row |= {"question": question, "label": reading.label}
            row["readings"] = " ".join([*tags, f"{question}={reading.name}"])
            rows.append(row | {"ruled_out": "yes" if (question, reading.name) in ruled_out else "no"})
    doubted = find_contradicted_claims(resolved)
    for row in rows:
        row["method"] = spell.method
        row["contradicted"] = "yes" if doubted & set(row["claims"].split()) else "no"
    return rows


def _find_told_spell(resolved: ResolvedClaims) -> Spell | None:
    """The latest spell of more than a year; of a year where there is no longer one."""
    spells = [s for s in list_poverty_rate_spells(resolved) if s.years > TELLS_OF_ONE_YEAR]
    return max(spells, key=lambda s: s.anchors[-1].t, default=find_latest_rate_spell(resolved))


def _uncertainty_row(source: str, pace: Pace | None, central: Pace) -> dict:
    """The row of a pace under one source of uncertainty; None: a reading leaves no pace."""
    first, last = (pace or central).first, (pace or central).last
    row = {"base": first.series.whole, "standard": central.first.standard, "start": first.date, "end": last.date}
    row |= {"source": source, "question": "", "label": UNCERTAINTY_LABELS.get(source, ""), "ruled_out": "no"}
    row |= build_pace_cells(pace)
    row |= {"years_low": row["years"], "years_high": row["years"]}
    for name in ("compound", "points", "arr"):
        if source == "reading":
            width = abs(getattr(pace, name) - getattr(central, name)) if pace else None
        else:
            width = getattr(pace, f"{name}_high") - getattr(pace, f"{name}_low")
        row[f"{name}_width"] = round_finite(width)
    row["verdict"] = "cannot tell" if pace is None or isnan(pace.points_low) else ""
    row["kind"] = "assumed" if source == "dates" else "derived"
    return row | collect_provenance([first, last])


def _vary_count_dates(central: Pace, window: float) -> Pace:
    """Either count up to `window` years before its date: a review takes months and is dated to their end.

    The years between are then from T − window to T + window, and the pace is inverse to them.
    """
    longer, shorter = (central.years / (central.years + w) for w in (window, -window))
    arr_low, arr_high = sorted((central.arr * longer, central.arr * shorter))
    points_low, points_high = sorted((central.points * longer, central.points * shorter))
    return replace(central, arr_low=arr_low, arr_high=arr_high, points_low=points_low, points_high=points_high)


def _vary_by_sampling(central: Pace) -> Pace:
    """The 95% interval that the printed errors of two surveys leave; NaN where one of them is not printed."""
    if central.points_survey_low is None:
        return replace(central, arr_low=nan, arr_high=nan, points_low=nan, points_high=nan)
    return replace(
        central, arr_low=central.arr_survey_low, arr_high=central.arr_survey_high,
        points_low=central.points_survey_low, points_high=central.points_survey_high,
    )  # fmt: skip


def _pace_under_reading(resolved: ResolvedClaims, central: Pace) -> Pace | None:
    """The pace of the same figures under another reading; of the spell's own ends where it takes one of them away."""
    spells = [s for s in list_poverty_rate_spells(resolved) if s.standard == central.first.standard]
    choices = []
    for spell in spells:
        figure_of = {a.claims: a for a in (*spell.anchors, *spell.check_levels)}
        choices.append((figure_of.get(central.first.claims), figure_of.get(central.last.claims)))
    choices += [(spell.anchors[0], spell.anchors[-1]) for spell in spells if spell.series == central.first.series]
    return next((annual_pace(first, last) for first, last in choices if first and last and first.t < last.t), None)
