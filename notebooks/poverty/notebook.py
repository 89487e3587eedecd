"""How a notebook shows a chart: as a picture with its alternative text, or as a sentence where too little is there."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import PIL.Image
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from poverty.charts import draw, draw_provinces
from poverty.charts.drawing import Chart
from poverty.charts.page import SLIDE, STYLE, Size
from poverty.packs.load import Pack, load_all_packs
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import chart_files, fingerprint
from poverty.publish.chart_files import reduce_colours
from poverty.publish.fingerprint import get_entry, put_entry
from poverty.tables import TABLES_BY_CHART, provinces, tabulate_backtest
from poverty.words.chart_names import CHARTS
from poverty.words.gather import gather_context
from poverty.words.language import Language

COLOURS = 32  # of a chart in a notebook: what is stored stays small
DPI, WIDTH = 67.5, 900  # pixels: the width at which a notebook shows them


@dataclass(frozen=True)
class Picture:
    """A chart that shows itself; none where too little of what it draws is printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> picture = draw_picture("03-households", load_pack("gia-lai"), Language("en"))
        >>> sorted(picture._repr_mimebundle_()[0])
        ['image/png', 'text/plain']
    """

    name: str
    chart: Chart | None

    @cached_property
    def figure(self) -> Figure:
        """The chart as a Matplotlib figure, drawn anew, to change and to save.

        Raises:
            ValueError: too little of what it draws is printed.
        """
        if self.chart is None:
            raise ValueError(f"{self.name} is not drawn: too little of what it shows is printed")
        return self.chart.drawing.draw_page(self.chart.size).figure

    def __repr__(self) -> str:
        return self.chart.alt if self.chart else "This chart is not drawn: too little of what it shows is printed."

    def _repr_mimebundle_(self, **_: object) -> tuple[dict, dict]:
        if self.chart is None:
            return {"text/markdown": f"*{self!r}*", "text/plain": repr(self)}, {}
        shown = {"width": WIDTH, "alt": self.chart.alt}
        return {"image/png": render_inline(self.chart), "text/plain": repr(self)}, {"image/png": shown}


def draw_picture(name: str, pack: Pack, lang: Language, size: Size = SLIDE, **parameters: object) -> Picture:
    """A chart of a province, or over all places with that province marked, if what it draws is printed.

    Args:
        name: the chart's id.
        pack: the province.
        lang: its language.
        size: its size.
        parameters: of the table behind it.
    """
    if name in CHARTS:
        rows = TABLES_BY_CHART[name](pack, **parameters)
        return Picture(name, draw(name, rows, gather_context(pack), lang, size) if len(rows) else None)
    packs = [restrict_to_evidence(each, pack.evidence) for each in load_all_packs()[0]]
    if name == "a5-backtest":
        rows = tabulate_backtest()
    else:
        rows = provinces.tabulate_province_changes(packs, pack.slug, **parameters)
    contexts = {each.slug: gather_context(each) for each in packs}
    return Picture(name, draw_provinces(name, rows, contexts, lang, size) if len(rows) else None)


def render_inline(chart: Chart) -> bytes:
    """A chart as PNG, as wide as a notebook shows it, in few colours; one that was made before is not drawn again."""
    hashes = (chart_files.hash_drawing(chart.drawing), fingerprint.hash_code(__name__), chart.size)
    key = f"{fingerprint.hash_parts(*hashes)}.inline.png"
    picture = get_entry(key)
    if picture is None:
        pixels, made = BytesIO(), BytesIO()
        with style.context([STYLE, chart.size.look], after_reset=True):
            FigureCanvasAgg(chart.figure)
            chart.figure.savefig(pixels, format="png", dpi=DPI, pil_kwargs={"compress_level": 0})
        reduce_colours(PIL.Image.open(pixels), COLOURS).save(made, "PNG", optimize=True)
        picture = made.getvalue()
        put_entry(key, picture)
    return picture
