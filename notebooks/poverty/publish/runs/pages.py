"""The notebooks as web pages that ask nothing of a network: formulas are MathML, pictures stand in the page."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from poverty.packs.files import BUILD, DEFAULT_PROVINCE, format_project_path, write_if_changed
from poverty.publish.runs.collection import NAME, NOTEBOOKS, executed_path, is_of_one_province, list_notebooks

PAGES = BUILD / "html"
SCHEME = re.compile(r"[\s\x00-\x1f]*([a-zA-Z][\w+.-]*):")  # of an address; browsers overlook what stands before it
SAFE_SCHEMES = ("http", "https", "mailto")
UNKNOWN_COMMANDS = {r"\arg": r"\operatorname{arg}"}  # of LaTeX, which the converter would leave as they are
TEMPLATE = """{%- extends 'index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}
<style>math { font-size: 115% } math[display=block] { margin: 1em 0 }</style>
{%- endblock -%}
{%- block data_png -%}
<div class="jp-RenderedImage jp-OutputArea-output">
<img src="data:image/png;base64,{{ output.data['image/png'] }}"
width="{{ output | get_metadata('width', 'image/png') or '' }}"
alt="{{ (output | get_metadata('alt', 'image/png') or '') | e }}">
</div>
{%- endblock -%}
"""  # of nbconvert, without what it would load from a network, and with what a chart says in words


def write_pages(province: str) -> int:
    """Write the executed notebooks of a province to build/html/<province>/; 0 once all are there.

    Args:
        province: a folder of data/, whose notebooks were run.
    """
    for notebook in list_notebooks(province):
        path = executed_path(notebook, province)
        page, _ = PageExporter(province).from_filename(str(path))
        write_if_changed(PAGES / province / f"{path.stem}.html", page.encode())
    print(f"{format_project_path(PAGES / province)}/")
    return 0


class PageExporter(HTMLExporter):
    """Writes a page without scripts; links to other notebooks lead to their pages."""

    def __init__(self, province: str, **options: object) -> None:
        super().__init__(raw_template=TEMPLATE, **options)
        self.province = province

    def default_filters(self) -> Iterator[tuple[str, Callable]]:
        """The filters of nbconvert, with Markdown rendered as below."""
        yield from super().default_filters()
        yield "markdown2html", self.render_markdown

    def render_markdown(self, source: str) -> str:
        """Markdown as HTML."""
        return MarkdownWithMath(PageRenderer(self.province)).render(source)


class PageRenderer(IPythonRenderer):
    """Renders formulas as MathML."""

    def __init__(self, province: str) -> None:
        super().__init__(escape=False, embed_images=True, path=str(NOTEBOOKS))
        self.province = province

    def inline_math(self, body: str) -> str:
        """A formula in a line of text."""
        return render_formula(body)

    def block_math(self, body: str) -> str:
        """A formula of its own."""
        return render_formula(body, display="block")

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link; one to a notebook leads to its page, or to that of all provinces, and one that runs code nowhere."""
        scheme = SCHEME.match(unescape(url))
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            return text
        return super().link(text, find_page(url, self.province), title)


def render_formula(latex: str, display: str = "inline") -> str:
    """A formula of LaTeX as MathML, which browsers show without help; as it is written if it is no formula.

    Example:
        >>> render_formula("r_0").count("<msub>")
        1
    """
    for command, known in UNKNOWN_COMMANDS.items():
        latex = re.sub(re.escape(command) + r"(?![a-zA-Z])", lambda _, known=known: known, latex)
    try:
        return convert(latex.strip(), display=display)
    except Exception:  # its errors have no common class; dollar signs may also stand for money
        return f"<code>{escape(latex)}</code>"


def find_page(url: str, province: str) -> str:
    """Where a link of a notebook leads in the pages of a province.

    Example:
        >>> find_page("02_trajectory.ipynb", "gia-lai"), find_page("08_backtest.ipynb", "gia-lai")
        ('02_trajectory.html', '../bac-lieu/08_backtest.html')
    """
    name, hash_mark, anchor = url.partition("#")
    if not NAME.fullmatch(name):
        return url
    notebook = next((path for path in list_notebooks() if path.name == name), None)
    if notebook is None:
        return url
    folder = "" if province == DEFAULT_PROVINCE or is_of_one_province(notebook) else f"../{DEFAULT_PROVINCE}/"
    return f"{folder}{notebook.stem}.html{hash_mark}{anchor}"
