"""What is kept of a folder of figures, as bytes: slide charts, the tables behind them, data for reuse, the manifest."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

import pandas as pd

from poverty import charts, tables
from poverty.charts.drawing import Chart
from poverty.charts.page import SLIDE, Size
from poverty.packs.files import DEFAULT_PROVINCE, encode_json, figures_root
from poverty.packs.load import Pack
from poverty.packs.messages import Message
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import chart_files, folders
from poverty.publish.runs.processes import tell_runner
from poverty.tables import build_chart_tables, build_province_data, build_tidy_tables
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages

MANIFEST = "manifest.json"
WORDS = ("title", "subtitle", "caption", "source", "alt")  # of a chart, in every language
FORMULA = re.compile(r"[=@+\-\t\r\n](?!\d[\d.,]*%?$)")  # how a text begins that is run; "-0,5" is a numeral
Made = dict[str, dict[str, Chart]]  # charts by language and id


class KeptFiles(list[str]):
    """Files of a folder of figures, relative to it; a notebook shows how many of which kind stand where.

    Example:
        >>> KeptFiles(["en/06-jobs.svg", "en/06-jobs.png", "manifest.json"], "gia-lai")._repr_markdown_().splitlines()
        ['- `figures/gia-lai/en/`: 1 SVG, 1 PNG', '- `figures/gia-lai/`: 1 JSON']
    """

    def __init__(self, files: Iterable[str], slug: str) -> None:
        """The files of the folder `slug`."""
        super().__init__(files)
        self.slug = slug

    def _repr_markdown_(self) -> str:
        kinds: dict[PurePosixPath, Counter[str]] = {}
        for path in map(PurePosixPath, self):
            kinds.setdefault(path.parent, Counter())[path.suffix[1:].upper()] += 1
        return "\n".join(
            f"- `{PurePosixPath('figures', self.slug, folder)}/`: {', '.join(f'{n} {kind}' for kind, n in of.items())}"
            for folder, of in kinds.items()
        )


def draw_every_chart(pack: Pack, codes: Iterable[str] | None = None) -> Made:
    """Every chart of a pack in some languages, or all, by language and id; none is drawn before it is looked at.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> charts_by_language = draw_every_chart(load_pack("gia-lai"))
        >>> sorted(charts_by_language)
        ['en', 'id', 'vi']
    """
    return _draw_tables(build_chart_tables(pack), pack, codes)


def draw_article_charts(pack: Pack) -> Made:
    """The charts that the main source alone draws otherwise than all sources, from the main source alone."""
    alone, full = restrict_to_evidence(pack, "article"), build_chart_tables(pack)
    made = build_chart_tables(alone)
    return _draw_tables({n: table for n, table in made.items() if n not in full or not table.equals(full[n])}, alone)


def _draw_tables(made: dict[str, pd.DataFrame], pack: Pack, codes: Iterable[str] | None = None) -> Made:
    context = gather_context(pack)
    return {
        code: {name: charts.draw(name, table, context, Language(code)) for name, table in made.items()}
        for code in codes or list_languages()
    }


def draw_province_charts(
    packs: list[Pack], standard: str = "", own: str = DEFAULT_PROVINCE, codes: Iterable[str] | None = None
) -> Made:
    """The charts that are of no province alone, by language and id; none is drawn before it is looked at.

    Args:
        standard: the poverty standard under which they are compared; blank: that which most of them share.
        own: the province that is marked; of another one than the default, they are compared only if it is among them.
        codes: of the languages; None for all.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> list(draw_province_charts([load_pack("gia-lai"), load_pack("son-la")])["en"])
        ['09-provinces', 'a5-backtest']
    """
    compared = tables.provinces.tabulate_province_changes(packs, own, standard)
    if own != DEFAULT_PROVINCE and "yes" not in set(compared["own"]):
        compared = compared.iloc[:0]
    made = {"09-provinces": compared, "a5-backtest": tables.tabulate_backtest()}
    contexts = {pack.slug: gather_context(pack) for pack in packs}
    return {
        code: {
            name: charts.draw_provinces(name, table, contexts, Language(code))
            for name, table in made.items() if not table.empty
        }
        for code in codes or list_languages()
    }  # fmt: skip


def build_folder(
    slug: str, made: Made, data: dict[str, pd.DataFrame] | None = None,
    report: Callable[[Message], None] = lambda line: None, in_parallel: bool = True,
) -> dict[str, bytes]:  # fmt: skip
    """Every kept file of a folder of figures, by its path, as bytes; the manifest last.

    Args:
        slug: the folder: a province, or "provinces".
        data: tables for reuse, from `build_tidy_tables`.
        report, in_parallel: see `pictures_of`.
    """
    first = next(iter(made.values()))  # what is no word is the same in every language
    files = {f"data/{name}.csv": csv_bytes(table) for name, table in (data or {}).items()}
    listed = [describe_file(path, content) for path, content in files.items()]
    behind = {f"tables/{name}.csv": csv_bytes(chart.table) for name, chart in first.items()}
    described = map(describe_file, behind.keys(), behind.values())
    pictures, files_of = pictures_of(made, [(SLIDE, chart_files.KEPT)], report, in_parallel)
    content = {
        "province": slug,
        "sizes_inches": {SLIDE.name: SLIDE.inches},
        "figures": [_figure(name, made, table, files_of[name]) for name, table in zip(first, described, strict=True)],
        "data": listed,
        "claims": {name: told for chart in first.values() for name, told in chart.cited.items()},
    }
    return files | behind | pictures | {MANIFEST: encode_json(content)}


def pictures_of(
    made: Made,
    wanted: Iterable[tuple[Size, Iterable[str]]],
    report: Callable[[Message], None] = lambda line: None,
    in_parallel: bool = True,
) -> tuple[dict[str, bytes], dict[str, list[dict]]]:
    """Charts at some sizes in some formats: files by path, and by chart how a manifest lists them.

    Args:
        wanted: sizes, each with its formats.
        report: is told of each chart that was drawn, in a line.
        in_parallel: several charts at once, in other processes; these would run a script without a guard again.
    """
    every = [(chart, code) for code, of_language in made.items() for chart in of_language.values()]
    if in_parallel:
        chart_files.prepare([(chart, code, size, tuple(f)) for chart, code in every for size, f in wanted], report)
    files: dict[str, bytes] = {}
    listed: dict[str, list[dict]] = {}
    for chart, code in every:
        for size, formats in wanted:
            for suffix, data in chart_files.render(chart, code, size, formats).items():
                path = file_path(code, chart.id, suffix, size)
                files[path] = data
                about = describe_file(path, data, language=code, size=size.name, format=suffix)
                listed.setdefault(chart.id, []).append(about)
    return files, listed


def file_path(code: str, name: str, suffix: str, size: Size = SLIDE) -> str:
    """Where a chart lies in a folder of figures: `en/03-households.svg`; other sizes in folders of their own."""
    folder = code if size == SLIDE else f"{code}/{size.name}"
    return f"{folder}/{name}.{suffix}"


def describe_file(path: str, data: bytes, **about: str) -> dict:
    """A file as a manifest lists it, with what else is known of it."""
    return {"path": path, **about, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV with a byte order mark: without one, spreadsheets garble Vietnamese.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Example:
        >>> csv_bytes(pd.DataFrame({"title": ["=1+1"], "printed": ["-5%"], "gain": [-0.5]})).decode("utf-8-sig")
        "title,printed,gain\\n'=1+1,-5%,-0.5\\n"
    """
    return b"\xef\xbb\xbf" + csv_rows(table, header=True)


def csv_rows(table: pd.DataFrame, header: bool = False) -> bytes:
    """The rows of a table as `csv_bytes` has them, to stand below others."""
    texts = table.select_dtypes(exclude="number").map(_disarm)
    return table.assign(**texts).to_csv(index=False, header=header, lineterminator="\n").encode()


def _disarm(cell: object) -> object:
    """A cell that a spreadsheet takes for what it is, in one row: a lone carriage return would begin another."""
    if not isinstance(cell, str):
        return cell
    cell = f"'{cell}" if FORMULA.match(cell) else cell
    return re.sub("\r\n?", "\n", cell) if "\r" in cell else cell


def _figure(name: str, made: Made, table: dict, files: list[dict]) -> dict:
    """A chart as the manifest has it, with its words in every language."""
    chart = next(iter(made.values()))[name]
    return {
        "id": chart.id,
        **{part: {code: getattr(made[code][name], part) for code in made} for part in WORDS},
        "claims": chart.claims,
        "standards": chart.standards,
        "readings": chart.readings,
        "evidence": chart.evidence,
        "chains": chart.chains,
        "notebook": f"notebooks/{chart.notebook}.ipynb",
        "table": table,
        "files": files,
    }


def publish_province(pack: Pack, made: Made) -> KeptFiles:
    """Write the charts, tables and data of a province to its folder in `figures/`; the files, relative to it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack = load_pack("gia-lai")
        >>> publish_province(pack, draw_every_chart(pack))[-1]  # doctest: +SKIP
        'manifest.json'
    """
    return _store(pack.slug, made, build_tidy_tables(pack))


def publish_provinces(packs: list[Pack], made: Made) -> KeptFiles:
    """Write the charts that are of no province alone, their tables and data to `figures/provinces/`; the files.

    Example:
        >>> publish_provinces(packs, draw_province_charts(packs))  # doctest: +SKIP
    """
    return _store(folders.OVERALL, made, build_province_data(packs))


def _store(slug: str, made: Made, data: dict[str, pd.DataFrame]) -> KeptFiles:
    files, where = build_folder(slug, made, data, tell_runner), figures_root() / slug
    folders.replace_files(where, files, folders.listed_files(folders.read_manifest(where)))
    return KeptFiles(files, slug)
