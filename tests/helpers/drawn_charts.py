"""Charts drawn in a test, and what is on them."""

from chart_rules import list_texts
from poverty.charts import draw
from poverty.charts.page import SLIDE
from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import TABLES_BY_CHART
from poverty.words.gather import gather_context
from poverty.words.language import Language


def draw_chart(name, pack, code="en", size=SLIDE, evidence="all"):
    """A chart of a pack, given or named by its folder; None where there is nothing to draw."""
    pack = restrict_to_evidence(load_pack(pack) if isinstance(pack, str) else pack, evidence)
    table = TABLES_BY_CHART[name](pack)
    return None if table.empty else draw(name, table, gather_context(pack), Language(code), size)


def list_words(chart):
    """Every text that is drawn, blanks and breaks as blanks."""
    return [" ".join(text.get_text().split()) for text in list_texts(chart)]


def list_gids(chart, *kinds):
    """The gids of the marks of some kinds, or of all."""
    gids = [str(a.get_gid()) for a in chart.figure.findobj() if a.get_gid()]
    return sorted(gid for gid in gids if not kinds or gid.partition(".")[0] in kinds)


def find_mark(chart, gid):
    """The artist of a gid."""
    return next(a for a in chart.figure.findobj() if a.get_gid() == gid)
