"""A province's data pack, read and refused whole if anything in it is wrong."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from poverty.packs.claims import Claim, PovertyStandard, ReferenceTables, Source, build_claim
from poverty.packs.confirmation import DRAFTED_FILE, find_unconfirmed_rows, name_review_pages
from poverty.packs.csv_rows import (
    NAME_PATTERN,
    CsvRow,
    Fault,
    PackError,
    check_cells,
    check_scenario_parameter,
    is_area_code,
    is_language_code,
    list_column_names,
    read_checked_rows,
    read_table,
    suggest_correction,
)
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.files import DATA, MISSING_ENTRY, UnreadableFileError, format_project_path, read_data_file
from poverty.packs.groups import GROUPS_FILE, add_own_groups, read_shared_groups
from poverty.packs.labels import LABELS_FILE, Labels, check_label_texts, collect_labels, read_label_rows
from poverty.packs.messages import Message, message
from poverty.packs.shared_tables import check_order, check_standard, read_qualifiers, read_unique_rows

PROVINCE_ENTRY_TYPES = {
    "slug": str, "country": str, "iso_3166_2": str, "standards": str, "name": dict, "territory": dict,
    "plausibility": dict,
}  # fmt: skip
PACK_FILES = ("readings.csv", "overrides.csv")  # where one of them is, there is a pack
LARGEST_HOUSEHOLD = 30  # persons on average
LONGEST_NAME = 60  # letters of a province
OPTIONAL_SECTIONS = ("people", "outlook")
SECTION_KEYS = {
    "territory": ("from", "until", "followed_by"),
    "plausibility": ("persons_per_household",),
    "people": ("persons_per_household",),
}


@dataclass(frozen=True)
class Reading:
    """A named way to settle a question."""

    question: str
    asks: str
    name: str
    label: str
    preferred: bool
    reason: str
    supported_by: tuple[str, ...]


OverrideRows = dict[tuple[str, str, str], dict[str, int]]  # by question, reading and claim: the row of each column


@dataclass(frozen=True)
class Override:
    """What one reading changes in one column of one claim."""

    question: str
    reading: str
    claim_id: str
    column: str
    value: str


@dataclass(frozen=True, repr=False)
class Pack:
    """Everything that `data/<slug>` holds, with the tables all packs share."""

    slug: str
    province: dict
    shared: ReferenceTables
    rows: dict[str, dict[str, str]]  # claim id to its row of reported.csv, as entered
    claims: dict[str, Claim]
    questions: dict[str, list[Reading]]
    overrides: list[Override]
    drafted: dict[str, dict[str, str]] = field(default_factory=dict)  # rows as `make draft` proposed them, by claim id
    evidence: str = "all"  # "article" where it holds the claims of its own source alone: see `restrict_to_evidence`
    # what was worked out before: readings are tried many times, and a copy of the pack with other tables starts anew
    _remembered: dict[tuple, object] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __repr__(self) -> str:
        return f"<pack {self.slug}: {len(self.claims)} claims, evidence {self.evidence}>"

    @property
    def place(self) -> str:
        """Its name in `data/donors.csv`: its own in the language of the country, where the pack has it."""
        names = self.province["name"]
        return names.get("vi", names["en"])

    @property
    def is_all_primary(self) -> bool:
        """Whether all its sources count alike, so that none of them is a main source."""
        return all(source.role == "primary" for source in self.shared.sources.values())

    def compute_once(self, key: tuple, compute: Callable[[], object]) -> object:
        """What was computed from this pack before under a key, or is now: a pack never changes."""
        if key not in self._remembered:
            self._remembered[key] = compute()
        return self._remembered[key]

    def rebuild(self, claim_id: str, changes: dict[str, str], readings: tuple[str, ...]) -> Claim:
        """The claim with some columns of its row replaced.

        Args:
            claim_id: which claim.
            changes: the new cells by column of reported.csv.
            readings: what asks for them, as "question=reading".

        Raises:
            PackError: the changed row would not be accepted.
        """

        def build_changed_claim() -> Claim:
            row = CsvRow("overrides.csv", None, self.rows[claim_id] | changes, [])
            claim = build_claim(row, self.shared)
            if claim is None:
                raise PackError(row.faults)
            return replace(claim, readings=readings)

        key = ("claim", claim_id, tuple(sorted(changes.items())), readings)
        return self.compute_once(key, build_changed_claim)


class NoPackError(PackError):
    """There is no pack of that name."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: one sentence."""
        fault = self.faults[0]
        told = message(
            "There is no province '%(province)s': %(mend)s (%(expected)s)",
            province=fault.value, mend=fault.mend, expected=fault.expected,
        )  # fmt: skip
        return [told]


def list_province_slugs() -> list[str]:
    """The slugs of all packs."""
    return sorted(path.parent.name for path in DATA.glob("[a-z0-9]*/province.toml"))


def write_as_slug(name: str) -> str:
    """A province's name as its folder may be called.

    Example:
        >>> write_as_slug("Đắk Lắk")
        'dak-lak'
    """
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def find_pack_folder(slug: str) -> Path:
    """The folder of a pack.

    Raises:
        NoPackError: there is no such pack, or `slug` is a path.
    """
    slugs = list_province_slugs()
    if slug in slugs or (
        re.fullmatch(NAME_PATTERN, slug) and any((DATA / slug / name).exists() for name in PACK_FILES)
    ):
        return DATA / slug
    expected = message("one of the folders in data/: %(folders)s", folders=", ".join(slugs))
    plain = write_as_slug(slug)
    mend = suggest_correction(plain, slugs)
    if "/" in slug or "\\" in slug or slug.startswith("."):
        mend = message("write the folder's name alone, not a path")
    elif plain in slugs:
        mend = message("did you mean '%(word)s'?", word=plain)
    raise NoPackError([Fault("PROVINCE", None, "", slug, expected, mend)])


def load_pack(slug: str) -> Pack:
    """The pack of a province, `data/<slug>`, read and checked.

    Raises:
        PackError: with every fault found.

    Example:
        >>> pack = load_pack("bac-lieu")
        >>> pack.place, str(pack.claims["poverty-rate-2015"].value)
        ('Bạc Liêu', '2.65')
    """
    return read_pack_folder(find_pack_folder(slug))


def load_all_packs() -> tuple[list[Pack], list[str]]:
    """Every pack of data/ that has no fault, each read once, and the slugs of those that have.

    Example:
        >>> packs, faulty = load_all_packs()
        >>> "bac-lieu" in [pack.slug for pack in packs], faulty
        (True, [])
    """
    packs, faulty = [], []
    for slug in list_province_slugs():
        try:
            packs.append(load_pack(slug))
        except PackError:
            faulty.append(slug)
    return packs, faulty


def read_pack_folder(folder: Path) -> Pack:
    """The pack in a folder, read and checked; the folder's name is the slug.

    Raises:
        PackError: with every fault found.

    Example:
        >>> read_pack_folder(DATA / "son-la").province["iso_3166_2"]
        'VN-05'
    """
    faults: list[Fault] = []
    province = _read_province_file(folder / "province.toml", faults)
    standards = province.get("standards")
    label_rows = read_label_rows(folder / LABELS_FILE, faults)
    shared = read_reference_tables(
        faults, [DATA / "standards" / f"{standards}.csv"] if standards else [], folder / "sources.csv",
        _select_territory_entries(province), folder / GROUPS_FILE, collect_labels(label_rows),
    )  # fmt: skip
    pack = Pack(folder.name, province, shared, {}, {}, {}, [])
    rows = list(read_table(folder / "reported.csv", "reported.csv", faults))
    for row in rows:
        pack.rows[row["claim_id"]] = row.cells
        claim = build_claim(row, shared)
        if claim:
            pack.claims[claim.id] = claim
    if not pack.rows and not faults:
        file, expected = format_project_path(folder / "reported.csv"), message("at least one claim")
        faults.append(Fault(file, None, "", message("no rows"), expected, message("enter one")))
    _add_drafted_rows(folder / DRAFTED_FILE, pack, rows, faults)
    listed = format_project_path(folder / "sources.csv")
    whole = not any(fault.file == listed for fault in faults)
    if whole and not any(s.role == "primary" for s in shared.sources.values()):
        mend = message("call the source whose figures make the curves primary")
        faults.append(Fault(listed, None, "role", message("no primary"), message("at least one primary"), mend))
    _add_readings(folder / "readings.csv", pack, faults)
    override_rows = _add_overrides(folder / "overrides.csv", pack, faults)
    check_label_texts(label_rows, _list_texts(pack))
    if not faults:
        faults += _find_late_territory(pack, format_project_path(folder / "province.toml"))
        faults += _find_clashing_readings(pack, override_rows, format_project_path(folder / "overrides.csv"))
    if faults:
        raise PackError(faults)
    return pack


def list_own_texts(pack: Pack) -> list[str]:
    """The texts that charts of this pack alone show: its questions and answers, its own groups and areas.

    Example:
        >>> list_own_texts(load_pack("tra-vinh"))[1]
        'nearly 6%: a share of the households'
    """
    shared = read_shared_groups([])
    texts = [text for readings in pack.questions.values() for r in readings for text in (r.asks, r.label)]
    own = [g.label for column, of in pack.shared.groups.items() for g in of.values() if g.word not in shared[column]]
    return list(dict.fromkeys([*texts, *own]))


def _list_texts(pack: Pack) -> list[str]:
    """Every text of the data that a chart of a pack may show."""
    groups = [g.label for of in pack.shared.groups.values() for g in of.values()]
    standards = [text for s in pack.shared.standards.values() for text in (s.label, s.counts)]
    publishers = [source.publisher for source in pack.shared.sources.values()]
    return [*list_own_texts(pack), *groups, *standards, *publishers]


def _read_province_file(path: Path, faults: list[Fault]) -> dict:
    """The entries of province.toml; an unknown standards file is left out of them."""
    file = format_project_path(path)

    def add_fault(entry: str, value: object, expected: str, mend: str = "") -> None:
        told = value if isinstance(value, str) else str(value)
        faults.append(Fault(file, None, entry, told, expected, mend or message("compare data/_template/province.toml")))

    try:
        province = read_toml(path)
    except UnreadableFileError as error:
        add_fault("", *error.args)
        return {}
    for key, kind in PROVINCE_ENTRY_TYPES.items():
        if not isinstance(province.get(key), kind):
            add_fault(key, province.get(key, MISSING_ENTRY), message("an entry %(name)s", name=key))
    entry_names = (*PROVINCE_ENTRY_TYPES, *OPTIONAL_SECTIONS)
    for key, value in province.items():
        if key not in entry_names:
            add_fault(key, value, ", ".join(entry_names), suggest_correction(key, entry_names))
    parameters = province.get("outlook", {})
    for section in OPTIONAL_SECTIONS:
        if not isinstance(province.get(section, {}), dict):
            add_fault(section, province[section], message("a section [%(name)s]", name=section))
    for key, value in parameters.items() if isinstance(parameters, dict) else ():
        faults += check_scenario_parameter(file, key, value)
    slug, country, code, standards = (province.get(key) for key in ("slug", "country", "iso_3166_2", "standards"))
    if isinstance(slug, str) and slug != path.parent.name:
        expected = message("the folder's name, %(name)s", name=path.parent.name)
        add_fault("slug", slug, expected, message("rename the folder or correct the slug"))
    if isinstance(code, str) and (not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) or code.endswith("-00")):
        add_fault("iso_3166_2", code, message("its ISO 3166-2 code, such as VN-55"), message("look it up"))
    names = province.get("name")
    if isinstance(country, str) and (not is_area_code(country) or "-" in country):
        add_fault("country", country, message("the ISO 3166 code of a country, such as VN"), message("look it up"))
    elif isinstance(country, str) and isinstance(code, str) and not code.startswith(f"{country}-"):
        expected = message("a province of %(country)s, as the entry country says", country=country)
        add_fault("iso_3166_2", code, expected, message("correct one of the two"))
    if isinstance(names, dict) and "en" not in names:
        add_fault("name", MISSING_ENTRY, message('a line en = "..."'), message("add the English name"))
    for code, name in names.items() if isinstance(names, dict) else ():
        if not is_language_code(code):
            expected = message("the code of a language: en, vi, id ...")
            add_fault(f"name.{code}", name, expected, suggest_correction(code, ("en", "vi", "id"), listed=False))
        elif not _is_name(name):
            expected = message("a name in quotes, of at most %(count)s letters", count=LONGEST_NAME)
            add_fault(f"name.{code}", name, expected, message("enter its name in that language"))
    standards_files = sorted(p.stem for p in (DATA / "standards").glob("*.csv"))
    if isinstance(standards, str) and standards not in standards_files:
        add_fault("standards", standards, ", ".join(standards_files), suggest_correction(standards, standards_files))
        del province["standards"]
    for section, keys in SECTION_KEYS.items():
        entries = province.get(section)
        for key, value in entries.items() if isinstance(entries, dict) else ():
            if key not in keys:
                add_fault(f"{section}.{key}", value, ", ".join(keys), suggest_correction(key, keys))
            elif section == "territory" and not _is_territory_entry(key, value):
                expected = message('a date in quotes, such as "1997" or "2025-M06"')
                if key == "followed_by":
                    expected = message('names by language, such as { en = "Cà Mau", vi = "Cà Mau" }')
                add_fault(f"{section}.{key}", value, expected)
            elif key == "persons_per_household" and not _is_number_range(value):
                expected = message("two numbers such as [3.0, 6.0]")
                add_fault(f"{section}.{key}", value, expected, message("smallest, then largest"))
    _check_territory_order(province.get("territory"), add_fault)
    size = "persons_per_household"
    if isinstance(province.get("plausibility"), dict) and size not in province["plausibility"]:
        add_fault(size, MISSING_ENTRY, message("two numbers such as [3.0, 6.0]"))
    return province


def _is_name(value: object) -> bool:
    """Whether an entry is the name of a place."""
    return isinstance(value, str) and value == value.strip() and value.isprintable() and 0 < len(value) <= LONGEST_NAME


def _check_territory_order(territory: object, add_fault: Callable[..., None]) -> None:
    """Note a fault if a territory ends before it begins."""
    entries = territory if isinstance(territory, dict) else {}
    first, last = (entries.get(key) for key in ("from", "until"))
    readable = _is_territory_entry("from", first) and _is_territory_entry("until", last)
    if readable and parse_sdmx_period(first).start >= parse_sdmx_period(last).end:
        expected = message("a date before until, %(until)s", until=last)
        add_fault("territory.from", first, expected, message("correct one of the two dates"))


def _find_late_territory(pack: Pack, file: str) -> list[Fault]:
    """A fault if the territory begins after every figure of the pack."""
    first = pack.shared.territory.get("from")
    dates = [claim.end for claim in pack.claims.values() if claim.end]
    last = max(dates, key=period_end_coordinate, default="")
    if not first or not last or parse_sdmx_period(first).start < period_end_coordinate(last):
        return []
    expected = message("a date before the last figure, %(date)s", date=last)
    return [Fault(file, None, "territory.from", first, expected, message("correct one of the two dates"))]


def read_toml(path: Path) -> dict:
    """The entries of a TOML file.

    Raises:
        UnreadableFileError: it is none, or cannot be read.
    """
    content = read_data_file(path)
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        mend = message("every entry is a line name = value, with texts in quotes")
        raise UnreadableFileError(describe_toml_error(error), message("TOML in UTF-8"), mend) from None


def describe_toml_error(error: Exception) -> Message:
    """What cannot be read of a file, where that is known."""
    line = re.search(r"at line (\d+)", str(error))
    if line:
        return message("line %(line)s cannot be read (%(error)s)", line=line[1], error=str(error))
    return message("it cannot be read (%(error)s)", error=str(error))


def _is_number_range(entry: object) -> bool:
    """Whether an entry is a list of two numbers above 0, the smaller first."""
    numbers = (
        isinstance(entry, list)
        and len(entry) == 2
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in entry)
    )
    return numbers and 0 < entry[0] < entry[1] <= LARGEST_HOUSEHOLD


def read_reference_tables(
    faults: list[Fault], standards: list[Path], sources: Path | None = None, territory: dict | None = None,
    groups: Path | None = None, labels: Labels | None = None,
) -> ReferenceTables:  # fmt: skip
    """The tables that rows of numbers refer to: those that all packs share, and a pack's own.

    Args:
        faults: where faults are noted.
        standards: files of data/standards/.
        sources: a sources.csv.
        territory: the dates of the territory; see `ReferenceTables`.
        groups: a pack's own groups and areas, if there is such a file.
        labels: a pack's own texts in other languages.
    """
    names: dict[str, dict[str, str]] = {}
    for row, _ in read_unique_rows(DATA / "publishers.csv", "publishers.csv", ("publisher", "language"), faults):
        names.setdefault(row["publisher"], {})[row["language"]] = row["name"]
    for text, own_names in (labels or {}).items():
        names[text] = names.get(text, {}) | own_names
    publications = read_checked_rows(sources, "sources.csv", faults) if sources else ()
    tables = ReferenceTables(
        sources={row["id"]: Source(**row.cells, names=names.get(row["publisher"], {})) for row, _ in publications},
        standards={}, qualifiers={}, lexicon={}, magnitudes={},
        groups=read_shared_groups(faults), territory=territory or {}, labels=labels or {},
    )  # fmt: skip
    for path in standards:
        rows = list(read_checked_rows(path, "standards/*.csv", faults))
        if not rows and not faults:
            expected, mend = message("at least one standard"), message("restore the file, or enter a standard")
            faults.append(Fault(format_project_path(path), None, "", message("no rows"), expected, mend))
        for row, cells in rows:
            before = len(faults)
            check_standard(row, cells, [*tables.standards.values()])
            if cells["first_year"] and cells["last_year"] and len(faults) == before:
                del cells["standard"], cells["note"]
                tables.standards[row["standard"]] = PovertyStandard(id=row["standard"], **cells)
    tables.qualifiers.update(read_qualifiers(faults))
    for row, cells in read_unique_rows(DATA / "lexicon.csv", "lexicon.csv", ("locale", "word"), faults):
        check_order(row, cells, "low", "high")
        tables.lexicon[row["locale"], row["word"].lower()] = cells["low"], cells["high"]
    for row, _ in read_unique_rows(DATA / "magnitudes.csv", "magnitudes.csv", ("locale", "word"), faults):
        tables.magnitudes[row["locale"], row["word"].lower()] = row["magnitude"]
    if groups:
        add_own_groups(groups, tables.groups, faults)
    return tables


def _select_territory_entries(province: dict) -> dict:
    """The entries of a territory that can be read; the others have been named as faults."""
    territory = province.get("territory")
    entries = territory if isinstance(territory, dict) else {}
    return {key: value for key, value in entries.items() if _is_territory_entry(key, value)}


def _is_territory_entry(key: str, value: object) -> bool:
    """Whether an entry of [territory] is what it should be."""
    if key == "followed_by":
        return _has_english_name(value)
    try:
        return isinstance(value, str) and bool(parse_sdmx_period(value))
    except ValueError:
        return False


def _has_english_name(value: object) -> bool:
    """Whether an entry is a table of names by language, the English one among them."""
    return isinstance(value, dict) and "en" in value and all(isinstance(name, str) for name in value.values())


def _add_drafted_rows(path: Path, pack: Pack, rows: list[CsvRow], faults: list[Fault]) -> None:
    """Add the rows of drafted.csv to the pack, if there are any, and to `faults` what nobody has confirmed."""
    if path.exists():
        pack.drafted.update({row["claim_id"]: row.cells for row in read_table(path, DRAFTED_FILE, faults)})
    sources = [row["source_id"] for row in rows if row["claim_id"] in pack.drafted or row["confirmed"]]
    faults += find_unconfirmed_rows(rows, pack.drafted, name_review_pages(pack.slug, sources))


def _add_readings(path: Path, pack: Pack, faults: list[Fault]) -> None:
    """Add the readings of readings.csv to the pack by question, and what is wrong with them to `faults`."""
    tables = {"claims and standards": [*pack.rows, *pack.shared.standards]}
    for row in read_table(path, "readings.csv", faults):
        check_cells(row, "readings.csv", tables)
        support, preferred = tuple(row["supported_by"].split()), row["preferred"] == "yes"
        if preferred and not support:
            mend = message("name the claims, or prefer none")
            row.add_fault("supported_by", message("what supports a preferred reading"), mend)
        readings = pack.questions.setdefault(row["question"], [])
        first_words = readings[0].asks if readings else ""
        if first_words and row["asks"] != first_words:
            expected = message("the same words in every row of %(question)s", question=row["question"])
            row.add_fault("asks", expected, message("write: %(text)s", text=first_words))
        elif not row["asks"]:
            row.add_fault("asks", message("the question in words"), message("enter it"))
        if row["reading"] in [r.name for r in readings]:
            row.add_fault("reading", message("a name of its own for each reading"), message("rename one of the two"))
        if preferred and any(r.preferred for r in readings):
            row.add_fault("preferred", message("at most one yes for each question"), message("keep one"))
        reading = Reading(
            question=row["question"], asks=row["asks"], name=row["reading"], label=row["label"], preferred=preferred,
            reason=row["reason"], supported_by=support,
        )  # fmt: skip
        readings.append(reading)


def _add_overrides(path: Path, pack: Pack, faults: list[Fault]) -> OverrideRows:
    """Add the overrides of overrides.csv to the pack, their faults to `faults`; where each of them stands."""
    changes: dict[tuple[str, str, str], dict[str, str]] = {}
    numbers: OverrideRows = {}
    tables = {"questions": pack.questions, "claims": pack.rows, "columns": list_column_names("reported.csv")[1:]}
    for row in read_table(path, "overrides.csv", faults):
        before = len(faults)
        readings = [r.name for r in pack.questions.get(row["question"], ())]
        check_cells(row, "overrides.csv", tables | ({"readings": readings} if readings else {}))
        if len(faults) > before:
            continue
        key = (row["question"], row["reading"], row["claim_id"])
        if row["column"] in numbers.get(key, {}):
            expected = message("one value for a cell; row %(row)s sets it", row=numbers[key][row["column"]])
            row.add_fault("column", expected, message("delete one of the two"))
            continue
        pack.overrides.append(Override(**row.cells))
        changes.setdefault(key, {})[row["column"]] = row["value"]
        numbers.setdefault(key, {})[row["column"]] = row.number
    file = format_project_path(path)
    readable = not any(fault.file == file for fault in faults)
    for question in pack.questions if readable else ():
        if question not in {key[0] for key in changes}:
            mend = message("say in overrides.csv what an answer changes, or delete the question")
            faults.append(Fault(file, None, "question", question, message("a row for one of its readings"), mend))
    for key, cells in changes.items():
        if key[2] in pack.claims:  # a row that is itself at fault has been named already
            changed_row = CsvRow(file, min(numbers[key].values()), pack.rows[key[2]] | cells, [])
            build_claim(changed_row, pack.shared)
            faults += [replace(fault, row=numbers[key].get(fault.column, fault.row)) for fault in changed_row.faults]
    return numbers


def _find_clashing_readings(pack: Pack, rows: OverrideRows, file: str) -> list[Fault]:
    """Why answers to two questions cannot hold together, though each is sound alone: where a change makes a bad row.

    Each answer is tried with the preferred answers to the other questions, as notebooks do.
    """
    preferred = {(r.question, r.name) for readings in pack.questions.values() for r in readings if r.preferred}
    faults: list[Fault] = []
    for question, reading, claim_id in rows:
        others = [key for key in rows if key[2] == claim_id and key[:2] in preferred and key[0] != question]
        if not others:
            continue
        together = [*others, (question, reading, claim_id)]
        changes = {o.column: o.value for key in together for o in pack.overrides
                   if (o.question, o.reading, o.claim_id) == key}  # fmt: skip
        numbers = {column: row for key in together for column, row in rows[key].items()}
        for key in others:
            for column in rows[key].keys() & rows[question, reading, claim_id].keys():
                expected = message("a cell that no preferred reading sets; row %(row)s sets it", row=rows[key][column])
                mend = message("let one of the two questions change it")
                faults.append(Fault(file, numbers[column], "column", column, expected, mend))
        changed = CsvRow(file, max(numbers.values()), pack.rows[claim_id] | changes, [])
        build_claim(changed, pack.shared)
        for fault in changed.faults:
            expected = message(
                "%(expected)s; so %(claim)s would be if %(readings)s hold together", expected=fault.expected,
                claim=claim_id, readings=", ".join(f"{q}={name}" for q, name, _ in together),
            )  # fmt: skip
            row = numbers.get(fault.column, fault.row)
            faults.append(replace(fault, row=row, expected=expected))
    return faults
