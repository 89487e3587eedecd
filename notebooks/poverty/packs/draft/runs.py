"""Numerals of a sentence that stand in a row: they share a unit, and may have one date each, in the same order."""

from itertools import pairwise

from poverty.packs.draft.cues import SentenceCues
from poverty.packs.draft.dating import Clock, PageDate, year_end
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.subjects import has_rate

LEAST_ROW = 2  # numerals of a row that says "respectively"
LEAST_PLAIN_ROW = 3  # and of one that does not
YEAR_DIGITS = 4


def date_rows(readings: list[Reading], cues: SentenceCues, clock: Clock) -> set[int]:
    """Give the levels and flows of a row one date each: that of a list of dates, of the years of a span, or of a row
    before; the numbers of those dated.
    """
    dated: set[int] = set()
    told = bool(cues.by_role.get("respectively"))
    for row in _list_rows(readings, cues):
        if len(row) < (LEAST_ROW if told else LEAST_PLAIN_ROW):
            continue
        first = readings[row[0]]
        dates = _list_row_dates(cues, len(row), first, told)
        if not dates and told and not cues.dates and len(clock.row) == len(row):
            dates = clock.row
        for i, (begin, end) in zip(row, dates, strict=False):
            readings[i].first, readings[i].last = begin, end
            readings[i].statistic = "level" if readings[i].statistic == "unclear" else readings[i].statistic
        if dates:
            clock.row = dates
            dated.update(row)
    return dated


def hand_on_scopes(readings: list[Reading], earlier: list[Reading], cues: SentenceCues) -> None:
    """A row that says "respectively" and names no groups or places is of those of the numerals before, in order."""
    for row in _list_rows(readings, cues) if cues.by_role.get("respectively") else ():
        before = [r for r in (*earlier, *readings[: row[0]]) if not r.reason][-len(row) :]
        alike = all((r.indicator, r.unit) == (readings[row[0]].indicator, readings[row[0]].unit) for r in before)
        if len(row) < LEAST_ROW or len(before) < len(row) or not alike or _names_scope(row[0], cues):
            continue
        if len({(r.population, r.area) for r in before}) > 1:
            for i, known in zip(row, before, strict=True):
                readings[i].population, readings[i].area = known.population, known.area


def _names_scope(i: int, cues: SentenceCues) -> bool:
    """Whether the words behind the numerals before one, up to it and on to the end, name a group or a place."""
    begin = cues.after_ends[i - 1] if i else 0
    scopes = [cue for role in ("population", "area") for cue in cues.by_role.get(role, ()) if cue.meaning != "none"]
    return any(cue.start >= begin for cue in scopes)


def _list_rows(readings: list[Reading], cues: SentenceCues) -> list[list[int]]:
    """The rows of numerals of one kind between which only commas and "and" stand."""
    rows: list[list[int]] = [[0]] if readings else []
    for j, (before, reading) in enumerate(pairwise(readings), start=1):
        alike = (before.indicator, before.unit, before.reason) == (reading.indicator, reading.unit, "")
        if alike and cues.is_in_row(j):
            rows[-1].append(j)
        else:
            rows.append([j])
    return rows


def _list_row_dates(cues: SentenceCues, size: int, first: Reading, told: bool) -> list[tuple[str, str]]:
    """The dates of a row: as many as it has numerals, or the years of a span that are as many."""
    dates = [date for date in cues.dates if not date.origin and not _is_before_another(date, cues, first)]
    listed = [period for date in dates for period in _list_periods(date)]
    if told and len(listed) == size:
        return listed
    for date in dates:
        if date.is_span and _count_years(date) == size:
            years = [str(int(date.first[:YEAR_DIGITS]) + k) for k in range(size)]
            level = has_rate(first.subject) and _names_year_end(cues)
            return [(year_end(year),) * 2 if level else (year, year) for year in years]
    return []


def _is_before_another(date: PageDate, cues: SentenceCues, first: Reading) -> bool:
    """Whether a date and a numeral that is none of its row stand before another date: it is that numeral's."""
    begin = first.numeral.first
    others = [n for n in cues.numerals if date.end <= n.first < begin]
    return bool(others) and any(others[0].end <= later.start < begin for later in cues.dates)


def _list_periods(date: PageDate) -> list[tuple[str, str]]:
    """A date as it is, or two years that follow each other ("2019 and 2020") as two."""
    return [(date.first,) * 2, (date.last,) * 2] if _count_years(date) == LEAST_ROW else [(date.first, date.last)]


def _count_years(date: PageDate) -> int:
    """How many years a span of whole years has; 0 for another."""
    whole = len(date.first) == len(date.last) == YEAR_DIGITS
    return int(date.last) - int(date.first) + 1 if whole else 0


def _names_year_end(cues: SentenceCues) -> bool:
    """Whether a sentence speaks of the end of each year."""
    return any(cue.meaning == "year end" for cue in cues.by_role.get("respectively", ()))
