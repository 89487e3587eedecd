"""The rest of what a briefing takes: sizes, PDFs, decks, briefs, workbooks, galleries. It is made, and not kept.

Nothing is made twice: a chart is drawn again if its table, its words or the code that draws it changed, a document if
anything that it may rest on did. What was made is listed in `build/<province>/briefing.json`.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from poverty.charts.page import SIZES, SLIDE
from poverty.packs import load
from poverty.packs.files import BUILD, DEFAULT_PROVINCE, encode_json, figures_root, read_json_object, write_if_changed
from poverty.packs.load import Pack
from poverty.packs.messages import Message, message
from poverty.publish import chart_files, export, fingerprint, folders
from poverty.publish.documents import NAMES, DocumentError, find_template, list_documents, make_documents
from poverty.publish.export import Made
from poverty.publish.fingerprint import get_entry, put_entry
from poverty.publish.runs import staleness
from poverty.publish.runs.processes import hold_province
from poverty.words.language import Language
from poverty.words.speech import ENGLISH, phrase_error

PAGE = "index.html"
Files = dict[str, bytes]  # by path in a folder of figures
Report = Callable[[Message], None]


def make_briefing(province: str, evidence: str = "all", template: Path | None = None, lang: Language = ENGLISH) -> int:
    """Make the rest for a province, and for all of them side by side if it is the default one; 1 if it is refused.

    Args:
        province: a folder of data/, whose notebooks were run.
        evidence: "article" for the charts of the main source alone beside those of all sources.
        template: a PowerPoint file for the decks; None for the pack's own, or ours if it has none.
        lang: in which it is told what is made; what is made does not depend on it.
    """
    started = time.perf_counter()
    slugs = [province, folders.OVERALL] if province == DEFAULT_PROVINCE else [province]
    path = BUILD / province / "briefing.json"
    with hold_province(province) as holder:
        if holder:
            print(f"{province}: {lang.retell(holder)}", file=sys.stderr)
            return 1
        try:
            design = find_template(template, province)
            inputs = fingerprint.hash_parts(staleness.hash_inputs(None), evidence, _read(design))
            before = read_json_object(path)
            if before.get("inputs") == inputs and before.get("outputs") == _hash_outputs(before):
                print(lang.say("%(province)s: the briefing is as it was", province=province))
                return 0
            earlier = {one["province"]: one for one in before.get("folders", [])}
            listed = [_make_folder(slug, evidence, design, earlier.get(slug, {}), lang) for slug in slugs]
        except DocumentError as error:
            print(lang.say("%(why)s; nothing was written", why=phrase_error(error, lang)), file=sys.stderr)
            return 1
        write_if_changed(figures_root() / PAGE, _overall_page())
        content = {"inputs": inputs, "folders": listed}
        write_if_changed(path, encode_json(content | {"outputs": _hash_outputs(content)}), lasting=True)
    seconds, page = lang.number(time.perf_counter() - started, 1), f"figures/{province}/{PAGE}"
    print(lang.say("done in %(seconds)s s; to look at it, open %(page)s", seconds=seconds, page=page))
    return 0


def _make_folder(slug: str, evidence: str, design: Path | None, before: dict, lang: Language) -> dict:
    """Make the rest of one folder of figures; what stands in it now beside what is kept."""

    def report(line: Message) -> None:
        print(f"  {slug}: {lang.retell(line)}", flush=True)

    packs = {pack.slug: pack for pack in load.load_all_packs()[0]}
    own, where = None if slug == folders.OVERALL else packs[slug], figures_root() / slug
    made = export.draw_every_chart(own) if own else export.draw_province_charts([*packs.values()])
    charts = sum(map(len, made.values()))
    said = lang.say("%(folder)s: %(charts)s charts in %(sizes)s sizes", folder=slug, charts=charts, sizes=len(SIZES))
    print(said, flush=True)
    files, listed = add_sizes(made, report)
    if own:
        files |= _make_missing(own, made, packs, design, report)
        if evidence == "article":
            alone, _ = export.pictures_of(export.draw_article_charts(own), [(SLIDE, chart_files.FORMATS)], report)
            files |= {f"article/{path}": data for path, data in alone.items()}
    manifest = folders.read_manifest(where)
    kept = {path: (where / path).read_bytes() for path in folders.listed_files(manifest)}
    files |= make_gallery(manifest, listed, kept | files, made, own, packs)
    folders.replace_files(where, files, folders.listed_files(before))
    return {"province": slug, "documents": [export.describe_file(path, data) for path, data in files.items()]}


def add_sizes(
    made: Made, report: Report = lambda line: None, in_parallel: bool = True
) -> tuple[Files, dict[str, list[dict]]]:
    """Every file of charts that is not kept, and how a list has them, by chart."""
    rest = tuple(suffix for suffix in chart_files.FORMATS if suffix not in chart_files.KEPT)
    wanted = dict.fromkeys(SIZES.values(), chart_files.FORMATS) | {SLIDE: rest}
    return export.pictures_of(made, [*wanted.items()], report, in_parallel)


def make_gallery(
    manifest: dict, listed: dict[str, list[dict]], files: Files, made: Made, own: Pack | None, packs: dict[str, Pack]
) -> Files:
    """The page to choose from, by its path.

    Args:
        manifest: of the folder, with the files that are kept.
        listed: the other files of each chart, from `add_sizes`.
        files: every file of the folder.
        own: the province; None for all of them side by side.
    """
    from poverty.publish import gallery
    from poverty.words.findings import FINDINGS_BY_SUBJECT

    figures = [f | {"files": [*f["files"], *listed[f["id"]]]} for f in manifest["figures"] if f["id"] in listed]
    said, name = {}, {}
    if own:
        packs, name = {own.slug: own}, own.province["name"]
        said = {code: {key: tell(own, Language(code)) for key, tell in FINDINGS_BY_SUBJECT.items()} for code in made}
    return {PAGE: gallery.page(manifest | {"figures": figures}, files, said, name, packs)}


def _make_missing(own: Pack, made: Made, packs: dict[str, Pack], design: Path | None, report: Report) -> Files:
    """The documents of a province, from the cache where nothing changed that they may rest on."""
    inputs = {".pptx": (staleness.hash_inputs(None), _read(design))}  # a deck compares all provinces
    alone = (staleness.hash_inputs(own.slug),)
    wanted = list_documents(NAMES, own.slug, made)
    keys = {path: f"{fingerprint.hash_parts(path, *inputs.get(Path(path).suffix, alone))}.{path}" for path in wanted}
    files = {path: data for path in wanted if (data := get_entry(keys[path]))}
    missing = {path: code for path, code in wanted.items() if path not in files}
    for done, (path, data) in enumerate(make_documents(missing, own, made, packs, design), 1):
        put_entry(keys[path], data)
        files[path] = data
        report(message("%(name)s (%(done)s of %(all)s)", name=path, done=done, all=len(missing)))
    return files


def _read(design: Path | None) -> bytes:
    return design.read_bytes() if design else b""


def _overall_page() -> bytes:
    """The page over all provinces whose gallery was made."""
    from poverty.publish import gallery

    packs, faulty = load.load_all_packs()  # of a pack that has faults now: `make check` names them
    names = {pack.slug: pack.province["name"] for pack in packs}
    made = [page.parent for page in sorted(figures_root().glob(f"[!.]*/{PAGE}")) if page.parent.name not in faulty]
    return gallery.overall([(folders.read_manifest(where), names.get(where.name, {}), where) for where in made])


def _hash_outputs(content: dict) -> str:
    """A hash of all files that a list of briefings names."""
    root = figures_root()
    listed = [root / one["province"] / path for one in content.get("folders", []) for path in folders.listed_files(one)]
    return fingerprint.hash_files([root / PAGE, *listed])
