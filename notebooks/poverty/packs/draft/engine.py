"""Read a page: find its numerals, propose a row for each that is about poverty, jobs or money, and list the rest."""

import re
from collections import Counter
from dataclasses import replace

from poverty.packs.dates import period_end_coordinate
from poverty.packs.draft.cells import split_page
from poverty.packs.draft.counts import date_review, date_survey
from poverty.packs.draft.cues import SentenceCues
from poverty.packs.draft.date_choice import LEVELS
from poverty.packs.draft.dating import Clock, find_dates, is_later
from poverty.packs.draft.districts import find_district_cues
from poverty.packs.draft.finding import Found
from poverty.packs.draft.glue import unglue_sentence
from poverty.packs.draft.grammar import list_draft_languages, load_grammar
from poverty.packs.draft.layout import Sentence, clean_text
from poverty.packs.draft.page_facts import PageFacts, read_page_facts
from poverty.packs.draft.periods import date_readings
from poverty.packs.draft.places import OTHER, PARTS, find_place_cues, name_of_heading
from poverty.packs.draft.proposals import Draft, LeftNumeral, Place, Proposal
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.relative import settle_relative_changes
from poverty.packs.draft.rows import join_rows, propose_row
from poverty.packs.draft.runs import hand_on_scopes
from poverty.packs.draft.scope import LEFT_AREAS, OPENING
from poverty.packs.draft.statistic import read_sentence
from poverty.packs.draft.subjects import LEFT_REASONS, has_rate
from poverty.packs.messages import label

RECOGNISED_LENGTH = 20_000  # characters that are enough to tell a language
LEAST_WORDS = 3  # function words that tell a language
RECALLED = 30  # numerals before a sentence that it may go on from
BASE_BEHIND = 8.0  # what it costs a word for what a rate is of to stand behind the numeral's clause
LONG_NUMBER = 4  # digits of a number that means the same wherever a page repeats it
EXPECTED = ("estimate", "forecast")
PARTS_OF_ALL = ("urban", "rural", "mountain", "lowland")
HEADLINE_COPIES = (
    "unit", "magnitude", "subject", "indicator", "statistic", "population", "area", "status", "base", "base_date",
    "first", "last", "standard",
)  # fmt: skip


def draft_text(text: str, locale: str | None = None, standards: str | None = None, place: str | None = None) -> Draft:
    """Propose rows of reported.csv for the numerals of a page.

    Args:
        text: the page.
        locale: its language, one of `list_draft_languages`; recognised from the text if None.
        standards: the standards file of the country, such as "vietnam"; recognised from the text if None.
        place: the name of the page's province; the one that the page names most if None.

    Raises:
        UnknownLanguageError: there is no grammar of the language.
        PackError: a table of data/ is faulty.

    Example:
        >>> draft = draft_text("Cuối năm 2024, toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%.")
        >>> [(p.cells["indicator"], p.cells["value"], p.cells["to"]) for p in draft.proposals]
        [('poor_households', '9812', '2024-M12'), ('poverty_rate', '4.37', '2024-M12')]
    """
    text = clean_text(text)
    grammar = load_grammar(locale or recognise_language(text))
    sentences = list(split_page(text, grammar))
    for sentence in sentences:
        unglue_sentence(sentence, text, grammar)
    facts, found = read_page_facts(sentences, text, grammar, standards, place)
    readings = _read_page(sentences, found, facts)
    return _build_draft(text, facts, readings, list(zip(sentences, found, strict=True)))


def recognise_language(text: str) -> str:
    """The language whose function words a text has most of; English where it has none.

    Example:
        >>> recognise_language("Jumlah penduduk miskin turun pada tahun 2023")
        'id'
    """
    words = Counter(clean_text(text[:RECOGNISED_LENGTH]).lower().split())
    scores = {
        language: sum(words[word] for word in load_grammar(language).list_words("language"))
        for language in list_draft_languages()
    }
    if max(scores.values()) < LEAST_WORDS:  # a table has few small words
        scores = {
            language: sum(words[word] for word in words if word in load_grammar(language).by_first)
            for language in list_draft_languages()
        }
    return max(scores, key=lambda language: (scores[language], language == "en"))


def _read_page(sentences: list[Sentence], found: list[Found], facts: PageFacts) -> list[Reading]:
    """What each numeral of a page says; the headline comes last, and takes what it lacks from the text."""
    clock = Clock(page=facts.date, guess=facts.year)
    _read_date_of_title(sentences, found, facts, clock)
    body: list[Reading] = []
    paragraph, base, heading = 0, "", (0, "")
    for sentence, here in zip(sentences, found, strict=True):
        if not sentence.paragraph:
            continue
        if sentence.paragraph != paragraph:
            paragraph, base = sentence.paragraph, ""
            clock.begin_paragraph()
        code = name_of_heading(sentence, facts.names)
        heading = (paragraph, code) if code else heading
        if sentence.is_cell:  # its dates are no dates for what comes next, and it says nothing for others
            body += _read_sentence(sentence, here, facts, replace(clock), [], "")[0]
            continue
        made, base = _read_sentence(
            sentence, here, facts, clock, [r for r in body[-RECALLED:] if not r.sentence.is_cell], base
        )
        for reading in made:
            _recall_numeral(reading, body)
        body += made
        if facts.province and heading[1] not in ("", facts.province) and paragraph <= heading[0] + 1:
            for reading in made:
                reading.reason = reading.reason or OTHER
    clock = Clock(page=facts.date, guess=facts.year, last=facts.date or facts.year, span=clock.span)
    heads: list[Reading] = []
    for sentence, here in zip(sentences, found, strict=True):
        if not sentence.paragraph:
            heads += _read_sentence(sentence, here, facts, clock, [], "")[0]
    for reading in heads:
        _complete_from_body(reading, [r for r in body if not r.reason])
    return heads + body


def _read_date_of_title(sentences: list[Sentence], found: list[Found], facts: PageFacts, clock: Clock) -> None:
    """Begin with the date that the headline names, unless that is a plan's: "Profile of poverty, March 2024"."""
    if not sentences or sentences[0].paragraph:
        return
    dates = find_dates(found[0].dates, sentences[0].tokens, facts.grammar, replace(clock))
    told = [date for date in dates if date.explicit and not (date.is_span or date.origin)]
    if told and (not facts.date or not is_later(told[-1].last, facts.date)):
        clock.note(told[-1])


def _read_sentence(
    sentence: Sentence, found: Found, facts: PageFacts, clock: Clock, earlier: list[Reading], base: str
) -> tuple[list[Reading], str]:
    """What the numerals of a sentence say, and what rates of its paragraph are a share of.

    Args:
        sentence: its tokens.
        found: its numerals and dates.
        facts: what holds for the page.
        clock: the dates before; it is moved on.
        earlier: what the numerals before it say.
        base: what the paragraph counts so far: households, population or "".
    """
    known = replace(clock)
    dates = find_dates(found.dates, sentence.tokens, facts.grammar, clock)
    covered = {i for date in dates for i in range(date.start, date.end)}
    places = find_place_cues(sentence, found.numerals, covered, facts.names, facts.province, facts.grammar)
    if not sentence.is_cell:
        named = {i for cue in places for i in range(cue.start, cue.end)}
        places += [cue for cue in find_district_cues(sentence.tokens, facts.districts) if cue.start not in named]
    cues = SentenceCues(sentence, found.numerals, dates, facts.grammar, places)
    base = base or next((cue.meaning for cue in cues.by_role.get("base", ()) if not cue.numerals), "")
    kept = [reading for reading in reversed(earlier) if not reading.reason]
    before, rate = next(iter(kept), None), next((reading for reading in kept if has_rate(reading.subject)), None)
    page_unit = "persons" if (base or facts.base) == "population" else "households"
    readings = read_sentence(cues, before, rate, page_unit, facts.topic)
    hand_on_scopes(readings, earlier, cues)
    for i, reading in enumerate(readings):
        own = None if facts.base == "population" else cues.nearest("base", i, behind=BASE_BEHIND)[1]
        reading.base = own.meaning if own else base
        standard = cues.nearest("standard", i)[1]
        reading.standard = standard.meaning if standard else ""
        reading.area = _settle_area(reading, facts)
        if reading.area in LEFT_AREAS and not reading.reason:
            reading.reason = reading.area
    areas = [cue for cue in cues.by_role.get("area", ()) if cue.meaning != "none"]
    clock.commune = (areas[0].meaning == "commune" and areas[0].start <= OPENING) if areas else clock.commune
    told = any(not date.vague for date in dates)
    again = any(cue.meaning == "commune" for cue in cues.by_role.get("same", ()))
    for reading in readings:
        if clock.commune and not reading.reason and (again or not (areas or told)):
            reading.reason = "commune"
    settle_relative_changes(readings, facts.mark)
    date_readings(readings, cues, clock, known)
    if {reading.status for reading in readings if not reading.reason} == {"target"}:
        clock.forget_plans(known)
    for reading in readings:
        _settle_status(reading, clock)
        if facts.review:
            date_review(reading, clock)
        elif facts.base == "population":
            date_survey(reading, clock)
        _share_date(reading, readings, earlier)
    return readings, base


def _share_date(reading: Reading, readings: list[Reading], earlier: list[Reading]) -> None:
    """What takes its date from an estimate or a forecast is one, too; what has the date of another, its standard."""
    before = [*earlier, *readings[: readings.index(reading)]]
    told = [r for r in before if r.last == reading.last != "" and not r.reason and "to" not in r.unsure]
    if reading.status == "actual" and "to" in reading.unsure and told and told[-1].status in EXPECTED:
        reading.status = told[-1].status
    beside = [r.standard for r in readings if r.last == reading.last and r.standard]
    reading.standard = reading.standard or next(iter(beside), "")


def _settle_area(reading: Reading, facts: PageFacts) -> str:
    """Where a figure is of, if its sentence does not say so: the district of its row, or the page's own place."""
    if reading.area in ("", "district?") and reading.sentence.place:
        return "district"
    if reading.sentence.is_total and reading.area in PARTS:
        return facts.area
    if facts.area == "national" and reading.area in PARTS_OF_ALL:
        return "national"
    return {"": facts.area, "district?": "district"}.get(reading.area, reading.area)


def _settle_status(reading: Reading, clock: Clock) -> None:
    """What was expected before the page was printed is an estimate; a level of a year before it is no plan."""
    if not clock.page or not reading.last:
        return
    if reading.status == "forecast" and not is_later(reading.last, clock.page):
        reading.status = "estimate"
    elif reading.status == "target" and reading.statistic == "level" and reading.last[:4] < clock.page[:4]:
        reading.status = "actual"


def _recall_numeral(reading: Reading, body: list[Reading]) -> None:
    """A long number that nothing explains means what it meant before: "of the 35,412 households just named"."""
    if reading.reason != "unknown" or len(re.sub(r"\D", "", reading.numeral.digits)) < LONG_NUMBER:
        return
    for known in reversed(body):
        if not known.reason and known.numeral.digits == reading.numeral.digits and known.unit == reading.unit:
            for name in HEADLINE_COPIES:
                setattr(reading, name, getattr(known, name))
            reading.reason = ""
            return


def _complete_from_body(reading: Reading, body: list[Reading]) -> None:
    """A numeral of the headline means what the same numeral means in the text, or has the date of its kind there."""
    if reading.reason and reading.reason not in ("unknown", "unit"):
        return
    kind = [
        r for r in body
        if (r.indicator, r.statistic, r.status) == (reading.indicator, reading.statistic, reading.status)
    ]  # fmt: skip
    same = [r for r in body if r.numeral.digits == reading.numeral.digits]
    same = [r for r in same if r in kind] or [r for r in same if reading.reason or r.unit == reading.unit]
    if same:
        for name in HEADLINE_COPIES:
            setattr(reading, name, getattr(same[0], name))
        reading.reason, reading.unsure = "", set(same[0].unsure)
    elif "to" in reading.unsure and (kind := kind or [r for r in body if _counts_alike(r, reading)]):
        alike = [r for r in kind if (r.population, r.area) == (reading.population, reading.area)] or kind
        last = max(alike, key=lambda r: period_end_coordinate(r.last) if r.last else 0.0)
        reading.first, reading.last, reading.base = last.first, last.last, reading.base or last.base


def _counts_alike(known: Reading, reading: Reading) -> bool:
    """Whether both say how many are poor at a date, or what part of the poor some are."""
    levels = known.statistic in LEVELS and reading.statistic in LEVELS and has_rate(known.subject)
    return levels and (known.subject, known.status) == (reading.subject, reading.status)


def _build_draft(text: str, facts: PageFacts, readings: list[Reading], found: list[tuple[Sentence, Found]]) -> Draft:
    """The proposals and what is left, in the order of the text."""
    proposals: list[Proposal] = []
    left = [
        _leave_number(text, sentence, start, end, reason)
        for sentence, here in found
        for start, end, reason in here.left
        if start >= sentence.focus
    ]
    used: Counter = Counter()
    groups: dict[tuple, list[dict[str, str]]] = {}
    for reading in readings:
        numeral, sentence = reading.numeral, reading.sentence
        row = None if reading.reason else propose_row(reading, facts, used)
        if row is None:
            reason = reading.reason or "unknown"
            left.append(_leave_number(text, sentence, numeral.start, numeral.core_end, reason))
            continue
        proposals.append(Proposal(_find_place(sentence, numeral.start, numeral.core_end), *row))
        place = (sentence.paragraph, sentence.number)
        groups.setdefault((place, reading.subject, reading.population, reading.area), []).append(row[0])
    join_rows(groups)
    proposals.sort(key=lambda proposal: proposal.place.start)
    left.sort(key=lambda numeral: numeral.place.start)
    return Draft(text, facts.grammar.language, tuple(proposals), tuple(left))


def _find_place(sentence: Sentence, start: int, end: int) -> Place:
    """The place of some tokens of a sentence."""
    tokens = sentence.tokens
    return Place(tokens[start].start, tokens[end - 1].end, sentence.paragraph, sentence.number)


def _leave_number(text: str, sentence: Sentence, start: int, end: int, reason: str) -> LeftNumeral:
    """A number that is left, with its reason."""
    place = _find_place(sentence, start, end)
    said = label(LEFT_REASONS.get(reason, LEFT_REASONS["other"]))
    return LeftNumeral(place, text[place.start : place.end], said)
