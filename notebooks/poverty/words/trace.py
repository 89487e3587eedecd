"""From a mark on a chart back to the numerals: reported → bounds (→ drafted) → reading → anchor → path.

Every mark is a row of the table behind its chart, and every row names its claims and its readings; this module
only looks them up and says in words what stands there. `poverty.trace` is the way in for a person.
"""

from dataclasses import dataclass
from math import isinf

import pandas as pd

from poverty.outlook.fan import find_fan
from poverty.outlook.scenarios import SCENARIO_LABELS
from poverty.packs.claims import Claim
from poverty.packs.confirmation import list_changed_cells, tell_confirmation
from poverty.packs.load import Pack
from poverty.packs.numerals import Interval
from poverty.packs.readings import resolve_readings
from poverty.trajectory.path import calibrate_province_band
from poverty.words.language import Kind, Language
from poverty.words.scenarios import phrase_fan_meaning

ENGLISH = Language("en")


class NoMarkError(KeyError):
    """No chart, or no mark of a chart, answers to what was asked; the message says what there is."""

    def __str__(self) -> str:
        return self.args[0]


@dataclass(frozen=True)
class TraceStep:
    """One link of the chain: `name` is "reported", "bounds", "drafted", "reading", "anchor" or "path".

    `subject` is the claim, the question or the date of which `text` speaks.
    """

    name: str
    subject: str
    text: str


def trace_marks(chart_id: str, table: pd.DataFrame, pack: Pack, **where: object) -> str:
    """The chain of every mark of a chart that `where` picks, as text, one mark after another.

    Args:
        chart_id: such as "02-trajectory".
        table: the table behind the chart.
        pack: the province, under the evidence to use.
        where: `year` picks the marks up to the end of that year and after the one before; any other name is a column
            of the table behind the chart: `year=2018, standard="VN-2016"`.

    Raises:
        NoMarkError: nothing is found; the message says what there is.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.trajectory.tables import tabulate_trajectories
        >>> pack = load_pack("gia-lai")
        >>> table = tabulate_trajectories(pack, ("poverty_rate",))
        >>> trace_marks("02-trajectory", table, pack, role="anchor", year=2021).splitlines()[-1]
        '  anchor    12.09 at end 2021, as reported, under VN-2022: it fixes the path'
    """
    if table.empty:
        raise NoMarkError(f"{pack.slug}: {chart_id} is not drawn: too little of what it shows is printed")
    unknown = [name for name in where if name not in table and (name, "t" in table) != ("year", True)]
    if unknown:
        raise NoMarkError(f"{chart_id} has no column {unknown[0]}; its columns are {', '.join(table)}")
    rows = _select_traced_rows(table, where)
    if rows.empty:
        condition = ", ".join(f"{name}={value!r}" for name, value in where.items())
        raise NoMarkError(f"no mark of {chart_id} has {condition}")
    chains = []
    for _, row in rows.iterrows():
        lines = [f"  {step.name:<9} {step.text}" for step in list_trace_steps(row, table, pack)]
        chains.append("\n".join([f"{chart_id}, row {row.name}: {_describe_mark(row)}", *lines]))
    return "\n\n".join(chains)


def list_trace_steps(row: pd.Series, table: pd.DataFrame, pack: Pack) -> list[TraceStep]:
    """The chain behind one row of the table of a chart."""
    claims = resolve_readings(pack).claims
    steps = []
    for name in row["claims"].split():
        if name in claims:
            steps += [
                TraceStep("reported", name, _describe_printed_claim(claims[name])),
                TraceStep("bounds", name, _describe_claim_bounds(claims[name])),
            ]
            if name in pack.drafted:
                steps.append(TraceStep("drafted", name, _describe_draft(pack, name)))
    for tag in row["readings"].split():
        question, _, name = tag.partition("=")
        for reading in pack.questions.get(question, ()):
            if reading.name == name:
                how = "preferred" if reading.preferred else "one reading; none is preferred"
                if not reading.preferred and any(r.preferred for r in pack.questions[question]):
                    how = "another reading is preferred"
                text = f"{reading.asks} {reading.label} ({how}: {reading.reason})"
                steps.append(TraceStep("reading", question, text))
    role = row.get("role")
    if role == "anchor":
        steps.append(TraceStep("anchor", row["date"], _describe_anchor(row)))
    elif role == "path":
        steps += _list_path_steps(row, table, pack)
    elif role == "scenario":
        steps.append(TraceStep("path", row["date"], _describe_scenario(row)))
    return steps


def list_trace_chains(table: pd.DataFrame, pack: Pack) -> list[dict]:
    """The chains of a whole table for the manifest, rows with the same one together; claims are listed apart."""
    rows_by_chain: dict[tuple, list[int]] = {}
    for i, row in table.iterrows():
        steps = tuple(s for s in list_trace_steps(row, table, pack) if s.name in ("anchor", "path"))
        rows_by_chain.setdefault((row["kind"], row["claims"], row["readings"], steps), []).append(int(i))
    return [
        {
            "rows": rows, "kind": kind, "claims": claims.split(), "readings": readings.split(),
            "steps": [{"step": s.name, "about": s.subject, "text": s.text} for s in steps],
        }
        for (kind, claims, readings, steps), rows in rows_by_chain.items()
    ]  # fmt: skip


def describe_cited_claims(pack: Pack, names: set[str]) -> dict[str, dict]:
    """The claims of a manifest: what each prints, what that allows, and who printed it."""
    claims = resolve_readings(pack).claims
    return {
        name: {"reported": _describe_printed_claim(claim), "bounds": _describe_claim_bounds(claim)}
        | ({"drafted": _list_draft_changes(pack, name)} if name in pack.drafted else {})
        for name, claim in claims.items() if name in names
    }  # fmt: skip


def _list_draft_changes(pack: Pack, name: str) -> dict:
    """Of a row that the program proposed: which cells a person changed, from what to what."""
    changed = list_changed_cells(pack.drafted[name], pack.rows[name])
    cells = {column: {"proposed": before, "entered": after} for column, (before, after) in changed.items()}
    return {"by": "program", "confirmed": tell_confirmation(pack.drafted[name], pack.rows[name]), "changed": cells}


def _describe_draft(pack: Pack, name: str) -> str:
    """That the program proposed a row, and what a person who confirmed it changed."""
    changed = list_changed_cells(pack.drafted[name], pack.rows[name])
    told = "; ".join(
        f"{column} from {before or 'blank'} to {after or 'blank'}" for column, (before, after) in changed.items()
    )
    how = f"a person confirmed it and changed {told}" if told else "confirmed by a person as proposed"
    return f"{name}: drafted by the program from the page's text; {how}"


def _select_traced_rows(table: pd.DataFrame, where: dict[str, object]) -> pd.DataFrame:
    """The rows that `where` picks by column; a year takes every date in it; none if a column is missing."""
    rows = table
    for name, value in where.items():
        if name == "year" and "t" in table:
            rows = rows[(rows["t"] > float(value) - 1) & (rows["t"] <= float(value) + 1e-6)]
        elif name in table:
            rows = rows[rows[name] == value]
        else:
            return table.iloc[:0]
    return rows


def _describe_mark(row: pd.Series) -> str:
    """What a row is, in a few words."""
    columns = ("indicator", "measure", "scenario", "role", "standard", "variant", "shape", "reading")
    labels = [str(label) for label in map(row.get, columns) if label and pd.notna(label)]
    when = row.get("date") or row.get("year") or row.get("first") or row.get("end") or ""
    value = row.get("value")
    number = "" if value is None or pd.isna(value) else f" {value:g}"
    return f"{', '.join(labels)}, {when}:{number} ({row['kind']})"


def _describe_printed_claim(claim: Claim) -> str:
    """A claim in one line: as printed, its unit, dates and status, and who printed it where."""
    source = claim.source
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    dates = " to ".join(dict.fromkeys(d for d in (claim.start, claim.end) if d)) or "undated"
    inferred = f"; inferred by the encoder: {', '.join(claim.inferred)}" if claim.inferred else ""
    return (
        f"{claim.id}: {words}“{claim.printed}” {claim.unit} ({claim.locale}), {claim.statistic}, {dates}, "
        f"{claim.status}; {source.title}, {source.publisher}, {source.published}, {claim.locator}{inferred}"
    )


def _describe_claim_bounds(claim: Claim) -> str:
    """The range that a claim's words allow, in its base unit, and the one usually meant if it differs."""
    if claim.bounds is None:
        return f"{claim.id}: no numeral"
    hard, soft = (_format_interval(getattr(claim.bounds, tier)) for tier in ("hard", "soft"))
    return f"{claim.id}: {hard} {claim.base_unit}" + ("" if hard == soft else f"; usually meant: {soft}")


def _format_interval(interval: Interval) -> str:
    """An interval as text, with brackets for closed ends: "[1, 2)" or "(-∞, 5]"."""
    low, high = interval.as_floats()
    left = "(-∞" if isinf(low) else f"{'[' if interval.low_closed else '('}{low:,.10g}"
    right = "∞)" if isinf(high) else f"{high:,.10g}{']' if interval.high_closed else ')'}"
    return f"{left}, {right}"


def _describe_scenario(row: pd.Series) -> str:
    """A scenario's value and date in words, its condition, and what its range is."""
    told = [SCENARIO_LABELS[row["scenario"]]]
    if pd.notna(row["parameter"]):
        printed = f", as printed of {row['inflow']}" if row["inflow"] else ""
        told.append(f"({row['parameter']:g}{printed})")
    text = f"{row['value']:g} at {ENGLISH.date(row['date'])}, if: {' '.join(told)}; no forecast"
    if not row["calibrated"]:
        return text
    meaning = phrase_fan_meaning(find_fan(), row["calibrated"], Kind.BAND, ENGLISH)
    return f"{text}; {row['low']:g} to {row['high']:g}. {meaning}"


def _describe_anchor(row: pd.Series) -> str:
    """An anchor's value, date and standard in words, and whether it is reported or implied."""
    how = "as reported" if row["kind"] == "reported" else "as the reported change implies"
    return f"{row['value']:g} at {ENGLISH.date(row['date'])}, {how}, under {row['standard']}: it fixes the path"


def _list_path_steps(row: pd.Series, table: pd.DataFrame, pack: Pack) -> list[TraceStep]:
    """The two anchors of a reconstructed year, then its centre, limits and band."""
    spell = ["indicator", "population", "area", "standard", "variant"]
    anchors = table[(table["role"] == "anchor") & (table[spell] == row[spell]).all(axis=1)].sort_values("t")
    first, last = anchors[anchors["t"] < row["t"]].iloc[-1], anchors[anchors["t"] > row["t"]].iloc[0]
    text = f"{row['value']:g} at {ENGLISH.date(row['date'])}: on the path whose square root falls in a straight line"
    if pd.isna(row["low"]):
        text += "; no limits: the series may also rise"
    else:
        text += f"; every path that never rises lies from {row['low']:g} to {row['high']:g}"
    band = calibrate_province_band(pack)
    if pd.notna(row["band_low"]) and band is not None:
        text += (
            f"; band {row['band_low']:g} to {row['band_high']:g}, calibrated on {band.figures} rates of {band.places} "
            f"other places, {band.coverage:.0%} of which it held when their place was left out"
        )
    steps = [TraceStep("anchor", a["date"], _describe_anchor(a)) for a in (first, last)]
    return [*steps, TraceStep("path", row["date"], text)]
