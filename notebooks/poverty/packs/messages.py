"""Texts that are English where they are made and can be said anew in another language.

Rooms below `words` know no language. What they say to a person (a fault, a finding of the audit) is a `Message`: an
English text, and beside it the template and the values that it was made of. `Language.retell` makes the same text in
another language from these; everything else may take it for the string that it is.

Templates stand in the code as whole sentences, with named placeholders, so that `make messages` finds them.
"""

from collections.abc import Iterable
from decimal import Decimal
from math import inf


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
