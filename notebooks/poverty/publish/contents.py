"""The page over the kept charts, `figures/README.md`: each main chart as a picture with what it found, then the others.

It is Markdown with a table in HTML, which GitHub shows with two pictures beside each other.
"""

from pathlib import Path

from poverty.packs import load
from poverty.packs.files import write_if_changed
from poverty.publish.folders import OVERALL, read_manifest
from poverty.publish.templates import load_template
from poverty.words.chart_names import MAIN_CHARTS
from poverty.words.language import SOURCE_LANGUAGE

PAGE = Path(__file__).with_name("contents.md.j2")


def write_contents(folders: dict[str, list[dict]], names: dict[str, str]) -> str:
    """The page as Markdown, from the charts of each folder as its manifest has them, and the names of the folders."""
    return load_template(PAGE).render(folders=folders, names=names, main=MAIN_CHARTS)


def store_contents(figures: Path, kept: tuple[str, ...]) -> list[str]:
    """Write `README.md` over the folders of figures that are kept; its name if it changed."""
    folders = {slug: manifest["figures"] for slug in sorted(kept) if (manifest := read_manifest(figures / slug))}
    names = {slug: load.load_pack(slug).province["name"][SOURCE_LANGUAGE] for slug in folders if slug != OVERALL}
    text = write_contents(folders, names | {OVERALL: "Provinces side by side"})
    return ["figures/README.md"] if write_if_changed(figures / "README.md", text.encode()) else []
