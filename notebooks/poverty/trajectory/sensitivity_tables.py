"""The table of what each source of uncertainty alone contributes to the latest pace of the poverty rate."""

from math import isnan

import pandas as pd

from poverty.packs.audit import find_contradicted_claims
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.pace import Pace
from poverty.trajectory.sensitivity import (
    COUNT_WINDOW_YEARS,
    UncertaintyContribution,
    contribution_width,
    list_pace_uncertainties,
)
from poverty.trajectory.trial_tables import tabulate_ruled_out_readings
from poverty.words.language import translatable

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
    "rounding": translatable("Rounding"),
    "dates": translatable("Dates of the counts"),
    "superpopulation": translatable("Superpopulation"),
    "sampling": translatable("Sampling error"),
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
