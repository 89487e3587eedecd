"""When the poor are counted: at the end of a year in a register, in certain months in a survey."""

from poverty.packs.draft.date_choice import LEVELS
from poverty.packs.draft.dating import Clock, shift_date
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.subjects import has_rate

REVIEW_MONTH = 11  # of the page from which on it may tell the count of its own year
SURVEY_MONTHS, SURVEY_LAG = (3, 9), 3  # of surveys of incomes; months until they are printed


def date_review(reading: Reading, clock: Clock) -> None:
    """A count of the poor is made at the end of a year: that of the year that is named, or the last one."""
    stock = has_rate(reading.subject) or reading.subject == "all_households"
    if reading.reason or reading.statistic not in LEVELS or not stock or reading.status == "target":
        return
    if not reading.last and clock.page:
        year, month = int(clock.page[:4]), int(clock.page[-2:])
        reading.first = reading.last = f"{year if month >= REVIEW_MONTH else year - 1}-M12"
        reading.unsure |= {"from", "to"}
    elif reading.last == reading.first and len(reading.last) == 4:
        reading.first = reading.last = f"{reading.last}-M12"


def date_survey(reading: Reading, clock: Clock) -> None:
    """Where nothing dates the poor of a survey, it is the last one that a page of its month could know."""
    undated = not (reading.reason or reading.last) and has_rate(reading.subject) and reading.statistic in LEVELS
    if undated and clock.page and reading.status == "actual":
        known = shift_date(clock.page, -SURVEY_LAG)
        month = max((m for m in SURVEY_MONTHS if m <= int(known[-2:])), default=0)
        year = int(known[:4]) if month else int(known[:4]) - 1
        reading.first = reading.last = f"{year}-M{month or SURVEY_MONTHS[-1]:02d}"
        reading.unsure |= {"from", "to"}
