"""Everything a reader of a chart sees as text: messages through gettext, numbers and dates through Babel.

English is the source language; another language is one catalogue, `locale/<code>.po`, and nothing else. Messages
carry named placeholders, `%(name)s`, and a percent sign is written `%%`.
"""

import gettext
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
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

from poverty.packs.dates import parse_sdmx_period
from poverty.words.sentences import Kind, Sentence

CATALOGUE_FOLDER = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"


def translatable(message: str) -> str:
    """Mark a text for translation where it stands in a table; `Language.label` translates it when it is shown."""
    return message


def list_languages() -> tuple[str, ...]:
    """The codes of all languages: English, then those that have a catalogue, by code."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in CATALOGUE_FOLDER.glob("*.po")))


@cache
def _load_catalogue(code: str) -> gettext.NullTranslations:
    """The messages of a language; English has none to translate."""
    path = CATALOGUE_FOLDER / f"{code}.po"
    if code == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    with path.open("rb") as file:
        read = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Language:
    """One language: its messages and the way it writes numbers and dates."""

    def __init__(self, code: str, translations: gettext.NullTranslations | None = None) -> None:
        """Open the catalogue of `code` ("en", "vi", "id" ...).

        Raises:
            FileNotFoundError: the language has no catalogue.
        """
        self.code = code
        self.locale = Locale.parse(code)
        self._messages = translations or _load_catalogue(code)

    def __reduce__(self) -> tuple:
        """Between processes a language is its code alone; functions of gettext's catalogues cannot travel."""
        return Language, (self.code,)

    def say(self, message: str, **values: object) -> str:
        """The message in this language, its placeholders filled."""
        return self._messages.gettext(message) % values

    def sentence(self, kind: Kind, message: str, **values: object) -> Sentence:
        """The same as `say`, with what kind of sentence it is."""
        return Sentence(kind, self.say(message, **values))

    def say_many(self, one: str, many: str, count: int, **values: object) -> str:
        """The message in the number that `count` asks for; `%(count)s` is filled in."""
        return self._messages.ngettext(one, many, count) % {"count": self.number(count), **values}

    def label(self, text: str) -> str:
        """A text that stands in the data (a reading's label), translated where the catalogue has it."""
        return self._messages.gettext(text) if text else ""

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """`value` with exactly `decimals` decimals: 11497 is 11,497 in English and 11.497 in Vietnamese."""
        if value in (inf, -inf):
            return "∞" if value > 0 else "-∞"
        return format_decimal(_round_half_up(value, decimals), "#,##0" + _decimals_pattern(decimals), self.locale)

    def percent(self, value: float | Decimal, decimals: int = 0) -> str:
        """`value`, already in percent, with its sign: 5.09 is 5.09% in English and 5,09% in Vietnamese."""
        pattern = self.locale.percent_formats[None].pattern
        pattern = pattern.replace("#,##0", "#,##0" + _decimals_pattern(decimals))
        return format_percent(_round_half_up(value, decimals) / 100, pattern, self.locale)

    def range(self, low: str, high: str) -> str:
        """Two formatted ends as one range, or one number where rounding made them equal."""
        return low if low == high else self.say("%(low)s to %(high)s", low=low, high=high)

    def listed(self, items: list[str]) -> str:
        """Items as a list in prose: a, b and c."""
        return format_list(items, locale=self.locale)

    def either(self, items: list[str]) -> str:
        """Items of which one holds: a, b or c."""
        return format_list(items, style="or", locale=self.locale)

    def date(self, sdmx: str) -> str:
        """An SDMX period in words: 1997, "end 2015", "mid 2018"."""
        if not sdmx:
            return self.say("undated")
        period = parse_sdmx_period(sdmx)
        if sdmx == str(period.year):
            return sdmx
        if period.end == period.year:
            return self.say("end %(year)s", year=period.year)
        months = round((period.end - period.start) * 12)
        last = round((period.end - period.year + 1) * 12)
        if months == 1:
            return format_skeleton("yMMMM", date(period.year, last, 1), locale=self.locale)
        return self.say("mid %(year)s", year=period.year) if last == 6 else sdmx

    def day(self, iso: str) -> str:
        """A day such as 2024-12-18, as the language writes dates."""
        return format_date(date.fromisoformat(iso), "long", locale=self.locale)

    def published(self, text: str) -> str:
        """When a source was published: a year, month or day as the language writes it; what was inferred, as such."""
        when, inferred = text.removesuffix(" (inferred)"), text.endswith(" (inferred)")
        if when in ("undated", "unknown"):
            when = self.say("undated")
        elif len(when) == len("2022-12-26"):
            when = format_date(date.fromisoformat(when), "medium", locale=self.locale)
        elif len(when) == len("2022-12"):
            when = format_skeleton("yMMMM", date.fromisoformat(f"{when}-01"), locale=self.locale)
        return self.say("%(when)s (inferred)", when=when) if inferred else when

    def span(self, start: str, end: str) -> str:
        """Two SDMX periods as one span in words."""
        if start == end:
            return self.date(start)
        return self.say("%(start)s to %(end)s", start=self.date(start), end=self.date(end))


def _decimals_pattern(decimals: int) -> str:
    return "." + "0" * decimals if decimals else ""


def _round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero, as people do; from repr, not the binary value: 1.005 is meant as printed."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
