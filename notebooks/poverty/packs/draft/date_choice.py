"""Which date of a sentence is that of a numeral: its own, or the one with which it is compared."""

from poverty.packs.draft.cues import FAR, SentenceCues
from poverty.packs.draft.dating import PageDate
from poverty.packs.draft.reading import NEAR, Reading
from poverty.packs.draft.subjects import has_rate

CHANGES = ("fall", "rise", "mean fall per year", "relative fall", "relative rise")
LEVELS = ("level", "share", "unclear")
TRAILING_COST = 3.0  # of a date behind the clause of its numeral
HANDED_REACH = 8.0  # of the date of the numeral before
ORIGIN_REACH, ORIGIN_REACH_AHEAD = 8.0, 14.0
CLAUSE_MARKS = (",", "(")  # before "when"


def find_date(readings: list[Reading], cues: SentenceCues, i: int, origin: bool) -> PageDate | None:
    """The nearest date of a numeral: its own, or the one that it is compared with."""
    weighed = [(_weigh_date(cues, date, i), date) for date in _list_dates(readings, cues, i, origin)]
    cost, date = min(weighed, key=lambda pair: pair[0], default=(FAR, None))
    if origin:
        if date and _belongs_to_other_status(readings, cues, i, date):
            return None
        reach = ORIGIN_REACH_AHEAD if date and date.end <= readings[i].numeral.first else ORIGIN_REACH
        return date if cost <= reach else None
    beside = _find_compared(readings, cues, i) if cost >= NEAR else None
    return beside or _hand_on_date(readings, cues, i, cost) or date


def _list_dates(readings: list[Reading], cues: SentenceCues, i: int, origin: bool) -> list[PageDate]:
    """The dates of a sentence that can be that of a numeral: those of other numerals are left out."""
    taken = [
        (r.numeral.end, cues.end_with_twin(j))
        for j, r in enumerate(readings)
        if j != i and cues.find_twin(j) != i and not r.reason
        if r.direction == "from" or r.statistic == "multiple" or (j > i and cues.in_bracket(j))
    ]
    level = readings[i].statistic in LEVELS
    done = _is_done(readings[i])
    dates = [date for date in cues.dates if date.origin == origin and (level or not date.vague)]
    dates = [date for date in dates if not (done and date.named)]
    dates = [date for date in dates if not any(start <= date.start < end for start, end in taken)]
    dates = [date for date in dates if not (date.looks_back and _is_of_another(readings, cues, i, date))]
    dates = [date for date in dates if not _opens_next_level(readings, cues, i, date)]
    return [date for date in dates if cues.find_owner(date.start, date.end) in (None, i)]


def looks_back_only(readings: list[Reading], cues: SentenceCues) -> bool:
    """Whether every date stands behind a number with which another is compared: "1.5 times the number of 2018"."""
    compared = [
        range(r.numeral.end, cues.after_ends[j])
        for j, r in enumerate(readings)
        if not r.reason and (r.direction == "from" or r.statistic == "multiple")
    ]
    dates = [date for date in cues.dates if not date.named]
    return bool(compared) and all(any(date.start in span for span in compared) for date in dates)


def _is_done(reading: Reading) -> bool:
    """Whether a count or a share of the poor is no plan: the years in the name of a programme are not its date."""
    stock = has_rate(reading.subject) and reading.statistic in (*LEVELS, "percent of plan")
    return stock and reading.status != "target"


def _find_compared(readings: list[Reading], cues: SentenceCues, i: int) -> PageDate | None:
    """The date with which is compared, right before a level: "compared with March 2015, when it was 182,64"."""
    if readings[i].statistic != "level":
        return None
    begin, end = cues.clause_start(i), readings[i].numeral.first
    opened = begin and cues.sentence.tokens[begin - 1].text == "("  # "against September 2018 (6.87 percent)"
    when = _find_end_before_when(cues, begin, end)
    for date in cues.dates:
        before = (begin <= date.start and date.end <= end) or (opened and date.end == begin - 1) or date.end == when
        if date.origin and before:
            return date
    return None


def _find_end_before_when(cues: SentenceCues, begin: int, end: int) -> int:
    """Where the words before "when" end, which opens the clause of a numeral; -1 where nothing like it does."""
    for cue in cues.by_role.get("when", ()):
        if begin in (cue.start, cue.end) and cue.end <= end:
            return cue.start - (cues.sentence.tokens[cue.start - 1].text in CLAUSE_MARKS)
    return -1


def _hand_on_date(readings: list[Reading], cues: SentenceCues, i: int, cost: float) -> PageDate | None:
    """The date of the numeral before, where that is nearer than any other."""
    previous = readings[i - 1] if i else None
    if not previous or not previous.last or previous.reason or previous.statistic in CHANGES:
        return None
    if readings[i].direction == "from":  # it began at another date
        return None
    near = cues.inherited_cost(previous.numeral, i) < min(cost, HANDED_REACH)
    if not near or previous.direction == "from" or previous.status != readings[i].status:
        return None
    return PageDate(previous.numeral.start, previous.numeral.end, previous.first, previous.last)


def _weigh_date(cues: SentenceCues, date: PageDate, i: int) -> float:
    """How far a date is from a numeral; one behind its twin or the last of its row is as near as to that."""
    if cues.find_owner(date.start, date.end) == i:
        return 0.0
    last = cues.find_end_of_row(i)
    cost, twin = min(cues.weigh(date.start, date.end, j, TRAILING_COST) for j in {i, last}), cues.find_twin(i)
    if twin is None or not cues.numerals[twin].end <= date.start < cues.end_with_twin(i):
        return cost
    return min(cost, cues.weigh(date.start, date.end, twin, TRAILING_COST))


def _is_of_another(readings: list[Reading], cues: SentenceCues, i: int, date: PageDate) -> bool:
    """Whether a date stands right behind another level: "16.4%, nearly half of the 28.8% posted two years earlier"."""
    return any(
        r.statistic == "level" and r.numeral.end <= date.start < cues.after_ends[j]
        for j, r in enumerate(readings) if j != i and cues.find_end_of_row(j) != cues.find_end_of_row(i)
    )  # fmt: skip


def _opens_next_level(readings: list[Reading], cues: SentenceCues, i: int, date: PageDate) -> bool:
    """Whether a date behind a level opens the clause of another level of the same thing: "36.1, last year 35.9"."""
    this = readings[i]
    return this.statistic == "level" and date.start >= cues.after_ends[i] and any(
        (r.statistic, r.subject, r.unit) == ("level", this.subject, this.unit)
        and cues.clause_start(j) <= date.start and date.end <= r.numeral.first
        for j, r in enumerate(readings) if j > i
    )  # fmt: skip


def _belongs_to_other_status(readings: list[Reading], cues: SentenceCues, i: int, date: PageDate) -> bool:
    """Whether a date stands right behind a fact where the numeral is a plan: "down 5.3 points on 2021, 4.2 planned"."""
    owners = [j for j in range(i) if readings[j].numeral.end <= date.start < cues.after_ends[j]]
    return any(readings[j].status != readings[i].status for j in owners)
