"""A row that the draft proposes, in plain words, for a person who compares it with the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from poverty.packs.claims import CoverageGroup
from poverty.packs.load import read_reference_tables
from poverty.packs.vocabulary import INDICATORS, PROVINCE_AREA, QUALIFIED_NUMBERS, split_unit
from poverty.words.language import Language, translatable
from poverty.words.phrases import STATISTIC_LABELS, STATUS_LABELS, capitalize_first

STATISTIC_WORDS = STATISTIC_LABELS | {
    "level": translatable("figure at a date"),
    "mean level": translatable("mean over years"),
    "total": translatable("total of a period"),
    "mean per year": translatable("mean a year"),
    "each year": translatable("figure of every year"),
    "relative fall": translatable("fall in percent of the earlier figure"),
    "relative rise": translatable("rise in percent of the earlier figure"),
    "multiple": translatable("so many times an earlier figure"),
    "duration": translatable("length of time"),
    "verdict": translatable("judgement of the source"),
    "kind": translatable("kind that is named"),
    "unclear": translatable("not clear what kind of number"),
}
UNIT_PHRASES = {
    "percent": translatable("%(n)s%%"),
    "percentage points": translatable("%(n)s percentage points"),
    "households": translatable("%(n)s households"),
    "persons": translatable("%(n)s people"),
    "persons per household": translatable("%(n)s people in a household"),
    "models": translatable("%(n)s models"),
    "VND": translatable("%(n)s VND"),
    "USD": translatable("%(n)s US dollars"),
    "years": translatable("%(n)s years"),
    "times": translatable("%(n)s times"),
}
BASE_WORDS = {"households": translatable("of all households"), "population": translatable("of the population")}


@dataclass(frozen=True)
class ProposalWords:
    """What a row says, each part in a reader's language; a part that the row leaves blank is ""."""

    indicator: str
    amount: str
    statistic: str
    when: str
    whom: str
    where: str
    base: str
    standard: str
    status: str


def describe_proposal(cells: Mapping[str, str], lang: Language) -> ProposalWords:
    """A row of reported.csv in words.

    Example:
        >>> row = {"indicator": "poor_households", "statistic": "level", "value": "34", "unit": "thousand households"}
        >>> row |= {"qualifier": "more than", "from": "2024-M12", "to": "2024-M12", "population": "all"}
        >>> said = describe_proposal(row, Language("en"))
        >>> said.indicator, said.amount, said.when
        ('Poor households', 'more than 34 thousand households', 'end 2024')
    """

    def get(column: str) -> str:
        return cells.get(column, "")

    indicator = INDICATORS.get(get("indicator"))
    status = get("status")
    return ProposalWords(
        indicator=capitalize_first(lang.label(indicator.label) if indicator else lang.say("not known what is counted")),
        amount=_phrase_amount(cells, lang),
        statistic=lang.label(STATISTIC_WORDS.get(get("statistic"), get("statistic"))),
        when=_phrase_dates(get("from"), get("to"), lang),
        whom=_name_group("population", get("population") or "all", lang),
        where=_name_group("area", get("area") or PROVINCE_AREA, lang),
        base=_phrase_base(get("base"), lang),
        standard=get("standard"),
        status=lang.label(STATUS_LABELS.get(status, "" if status == "actual" else status)),
    )


def _phrase_amount(cells: Mapping[str, str], lang: Language) -> str:
    """The plain number with its unit and the words that limit it; the numeral as printed where there is none."""
    try:
        low, high = (_write_number(cells.get(name, ""), lang) for name in ("value", "value_to"))
        factor, unit = split_unit(cells.get("unit", ""))
    except (InvalidOperation, ValueError):
        return cells.get("printed", "")
    if not low:
        return cells.get("printed", "")
    magnitude = cells["unit"].removesuffix(unit).strip() if factor != 1 else ""
    number = f"{lang.range(low, high) if high else low} {lang.label(magnitude)}".strip()
    amount = lang.say(UNIT_PHRASES[unit], n=number)
    phrase = QUALIFIED_NUMBERS.get(cells.get("qualifier", ""))
    return lang.say(phrase, n=amount) if phrase else amount


def _write_number(cell: str, lang: Language) -> str:
    """A plain number of a row, with the decimals that it has."""
    if not cell:
        return ""
    number = Decimal(cell.replace(",", "."))
    return lang.number(number, max(-number.as_tuple().exponent, 0))


def _phrase_dates(start: str, end: str, lang: Language) -> str:
    """The dates of a row in words; as they stand there where they are no dates."""
    try:
        return lang.span(start or end, end or start)
    except ValueError:
        return " – ".join(dict.fromkeys(date for date in (start, end) if date))


def _phrase_base(base: str, lang: Language) -> str:
    """What a rate, share or multiple is of."""
    name, _, date = base.partition(":")
    if not name or name in BASE_WORDS:
        return lang.label(BASE_WORDS.get(name, ""))
    indicator = INDICATORS.get(name)
    label = lang.label(indicator.label) if indicator else name
    return lang.say("of: %(what)s", what=f"{label}, {_phrase_dates(date, date, lang)}" if date else label)


def _name_group(column: str, word: str, lang: Language) -> str:
    group = _read_groups()[column].get(word)
    return lang.label(group.label) if group else word


@cache
def _read_groups() -> dict[str, dict[str, CoverageGroup]]:
    """The groups and areas that all packs share."""
    return read_reference_tables([], []).groups
