"""What comes next, if: the figures so far, and a dashed line for each "if", with the range around the same rate."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import add_percent_axes, set_year_axis
from poverty.charts.labels import End, Labels, set_time_limits, write_ends
from poverty.charts.marks import draw_band, tell_gid
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.panels import draw_figure, draw_path
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.dates import parse_sdmx_period
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_territory_note
from poverty.words.phrases import phrase_dated, phrase_rate, phrase_rate_unit, province_name, unique_ids
from poverty.words.scenarios import phrase_fan_meaning, phrase_scenario

SAME_RATE, NO_CHANGE = "pace", "stagnation"  # scenarios; the title tells of the first
TITLES = {  # by what the rate is a share of
    "households": translatable("If poverty falls as before, %(rate)s are poor by %(year)s"),
    "population": translatable("If poverty falls as before, %(rate)s of people are poor by %(year)s"),
}
HEADROOM = 1.16  # of the highest figure
WORDS_SHARE = {False: 0.22, True: 0.29}  # of the width, by whether the page is narrow: what stands at the ends
SIDES = ("above right", "right", "above", "below left", "below", "left", "below right")  # of a figure so far
MOST_TOLD = 4  # figures so far in the alternative text; else the first and the last
SMALLEST = 0.05  # percent: what rounds to nothing


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    (_, ends), figures = _select_paths(table), _select_figures(table)
    same = ends[ends["scenario"] == SAME_RATE].sort_values("value")
    year = parse_sdmx_period(ends["date"].iloc[0]).year
    text = TITLES[context.claims[figures["claims"].iloc[-1].split()[0]].whole or "households"]
    title = lang.say(text, rate=_phrase_rates(list(same["value"]), lang), year=year)
    of = phrase_rate_unit(context, unique_ids(figures["claims"]), lang)
    place = province_name(context, lang)
    if phrase_territory_note(context, table, lang):
        place = lang.say("%(place)s (former province)", place=place)
    subtitle = lang.say("Poverty rate, %(of)s, %(place)s", of=of, place=place)
    notes = _list_notes(table, context, lang)
    key = lang.sentence(Kind.KEY, "Dashed: what would follow, not a forecast.")
    if size.is_narrow:
        notes = [key, *notes]
    else:
        subtitle = f"{subtitle}. {key.removesuffix('.')}"
    marks = (tell_gid(figures.iloc[0]), tell_gid(same.iloc[-1]))
    shown = figures if len(figures) <= MOST_TOLD else figures.iloc[[0, -1]]
    so_far = lang.say("So far: %(values)s.", values=phrase_dated(shown, phrase_rate, context, lang))
    alt = f"{title}. {so_far} {_phrase_ends(ends, figures.iloc[-1], context, lang)}"
    return ChartTexts(title, state_evidence(subtitle, context, lang), alt, tuple(notes), marks)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The figures so far, joined; a dashed line for each scenario, named at its end; a tint around the same rate."""
    (paths, ends), figures = _select_paths(table), _select_figures(table)
    top = HEADROOM * max(figures["value"].max(), paths[["value", "high"]].max(axis=None))
    ax = add_percent_axes(page, top, lang)
    named = [_name_end(row, figures.iloc[-1], page, context, lang) for _, row in ends.iterrows()]
    first, horizon = table["t"].min(), float(paths["t"].max())
    lines = set_time_limits(page, ax, first, horizon, named, WORDS_SHARE[page.size.is_narrow])
    times = {float(year): lang.date(f"{year}-M12") for year in range(int(np.ceil(first)), round(horizon) + 1)}
    times |= dict(zip(figures["t"], map(lang.date, figures["date"]), strict=True))
    set_year_axis(page, ax, list(times), list(times.values()))
    labels = Labels(page)
    labels.block_ticks(ax)
    _draw_paths(ax, paths, labels)
    last = figures[figures["role"] == "last"]
    for variant, earlier in figures[figures["role"] == "figure"].groupby("variant", sort=False):
        draw_path(ax, pd.concat([earlier, last]), f"past{variant}", BLUE, labels)
    for _, row in figures.iterrows():
        draw_figure(ax, row["t"], row["value"], row, BLUE, labels)
    write_ends(labels, ax, horizon, named, lines)
    for _, row in figures.sort_values("t").iterrows():
        text, must = phrase_rate(row, context, lang), row["role"] == "last" or row["t"] == first
        labels.place(ax, row["t"], row["value"], text, tell_gid(row), BLUE, must=must, sides=SIDES)


def _draw_paths(ax: Axes, paths: pd.DataFrame, labels: Labels) -> None:
    """Each scenario as a dashed line that ends in a hollow mark, and the tint around the same rate."""
    for keys, path in paths.groupby(["scenario", "parameter", "variant"], sort=False, dropna=False):
        path, row = path.sort_values("t"), path.index[0]
        color = BLUE if keys[0] == SAME_RATE else GREY
        fan = path[path["low"].notna()]
        if len(fan):
            hatched = fan["calibrated"].iloc[0] == "no"
            draw_band(ax, fan["t"], fan["low"], fan["high"], row, color, hatched)
            for share in np.linspace(0, 1, 6):
                labels.block_line(ax, list(fan["t"]), list(fan["low"] + share * (fan["high"] - fan["low"])))
        draw_path(ax, path, row, color, labels, dashed=True, width=2.5)
        draw_figure(ax, path["t"].iloc[-1], path["value"].iloc[-1], path.iloc[-1], color, labels, points=8)


def _name_end(row: pd.Series, last: pd.Series, page: Page, context: Context, lang: Language) -> End:
    """What stands at the end of a scenario's line: where it leads, and what it supposes."""
    rate, words = _phrase_end(row, last, context, lang)
    if row["open"] == "yes":
        reading = lang.label(row["label"], context.shared.labels)
        words = lang.say("%(name)s: %(reading)s", name=words, reading=reading)
    color, points = (BLUE, page.size.key) if row["scenario"] == SAME_RATE else (GREY, page.size.label + 2)
    return End(row["value"], rate, words, tell_gid(row), color, points)


def _phrase_rates(values: list[float], lang: Language) -> str:
    """Where a scenario leads under each reading: about so much, or so much, with one decimal."""
    if 0 < min(values) < SMALLEST:
        return lang.say("under %(rate)s", rate=lang.percent(max(2 * SMALLEST, round(max(values), 1)), 1))
    return lang.say("about %(n)s", n=lang.either(list(dict.fromkeys(lang.percent(value, 1) for value in values))))


def _phrase_end(row: pd.Series, last: pd.Series, context: Context, lang: Language) -> tuple[str, str]:
    """Where a scenario leads, as printed where it stays at the last figure; and what it supposes, in a few words."""
    stays = row["scenario"] == NO_CHANGE
    rate = phrase_rate(last, context, lang) if stays else _phrase_rates([row["value"]], lang)
    if row["inflow"]:
        return rate, lang.say("new poverty as in %(inflow)s", inflow=row["inflow"])
    return rate, phrase_scenario(row["scenario"], row["parameter"], lang)


def _select_paths(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The scenarios that are drawn, and their ends: of one with several parameters the path that ends highest."""
    paths, keys = table[table["role"] == "scenario"].assign(kind="derived"), ["scenario", "parameter", "variant"]
    ends = paths[paths["t"] == paths["t"].max()].sort_values("value", kind="stable")
    drawn = ends.drop_duplicates(["scenario", "variant"], keep="last")
    return paths[paths.set_index(keys).index.isin(drawn.set_index(keys).index)], drawn.sort_index()


def _select_figures(table: pd.DataFrame) -> pd.DataFrame:
    """The figures so far, the last one last."""
    return table[table["role"].isin(["figure", "last"])].sort_values("t", kind="stable")


def _phrase_ends(ends: pd.DataFrame, last: pd.Series, context: Context, lang: Language) -> str:
    """Where each scenario leads, and the range around the same rate."""
    told = []
    for _, row in ends.iterrows():
        rate, name = _phrase_end(row, last, context, lang)
        text = lang.say("%(rate)s: %(name)s", rate=rate, name=name)
        if pd.notna(row["low"]):
            text += f" ({lang.range(*(lang.percent(row[end], 1 if row[end] else 0) for end in ('low', 'high')))})"
        told.append(text)
    return lang.say("At %(end)s: %(rates)s.", end=lang.date(ends["date"].iloc[0]), rates="; ".join(told))


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> list[Sentence]:
    """What the tint means, that questions are open, and what the marks mean."""
    notes, meaning = [], []
    fans = table[table["low"].notna() & (table["role"] == "scenario")]
    if len(fans) and context.fan:
        known = fans["calibrated"].iloc[0]
        years = float(fans["t"].max()) - float(table.loc[table["role"] == "last", "t"].iloc[0])
        meaning = [phrase_fan_meaning(context.fan, known, Kind.BAND, lang, years)]
        text = translatable("Tint: %(level)s range around the same rate.")
        if known == "no":
            text = translatable("Hatched: a range not tested at so low a rate.")
        notes.append(lang.sentence(Kind.KEY, text, level=lang.percent(100 * context.fan.level)))
    notes += phrase_territory_note(context, table, lang)
    if (table["open"] == "yes").any():
        text = translatable("Nothing settles the date of the first figure: both are drawn.")
        notes.append(lang.sentence(Kind.OPEN_QUESTION, text))
    return [*notes, *meaning]
