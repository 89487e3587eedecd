"""The communes of a province as files: `python -m poverty communes PROVINCE`, however many there are.

The table is read a block of communes at a time; other processes, or the workers of a Dask scheduler, turn each block
into text; the blocks are written in order. So memory stays the same for a thousand communes and for a hundred
thousand. The folder `build/communes/<province>/` is replaced whole at the end.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from poverty.charts import draw_communes
from poverty.packs.claims import ReferenceTables
from poverty.packs.communes import Commune, CommuneTable, build_commune_pack, scan_commune_table
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.files import BUILD, COMMUNES_FOLDER, DATA, format_project_path
from poverty.packs.groups import GROUPS_FILE
from poverty.packs.load import Pack, load_pack, read_reference_tables
from poverty.packs.messages import message
from poverty.publish import chart_files, folders
from poverty.publish.export import csv_bytes, csv_rows
from poverty.publish.runs.cluster import ClusterError, open_pool
from poverty.publish.runs.processes import hold_province, run_in_order
from poverty.tables import communes
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages
from poverty.words.speech import ENGLISH, phrase_error

BLOCK = 50  # communes that one task is made of
WAITING = 32  # blocks that are read, worked on or not yet written
NAMED = 20  # communes whose faults are printed; all stand in a file
REFUSED = "refused.txt"
STEPS = 10  # how often progress is told


@dataclass
class Block:
    """What became of a block of communes: rows of CSV by table, rates for the chart, faults by commune."""

    texts: dict[str, bytes]
    rates: list[tuple]
    faults: dict[str, list[Fault]]
    count: int


@dataclass
class Written:
    """What was written so far."""

    rates: list[tuple] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    count: int = 0


def make_communes(slug: str, lang: Language = ENGLISH) -> int:
    """Write audit, paths, yearly tables and a chart of all communes of a province; 0 if none was refused.

    Args:
        slug: a folder of data/, in which `communes/reported.csv` and `communes/sources.csv` stand.
        lang: in which it is told what happens; of the files, only what was refused is told in it.
    """
    started, where = time.perf_counter(), BUILD / COMMUNES_FOLDER / slug
    try:
        pack = load_pack(slug)
        table, shared = _read_tables(DATA / slug / COMMUNES_FOLDER, pack)
    except PackError as error:
        print(phrase_error(error, lang), file=sys.stderr)
        return 1
    with hold_province(f"{COMMUNES_FOLDER}/.{slug}") as holder:
        if holder:
            held = lang.retell(holder)
            print(lang.say("%(province)s: its table of communes %(held)s", province=slug, held=held), file=sys.stderr)
            return 1
        new = where.with_name(f".{slug}.new")
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        try:
            written = _write_tables(new, pack, table, shared, lang)
            _write_summary(new, pack, shared, written, lang)
            folders.replace_folder(where, new)
        except ClusterError as error:
            print(phrase_error(error, lang), file=sys.stderr)
            return 1
        finally:
            shutil.rmtree(new, ignore_errors=True)  # there is none where it took its place
    said = _count_communes(written.count - len(written.faults), lang)
    seconds = lang.number(time.perf_counter() - started, 1)
    folder = f"{format_project_path(where)}/"
    print(lang.say("%(folder)s: %(communes)s in %(seconds)s s", folder=folder, communes=said, seconds=seconds))
    return _report_refused(written, where, lang)


def _count_communes(count: int, lang: Language) -> str:
    return lang.say_many("%(count)s commune", "%(count)s communes", count)


def work_on_block(block: list[Commune], table: CommuneTable, shared: ReferenceTables, province: dict) -> Block:
    """The tables of some communes, as text; a fault of one stops no other."""
    done = Block({}, [], {}, len(block))
    rows: communes.CommuneRows = {name: [] for name in communes.COMMUNE_TABLES}
    for commune in block:
        name = commune.code or f"row {commune.rows[0][0]}"
        pack, faults = build_commune_pack(commune, table, shared, province)
        if pack:
            try:
                for key, of in communes.list_commune_rows(pack).items():
                    rows[key] += of
            except Exception as error:  # one commune in ten thousand must not end the job of a night
                file, mend = format_project_path(table.path), message("report it with the rows of this commune")
                faults = [Fault(file, commune.rows[0][0], "", repr(error), message("a result"), mend)]
        if faults:
            done.faults[name] = faults
    for key, of in communes.tabulate_commune_rows(rows).items():
        done.texts[key] = csv_rows(of)
    done.rates = communes.list_household_rates(rows)
    return done


def _read_tables(folder: Path, pack: Pack) -> tuple[CommuneTable, ReferenceTables]:
    """The table of communes, looked through, and the tables that its rows refer to."""
    faults: list[Fault] = []
    standards = [DATA / "standards" / f"{pack.province['standards']}.csv"]
    shared = read_reference_tables(
        faults, standards, folder / "sources.csv", groups=DATA / pack.slug / GROUPS_FILE, labels=pack.shared.labels
    )
    try:
        table = scan_commune_table(folder / "reported.csv")
    except PackError as error:
        raise PackError([*error.faults, *faults]) from None
    if faults:
        raise PackError(faults)
    return table, shared


def _write_tables(new: Path, pack: Pack, table: CommuneTable, shared: ReferenceTables, lang: Language) -> Written:
    """Write the rows of every commune into files of a new folder, block by block."""
    new.mkdir(parents=True)
    written, told, started = Written(), 0, time.perf_counter()
    empty = communes.tabulate_commune_rows({name: [] for name in communes.COMMUNE_TABLES})
    print(f"{pack.slug}: {_count_communes(table.count, lang)}", flush=True)
    files = {name: (new / f"{name}.csv").open("wb") for name in empty}
    try:
        for name, file in files.items():
            file.write(csv_bytes(empty[name]))
        with open_pool() as pool:
            jobs = ((block, table, shared, pack.province) for block in _list_blocks(table))
            for block in run_in_order(pool, work_on_block, jobs, WAITING):
                for name, file in files.items():
                    file.write(block.texts[name])
                written.rates += block.rates
                written.faults |= block.faults
                written.count += block.count
                if written.count * STEPS // table.count > told:
                    told = written.count * STEPS // table.count
                    _tell_progress(written.count, table.count, time.perf_counter() - started, lang)
    finally:
        for file in files.values():
            file.close()
    return written


def _tell_progress(done: int, count: int, seconds: float, lang: Language) -> None:
    counts = {"done": lang.number(done), "communes": _count_communes(count, lang)}
    said = lang.say("%(done)s of %(communes)s, %(seconds)s s", seconds=lang.number(seconds), **counts)
    print(f"  {said}", flush=True)


def _list_blocks(table: CommuneTable) -> Iterator[list[Commune]]:
    block: list[Commune] = []
    for commune in table.read():
        block.append(commune)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _write_summary(new: Path, pack: Pack, shared: ReferenceTables, written: Written, lang: Language) -> None:
    """Write how the rates are spread, as a table and as a chart in each language, and what was refused."""
    spread = communes.tabulate_rate_spread(written.rates)
    (new / "spread.csv").write_bytes(csv_bytes(spread))
    context = replace(gather_context(pack), shared=shared)
    for code in list_languages() if len(spread) else ():
        chart = draw_communes(spread, context, Language(code))
        for suffix, data in chart_files.render(chart, code, formats=chart_files.KEPT).items():
            (new / f"spread-{code}.{suffix}").write_bytes(data)
    if written.faults:
        lines = [lang.retell(fault.text) for faults in written.faults.values() for fault in faults]
        (new / REFUSED).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report_refused(written: Written, where: Path, lang: Language) -> int:
    """Name the communes that were refused, with every fault of the first ones; 1 if there are any."""
    if not written.faults:
        return 0
    counts = {"count": lang.number(len(written.faults)), "all": lang.number(written.count)}
    parts = [lang.say("%(count)s of %(all)s communes were refused:", **counts)]
    for code, faults in [*written.faults.items()][:NAMED]:
        parts.append("\n".join([code, *(lang.retell(fault.text) for fault in faults)]))
    if len(written.faults) > NAMED:
        parts.append(lang.say("and %(count)s more", count=lang.number(len(written.faults) - NAMED)))
    parts.append(lang.say("All of them: %(file)s", file=format_project_path(where / REFUSED)))
    print("", "\n\n".join(parts), sep="\n", file=sys.stderr)
    return 1
