"""Tell a fall of a count in percent from a fall of a rate in points: the two counts beside it say which it is."""

from itertools import permutations

from poverty.packs.draft.marks import tell_decimal_mark
from poverty.packs.draft.reading import Reading
from poverty.packs.draft.subjects import has_rate, name_indicator

COUNTS = ("households", "persons")
MAGNITUDES = {"": 1, "thousand": 1e3, "million": 1e6}
CLOSE = 0.06  # percent by which rounding may move the share
STATISTICS = {"fall": "relative fall", "rise": "relative rise"}


def settle_relative_changes(readings: list[Reading], mark: str) -> None:
    """Read "44,120 poor, down 3.9 percent from 45,890" as the change of the count that it is.

    Args:
        readings: what the numerals of a sentence say; changed in place.
        mark: the decimal mark of the page.
    """
    counts = [r for r in readings if r.statistic == "level" and r.unit in COUNTS and has_rate(r.subject)]
    for reading in readings:
        if "unit" not in reading.unsure or reading.statistic not in STATISTICS:
            continue
        sign = 1 if reading.statistic == "rise" else -1
        for old, new in permutations((count for count in counts if count.subject == reading.subject), 2):
            start = read_value(old, mark)
            change = sign * 100 * (read_value(new, mark) / start - 1) if start and old.unit == new.unit else 0.0
            if change > 0 and abs(change - read_value(reading, mark)) < CLOSE:
                reading.statistic, reading.unit = STATISTICS[reading.statistic], "percent"
                reading.indicator = name_indicator(reading.subject, new.unit)
                reading.unsure.discard("unit")
                break


def read_value(reading: Reading, mark: str) -> float:
    """What a numeral comes to; 0 where it is a word."""
    if reading.numeral.is_word:
        return 0.0
    mark = tell_decimal_mark(reading.numeral.digits, reading.unit, reading.magnitude) or mark
    digits = reading.numeral.digits.replace("," if mark == "." else ".", "").replace(mark, ".")
    return float(digits) * MAGNITUDES.get(reading.magnitude, 0)
