"""Charts at a glance, for a notebook: which there are, all of them in one picture, the words to paste beside each."""

from dataclasses import dataclass
from io import BytesIO

import pandas as pd
from PIL import Image

from poverty.charts import Chart
from poverty.charts.page import SLIDE
from poverty.publish import chart_files
from poverty.words.phrases import phrase_standard_years
from poverty.words.readable import Explanation, Table
from poverty.words.readable.table import ENGLISH, Head

ACROSS, WIDTH, GAP = 2, 900, 10  # charts beside each other; pixels of the picture, and between charts
COLOURS = 48  # of the picture
NO_CHART = "No chart is drawn: too little of what charts show is printed."


@dataclass(frozen=True)
class ContactSheet:
    """Charts in one picture, which a notebook shows; `names` are theirs, row by row."""

    names: list[str]
    png: bytes

    def __repr__(self) -> str:
        return f"{len(self.names)} charts: {', '.join(self.names)}" if self.names else NO_CHART

    def _repr_mimebundle_(self, **_: object) -> tuple[dict, dict]:
        if not self.names:
            return {"text/markdown": f"*{NO_CHART}*", "text/plain": repr(self)}, {}
        return {"image/png": self.png, "text/plain": repr(self)}, {"image/png": {"width": WIDTH, "alt": repr(self)}}


def tabulate_charts(charts: dict[str, Chart]) -> Table:
    """Which charts there are, and what each says and rests on.

    Args:
        charts: of one language, by id, from `draw_every_chart`.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.publish.export import draw_every_chart
        >>> table = tabulate_charts(draw_every_chart(load_pack("gia-lai"), ["en"])["en"])
        >>> table.lines()[1][2:4]
        ['02 trajectory', '2016–2021, 2022–2026']
    """
    rows = [
        {
            "chart": chart.id, "title": chart.title, "notebook": chart.notebook,
            "standards": ", ".join(phrase_standard_years(chart.drawing.of, s, ENGLISH) for s in chart.standards),
            "numbers": len(chart.claims), "claims": " ".join(chart.claims),
        }
        for chart in charts.values()
    ]  # fmt: skip
    heads = (
        Head("Chart", "chart"), Head("What it says", "title"), Head("Explained in", "notebook"),
        Head("Standards", "standards"), Head("Printed numbers", "numbers"),
    )  # fmt: skip
    columns = ["chart", "title", "notebook", "standards", "numbers", "claims"]
    return Table(pd.DataFrame(rows, columns=columns), heads, nothing=NO_CHART, rows=len(rows))


def show_at_a_glance(charts: dict[str, Chart], language: str = "en") -> ContactSheet:
    """All charts in one picture, made from the files that are kept of them.

    Args:
        charts: of one language, by id, from `draw_every_chart`.
        language: its code.

    Example:
        >>> show_at_a_glance({})
        No chart is drawn: too little of what charts show is printed.
    """
    width = (WIDTH - GAP * (ACROSS - 1)) // ACROSS
    height = round(width * SLIDE.height / SLIDE.width)
    sheet = Image.new("RGB", (WIDTH, (height + GAP) * -(-len(charts) // ACROSS) or 1), "#E6E6E6")
    for i, chart in enumerate(charts.values()):
        made = Image.open(BytesIO(chart_files.render(chart, language, SLIDE, ("png",))["png"]))
        down, across = divmod(i, ACROSS)
        sheet.paste(made.convert("RGB").resize((width, height), Image.Resampling.LANCZOS),
                    (across * (width + GAP), down * (height + GAP)))  # fmt: skip
    png = BytesIO()
    chart_files.reduce_colours(sheet, COLOURS).save(png, "PNG", optimize=True)
    return ContactSheet([*charts], png.getvalue())


def list_captions(charts: dict[str, Chart]) -> Explanation:
    """Title, caption and alternative text of each chart, to paste beside it.

    Args:
        charts: of one language, by id, from `draw_every_chart`.

    Example:
        >>> list_captions({})
        []
    """
    return Explanation(
        (f"**{c.title}** ({c.id})\n\n{c.caption}\n\n*Alternative text:* {c.alt}" for c in charts.values()), NO_CHART
    )
