"""The kinds of corruption that `tests/fuzz.py` tries: of files, headers, rows, cells of each kind, and several cells.

Each says what may become of it. `refused`: a message names the file; `same`: every table is what it was; `other`: it is
a value that a person could have meant, so that nobody can refuse it: then tables and sentences must still be made.
"""

import csv
import io
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

REFUSED, SAME, OTHER = "refused", "same", "other"
SHARED = (
    "donors.csv", "exchange_rates.csv", "assumptions.csv", "qualifiers.csv", "lexicon.csv", "magnitudes.csv",
    "groups.csv", "publishers.csv", "jobs/reported.csv", "jobs/sources.csv", "jobs/declared.csv",
    "official/statistics.csv", "official/sources.csv",
)  # fmt: skip
PACK = ("sources.csv", "reported.csv", "readings.csv", "overrides.csv", "labels.csv")


@dataclass
class Table:
    """A CSV file of data/ as rows of cells, header first."""

    rows: list[list[str]]
    rng: Random

    @classmethod
    def read(cls, content: bytes, rng: Random) -> "Table":
        """The rows of a file."""
        return cls(list(csv.reader(io.StringIO(content.decode("utf-8-sig")))), rng)

    def write(self, **how: object) -> bytes:
        """The file again."""
        out = io.StringIO()
        csv.writer(out, **({"lineterminator": "\n"} | how)).writerows(self.rows)
        return out.getvalue().encode()

    def pick(self, column: str, fits: Callable[[dict], bool] = lambda row: True) -> tuple[list[str], int] | None:
        """A random row whose cell in a column is not blank, with the place of the column; None if there is none."""
        if column not in self.rows[0]:
            return None
        place = self.rows[0].index(column)
        rows = [r for r in self.rows[1:] if r[place] and fits(dict(zip(self.rows[0], r, strict=False)))]
        return (self.rng.choice(rows), place) if rows else None

    def number(self, row: list[str]) -> int:
        """The number of a row in a spreadsheet."""
        return next(i for i, r in enumerate(self.rows, 1) if r is row)


@dataclass(frozen=True)
class Kind:
    """A kind of corruption: of which files, how, and what may become of it."""

    name: str
    files: tuple[str, ...]  # below data/; those of a pack as PACK names them
    spoil: Callable[[bytes, Random], object]  # the new content, or (content, row); None where it cannot be done
    may: tuple[str, ...]
    elsewhere: bool = False  # whether another file may be blamed: one that refers to this one


KINDS: list[Kind] = []


def add(name: str, files: tuple[str, ...], may: str, spoil: Callable, elsewhere: bool = False) -> None:
    """List a kind; `may` holds one or more of refused, same and other."""
    KINDS.append(Kind(name, files, spoil, tuple(may.split()), elsewhere))


# fmt: off
# --- whole files: every table, and the two kinds of TOML
TABLES = (*PACK, *SHARED, "columns.csv", "standards/vietnam.csv")
TEXTS = ("province.toml", "outlook.toml")
EVERY = (*TABLES, *TEXTS)


def to_text(change: Callable[[str, Random], str | None]) -> Callable:
    """A change of a text as one of bytes."""

    def spoil(content: bytes, rng: Random) -> bytes | None:
        text = change(content.decode(), rng)
        return None if text is None else text.encode()

    return spoil


def cut(content: bytes, rng: Random) -> bytes | None:
    """The file up to the middle of a row."""
    lines = content.splitlines(keepends=True)
    if len(lines) < 2:
        return None
    place = rng.randrange(1, len(lines))
    half = lines[place][: max(1, len(lines[place]) // 3)]
    return b"".join(lines[:place]) + half if half.count(b",") < lines[0].count(b",") else None


HTML = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body>Sign in, please</body></html>\n"
add("file: missing", EVERY, "refused same", lambda content, rng: b"__missing__", True)
add("file: empty", EVERY, "refused same", lambda content, rng: b"")
add("file: a folder", EVERY, "refused same", lambda content, rng: b"__folder__")
add("file: a pipe", EVERY, "refused same", lambda content, rng: b"__pipe__")
add("file: a link to itself", EVERY, "refused same", lambda content, rng: b"__loop__")
add("file: 30 MB", EVERY, "refused", lambda content, rng: b"__large__")
add("file: UTF-16", EVERY, "refused", lambda content, rng: content.decode().encode("utf-16"))
add("file: UTF-32", EVERY, "refused", lambda content, rng: content.decode().encode("utf-32"))
add("file: a byte of Latin-1", EVERY, "refused", lambda content, rng: content[:-1] + b"\xe9t\xe9\n")
add("file: NUL in it", EVERY, "refused", lambda content, rng: content[: len(content) // 2] + b"\0" + content[len(content) // 2 :])
add("file: a workbook", EVERY, "refused", lambda content, rng: b"PK\x03\x04" + rng.randbytes(500))
add("file: a web page", EVERY, "refused", lambda content, rng: HTML)
add("file: marks of a git conflict", EVERY, "refused", lambda content, rng: b"<<<<<<< HEAD\n" + content + b"=======\n" + content + b">>>>>>> x\n")
add("file: cut in a row", TABLES, "refused", cut, True)
add("file: its header alone", TABLES, "refused same other", lambda content, rng: content.splitlines(keepends=True)[0], True)
add("file: no header", TABLES, "refused", lambda content, rng: b"".join(content.splitlines(keepends=True)[1:]) or None)
add("file: a headline above the header", TABLES, "refused", lambda content, rng: b"Table 1\n\n" + content)
add("file: a quotation mark left open", TABLES, "refused", lambda content, rng: content + b'"never closed\n')
add("file: a row of commas too many", TABLES, "refused", lambda content, rng: content + b"a" + b",b" * 60 + b"\n")
add("file: random bytes", EVERY, "refused", lambda content, rng: b"\xff" + rng.randbytes(3000))
add("alike: byte order mark", EVERY, "same", lambda content, rng: b"\xef\xbb\xbf" + content)
add("alike: CRLF", EVERY, "same", lambda content, rng: content.replace(b"\n", b"\r\n"))
add("alike: CR", TABLES, "same", lambda content, rng: content.replace(b"\n", b"\r"))
add("alike: semicolons", TABLES, "same", lambda content, rng: Table.read(content, rng).write(delimiter=";"))
add("alike: tabs", TABLES, "same", lambda content, rng: Table.read(content, rng).write(delimiter="\t"))
add("alike: decomposed accents", TABLES, "same", to_text(lambda text, rng: unicodedata.normalize("NFD", text)))
add("alike: every cell in quotes", TABLES, "same", lambda content, rng: Table.read(content, rng).write(quoting=csv.QUOTE_ALL))
add("alike: empty rows", TABLES, "same", lambda content, rng: content + b"\n" * 2000)
add("alike: rows of commas", TABLES, "same", lambda content, rng: content + (b"," * content.splitlines()[0].count(b",") + b"\n") * 5)
add("alike: comments", TEXTS, "same", lambda content, rng: b"# a remark\n\n" + content + b"\n# another\n")


def each_cell(change: Callable[[str], str]) -> Callable:
    """A change of every cell below the header."""

    def spoil(content: bytes, rng: Random) -> bytes:
        table = Table.read(content, rng)
        table.rows[1:] = [[change(cell) for cell in row] for row in table.rows[1:]]
        return table.write()

    return spoil


def swap_columns(content: bytes, rng: Random) -> bytes:
    """The columns in another order."""
    table = Table.read(content, rng)
    order = rng.sample(range(len(table.rows[0])), len(table.rows[0]))
    table.rows = [[row[i] for i in order] for row in table.rows]
    return table.write()


add("alike: spaces around cells", TABLES, "same", each_cell(lambda cell: f" {cell}\u00a0"))
add("alike: signs without width", TABLES, "same", each_cell(lambda cell: f"\u200b{cell}\ufeff" if cell else cell))
add("alike: columns swapped", TABLES, "same", swap_columns)


# --- headers and rows
def in_header(change: Callable[[list[list[str]], int, Random], object]) -> Callable:
    """A change of one column, by its place; the fault is in row 1."""

    def spoil(content: bytes, rng: Random) -> tuple[bytes, int]:
        table = Table.read(content, rng)
        change(table.rows, rng.randrange(len(table.rows[0])), rng)
        return table.write(), 1

    return spoil


def rename(rows: list[list[str]], place: int, rng: Random) -> None:
    """A letter of a column's name doubled."""
    rows[0][place] += rows[0][place][-1]


add("header: a column gone", TABLES, "refused", in_header(lambda rows, i, rng: [row.pop(i) for row in rows]))
add("header: a column misspelt", TABLES, "refused same", in_header(rename))
add("header: a column twice", TABLES, "refused", in_header(lambda rows, i, rng: [row.append(row[i]) for row in rows]))
add("header: a column of one's own", TABLES, "refused", in_header(lambda rows, i, rng: [row.insert(i, "notes") for row in rows]))


def in_row(change: Callable[[list[list[str]], int, Random], object]) -> Callable:
    """A change of one row below the header, by its place."""

    def spoil(content: bytes, rng: Random) -> tuple[bytes, int] | None:
        table = Table.read(content, rng)
        if len(table.rows) < 2:
            return None
        place = rng.randrange(1, len(table.rows))
        change(table.rows, place, rng)
        return table.write(), place + 1

    return spoil


def double(rows: list[list[str]], place: int, rng: Random) -> None:
    rows.insert(place, list(rows[place]))


ROWED = tuple(file for file in TABLES if file != "columns.csv")
add("row: twice", ROWED, "refused", lambda content, rng: (done := in_row(double)(content, rng)) and (done[0], done[1] + 1))
add("row: a cell too many", TABLES, "refused", in_row(lambda rows, i, rng: (rows[i].insert(rng.randrange(len(rows[i])), "x"), rows[i].append("y"))))
add("row: a cell too few", TABLES, "refused", in_row(lambda rows, i, rng: rows[i].pop(rng.randrange(len(rows[i])))))
add("row: gone", ROWED, "refused same other", in_row(lambda rows, i, rng: rows.pop(i)), True)
add("row: columns.csv loses one", ("columns.csv",), "refused", lambda content, rng: in_row(lambda rows, i, rng: rows.pop(i))(content, rng)[0])
add("row: all cells blank but one", tuple(f for f in ROWED if f != "labels.csv"), "refused", in_row(lambda rows, i, rng: rows.__setitem__(i, [rows[i][0], *[""] * (len(rows[i]) - 1)])))

# --- one cell, by what it holds
NAMES = {"sources.csv": "id", "reported.csv": "claim_id", "readings.csv": "question", "official/sources.csv": "id"}
WORDS = {
    "sources.csv": ("role", "trust"), "reported.csv": ("indicator", "statistic", "status", "population", "area", "qualifier"),
    "readings.csv": ("preferred",), "overrides.csv": ("question", "reading", "claim_id", "column"),
    "donors.csv": ("level", "series", "standard", "qualifier", "status", "derived"), "assumptions.csv": ("evidence",),
    "qualifiers.csv": ("closed",), "magnitudes.csv": ("magnitude",), "groups.csv": ("column", "part_of"),
    "jobs/reported.csv": ("indicator", "statistic", "status", "level", "scope", "source_id", "qualifier"),
    "jobs/declared.csv": ("name",), "official/statistics.csv": ("indicator", "unit", "base", "status", "source"),
    "standards/vietnam.csv": ("method", "verified"), "jobs/sources.csv": ("role", "trust"),
}  # fmt: skip
NUMBERS = {
    "reported.csv": ("value", "rounded_to"), "donors.csv": ("value", "rounded_to"), "exchange_rates.csv": ("per_usd",),
    "qualifiers.csv": ("soft_low", "soft_high"), "lexicon.csv": ("low", "high"), "jobs/reported.csv": ("value",),
    "jobs/declared.csv": ("value",), "official/statistics.csv": ("value",), "official/sources.csv": ("rounded_to",),
    "standards/vietnam.csv": ("rural_line", "urban_line"),
}  # fmt: skip
ENTERED_TWICE = ("reported.csv", "donors.csv", "jobs/reported.csv")
DATES = {"reported.csv": ("from", "to"), "donors.csv": ("date",), "jobs/reported.csv": ("from", "to")}
NEEDED = {
    "sources.csv": ("title", "publisher", "published", "language"), "reported.csv": ("locator", "source_id", "status"),
    "readings.csv": ("asks", "label"), "donors.csv": ("place", "part_of", "title"), "groups.csv": ("word", "label"),
    "exchange_rates.csv": ("currency", "date", "publisher"), "publishers.csv": ("publisher", "name", "language"),
    "standards/vietnam.csv": ("standard", "label", "first_year"), "qualifiers.csv": ("qualifier", "meaning"),
    "assumptions.csv": ("assumption", "basis"), "lexicon.csv": ("word", "locale"), "magnitudes.csv": ("word", "locale"),
    "jobs/reported.csv": ("place", "part_of"), "jobs/declared.csv": ("reason",), "official/sources.csv": ("table", "url"),
    "official/statistics.csv": ("year", "area"),
}  # fmt: skip


def in_cell(columns: dict[str, tuple[str, ...]] | tuple[str, ...], change: Callable, fits: Callable = lambda row: True):
    """A change of one cell; it fails where the cell stays as it was. `change` gets the cell and a Random."""

    def spoil(content: bytes, rng: Random, file: str) -> tuple[bytes, int] | None:
        table = Table.read(content, rng)
        picked = table.pick(rng.choice(columns[file] if isinstance(columns, dict) else columns), fits)
        if not picked:
            return None
        row, place = picked
        before, row[place] = row[place], change(row[place], rng)
        return (table.write(), table.number(row)) if row[place] not in (before, None) else None

    spoil.needs_file = True
    return spoil


def drop_letter(cell: str, rng: Random) -> str:
    place = rng.randrange(len(cell))
    return cell[:place] + cell[place + 1 :] if len(cell) > 2 else f"{cell}x"


def change_digit(cell: str, rng: Random) -> str | None:
    places = [i for i, c in enumerate(cell) if c in "0123456789"]
    if not places:
        return None
    place = rng.choice(places)
    return f"{cell[:place]}{(int(cell[place]) + rng.randint(1, 9)) % 10}{cell[place + 1 :]}"


def add_cells(name: str, columns: dict, may: str, change: Callable, elsewhere: bool = False, fits: Callable = lambda row: True) -> None:
    add(name, tuple(columns), may, in_cell(columns, change, fits), elsewhere)


IDS = {file: (column,) for file, column in NAMES.items()}
LOCALES = {"reported.csv": ("locale",), "donors.csv": ("locale",), "jobs/reported.csv": ("locale",)}
UNITS = {"reported.csv": ("unit",), "jobs/reported.csv": ("unit",)}
PRINTED = dict.fromkeys(ENTERED_TWICE, ("printed",))
TWICE = dict.fromkeys(ENTERED_TWICE, ("value",))
YEARS = {"standards/vietnam.csv": ("first_year", "last_year"), "official/statistics.csv": ("year",)}
PUBLISHED = {"sources.csv": ("published",), "jobs/sources.csv": ("published",)}
ANY_TEXT = {
    "sources.csv": ("title", "publisher", "url"), "reported.csv": ("locator", "note"), "readings.csv": ("reason",),
    "donors.csv": ("title", "note"), "standards/vietnam.csv": ("counts", "note"), "jobs/reported.csv": ("locator",),
}  # fmt: skip
numeral = lambda row: row.get("inferred", "") == "" and row.get("printed", "1")[:1].isdigit()  # noqa: E731

add_cells("id: misspelt", IDS, "refused same other", drop_letter, True)
add_cells("id: blank", IDS, "refused", lambda cell, rng: "", True)
add_cells("id: a space in it", {"reported.csv": ("claim_id",), "readings.csv": ("question", "reading")}, "refused", lambda cell, rng: f"{cell} = x", True)
add_cells("word: a letter lost", WORDS, "refused", drop_letter, True)
add_cells("word: blank", WORDS, "refused same other", lambda cell, rng: "", True)
add_cells("word: capitals", WORDS, "refused", lambda cell, rng: cell.swapcase(), True)
add_cells("word: with a stop", WORDS, "refused", lambda cell, rng: f"{cell}.", True)
add_cells("number: blank", NUMBERS, "refused same other", lambda cell, rng: "")
add_cells("number: a word", NUMBERS, "refused", lambda cell, rng: "many")
add_cells("number: 1e308", NUMBERS, "refused", lambda cell, rng: "1e308")
add_cells("number: 1e-999999", NUMBERS, "refused", lambda cell, rng: "1e-999999")
add_cells("number: 9e999999999999999999", NUMBERS, "refused", lambda cell, rng: "9e999999999999999999")
add_cells("number: 40 digits", NUMBERS, "refused", lambda cell, rng: "3" * 40)
add_cells("number: nan", NUMBERS, "refused", lambda cell, rng: rng.choice(["nan", "inf", "-inf", "sNaN", "#N/A", "#REF!"]))
add_cells("number: thousands marks", NUMBERS, "refused", lambda cell, rng: "1,234,567.5")
add_cells("number: full-width digits", NUMBERS, "refused", lambda cell, rng: "".join(chr(0xFEE0 + ord(c)) if c.isdigit() else c for c in cell))
add_cells("number: an underscore", NUMBERS, "refused", lambda cell, rng: f"{cell[0]}_{cell[1:]}0")
add_cells("number: a minus", {f: c for f, c in NUMBERS.items() if f not in ("qualifiers.csv", "jobs/declared.csv")}, "refused same", lambda cell, rng: f"-{cell}")
add_cells("number: percent sign", NUMBERS, "refused", lambda cell, rng: f"{cell}%")
add_cells("number: a formula", NUMBERS, "refused", lambda cell, rng: f"={cell}+0")
add_cells("value: a digit changed", TWICE, "refused", change_digit, fits=numeral)
add_cells("value: ten times", TWICE, "refused", lambda cell, rng: f"{cell}0" if "." not in cell else None, fits=numeral)
add_cells("value: thousands lost", TWICE, "refused", lambda cell, rng: f"{cell[:-3]}.{cell[-3:]}" if len(cell) > 3 and "." not in cell else None, fits=numeral)
add_cells("printed: a digit changed", PRINTED, "refused same", change_digit, fits=numeral)
add_cells("printed: O for 0", PRINTED, "refused", lambda cell, rng: cell.replace("0", "O") if "0" in cell else None, fits=numeral)
add_cells("printed: marks swapped", PRINTED, "refused", lambda cell, rng: cell.translate(str.maketrans(".,", ",.")) if re.fullmatch(r"\d+,\d+", cell) else None, fits=lambda row: row["locale"] == "vi" and numeral(row))
add_cells("printed: a minus", PRINTED, "refused", lambda cell, rng: f"-{cell}", fits=numeral)
add_cells("printed: a date of a spreadsheet", PRINTED, "refused", lambda cell, rng: "09-May", fits=numeral)
add_cells("printed: 5,000 digits", PRINTED, "refused", lambda cell, rng: "7" * 5000, fits=numeral)
add_cells("printed: blank", PRINTED, "refused", lambda cell, rng: "", fits=numeral)
add_cells("rounded_to: any divisor", {"reported.csv": ("rounded_to",)}, "refused", lambda cell, rng: "31.818", fits=numeral)
add_cells("rounded_to: nothing", {"reported.csv": ("rounded_to",), "donors.csv": ("rounded_to",)}, "refused", lambda cell, rng: "0")
add_cells("locale: none", LOCALES, "refused", lambda cell, rng: rng.choice(["xx", "vn", "Vietnamese", "../vi", ""]))
add_cells("locale: another", LOCALES, "refused same other", lambda cell, rng: rng.choice(["en", "fr", "vi", "ar", "de_CH"]))
add_cells("unit: none", UNITS, "refused", lambda cell, rng: rng.choice(["kg", "%", "thousand", "household", "million percents", ""]))
add_cells("unit: another magnitude", UNITS, "other same", lambda cell, rng: f"million {cell.rpartition(' ')[2]}", fits=lambda row: " " not in row["printed"] and row["unit"] in ("households", "persons"))
add_cells("unit: money for a rate", UNITS, "refused", lambda cell, rng: rng.choice(["million VND", "years", "times", "households"]), fits=lambda row: row["unit"].startswith("percent"))
add_cells("date: month first", DATES, "refused", lambda cell, rng: f"12/{cell[:4]}")
add_cells("date: month 13", DATES, "refused", lambda cell, rng: f"{cell[:4]}-M13")
add_cells("date: year 0", DATES, "refused", lambda cell, rng: "0000-M06")
add_cells("date: year 9999", DATES, "refused", lambda cell, rng: "9999-M12")
add_cells("date: full-width", DATES, "refused", lambda cell, rng: "２０１５-M12")
add_cells("date: a day that is none", DATES, "refused", lambda cell, rng: f"{cell[:4]}-02-31")
add_cells("date: one of two lost", {"reported.csv": ("from", "to"), "jobs/reported.csv": ("from", "to")}, "refused", lambda cell, rng: "")
add_cells("date: begins after its end", {"reported.csv": ("from",)}, "refused", lambda cell, rng: "2099")
add_cells("year: none", YEARS, "refused", lambda cell, rng: rng.choice(["20x6", "16", "0000", "12022", "２０１５", ""]))
add_cells("year: far away", {"standards/vietnam.csv": ("first_year",)}, "refused", lambda cell, rng: "2099", True)
add_cells("published: no such day", PUBLISHED, "refused", lambda cell, rng: rng.choice(["2022-13", "2022-02-31", "0000-01", "31/12/2022", "yesterday", ""]))
add_cells("currency: none", {"exchange_rates.csv": ("currency",)}, "refused", lambda cell, rng: rng.choice(["VDN", "đ", "vnd", ""]))
add_cells("text: blank where it is needed", NEEDED, "refused", lambda cell, rng: "", True)
add_cells("text: a cell of 200,000 letters", ANY_TEXT, "refused", lambda cell, rng: "x" * 200_000)
add_cells("text: a vertical tab", ANY_TEXT, "same other", lambda cell, rng: f"{cell[:3]}\x0b{cell[3:]}")
add_cells("text: U+2028", ANY_TEXT, "same other", lambda cell, rng: f"{cell[:3]}\u2028{cell[3:]}")
add_cells("text: another script", ANY_TEXT, "same other", lambda cell, rng: "بيانات الفقر ខ្មែរ 贫困 🏚")
add_cells("text: markup", ANY_TEXT, "same other", lambda cell, rng: "<script>alert(1)</script> {{7*7}} %(x)s %d {0}")


# --- several cells, and rows that nobody means
def append(*rows: str) -> Callable:
    """Rows added at the end; `%` stands for the cells of the last row."""
    return lambda content, rng: content + "".join(f"{row}\n" for row in rows).encode()


def in_rows(change: Callable[[dict, Random], dict | None], fits: Callable[[dict], bool]) -> Callable:
    """A change of several cells of one row that fits."""

    def spoil(content: bytes, rng: Random) -> tuple[bytes, int] | None:
        table = Table.read(content, rng)
        rows = [r for r in table.rows[1:] if fits(dict(zip(table.rows[0], r, strict=False)))]
        if not rows:
            return None
        row = rng.choice(rows)
        cells = dict(zip(table.rows[0], row, strict=False))
        cells |= change(cells, rng)
        row[:] = cells.values()
        return table.write(), table.number(row)

    return spoil


def shift_both(cells: dict, rng: Random) -> dict:
    """Another fact: the same digit added in both columns."""
    digit = str(rng.randint(1, 9))
    return {"printed": digit + cells["printed"], "value": digit + cells["value"]}


R = ("reported.csv",)
rated = lambda row: (row["indicator"], row["statistic"]) == ("poverty_rate", "level")  # noqa: E731
counted = lambda row: (row["indicator"], row["statistic"]) == ("poor_households", "level") and row["qualifier"] == "exact"  # noqa: E731
small = lambda row: counted(row) and numeral(row) and re.fullmatch(r"\d{1,2}(\.\d{3})*", row["printed"])  # noqa: E731
add("cells: a rate of more than 100%", R, "refused", in_rows(lambda cells, rng: {"printed": "512", "value": "512", "rounded_to": "1"}, rated))
add("cells: another count in both columns", R, "other same", in_rows(shift_both, small))
add("cells: a rate as a sum", R, "refused", in_rows(lambda cells, rng: {"statistic": rng.choice(["total", "mean per year", "each year", "duration", "multiple"])}, rated))
add("cells: a sum as a level", R, "refused", in_rows(lambda cells, rng: {"statistic": "level"}, lambda row: row["statistic"] == "total"))
add("cells: a range that ends before it begins", R, "refused", in_rows(lambda cells, rng: {"qualifier": "range", "printed": "20-10", "value": "20", "value_to": "10", "rounded_to": "1"}, counted))
add("cells: a base without a date", R, "refused", in_rows(lambda cells, rng: {"base": "jobs_created:"}, counted))
add("cells: a base of the year 9999", R, "refused", in_rows(lambda cells, rng: {"base": "poor_households:9999"}, counted))
add("cells: no base", R, "refused", in_rows(lambda cells, rng: {"base": ""}, rated))
add("cells: a rate that fell by money", R, "refused", in_rows(lambda cells, rng: {"unit": "million VND"}, lambda row: row["unit"] == "percentage points"))
add("cells: 10^400 as a misprint", R, "refused", in_rows(lambda cells, rng: {"value": "1e400", "inferred": "value", "note": "x"}, counted))
add("cells: an error of a register", R, "refused", in_rows(lambda cells, rng: {"error_kind": "standard error", "error": "1"}, lambda row: rated(row) and row["standard"].startswith("VN")))
add("cells: nobody confirmed a drafted row", R, "refused", in_rows(lambda cells, rng: {"confirmed": rng.choice(["no", "yes", "perhaps"])}, counted))
add("drafted.csv: of other columns", ("drafted.csv",), "refused", lambda content, rng: b"claim_id,value\na,1\n")
add("drafted.csv: not UTF-8", ("drafted.csv",), "refused", lambda content, rng: b"claim_id,\xff\n")
add("labels.csv: a text that is nowhere", ("labels.csv",), "refused", append("Nobody says this,x,y"))
add("labels.csv: a column that is no language", ("labels.csv",), "refused", lambda content, rng: content.replace(b"label,vi,id", b"label,vn,id", 1))
add("readings.csv: a question without overrides", ("readings.csv",), "refused", append("made-up,Why?,so,so,no,,"), True)
add("overrides.csv: one cell twice", ("overrides.csv",), "refused", in_row(lambda rows, i, rng: rows.append([*rows[i][:-1], "2009-M12"])))
GROUP = "column,word,label,part_of,partition\n"
add("groups.csv of a pack: a word of all packs", ("own/groups.csv",), "refused", lambda content, rng: f"{GROUP}area,rural,fields,province,\n".encode())
add("groups.csv of a pack: part of itself", ("own/groups.csv",), "refused", lambda content, rng: f"{GROUP}area,here,here,here,\n".encode())
add("groups.csv of a pack: a circle", ("own/groups.csv",), "refused", lambda content, rng: f"{GROUP}area,a,aa,b,\narea,b,bb,a,\n".encode())
add("groups.csv of a pack: a sound one", ("own/groups.csv",), "same", lambda content, rng: f"{GROUP}area,here,in the middle,province,\n".encode())
add("groups.csv: a circle", ("groups.csv",), "refused", lambda content, rng: content.replace(b"population,all,all,,", b"population,all,all,Khmer,"))
add("exchange_rates.csv: a day twice", ("exchange_rates.csv",), "refused", append("VND,2024-12-18,9,t,p,2024-12-18,,"))
add("qualifiers.csv: an end beyond the other", ("qualifiers.csv",), "refused", lambda content, rng: content.replace(b"exact,-0.5,0.5", b"exact,5,0.5"))
add("qualifiers.csv: one that is needed renamed", ("qualifiers.csv",), "refused", lambda content, rng: content.replace(b"nearly,", b"almost,"))
add("lexicon.csv: low above high", ("lexicon.csv",), "refused", lambda content, rng: content.replace(b",100,999,", b",999,100,", 1))
add("magnitudes.csv: a word twice", ("magnitudes.csv",), "refused", append("vi,Ngàn,million"))
add("standards: two ids alike", ("standards/vietnam.csv",), "refused", lambda content, rng: content.replace(b"VN-2006,", b"VN-2001,"))
add("standards: a line of 10^17", ("standards/vietnam.csv",), "refused", lambda content, rng: content.replace(b",1500000,", b",1500000000000000000,"))
add("jobs: a plan beyond reason", ("jobs/declared.csv",), "refused", lambda content, rng: content.replace(b"yearly_sd,0.05", b"yearly_sd,50"))


# --- province.toml and outlook.toml
def line(pattern: str, *texts: str) -> Callable:
    """A line of a TOML file that begins so, replaced."""

    def spoil(content: bytes, rng: Random) -> bytes | None:
        text, times = re.subn(rf"(?m)^{pattern}.*$", lambda match: rng.choice(texts), content.decode(), count=1)
        return text.encode() if times else None

    return spoil


def strip_accents(content: bytes, rng: Random) -> bytes | None:
    """The Vietnamese name as somebody types it in haste."""
    def plain(match: re.Match) -> str:
        letters = unicodedata.normalize("NFD", match[0].replace("đ", "d").replace("Đ", "D"))
        return "".join(c for c in letters if not unicodedata.combining(c))

    text = re.sub(r'(?m)^vi = "[^"]*"', plain, content.decode(), count=1)
    return text.encode() if text != content.decode() and 'country = "VN"' in text else None


P = ("province.toml",)
add("province.toml: a name without accents", P, "refused same other", strip_accents)  # other: no table has the place
add("province.toml: vn for vi", P, "refused", line('vi = "', 'vn = "X"'))
add("province.toml: an odd name", P, "refused", line('en = "', 'en = ""', "en = 5", f'en = "{"x" * 400}"', 'en = ["x"]', 'en = "a\\nb"'))
add("province.toml: no English name", P, "refused", line('en = "', ""))
add("province.toml: no slug", P, "refused", line("slug = ", "", 'slug = "elsewhere"', "slug = 7"))
add("province.toml: another country's standards", P, "refused", line("standards = ", 'standards = "vietnm"', "standards = true", 'standards = "../vietnam"', ""), True)
add("province.toml: an area that is none", P, "refused", line("iso_3166_2 = ", 'iso_3166_2 = "Bạc Liêu"', 'iso_3166_2 = "VN-00"', "iso_3166_2 = 55"))
add("province.toml: a country that is none", P, "refused", line("country = ", 'country = "Viet Nam"', 'country = "XX"', "country = 84", 'country = ""'))
add("province.toml: households of no size", P, "refused", line("persons_per_household", *(f"persons_per_household = {x}" for x in ("[true, 6]", "[0, 6]", "[6, 3]", "[3.0, inf]", "[nan, 6.0]", "[3]", '"4"', "[3, 1e300]"))))
add("province.toml: a date that is none", P, "refused", line("from = ", 'from = "last year"', "from = 1997", 'from = "0000"', 'from = "2099"'))
add("province.toml: a line of one's own", P, "refused", append('governor = "x"'))
add("province.toml: a line that is none", P, "refused", append("this is no TOML", "a = [1, 2"))
add("province.toml: an entry twice", P, "refused", line("slug = ", 'slug = "x"\nslug = "y"'))
add("province.toml: a thousand brackets", P, "refused", append("x = " + "[" * 5000))
add("province.toml: an outlook beyond reason", P, "refused", append("[outlook]", "slower = 5", 'horizon = "soon"'))
OUTLOOK = ("outlook.toml",)
add("outlook.toml: out of range", OUTLOOK, "refused", append("slower = 5"))
add("outlook.toml: unknown", OUTLOOK, "refused", append("slowre = 0.5"))
add("outlook.toml: no number", OUTLOOK, "refused", append('slower = "half"'))
add("outlook.toml: not a number", OUTLOOK, "refused", append("floor = nan"))
add("outlook.toml: a year far away", OUTLOOK, "refused", append("horizon = 9999"))
add("outlook.toml: a list of nothing", OUTLOOK, "refused", append("entry = []"))
add("outlook.toml: true", OUTLOOK, "refused", append("points = true"))
add("outlook.toml: no TOML", OUTLOOK, "refused", append("slower 0.5"))

# --- pages of text, for drafts: the name "page" stands for one of tests/data/draft
PAGE = ("page",)
add("page: byte order mark", PAGE, "same", lambda content, rng: b"\xef\xbb\xbf" + content)
add("page: CRLF", PAGE, "same", lambda content, rng: content.replace(b"\n", b"\r\n"))
add("page: decomposed accents", PAGE, "same", to_text(lambda text, rng: unicodedata.normalize("NFD", text)))
add("page: UTF-16", PAGE, "refused", lambda content, rng: content.decode().encode("utf-16"))
add("page: random bytes", PAGE, "refused", lambda content, rng: b"\xff\xfe" + rng.randbytes(4000))
add("page: empty", PAGE, "refused", lambda content, rng: b"")
add("page: missing", PAGE, "refused", lambda content, rng: b"__missing__")
add("page: a folder", PAGE, "refused", lambda content, rng: b"__folder__")
add("page: a pipe", PAGE, "refused", lambda content, rng: b"__pipe__")
add("page: cut anywhere", PAGE, "refused other same", to_text(lambda text, rng: text[: rng.randrange(len(text))]))
add("page: its words shuffled", PAGE, "refused other same", to_text(lambda text, rng: " ".join(rng.sample(text.split(), len(text.split())))))
add("page: digits without end", PAGE, "refused other same", to_text(lambda text, rng: re.sub(r"\d", lambda m: m[0] * 400, text, count=5)))
add("page: nothing but digits and marks", PAGE, "refused other", to_text(lambda text, rng: "".join(rng.choices("0123456789.,% \n-–", k=4000))))
add("page: dates that are none", PAGE, "refused other same", to_text(lambda text, rng: re.sub(r"\b(19|20)\d\d\b", lambda m: rng.choice(["0000", "9999", "31/13/2022", "２０１５"]), text)))


def spoil(kind: Kind, file: str, content: bytes, rng: Random) -> tuple[bytes, int | None] | None:
    """A file spoilt: its content, and the row if one is; None where that cannot be done, or nothing changes."""
    arguments = (content, rng, file) if getattr(kind.spoil, "needs_file", False) else (content, rng)
    done = kind.spoil(*arguments)
    done = done if isinstance(done, tuple) or done is None else (done, None)
    return done if done and done[0] is not None and done[0] != content else None


def put(path: object, content: bytes) -> None:
    """Write a spoilt file, or what stands in its place."""
    path.unlink(missing_ok=True)
    if content == b"__folder__":
        path.mkdir()
    elif content == b"__pipe__":
        os.mkfifo(path)
    elif content == b"__loop__":
        path.symlink_to(path.name)
    elif content == b"__large__":
        path.write_bytes(b"a,b\n")
        os.truncate(path, 30_000_000)
    elif content != b"__missing__":
        path.write_bytes(content)
