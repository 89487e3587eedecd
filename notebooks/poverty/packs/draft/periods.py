"""The dates of a reading: a level's day, a flow's period, the two ends of a change."""

from itertools import pairwise

from poverty.packs.dates import period_end_coordinate
from poverty.packs.draft.cues import SentenceCues
from poverty.packs.draft.date_choice import CHANGES, TRAILING_COST, find_date, looks_back_only
from poverty.packs.draft.dating import (
    Clock,
    PageDate,
    is_later,
    later_date,
    month_end,
    up_to_middle,
    year_end,
    year_end_before,
)
from poverty.packs.draft.pairs import close_pairs, date_changes_between
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.runs import date_rows
from poverty.packs.draft.subjects import has_rate


def date_readings(readings: list[Reading], cues: SentenceCues, clock: Clock, known: Clock) -> None:
    """Give each reading of a sentence its dates; the clock keeps what the next sentences may mean.

    Args:
        readings: what the numerals of the sentence say.
        cues: what stands in it.
        clock: its dates, and those before.
        known: the clock as it was before the sentence.
    """
    if looks_back_only(readings, cues):
        clock.last, clock.named, clock.period = known.last, known.named, known.period
    rows = date_rows(readings, cues, clock)
    for i, reading in enumerate(readings):
        if i in rows:
            _keep(reading, clock)
        if i in rows or reading.reason or reading.statistic == "mean fall per year":
            continue
        own = find_date(readings, cues, i, origin=False)
        origin = find_date(readings, cues, i, origin=True)
        if reading.statistic in CHANGES:
            _date_change(reading, own, origin, clock)
        elif reading.statistic == "multiple":
            _date_multiple(reading, cues, i, own, origin, clock)
        elif reading.statistic in ("total", "mean per year", "each year", "percent of plan", "above plan"):
            told = _run_since(origin, clock) or _date_of_flow_before(readings, i) or _date_of_plan(readings, clock)
            _date_flow(reading, own or told, clock)
        elif reading.statistic != "duration":
            _date_level(readings, cues, i, own, clock, known.last)
        if has_rate(reading.subject) and _is_ahead(reading, clock):
            reading.status = "target"
        _keep(reading, clock)
    changed = [r for r in readings if r.statistic in CHANGES and r.first and r.last and "from" not in r.unsure]
    if changed and not changed[0].reason and not changed[0].statistic.startswith("relative"):
        clock.span = (changed[0].first, changed[0].last)
    close_pairs(readings, cues, clock)
    _note_told(readings, clock)
    _note_two_levels(readings, clock)
    for i, reading in enumerate(readings):
        if reading.statistic == "mean fall per year" and not reading.reason:
            _date_mean_fall(readings, cues, i, clock)
            if _is_ahead(reading, clock):
                reading.status = "target"
    _forget_future(clock, known.last)


def _is_ahead(reading: Reading, clock: Clock) -> bool:
    """Whether a fact is of a year after the page, which nobody can have counted yet."""
    return reading.status == "actual" and bool(clock.page) and reading.last[:4] > clock.page[:4]


def _forget_future(clock: Clock, known: str) -> None:
    """What a page plans is no date for what it tells next."""
    same_year = clock.last == clock.page[:4]  # a whole year that has begun is no plan
    if clock.page and is_later(clock.last, clock.page) and not same_year:
        clock.future, clock.last = clock.last, known


def _note_told(readings: list[Reading], clock: Clock) -> None:
    """The latest date that a sentence gives to its levels is that of the levels behind it in the paragraph."""
    levels = [r for r in readings if r.statistic == "level" and has_rate(r.subject) and r.last and not r.reason]
    dates = [r.last for r in levels if r.status != "target"]
    if dates:
        last = max(dates, key=period_end_coordinate)
        named = all("to" not in r.unsure for r in levels) or last == clock.told
        clock.told = later_date(clock.told, last) if named else ""


def _note_two_levels(readings: list[Reading], clock: Clock) -> None:
    """Two levels of one thing in a sentence are the ends of a change that the next sentence may speak of."""
    levels = [r for r in readings if r.statistic == "level" and r.last and r.status == "actual" and not r.reason]
    for first, second in pairwise(levels):
        if first.direction == second.direction == "from":  # both are compared with
            continue
        alike = (first.indicator, first.population, first.area) == (second.indicator, second.population, second.area)
        if alike and year_end(first.last) != year_end(second.last):
            begin, end = sorted((first, second), key=lambda level: period_end_coordinate(year_end(level.last)))
            clock.span = (year_end(begin.last), year_end(end.last))
            date_changes_between(begin, end, [r for r in readings if r.subject == end.subject and not r.reason])


def _date_mean_fall(readings: list[Reading], cues: SentenceCues, i: int, clock: Clock) -> None:
    """An average change runs over a span of its sentence, over the change told beside it, or over the last one."""
    reading = readings[i]
    spans = [
        (cues.weigh(d.start, d.end, i, TRAILING_COST), d) for d in cues.dates if d.is_span and _is_long(d.first, d.last)
    ]
    origin = find_date(readings, cues, i, origin=True)
    beside = next((r for r in readings if r.statistic in ("fall", "rise") and r.first and not r.reason), None)
    goal = next((r for r in readings if r.statistic == "level" and r.status == reading.status == "target"), None)
    pair = _find_pair(readings, i)
    if pair:
        start, end = pair
        reading.first, reading.last = year_end(start.last), year_end(end.last)
        reading.status = end.status if reading.status == "actual" else reading.status
    elif spans:
        date = min(spans, key=lambda pair: pair[0])[1]
        begin = date.first if "-M" in date.first else year_end_before(date.first)
        reading.first, reading.last = begin, year_end(date.last)
    elif beside:
        reading.first, reading.last = beside.first, beside.last
    elif goal and goal.last and clock.level and _is_long(year_end(clock.level), year_end(goal.last)):
        reading.first, reading.last = year_end(clock.level), year_end(goal.last)
    elif origin and is_later(clock.level, origin.last):
        reading.first, reading.last = year_end(origin.last), year_end(clock.level)
    elif clock.span[0] and _is_long(*clock.span):
        begin, end = clock.span
        reading.first, reading.last = (begin if "-" in begin else year_end_before(begin)), year_end(end)
        reading.unsure |= {"from", "to"}
    else:
        _date_change(reading, find_date(readings, cues, i, origin=False), origin, clock)
        reading.unsure |= {"from", "to"}


def _find_pair(readings: list[Reading], i: int) -> tuple[Reading, Reading] | None:
    """The two levels of a change that stands before an average change: "from 27% in 2021 to 18% now"."""
    levels = [r for r in readings[:i] if r.statistic == "level" and r.subject == readings[i].subject and not r.reason]
    for start, end in pairwise(levels):
        told = start.last and end.last and not {"from", "to"} & (start.unsure | end.unsure)
        if start.direction == "from" and told and _is_long(year_end(start.last), year_end(end.last)):
            return start, end
    return None


def _date_of_flow_before(readings: list[Reading], i: int) -> PageDate | None:
    """The period of the flow before it in the sentence."""
    flows = [r for r in readings[:i] if r.statistic == "total" and r.last and r.status == readings[i].status]
    flows = [r for r in flows if r.direction != "from"]
    return PageDate(0, 0, flows[-1].first, flows[-1].last) if flows else None


def _date_of_plan(readings: list[Reading], clock: Clock) -> PageDate | None:
    """The year of the last plan, if that is this year or the next, for a sentence that tells of plans alone."""
    year, near = clock.future[:4], clock.page_year and str(clock.page_year + 1)
    planned = near and "" < year <= near and all(r.status == "target" for r in readings if not r.reason)
    return PageDate(0, 0, year, year) if planned else None


def _run_since(origin: PageDate | None, clock: Clock) -> PageDate | None:
    """The span from a date that a flow is counted from up to the page."""
    page = clock.page or clock.guess
    if not origin or not origin.since or not is_later(page, origin.last):
        return None
    clock.period = (origin.last, page[:4] if len(origin.last) == 4 else page)  # of the flows that come next, too
    return PageDate(origin.start, origin.end, *clock.period)


def _is_long(first: str, last: str) -> bool:
    """Whether a span is a year or more."""
    return period_end_coordinate(last) - period_end_coordinate(first) >= 1


def _date_change(reading: Reading, own: PageDate | None, origin: PageDate | None, clock: Clock) -> None:
    """Where a change begins and ends: at year ends, unless months are printed."""
    flow = not has_rate(reading.subject)
    told = clock.told if origin and is_later(clock.told, origin.last) else clock.level
    end = own.last if own else (clock.flow[1] if flow else told) or clock.last
    if own and own.is_span and not flow:
        begin = own.first if "-M" in own.first and not own.first.endswith("-M01") else year_end_before(own.first)
        reading.first, reading.last = begin, year_end(own.last)
    elif flow:
        end = up_to_middle(own)[1] if own else end
        reading.first, reading.last = (up_to_middle(origin)[1] if origin else ""), end
    else:
        reading.last = year_end(month_end(end)) if end else ""
        reading.first = year_end(month_end(origin.last)) if origin else ""
    if origin and reading.first and not is_later(reading.last, reading.first):
        reading.last = year_end(clock.level) if is_later(clock.level, reading.first) else ""
        month = reading.first[4:] if not flow else ""  # surveys are made in the same months of each year
        year = f"{clock.year}{month}" if clock.year else ""
        known = not clock.page or not is_later(year, clock.page)
        reading.last = reading.last or (year if known and is_later(year, reading.first) else "")
    if not reading.first and reading.last and not flow:
        begin, last = clock.span
        if (not own or not reading.last.endswith("-M12")) and begin and year_end(last) == reading.last:
            reading.first = begin if "-" in begin else year_end_before(begin)
        elif reading.last.endswith("-M12"):
            reading.first = year_end_before(reading.last)
        elif own and is_later(clock.level, own.last):  # two surveys: the one named is the earlier
            reading.first, reading.last = own.last, clock.level
    if not own:
        reading.unsure.add("to")
    if not origin and not (own and own.is_span):
        reading.unsure.add("from")


def _date_multiple(
    reading: Reading, cues: SentenceCues, i: int, own: PageDate | None, origin: PageDate | None, clock: Clock
) -> None:
    """What a multiple is a multiple of, and its own period."""
    behind = [d for d in cues.dates if d.start >= reading.numeral.end]
    base = origin or next(iter(behind), None)
    if not base:
        reading.reason = "elsewhere"
        return
    reading.base_date = base.last
    if not base.origin:  # what a multiple is of is no date for what comes next
        own = None if own is base or own in behind else own
        known = clock.flow if clock.flow[0] else (clock.page[:4],) * 2
        clock.last, clock.named, clock.period = known[1], "", known
    _date_flow(reading, own, clock)


def _date_flow(reading: Reading, own: PageDate | None, clock: Clock) -> None:
    """The period of a flow: a year where a day near its end is printed."""
    if own:
        first, last = up_to_middle(own)
    elif clock.period[0]:
        first, last = clock.period
    else:
        first = last = (clock.page or clock.guess)[:4]
    planned = reading.status == "target" and reading.statistic == "total"
    if planned and (not own or own.first[:4] == own.last[:4] != own.last) and last:
        first = last = last[:4]
    if not first:
        return
    if first != last and first.endswith("-M12"):
        first = str(int(first[:4]) + 1)
    if last.endswith("-M12") and (first == last or len(first) == 4):
        last = last[:4]
        first = last if first.endswith("-M12") else first
    reading.first, reading.last = first, last
    if not own:
        reading.unsure |= {"from", "to"}


def _date_level(
    readings: list[Reading], cues: SentenceCues, i: int, own: PageDate | None, clock: Clock, known: str
) -> None:
    """The day of a level; the ends of a span for the two levels of a change."""
    reading = readings[i]
    if reading.direction == "from":
        close = own if own and reading.numeral.end <= own.start < cues.end_with_twin(i) else None
        ahead = own if own and own.end <= reading.numeral.first and not _leads_to_level(readings, i) else None
        if close or ahead:
            reading.first = reading.last = (close or ahead).last
        return  # the other end says the rest: see _close_pairs
    if own and own.is_span:
        near = cues.weigh(own.start, own.end, i, TRAILING_COST) <= 6 and own.first[:4] != own.last[:4]
        if reading.unit == "percent" and near and not _is_pair_end(readings, i) and reading.direction in ("", "level"):
            reading.statistic, reading.first, reading.last = "unclear", own.first[:4], own.last[:4]
            return
        end = year_end(own.last)
        planned = reading.status == "actual" and is_later(
            end, clock.page or f"{clock.guess}-M12" if clock.guess else ""
        )
        reading.first = reading.last = clock.level if planned else end
    elif _stands_beside_start(readings, i) and (not own or own.end <= readings[i - 1].numeral.first):
        reading.first = reading.last = readings[i - 1].last
    else:
        day = own.last if own else (reading.status == "target" and clock.future) or _latest_known(clock, known)
        reading.first = reading.last = year_end(day) if reading.status == "target" else day
    if own and own.opens and reading.last == own.last and not reading.standard:
        reading.standard = "new"  # a review at the start of a year belongs to the standard that it opens
    if not own or own.vague:
        reading.unsure |= {"from", "to"}


def _leads_to_level(readings: list[Reading], i: int) -> bool:
    """Whether the level at which the change ends is in the sentence, too."""
    return any(r.statistic == "level" and r.subject == readings[i].subject for r in readings[i + 1 :])


def _latest_known(clock: Clock, known: str) -> str:
    """The date of a level that names none: of the last level, or of the sentences before where that is a later year."""
    late = bool(clock.page) and is_later(known, clock.page)
    newer = is_later(known, clock.level) and known[:4] != clock.level[:4] and not late
    return clock.told or (known if newer or not clock.level else clock.level) or clock.future


def _stands_beside_start(readings: list[Reading], i: int) -> bool:
    """Whether a reading tells in another unit where a change begins: "from 251,320 families in 2021 (22.2%)"."""
    before = readings[i - 1] if i else None
    return bool(before and before.direction == "from" and before.last) and before.unit != readings[i].unit


def _is_pair_end(readings: list[Reading], i: int) -> bool:
    """Whether a reading is where a change ends whose beginning stands before it."""
    return any(r.direction == "from" and r.subject == readings[i].subject for r in readings[max(0, i - 2) : i])


def _keep(reading: Reading, clock: Clock) -> None:
    """Let the clock keep the dates of a reading for those that name none."""
    late = clock.page and reading.last and is_later(reading.last, clock.page) and reading.status != "actual"
    if not reading.last or late:
        return
    if reading.statistic in ("total", "percent of plan", "mean per year") and reading.direction != "from":
        clock.flow = (reading.first, reading.last)
    kept = (*CHANGES, "level", "share")
    if not has_rate(reading.subject) or reading.statistic not in kept or reading.direction == "from":
        return
    later, same_year = not is_later(clock.level, reading.last), reading.last[:4] == clock.level[:4]
    if (later and not (same_year and len(reading.last) == 4)) or (same_year and len(clock.level) == 4):
        clock.level = reading.last  # of one year a month says more than the year
