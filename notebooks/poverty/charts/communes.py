"""How the poverty rates of many communes are spread, year by year: one chart without a map, however many there are.

The middle commune as a line, the middle half and eight of ten communes as tints; a ribbon for each standard, and
nothing between two of them.
"""

import pandas as pd

from poverty.charts.axes import add_percent_axes, choose_years, set_year_axis
from poverty.charts.page import BLUE, BLUE_TINT, GREY, Page, Size
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language
from poverty.words.phrases import phrase_standard_years, province_name

MIDDLE_HALF = "#7F9DBA"  # between the tint and the line
RIBBONS = (("p10", "p90", BLUE_TINT), ("p25", "p75", MIDDLE_HALF))
APART = 5  # points between two standards
ROOM = 1.12  # above the highest ribbon, for the names of the standards


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    last = table.iloc[-1]
    title = lang.say(
        "End of %(year)s: poverty rate %(rate)s or less in half of %(count)s communes",
        year=last["year"], rate=lang.percent(last["p50"], 1), count=lang.number(last["communes"]),
    )  # fmt: skip
    subtitle = lang.say(
        "Poverty rate, %% of households, in the communes of %(name)s", name=province_name(context, lang)
    )
    spans = [
        lang.say(
            "%(standard)s: middle commune %(first)s at end %(start)s, %(last)s at end %(end)s",
            standard=phrase_standard_years(context, standard, lang),
            first=lang.percent(rows["p50"].iloc[0], 1), start=rows["year"].iloc[0],
            last=lang.percent(rows["p50"].iloc[-1], 1), end=rows["year"].iloc[-1],
        )
        for standard, rows in table.groupby("standard", sort=False)
    ]  # fmt: skip
    notes = (
        lang.sentence(
            Kind.KEY,
            "Line: the middle commune. Dark: half of them. Light: eight of ten. Between figures: reconstructed.",
        ),
        lang.sentence(Kind.KEY, "Each commune counts once."),
    )
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(spans)}.", notes)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A ribbon for each standard."""
    ax = add_percent_axes(page, ROOM * max(table["p90"].max(), 0.1), lang)
    first, last = int(table["year"].min()), int(table["year"].max())
    ax.set_xlim(first - 0.4, last + 0.4)
    years = choose_years(first, last)
    set_year_axis(page, ax, years, [str(year) for year in years])
    for standard, rows in table.groupby("standard", sort=False):
        begin = rows.index[0]
        ax.axvline(rows["year"].iloc[0], color="white", linewidth=APART, zorder=1.5)  # ribbons that meet are not one
        for low, high, colour in RIBBONS:
            if len(rows) > 1:
                ax.fill_between(rows["year"], rows[low], rows[high], color=colour, linewidth=0, gid=f"{low}.{begin}")
            else:
                ax.vlines(rows["year"], rows[low], rows[high], color=colour, linewidth=8, gid=f"{low}.{begin}")
        ax.plot(rows["year"], rows["p50"], color=BLUE, linewidth=3, marker="o" if len(rows) == 1 else None,
                gid=f"middle.{begin}")  # fmt: skip
        middle = (rows["year"].iloc[0] + rows["year"].iloc[-1]) / 2
        across, up = page.locate(ax, middle, ax.get_ylim()[1])
        named = phrase_standard_years(context, standard, lang)
        page.write(across, up, named, ha="center", va="top", color=GREY, gid=f"name.{begin}")
