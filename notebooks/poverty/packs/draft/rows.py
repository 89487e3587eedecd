"""From a reading to a row of reported.csv: its cells, what is inferred, and what a person should look at."""

from collections import Counter
from decimal import Decimal

from babel.numbers import get_decimal_symbol

from poverty.packs.claims import PovertyStandard, ReferenceTables
from poverty.packs.csv_rows import list_column_names
from poverty.packs.dates import period_end_coordinate
from poverty.packs.draft.marks import tell_decimal_mark
from poverty.packs.draft.page_facts import PageFacts
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.subjects import has_rate
from poverty.packs.messages import Date, Message, message
from poverty.packs.numerals import NumeralError, read_printed_numeral

DOUBT_COST, DISTANCE_COST, MOST_DISTANCE, LEAST_SURE = 0.15, 0.03, 10.0, 0.05  # how sure a row is
ROUND_ZEROS = 3  # zeros at the end of a round number that may not count
POVERTY_SUBJECTS = ("poor", "near_poor", "poor_and_near_poor")


def propose_row(
    reading: Reading, facts: PageFacts, used: Counter
) -> tuple[dict[str, str], tuple[Message, ...], float] | None:
    """The cells of a reading's row, its doubts and how sure it is; None if it cannot be a row.

    Args:
        reading: what the numeral says; its reason is set where it cannot be a row.
        facts: what holds for the page.
        used: how often each name was given; the row's is added.
    """
    cells = _read_cells(reading, facts)
    if cells is None or _is_impossible(reading, cells):
        reading.reason = "impossible" if cells else "code"
        return None
    inferred = cells["inferred"].split() + [c for c in ("from", "to") if c in reading.unsure and cells[c]]
    cells["base"] = _name_base(reading, facts)
    if cells["base"] == facts.base == "households" and not reading.base:
        inferred.append("base")
    if facts.date and not cells["to"] and reading.statistic == "level":
        cells["as_of"] = facts.date
    if reading.subject in POVERTY_SUBJECTS:
        cells["standard"] = find_standard(reading, facts.shared.standards)
        inferred += ["standard"] if cells["standard"] else []
    paragraph, number = reading.sentence.paragraph, reading.sentence.number
    cells["locator"] = f"paragraph {paragraph}, sentence {number}" if paragraph else "headline"
    cells |= {"inferred": " ".join(inferred), "claim_id": name_row(cells, used)}
    doubts = list_doubts(reading, cells)
    sure = 1 - DOUBT_COST * len(doubts) - DISTANCE_COST * min(reading.subject_cost, MOST_DISTANCE)
    return cells, doubts, round(max(sure, LEAST_SURE), 2)


def _read_cells(reading: Reading, facts: PageFacts) -> dict[str, str] | None:
    """The cells in the locale that prints the numeral so; None if none does."""
    own, language = choose_locale(reading, facts), facts.grammar.language
    for locale in dict.fromkeys((own, language, facts.comma_locale, "en")):
        try:
            return build_cells(reading, locale, facts.shared)
        except NumeralError:
            continue
    return None


def _is_impossible(reading: Reading, cells: dict[str, str]) -> bool:
    """Whether it would be a rate above 100 percent."""
    level = reading.unit == "percent" and reading.statistic in ("level", "unclear", "share")
    return level and max(Decimal(cells["value"]), Decimal(cells["value_to"] or 0)) > 100


def _name_base(reading: Reading, facts: PageFacts) -> str:
    """What a rate, a share or a multiple is of."""
    if reading.statistic == "share":
        return reading.indicator
    if reading.statistic == "multiple":
        return f"{reading.indicator}:{reading.base_date}"
    rate = reading.unit == "percent" and has_rate(reading.subject) and reading.statistic in ("level", "unclear")
    return (reading.base or facts.base) if rate else ""


def choose_locale(reading: Reading, facts: PageFacts) -> str:
    """How the numeral is written: by its own marks, or else as the page writes."""
    numeral, language = reading.numeral, facts.grammar.language
    ways = [tell_decimal_mark(d, reading.unit, reading.magnitude) for d in (numeral.digits_to, numeral.digits)]
    mark = next(filter(None, ways), facts.mark)
    marked = any(m in numeral.digits + numeral.digits_to for m in ".,")
    if numeral.is_word or not marked or mark == get_decimal_symbol(language):
        return language
    return "en" if mark == "." else facts.comma_locale


def build_cells(reading: Reading, locale: str, shared: ReferenceTables) -> dict[str, str]:
    """The cells of a row, but for its names, standard and base.

    Raises:
        NumeralError: the digits are no number in the locale.
    """
    numeral = reading.numeral
    printed = f"{numeral.digits}-{numeral.digits_to}" if numeral.digits_to else numeral.digits
    first, second, last_digit = read_printed_numeral(printed, locale, numeral.qualifier, shared.lexicon)
    rounded_to = last_digit
    if last_digit == 1 and not numeral.is_word and not numeral.magnitude:
        rounded_to = _count_round_digits(first, second, numeral.qualifier)
    if numeral.magnitude_word and (locale, numeral.magnitude_word) in shared.magnitudes:
        printed = f"{printed} {numeral.magnitude_word}"
    unit = f"{reading.magnitude} {reading.unit}" if reading.magnitude else reading.unit
    cells = dict.fromkeys(list_column_names("reported.csv"), "")
    cells |= {
        "indicator": reading.indicator, "population": reading.population or "all", "area": reading.area or "province",
        "statistic": reading.statistic, "qualifier": numeral.qualifier, "printed": printed, "locale": locale,
        "unit": unit, "value": f"{first:f}", "value_to": "" if second is None else f"{second:f}",
        "rounded_to": f"{rounded_to:f}", "from": reading.first, "to": reading.last, "status": reading.status,
        "confirmed": "no", "note": reading.sentence.place,
    }  # fmt: skip
    inferred = [] if rounded_to == last_digit else ["rounded_to"]
    if reading.statistic == "above plan":
        cells["statistic"] = "percent above plan"
    cells["inferred"] = " ".join(inferred)
    return cells


def _count_round_digits(first: Decimal, second: Decimal | None, qualifier: str) -> Decimal:
    """The unit of the last digit that counts, of a whole number."""
    digits = [f"{number:f}" for number in (first, second) if number]
    zeros = min((len(d) - len(d.rstrip("0")) for d in digits), default=0)
    if zeros < ROUND_ZEROS and qualifier in ("exact", "range"):
        return Decimal(1)
    longest = max(map(len, digits), default=1)
    return Decimal(10) ** min(zeros, max(ROUND_ZEROS, longest - 2))


def find_standard(reading: Reading, standards: dict[str, PovertyStandard]) -> str:
    """The standard in force at a reading's date; "" where two may be meant."""
    if not reading.last or not reading.first:
        return ""
    fits = []
    for standard in standards.values():
        opening, end = standard.first_year - 1.0, float(standard.last_year)
        if opening <= period_end_coordinate(reading.first) and period_end_coordinate(reading.last) <= end:
            fits.append(standard)
    if len(fits) == 2 and reading.standard:
        fits.sort(key=lambda standard: standard.first_year)
        return fits[1 if reading.standard == "new" else 0].id
    return fits[0].id if len(fits) == 1 else ""


def list_doubts(reading: Reading, cells: dict[str, str]) -> tuple[Message, ...]:
    """What a person should look at in a row, in the order of its weight."""
    doubts = []
    if reading.numeral.is_grouped:
        doubts.append(
            message("Its thousands are marked in a way that %(locale)s does not print.", locale=cells["locale"])
        )
    if "unit" in reading.unsure:
        doubts.append(message("The page prints %%. Points are taken; it may be percent of the earlier rate."))
    if cells["statistic"] == "unclear":
        doubts.append(message("A level, or a change a year? The sentence does not say; a reading can settle it."))
    if reading.numeral.unit == "" and reading.unit and not reading.numeral.is_word:
        doubts.append(message("No unit stands beside it; %(unit)s is taken.", unit=cells["unit"]))
    if reading.sentence.unclear:
        doubts.append(message("It stands in a table that has no clear head for its column."))
    if reading.inherited == "page":
        doubts.append(message("Its own sentence does not say what it counts; this is from the sentence before."))
    if not cells["from"] or not cells["to"]:
        doubts.append(message("The page gives it no date that is clear."))
    elif {"from", "to"} & reading.unsure:
        doubts.append(_doubt_dates(cells["from"], cells["to"]))
    if "base" in cells["inferred"].split():
        doubts.append(message("A share of households or of people? %(base)s is taken.", base=cells["base"]))
    if not cells["standard"] and reading.subject in POVERTY_SUBJECTS and cells["to"]:
        doubts.append(message("Two poverty standards may be meant at that date, or none is known: enter one."))
    return tuple(doubts)


def _doubt_dates(start: str, end: str) -> Message:
    """That the dates of a row are taken from elsewhere on the page."""
    if start == end:
        return message("Its date is not printed beside it: %(date)s is taken.", date=Date(end))
    return message(
        "Its dates are not printed beside it: %(start)s to %(end)s is taken.", start=Date(start), end=Date(end)
    )


def join_rows(groups: dict[tuple, list[dict[str, str]]]) -> None:
    """Give the rows of one sentence about one thing the same word in `together`.

    Args:
        groups: the rows, by their place (paragraph and sentence) and what they are about.
    """
    letters: Counter = Counter()
    for (place, *_), rows in groups.items():
        if len(rows) < 2:
            continue
        letters[place] += 1
        word = f"p{place[0]}s{place[1]}-{chr(ord('a') + (letters[place] - 1) % 26)}"
        for cells in rows:
            cells["together"] = word


def name_row(cells: dict[str, str], used: Counter) -> str:
    """A claim_id that a person can read, and that no other row of the draft has."""
    parts = [cells["indicator"]]
    parts += [
        cells[column] for column, usual in (("population", "all"), ("area", "province")) if cells[column] != usual
    ]
    parts += [cells["statistic"]] if cells["statistic"] not in ("level", "total") else []
    parts += [cells["status"]] if cells["status"] != "actual" else []
    start, end = cells["from"].removesuffix("-M12"), cells["to"].removesuffix("-M12")
    parts += (
        [end] if start == end or cells["statistic"] not in ("total", "unclear", "mean fall per year") else [start, end]
    )
    name = "-".join("-".join(part.lower().replace("_", "-").split()) for part in parts if part)
    used[name] += 1
    return name if used[name] == 1 else f"{name}-{_count_in_letters(used[name])}"


def _count_in_letters(number: int) -> str:
    """b for 2, c for 3 … z for 26, then numbers."""
    return chr(ord("a") + number - 1) if number <= 26 else str(number)
