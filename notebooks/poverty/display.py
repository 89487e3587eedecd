"""How notebooks show things: a table, a chart, a sentence whose numbers are computed."""

from io import BytesIO

import pandas as pd
from IPython.display import HTML, Image, Markdown, display
from matplotlib.backends.backend_agg import FigureCanvasAgg

from poverty.charts import Chart
from poverty.words import Language

ENGLISH = Language("en")


def table(rows: pd.DataFrame, columns: str, decimals: int | dict[str, int] = 0) -> None:
    """Show some columns of a table, numbers in fixed decimals, blanks as blanks.

    Args:
        rows: the table.
        columns: names of columns in the order to show, separated by spaces; underscores are shown as spaces.
        decimals: of all numbers, or by column.
    """
    shown = pd.DataFrame(index=rows.index)
    for name in columns.split():
        places = decimals.get(name, 0) if isinstance(decimals, dict) else decimals
        shown[name.replace("_", " ")] = [_cell(x, places) for x in rows[name]]
    display(HTML(shown.to_html(index=False, border=0, justify="left")))


def chart(drawn: Chart) -> None:
    """Show a chart as its picture, with its alt text."""
    buffer = BytesIO()
    FigureCanvasAgg(drawn.figure)
    drawn.figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    display(Image(buffer.getvalue(), width=1000, alt=drawn.alt))


def tell(text: str) -> None:
    """Show a paragraph of Markdown: the way to state a result, its numbers filled in by code."""
    display(Markdown(text))


def number(x: float, decimals: int = 0) -> str:
    """A number as English prose has it: 11,497."""
    return ENGLISH.number(x, decimals)


def _cell(x: object, decimals: int) -> str:
    if x is None or (isinstance(x, float) and pd.isna(x)):
        return ""
    if isinstance(x, bool) or not isinstance(x, int | float):
        return str(x)
    return number(x, decimals)
