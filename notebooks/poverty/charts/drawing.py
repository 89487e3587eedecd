"""A chart: what it says, what it rests on, and how it is drawn, at any size, when somebody looks at it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.text import Text

from poverty.charts import page as canvas
from poverty.charts.page import Size
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence
from poverty.words.source_lines import phrase_notes_reference


@dataclass(frozen=True)
class Drawing:
    """Everything that a page is drawn from, and nothing else: what is not here cannot change a picture.

    `module` is the chart's, by name; `of` is the context, or the contexts by province, with no claims but those that
    `table` names.
    """

    module: str
    name: str
    table: pd.DataFrame
    words: ChartTexts
    tail: list[Sentence]
    cited: list[str]
    of: Context | dict[str, Context]
    lang: Language

    def page(self, size: Size) -> canvas.Page:
        """The page at a size, with its words and the drawing."""
        module, table, words = import_module(self.module), self.table, self.words
        if size != canvas.SLIDE and hasattr(module, "fitted"):
            table, words = module.fitted(table, words, self.of, self.lang, size)
        number = self.name.partition("-")[0]
        with style.context([canvas.STYLE, size.look], after_reset=True):
            page = canvas.page(
                words.title,
                words.subtitle,
                [*words.notes, *self.tail],
                self.cited,
                phrase_notes_reference(number, self.lang),
                size,
            )
            module.paint(page, table, self.of, self.lang)
        return page


@dataclass(frozen=True)
class Chart:
    """A chart, what must be said of it, and what it rests on; its page is drawn when it is first looked at.

    `evidence` is "article" or "all"; `chains` trace its marks and `cited` its claims, both for the manifest.
    """

    id: str
    notebook: str
    size: Size
    title: str
    caption: str
    alt: str
    claims: list[str]
    standards: list[str]
    readings: list[str]
    drawing: Drawing
    evidence: str = "all"
    trace: Callable[[], tuple[list[dict], dict[str, dict]]] | None = None

    @property
    def table(self) -> pd.DataFrame:
        """The table that it draws."""
        return self.drawing.table

    @cached_property
    def page(self) -> canvas.Page:
        """Its page at its size."""
        return self.drawing.page(self.size)

    @property
    def figure(self) -> Figure:
        """The drawn figure."""
        return self.page.figure

    @property
    def subtitle(self) -> str:
        """What is measured, where and when, as it stands under the title of a page with room for everything."""
        return self.drawing.words.subtitle

    @property
    def notes(self) -> list[Sentence]:
        """Its notes, each with its kind, as they stand on such a page: the sources last."""
        sources = Sentence(Kind.SOURCES, canvas.cited(self.drawing.cited))
        return [*self.drawing.words.notes, *self.drawing.tail, sources]

    @property
    def beside(self) -> list[Text]:
        """The words above and below the drawing: title, subtitle, then notes, sources last."""
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
        return self if size == self.size else replace(self, size=size)

    def named(self, name: str) -> "Chart":
        """The same chart under another id."""
        return replace(self, id=name)

    def undrawn(self) -> "Chart":
        """What travels to another process: what it is drawn from, without the page and the traces."""
        return replace(self, trace=None)
