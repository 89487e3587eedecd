"""Everything that is published of a province: charts and data, a deck and a brief in every language, a gallery."""

import json

from poverty import export, findings, gallery, rendering, tables
from poverty.brief import brief
from poverty.charts import Chart
from poverty.deck import deck
from poverty.pack import Pack
from poverty.readings import stories, under
from poverty.words import Language

PAGE = "index.html"


def publish(pack: Pack, made: dict[str, dict[str, Chart]], evidence: str = "both") -> list[str]:
    """Write everything of a province to its folder of figures; the files, relative to it.

    Args:
        pack: the province.
        made: its charts by language and id, from `export.drawn`.
        evidence: "article", "all" or "both", as they were drawn.
    """
    made_of = files(pack, made, evidence)
    export.store(made_of, export.root() / pack.slug)
    return list(made_of)


def files(pack: Pack, made: dict[str, dict[str, Chart]], evidence: str = "both") -> dict[str, bytes]:
    """Every file of a province by its path, as bytes; nothing is written."""
    told = {story: under(pack, story) for story in stories(evidence)}
    documents, said = {}, {}
    rendering.prepare(made)  # decks and briefs use what the files are made of
    for code, charts in made.items():
        lang = Language(code)
        if charts:
            documents[f"briefing-{code}.pptx"] = deck(pack, told, charts, lang)
            documents[f"brief-{code}.pdf"] = brief(pack, told, charts, lang)
        said[code] = {name: findings.told(about, told, lang) for name, about in findings.SUBJECTS.items()}
    found = export.build(pack.slug, made, tables.tidy(pack), documents)
    return with_page(found, said, pack.province["name"], {pack.slug: pack})


def publish_provinces(packs: list[Pack], made: dict[str, dict[str, Chart]], slug: str) -> list[str]:
    """Write the charts that are of no province alone, and their gallery, to a folder of figures; the files."""
    by_slug = {pack.slug: pack for pack in packs}
    made_of = with_page(export.build(slug, made), {}, {}, by_slug)
    export.store(made_of, export.root() / slug)
    return list(made_of)


def with_page(
    found: dict[str, bytes], said: dict[str, dict[str, list[str]]], name: dict[str, str], packs: dict[str, Pack]
) -> dict[str, bytes]:
    """The files of a folder with a gallery of them, which the manifest then lists."""
    manifest = json.loads(found.pop("manifest.json"))
    found[PAGE] = gallery.page(manifest, found, said, name, packs)
    manifest["documents"].append(export.entry(PAGE, found[PAGE]))
    found["manifest.json"] = export.json_bytes(manifest)
    return found
