"""Read a page: find its numerals, propose a row for each that is about poverty, jobs or money, and list the rest."""

from collections import Counter
from dataclasses import replace
from functools import cache

from babel.numbers import get_decimal_symbol

from poverty.packs.claims import ReferenceTables
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.dates import period_end_coordinate
from poverty.packs.draft.dating import Clock, PageDate, find_dates, is_later
from poverty.packs.draft.finding import Found, choose_page_mark, find_numerals
from poverty.packs.draft.grammar import Grammar, list_draft_languages, load_grammar
from poverty.packs.draft.layout import Sentence, clean_text, split_sentences
from poverty.packs.draft.matching import Matcher
from poverty.packs.draft.periods import date_readings
from poverty.packs.draft.proposals import Draft, LeftNumeral, Place, Proposal
from poverty.packs.draft.reading import Reading, SentenceCues, read_sentence
from poverty.packs.draft.rows import POVERTY_SUBJECTS, build_cells, choose_locale, find_standard, join_rows, list_doubts, name_row
from poverty.packs.draft.subjects import LEFT_REASONS, has_rate
from poverty.packs.files import DATA
from poverty.packs.load import read_reference_tables
from poverty.packs.messages import label
from poverty.packs.numerals import NumeralError

RECOGNISED_LENGTH = 20_000  # characters that are enough to tell a language


def draft_text(text: str, locale: str | None = None, standards: str | None = None) -> Draft:
    """Propose rows of reported.csv for the numerals of a page.

    Args:
        text: the page.
        locale: its language, one of `list_draft_languages`; recognised from the text if None.
        standards: the standards file of the country, such as "vietnam"; recognised from the text if None.

    Raises:
        UnknownLanguageError: there is no grammar of the language.
        PackError: a table of data/ is faulty.

    Example:
        >>> draft = draft_text("Cuối năm 2024, toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%.")
        >>> [(p.cells["indicator"], p.cells["value"], p.cells["to"]) for p in draft.proposals]
        [('poor_households', '9812', '2024-M12'), ('poverty_rate', '4.37', '2024-M12')]
    """
    text = clean_text(text)
    locale = locale or recognise_language(text)
    return _Page(text, load_grammar(locale), standards).draft()


def recognise_language(text: str) -> str:
    """The language whose function words a text has most of; English where it has none."""
    words = Counter(clean_text(text[:RECOGNISED_LENGTH]).lower().split())
    scores = {
        language: sum(words[word] for word in load_grammar(language).list_words("language"))
        for language in list_draft_languages()
    }
    return max(scores, key=lambda language: (scores[language], language == "en"), default="en")


@cache
def _read_tables(standards: str) -> ReferenceTables:
    """The tables that cells refer to."""
    faults: list[Fault] = []
    tables = read_reference_tables(faults, [DATA / "standards" / f"{standards}.csv"] if standards else [])
    if faults:
        raise PackError(faults)
    return tables


class _Page:
    """A page while it is read."""

    def __init__(self, text: str, grammar: Grammar, standards: str | None) -> None:
        self.text, self.grammar = text, grammar
        self.sentences = list(split_sentences(text, grammar.list_words("abbreviation")))
        cues = self._count_page_cues()
        self.standards = standards if standards is not None else max(cues, key=cues.get, default="")
        self.shared = _read_tables(self.standards if self.standards in _list_standards() else "")
        self.found = [find_numerals(s, text, grammar, self.shared) for s in self.sentences]
        self.page_mark = choose_page_mark((n for f in self.found for n in f.numerals), grammar.language)
        self.left: list[LeftNumeral] = []

    def _count_page_cues(self) -> Counter:
        """How often the page names something of each country."""
        countries: Counter = Counter()
        for sentence in self.sentences:
            for cue in Matcher(self.grammar, sentence.tokens).find_cues(("country",)):
                countries[cue.meaning] += 1
        return countries

    def draft(self) -> Draft:
        """The proposals and what is left, in the order of the text."""
        registers = [s.method for s in self.shared.standards.values()]
        self.page_base = "population" if registers and set(registers) == {"survey"} else "households"
        self.page_date = self._find_page_date()
        clock = Clock(page=self.page_date, guess=self._guess_page_year())
        body = [i for i, s in enumerate(self.sentences) if s.paragraph]
        head = [i for i, s in enumerate(self.sentences) if not s.paragraph]
        self.page_area = self._find_page_area(head)
        readings: list[Reading] = []
        before: Reading | None = None
        paragraph, paragraph_base = 0, ""
        for i in body:
            sentence = self.sentences[i]
            if sentence.paragraph != paragraph:
                paragraph, paragraph_base = sentence.paragraph, ""
            made, paragraph_base = self._read(sentence, self.found[i], clock, before, paragraph_base)
            readings += made
            kept = [r for r in made if not r.reason]
            before = kept[-1] if kept else before
        clock = Clock(page=clock.page, guess=clock.guess, last=clock.page or clock.guess, span=clock.span)
        heads: list[Reading] = []
        for i in head:
            made, _ = self._read(self.sentences[i], self.found[i], clock, None, "")
            heads += made
        for reading in heads:
            self._complete_from_body(reading, readings)
        return self._build(heads + readings)

    def _read(
        self, sentence: Sentence, found: Found, clock: Clock, before: Reading | None, paragraph_base: str
    ) -> tuple[list[Reading], str]:
        """What the numerals of a sentence say; numbers that are none are left."""
        for start, end, reason in found.left:
            if start >= sentence.focus:
                self._leave(sentence, start, end, reason)
        known = replace(clock)
        dates = find_dates(found.dates, sentence.tokens, self.grammar, clock)
        cues = SentenceCues(sentence, found.numerals, dates, self.grammar)
        bases = [cue.meaning for cue in cues.by_role.get("base", ()) if not cue.numerals]
        paragraph_base = paragraph_base or (bases[0] if bases else "")
        page_unit = "persons" if (paragraph_base or self.page_base) == "population" else "households"
        readings = read_sentence(cues, before, page_unit)
        for i, reading in enumerate(readings):
            reading.base = self._find_base(cues, i, paragraph_base)
            standard = cues.nearest("standard", i)[1]
            reading.standard = standard.meaning if standard else ""
        date_readings(readings, cues, clock)
        if {r.status for r in readings if not r.reason} == {"target"}:
            clock.forget_plans(known)
        for reading in readings:
            if not reading.reason:
                reading.area = self._settle_area(reading)
                self._settle_status(reading, clock)
        return readings, paragraph_base

    def _find_base(self, cues: SentenceCues, i: int, paragraph_base: str) -> str:
        """What a rate is a share of: what its sentence counts, else its paragraph, else its country's method."""
        if self.page_base == "population" or not cues.by_role.get("base"):
            return paragraph_base or self.page_base
        cost, cue = cues.nearest("base", i, behind=8.0)
        return cue.meaning if cue else paragraph_base or self.page_base

    def _settle_area(self, reading: Reading) -> str:
        """The area of a reading: its own, or that of the page."""
        if reading.area == "district?":
            return "district"
        return reading.area or self.page_area

    def _settle_status(self, reading: Reading, clock: Clock) -> None:
        """Before the page was printed, what is expected is an estimate; after it, a forecast."""
        if reading.status == "forecast" and clock.page and reading.last and not is_later(reading.last, clock.page):
            reading.status = "estimate"
        if reading.status == "target" and clock.page and reading.last and int(reading.last[:4]) < int(clock.page[:4]):
            if reading.direction in ("from", "to", "level", "") and reading.statistic == "level":
                reading.status = "actual"

    def _find_page_date(self) -> str:
        """The month of the page: a day in its head or its first sentences, else a month in a line of its own."""
        days: list[tuple[int, str]] = []
        for i, sentence in enumerate(self.sentences):
            opening = sentence.paragraph == 0 or (sentence.paragraph == 1 and sentence.number <= 2)
            for cue in self.found[i].dates if opening else ():
                date = find_dates([cue], sentence.tokens, self.grammar, Clock())
                if not date or "-M" not in date[0].first or not date[0].explicit:
                    continue
                has_day = any(place == "d" for place, _ in cue.values)
                alone = sentence.paragraph == 0 and sentence.number > 1
                if has_day or alone:
                    days.append((3 if has_day and alone else 2 if sentence.paragraph == 0 else 1, date[0].first))
        return max(days, key=lambda day: day[0], default=(0, ""))[1]

    def _guess_page_year(self) -> str:
        """The last year that the page names as a point in time."""
        years = [
            date.last[:4] for found, sentence in zip(self.found, self.sentences, strict=True)
            if not any(c.meaning == "target" for c in Matcher(self.grammar, sentence.tokens).find_cues(("status",)))
            for date in find_dates(found.dates, sentence.tokens, self.grammar, Clock())
            if date.explicit and not date.is_span
        ]  # fmt: skip
        return max(years, default="")

    def _find_page_area(self, head: list[int]) -> str:
        """A district, where the headline names one and no province."""
        first = self.sentences[: max(1, len(head)) + 1] if head else []
        areas = [c.meaning for s in first for c in Matcher(self.grammar, s.tokens).find_cues(("area",))]
        heads = [c.meaning for i in head for c in Matcher(self.grammar, self.sentences[i].tokens).find_cues(("area",))]
        return "district" if heads and heads[0] == "district" and "province" not in areas else ""

    def _complete_from_body(self, reading: Reading, body: list[Reading]) -> None:
        """A numeral of the headline means what the same numeral means in the text, or one of its kind."""
        if reading.reason and reading.reason not in ("unknown", "unit"):
            return
        same = [r for r in body if not r.reason and r.numeral.digits == reading.numeral.digits]
        kind = [
            r for r in body
            if not r.reason and r.indicator == reading.indicator and r.statistic == reading.statistic
            and (r.status == reading.status)
        ]  # fmt: skip
        exact = [r for r in same if r in kind] or (same if reading.reason or reading.unit == same[0].unit else [])[:1] if same else []
        if exact:
            model = exact[0]
            for name in ("unit", "magnitude", "subject", "indicator", "statistic", "population", "area", "status", "base",
                         "base_date", "first", "last", "standard"):  # fmt: skip
                setattr(reading, name, getattr(model, name))
            reading.reason, reading.unsure = "", set(model.unsure)
        elif kind and "to" in reading.unsure and not reading.reason:
            alike = [r for r in kind if (r.population, r.area) == (reading.population, reading.area)] or kind
            dated = [r for r in alike if r.last] or alike
            model = max(dated, key=lambda r: period_end_coordinate(r.last) if r.last else 0.0)
            reading.first, reading.last, reading.base = model.first, model.last, reading.base or model.base

    def _leave(self, sentence: Sentence, start: int, end: int, reason: str) -> None:
        """List a number that is left, with its reason."""
        first, last = sentence.tokens[start].start, sentence.tokens[end - 1].end
        place = Place(first, last, sentence.paragraph, sentence.number)
        self.left.append(LeftNumeral(place, self.text[first:last], label(LEFT_REASONS.get(reason, LEFT_REASONS["other"]))))

    def _build(self, readings: list[Reading]) -> Draft:
        """The proposals of the readings that are not left."""
        proposals: list[Proposal] = []
        used: Counter = Counter()
        groups: dict[tuple, list[dict[str, str]]] = {}
        for reading in readings:
            proposal = None if reading.reason else self._propose(reading, used)
            if proposal:
                proposals.append(proposal)
                place = (reading.sentence.paragraph, reading.sentence.number)
                key = (place, reading.subject, reading.population, reading.area)
                groups.setdefault(key, []).append(proposal.cells)
            else:
                numeral = reading.numeral
                self._leave(reading.sentence, numeral.start, numeral.core_end, reading.reason or "unknown")
        join_rows(groups)
        proposals.sort(key=lambda p: p.place.start)
        self.left.sort(key=lambda numeral: numeral.place.start)
        return Draft(self.text, self.grammar.language, tuple(proposals), tuple(self.left))

    def _propose(self, reading: Reading, used: Counter) -> Proposal | None:
        """The row of a reading; None if its digits are no number, or a rate above 100."""
        numeral, sentence = reading.numeral, reading.sentence
        comma_locale = "id" if self.standards == "indonesia" else "vi"
        locale = choose_locale(reading, self.grammar.language, self.page_mark, comma_locale)
        cells = None
        for way in dict.fromkeys((locale, self.grammar.language, comma_locale, "en")):
            try:
                cells = cells or build_cells(reading, way, self.shared)
            except NumeralError:
                continue
        if cells is None:
            return None
        if reading.unit == "percent" and reading.statistic in ("level", "unclear", "share"):
            if max(float(cells["value"]), float(cells["value_to"] or 0)) > 100:
                reading.reason = "impossible"
                return None
        self._add_base(reading, cells)
        if self.page_date and not cells["to"] and reading.statistic == "level":
            cells["as_of"] = self.page_date
        if reading.subject in POVERTY_SUBJECTS:
            cells["standard"] = find_standard(reading, self.shared.standards)
        inferred = cells["inferred"].split() + (["standard"] if cells["standard"] else [])
        inferred += [c for c in ("from", "to") if c in reading.unsure and cells[c]]
        cells["inferred"] = " ".join(inferred)
        cells["claim_id"] = name_row(cells, used)
        place = f"paragraph {sentence.paragraph}, sentence {sentence.number}" if sentence.paragraph else "headline"
        cells["locator"] = place
        doubts = list_doubts(reading, cells)
        sure = max(0.05, 1 - 0.15 * len(doubts) - 0.03 * reading.costs.get("indicator", 0.0))
        tokens = sentence.tokens
        where = Place(tokens[numeral.start].start, tokens[numeral.core_end - 1].end, sentence.paragraph, sentence.number)
        return Proposal(where, cells, doubts, round(sure, 2))

    def _add_base(self, reading: Reading, cells: dict[str, str]) -> None:
        """What a rate, a share or a multiple is of."""
        if reading.statistic == "share":
            cells["base"] = reading.indicator
        elif reading.statistic == "multiple":
            cells["base"] = f"{reading.indicator}:{reading.base_date}"
        elif reading.unit == "percent" and has_rate(reading.subject):
            if reading.statistic in ("level", "mean level", "unclear"):
                cells["base"] = reading.base or self.page_base


@cache
def _list_standards() -> tuple[str, ...]:
    """The standards files."""
    return tuple(path.stem for path in (DATA / "standards").glob("*.csv"))
