"""What a few printed figures allow us to say about poverty in one province.

Type `import poverty`; then `load` a pack and `check` it, take `evidence`, a `table`, a `chart` or `findings`, `export`
all of it, and `trace` a mark back to its numeral. A province is named by its folder in `data/`, or is a pack.

The rooms, each building on those before it: `packs` (what a source printed), `bands` (how far a reconstructed year errs
elsewhere), `trajectory` (how far and how fast the rate fell), `jobs`, `outlook` (what comes next, if); `tables` (which
table stands behind which chart); `words` (everything that a reader reads), `charts`, `publish` (files and runs).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing the package must cost nothing
    import pandas as pd
    from matplotlib.figure import Figure

    from poverty.packs.load import Pack

__all__ = ["chart", "check", "evidence", "export", "findings", "load", "table", "trace"]


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


def load(province: str = DEFAULT_PROVINCE) -> Pack:
    """Read the pack of a province, with every check of its tables.

    Raises:
        PackError: it has faults, all of which are named; or there is no such pack.

    Example:
        >>> pack = load("gia-lai")
        >>> pack.slug, len(pack.claims) > 50
        ('gia-lai', True)
    """
    from poverty.packs.load import load_pack

    return load_pack(province)


def check(province: str | Pack = DEFAULT_PROVINCE) -> pd.DataFrame:
    """Audit the figures of a province: a row for each check that could be made, with its verdict and its finding.

    Raises:
        PackError: the pack has faults, all of which are named.

    Example:
        >>> sorted(set(check("gia-lai")["verdict"]))
        ['agrees', 'cannot tell', 'disagrees', 'disagrees as printed', 'not checkable']
    """
    from poverty.packs.readings import resolve_readings
    from poverty.packs.tables import tabulate_audit_findings

    return tabulate_audit_findings(resolve_readings(_open(province)))


def evidence(which: str, province: str | Pack = DEFAULT_PROVINCE) -> Pack:
    """A pack with the figures of its main source alone ("article"), or of all sources ("all").

    Raises:
        EvidenceError: `which` is neither.

    Example:
        >>> {claim.primary for claim in evidence("article").claims.values()}
        {True}
    """
    from poverty.packs.readings import restrict_to_evidence

    return restrict_to_evidence(_open(province), which)


def table(chart: str, province: str | Pack = DEFAULT_PROVINCE) -> pd.DataFrame:
    """The table behind a chart: a row for each mark, with its kind, its claims and its readings.

    Args:
        chart: its id, or the word in it: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack.

    Raises:
        KeyError: no chart has that name; the message lists those there are.

    Example:
        >>> rates = table("trajectory")
        >>> rates.loc[(rates["date"] == "2021-M12") & (rates["role"] == "anchor"), "value"].tolist()
        [5.09]
    """
    from poverty.tables import TABLES_BY_CHART

    return TABLES_BY_CHART[_find_chart(chart)](_open(province))


def chart(name: str, province: str | Pack = DEFAULT_PROVINCE, language: str = "en", size: str = "slide") -> Figure:
    """A chart as a Matplotlib figure, to change and to save.

    Args:
        name: its id, or the word in it: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack.
        language: the code of a language that has a catalogue: "en", "vi", "id".
        size: "slide", "half-slide", "a4-column" or "square".

    Raises:
        KeyError: no chart or size has that name; the message lists those there are.
        FileNotFoundError: the language has no catalogue.
        ValueError: nothing that the chart draws is printed for the province.

    Example:
        >>> figure = chart("trajectory", language="vi")
        >>> figure.get_size_inches().round(2).tolist()
        [13.33, 7.5]
        >>> figure.savefig("trajectory.png")  # doctest: +SKIP
    """
    from poverty.charts import draw
    from poverty.charts.page import SIZES
    from poverty.words.gather import gather_context
    from poverty.words.language import Language

    if size not in SIZES:
        raise KeyError(f"no size {size!r}; there are {', '.join(SIZES)}")
    pack, name = _open(province), _find_chart(name)
    rows = table(name, pack)
    if rows.empty:
        raise ValueError(f"{pack.slug}: nothing that {name} draws is printed")
    return draw(name, rows, gather_context(pack), Language(language), SIZES[size]).figure


def findings(subject: str, province: str | Pack = DEFAULT_PROVINCE, language: str = "en") -> list[str]:
    """What a briefing may quote of "jobs", "livelihoods" or "outlook": sentences with their ranges and conditions.

    Raises:
        KeyError: there is no such subject; the message lists those there are.

    Example:
        >>> len(findings("livelihoods"))
        3
    """
    from poverty.words.findings import FINDINGS_BY_SUBJECT
    from poverty.words.language import Language

    if subject not in FINDINGS_BY_SUBJECT:
        raise KeyError(f"no subject {subject!r}; there are {', '.join(FINDINGS_BY_SUBJECT)}")
    return FINDINGS_BY_SUBJECT[subject](_open(province), Language(language))


def export(folder: str | Path, province: str | Pack = DEFAULT_PROVINCE) -> list[str]:
    """Write the charts of a province, the tables behind them and its tidy data to a folder; the files, relative to it.

    Files of the folder that it does not write stay as they are.

    Example:
        >>> export("build/gia-lai-charts", "gia-lai")[-1]  # doctest: +SKIP
        'manifest.json'
    """
    from poverty.publish.export import draw_every_chart, publish_province

    pack = _open(province)
    return publish_province(pack, draw_every_chart(pack), Path(folder))


def trace(chart: str, province: str | Pack = DEFAULT_PROVINCE, evidence: str = "all", **where: object) -> None:
    """Print where the marks of a chart come from, back to the numerals.

    Args:
        chart: its id, or the word in it: "02-trajectory", "trajectory".
        province: a folder of data/, or a pack.
        evidence: "article" or "all".
        where: `year` picks the marks of a year; any other name is a column of the table behind the chart.

    Raises:
        NoMarkError: nothing is found; the message says what there is.

    Example:
        >>> trace("jobs", year=1997, role="limits")  # doctest: +SKIP
    """
    from poverty.words.trace import trace_marks

    print(trace_marks(chart, province, evidence, **where))


def _open(province: str | Pack) -> Pack:
    return load(province) if isinstance(province, str) else province


def _find_chart(name: str) -> str:
    from poverty.tables import TABLES_BY_CHART

    for chart_id in TABLES_BY_CHART:
        if name in (chart_id, chart_id.partition("-")[2]):
            return chart_id
    raise KeyError(f"no chart {name!r}; there are {', '.join(TABLES_BY_CHART)}")
