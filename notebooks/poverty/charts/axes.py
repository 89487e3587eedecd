"""The scales of a chart."""

from math import inf

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty.charts.page import Page, measure
from poverty.words.language import Language

APART = 0.35  # inches between two numbers of a vertical axis
BETWEEN = 0.1  # inches between the words of two ticks


def percent_axis(ax: Axes, lang: Language) -> None:
    """Round numbers on the vertical axis, each with the decimals that it has."""
    low, high = ax.get_ylim()
    tall = ax.get_position().height * ax.figure.get_figheight()
    most = min(8, max(2, int(tall / APART)))
    ticks = [y for y in MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= y <= high]
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.set_yticks(ticks, [lang.percent(y, decimals) for y in ticks])


def year_ticks(page: Page, ax: Axes, years: list[float], table: pd.DataFrame, lang: Language) -> None:
    """Ticks at year ends, from the last back those with their year that have room; "end" where figures are of others.

    Without that word a figure of September 2024 would stand before 2024.
    """
    years = sorted(years)
    words = [f"{year:.0f}" for year in years]
    printed = table[~table["role"].isin(["path", "scenario"])]
    if (printed["t"] % 1).between(0.02, 0.98).any():
        words = [lang.say("end %(year)s", year=year) for year in words]
    inches = ax.get_position().width * page.width / (ax.get_xlim()[1] - ax.get_xlim()[0])  # a year
    room = (max(measure(text, page.label) for text in words) + BETWEEN) / inches
    following = inf
    for i in reversed(range(len(years))):
        if following - years[i] < room:
            words[i] = ""
        else:
            following = years[i]
    ax.set_xticks(years, words)
