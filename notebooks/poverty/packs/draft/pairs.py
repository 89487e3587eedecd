"""The two levels between which something changed, dated by each other and by the change beside them."""

from poverty.packs.draft.cues import SentenceCues
from poverty.packs.draft.date_choice import CHANGES
from poverty.packs.draft.dating import Clock, is_later, year_end, year_end_before
from poverty.packs.draft.reading import Reading


def close_pairs(readings: list[Reading], cues: SentenceCues, clock: Clock) -> None:
    """Date the two levels of a change by each other, by the change beside them, or by the last change told."""
    for i, start in enumerate(readings):
        if start.direction != "from" or start.reason:
            continue
        others = readings[i + 1 :] + readings[:i][::-1]
        alike = [r for r in others if r.subject == start.subject and not r.reason]
        ends = [r for r in alike if r.statistic == "level" and r.direction != "from"]
        end = next((r for r in ends if r.unit == start.unit), next(iter(ends), None))
        change = next((r for r in alike if r.statistic in CHANGES and r.first), None)
        spans = [d for d in cues.dates if d.is_span]
        origin = next((d for d in cues.dates if d.origin), None)
        own_end = end and "to" not in end.unsure and not spans
        if not start.last:
            if spans:
                begin = spans[-1].first
                start.first = start.last = begin if "-M" in begin else year_end_before(begin)
            elif change:
                start.first = start.last = change.first
                if end and end.last == change.last[:4]:
                    end.first = end.last = change.last
            elif origin and not (end and own_end and not is_later(end.last, origin.last)):
                start.first = start.last = origin.last
            elif clock.span[0]:
                begin = clock.span[0]
                start.first = start.last = begin if "-" in begin else year_end_before(begin)
                start.unsure |= {"from", "to"}
            if end and not own_end and start.last:
                last = spans[-1].last if spans else change.last if change else clock.span[1] if clock.span[0] else ""
                if last and is_later(last, start.last):
                    end.first = end.last = year_end(last)
        if start.last and end and is_later(end.last, start.last) and start.status == end.status:
            clock.span = (year_end(start.last), year_end(end.last))
            if clock.last == start.last:  # "to 11.9% in 2023 from 22.1% in 2021": it goes on with the later one
                clock.last, clock.named, clock.period = end.last, "", (end.last[:4],) * 2
            date_changes_between(start, end, alike)
        for reading in alike if start.last else ():  # "18,000, or 9.1 percent more than the 16,500 of 2021"
            later = is_later(reading.last, start.last)
            if reading.statistic in CHANGES and not reading.first and later:
                reading.first = start.last
            if reading.statistic == "total" and later and clock.last == start.last:
                clock.last, clock.named, clock.period = reading.last, "", (reading.first, reading.last)
        if not start.last:
            start.unsure |= {"from", "to"}
        if start.status != "actual" and clock.page and start.last and not is_later(start.last, clock.page):
            start.status = "actual"


def date_changes_between(start: Reading, end: Reading, alike: list[Reading]) -> None:
    """A change whose beginning is not printed runs from the level before it to the level after it."""
    for reading in alike:
        same = (reading.population, reading.area, reading.status) == (end.population, end.area, end.status)
        if reading.statistic in CHANGES and "from" in reading.unsure and same:
            reading.first, reading.last = year_end(start.last), year_end(end.last)
            reading.unsure -= {"from", "to"} - start.unsure
