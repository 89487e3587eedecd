"""Write what is kept of a province, or of all side by side, to its folder of figures."""

from poverty.packs.files import figures_root
from poverty.packs.load import Pack
from poverty.publish import export, folders, progress
from poverty.publish.export import Made
from poverty.tables import build_tidy_tables


def publish(pack: Pack, made: Made) -> list[str]:
    """Write the charts, tables and data of a province to its folder of figures; the files, relative to it.

    Args:
        pack: the province.
        made: its charts by language and id, from `export.drawn`.
    """
    return _store(pack.slug, export.build(pack.slug, made, build_tidy_tables(pack), progress.report))


def publish_provinces(made: Made, slug: str) -> list[str]:
    """Write the charts that are of no province alone, and their tables, to a folder of figures; the files."""
    return _store(slug, export.build(slug, made, report=progress.report))


def _store(slug: str, files: dict[str, bytes]) -> list[str]:
    where = figures_root() / slug
    folders.replace_files(where, files, folders.listed_files(folders.read_manifest(where)))
    return list(files)
