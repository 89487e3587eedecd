"""The documents of a province, as bytes: a deck and a brief in each language, a workbook with all tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from poverty.charts.drawing import Chart
from poverty.packs.files import DATA
from poverty.packs.load import Pack
from poverty.publish.export import Made, draw_province_charts
from poverty.publish.runs.processes import run_side_by_side
from poverty.words.language import Language

NAMES = {"deck": "briefing-{language}.pptx", "brief": "brief-{language}.pdf", "workbook": "{province}.xlsx"}


class DocumentError(ValueError):
    """A document cannot be made; the message says which, why, and how to mend it."""


def find_template(chosen: Path | None, slug: str) -> Path | None:
    """The template of a deck: the one that somebody chose, the pack's own, or None for ours."""
    own = DATA / slug / "template.pptx"
    return chosen or (own if own.is_file() else None)


def list_documents(kinds: Iterable[str], slug: str, codes: Iterable[str]) -> dict[str, str]:
    """The paths of documents of some kinds ("deck", "brief", "workbook"), each with its language; "" for all.

    Example:
        >>> list_documents(["brief", "workbook"], "gia-lai", ["en", "vi"])
        {'brief-en.pdf': 'en', 'brief-vi.pdf': 'vi', 'gia-lai.xlsx': ''}
    """
    names = [NAMES[kind] for kind in kinds]
    found = {name.format(language=code): code for name in names if "{language}" in name for code in codes}
    return found | {name.format(province=slug): "" for name in names if "{province}" in name}


def make_documents(
    wanted: dict[str, str], pack: Pack, made: Made, packs: dict[str, Pack], template: Path | None,
    in_parallel: bool = True,
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Documents of a province by path, each as soon as it is made.

    Args:
        wanted: from `list_documents`.
        made: its charts by language and id.
        packs: every province, by slug: a deck compares them.
        template: from `find_template`.
        in_parallel: see `export.pictures_of`.

    Raises:
        DocumentError: one cannot be made, such as a deck from a template that will not do.
    """
    charts = {"": {}} | {code: {name: c.undrawn() for name, c in of.items()} for code, of in made.items()}
    decks = [code for path, code in wanted.items() if path.endswith(".pptx")]
    compared = draw_province_charts([*packs.values()], own=pack.slug, codes=decks) if decks else {}
    jobs = [
        (path, code, pack, charts[code] | (compared[code] if path.endswith(".pptx") else {}), template)
        for path, code in wanted.items()
    ]
    for job, data in run_side_by_side(make_document, jobs, few=1 if in_parallel else len(jobs)):
        yield job[0], data


def make_document(path: str, code: str, pack: Pack, charts: dict[str, Chart], template: Path | None) -> bytes:
    """The document of a path, as bytes; what makes it is loaded here, since each kind needs a library of its own."""
    if path.endswith(".xlsx"):
        from poverty.publish.workbook import build_workbook

        return build_workbook(pack)
    if path.endswith(".pdf"):
        from poverty.publish.brief import brief

        return brief(pack, charts, Language(code))
    from poverty.publish.deck import deck

    return deck(pack, charts, Language(code), template)
