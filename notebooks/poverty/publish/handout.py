"""What a person takes from a notebook: charts, a deck, a brief, a workbook or the gallery, in a folder."""

import json
import os
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from urllib.parse import quote

from poverty.packs.files import BUILD, ROOT
from poverty.packs.load import Pack, load_all_packs
from poverty.publish import briefing, export, folders
from poverty.publish.documents import NAMES, find_template, list_documents, make_documents
from poverty.tables import build_tidy_tables

KINDS = ("charts", *NAMES, "gallery")


class Written(list[Path]):
    """Files that were written, which a notebook shows as links, a line for each folder."""

    def _repr_html_(self) -> str:
        lines, by_folder = [], attrgetter("parent")
        for folder, paths in groupby(sorted(self, key=by_folder), by_folder):
            links = [
                f'<a href="{quote(path.as_posix())}"{"" if path.suffix == ".html" else " download"}>'
                f"{escape(path.name)}</a>" for path in paths
            ]  # fmt: skip
            lines.append(f"{escape(folder.as_posix())}/: {' · '.join(links)}")
        return "<br>\n".join(lines)


def export_province(pack: Pack, what: str, codes: list[str], folder: Path | None) -> Written:
    """Write one kind of thing for a province to a folder, in some languages; the files.

    Args:
        what: of `KINDS`; the gallery comes with everything that it leads to.
        folder: what else stands in it stays; None for `build/export/<province>/`.

    Raises:
        NotWrittenError: the disk is full, or another program has one of the files open.
    """
    packs = {each.slug: each for each in load_all_packs()[0]} | {pack.slug: pack}
    made = export.draw_every_chart(pack, codes)
    files = {}
    if what in ("charts", "gallery"):
        files = export.build_folder(pack.slug, made, build_tidy_tables(pack), in_parallel=False)
    wanted = list_documents(NAMES if what == "gallery" else {what} & {*NAMES}, pack.slug, codes)
    files |= make_documents(wanted, pack, made, packs, find_template(None, pack.slug), in_parallel=False)
    if what == "gallery":
        added, listed = briefing.add_sizes(made, in_parallel=False)
        manifest = json.loads(files[export.MANIFEST])
        files |= added
        files = briefing.make_gallery(manifest, listed, files, made, pack, packs) | files  # the page comes first
    where = folder or _shorten(BUILD / "export" / pack.slug)
    folders.write_files(where, files)
    return Written(where / path for path in files)


def _shorten(path: Path) -> Path:
    """A path from the current folder on, if that is in the project: so a notebook shows the same on every machine."""
    return Path(os.path.relpath(path)) if Path.cwd().is_relative_to(ROOT) else path
