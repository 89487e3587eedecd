"""Tables of jobs per year under each reading of the printed average."""

import pandas as pd

from poverty import jobs, readings
from poverty.jobs import Kind, Problem
from poverty.pack import Pack, Reading
from poverty.readings import Resolved

SUMMARY = [
    "reading",
    "numerals",
    "total_of",
    "total_low",
    "total_high",
    "base_year",
    "base_low",
    "base_high",
    "last_year",
    "last_low",
    "last_high",
    "kind",
    "label",
    "claims",
    "readings",
]
NUMBERS = ["value", "low", "high", "soft_low", "soft_high"]


def job_readings(pack: Pack) -> list[tuple[Reading | None, Resolved]]:
    """The readings of the question that moves a claim on jobs; the claims as they are if none does."""
    moving = [o.question for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    return readings.variants(pack, moving[0]) if moving else [(None, readings.resolve(pack))]


def jobs_per_year(pack: Pack) -> pd.DataFrame:
    """Jobs per year: families as curves, bounds as an envelope.

    `family` is one of `jobs.FAMILIES`, or "bounds": then `low` and `high` enclose every non-decreasing path
    through the printed numbers, `soft_low` and `soft_high` also over the soft ranges of the words.
    """
    rows = []
    for reading, known in _problems(pack):
        common = _common(reading, known)
        exact, soft = jobs.envelope(known), jobs.envelope(known, soft=True)
        for year, (low, high), (soft_low, soft_high) in zip(known.years, exact, soft, strict=True):
            ends = {"low": low, "high": high, "soft_low": soft_low, "soft_high": soft_high}
            rows.append({"family": "bounds", "year": year, "kind": "derived", **ends, **common})
        for name in jobs.FAMILIES if known.kind is not Kind.PART else ():
            for year, value in zip(known.years, jobs.family(known, name), strict=True):
                rows.append({"family": name, "year": year, "value": value, "kind": "reconstructed", **common})
    table = pd.DataFrame(rows, columns=["reading", "label", "family", "year", *NUMBERS, "kind", "claims", "readings"])
    table[NUMBERS] = table[NUMBERS].astype(float).round(0)
    return table


def jobs_summary(pack: Pack) -> pd.DataFrame:
    """The total, the base year and the last year under each reading: for the printed numbers, then the soft ranges."""
    rows = []
    for reading, known in _problems(pack):
        span = known.years if known.kind is Kind.LEVEL else known.window
        for numerals, soft in (("as printed", False), ("soft range", True)):
            total = jobs.total(known, soft)
            last = jobs.envelope(known, soft)[-1]
            base = (known.start[0], known.start[2]) if soft else (known.start[1], known.start[1])
            row = {"reading": reading.name if reading else "", "numerals": numerals}
            row |= {"total_of": f"{span[0]}-{span[-1]}", "total_low": round(total[0]), "total_high": round(total[1])}
            row |= {"base_year": str(known.years[0]), "base_low": round(base[0]), "base_high": round(base[1])}
            row |= {"last_year": str(known.years[-1]), "last_low": round(last[0]), "last_high": round(last[1])}
            rows.append(row | {"kind": "derived"} | _common(reading, known))
    return pd.DataFrame(rows, columns=SUMMARY)


def _problems(pack: Pack) -> list[tuple[Reading | None, Problem]]:
    """The readings that pin something."""
    found = []
    for reading, resolved in job_readings(pack):
        try:
            found.append((reading, jobs.problem(resolved)))
        except jobs.NoJobsError:
            continue  # the notebook says what is missing
    return found


def _common(reading: Reading | None, known: Problem) -> dict[str, str]:
    return {
        "reading": reading.name if reading else "",
        "label": reading.label if reading else "",
        "claims": " ".join(known.claims),
        "readings": " ".join(known.readings),
    }
