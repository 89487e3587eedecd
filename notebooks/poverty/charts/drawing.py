"""A chart: what it says, what it rests on, and how it is drawn, at any size, when somebody looks at it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.text import Text

from poverty.charts.fonts import register_font, require_letters
from poverty.charts.page import STYLE, Page, Size, lay_out_page
from poverty.charts.texts import ChartTexts, choose_page_note
from poverty.words.context import Context
from poverty.words.language import Language


@dataclass(frozen=True)
class Drawing:
    """Everything that a page is drawn from, and nothing else: what is not here cannot change a picture.

    Args:
        module: the chart's, by name: `phrase` says and `draw` draws.
        name: the chart's id.
        table: what it draws.
        source: the line on the page that says who printed it.
        of: the context, or the contexts by province, with no claims but those that `table` names.
        lang: the language.
    """

    module: str
    name: str
    table: pd.DataFrame
    source: str
    of: Context | dict[str, Context]
    lang: Language

    def phrase(self, size: Size) -> ChartTexts:
        """What the chart says at a size."""
        return import_module(self.module).phrase(self.table, self.of, self.lang, size)

    def draw_page(self, size: Size) -> Page:
        """The page at a size, with its words and the drawing.

        Raises:
            MissingLettersError: the font lacks letters of the language.
        """
        texts = self.phrase(size)
        note = choose_page_note(texts.notes, self.source, size, self.lang.code)
        require_letters(f"{texts.title}{texts.subtitle}{note}{self.source}", self.lang.code)
        register_font()
        with style.context([STYLE, size.look], after_reset=True):
            page = lay_out_page(texts.title, texts.subtitle, note, self.source, size)
            import_module(self.module).draw(page, self.table, self.of, self.lang)
        return page


@dataclass(frozen=True)
class Chart:
    """A chart, what must be said of it, and what it rests on; its page is drawn when it is first looked at.

    `evidence` is "article" or "all"; `chains` trace its marks and `cited` its claims, both for the manifest.
    """

    id: str
    notebook: str
    size: Size
    texts: ChartTexts
    caption: str
    claims: list[str]
    standards: list[str]
    readings: list[str]
    drawing: Drawing
    evidence: str = "all"
    trace: Callable[[], tuple[list[dict], dict[str, dict]]] | None = None

    @property
    def title(self) -> str:
        """What happened."""
        return self.texts.title

    @property
    def subtitle(self) -> str:
        """What is measured, of whom, where."""
        return self.texts.subtitle

    @property
    def alt(self) -> str:
        """What the picture shows, in at most 60 words."""
        return self.texts.alt

    @property
    def source(self) -> str:
        """The source line on the page."""
        return self.drawing.source

    @property
    def table(self) -> pd.DataFrame:
        """The table that it draws."""
        return self.drawing.table

    @cached_property
    def page(self) -> Page:
        """Its page at its size."""
        return self.drawing.draw_page(self.size)

    @property
    def figure(self) -> Figure:
        """The drawn figure."""
        return self.page.figure

    @property
    def words(self) -> list[Text]:
        """The words above and below the drawing: title, subtitle, note, source."""
        return self.page.words

    @cached_property
    def _traced(self) -> tuple[list[dict], dict[str, dict]]:
        return self.trace() if self.trace else ([], {})

    @property
    def chains(self) -> list[dict]:
        """The steps behind each mark."""
        return self._traced[0]

    @property
    def cited(self) -> dict[str, dict]:
        """The claims that it rests on, as the manifest has them."""
        return self._traced[1]

    def at(self, size: Size) -> "Chart":
        """The same chart at another size."""
        return self if size == self.size else replace(self, size=size, texts=self.drawing.phrase(size))

    def undrawn(self) -> "Chart":
        """What travels to another process: what it is drawn from, without the page and the traces."""
        return replace(self, trace=None)
