"""What holds for a whole page: its country, its own date, its district, how it writes numbers."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from poverty.packs.claims import ReferenceTables
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.draft.dating import Clock, find_dates
from poverty.packs.draft.districts import Districts, find_districts
from poverty.packs.draft.finding import Found, find_numerals
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence, find_dateline_end
from poverty.packs.draft.marks import choose_page_mark
from poverty.packs.draft.matching import Matcher
from poverty.packs.draft.places import Names, find_names, find_told_province, name_code, name_page
from poverty.packs.draft.subjects import has_rate
from poverty.packs.files import DATA
from poverty.packs.load import read_reference_tables

PLACES = ("province", "district", "region", "national")
OPENING_SENTENCES = 2  # of the first paragraph: the page's date may stand there
COMMA_LOCALES = {"indonesia": "id"}  # how a country writes a decimal comma, by its standards file; others as vi


@dataclass(frozen=True)
class PageFacts:
    """What holds for a whole page."""

    grammar: Grammar
    shared: ReferenceTables
    comma_locale: str
    mark: str  # its decimal mark
    base: str  # what rates are a share of, where nothing says it: households in registers, population in surveys
    date: str  # the month of the page; "" where it prints none
    year: str  # the last year that it names
    area: str  # what a figure without a place is of: district, where the headline names one, national, or ""
    review: bool  # whether it speaks of a count of the poor that is made at the end of a year
    topic: str  # what its headline or its first sentence is about: poor, near_poor or ""
    districts: Districts  # that it names, as simplified words
    names: Names  # of provinces, as simplified words
    province: str  # the page's own, by its code; "" where it names none


def read_page_facts(
    sentences: list[Sentence], text: str, grammar: Grammar, standards: str | None, place: str | None = None
) -> tuple[PageFacts, list[Found]]:
    """What holds for a page, and what stands in each of its sentences."""
    told_once = [s for s in sentences if not s.is_cell or s.focus == len(s.tokens)]  # a cell repeats its heads
    standards = _recognise_standards(told_once, grammar) if standards is None else standards
    shared = _read_tables(standards if (DATA / "standards" / f"{standards}.csv").is_file() else "")
    found = [find_numerals(sentence, text, grammar, shared) for sentence in sentences]
    methods = {standard.method for standard in shared.standards.values()}
    names = name_page(place)
    told = find_told_province(sentences, names, grammar)
    province = name_code(place, names) or told
    districts = find_districts(sentences, found, names if province else {}, grammar)
    facts = PageFacts(
        grammar=grammar,
        shared=shared,
        comma_locale=COMMA_LOCALES.get(standards, "vi"),
        mark=choose_page_mark((n for f in found for n in f.numerals), grammar.language),
        base="population" if methods == {"survey"} else "households",
        date=_find_page_date(sentences, found, grammar),
        year=_find_last_year(sentences, found, grammar),
        area=_find_page_area(told_once, grammar, names, province if told == province else ""),
        topic=_find_topic(sentences, grammar),
        districts=districts,
        review=any(Matcher(grammar, s.tokens).find_cues(("review",)) for s in told_once),
        names=names,
        province=province,
    )
    return facts, found


@cache
def _read_tables(standards: str) -> ReferenceTables:
    """The tables that cells refer to."""
    faults: list[Fault] = []
    tables = read_reference_tables(faults, [DATA / "standards" / f"{standards}.csv"] if standards else [])
    if faults:
        raise PackError(faults)
    return tables


def _recognise_standards(sentences: list[Sentence], grammar: Grammar) -> str:
    """The standards file of the country of which the page names most; "" where it names none."""
    countries: Counter = Counter()
    for sentence in sentences:
        countries.update(cue.meaning for cue in Matcher(grammar, sentence.tokens).find_cues(("country",)))
    return max(countries, key=lambda country: countries[country], default="")


def _find_page_date(sentences: list[Sentence], found: list[Found], grammar: Grammar) -> str:
    """The month of the page: a day in its head or its first sentences, else a month in a line of its own."""
    weighed: list[tuple[int, str]] = []
    for sentence, here in zip(sentences, found, strict=True):
        if sentence.paragraph > 1 or (sentence.paragraph and sentence.number > OPENING_SENTENCES):
            continue
        for cue in here.dates:
            dates = find_dates([cue], sentence.tokens, grammar, Clock())
            if not dates or "-M" not in dates[0].first or not dates[0].explicit:
                continue
            has_day = any(place == "d" for place, _ in cue.values)
            own_line = sentence.paragraph == 0 and sentence.number > 1
            if has_day or own_line:
                weighed.append((2 * own_line + (sentence.paragraph == 0) * has_day, dates[0].first))
    return max(weighed, key=lambda pair: pair[0], default=(0, ""))[1]


def _find_last_year(sentences: list[Sentence], found: list[Found], grammar: Grammar) -> str:
    """The last year that the page names, but for those of plans and spans."""
    years = [""]
    for sentence, here in zip(sentences, found, strict=True):
        dates = find_dates(here.dates, sentence.tokens, grammar, Clock())
        plans = any(cue.meaning == "target" for cue in Matcher(grammar, sentence.tokens).find_cues(("status",)))
        within = [date for date in dates if date.explicit and date.first[:4] == date.last[:4]]
        years += [date.last[:4] for date in within if not plans]
    return max(years)


def _find_topic(sentences: list[Sentence], grammar: Grammar) -> str:
    """What the headline is about, or else the first sentence of the text, where that is counted at a date."""
    first = next((s for s in sentences if s.paragraph), None)
    for sentence in [*(s for s in sentences if s.paragraph == 0), *([first] if first else [])]:
        for cue in Matcher(grammar, sentence.tokens).find_cues(("subject",)):
            if has_rate(cue.meaning):
                return cue.meaning
    return ""


def _find_page_area(sentences: list[Sentence], grammar: Grammar, names: Names, province: str) -> str:
    """A district, where headline or first sentence begin with one; the country, where a page names nothing smaller.

    A headline that begins with the page's own province says that it is about no district.
    """
    head = [s for s in sentences if s.paragraph == 0]
    first = next((s for s in sentences if s.paragraph), None)
    found = {id(s): _list_areas(s, grammar) for s in sentences}
    areas = [area for s in [*head, *([first] if first else [])] for area in found[id(s)] if area != "none"]
    titles = [code for s in head for _, _, code in find_names(s.tokens, names, grammar)]
    if province in titles and not any(found[id(s)] for s in head):
        return ""
    if areas[:1] == ["district"] and "province" not in areas:
        return "district"
    everywhere = [area for line in found.values() for area in line if area in PLACES]
    smaller = bool(province) or "province" in everywhere or "district" in everywhere
    return "national" if everywhere[:1] == ["national"] and not smaller else ""


def _list_areas(sentence: Sentence, grammar: Grammar) -> list[str]:
    """The areas that a sentence names, but for the place of a dateline."""
    tokens = sentence.tokens[find_dateline_end(sentence.tokens) :]
    return [cue.meaning for cue in Matcher(grammar, tokens).find_cues(("area",))]
