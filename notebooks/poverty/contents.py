"""What stands in `figures/`: which chart answers which question, in which files, and a page over all provinces.

Both are written from the manifests.
"""

import json
from pathlib import Path

from poverty import export, gallery, pack
from poverty.charts import QUESTIONS, base
from poverty.files import write
from poverty.words import SOURCE_LANGUAGE

HEAD = """# Which chart answers which question

Written by `make`. Take a chart as SVG (sharp at any size) or PNG (2000 pixels wide), at the size of a slide, in the
language that you need. `make` also writes each as PDF, and all three at the size of half a slide, of the text width
of an A4 page and of a square (in `<language>/half-slide/`, `a4-column/` and `square/`); beside them a deck
(`briefing-<language>.pptx`), a one-page brief (`brief-<language>.pdf`) and a gallery to choose from (`index.html`). A
name that ends in `-article` is the same chart from the main source alone.
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
            question = QUESTIONS[base(name)]
            kept = [f for f in figure["files"] if not export.NOT_KEPT.search(f["path"])]
            links = [f"[{f['language']} {f['format']}]({slug}/{f['path']})" for f in kept]
            links.append(f"[table]({slug}/{figure['table']['path']})")
            alone = " (main source alone)" if figure["evidence"] == "article" else ""
            title = figure["title"][SOURCE_LANGUAGE].replace("|", "\\|")
            lines.append(f"| **{name}**{alone}: {question} | {title} | {', '.join(links)} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def store(figures: Path, kept: tuple[str, ...]) -> bool:
    """Write `README.md` over the folders of figures that are kept, and `index.html` over all; True if one changed."""
    found = {p.parent.name: json.loads(p.read_text(encoding="utf-8")) for p in sorted(figures.glob("*/manifest.json"))}
    page = gallery.overall([gallery.Province(manifest, _name(slug)) for slug, manifest in found.items()])
    tracked = {slug: found[slug] for slug in kept if slug in found}
    changed = [write(figures / "index.html", page), write(figures / "README.md", contents(tracked).encode())]
    return any(changed)


def _name(slug: str) -> dict[str, str]:
    """A province's name by language; none for a folder that is of no province alone."""
    return pack.load(slug).province["name"] if slug in pack.provinces() else {}
