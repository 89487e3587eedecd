"""Texts that are English where they are made and can be said anew in another language.

Rooms below `words` know no language. What they say to a person (a fault, a finding of the audit) is a `Message`: an
English text, and beside it the template and the values that it was made of. `Language.retell` makes the same text in
another language from these; everything else may take it for the string that it is.

Templates stand in the code as whole sentences, with named placeholders, so that `make messages` finds them.
"""

from collections.abc import Iterable
from decimal import Decimal
from math import inf

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ENGLISH_PARTS = {"M12": "end", "S1": "first half of", "S2": "second half of"}  # of a year, behind them


class Message(str):
    """A text in English, with the template and the values that it was made of.

    Example:
        >>> text = message("%(count)s rows are at fault, the first in %(file)s", count=number(1200), file="a.csv")
        >>> text, text.template
        ('1,200 rows are at fault, the first in a.csv', '%(count)s rows are at fault, the first in %(file)s')
    """

    template: str
    plural: str
    values: dict[str, object]

    def __new__(cls, text: str, template: str, values: dict[str, object], plural: str = "") -> "Message":
        """The text and what it was made of; `plural` is the template of several, where there are two."""
        made = super().__new__(cls, text)
        made.template, made.values, made.plural = template, values, plural
        return made

    def __getnewargs__(self) -> tuple:
        """Between processes a message keeps what it was made of."""
        return str(self), self.template, self.values, self.plural


class Number(str):
    """A number as English writes it, which another language writes in its own way.

    Example:
        >>> number(1581.5, 2)
        '1,581.50'
    """

    value: Decimal | float
    decimals: int

    def __new__(cls, value: Decimal | float, decimals: int) -> "Number":
        """The number with so many decimals."""
        text = ("∞" if value > 0 else "-∞") if value in (inf, -inf) else f"{value:,.{decimals}f}"
        made = super().__new__(cls, text)
        made.value, made.decimals = value, decimals
        return made

    def __getnewargs__(self) -> tuple:
        """Between processes a number stays one."""
        return self.value, self.decimals


class Date(str):
    """An SDMX date as English says it, which another language says in its own way.

    Example:
        >>> Date("2015-M12"), Date("2021-M03"), Date("")
        ('end 2015', 'March 2021', 'undated')
    """

    sdmx: str

    def __new__(cls, sdmx: str) -> "Date":
        """The date in words."""
        made = super().__new__(cls, _write_english_date(sdmx))
        made.sdmx = sdmx
        return made

    def __getnewargs__(self) -> tuple:
        """Between processes a date stays one."""
        return (self.sdmx,)


class PublishedDate(str):
    """When a source was published, as English says it, which another language says in its own way.

    Example:
        >>> PublishedDate("2022-12-26"), PublishedDate("2023 (inferred)")
        ('26 December 2022', '2023 (inferred)')
    """

    written: str

    def __new__(cls, written: str) -> "PublishedDate":
        """The cell of the table of sources in words."""
        when, *note = written.split(" ", 1)
        year, *rest = when.split("-")
        parts = [str(int(rest[1]))] if len(rest) == 2 else []
        parts += [ENGLISH_MONTHS[int(rest[0]) - 1]] if rest else []
        made = super().__new__(cls, " ".join([*parts, year, *note]))
        made.written = written
        return made

    def __getnewargs__(self) -> tuple:
        """Between processes a date stays one."""
        return (self.written,)


class Joined(str):
    """Several texts, one behind the other, each of which another language says anew."""

    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str) -> "Joined":
        """The texts with a separator between them."""
        parts = tuple(parts)
        made = super().__new__(cls, separator.join(parts))
        made.parts, made.separator = parts, separator
        return made

    def __getnewargs__(self) -> tuple:
        """Between processes the parts stay apart."""
        return self.parts, self.separator


def message(template: str, **values: object) -> Message:
    """A text from a template and what fills it; values may be messages and numbers themselves."""
    return Message(template % values, template, values)


def message_many(singular: str, plural: str, count: int, **values: object) -> Message:
    """A text in the number that `count` asks for, which fills `%(count)s`.

    Example:
        >>> message_many("%(count)s fault", "%(count)s faults", 3)
        '3 faults'
    """
    values = {"count": number(count), **values}
    return Message((singular if count == 1 else plural) % values, singular, values, plural)


def translatable(text: str) -> str:
    """Mark a text for translation where it stands in a table of the code."""
    return text


def label(text: str) -> Message:
    """A text from a table of the code, marked there as `translatable`, or of the data; a blank one stays blank."""
    return Message(text, text, {})


def number(value: Decimal | float, decimals: int = 0) -> Number:
    """A number that every language writes in its own way."""
    return Number(value, decimals)


def join(parts: Iterable[str], separator: str = "; ") -> Joined:
    """Several texts behind each other."""
    return Joined(parts, separator)


def list_either(words: Iterable[str]) -> str:
    """Words of which one holds.

    Example:
        >>> list_either(["VND", "USD"])
        'VND or USD'
    """
    *first, last = words
    return message("%(first)s or %(last)s", first=", ".join(first), last=last) if first else last


def _write_english_date(sdmx: str) -> str:
    """An SDMX date in English; December is the end of its year."""
    year, _, part = sdmx.partition("-")
    if not part:
        return year or "undated"
    if part in ENGLISH_PARTS:
        return f"{ENGLISH_PARTS[part]} {year}"
    number = int(part[1:])
    return f"{ENGLISH_MONTHS[number - 1]} {year}" if part[0] == "M" else f"quarter {number} of {year}"
