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
from poverty.packs.csv_rows import PackError
from poverty.packs.files import BUILD, DEFAULT_PROVINCE, encode_json, figures_root, read_json_object, write_if_changed
from poverty.packs.load import Pack
from poverty.publish import chart_files, export, fingerprint, folders
from poverty.publish.export import Made
from poverty.publish.fingerprint import get_entry, put_entry
from poverty.publish.runs import staleness
from poverty.publish.runs.processes import hold_province
from poverty.words.language import Language

PAGE = "index.html"
Files = dict[str, bytes]  # by path in a folder of figures


def make_briefing(province: str, evidence: str = "all") -> int:
    """Make the rest for a province, and for all of them side by side if it is the default one; 1 if it is held.

    Args:
        province: a folder of data/, whose notebooks were run.
        evidence: "article" for the charts of the main source alone beside those of all sources.
    """
    started = time.perf_counter()
    slugs = [province, folders.OVERALL] if province == DEFAULT_PROVINCE else [province]
    path = BUILD / province / "briefing.json"
    with hold_province(province) as holder:
        if holder:
            print(f"{province}: {holder}", file=sys.stderr)
            return 1
        before = read_json_object(path)
        inputs = fingerprint.hash_parts(staleness.hash_inputs(None), evidence)
        if before.get("inputs") == inputs and before.get("outputs") == _hash_outputs(before):
            print(f"{province}: the briefing is as it was")
            return 0
        earlier = {one["province"]: one for one in before.get("folders", [])}
        listed = [_make_folder(slug, evidence, earlier.get(slug, {})) for slug in slugs]
        write_if_changed(figures_root() / PAGE, _overall_page())
        content = {"inputs": inputs, "folders": listed}
        write_if_changed(path, encode_json(content | {"outputs": _hash_outputs(content)}), lasting=True)
    print(f"done in {time.perf_counter() - started:.1f} s; to look at it, open figures/{province}/{PAGE}")
    return 0


def _make_folder(slug: str, evidence: str, before: dict) -> dict:
    """Make the rest of one folder of figures; what stands in it now beside what is kept."""
    from poverty.publish import gallery

    made, packs = _charts(slug)
    print(f"{slug}: {sum(map(len, made.values()))} charts in {len(SIZES)} sizes", flush=True)
    pictures, of_figures = _pictures(made)
    documents, findings, name = {}, {}, {}
    if slug in packs:
        own, name = packs[slug], packs[slug].province["name"]
        documents, findings = _documents(own, made), _findings(own, made)
        if evidence == "article":
            documents |= _article_pictures(own)
    listing = {
        "province": slug,
        "figures": [{"id": figure, "files": files} for figure, files in of_figures.items()],
        "documents": [export.describe_file(path, data) for path, data in documents.items()],
    }
    manifest, files = _with_kept(slug, listing, pictures | documents)
    page = gallery.page(manifest, files, findings, name, packs)
    listing["documents"].append(export.describe_file(PAGE, page))
    folders.replace_files(figures_root() / slug, pictures | documents | {PAGE: page}, folders.listed_files(before))
    return listing


def _charts(slug: str) -> tuple[Made, dict[str, Pack]]:
    """The charts of a folder of figures by language and id, and the packs that they are of."""
    if slug != folders.OVERALL:
        own = load.load_pack(slug)
        return export.draw_every_chart(own), {slug: own}
    packs, _ = load.load_all_packs()
    return export.draw_province_charts(packs), {each.slug: each for each in packs}


def _pictures(made: Made) -> tuple[Files, dict[str, list[dict]]]:
    """Every file of charts that is not kept, and how a list has them, by chart."""
    rest = tuple(suffix for suffix in chart_files.FORMATS if suffix not in chart_files.KEPT)
    wanted = dict.fromkeys(SIZES.values(), chart_files.FORMATS) | {SLIDE: rest}
    return export.pictures_of(made, [*wanted.items()], _report)


def _article_pictures(own: Pack) -> Files:
    """The charts of the main source alone as slides, where other sources change them."""
    files, _ = export.pictures_of(export.draw_article_charts(own), [(SLIDE, chart_files.FORMATS)], _report)
    return {f"article/{path}": data for path, data in files.items()}


def _documents(own: Pack, made: Made) -> Files:
    """A deck and a brief in every language, and the workbook."""
    inputs, files = staleness.hash_inputs(own.slug), {}
    for code, charts in made.items():
        for path, make in ((f"briefing-{code}.pptx", _deck), (f"brief-{code}.pdf", _brief)):
            if charts:
                files[path] = _once(path, inputs, lambda make=make, c=charts, code=code: make(own, c, code))
    path = f"{own.slug}.xlsx"
    return files | {path: _once(path, inputs, lambda: _workbook(own))}


def _once(path: str, inputs: str, make: Callable[[], bytes]) -> bytes:
    """A document from the cache, or made and reported."""
    key = f"{fingerprint.hash_parts(path, inputs)}{Path(path).suffix}"
    data = get_entry(key)
    if data is None:
        data = make()
        put_entry(key, data)
        _report(path)
    return data


def _deck(own: Pack, charts: dict, code: str) -> bytes:
    from poverty.publish.deck import deck

    return deck(own, charts, Language(code))


def _brief(own: Pack, charts: dict, code: str) -> bytes:
    from poverty.publish.brief import brief

    return brief(own, charts, Language(code))


def _workbook(own: Pack) -> bytes:
    from poverty.publish.workbook import build_workbook

    return build_workbook(own)


def _findings(own: Pack, made: Made) -> dict[str, dict[str, list[str]]]:
    """Sentences to quote, by language and subject."""
    from poverty.words import findings

    return {
        code: {name: about(own, Language(code)) for name, about in findings.FINDINGS_BY_SUBJECT.items()}
        for code in made
    }


def _with_kept(slug: str, listing: dict, made: Files) -> tuple[dict, Files]:
    """The manifest of a folder with the files of the briefing added to each chart, and all these files."""
    where = figures_root() / slug
    manifest = folders.read_manifest(where)
    added = {figure["id"]: figure["files"] for figure in listing["figures"]}
    figures = [f | {"files": [*f["files"], *added[f["id"]]]} for f in manifest["figures"] if f["id"] in added]
    kept = {path: (where / path).read_bytes() for path in folders.listed_files(manifest)}
    return manifest | {"figures": figures}, kept | made


def _overall_page() -> bytes:
    """The page over all provinces whose gallery was made."""
    from poverty.publish import gallery

    found = []
    for page in sorted(figures_root().glob(f"[!.]*/{PAGE}")):
        slug = page.parent.name
        name: dict[str, str] = {}
        if slug in load.list_province_slugs():
            try:
                name = load.load_pack(slug).province["name"]
            except PackError:
                continue  # its pack has faults now: `make check` names them
        found.append(gallery.Province(folders.read_manifest(page.parent), name, page.parent))
    return gallery.overall(found)


def _hash_outputs(content: dict) -> str:
    """A hash of all files that a list of briefings names."""
    root = figures_root()
    listed = [root / one["province"] / path for one in content.get("folders", []) for path in folders.listed_files(one)]
    return staleness.hash_outputs([root / PAGE, *listed])


def _report(line: str) -> None:
    print(f"  {line}", flush=True)
