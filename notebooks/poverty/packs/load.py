"""A province's data pack, read and refused whole if anything in it is wrong."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from poverty.packs import claims, numerals
from poverty.packs.claims import Claim, CoverageGroup, PovertyStandard, ReferenceTables, Source
from poverty.packs.csv_rows import MISSING_ENTRY, CsvRow, Fault, PackError, read_csv_rows, suggest_correction
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.files import DATA, format_project_path
from poverty.packs.parameters import check_scenario_parameter
from poverty.packs.vocabulary import MAGNITUDE_FACTORS, SOURCE_ROLES, TRUST_LEVELS

SOURCE_COLUMNS = ("id", "title", "publisher", "published", "accessed", "language", "url", "role", "trust")
READING_COLUMNS = ("question", "asks", "reading", "label", "preferred", "reason", "supported_by")
OVERRIDE_COLUMNS = ("question", "reading", "claim_id", "column", "value")
QUALIFIER_COLUMNS = ("qualifier", "hard_low", "hard_high", "soft_low", "soft_high", "closed", "meaning", "basis")
MAGNITUDE_COLUMNS = ("locale", "word", "magnitude")
GROUP_COLUMNS = ("column", "word", "label", "part_of", "partition")
LEXICON_COLUMNS = ("locale", "word", "low", "high", "meaning")
STANDARD_FILE_COLUMNS = (
    "standard", "label", "method", "counts", "first_year", "last_year", "legal_basis", "rural_line", "urban_line",
    "line_unit", "verified", "url", "note",
)  # fmt: skip
PROVINCE_ENTRY_TYPES = {
    "slug": str, "country": str, "iso_3166_2": str, "standards": str, "name": dict, "territory": dict,
    "plausibility": dict,
}  # fmt: skip
TERRITORY_KEYS = ("from", "until", "followed_by")
PLAUSIBILITY_KEYS = ("persons_per_household",)
OPTIONAL_SECTION_TYPES = {"outlook": dict}
PUBLISHED_PATTERN = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?|undated|unknown)( \(inferred\))?")


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


@dataclass(frozen=True)
class Override:
    """What one reading changes in one column of one claim."""

    question: str
    reading: str
    claim_id: str
    column: str
    value: str


@dataclass(frozen=True)
class Pack:
    """Everything that `data/<slug>` holds, with the tables all packs share."""

    slug: str
    province: dict
    shared: ReferenceTables
    rows: dict[str, dict[str, str]]  # claim id to its row of reported.csv, as entered
    claims: dict[str, Claim]
    questions: dict[str, list[Reading]]
    overrides: list[Override]
    evidence: str = "all"  # "article" where it holds the claims of its own source alone: see `readings.under`
    # what was worked out before: readings are tried many times, and a copy of the pack with other tables starts anew
    _remembered: dict[tuple, object] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def place(self) -> str:
        """Its name in `data/donors.csv`: its own in the language of the country, where the pack has it."""
        names = self.province["name"]
        return names.get("vi", names["en"])

    def remember(self, key: tuple, make: Callable[[], object]) -> object:
        """What was made of this pack before under a key, or is made now: a pack never changes."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]

    def rebuild(self, claim_id: str, changes: dict[str, str], readings: tuple[str, ...]) -> Claim:
        """The claim with some columns of its row replaced.

        Raises:
            PackError: the changed row would not be accepted.
        """

        def make() -> Claim:
            row = CsvRow("overrides.csv", None, self.rows[claim_id] | changes, [])
            claim = claims.build_claim(row, self.shared)
            if claim is None:
                raise PackError(row.faults)
            return replace(claim, readings=readings)

        return self.remember(("claim", claim_id, tuple(sorted(changes.items())), readings), make)


def list_province_slugs() -> list[str]:
    """The slugs of all packs."""
    return sorted(path.parent.name for path in DATA.glob("[a-z0-9]*/province.toml"))


def find_pack_folder(slug: str) -> Path:
    """The folder of a pack.

    Raises:
        PackError: there is no such pack, or `slug` is a path.
    """
    known = list_province_slugs()
    if slug in known:
        return DATA / slug
    expected = f"one of the folders in data/: {', '.join(known)}"
    plain = "".join(
        c for c in unicodedata.normalize("NFD", slug.lower().replace("đ", "d")) if not unicodedata.combining(c)
    )
    mend = suggest_correction("-".join(plain.replace("_", " ").split()), known)
    if "/" in slug or "\\" in slug or slug.startswith("."):
        mend = "write the folder's name alone, not a path"
    elif "-".join(plain.split()) in known:
        mend = f"did you mean {'-'.join(plain.split())!r}?"
    raise PackError([Fault("PROVINCE", None, "", slug, expected, mend)])


def load_pack(slug: str) -> Pack:
    """Read, check and return the pack `data/<slug>`.

    Raises:
        PackError: with every fault found.
    """
    return read_pack_folder(find_pack_folder(slug))


def load_all_packs() -> tuple[list[Pack], list[str]]:
    """Every pack of data/ that has no fault, each read once, and the slugs of those that have."""
    packs, faulty = [], []
    for slug in list_province_slugs():
        try:
            packs.append(load_pack(slug))
        except PackError:
            faulty.append(slug)
    return packs, faulty


def read_pack_folder(where: Path) -> Pack:
    """Read, check and return the pack in a folder; its name is the slug.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    province = _read_province_file(where / "province.toml", faults)
    standards = province.get("standards")
    shared = ReferenceTables(
        read_sources(where / "sources.csv", faults),
        read_standards(DATA / "standards" / f"{standards}.csv", faults) if standards else {},
        read_qualifiers(faults),
        read_lexicon(faults),
        read_magnitude_words(faults),
        read_coverage_groups(faults),
        _select_territory_entries(province),
    )
    pack = Pack(where.name, province, shared, {}, {}, {}, [])
    numbers: dict[str, int] = {}
    for row in read_csv_rows(where / "reported.csv", claims.CLAIM_COLUMNS, faults):
        if row["claim_id"] in pack.rows:
            mend = f"rename one of the two, or delete this row if it repeats row {numbers[row['claim_id']]}"
            row.wrong("claim_id", f"an id of its own; row {numbers[row['claim_id']]} has this one", mend)
            continue
        numbers[row["claim_id"]] = row.number
        pack.rows[row["claim_id"]] = row.cells
        claim = claims.build_claim(row, shared)
        if claim:
            pack.claims[claim.id] = claim
    if not pack.rows and not faults:
        faults.append(
            Fault(format_project_path(where / "reported.csv"), None, "", "no rows", "at least one claim", "enter one")
        )
    listed = format_project_path(where / "sources.csv")
    whole = not any(fault.file == listed for fault in faults)
    if whole and not any(s.role == "primary" for s in shared.sources.values()):
        mend = "call the source whose figures make the curves primary"
        faults.append(Fault(listed, None, "role", "no primary", "at least one primary", mend))
    _add_readings(where / "readings.csv", pack, faults)
    _add_overrides(where / "overrides.csv", pack, faults)
    if faults:
        raise PackError(_select_root_faults(faults))
    return pack


def _select_root_faults(faults: list[Fault]) -> list[Fault]:
    """Leave out what only follows from a file that could not be read: its ids are unknown everywhere else."""
    unread = {Path(f.file).name for f in faults if f.row is None or f.value == MISSING_ENTRY}
    province = [f.column for f in faults if f.file.endswith("province.toml")]
    if any(f.file.startswith("data/standards/") for f in faults) or {"", "standards"} & set(province):
        unread.add("standards")
    followers = {
        ("reported.csv", "source_id"): {"sources.csv"},
        ("reported.csv", "standard"): {"standards"},
        ("reported.csv", "qualifier"): {"qualifiers.csv"},
        ("readings.csv", "supported_by"): {"reported.csv", "standards"},
        ("overrides.csv", "question"): {"readings.csv"},
        ("overrides.csv", "claim_id"): {"reported.csv"},
        ("overrides.csv", "standard"): {"standards"},
    }
    return [f for f in faults if not followers.get((Path(f.file).name, f.column), set()) & unread]


def _read_province_file(path: Path, faults: list[Fault]) -> dict:
    name = format_project_path(path)
    try:
        province = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        faults.append(Fault(name, None, "", MISSING_ENTRY, "this file", "add it; data/_template has one to copy"))
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(name, None, "", str(error), "TOML in UTF-8", "compare data/_template/province.toml"))
        return {}
    mend = "compare data/_template/province.toml"
    for key, kind in PROVINCE_ENTRY_TYPES.items():
        if not isinstance(province.get(key), kind):
            faults.append(Fault(name, None, key, str(province.get(key, MISSING_ENTRY)), f"an entry {key}", mend))
    known = (*PROVINCE_ENTRY_TYPES, *OPTIONAL_SECTION_TYPES)
    for key in province:
        if key not in known:
            faults.append(Fault(name, None, key, str(province[key]), ", ".join(known), suggest_correction(key, known)))
    for key, kind in OPTIONAL_SECTION_TYPES.items():
        if not isinstance(province.get(key, kind()), kind):
            faults.append(Fault(name, None, key, str(province[key]), f"a section [{key}]", mend))
    for key, value in province["outlook"].items() if isinstance(province.get("outlook"), dict) else ():
        faults += check_scenario_parameter(name, key, value)
    if isinstance(province.get("slug"), str) and province["slug"] != path.parent.name:
        rename = "rename the folder or correct the slug"
        faults.append(Fault(name, None, "slug", province["slug"], f"the folder's name, {path.parent.name}", rename))
    code = province.get("iso_3166_2")
    if isinstance(code, str) and (not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) or code.endswith("-00")):
        faults.append(Fault(name, None, "iso_3166_2", code, "its ISO 3166-2 code, such as VN-55", "look it up"))
    if isinstance(province.get("name"), dict) and "en" not in province["name"]:
        faults.append(Fault(name, None, "name", MISSING_ENTRY, 'a line en = "..."', "add the English name"))
    known = sorted(p.stem for p in (DATA / "standards").glob("*.csv"))
    if isinstance(province.get("standards"), str) and province["standards"] not in known:
        nearest = suggest_correction(province["standards"], known)
        faults.append(Fault(name, None, "standards", province.pop("standards"), ", ".join(known), nearest))
    sections = {"territory": TERRITORY_KEYS, "plausibility": PLAUSIBILITY_KEYS}
    for section, keys in sections.items():
        entries = province.get(section)
        for key, value in (entries if isinstance(entries, dict) else {}).items():
            if key not in keys:
                faults.append(
                    Fault(name, None, f"{section}.{key}", str(value), ", ".join(keys), suggest_correction(key, keys))
                )
            elif section == "territory" and not _is_territory_entry(key, value):
                expected = 'a date in quotes, such as "1997" or "2025-M06"'
                faults.append(Fault(name, None, f"{section}.{key}", str(value), expected, mend))
            elif section == "plausibility" and not _is_number_range(value):
                expected = "two numbers such as [3.0, 6.0]"
                faults.append(Fault(name, None, f"{section}.{key}", str(value), expected, "smallest, then largest"))
    if isinstance(province.get("plausibility"), dict) and PLAUSIBILITY_KEYS[0] not in province["plausibility"]:
        faults.append(Fault(name, None, PLAUSIBILITY_KEYS[0], MISSING_ENTRY, "two numbers such as [3.0, 6.0]", mend))
    return province


def _is_number_range(entry: object) -> bool:
    numbers = isinstance(entry, list) and len(entry) == 2 and all(isinstance(x, int | float) for x in entry)
    return numbers and 0 < entry[0] < entry[1]


def read_standards(path: Path, faults: list[Fault]) -> dict[str, PovertyStandard]:
    standards = {}
    for row in read_csv_rows(path, STANDARD_FILE_COLUMNS, faults):
        row.one_of("method", ("register", "survey"))
        years = [c for c in ("first_year", "last_year") if not re.fullmatch(r"\d{4}", row[c])]
        for column in years:
            row.wrong(column, "a year", "write four digits")
        if not years:
            first, last = int(row["first_year"]), int(row["last_year"])
            standards[row["standard"]] = PovertyStandard(
                row["standard"], row["label"], row["method"], row["counts"], first, last, row["legal_basis"],
                row.decimal("rural_line"), row.decimal("urban_line"), row["line_unit"], row["verified"] == "yes",
                row["url"],
            )  # fmt: skip
    return standards


def read_sources(path: Path, faults: list[Fault]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for row in read_csv_rows(path, SOURCE_COLUMNS, faults):
        if not row["id"] or row["id"] in sources:
            row.wrong("id", "an id of its own for each source", "give it one")
        row.one_of("role", SOURCE_ROLES)
        row.one_of("trust", TRUST_LEVELS)
        for column in ("title", "publisher", "published"):
            if not row[column]:
                row.wrong(column, "a text", 'write "undated" or "unknown" if it is')
        if row["published"] and not PUBLISHED_PATTERN.fullmatch(row["published"]):
            expected = "2022-12-26, 2022-12, 2022 or undated, and (inferred) behind it if you inferred it"
            row.wrong("published", expected, "write the year first; a remark belongs into accessed")
        sources[row["id"]] = Source(**row.cells)
    return sources


def read_qualifiers(faults: list[Fault]) -> dict[str, numerals.Qualifier]:
    table = {}
    for row in read_csv_rows(DATA / "qualifiers.csv", QUALIFIER_COLUMNS, faults):
        row.one_of("closed", ("low", "high", "none"))
        offsets = [row.decimal(c) for c in ("hard_low", "hard_high", "soft_low", "soft_high")]
        name = row["qualifier"]
        table[name] = numerals.Qualifier(name, *offsets, row["closed"], row["meaning"], row["basis"])
    return table


def read_lexicon(faults: list[Fault]) -> dict:
    rows = read_csv_rows(DATA / "lexicon.csv", LEXICON_COLUMNS, faults)
    return {(row["locale"], row["word"].lower()): (row.decimal("low"), row.decimal("high")) for row in rows}


def read_magnitude_words(faults: list[Fault]) -> dict[tuple[str, str], str]:
    table = {}
    for row in read_csv_rows(DATA / "magnitudes.csv", MAGNITUDE_COLUMNS, faults):
        row.one_of("magnitude", MAGNITUDE_FACTORS)
        table[row["locale"], row["word"].lower()] = row["magnitude"]
    return table


def read_coverage_groups(faults: list[Fault]) -> dict[str, dict[str, CoverageGroup]]:
    table: dict[str, dict[str, CoverageGroup]] = {"population": {}, "area": {}}
    for row in read_csv_rows(DATA / "groups.csv", GROUP_COLUMNS, faults):
        row.one_of("column", table)
        if row["column"] in table:
            table[row["column"]][row["word"]] = CoverageGroup(
                row["word"], row["label"], row["part_of"], row["partition"]
            )
    return table


def _select_territory_entries(province: dict) -> dict[str, str]:
    """The dates of a territory that can be read; the others have been named as faults."""
    territory = province.get("territory")
    entries = territory if isinstance(territory, dict) else {}
    return {key: value for key, value in entries.items() if isinstance(value, str) and _is_territory_entry(key, value)}


def _is_territory_entry(key: str, value: object) -> bool:
    """Whether an entry of [territory] is what it should be."""
    if not isinstance(value, str):
        return False
    try:
        return key == "followed_by" or bool(parse_sdmx_period(value))
    except ValueError:
        return False


def _add_readings(path: Path, pack: Pack, faults: list[Fault]) -> None:
    known = [*pack.rows, *pack.shared.standards]
    for row in read_csv_rows(path, READING_COLUMNS, faults):
        row.one_of("preferred", ("yes", "no"))
        support = tuple(row["supported_by"].split())
        for word in support:
            if word not in known:
                row.wrong(
                    "supported_by", "ids of claims or standards, separated by spaces", suggest_correction(word, known)
                )
        if row["preferred"] == "yes" and not support:
            row.wrong("supported_by", "what supports a preferred reading", "name the claims, or prefer none")
        readings = pack.questions.setdefault(row["question"], [])
        if readings and readings[0].asks != row["asks"]:
            row.wrong("asks", f"the same words in every row of {row['question']}", f"write: {readings[0].asks}")
        if row["reading"] in [r.name for r in readings]:
            row.wrong("reading", "a name of its own for each reading", "rename one of the two")
        if row["preferred"] == "yes" and any(r.preferred for r in readings):
            row.wrong("preferred", "at most one yes for each question", "keep one")
        preferred = row["preferred"] == "yes"
        reading = (row["question"], row["asks"], row["reading"], row["label"], preferred, row["reason"], support)
        readings.append(Reading(*reading))


def _add_overrides(path: Path, pack: Pack, faults: list[Fault]) -> None:
    changes: dict[tuple[str, str, str], dict[str, str]] = {}
    numbers: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in read_csv_rows(path, OVERRIDE_COLUMNS, faults):
        before = len(faults)
        row.one_of("question", pack.questions)
        if row["question"] in pack.questions:
            row.one_of("reading", [r.name for r in pack.questions[row["question"]]])
        if row["claim_id"] not in pack.rows:
            row.wrong("claim_id", "a claim_id of reported.csv", suggest_correction(row["claim_id"], pack.rows))
        row.one_of("column", claims.CLAIM_COLUMNS[1:])
        if len(faults) > before:
            continue
        pack.overrides.append(Override(**row.cells))
        key = (row["question"], row["reading"], row["claim_id"])
        changes.setdefault(key, {})[row["column"]] = row["value"]
        numbers.setdefault(key, {})[row["column"]] = row.number
    written = not any(fault.file == format_project_path(path) for fault in faults)
    for question in pack.questions if written else ():
        if question not in {key[0] for key in changes}:
            mend = "say in overrides.csv what an answer changes, or delete the question"
            faults.append(
                Fault(format_project_path(path), None, "question", question, "a row for one of its readings", mend)
            )
    for key, columns in changes.items():
        if key[2] in pack.claims:  # a row that is itself at fault has been named already
            at, found = numbers[key], []
            claims.build_claim(
                CsvRow(format_project_path(path), min(at.values()), pack.rows[key[2]] | columns, found), pack.shared
            )
            faults += [replace(fault, row=at.get(fault.column, fault.row)) for fault in found]
