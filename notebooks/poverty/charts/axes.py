"""The scales of charts: percent, numbers, years."""

from collections.abc import Callable
from math import inf

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty.charts.fonts import measure_text
from poverty.charts.page import Page
from poverty.words.language import Language

TICKS_APART = 0.75  # inches between two numbers of an axis
WORDS_APART = 0.12  # inches between the words of two ticks
MOST_TICKS = 6
MOST_YEARS = 10  # that an axis names one by one


def choose_ticks(low: float, high: float, inches: float) -> list[float]:
    """Round numbers for an axis of so many inches.

    Example:
        >>> choose_ticks(0, 17, inches=4)
        [0.0, 5.0, 10.0, 15.0]
    """
    most = min(MOST_TICKS, max(1, int(inches / TICKS_APART)))
    values = MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(value) for value in values if low - 1e-9 <= value <= high + 1e-9]


def format_percent_ticks(values: list[float], lang: Language) -> list[str]:
    """Percent with the decimals that all of them need."""
    return [lang.percent(value, _count_decimals(values)) for value in values]


def format_number_ticks(values: list[float], lang: Language) -> list[str]:
    """Numbers with the decimals that all of them need."""
    return [lang.number(value, _count_decimals(values)) for value in values]


def _count_decimals(values: list[float]) -> int:
    return next((d for d in (0, 1, 2) if all(abs(round(v, d) - v) < 1e-9 for v in values)), 3)


def set_value_axis(
    page: Page, ax: Axes, top: float, write: Callable[[list[float], Language], list[str]], lang: Language
) -> None:
    """A vertical axis from 0 to `top`, with a light line at each round number, but for the zero line.

    Args:
        page: the page.
        ax: the axes, whose width the words of the ticks do not change.
        top: the highest value of the axis.
        write: `format_percent_ticks` or `format_number_ticks`.
        lang: the language.
    """
    ax.set_ylim(0, top)
    inches = ax.get_position().height * page.size.height
    values = choose_ticks(0, top, inches)
    ax.set_yticks(values, write(values, lang))
    ax.grid(axis="y")


def measure_ticks(texts: list[str], page: Page) -> float:
    """The inches that the words of a vertical axis take, with the gap to the axes."""
    return max((measure_text(text, page.size.label) for text in texts), default=0.0) + WORDS_APART


def set_year_axis(page: Page, ax: Axes, years: list[float], texts: list[str]) -> None:
    """Ticks at times, each with its words where they have room: the last and the first, then from the last back."""
    pairs = sorted(zip(years, texts, strict=True))
    inches = ax.get_position().width * page.size.width / (ax.get_xlim()[1] - ax.get_xlim()[0])  # a year
    order = [pairs[-1], pairs[0], *reversed(pairs[1:-1])] if len(pairs) > 1 else pairs
    taken: list[tuple[float, float]] = [(-inf, -inf)]
    shown = {}
    for year, text in order:
        half = (measure_text(text, page.size.label) + WORDS_APART) / 2 / inches
        if all(year - half >= end or year + half <= start for start, end in taken):
            taken.append((year - half, year + half))
            shown[year] = text
    ax.set_xticks([year for year, _ in pairs], [shown.get(year, "") for year, _ in pairs])
    ax.tick_params(axis="x", length=4)


def choose_years(first: int, last: int) -> list[int]:
    """The first and the last year, and round ones between where there are many.

    Example:
        >>> choose_years(1997, 2024), choose_years(2021, 2023)
        ([1997, 2000, 2005, 2010, 2015, 2020, 2024], [2021, 2022, 2023])
    """
    step = 5 if last - first > MOST_YEARS else 1
    return sorted({first, last, *(year for year in range(first, last) if year % step == 0)})


def add_percent_axes(page: Page, top: float, lang: Language) -> Axes:
    """Axes with a scale in percent from 0 to `top`."""
    ax = page.add_axes(left=measure_ticks(format_percent_ticks(choose_ticks(0, top, 4), lang), page))
    set_value_axis(page, ax, top, format_percent_ticks, lang)
    return ax
