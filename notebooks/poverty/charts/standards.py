"""What one census counted under two standards, as two columns; and the income lines of all standards, as steps."""

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import set_year_axis
from poverty.charts.fonts import measure_text, wrap_text
from poverty.charts.labels import BELOW_CAPS, Labels
from poverty.charts.marks import draw_band, draw_bar, draw_line
from poverty.charts.page import BLUE, GREY, LINE, SLIDE, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    phrase_at_date,
    phrase_rate,
    phrase_standard,
    phrase_standard_years,
    province_name,
    short_legal_basis,
)  # fmt: skip

COLUMNS, GAP = 0.34, 0.35  # of the width, for the two columns; inches between them and the lines
HEADROOM = 1.2  # of the highest column and line: room for its number
THOUSAND = 1000.0
SAME = 1e-4  # percentage points: what rounding of a table leaves
LINES = {"rural_line": translatable("rural %(n)s"), "urban_line": translatable("urban %(n)s")}
translatable("VND per person a month")  # of data/standards/, for the catalogues
TITLES = {  # by whether one source prints both values
    "yes": translatable("One census counted %(first)s or %(last)s poor: the standard decides"),
    "no": translatable("%(first)s or %(last)s poor %(when)s: the standard decides"),
}
LINE_HEAD = translatable("Income line (rural / urban), thousand %(unit)s")
POOR_OF = {"households": translatable("Poor households, %(when)s"), "population": translatable("Poor people, %(when)s")}


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    standards, sides = table[table["role"] == "standard"], _list_sides(table, context, lang)
    lined, told = _select_lined(table, size), []
    if sides:
        two, (first, last) = table[table["role"] == "overlap"].iloc[-1], [side["rate"] for side in sides]
        text = TITLES[two["one_source"]]
        title = lang.say(text, first=first, last=last, when=phrase_at_date(two["date"], lang))
        words = {"place": province_name(context, lang), "when": lang.date(two["date"])}
        subtitle = lang.say("Poverty rate of %(place)s by two standards, %(when)s", **words)
        subtitle = state_evidence(subtitle, context, lang)
        text = translatable("%(value)s by the standard of %(years)s")
        each = [lang.say(text, value=side["rate"], years=side["years"]) for side in sides]
        told = [f"{_list_heads(table, lined, lang)[0]}: {lang.listed(each)}."]
    else:
        text = translatable("%(count)s poverty standards since %(year)s: each counts other households as poor")
        title = lang.say(text, count=len(standards), year=int(standards["first_year"].min()))
        subtitle = _list_heads(table, lined, lang)[0]
    for _, s in lined[~lined.index.isin(lined.index[1:-1])].iterrows():
        lines = lang.range(*(lang.number(line) for line in (s[list(LINES)].min(), s[list(LINES)].max())))
        words = {"years": phrase_standard_years(context, s["standard"], lang), "unit": lang.label(s["line_unit"])}
        told.append(lang.say("Income line of %(years)s: %(lines)s %(unit)s.", lines=lines, **words))
    notes, marks = _list_notes(table, lined, sides, context, lang), tuple(side["gid"] for side in sides)
    return ChartTexts(title, subtitle, " ".join([f"{title}.", *told]), tuple(notes), marks)


def phrase_other_sources(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """The first and the last law that sets a line: they are no claims of a pack."""
    laws = [lang.label(short_legal_basis(law)) for law in _select_lined(table, SLIDE)["legal_basis"]]
    if len(laws) > 1:
        return lang.say("Standards: %(first)s to %(last)s.", first=laws[0], last=laws[-1])
    return lang.say("Standards: %(laws)s.", laws=laws[0]) if laws else ""


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Two columns of one date beside the steps of the lines, or one of both alone, each under its own head."""
    sides, lined, size = _list_sides(table, context, lang), _select_lined(table, page.size), page.size
    heads = _list_heads(table, lined, lang)
    weights = [COLUMNS, 1.0 - COLUMNS] if len(heads) > 1 else [1.0]
    room = page.right - page.left - GAP * (len(heads) - 1)
    lines = [wrap_text(head, size.label, weight * room, True) for head, weight in zip(heads, weights, strict=True)]
    above = max(map(len, lines)) * size.label * LINE / 72 + 0.08 if len(lines) > 1 else 0.0
    standards = [side["standard"] for side in sides]
    names = [wrap_text(phrase_standard(context, s, lang), size.label, weights[0] * room / 2.3) for s in standards]
    below = page.tick_height + (max(map(len, names), default=1) - 1) * size.label * LINE / 72
    panels = page.add_panels(weights, left=0.0, gap=GAP, below=below, above=above)
    for ax, head in zip(panels, lines, strict=True) if len(lines) > 1 else ():  # of one the subtitle tells
        page.write(ax.get_position().x0 * size.width, page.top, "\n".join(head), bold=True, va="top", color=GREY)
    if sides:
        ax, top, labels = panels[0], max(*(side["value"] for side in sides), 0.1), Labels(page, mark=0.05)
        ax.set(xlim=(-0.6, 1.6), ylim=(0, HEADROOM * top), xticks=[], yticks=[])
    for x, (side, color) in enumerate(zip(sides, (GREY, BLUE), strict=False)):
        draw_bar(ax, x, side["value"], *side["gid"].split("."), color, 0.7)
        labels.block_bar(ax, x, side["value"], 0.7, side["gid"])
        labels.place(ax, x, side["value"], side["rate"], side["gid"], color, page.size.key, sides=("above",))
        across, up = page.locate(ax, x, 0)
        page.write(across, up - 0.08, "\n".join(names[x]), ha="center", va="top", color=color, gid=f"name.{x}")
    if len(lined):
        _draw_lines(page, panels[-1], lined, standards, lang)


def _draw_lines(page: Page, ax: Axes, lined: pd.DataFrame, told: list[str], lang: Language) -> None:
    """Each standard's rural and urban line over its years, a tint below; if two are told of, the later one blue."""
    values, points = lined[list(LINES)] / THOUSAND, page.size.label
    first, last, tick = lined["first_year"].min() - 1.0, lined["last_year"].max(), measure_text("2000", points)
    inches = (ax.get_position().width * page.size.width - tick) / (last - first)  # a year
    margin = tick / 2 / inches
    ax.set(xlim=(first - margin, last + margin), ylim=(0, HEADROOM * values.max(axis=None)), yticks=[])
    edges = sorted({*(lined["first_year"] - 1.0), *lined["last_year"]})
    set_year_axis(page, ax, edges, [f"{edge:.0f}" for edge in edges])
    high = points * BELOW_CAPS / 72 + 0.12  # inches that a number takes under a line
    is_named = False
    for i, s in lined[::-1].iterrows():
        years, color = [s["first_year"] - 1.0, s["last_year"]], BLUE if s["standard"] in told[-1:] or not told else GREY
        known = values.loc[i].dropna().sort_values()
        draw_band(ax, years, [0, 0], [known.max()] * 2, i, color)
        for name, value in known.items():
            draw_line(ax, years, [value, value], f"{i}-{name}", color, width=2.5)
        numbers = [lang.number(value) + ("" if s["verified"] == "yes" else "*") for value in known]
        (across, top), under = page.locate(ax, sum(years) / 2, known.max()), page.locate(ax, 0, known.min())[1]
        look = {"bold": True, "ha": "center", "color": color}
        if len(known) < 2 or under - page.locate(ax, 0, 0)[1] < high:
            page.write(across, top + 0.05, " / ".join(numbers), va="bottom", **look)
            continue
        named = [lang.say(LINES[name], n=n) for name, n in zip(known.index, numbers, strict=True)]
        if not is_named and all(measure_text(n, points, True) < inches * (years[1] - years[0]) - 0.1 for n in named):
            numbers, is_named = named, True  # the latest with room for them says which is which
        page.write(across, top + 0.05, numbers[1], va="bottom", **look)
        page.write(across, under - 0.06, numbers[0], va="top", **look)


def _list_sides(table: pd.DataFrame, context: Context, lang: Language) -> list[pd.Series]:
    """The two counts of one date, the earlier standard first, each as a row; [] if there are none."""
    sides = []
    for i, two in table[table["role"] == "overlap"].iterrows():
        for standard, end, value in (("standard", "date", "value"), ("other_standard", "end_date", "end_value")):
            wanted = ("level", two[standard], two[end])
            claims = [context.claims[name] for name in two["claims"].split()]
            claims = [c for c in claims if (c.statistic, c.standard, c.end) == wanted]
            printed = " ".join(c.id for c in claims if abs(float(c.value) - two[value]) < SAME)
            kind = "reported" if printed else "derived"
            side = pd.Series({"standard": two[standard], "value": two[value], "claims": printed, "kind": kind})
            side["gid"] = f"{'reported' if printed else 'inferred'}.{i}-{value}"
            side["years"] = phrase_standard_years(context, two[standard], lang)
            side["rate"] = phrase_rate(side, context, lang)
            sides.append(side)
    return sides


def _select_lined(table: pd.DataFrame, size: Size) -> pd.DataFrame:
    """The standards with an income line; none where a narrow page has room for two columns alone."""
    lined = table[(table["role"] == "standard") & table[list(LINES)].notna().any(axis=1)]
    return lined[:0] if size.is_narrow and (table["role"] == "overlap").any() else lined


def _list_heads(table: pd.DataFrame, lined: pd.DataFrame, lang: Language) -> list[str]:
    """What each panel shows: who was counted twice, and when; the lines and their unit."""
    twice = table[table["role"] == "overlap"]
    texts = [POOR_OF[base or "households"] for base in twice["base"]]
    heads = [lang.say(text, when=lang.date(date)) for text, date in zip(texts, twice["date"], strict=True)]
    return heads + [lang.say(LINE_HEAD, unit=lang.label(unit)) for unit in lined["line_unit"][:1]]


def _list_notes(
    table: pd.DataFrame, lined: pd.DataFrame, sides: list[pd.Series], context: Context, lang: Language
) -> list[Sentence]:
    """What must be said, the most important first."""
    notes, standards = [], table[table["role"] == "standard"].set_index("standard")
    if len(lined):
        notes.append(lang.sentence(Kind.KEY, "Lines are in the money of their time, not adjusted for prices."))
    if sides:
        values = {}
        for name, side in zip(("first", "last"), sides, strict=True):
            counts = lang.label(standards["counts"][side["standard"]], context.shared.labels)
            values |= {name: counts, f"{name}_years": side["years"]}
        text = translatable("Counted: %(first)s (%(first_years)s); %(last)s (%(last_years)s).")
        notes.append(lang.sentence(Kind.LIMIT, text, **values))
        if any(side["kind"] == "derived" for side in sides):
            notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from printed figures."))
    unseen = [phrase_standard_years(context, name, lang) for name in lined.loc[lined["verified"] == "no", "standard"]]
    if unseen:
        text = translatable("* From general knowledge, not seen in a source: %(years)s.")
        notes.append(lang.sentence(Kind.KEY, text, years=lang.listed(unseen)))
    if len(lined):
        laws = "; ".join(lang.label(short_legal_basis(law)) for law in lined["legal_basis"])
        notes.append(lang.sentence(Kind.LAW, "Standards: %(laws)s.", laws=laws))
    return notes
