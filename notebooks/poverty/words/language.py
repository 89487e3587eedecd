"""Messages through gettext, numbers and dates through Babel: how a language writes what a reader reads.

English is the source language; another language is one catalogue, `locale/<code>.po`, and nothing else. Messages
carry named placeholders, `%(name)s`, and a percent sign is written `%%`.
"""

import gettext
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from io import BytesIO
from math import inf
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from poverty.packs.labels import Labels
from poverty.packs.messages import Date, Joined, Message, Number, PublishedDate, translatable
from poverty.words.unbroken import join_compounds

SOURCE_LANGUAGE = "en"
CATALOGUE_FOLDER = Path(__file__).parent / "locale"
LOCALES = {"en": "en_GB"}  # whose dates and lists a language has, where it is another than its code
# dates as official texts write them, where Babel writes others
DAY_PATTERNS = {"vi": "dd/MM/yyyy"}
MONTH_PATTERNS = {"vi": "'tháng'\u00a0M/yyyy"}


class Kind(StrEnum):
    """What a sentence is for: first the kinds of notes of a chart, then those of findings."""

    KEY = "key"  # what marks, lines and tints mean
    BAND = "band"  # on what the calibrated band rests, or why there is none
    SURVEY = "survey"  # figures have a sampling error
    CONTRADICTED = "contradicted"  # a check or another figure speaks against a mark
    TERRITORY = "territory"  # the province had become part of another by then
    OPEN_QUESTION = "open question"  # nothing settles how a figure is read
    READING = "reading"  # how figures are read
    LIMIT = "limit"  # what the chart does not say, or leaves out
    LAW = "law"  # the legal basis of standards
    STATED = "stated"  # a finding that states something
    UNTOLD = "untold"  # a finding that something cannot be told
    PARTLY_UNTOLD = "partly untold"  # a finding that states something, and that something else cannot be told


class Sentence(str):
    """A text as a reader reads it, and its kind, which is not shown.

    Example:
        >>> note = Sentence(Kind.SURVEY, "These are survey figures.")
        >>> note.kind is Kind.SURVEY, f"{note} So small changes may be none."
        (True, 'These are survey figures. So small changes may be none.')
    """

    kind: Kind

    def __new__(cls, kind: Kind, text: str) -> "Sentence":
        """The text with its kind; joined to another text it is a plain string again."""
        sentence = super().__new__(cls, text)
        sentence.kind = kind
        return sentence

    def __getnewargs__(self) -> tuple[Kind, str]:
        """Between processes a sentence keeps its kind."""
        return self.kind, str(self)


def list_languages() -> tuple[str, ...]:
    """The codes of all languages: English, then those that have a catalogue, by code."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in CATALOGUE_FOLDER.glob("*.po")))


@cache
def _load_catalogue(code: str) -> gettext.NullTranslations:
    """The messages of a language; English has none to translate."""
    path = CATALOGUE_FOLDER / f"{code}.po"
    if code == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Language:
    """One language: its messages and the way it writes numbers and dates.

    Example:
        >>> lang = Language("vi")
        >>> lang.number(11497), lang.percent(5.09, 2), lang.label("population")
        ('11.497', '5,09%', 'dân\\xa0số')
    """

    def __init__(self, code: str, translations: gettext.NullTranslations | None = None) -> None:
        """Open the catalogue of `code` ("en", "vi", "id" ...), or use `translations` in its place.

        Raises:
            FileNotFoundError: the language has no catalogue.
        """
        self.code = code
        self.locale = Locale.parse(LOCALES.get(code, code))
        self._messages = translations or _load_catalogue(code)

    def __reduce__(self) -> tuple:
        """Between processes a language is its code alone; functions of gettext's catalogues cannot travel."""
        return Language, (self.code,)

    def say(self, message: str, **values: object) -> str:
        """The message in this language, its placeholders filled: say("end %(year)s", year=2018)."""
        return self._messages.gettext(message) % values

    def sentence(self, kind: Kind, message: str, **values: object) -> Sentence:
        """The same as `say`, with what kind of sentence it is."""
        return Sentence(kind, self.say(message, **values))

    def say_many(self, singular: str, plural: str, count: int, **values: object) -> str:
        """The message in the number that `count` asks for; `%(count)s` is filled in.

        Example:
            >>> Language("en").say_many("%(count)s place", "%(count)s places", 1200)
            '1,200 places'
        """
        return self._messages.ngettext(singular, plural, count) % {"count": self.number(count), **values}

    def label(self, text: str, own: Labels | None = None) -> str:
        """A text that stands in the data, as a pack's own labels have it, or else the catalogue, or as it is.

        Args:
            text: such as the label of a reading or a group.
            own: of the pack that shows it: `pack.shared.labels`.

        Example:
            >>> Language("vi").label("rural"), Language("vi").label("coast", {"coast": {"vi": "ven biển"}})
            ('nông\\xa0thôn', 'ven biển')
        """
        in_pack = (own or {}).get(text, {}).get(self.code)
        if in_pack:
            return join_compounds(in_pack, self.code)
        return self._messages.gettext(text) if text else ""

    def has_label(self, text: str, own: Labels) -> bool:
        """Whether a pack's own labels or the catalogue have a text in this language, be it the same word."""
        return bool(own.get(text, {}).get(self.code)) or self._messages.gettext(text) != text

    def retell(self, text: str, own: Labels | None = None) -> str:
        """A message of the rooms below, with everything in it, in this language; another text as it is.

        `own` are the labels of the pack that it is about, as in `label`.

        Example:
            >>> from poverty.packs.messages import Date, join, label, message, number
            >>> Language("vi").retell(join([label("population"), number(11497), Date("2021-M12")], ": "))
            'dân\\xa0số: 11.497: cuối 2021'
            >>> Language("vi").retell(message("in %%"))
            'in %'
        """
        if isinstance(text, Number):
            return self.number(text.value, text.decimals)
        if isinstance(text, Date):
            return self.date(text.sdmx)
        if isinstance(text, PublishedDate):
            return self.published(text.written)
        if isinstance(text, Joined):
            return text.separator.join(self.retell(part, own) for part in text.parts)
        if not isinstance(text, Message):
            return text
        if not text.values:
            told = self.label(text.template, own)
            return told if text == text.template else told % {}  # a template without values may hold %%
        values = {
            name: self.retell(value, own) if isinstance(value, str) else value for name, value in text.values.items()
        }
        if text.plural:
            count = int(text.values["count"].value)
            return self._messages.ngettext(text.template, text.plural, count) % values
        return self._messages.gettext(text.template) % values

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """`value` with exactly `decimals` decimals, halves rounded away from zero, "∞" for infinity.

        Example:
            >>> Language("en").number(11497), Language("vi").number(1.005, 2)
            ('11,497', '1,01')
        """
        if value in (inf, -inf):
            return "∞" if value > 0 else "-∞"
        return format_decimal(_round_half_up(value, decimals), "#,##0" + _decimals_pattern(decimals), self.locale)

    def percent(self, value: float | Decimal, decimals: int = 0) -> str:
        """`value`, already in percent, with its sign and exactly `decimals` decimals.

        Example:
            >>> Language("en").percent(5.09, 2), Language("vi").percent(5.09, 1)
            ('5.09%', '5,1%')
        """
        pattern = self.locale.percent_formats[None].pattern
        pattern = pattern.replace("#,##0", "#,##0" + _decimals_pattern(decimals))
        return format_percent(_round_half_up(value, decimals) / 100, pattern, self.locale)

    def range(self, low: str, high: str) -> str:
        """Two formatted ends as one range, or one number where rounding made them equal.

        Example:
            >>> Language("en").range("6", "7"), Language("en").range("6", "6")
            ('6 to 7', '6')
        """
        return low if low == high else self.say("%(low)s to %(high)s", low=low, high=high)

    def listed(self, texts: list[str]) -> str:
        """Texts as a list in prose.

        Example:
            >>> Language("en").listed(["poor", "near-poor", "both"])
            'poor, near-poor and both'
        """
        return format_list(texts, locale=self.locale)

    def either(self, texts: list[str]) -> str:
        """Texts of which one holds: "2 or 3"."""
        return format_list(texts, style="or", locale=self.locale)

    def date(self, sdmx: str) -> str:
        """An SDMX period in words; December is the end of its year, other parts of a year are told as parts of it.

        Example:
            >>> [Language("en").date(period) for period in ("1997", "2015-M12", "2018-S1", "2021-M03", "")]
            ['1997', 'end 2015', 'first half of 2018', 'March 2021', 'undated']
        """
        if not sdmx:
            return self.say("undated")
        year, _, part = sdmx.partition("-")
        if not part:
            return year
        letter, number = part[0], int(part[1:])
        if letter == "M" and number < 12:
            return self._month(date(int(year), number, 1))
        texts = {
            ("M", 12): translatable("end %(year)s"),
            ("S", 1): translatable("first half of %(year)s"),
            ("S", 2): translatable("second half of %(year)s"),
        }
        text = texts.get((letter, number), translatable("quarter %(number)s of %(year)s"))
        return self.say(text, year=year, number=number)

    def day(self, iso: str) -> str:
        """A day, as official texts of the language write it.

        Example:
            >>> Language("en").day("2023-02-22"), Language("vi").day("2023-02-22"), Language("id").day("2023-02-22")
            ('22 February 2023', '22/02/2023', '22 Februari 2023')
        """
        return format_date(date.fromisoformat(iso), DAY_PATTERNS.get(self.code, "long"), locale=self.locale)

    def _month(self, first: date) -> str:
        """A month, by its first day: February 2023."""
        if self.code in MONTH_PATTERNS:
            return format_date(first, MONTH_PATTERNS[self.code], locale=self.locale)
        return format_skeleton("yMMMM", first, locale=self.locale)

    def published(self, text: str) -> str:
        """When a source was published: a year, month or day as the language writes it; what was inferred, as such."""
        when, inferred = text.removesuffix(" (inferred)"), text.endswith(" (inferred)")
        if when in ("undated", "unknown"):
            when = self.say("no date")
        elif len(when) == len("2022-12-26"):
            when = self.day(when)
        elif len(when) == len("2022-12"):
            when = self._month(date.fromisoformat(f"{when}-01"))
        return self.say("%(when)s (inferred)", when=when) if inferred else when

    def span(self, start: str, end: str) -> str:
        """Two SDMX periods as one span in words.

        Example:
            >>> Language("en").span("1997", "2015-M12"), Language("en").span("2021", "2021")
            ('1997 to end 2015', '2021')
        """
        if start == end:
            return self.date(start)
        return self.say("%(start)s to %(end)s", start=self.date(start), end=self.date(end))


def _decimals_pattern(decimals: int) -> str:
    """The end of a number pattern for so many decimals: ".00" for 2, "" for 0."""
    return "." + "0" * decimals if decimals else ""


def _round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero, as people do; from repr, not the binary value: 1.005 is meant as printed."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
