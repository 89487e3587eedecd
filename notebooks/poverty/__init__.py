"""What a few printed figures allow us to say about poverty in one province.

Type `import poverty`; then `load` a province and `check` its figures, take a `table`, a `chart` or `findings`, let a
result be `explained`, `export` what a briefing needs, and `trace` a mark of a chart back to the printed numbers. In a
notebook each shows itself. `evidence("article")` is the province as its main source alone shows it.

A province is named by its folder in `data/`, or is a pack: what `load` returns. A claim is one number as one source
printed it; a table has a row for each mark of its chart, which names its claims.

The rooms, each building on those before it: `poverty.packs` (what a source printed), `bands` (how far a reconstructed
year errs elsewhere), `trajectory` (how far and how fast the rate fell), `jobs`, `outlook` (what comes next, if);
`tables` (which table stands behind which chart); `words` (everything that a reader reads), `charts`, `publish` (files
and runs). `import poverty` is enough for all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing the package must cost nothing
    import pandas as pd

    from poverty.notebook import Picture
    from poverty.packs.load import Pack
    from poverty.words.language import Language
    from poverty.words.readable import Explanation, Sentences, Table
    from poverty.words.readable.draft import DraftTables

__all__ = ["chart", "check", "draft", "evidence", "explain", "export", "findings", "load", "table", "trace"]
NEEDED = ("babel", "matplotlib", "numpy", "pandas", "scipy", "statsmodels")  # the first that a kernel may lack
OLDEST_PYTHON = (3, 11)
ROOMS = ("packs", "bands", "trajectory", "jobs", "outlook", "tables", "words", "charts", "publish")


def __getattr__(name: str) -> object:
    """A room, loaded when it is first asked for."""
    if name in ROOMS:
        return import_module(f"poverty.{name}")
    raise AttributeError(f"module 'poverty' has no attribute {name!r}")


class PlainError(Exception):
    """An error whose message says what to do: a notebook shows the message and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class ChoiceError(PlainError, ValueError):
    """Something was asked for that there is not; the message says what there is."""


class WrongKernelError(PlainError, ImportError):
    """The Python that runs is not one that this project was set up in."""


def _refuse_wrong_kernel() -> None:
    """Stop where the packages that are needed are not installed, or where Python is too old.

    A notebook finds this package beside itself, whatever Python its kernel is of.

    Raises:
        WrongKernelError: the message says which packages are missing and what to choose.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if sys.version_info < OLDEST_PYTHON:
        missing.insert(0, f"Python {'.'.join(map(str, OLDEST_PYTHON))} or later")
    if missing:
        raise WrongKernelError(
            f"This kernel ({sys.executable}) lacks {', '.join(missing)}: choose the Python in the project's folder "
            ".venv as the kernel, which `make` sets up (on Windows as README.md says)."
        )


_refuse_wrong_kernel()


def export_lazily(package: str, modules: dict[str, list[str]]) -> tuple[Callable[[str], object], list[str]]:
    """The `__getattr__` and the `__all__` of a room: its public names, each loaded when it is first asked for.

    Args:
        package: the room, as `poverty.packs`.
        modules: its public names by the module that defines them.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def load_name(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load_name, sorted(homes)


from poverty.packs.files import DEFAULT_PROVINCE  # noqa: E402 (the rooms need what stands above)


def load(province: str = DEFAULT_PROVINCE, evidence: str = "all") -> Pack:
    """Read the pack of a province; a pack with a fault in any table is refused.

    Args:
        province: a folder of data/.
        evidence: "all" sources, or "article": the main source alone.

    Raises:
        PackError: it has faults, all of which are named; or there is no such folder in `data/`.
        ChoiceError: `province` is no text.
        EvidenceError: `evidence` is neither.

    Example:
        >>> load("gia-lai").slug
        'gia-lai'
    """
    from poverty.packs.load import load_pack
    from poverty.packs.readings import restrict_to_evidence

    if not isinstance(province, str):
        raise ChoiceError(
            f"province is {province!r}; it can be the name of a folder of data/, such as {DEFAULT_PROVINCE!r}"
        )
    return restrict_to_evidence(load_pack(province), evidence)


def check(province: str | Pack = DEFAULT_PROVINCE) -> pd.DataFrame:
    """Audit the figures of a province: a row for each comparison, with its verdict and what was found.

    The verdict is agrees, disagrees, cannot tell (the comparison is too weak) or not checkable; "disagrees as printed"
    is settled by a preferred reading.

    Raises:
        PackError: the pack has faults, all of which are named.

    Example:
        >>> sorted(set(check("gia-lai")["verdict"]))
        ['agrees', 'cannot tell', 'disagrees', 'disagrees as printed', 'not checkable']
    """
    from poverty.packs.readings import resolve_readings
    from poverty.packs.tables import tabulate_audit_findings

    return tabulate_audit_findings(resolve_readings(_open(province)))


def draft(text: str, locale: str | None = None) -> DraftTables:
    """The rows that the program proposes for a page: nothing is written, and a notebook shows them as a table.

    `rows` has the columns of reported.csv. `make draft` writes them into a pack, with a page to compare them on.

    Args:
        text: of the page, with its paragraphs; "" between them.
        locale: the page's language, such as "vi"; None to tell it from the text.

    Raises:
        ChoiceError: `text` is no text, or there is no grammar of the language.

    Example:
        >>> draft("Cuối năm 2024 toàn tỉnh còn 9.812 hộ nghèo.").rows["printed"].tolist()
        ['9.812']
    """
    from poverty.packs.draft.engine import draft_text
    from poverty.packs.draft.grammar import list_draft_languages
    from poverty.words.readable.draft import tabulate_draft

    if not isinstance(text, str):
        raise ChoiceError(f"text is {type(text).__name__}; it can be the text of a page, such as that of a file")
    if locale not in (None, *list_draft_languages()):
        raise ChoiceError(f"no language {locale!r}; there are {', '.join(list_draft_languages())}")
    return tabulate_draft(draft_text(text, locale))


def evidence(which: str, province: str | Pack = DEFAULT_PROVINCE) -> Pack:
    """A copy of a pack with the figures of its main source alone ("article"), or with those of all sources ("all").

    Raises:
        EvidenceError: `which` is neither, or the pack holds its main source alone and "all" is asked for.

    Example:
        >>> len(evidence("article").claims) < len(load().claims)
        True
    """
    from poverty.packs.readings import EvidenceError, restrict_to_evidence

    pack = _open(province)
    if which == "all" and pack.evidence == "article":
        raise EvidenceError("this pack holds its main source alone: load the province again for all sources")
    return restrict_to_evidence(pack, which)


def table(name: str, province: str | Pack | None = DEFAULT_PROVINCE, **parameters: object) -> Table:
    """A table by its name, as a reader sees it; `.all` is the whole, as a DataFrame.

    Args:
        name: of a table ("yearly", "paces"), or of the chart that it stands behind: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack; of no use to a table over all places.
        parameters: those of the table, such as a declared number.

    Raises:
        ChoiceError: no table has that name; the message lists those there are.

    Example:
        >>> rates = table("trajectory").all
        >>> rates.loc[(rates["date"] == "2021-M12") & (rates["role"] == "anchor"), "value"].tolist()
        [5.09]
    """
    from poverty.words.readable import TABLES, make_table

    if name not in TABLES:
        name = _find_chart(name, "table", TABLES)
    elif not TABLES[name].of_pack:
        return make_table(name, None, **parameters)
    return make_table(name, _open(province), **parameters)


def explain(name: str, province: str | Pack | None = DEFAULT_PROVINCE, **parameters: object) -> Explanation:
    """What a result means, in sentences: how far a range can be trusted, what a reading rules out.

    Raises:
        ChoiceError: nothing is explained under that name; the message lists what is.

    Example:
        >>> explain("band")[0]  # doctest: +SKIP
    """
    from poverty.words.readable import EXPLANATIONS
    from poverty.words.readable import explain as phrase

    if name not in EXPLANATIONS:
        raise ChoiceError(f"nothing is explained as {name!r}; there are {', '.join(EXPLANATIONS)}")
    return phrase(name, None if province is None else _open(province), **parameters)


def chart(
    name: str, province: str | Pack = DEFAULT_PROVINCE, language: str = "en", size: str = "slide", **parameters: object
) -> Picture:
    """A chart; a notebook shows it, and `.figure` is it as a Matplotlib figure, to change and to save.

    Where too little of what it draws is printed, it says so.

    Args:
        name: the chart's id, or the word in it: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack; the one that is marked, in a chart that compares provinces.
        language: the code of a language that has a catalogue: "en", "vi", "id".
        size: "slide", "half-slide", "square", or "plot-only": the drawing without words around it.
        parameters: those of the table behind it, such as a declared number.

    Raises:
        ChoiceError: no such chart, language or size.

    Example:
        >>> figure = chart("trajectory", language="vi").figure
        >>> figure.get_size_inches().round(2).tolist()
        [13.33, 7.5]
        >>> figure.texts[0].set_text("Nghèo giảm nhanh")
        >>> figure.savefig("trajectory.png")  # doctest: +SKIP
    """
    from poverty.charts.page import SIZES
    from poverty.notebook import draw_picture

    name, lang = _find_chart(name, with_provinces=True), _open_language(language)
    if size not in SIZES:
        raise ChoiceError(f"no size {size!r}; there are {', '.join(SIZES)}")
    return draw_picture(name, _open(province), lang, SIZES[size], **parameters)


def findings(
    subject: str, province: str | Pack = DEFAULT_PROVINCE, language: str = "en", **parameters: object
) -> Sentences:
    """What a briefing may quote of "poverty", "jobs", "livelihoods" or "outlook": up to three short sentences.

    Where nothing of a subject is printed there is none.

    Args:
        subject: what it is about.
        province: a folder of data/, or a pack.
        language: of the sentences.
        parameters: those of the numbers told: declared numbers of jobs, the horizon of an outlook.

    Raises:
        ChoiceError: no such subject or language; the message lists those there are.

    Example:
        >>> findings("poverty")[0]
        '11,497 poor households in Bạc Liêu at the end of 2021 became 1,581 at the end of 2024, 86% fewer.'
    """
    from poverty.words.findings import FINDINGS_BY_SUBJECT
    from poverty.words.readable import Sentences

    if subject not in FINDINGS_BY_SUBJECT:
        raise ChoiceError(f"no subject {subject!r}; there are {', '.join(FINDINGS_BY_SUBJECT)}")
    said = FINDINGS_BY_SUBJECT[subject](_open(province), _open_language(language), **parameters)
    about = {"livelihoods": "livelihood models", "outlook": "what comes next"}.get(subject, subject)
    return Sentences(said, f"Too little is printed for a sentence on {about}.")


def export(
    province: str | Pack = DEFAULT_PROVINCE,
    what: str = "charts",
    languages: list[str] | None = None,
    folder: str | Path | None = None,
) -> list[Path]:
    """Write what a briefing takes of a province, and return the files; a notebook shows them as links.

    It goes to `build/export/<province>/`, which git ignores; `make briefing` alone writes to `figures/`, and never
    here. A file of the same name is replaced, others stay. "charts" takes some twenty seconds, "gallery" a minute or
    two, the others some seconds.

    Args:
        province: a folder of data/, or a pack.
        what: "charts" (SVG and PNG of a slide, with tables and tidy data), "deck", "brief", "workbook", or "gallery":
            a page to choose from, with all of these beside it.
        languages: codes, such as ["vi"]; None for all. Nothing is drawn in another.
        folder: where to, instead.

    Raises:
        ChoiceError: no such thing or language; the message lists those there are.
        NotADirectoryError: there is a file of that name.
        NotWrittenError: the disk is full, or another program has one of the files open.

    Example:
        >>> export("gia-lai", "deck", languages=["vi"])  # doctest: +SKIP
        [PosixPath('build/export/gia-lai/briefing-vi.pptx')]
    """
    from poverty.publish.handout import KINDS, export_province
    from poverty.words.language import list_languages

    if what not in KINDS:
        raise ChoiceError(f"no {what!r} to export; there are {', '.join(KINDS)}")
    named = [languages] if isinstance(languages, str) else list_languages() if languages is None else languages
    codes = [_open_language(code).code for code in named]
    if not codes:
        raise ChoiceError(f"no language is named; there are {', '.join(list_languages())}")
    where = None if folder is None else Path(folder)
    if where and where.exists() and not where.is_dir():
        raise NotADirectoryError(f"{where} is a file; name a folder")
    return export_province(_open(province), what, codes, where)


def trace(name: str, province: str | Pack = DEFAULT_PROVINCE, **where: object) -> None:
    """Print where the marks of a chart come from, back to the printed numbers.

    Args:
        name: the chart's id, or the word in it: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack.
        where: `year` picks the marks of a year; any other name is a column of the table behind the chart.

    Raises:
        ChoiceError: no chart has that name; the message lists those there are.
        NoMarkError: no mark is meant; the message says why.

    Example:
        >>> trace("trajectory", "gia-lai", year=2021, role="anchor")  # doctest: +ELLIPSIS
        02-trajectory, row ...
          anchor    12.09 at end 2021, as reported, under VN-2022: it fixes the path
    """
    from poverty.tables import TABLES_BY_CHART
    from poverty.words.trace import trace_marks

    pack, name = _open(province), _find_chart(name)
    print(trace_marks(name, TABLES_BY_CHART[name](pack), pack, **where))


def _open(province: str | Pack) -> Pack:
    from poverty.packs.load import Pack

    return province if isinstance(province, Pack) else load(province)


def _open_language(code: str) -> Language:
    from poverty.words.language import Language, list_languages

    if code not in list_languages():
        raise ChoiceError(f"no language {code!r}; there are {', '.join(list_languages())}")
    return Language(code)


def _find_chart(name: str, kind: str = "chart", others: Iterable[str] = (), with_provinces: bool = False) -> str:
    """The id of a chart by its name; `others` are named beside the charts where there is none."""
    from poverty.words.chart_names import CHARTS, PROVINCE_CHARTS

    known = [*CHARTS, *(PROVINCE_CHARTS if with_provinces else ())]
    for chart_id in known:
        if name in (chart_id, chart_id.partition("-")[2]):
            return chart_id
    raise ChoiceError(f"no {kind} {name!r}; there are {', '.join([*others, *known])}")
