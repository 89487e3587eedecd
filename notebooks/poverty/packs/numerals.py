"""From a printed numeral to what it allows.

A numeral is read in its own locale (Babel), kept as Decimal so that trailing zeros count, and turned into
half-open bounds: "5,09" means [5.085, 5.095). A qualifier has two tiers: *hard*, what the words allow, and
*soft*, how far people who write so usually mean. Both stand in `data/qualifiers.csv` as multiples of the
unit of the last digit that counts.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import ceil, floor, inf

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from poverty.packs.messages import Message, label, list_either, message

ROUNDED_DIGITS = ((1,), (2,), (5,), (2, 5))  # of a unit to which numbers are rounded, without its zeros
LONGEST_NUMERAL = 25  # signs, of which no page prints more
_GROUPING_SPACES = "\u0020\u00a0\u202f\u2009"
_EXTRA_GROUP_MARKS = {"fr": "."}  # French pages write 1 234,5 and 1.234,5; the point has no other meaning there
_DATE_PATTERN = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/][^\W\d]{3,}\d{0,2}([-/]\d{2,4})?|[^\W\d]{3,}[-/]\d{2,4}"
)
_NUMERAL_AND_REST = re.compile(r"(\d[\d.,]*)(?:\s*(%)|\s+([^\W\d].*))", re.DOTALL)
_USUAL_LOCALES = ("vi", "id", "en")  # as most pages print a number
_RANGE_DASH = re.compile(r"\s*[-–—]\s*")


class NumeralError(ValueError):
    """A numeral that its locale cannot print, or that says something else than the numbers beside it.

    Its one argument is what was expected, as a text to be retold.
    """


@dataclass(frozen=True)
class Interval:
    """From `low` to `high` (None: no limit), each end included or not."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = False

    def __contains__(self, x: Decimal | float | int) -> bool:
        x = Decimal(str(x))
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below

    def as_floats(self) -> tuple[float, float]:
        """Both ends as floats, infinite where there is no limit."""
        return (-inf if self.low is None else float(self.low), inf if self.high is None else float(self.high))

    def whole_numbers(self) -> tuple[int, int]:
        """The smallest and the largest whole number inside; for counts.

        Raises:
            ValueError: the interval has no limit on one side.
        """
        if self.low is None or self.high is None:
            raise ValueError("an interval without a limit has no largest or smallest whole number")
        low = ceil(self.low) if self.low_closed or self.low % 1 else int(self.low) + 1
        high = floor(self.high) if self.high_closed or self.high % 1 else int(self.high) - 1
        return low, high


@dataclass(frozen=True)
class NumeralBounds:
    """What a numeral allows: `hard` by its words, `soft` by how people use them."""

    hard: Interval
    soft: Interval


@dataclass(frozen=True)
class Qualifier:
    """One row of `data/qualifiers.csv`: offsets from the number, in units of its last digit that counts."""

    name: str
    hard_low: Decimal | None
    hard_high: Decimal | None
    soft_low: Decimal
    soft_high: Decimal
    closed: str  # which end belongs to the interval: low, high, none
    meaning: str
    basis: str


def parse_numeral(printed: str, locale: str) -> Decimal:
    """The number that `printed` is in `locale`, with its trailing zeros.

    Raises:
        NumeralError: the locale does not print numbers so. Babel alone would read "5,09" in English as 509.

    Example:
        >>> parse_numeral("31.818", "vi"), parse_numeral("28,90", "vi")
        (Decimal('31818'), Decimal('28.90'))
    """
    form = _read_numeral_form(locale)
    text = printed.strip()
    if len(text) > LONGEST_NUMERAL:
        raise NumeralError(message("a numeral of at most %(count)s signs", count=LONGEST_NUMERAL))
    if form.group in _GROUPING_SPACES:
        text = re.sub(f"[{_GROUPING_SPACES}]", form.group, text)
    if form.also_grouped and form.also_grouped.fullmatch(text):
        text = text.replace(_EXTRA_GROUP_MARKS[locale], form.group)
    if not form.pattern.fullmatch(text):
        name, like = Locale.parse(locale).get_display_name("en"), f"1{form.group}234{form.mark}5"
        raise NumeralError(
            message("a number as %(language)s prints it, like %(like)s", language=label(name), like=like)
        )
    return Decimal(text.replace(form.group, "").replace(form.mark, "."))


@dataclass(frozen=True)
class _NumeralForm:
    """How a locale prints numbers: the mark between thousands, the decimal mark, and patterns of a whole numeral."""

    group: str
    mark: str
    pattern: re.Pattern
    also_grouped: re.Pattern | None


@cache
def _read_numeral_form(locale: str) -> _NumeralForm:
    group, mark = get_group_symbol(locale), get_decimal_symbol(locale)
    g, m, also = re.escape(group), re.escape(mark), _EXTRA_GROUP_MARKS.get(locale)
    pattern = re.compile(rf"(\d{{1,3}}({g}\d{{3}})+|\d+)({m}\d+)?")
    other = re.compile(rf"\d{{1,3}}({re.escape(also)}\d{{3}})+({m}\d+)?") if also else None
    return _NumeralForm(group, mark, pattern, other)


def split_magnitude_word(printed: str, locale: str, magnitudes: dict[tuple[str, str], str]) -> tuple[str, str]:
    """Cut the magnitude word off a `printed` cell: "34 ngàn" in vi is ("34", "thousand"); "" where it has none."""
    words = printed.split()
    for length in (2, 1):
        numeral = len(words) > length and any(c.isdecimal() for c in words[0])  # not "hàng nghìn", a word of its own
        magnitude = magnitudes.get((locale, " ".join(words[-length:]).lower())) if numeral else None
        if magnitude:
            return " ".join(words[:-length]), magnitude
    return printed, ""


def read_printed_numeral(
    printed: str, locale: str, qualifier: str, lexicon: dict
) -> tuple[Decimal, Decimal | None, Decimal]:
    """Read a `printed` cell without its magnitude word: a numeral, two numerals (a range) or a word of the lexicon.

    Args:
        printed: the cell, such as "5,09", "1-1,5" or "ratusan".
        locale: how it is written: vi, en, id, fr ...
        qualifier: the word beside it; "range" asks for two numerals.
        lexicon: words that stand for a numeral, by locale and word, with the smallest and the largest number.

    Returns:
        the number, the second number (None unless a range or a word of two), and the unit of the last digit.

    Raises:
        NumeralError: it cannot be read so; the message says what was expected.

    Example:
        >>> read_printed_numeral("1-1,5", "vi", "range", {})
        (Decimal('1'), Decimal('1.5'), Decimal('0.1'))
    """
    word = lexicon.get((locale, printed.strip().lower()))
    if word:
        return word[0], word[1] if word[1] != word[0] else None, Decimal(1)
    if qualifier != "range":
        number = parse_numeral(printed, locale)
        return number, None, Decimal(1).scaleb(number.as_tuple().exponent)
    range_parts = _RANGE_DASH.split(printed.strip())
    if len(range_parts) != 2:
        expected = message(
            "two numbers with a dash between, or a word of data/lexicon.csv in '%(locale)s'", locale=locale
        )
        raise NumeralError(expected)
    first, second = (parse_numeral(part, locale) for part in range_parts)
    exponent = min(first.as_tuple().exponent, second.as_tuple().exponent)
    return first, second, Decimal(1).scaleb(exponent)


def format_plain_number(value: Decimal, rounded_to: Decimal, locale: str) -> str:
    """How a locale writes a plain number, with the decimals of `rounded_to`: 1500 in vi is "1.500"."""
    decimals = max(-rounded_to.normalize().as_tuple().exponent, 0)
    fraction = "." + "0" * decimals if decimals else ""
    return format_decimal(value, "#,##0" + fraction, Locale.parse(locale))


def advise_on_numeral(printed: str, locale: str, magnitudes: dict[tuple[str, str], str]) -> Message:
    """How to mend a `printed` cell that its locale cannot read: what to leave off, or which locale it has.

    Args:
        printed: the cell, as it stands in the file.
        locale: how it was said to be written.
        magnitudes: words behind a numeral, by locale and word.

    Example:
        >>> advise_on_numeral("32,21%", "vi", {})
        'leave off the sign %: write 32,21'
    """
    match = _NUMERAL_AND_REST.fullmatch(printed.strip())
    numeral, sign, rest = match.group(1, 2, 3) if match else (printed.strip(), None, None)
    fitting = [code for code in dict.fromkeys((locale, *_USUAL_LOCALES)) if _is_numeral(numeral, code)]
    if not fitting:
        return message("copy the numeral as the source prints it, or correct the column locale")
    if rest:
        return _advise_on_words(numeral, rest, fitting[0], magnitudes)
    if sign and locale in fitting:
        return message("leave off the sign %%: write %(numeral)s", numeral=numeral)
    return message("if it is printed so, write %(locale)s into the column locale", locale=list_either(fitting))


def _advise_on_words(numeral: str, rest: str, locale: str, magnitudes: dict[tuple[str, str], str]) -> Message:
    """How to mend the words behind a numeral: what to leave off, or that they are of another language than it is."""
    words = rest.split()
    heads = [" ".join(words[:length]) for length in (2, 1)]
    head = next((h for h in heads if any(word == h.lower() for _, word in magnitudes)), "")
    languages = [code for code, word in magnitudes if word == head.lower()]
    fitting = [code for code in languages if _is_numeral(numeral, code)]
    tail = rest.removeprefix(head).strip()
    if languages and not fitting:
        return message(
            "the word '%(word)s' is of '%(language)s', the numeral is not: write %(numeral)s with locale %(locale)s, "
            "and put %(magnitude)s into the unit",
            word=head, language=languages[0], numeral=numeral, locale=locale,
            magnitude=magnitudes[languages[0], head.lower()],
        )  # fmt: skip
    if fitting and not tail:
        return message("if it is printed so, write %(locale)s into the column locale", locale=list_either(fitting))
    return message(
        "leave off '%(rest)s': write %(numeral)s; the unit says what is counted",
        rest=tail, numeral=f"{numeral} {head}".strip(),
    )  # fmt: skip


def _is_numeral(text: str, locale: str) -> bool:
    """Whether a locale prints a number so."""
    try:
        parse_numeral(text, locale)
    except NumeralError:
        return False
    return True


def diagnose_spreadsheet_edit(printed: str, value: Decimal, rounded_to: Decimal, locale: str) -> str:
    """What a spreadsheet program did to a numeral and how to undo it; "" if it does not look so.

    Args:
        printed: the cell, as it stands in the file.
        value: the plain number beside it.
        rounded_to: the unit of its last digit that counts.
        locale: how the numeral should be written.
    """
    text = printed.strip()
    if _DATE_PATTERN.fullmatch(text) and not re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        return message(
            "a spreadsheet program has turned it into a date; format the column printed as text, then enter it again"
        )
    plain = text.replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", plain):
        return ""
    number = Decimal(plain)
    if number == value and value % 1 and rounded_to >= 1:  # 8.66 for 8.660, in both columns
        whole = format_plain_number(value * 1000, rounded_to, locale)
        return message("its thousands mark was lost; format the columns as text, then enter %(numeral)s", numeral=whole)
    no_finer = number.as_tuple().exponent >= rounded_to.normalize().as_tuple().exponent
    is_rewritten = number == value and no_finer and rounded_to < 1
    is_misread = value and number and value / number in (1000, 1000000)
    if not (is_rewritten or is_misread):
        return ""
    whole = format_plain_number(value, rounded_to, locale)  # here, not above: every cell is looked at, and few are odd
    undo = message("format the column printed as text, then enter it again: %(numeral)s", numeral=whole)
    if is_misread:
        return message(
            "a spreadsheet program may have taken its thousands mark for a decimal mark; %(undo)s", undo=undo
        )
    return message("a spreadsheet program may have rewritten it; %(undo)s", undo=undo)


def check_rounding(value: Decimal, last_digit: Decimal, rounded_to: Decimal) -> None:
    """Compare `rounded_to` with the numeral: decimals count as printed, trailing zeros of a whole number may not.

    Args:
        value: the number that is printed.
        last_digit: the unit of its last printed digit.
        rounded_to: the unit of the last digit that counts, as entered.

    Raises:
        NumeralError: with the value that the numeral asks for.
    """
    if last_digit < 1 and rounded_to != last_digit:
        raise NumeralError(message("the last printed digit is worth %(digit)s", digit=str(last_digit)))
    if last_digit == 1 and (rounded_to < 1 or value % rounded_to):
        expected = message(
            "%(value)s is not a multiple of %(rounded_to)s; for an exact whole number write 1",
            value=f"{value:f}", rounded_to=f"{rounded_to:f}",
        )  # fmt: skip
        raise NumeralError(expected)
    if rounded_to.normalize().as_tuple().digits not in ROUNDED_DIGITS:
        raise NumeralError(message("a unit in which people round: 1, 10, 100 ..., or 5, 50 ..."))


def compute_numeral_bounds(
    value: Decimal, value_to: Decimal | None, rounded_to: Decimal, qualifier: Qualifier, lowest: Decimal | None = None
) -> NumeralBounds:
    """What a numeral allows, in the unit of `value` (Cummins, Sauerland & Solt 2012 for "more than n").

    Args:
        value: the number; of a range the first.
        value_to: the second number of a range, else None.
        rounded_to: the unit of the last digit that counts.
        qualifier: its row of `data/qualifiers.csv`.
        lowest: below which no such number lies (0 of a level), None if there is none.
    """
    second = value if value_to is None else value_to

    def build_interval(low_offset: Decimal | None, high_offset: Decimal | None) -> Interval:
        offsets = ((value, low_offset), (second, high_offset))
        low, high = (None if offset is None else start + offset * rounded_to for start, offset in offsets)
        if None not in (low, lowest):
            low = max(low, lowest)
        return Interval(low, high, qualifier.closed == "low", qualifier.closed == "high")

    return NumeralBounds(
        hard=build_interval(qualifier.hard_low, qualifier.hard_high),
        soft=build_interval(qualifier.soft_low, qualifier.soft_high),
    )
