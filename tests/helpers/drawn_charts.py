"""Charts of a pack, drawn in a test, and what stands on them."""

from chart_rules import list_texts
from poverty.charts import draw
from poverty.charts.page import SLIDE
from poverty.packs.load import load_pack
from poverty.tables import TABLES_BY_CHART
from poverty.words.gather import gather_context
from poverty.words.language import Language


def draw_chart(name, pack, size=SLIDE, lang="en"):
    """A chart of a pack, or of the province of that folder."""
    pack = load_pack(pack) if isinstance(pack, str) else pack
    return draw(name, TABLES_BY_CHART[name](pack), gather_context(pack), Language(lang), size)


def list_written(chart):
    """Every text on the page."""
    return [text.get_text() for text in list_texts(chart)]


def list_gids(chart, kind):
    """The ids of the marks of a kind."""
    gids = {str(artist.get_gid()) for artist in chart.figure.findobj()}
    return sorted(gid for gid in gids if gid.startswith(f"{kind}."))
