"""What moves the pace of a spell, one thing at a time, in points of the rate a year: dates, rounding, each reading."""

import pandas as pd

from poverty.charts.axes import format_number_ticks
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_point, draw_span
from poverty.charts.page import BLUE, GREY, INK, Page, Size
from poverty.charts.row_chart import BACKING, Row, add_row_axes, count_fitting_rows, fit_scale, set_row_scale
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.vocabulary import FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_open_questions, phrase_survey_note, phrase_territory_note
from poverty.words.phrases import capitalize_first, phrase_falls, phrase_standard, province_name, unique_ids

DECIMALS, MOST_DECIMALS = 2, 4
MOST_READINGS, MOST_TOLD = 4, 4  # rows of readings; ranges in the alternative text
HARDLY = 0.1  # of what moves the pace most: what moves it less moves it hardly
MONTHS = 12
LEAST, MARGIN = 0.2, 0.08  # of the pace: the narrowest scale; of the scale, beside the ranges
SPAN = 12.0  # points: the height of a range
HEAD = 0.36  # inches over the rows, for what the upright line is
TITLES = {  # by what moves the pace most
    "dates": translatable("The pace of %(years)s depends on when households were counted"),
    "reading": translatable("The pace of %(years)s depends on how one figure is read"),
    "rounding": translatable("The pace of %(years)s depends on how its figures are rounded"),
    "sampling": translatable("The pace of %(years)s depends on the survey’s sampling error"),
}


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    central = _find_central(table)
    years = "–".join(str(parse_sdmx_period(central[end]).year) for end in ("start", "end"))
    told = table[(table["ruled_out"] == "no") & (table["verdict"] == "")]
    most = told.loc[told["points_width"].fillna(0).idxmax()]
    if (table["verdict"] != "").any() and (table["method"] == "survey").all():
        title = lang.say("How sure the pace of %(years)s is cannot be told", years=years)
    else:
        text = TITLES[most["source"]]
        title = lang.say(text, years=years)
        if most["source"] == "dates" and central["points_width"] < HARDLY * most["points_width"]:
            title = lang.say("%(title)s, hardly on rounding", title=title)
    text = translatable("Fall of the poverty rate, percentage points a year, %(place)s, %(standard)s")
    if central["direction"] == ROSE:
        text = translatable(
            "Fall of the poverty rate (below 0: a rise), percentage points a year, %(place)s, %(standard)s"
        )
    subtitle = lang.say(
        text, place=province_name(context, lang), standard=phrase_standard(context, central["standard"], lang)
    )
    decimals = _choose_decimals(table)
    each = [
        lang.say("%(name)s: %(range)s", name=_name(row, context, lang), range=_phrase_range(row, decimals, lang))
        for _, row in _select_shown(table, size).head(MOST_TOLD).iterrows()
    ]
    alt = lang.say(
        "%(title)s. As printed, %(points)s points a year. %(each)s.", title=title,
        points=_phrase_pace(central["points"], decimals, lang), each=capitalize_first("; ".join(each)),
    )  # fmt: skip
    return ChartTexts(title, subtitle, alt, _list_notes(table, context, lang))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each thing that may move the pace: its range, and the pace itself as an upright line through all."""
    shown, central = _select_shown(table, page.size), _find_central(table)
    rows = [Row(_name(row, context, lang), starts_group=row["ruled_out"] == "yes") for _, row in shown.iterrows()]
    ax = add_row_axes(page, rows, above=HEAD, over_marks=True)
    decimals = _choose_decimals(table)
    texts = [_phrase_range(row, decimals, lang) for _, row in shown.iterrows()]
    lows, highs = (
        shown[end].fillna(shown["points"]).fillna(central["points"]) for end in ("points_low", "points_high")
    )
    wide = max(highs.max() - lows.min(), LEAST * abs(central["points"]), 0.01)  # or a small range would look large
    middle, half = (highs.max() + lows.min()) / 2, (0.5 + MARGIN) * wide
    ends = fit_scale(page, ax, [], zip(highs, texts, strict=True), middle - half, middle + half)
    set_row_scale(page, ax, *ends, format_number_ticks, lang)
    x, top = page.locate(ax, central["points"], -0.5)
    ax.plot([central["points"]] * 2, [-0.5, ax.get_ylim()[0]], color=INK, linewidth=1.2, zorder=2)
    text = lang.say("as printed: %(points)s a year", points=_phrase_pace(central["points"], decimals, lang))
    side = "left" if x < (page.left + page.right) / 2 else "right"
    page.write(x, top + 0.06, text, bold=True, va="bottom", ha=side, bbox=BACKING)
    labels = Labels(page)
    for y, ((i, row), low, high, text) in enumerate(zip(shown.iterrows(), lows, highs, texts, strict=True)):
        color = GREY if row["ruled_out"] == "yes" else BLUE
        kind = "inferred" if row["source"] == "reading" else "reported"
        at = central["points"] if pd.isna(row["points"]) else row["points"]
        draw_span(ax, low, high, y, i, color, SPAN)
        draw_point(ax, at, y, kind, i, color)
        labels.block_mark(ax, at, y, f"{kind}.{i}")
        labels.place(ax, high, y, text, f"{kind}.{i}", color, sides=("right",))


def _find_central(table: pd.DataFrame) -> pd.Series:
    """The row whose pace is that of the figures as printed, under the preferred readings."""
    return table[table["source"] == "rounding"].iloc[0]


def _select_shown(table: pd.DataFrame, size: Size) -> pd.DataFrame:
    """As many rows as a page has room for: they stand in the table by how much they move the pace."""
    kept = table[table["source"] != "reading"].index
    room = count_fitting_rows(size, row_lines=2) - len(kept)
    others = table.index.difference(kept)[: min(MOST_READINGS, max(0, room))]
    return table.loc[sorted([*kept, *others])]


def _name(row: pd.Series, context: Context, lang: Language) -> str:
    """What moves the pace, in words."""
    if row["source"] == "dates":
        months = round(MONTHS * (row["years"] - row["years_low"]))
        return lang.say_many("Counted up to a month earlier", "Counted up to %(count)s months earlier", months)
    name = lang.label(row["label"], context.shared.labels)
    if row["source"] == "rounding" and any(context.claims[c].qualifier != "exact" for c in row["claims"].split()):
        return lang.say("Rounding and wording")
    if row["source"] != "reading":
        return name
    name = lang.say("Read otherwise: %(reading)s", reading=name)
    return lang.say("%(name)s; ruled out by other figures", name=name) if row["ruled_out"] == "yes" else name


def _phrase_range(row: pd.Series, decimals: int, lang: Language) -> str:
    """From where to where the pace may lie, a rise as such."""
    if row["verdict"]:
        return lang.say("cannot tell")
    low, high = row["points_low"], row["points_high"]
    return phrase_falls(low, high, lambda value: lang.number(value, decimals), lang)


def _phrase_pace(points: float, decimals: int, lang: Language) -> str:
    """The pace as printed, a rise as such."""
    return phrase_falls(points, points, lambda value: lang.number(value, decimals), lang)


def _choose_decimals(table: pd.DataFrame) -> int:
    """Two; one where a survey prints no error, or its rounding would look like precision; more where all would be 0."""
    is_unsure = (table["method"] == "survey").all() and (table["verdict"] != "").any()
    largest = table[["points_low", "points_high"]].abs().max(axis=None)
    fewest = DECIMALS - 1 if is_unsure else DECIMALS
    return next((d for d in range(fewest, MOST_DECIMALS) if round(largest, d)), MOST_DECIMALS)


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> tuple[Sentence, ...]:
    """What the rows are, how fast the rate halves, and what must be said of the figures."""
    central = _find_central(table)
    notes = list(phrase_survey_note(context, table, lang))
    notes.append(lang.sentence(Kind.KEY, "Each row moves one thing alone; the ranges do not add up."))
    if central["method"] != "survey" and central["direction"] == FELL and pd.notna(central["halving_years"]):
        text = translatable("At the pace as printed the rate halves in %(years)s years.")
        notes.append(lang.sentence(Kind.KEY, text, years=lang.number(central["halving_years"], 1)))
    if (table["contradicted"] == "yes").any():
        text = translatable("A check or another printed figure contradicts one of the two rates.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text))
    dated = table.assign(t=table["end"].map(period_end_coordinate))
    notes += [
        *phrase_territory_note(context, dated, lang),
        *phrase_open_questions(context, unique_ids(table["claims"]), lang),
    ]
    return tuple(notes)
