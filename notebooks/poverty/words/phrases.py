"""Words about a row of a table: its place, its group, its number with the words that limit it."""

from collections.abc import Callable
from math import ceil, floor, hypot, log10, nan

import pandas as pd
from babel import Locale

from poverty.packs import vocabulary
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.numerals import split_magnitude_word
from poverty.packs.vocabulary import CANNOT_TELL, PROVINCE_AREA, tell_direction
from poverty.trajectory.spells import TELLS_OF_ONE_YEAR
from poverty.words.language import Language, translatable

STATUS_LABELS = {
    "estimate": translatable("estimate"), "target": translatable("target"), "forecast": translatable("forecast"),
}  # fmt: skip
STATISTIC_LABELS = {
    "rise": translatable("rise"),
    "fall": translatable("fall"),
    "mean fall per year": translatable("mean fall a year"),
    "relative fall": translatable("relative fall"),
    "share": translatable("share"),
    "percent of plan": translatable("share of the plan"),
    "percent above plan": translatable("above the plan"),
    "fall in words": translatable("a fall, said in words"),
    "rise in words": translatable("a rise, said in words"),
    "mean level": translatable("mean"),
}
MILLION = 1e6
ROUNDED_TO_MILLIONS = 10_000  # a count rounded so far is written in millions
DIGITS_OF_UNPRINTED = 3  # digits that count of a number of households or people that nobody printed
LOOSE_CHANGE = 3.5  # percent: a change that is looser is told as a range
HARDLY = 5.0  # percent: a smaller change of a survey that prints no sampling error may be none
MOST_DECIMALS = 6
FEWEST_STEPS = 5  # of its last digit, from the lower end of a range to the upper one
SAME = 1e-9  # a difference that arithmetic makes
MOST_FINDINGS = 3  # sentences to quote of one subject: what a reader keeps in mind
QUOTIENT_PHRASES = {
    "households a model": translatable("%(n)s households a model"),
    "VND a model": translatable("%(n)s million VND a model"),
    "VND a household": translatable("%(n)s million VND a household"),
}


def unique_ids(column: pd.Series) -> list[str]:
    """The distinct ids in a column of space-separated ids, in order.

    Example:
        >>> unique_ids(pd.Series(["rate-1997 rate-2015", "rate-2015", ""]))
        ['rate-1997', 'rate-2015']
    """
    return list(dict.fromkeys(name for cell in column for name in cell.split()))


def province_name(pack: Pack, lang: Language) -> str:
    """The province's name in a language, in English where the pack has no other."""
    return _choose_name(pack.province["name"], lang)


def phrase_successor(pack: Pack, lang: Language) -> str:
    """The province that this one became part of, no line broken within a name of two words; "" if the pack has none."""
    name = _choose_name(pack.shared.territory.get("followed_by", {"en": ""}), lang)
    return name.replace(" ", "\u00a0") if name.count(" ") == 1 else name


def _choose_name(names: dict[str, str], lang: Language) -> str:
    return names.get(lang.code, names["en"])


def capitalize_first(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def phrase_group_and_area(population: str, area: str, pack: Pack, lang: Language) -> str:
    """The group and the area of a figure, in words; "" for everybody in the province."""
    groups = pack.shared.groups
    labels = []
    if population != "all":
        labels.append(lang.label(groups["population"][population].label, pack.shared.labels))
    if area != PROVINCE_AREA:
        successor = phrase_successor(pack, lang) if area == "successor" else ""
        labels.append(successor or lang.label(groups["area"][area].label, pack.shared.labels))
    return ", ".join(labels)


def round_to_digits(value: float) -> float:
    """A number of households or people that nobody printed, with the digits that count.

    Example:
        >>> round_to_digits(21393.4)
        21400.0
    """
    return float(f"{value:.{DIGITS_OF_UNPRINTED}g}")


def phrase_standard_years(pack: Pack, standard: str, lang: Language) -> str:
    """A standard by the years in which it was in force; the first of several has no known beginning.

    One that is alone, or that has its years in common with another, goes by its name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack, lang = load_pack("gia-lai"), Language("en")
        >>> phrase_standard_years(pack, "VN-pre2001", lang), phrase_standard_years(pack, "VN-2016", lang)
        ('until 2000', '2016–2021')
    """
    standards = pack.shared.standards
    if not _is_known_by_years(pack, standard):
        return lang.label(standards[standard].label, pack.shared.labels)
    if standard == next(iter(standards)):
        return lang.say("until %(year)s", year=standards[standard].last_year)
    return f"{standards[standard].first_year}–{standards[standard].last_year}"


def _is_known_by_years(pack: Pack, standard: str) -> bool:
    """Whether the years of a standard tell it from the others of its country."""
    standards = pack.shared.standards
    spans = [(other.first_year, other.last_year) for other in standards.values()]
    return len(standards) > 1 and spans.count((standards[standard].first_year, standards[standard].last_year)) == 1


def phrase_standard_name(pack: Pack, standard: str, lang: Language) -> str:
    """The same with the years by which its law names it, where they are others: once in a text, not in its title.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack, lang = load_pack("gia-lai"), Language("en")
        >>> phrase_standard_name(pack, "VN-2011", lang), phrase_standard_name(pack, "VN-2022", lang)
        ('2011–2015', '2022–2026 (officially 2021–2025)')
    """
    years, official = phrase_standard_years(pack, standard, lang), pack.shared.standards[standard].official_years
    return lang.say("%(years)s (officially %(official)s)", years=years, official=official) if official else years


def phrase_rate_unit(pack: Pack, claims: list[str], lang: Language) -> str:
    """What the rates among some claims are shares of: "% of households", "% of people"."""
    wholes = {pack.claims[name].whole for name in claims} - {""}
    if len(wholes) > 1:
        return lang.say("%% of households or of people")
    if wholes == {"population"}:
        return lang.say("%% of people")
    return lang.say("%% of households") if wholes == {"households"} else lang.say("%%")


def choose_told_spell(spells: list[tuple[str, str, float, float, int]]) -> int:
    """Which spell a title and a sentence tell of: its position in the list.

    Of the latest standard with a spell of more than a year the one with most figures, of households before people; if
    there is none, the longest.

    Args:
        spells: of each, in the order of standards, the standard, the base, the first and the last date as a number of
            years, and how many figures it has.

    Example:
        >>> of_five_years = ("VN-2011", "households", 2010.0, 2015.0, 3)
        >>> choose_told_spell([of_five_years, ("VN-2016", "households", 2015.0, 2016.0, 2)])
        0
    """
    numbered = list(enumerate(spells))
    long = [(i, spell) for i, spell in numbered if spell[3] - spell[2] > TELLS_OF_ONE_YEAR]
    if not long:
        return max(numbered, key=lambda item: item[1][3] - item[1][2])[0]
    latest = [(i, spell) for i, spell in long if spell[0] == long[-1][1][0]]
    return max(latest, key=lambda item: (item[1][4], item[1][1] == "households", item[1][3]))[0]


def tell_direction_of(first: pd.Series, last: pd.Series) -> str:
    """Whether a series fell or rose from one figure to a later one: "fell", "rose", or "cannot tell".

    Rounding, or the sampling errors that two surveys print, may leave it open.

    Example:
        >>> tell_direction_of(pd.Series({"low": 5.05, "high": 5.15}), pd.Series({"low": 4.95, "high": 5.05}))
        'fell'
    """
    reaches = [(row.get("survey_high", nan) - row.get("survey_low", nan)) / 2 for row in (first, last)]
    if not any(map(pd.isna, reaches)):  # variances of two samples add up
        fall, reach = first["value"] - last["value"], hypot(*reaches)
        return tell_direction(fall - reach, fall + reach)
    return tell_direction(first["low"] - last["high"], first["high"] - last["low"])


def tell_survey_direction(first: pd.Series, last: pd.Series) -> str:
    """The same for a survey: where it prints no sampling error, a small change may be none.

    Example:
        >>> first = pd.Series({"value": 9.58, "low": 9.575, "high": 9.585})
        >>> last = pd.Series({"value": 9.5, "low": 9.495, "high": 9.505})
        >>> tell_direction_of(first, last), tell_survey_direction(first, last)
        ('fell', 'cannot tell')
    """
    has_error = all(pd.notna(row.get("survey_low")) for row in (first, last))
    sizes = measure_relative_change(first, last)
    if not has_error and sizes and max(sizes) < HARDLY:
        return CANNOT_TELL
    return tell_direction_of(first, last)


def is_exact(row: pd.Series) -> bool:
    """Whether the bounds of a row leave one number."""
    return bool(row.get("low", nan) == row.get("high", nan))


def measure_relative_change(first: pd.Series, last: pd.Series) -> tuple[float, float] | None:
    """By how many percent a figure changed, whichever way: one number twice, or what loose numerals leave.

    None where it began at 0.

    Example:
        >>> first = pd.Series({"value": 5.09, "low": 5.085, "high": 5.095})
        >>> last = pd.Series({"value": 0.69, "low": 0.685, "high": 0.695})
        >>> [round(end, 2) for end in measure_relative_change(first, last)]
        [86.44, 86.44]
    """
    if first["low"] <= 0:
        return None
    plain = abs(100 * (float(last["value"]) / float(first["value"]) - 1))
    low, high = sorted(abs(100 * (float(last[b]) / float(first[a]) - 1)) for a, b in (("high", "low"), ("low", "high")))
    return (plain, plain) if high - low <= LOOSE_CHANGE else (low, high)


def phrase_relative_change(low: float, high: float, lang: Language) -> str:
    """A change in percent, or the range of it, in whole percent unless that would say none of it or all of it.

    Example:
        >>> lang = Language("en")
        >>> [phrase_relative_change(*ends, lang) for ends in ((86.4, 91.1), (99.7, 99.7), (0.4, 0.4), (100, 100))]
        ['86% to 91%', '99.7%', '0.4%', '100%']
    """
    texts = []
    for x in (low, high):
        decimals = next((d for d in (0, 1) if round(x, d) > 0 and (round(x, d) != 100 or x == 100)), 2)
        texts.append(lang.percent(x, decimals if x else 0))
    return lang.range(*texts)


def phrase_duration(lengths: list[float], lang: Language) -> str:
    """How many years something took; of several lengths one is true.

    Example:
        >>> [phrase_duration(years, Language("en")) for years in ([3.0], [1.0], [0.5], [4.25], [3.0, 4.0])]
        ['in 3 years', 'in 1 year', 'in 6 months', 'in 4.3 years', 'in 3 or 4 years']
    """
    months = sorted({round(12 * years) for years in lengths})
    if len(months) == 1 and months[0] < 12:
        return lang.say_many("in %(count)s month", "in %(count)s months", months[0])
    if len(months) == 1 and months[0] % 12 == 0:
        return lang.say_many("in %(count)s year", "in %(count)s years", months[0] // 12)
    years = [lang.number(n / 12, 1 if n % 12 else 0) for n in months]
    return lang.say("in %(years)s years", years=lang.either(years))


def phrase_standard(pack: Pack, standard: str, lang: Language) -> str:
    """A standard in few words: "standard of 2016–2021"; one that stands alone by its name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack, lang = load_pack("gia-lai"), Language("en")
        >>> phrase_standard(pack, "VN-pre2001", lang), phrase_standard(pack, "VN-2022", lang)
        ('standard until 2000', 'standard of 2022–2026')
        >>> phrase_standard(load_pack("nusa-tenggara-timur"), "ID-BPS", lang)
        'national poverty line of BPS'
    """
    years = phrase_standard_years(pack, standard, lang)
    if not _is_known_by_years(pack, standard):
        return years
    if standard == next(iter(pack.shared.standards)):
        return lang.say("standard until %(year)s", year=pack.shared.standards[standard].last_year)
    return lang.say("standard of %(years)s", years=years)


def phrase_falls(low: float, high: float, write: Callable[[float], str], lang: Language) -> str:
    """A range of falls, of which those below 0 are rises: "1 to 2", "a rise of 1 to 2", or from one to the other.

    Args:
        low: the least fall.
        high: the largest.
        write: how a number without a sign is written.
        lang: the language.

    Example:
        >>> lang = Language("en")
        >>> [phrase_falls(low, high, lang.number, lang) for low, high in ((1, 2), (-2, -1), (-1, 2))]
        ['1 to 2', 'a rise of 1 to 2', 'a rise of 1 to a fall of 2']
    """
    if low >= 0:
        return lang.range(write(low), write(high))
    if high <= 0:
        return lang.say("a rise of %(size)s", size=lang.range(write(abs(high)), write(abs(low))))
    return lang.say("a rise of %(rise)s to a fall of %(fall)s", rise=write(abs(low)), fall=write(high))


def phrase_rate(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A rate with as many decimals as its numeral has, and its qualifier; a derived one as "about", with one."""
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=lang.percent(row["value"], 1))
    claim = pack.claims[row["claims"].split()[0]]
    decimals = max(-claim.rounded_to.as_tuple().exponent, 0)
    return phrase_qualified_number(claim.qualifier, lang.percent(claim.value, decimals), lang)


def phrase_dated(
    rows: pd.DataFrame, write: Callable[[pd.Series, Pack, Language], str], pack: Pack, lang: Language
) -> str:
    """Figures with their dates: "5.09% (end 2021), 0.69% (end 2024)".

    Args:
        rows: with a `date`, SDMX, in order.
        write: how a figure is written.
        pack: the province.
        lang: the language.

    Example:
        >>> rows = pd.DataFrame({"date": ["2021-M12", "2024-M12"], "value": [5.09, 0.69]})
        >>> phrase_dated(rows, lambda row, pack, lang: lang.percent(row["value"], 2), None, Language("en"))
        '5.09% (end 2021), 0.69% (end 2024)'
    """
    return ", ".join(
        lang.say("%(value)s (%(when)s)", value=write(row, pack, lang), when=lang.date(row["date"]))
        for _, row in rows.iterrows()
    )


def phrase_at_date(sdmx: str, lang: Language) -> str:
    """When, in a sentence, for an SDMX period.

    Example:
        >>> [phrase_at_date(date, Language("en")) for date in ("2021-M12", "2022-M03", "1997")]
        ['at the end of 2021', 'in March 2022', 'in 1997']
    """
    period = parse_sdmx_period(sdmx)
    if sdmx != str(period.year) and period.end == period.year:
        return lang.say("at the end of %(year)s", year=period.year)
    if sdmx == str(period.year):
        return lang.say("in %(year)s", year=period.year)
    return lang.say("in %(month)s", month=lang.date(sdmx))


def phrase_qualified_number(qualifier: str, number: str, lang: Language) -> str:
    """A formatted number with the words that limit it; alone where there are none.

    Example:
        >>> [phrase_qualified_number(q, "17,250", Language("en")) for q in ("more than", "exact")]
        ['more than 17,250', '17,250']
    """
    phrases = vocabulary.QUALIFIED_NUMBERS
    return lang.say(phrases[qualifier], n=number) if qualifier in phrases else number


def phrase_printed(claim: Claim, pack: Pack, lang: Language) -> str:
    """A numeral as printed, with the words that limit it and what a word of another language in it means.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack = load_pack("bac-lieu")
        >>> [phrase_printed(pack.claims["trained-workers"], pack, Language(code)) for code in ("en", "id")]
        ['ratusan (hundreds)', 'ratusan']
    """
    text = claim.printed
    if Locale.parse(claim.locale).language != lang.code:
        words, (_, magnitude) = pack.shared.lexicon, split_magnitude_word(text, claim.locale, pack.shared.magnitudes)
        limits = words.get((claim.locale, text.lower()))
        meaning = next((word for (code, word), own in words.items() if code == lang.code and own == limits), "")
        if not limits and magnitude:
            meaning = lang.label(magnitude)
        text = f"{text} ({meaning})" if meaning else text
    return phrase_qualified_number(claim.qualifier, text, lang)


def phrase_count(
    row: pd.Series, pack: Pack, lang: Language, value: float | None = None, inferred: bool | None = None
) -> str:
    """A count of households or people as printed, with its qualifier; an inferred one as "about" unless it is exact.

    Args:
        row: with `value`, `kind` and `claims`.
        pack: the province.
        lang: the language.
        value: another number worked out from the row, such as a fall; without a qualifier.
        inferred: whether that number rests on an inferred one; then it has no more than three digits.

    Example:
        >>> row = pd.Series({"kind": "derived", "value": 3075.0, "low": 3050.0, "high": 3100.0, "claims": ""})
        >>> phrase_count(row, None, Language("en")), phrase_count(row, None, Language("en"), 9916.0, False)
        ('about 3,080', '9,916')
        >>> phrase_count(row.replace([3050.0, 3100.0], 3075.0), None, Language("en"))  # 9,000 less 5,925
        '3,075'
    """
    if inferred is None:
        inferred = value is None and row["kind"] == "derived" and not is_exact(row)
    number = row["value"] if value is None else value
    if inferred:
        return lang.say("about %(n)s", n=lang.number(round_to_digits(number)))
    if value is not None or row["kind"] == "derived":
        return lang.number(number)
    claim = pack.claims[row["claims"].split()[0]]
    if claim.rounded_to >= ROUNDED_TO_MILLIONS:
        decimals = max(-(claim.rounded_to / 1_000_000).normalize().as_tuple().exponent, 0)
        text = lang.say("%(n)s million", n=lang.number(claim.value / 1_000_000, decimals))
        return phrase_qualified_number(claim.qualifier, text, lang)
    return phrase_qualified_number(claim.qualifier, lang.number(number), lang)


def phrase_job_figure(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A figure on jobs with its qualifier; an inferred one as "about", or as its range if its number is one end of it.

    Example:
        >>> inferred = pd.Series({"kind": "derived", "value": 6667.0, "low": 6667.0, "high": 8400.0})
        >>> phrase_job_figure(inferred, None, Language("en"))  # more than 20,000 over nearly 3
        '6,667 to 8,400'
    """
    number = lang.number(row["value"])
    if row["kind"] != "derived":
        return phrase_qualified_number(pack.claims[row["claims"].split()[0]].qualifier, number, lang)
    if row["low"] < row["value"] < row["high"]:
        return lang.say("about %(n)s", n=number)
    return lang.range(lang.number(row["low"]), lang.number(row["high"]))


def short_legal_basis(legal_basis: str) -> str:
    """A legal basis without its date: "Decree 07/2021/NĐ-CP"."""
    return legal_basis.split(" of ")[0]


def describe_figure(figure: Claim | pd.Series, when: str | None, pack: Pack, lang: Language) -> str:
    """A printed figure in words: what is counted, of whom, what kind of number, of when.

    Args:
        figure: a claim, or a row with its indicator, population, area, statistic, base and status.
        when: its date in words; "" if it has none, None if that is said elsewhere.
        pack: the province.
        lang: the language.
    """
    what = capitalize_first(lang.label(vocabulary.INDICATORS[figure.indicator].label))
    if figure.base == "population":
        what = lang.say("%(values)s (of people)", values=what)
    group = phrase_group_and_area(figure.population, figure.area, pack, lang)
    what = f"{what}, {group}" if group else what
    if figure.statistic == "multiple":
        year = lang.date(figure.base.partition(":")[2])
        return lang.say("%(what)s: average over that of %(year)s", what=what, year=year)
    if figure.statistic == "mean per year" and when == "":
        return lang.say("%(what)s a year (of which years?)", what=what)
    if figure.statistic in ("mean per year", "each year"):
        what = lang.say("%(what)s a year", what=what)
    if figure.statistic == "unclear" and when is not None:
        when = lang.say("%(when)s (level or fall?)", when=when) if when else lang.say("undated (level or fall?)")
    statistic, status = STATISTIC_LABELS.get(figure.statistic, ""), STATUS_LABELS.get(figure.status, "")
    return ", ".join(filter(None, (what, lang.label(statistic), when, lang.label(status))))


def format_bounds(low: float, high: float, write: Callable[[float, int], str], lang: Language) -> str:
    """A range with the decimals that its bounds ask for; one number of it where all of it rounds to that number.

    Args:
        low: the lower end.
        high: the upper end.
        write: `lang.number` or `lang.percent`.
        lang: the language.

    Example:
        >>> lang = Language("en")
        >>> format_bounds(9.575, 9.585, lang.percent, lang), format_bounds(66.26, 66.88, lang.percent, lang)
        ('9.58%', '66.3% to 66.9%')
    """
    width = round(high - low, 9)
    exact = next((d for d in range(MOST_DECIMALS) if {round(low, d), round(high, d)} == {low, high}), MOST_DECIMALS)
    if width == 0:
        return write(low, exact)
    decimals = max(0, floor(SAME - log10(width)))
    number = round((low + high) / 2, decimals) + 0.0  # no negative zero
    half_a_digit = 0.5 * 10**-decimals + SAME
    if low <= number <= high and max(number - low, high - number) <= half_a_digit:
        return write(number, decimals)
    decimals = min(max(0, ceil(log10(FEWEST_STEPS / width) - SAME)), exact)
    return lang.range(write(low, decimals), write(high, decimals))


def phrase_allowed_range(low: float, high: float, unit: str, below: bool, above: bool, lang: Language) -> str:
    """A range with its unit, and whether the words leave what is below or above it open.

    Args:
        low: the lower end, in the unit.
        high: the upper end.
        unit: "%" for a rate, "" for a bare number.
        below: the printed words set no lower limit.
        above: they set no upper limit.
        lang: the language.
    """
    decimals = next((d for d in range(9) if round(low, d) == low and round(high, d) == high), 9)
    write = lang.percent if unit == "%" else lang.number
    text = lang.range(write(low, decimals), write(high, decimals)) + (f" {unit}" if unit not in ("", "%") else "")
    if below and above:
        return lang.say("%(range)s, or so", range=text)
    if above:
        return lang.say("%(range)s, or more", range=text)
    return lang.say("%(range)s, or less", range=text) if below and low > 0 else text


def format_quotient_range(low: float, high: float, measure: str, lang: Language) -> str:
    """What a livelihood model or a household in one comes to: a range, money in millions, a decimal below a hundred.

    Args:
        low: households, or VND.
        high: the upper end of the same.
        measure: a key of `QUOTIENT_PHRASES`.
        lang: the language.
    """
    scale = 1.0 if measure == "households a model" else MILLION
    decimals = 0 if high / scale >= 100 else 1
    return lang.range(lang.number(low / scale, decimals), lang.number(high / scale, decimals))


def format_dollar_range(low: float, high: float, lang: Language) -> str:
    """A range in dollars, with three digits that count: a rate of one day does not carry more.

    Example:
        >>> format_dollar_range(425.49, 1234567, Language("en"))
        '425 to 1,230,000'
    """
    return lang.range(*(lang.number(int(float(f"{x:.3g}"))) for x in (low, high)))
