"""The scales of a chart."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty.words.language import Language

APART = 0.35  # inches between two numbers of a vertical axis


CROWDED = 8  # ticks that leave no room for more than the year


def percent_axis(ax: Axes, lang: Language) -> None:
    """Round numbers on the vertical axis, each with the decimals that it has."""
    low, high = ax.get_ylim()
    tall = ax.get_position().height * ax.figure.get_figheight()
    most = min(8, max(2, int(tall / APART)))
    ticks = [y for y in MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= y <= high]
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.set_yticks(ticks, [lang.percent(y, decimals) for y in ticks])


def year_ticks(ax: Axes, years: list[float], table: pd.DataFrame, lang: Language) -> None:
    """Ticks at year ends; they say so where some figures are of other dates and there is room for it."""
    within = (table.loc[table["role"] == "anchor", "t"] % 1).between(0.02, 0.98).any() and len(years) < CROWDED
    words = [lang.say("end %(year)s", year=f"{y:.0f}") if within else f"{y:.0f}" for y in years]
    ax.set_xticks(years, words)
