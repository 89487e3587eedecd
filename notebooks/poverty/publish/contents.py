"""What stands in `figures/`: which chart answers which question, in which files, written from the manifests."""

from pathlib import Path

from poverty.packs.files import write_if_changed
from poverty.publish.folders import read_manifest
from poverty.words.chart_names import find_question
from poverty.words.language import SOURCE_LANGUAGE

HEAD = """# Which chart answers which question

Written by `make`. Take a chart as SVG (sharp at any size) or PNG (2000 pixels wide), at the size of a slide, in the
language that you need. `make briefing` adds each as PDF, and all three at the size of half a slide, of the text width
of an A4 page and of a square (in `<language>/half-slide/`, `a4-column/` and `square/`); beside them a deck
(`briefing-<language>.pptx`), a one-page brief (`brief-<language>.pdf`) and a gallery to choose from (`index.html`). A
name that ends in `-article` is the same chart from the main source alone: `make briefing EVIDENCE=article` draws it.
"""


def contents(folders: dict[str, dict]) -> str:
    """The page as Markdown.

    Args:
        folders: the manifest of each folder of figures, by its name.
    """
    parts = [HEAD]
    for slug, manifest in folders.items():
        lines = [f"## {slug}/", "", "| question | finding | files |", "|---|---|---|"]
        for figure in manifest["figures"]:
            name = figure["id"]
            question = find_question(name)
            links = [f"[{f['language']} {f['format']}]({slug}/{f['path']})" for f in figure["files"]]
            links.append(f"[table]({slug}/{figure['table']['path']})")
            alone = " (main source alone)" if figure["evidence"] == "article" else ""
            title = figure["title"][SOURCE_LANGUAGE].replace("|", "\\|")
            lines.append(f"| **{name}**{alone}: {question} | {title} | {', '.join(links)} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def store(figures: Path, kept: tuple[str, ...]) -> list[str]:
    """Write `README.md` over the folders of figures that are kept; its name if it changed."""
    folders = {slug: manifest for slug in kept if (manifest := read_manifest(figures / slug))}
    changed = write_if_changed(figures / "README.md", contents(dict(sorted(folders.items()))).encode())
    return ["figures/README.md"] if changed else []
