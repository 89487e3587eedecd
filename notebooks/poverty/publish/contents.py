"""The page over the kept charts, `figures/README.md`: each main chart as a picture with what it found, then the others.

It is Markdown with a table in HTML, which GitHub shows with two pictures beside each other.
"""

from html import escape
from pathlib import Path

from poverty.packs import load
from poverty.packs.files import write_if_changed
from poverty.publish.folders import OVERALL, read_manifest
from poverty.words.chart_names import MAIN_CHARTS
from poverty.words.language import SOURCE_LANGUAGE

HEAD = """# What each chart found

Click a picture for the chart as SVG, which is sharp at any size; beside it lies the same as PNG, 2000 pixels wide. Each
chart has a link to every language and to the table behind it. `make` writes them, and this page.

`make briefing` adds a deck and a one-page brief in each language, a workbook for Excel, a gallery to choose from
(`index.html`), and every chart as PDF, half a slide, a square and without words around the drawing.
"""
COLUMNS = 2


def write_contents(folders: dict[str, dict], names: dict[str, str]) -> str:
    """The page as Markdown.

    Args:
        folders: the manifest of each folder of figures, by its name.
        names: what each folder is called.
    """
    parts = [HEAD]
    for slug, manifest in folders.items():
        main = [figure for figure in manifest["figures"] if figure["id"] in MAIN_CHARTS]
        others = [figure for figure in manifest["figures"] if figure["id"] not in MAIN_CHARTS]
        rows = [main[i : i + COLUMNS] for i in range(0, len(main), COLUMNS)]
        cells = ["".join(_show_cell(slug, figure) for figure in row) for row in rows]
        grid = "\n".join(f"<tr>\n{row}</tr>" for row in cells)
        parts.append(f"## {names[slug]}\n\n<table>\n{grid}\n</table>\n")
        if others:
            lines = [f"- {_say_finding(figure)}. {_link_files(slug, figure)}" for figure in others]
            parts.append("Appendix:\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def store_contents(figures: Path, kept: tuple[str, ...]) -> list[str]:
    """Write `README.md` over the folders of figures that are kept; its name if it changed."""
    folders = {slug: manifest for slug in sorted(kept) if (manifest := read_manifest(figures / slug))}
    names = {slug: load.load_pack(slug).province["name"][SOURCE_LANGUAGE] for slug in folders if slug != OVERALL}
    text = write_contents(folders, names | {OVERALL: "Provinces side by side"})
    return ["figures/README.md"] if write_if_changed(figures / "README.md", text.encode()) else []


def _show_cell(slug: str, figure: dict) -> str:
    """A chart as a cell of the table: its picture, which leads to the file, its finding, its other files."""
    path, alt = f"{slug}/{_paths(figure)[SOURCE_LANGUAGE]}", escape(figure["alt"][SOURCE_LANGUAGE])
    picture = f'<a href="{path}"><img src="{path}" alt="{alt}" width="100%"></a>'
    said = f"<b>{_say_finding(figure)}</b><br>\n{_link_files(slug, figure)}"
    return f'<td width="{100 // COLUMNS}%" valign="top">\n{picture}<br>\n{said}\n</td>\n'


def _say_finding(figure: dict) -> str:
    return escape(figure["title"][SOURCE_LANGUAGE])


def _link_files(slug: str, figure: dict) -> str:
    """Links to a chart in every language and to its table."""
    paths = _paths(figure) | {"table": figure["table"]["path"]}
    links = " · ".join(f'<a href="{slug}/{path}">{name}</a>' for name, path in paths.items())
    return f"{figure['id']}: {links}"


def _paths(figure: dict) -> dict[str, str]:
    """The SVG of a chart in each language."""
    return {item["language"]: item["path"] for item in figure["files"] if item["format"] == "svg"}
