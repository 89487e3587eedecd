"""A page as a person saved it: plain text in UTF-8, or a sentence that says what the file is and how to mend it."""

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from babel.dates import get_month_names

from poverty.packs.messages import Message, label, message, number, translatable

LARGEST = 1_000_000  # bytes: a newspaper page has some thousands
MEGABYTE = 1_000_000
SAVE_AS_TEXT = translatable("open it, copy its text into a text editor, and save that as plain text in UTF-8")
SAVE_AS_UTF8 = translatable("open it in a text editor and save it again, with the character set UTF-8")
CONVERT_FONT = translatable(
    "convert it to Unicode, as the tools of a Vietnamese keyboard program do, and save it as UTF-8"
)
COPY_AGAIN = translatable("copy the text from the page once more and save it as plain text in UTF-8")

# What a file is by the bytes it begins with.
BEGINNINGS = (
    (b"%PDF-", translatable("a PDF")),
    (b"\xd0\xcf\x11\xe0", translatable("a file of an old Office program (.doc, .xls)")),
    (b"{\\rtf", translatable("a rich text file (RTF)")),
    (b"\x89PNG", translatable("a picture")),
    (b"\xff\xd8\xff", translatable("a picture")),
    (b"GIF8", translatable("a picture")),
    (b"II*\0", translatable("a picture")),
    (b"MM\0*", translatable("a picture")),
    (b"\x1f\x8b", translatable("a compressed file")),
)
# What a zip file is by a word near its beginning.
ZIP_KINDS = (
    (b"opendocument.text", translatable("an OpenDocument text (.odt)")),
    (b"word/", translatable("a Word document (.docx)")),
    (b"xl/", translatable("an Excel workbook (.xlsx)")),
    (b"ppt/", translatable("a PowerPoint file (.pptx)")),
)
WEB_PAGE = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
WEB_ARCHIVE = re.compile(rb"(From: <Saved by|MIME-Version:|.{0,400}\nMIME-Version:)", re.S)

# Words that nearly every Vietnamese page has, as two old fonts write them when they are read as Latin letters.
FONT_WORDS = {
    "TCVN3": ("nghÌo", "hé ", "tØnh", "n¨m", "gi¶m", "tû lÖ"),
    "VNI": ("ngheøo", "hoä ", "tænh", "naêm", "giaûm", "tyû leä"),
}
VIETNAMESE_WORDS = ("nghèo", "hộ ", "tỉnh", "năm", "giảm", "tỷ lệ", "của", "được")
ENOUGH_WORDS = 2
MISREAD = re.compile("á[»º]|Ã[\u00a0-\u00bf]|Æ°|Ä‘|â€")  # UTF-8 that was read as windows-1252 and saved again
ENOUGH_MISREAD = 3


HEAD_LINES, LONGEST_HEAD_LINE = 4, 120  # where the day of publication stands
DAYS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})", re.I),
    re.compile(r"(?<!\d)(?P<day>\d{1,2}) (?P<month>[^\W\d]{3,9})\.? (?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?P<month>[^\W\d]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>(?:19|20)\d\d)(?!\d)"),
)


class PageError(Exception):
    """A file that is no page of text; `told` says what it is and how to mend it."""

    def __init__(self, told: Message) -> None:
        super().__init__(told)
        self.told = told


def read_page(path: Path) -> str:
    """The text of a page, in composed Unicode, with plain line ends.

    Raises:
        PageError: there is no such file, or it is no text in UTF-8; the message says what it is, and the mend.
    """
    _refuse_no_file(path)
    size = path.stat().st_size
    if size > LARGEST:
        told = message(
            "%(file)s has %(size)s MB, and a page of text has less than %(limit)s MB: keep the text of one page in it",
            file=path.name, size=number(size / MEGABYTE, 1), limit=number(LARGEST / MEGABYTE),
        )  # fmt: skip
        raise PageError(told)
    content = path.read_bytes()
    _refuse_other_format(path.name, content)
    text = _decode(path.name, content)
    _refuse_damaged_letters(path.name, text)
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text))
    if not text.strip():
        raise PageError(message("%(file)s is empty: paste the text of the page into it and save it", file=path.name))
    return text


def find_publication_day(text: str) -> str:
    """The day in the lines at the head of a page, as sources.csv writes it; "" if there is none.

    Example:
        >>> [find_publication_day(line) for line in ("Kupang, 17 Juli 2023", "Tin, 26/12/2024 08:30", "12 hộ")]
        ['2023-07-17', '2024-12-26', '']
    """
    lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        for pattern in DAYS:
            found = pattern.search(line) if len(line) <= LONGEST_HEAD_LINE else None
            if found and (day := _read_day(found.groupdict())):
                return day
    return ""


def _read_day(parts: dict[str, str]) -> str:
    month = parts["month"]
    number = int(month) if month.isdigit() else _list_months().get(month.lower(), 0)
    try:
        return date(int(parts["year"]), number, int(parts["day"])).isoformat()
    except ValueError:
        return ""


@cache
def _list_months() -> dict[str, int]:
    """The months by their names in the languages of pages."""
    names = [get_month_names(width, locale=code) for code in ("en", "id") for width in ("wide", "abbreviated")]
    return {name.lower().rstrip("."): number for of in names for number, name in of.items()}


def _refuse_no_file(path: Path) -> None:
    """A path that is no file, with the file beside it that is meant."""
    if path.is_dir():
        raise PageError(message("%(file)s is a folder: name the text file in it", file=path.as_posix()))
    if path.is_file():
        return
    beside = [other.name for other in path.parent.iterdir() if other.is_file()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, beside, n=1, cutoff=0.7)
    if near:
        told = message("there is no file %(file)s: did you mean %(near)s?", file=path.as_posix(), near=near[0])
    else:
        told = message("there is no file %(file)s: name a text file, such as page.txt", file=path.as_posix())
    raise PageError(told)


def _refuse_other_format(name: str, content: bytes) -> None:
    """A file that is no plain text, by its first bytes."""
    kinds = [kind for beginning, kind in BEGINNINGS if content.startswith(beginning)]
    if content[:2] == b"PK":
        kinds = [kind for word, kind in ZIP_KINDS if word in content] or [translatable("a compressed file")]
    elif content[:4] == b"RIFF" or content[4:8] == b"ftyp":
        kinds = [translatable("a picture or a film")]
    elif b"%PDF-" in content[:1024]:
        kinds = [translatable("a PDF")]
    elif WEB_PAGE.match(content[:4096].removeprefix(b"\xef\xbb\xbf")) or WEB_ARCHIVE.match(content[:4096]):
        kinds = [translatable("a web page (HTML)")]
    if kinds:
        raise PageError(_tell(name, kinds[0], SAVE_AS_TEXT))


def _tell(name: str, kind: str, mend: str) -> Message:
    """What a file is, and how to mend it."""
    return message(
        "%(file)s is %(kind)s, not plain text in UTF-8: %(mend)s", file=name, kind=label(kind), mend=label(mend)
    )


def _decode(name: str, content: bytes) -> str:
    """The text, if it is in UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_every_second_byte_zero(content):
        raise PageError(_tell(name, translatable("text in UTF-16 (Unicode)"), SAVE_AS_UTF8))
    if b"\0" in content:
        raise PageError(_tell(name, translatable("a file of a program"), SAVE_AS_TEXT))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PageError(_tell_character_set(name, content)) from None


def _is_every_second_byte_zero(content: bytes) -> bool:
    """Whether it is Latin text in UTF-16 without a mark at its beginning."""
    some = content[:4096]
    return len(some) > 3 and max(some[::2].count(0), some[1::2].count(0)) > len(some) / 4


def _tell_character_set(name: str, content: bytes) -> Message:
    """In which other character set a text is, as far as its words tell."""
    as_latin = content.decode("cp1252", "replace")
    for font in FONT_WORDS:
        if _is_in_font(as_latin, font):
            return _tell_font(name, font)
    if (
        _count_words(unicodedata.normalize("NFC", content.decode("cp1258", "replace")), VIETNAMESE_WORDS)
        >= ENOUGH_WORDS
    ):
        return _tell(name, translatable("text in windows-1258"), SAVE_AS_UTF8)
    if re.search(rb"[\x80-\x9f]", content) and "\ufffd" not in as_latin:
        return _tell(name, translatable("text in windows-1252"), SAVE_AS_UTF8)
    if not re.search(rb"[\x80-\x9f]", content):
        return _tell(name, translatable("text in latin-1 or windows-1252"), SAVE_AS_UTF8)
    return _tell(name, translatable("text in a character set that cannot be told"), SAVE_AS_UTF8)


def _refuse_damaged_letters(name: str, text: str) -> None:
    """Text in UTF-8 whose letters are those of an old font, or were read in a wrong character set before."""
    for font in FONT_WORDS:
        if _is_in_font(text, font):
            raise PageError(_tell_font(name, font))
    if len(MISREAD.findall(text)) >= ENOUGH_MISREAD:
        raise PageError(message("the letters of %(file)s are garbled: %(mend)s", file=name, mend=label(COPY_AGAIN)))
    if re.search("[\x00-\x08\x0e-\x1a]", text):
        raise PageError(_tell(name, translatable("a file of a program"), SAVE_AS_TEXT))


def _is_in_font(text: str, font: str) -> bool:
    return _count_words(text, FONT_WORDS[font]) >= ENOUGH_WORDS


def _tell_font(name: str, font: str) -> Message:
    return message(
        "%(file)s is written for %(font)s fonts, not in Unicode: %(mend)s",
        file=name,
        font=font,
        mend=label(CONVERT_FONT),
    )


def _count_words(text: str, words: tuple[str, ...]) -> int:
    """How many of the words a text holds."""
    return sum(word in text.lower() or word in text for word in words)
