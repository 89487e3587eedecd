"""What kind of number a numeral is: a level, a change, a share, a part of a plan …"""

import re
from dataclasses import replace

from poverty.packs.draft.cues import SentenceCues
from poverty.packs.draft.reading import NEAR, Reading, Spot, begin_readings, read_status, read_subject
from poverty.packs.draft.scope import names_scope_behind, read_scope
from poverty.packs.draft.subjects import FLOWS, has_rate, name_indicator
from poverty.packs.vocabulary import PROVINCE_AREA

WHOLE_REACH = 10.0  # how far "of all poor households" reaches
NOUN_REACH = 2.0  # what it costs "a reduction" to stand behind the numeral's clause
THAN_REACH = 2  # tokens between "more" and the date to compare with: "150 more than by mid-2022"
COUNTED_WORDS = 3  # that may stand between a count and its bracket: "747 poor Khmer households (1.02%)"
DIRECTIONS = ("fall", "rise")


def read_sentence(
    cues: SentenceCues, before: Reading | None, rate: Reading | None, page_unit: str, topic: str = ""
) -> list[Reading]:
    """What each numeral of a sentence says, without its dates.

    Args:
        cues: what stands in the sentence.
        before: the last numeral before it that was not left.
        rate: the last such one that is about the poor.
        page_unit: what the page counts the poor in: households or persons.
        topic: what its headline is about.
    """
    readings: list[Reading] = []
    for i, reading in enumerate(begin_readings(cues)):
        spot = Spot(cues, i, readings[-1] if readings else None, before, rate, page_unit, topic)
        if not reading.reason:
            read_subject(reading, spot)
        read_scope(reading, spot)
        if not reading.reason:
            read_status(reading, spot)
            read_statistic(reading, spot)
        readings.append(reading)
    return readings


def read_statistic(reading: Reading, spot: Spot) -> None:
    """Find what kind of number a reading is."""
    reading.direction = find_direction(reading, spot)
    paces = [
        cue for cue in spot.cues.by_role.get("statistic", ())
        if cue.meaning != "none" and spot.cues.weigh(cue.start, cue.end, spot.i) <= NEAR
    ]  # fmt: skip
    yearly = [cue for cue in paces if cue.meaning == "mean per year"]
    stock = has_rate(reading.subject) or reading.subject in ("all_households", "population")
    plan = spot.cues.attached("plan", spot.i)
    if reading.unit == "times":
        reading.statistic = "multiple"
    elif reading.unit == "years":
        reading.statistic = "duration"
    elif plan and reading.unit == "percent" and not (yearly and stock):
        over = re.fullmatch(r"[1-9]\d\d([.,]\d+)?", reading.numeral.digits)  # "exceeding 130.3% of the plan"
        reading.statistic = "percent of plan" if over else plan.meaning
        if plan.start == reading.numeral.first:  # the word that says above is no qualifier
            reading.numeral = replace(reading.numeral, qualifier="exact")
    elif reading.unit in ("percent", "percentage points"):
        behind = any(cue.end >= reading.numeral.end for cue in yearly)  # "2,35% a year"
        _read_percentage(reading, spot, bool(paces), behind)
    elif stock or reading.unit == "persons per household":
        reading.statistic = reading.direction if reading.direction in DIRECTIONS else "level"
        if reading.statistic == "fall" and paces and has_rate(reading.subject):
            reading.statistic = "mean fall per year"
    elif reading.direction in DIRECTIONS and reading.subject in FLOWS and _is_change_of_flow(spot):
        reading.statistic = reading.direction
    else:
        reading.statistic = "mean per year" if paces else "total"


def _is_change_of_flow(spot: Spot) -> bool:
    """Whether "up" or "down" stands right before the numeral, or "more" and a date to compare with behind it."""
    named = spot.cues.attached("direction", spot.i)
    dates = [date for date in spot.cues.dates if date.origin and spot.numeral.end <= date.start]
    if named and (named.start < spot.numeral.first or any(date.start - named.end <= THAN_REACH for date in dates)):
        return True
    return any(cue.end == spot.numeral.first for cue in spot.cues.in_clause("direction", spot.i))


def _read_percentage(reading: Reading, spot: Spot, paced: bool, yearly_behind: bool) -> None:
    """A rate, its change, the change of a count or a flow, or a share."""
    changes = reading.direction in DIRECTIONS
    if not has_rate(reading.subject):
        reading.statistic = f"relative {reading.direction}"
        if not changes or reading.subject == "programme":
            reading.reason = "other"
    elif reading.unit == "percentage points" or changes:
        _read_change_of_rate(reading, spot, paced)
    elif yearly_behind and reading.direction in ("", "level"):
        _read_change_of_rate(reading, spot, True)
    elif _is_share(reading, spot):
        before = spot.previous.unit if spot.previous else ""
        unit = before if before in ("persons", "households") else spot.page_unit
        reading.indicator = name_indicator(reading.subject, unit) or name_indicator(reading.subject, "households")
        reading.statistic = "share"


def _is_share(reading: Reading, spot: Spot) -> bool:
    """Whether the numeral is a part of all the poor, rather than how many of all are poor."""
    among = {start for cue in spot.cues.by_role.get("among", ()) for start in cue.numerals}
    of_part = bool(reading.population) or reading.area not in ("", PROVINCE_AREA)
    if (
        of_part
        and spot.previous
        and spot.previous.subject == reading.subject
        and any(n.start in among and n.unit != "percent" for n in spot.cues.numerals[: spot.i])
    ):
        return True  # "of the 7,918 poor households 2,406 are Khmer, or 30 percent"
    cost, cue = spot.cues.nearest("whole", spot.i)
    if cue is None and reading.inherited == "sentence" and _is_of_part(spot):
        return True
    return cue is not None and cost <= WHOLE_REACH and cue.meaning == reading.subject


def _is_of_part(spot: Spot) -> bool:
    """Whether the numeral before is a part of one before it: "16,100, of which 9,870 Khmer, making up 61 percent"."""
    if spot.i < 2 or not spot.previous or not spot.previous.population or spot.previous.unit == "percent":
        return False
    begin, end = spot.cues.numerals[spot.i - 2].end, spot.previous.numeral.first
    named = any(begin <= cue.start < end for cue in spot.cues.by_role.get("same", ()))
    return named and not spot.cues.in_clause("form", spot.i) and not spot.cues.in_bracket(spot.i)


def _read_change_of_rate(reading: Reading, spot: Spot, paced: bool) -> None:
    """A change that is printed in percent or points: of a rate in points, or of a count in percent of itself."""
    direction = reading.direction if reading.direction in DIRECTIONS else "fall"
    forms = spot.cues.in_clause("form", spot.i)
    counted = bool(forms) and forms[0].meaning == "count"
    if (counted and reading.unit == "percent") or reading.numeral.is_fraction:
        if counted or not forms:
            bases = {cue.meaning for cue in spot.cues.by_role.get("base", ())}
            reading.indicator = name_indicator(reading.subject, "persons" if bases == {"population"} else "households")
        reading.statistic, reading.unit = f"relative {direction}", "percent"
        return
    if reading.unit == "percent":
        reading.unsure.add("unit")
    reading.unit = "percentage points"
    said = cues_of_direction(reading, spot)
    paced = paced or (_follows_mean(spot) and (not said or _opens_with_pace(spot)))
    reading.statistic = "mean fall per year" if paced and direction == "fall" else direction


def _follows_mean(spot: Spot) -> bool:
    """Whether the numeral before is an average change a year."""
    return spot.previous is not None and spot.previous.statistic == "mean fall per year"


def _opens_with_pace(spot: Spot) -> bool:
    """Whether "each year" stands before all numerals of a sentence, and no date behind the first."""
    first = spot.cues.numerals[0]
    opens = any(cue.end <= first.first and cue.meaning != "none" for cue in spot.list_ahead("statistic"))
    return opens and not any(first.end <= date.start < spot.numeral.first for date in spot.cues.dates)


def find_direction(reading: Reading, spot: Spot) -> str:
    """Whether the numeral is a fall or a rise, or where a change begins or ends; "" where nothing says so."""
    cues, i = spot.cues, spot.i
    change = cues.attached("change", i)
    if change and change.meaning == "level":  # "ranged from 5 percent in one district to 70 in another"
        return "level"
    if change:
        return "from" if change.numerals[0] == reading.numeral.start else "to"
    said = cues_of_direction(reading, spot)
    previous = spot.previous
    if previous and set(said) == {"level"} and _is_change_in_bracket(reading, spot, previous):
        return previous.direction
    moved = next((meaning for meaning in said if meaning != "level"), "")
    if moved == "against":  # "13,980 households in rural areas, against 1,408 in urban areas" is no change
        elsewhere = previous and (previous.population, previous.area) != (reading.population, reading.area)
        elsewhere = elsewhere or names_scope_behind(cues, i)
        moved = "level" if elsewhere else "from"
    if moved or (said and not _says_equal(spot)):
        return moved or "level"
    if previous and previous.direction == "from" and not change and _is_compared_too(reading, spot, previous):
        return "from"
    if reading.unit != "percentage points" and _is_compared_with(spot):
        return "level"
    if spot.previous and spot.previous.direction in DIRECTIONS and _goes_on(reading, spot, spot.previous):
        return spot.previous.direction
    noun = cues.nearest("direction", i, lambda meaning: meaning in DIRECTIONS, NOUN_REACH)[1]
    return noun.meaning if noun and reading.unit == "percentage points" else ""


def _is_compared_too(reading: Reading, spot: Spot, previous: Reading) -> bool:
    """Whether a level is joined to the one that another is compared with: "against 7.6 in 2023 and 7.9 in 2022"."""
    alike = (reading.subject, reading.unit) == (previous.subject, previous.unit) and spot.cues.joined(spot.i)
    behind = range(spot.numeral.end, spot.cues.after_ends[spot.i])
    return alike and spot.i > 1 and any(date.start in behind for date in spot.cues.dates)


def _is_compared_with(spot: Spot) -> bool:
    """Whether the date that something is compared with stands right before a numeral: "than in 2022, at 7.1%"."""
    begin, end = spot.cues.clause_start(spot.i), spot.numeral.first
    return any(date.origin and begin <= date.start and date.end <= end for date in spot.cues.dates)


def cues_of_direction(reading: Reading, spot: Spot) -> list[str]:
    """What the words beside a numeral say of its direction: those that name it, else those before it, nearest first."""
    named = [cue for cue in spot.cues.by_role.get("direction", ()) if reading.numeral.start in cue.numerals]
    return [named[-1].meaning] if named else [cue.meaning for cue in spot.cues.in_clause("direction", spot.i)]


def _is_counted_change(previous: Reading) -> bool:
    """Whether a numeral is the change of a number of households or people."""
    return previous.unit in ("households", "persons") and previous.statistic in DIRECTIONS


def _is_change_in_bracket(reading: Reading, spot: Spot, previous: Reading) -> bool:
    """Whether a percentage says in one bracket what a change of a count is: "(up 137 households, or 0.04 percent)"."""
    begin, end = previous.numeral.end, reading.numeral.first
    marks = [token.text for token in spot.cues.sentence.tokens[:end] if token.text in "()"]
    between = {token.text for token in spot.cues.sentence.tokens[begin:end]} & {"(", ")"}
    alone = reading.unit == "percent" and _is_counted_change(previous) and not between and marks[-1:] == ["("]
    return alone and not _is_told(spot.cues, begin, end)


def _is_told(cues: SentenceCues, begin: int, end: int) -> bool:
    """Whether a subject or a direction stands among some tokens."""
    return any(
        begin <= cue.start < end
        for role in ("subject", "direction")
        for cue in cues.by_role.get(role, ())
        if cue.meaning != "level"
    )


def _goes_on(reading: Reading, spot: Spot, previous: Reading) -> bool:
    """Whether a numeral without a word for it goes on with the change that the one before told."""
    cues, i = spot.cues, spot.i
    if reading.unit == "percentage points" or cues.joined(i):
        return True
    begin, end = previous.numeral.end, reading.numeral.first
    counted = reading.unit == "percent" and _is_counted_change(previous)
    if counted and cues.in_bracket(i) and end - begin == 1:
        return True  # "down 1,432 households (1.95 percent)"
    if counted and cues.in_clause("equal", i) and not _is_told(cues, begin, end):
        return True  # "up 137 households, making up 0.04 percent"
    if reading.unit != "percent" or cues.in_clause("form", i):
        return reading.unit == "percent" == previous.numeral.unit and reading.status == "target" != previous.status
    if previous.numeral.unit == "percent":  # "fell by 1%, in the mountains 3%"; "by 3%, above the target of 2%"
        scopes = [cue for role in ("population", "area") for cue in cues.in_clause(role, i) if cue.meaning != "none"]
        return (bool(scopes) and reading.inherited == "sentence") or reading.status == "target" != previous.status
    return previous.unit != "percent" and (_says_equal(spot) or _opens_bracket(spot, previous))


def _says_equal(spot: Spot) -> bool:
    """Whether "or" or "equivalent to" stands right before a numeral that is the same in another unit."""
    first = spot.numeral.first
    beside = any(cue.end == first for cue in spot.cues.by_role.get("equal", ()))
    return beside or bool(spot.cues.in_clause("equal", spot.i))


def _opens_bracket(spot: Spot, previous: Reading) -> bool:
    """Whether a numeral stands alone in a bracket behind the one before: "down 747 households (1.02%)"."""
    between = spot.cues.sentence.tokens[previous.numeral.end : spot.numeral.first]
    *words, mark = between or [spot.cues.sentence.tokens[0]]
    return mark.text == "(" and len(words) <= COUNTED_WORDS and all(token.is_word for token in words)
