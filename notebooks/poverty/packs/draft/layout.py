"""A page as paragraphs, sentences and tokens, each with its place in the text."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\d{1,2}(?=\.\d{1,2}\.\d{4}\b)|(?<=\d\.)\d{1,2}(?=\.\d{4}\b)|\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_MARKS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "’‘ʼ"), "'")
_SENTENCE_ENDS = ".!?…"
_CLOSING_MARKS = "\"'”’»)]"
_OPENING_MARKS = "\"'“‘«(["
LONG_LINE = 200  # characters of a first line that is no headline
MOST_HEAD_LINES = 8  # paragraphs without prose with which a page may begin
LONGEST_SENTENCE = 400  # tokens; a longer one is cut, so that the time for a page grows with its length alone
LONGEST_DATELINE = 10  # tokens
BRACKET_REACH = 80  # tokens after which an open bracket counts as never closed


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark: `text` in small letters, with one kind of dash and of apostrophe."""

    text: str
    start: int
    end: int
    capital: bool

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


@dataclass(slots=True)
class Sentence:
    """The tokens of a sentence. Of a cell of a table, `focus` says from which token on its numerals are the cell's."""

    paragraph: int
    number: int
    tokens: list[Token]
    focus: int = 0
    is_cell: bool = False
    unit: str = ""  # that the heads of a cell name
    magnitude: str = ""  # the word before it
    label: tuple[int, int] = (0, 0)  # the tokens that name the row of a cell
    place: str = ""  # the name of a district that a row of a table or list has
    is_total: bool = False  # of a row that sums up the others
    unclear: bool = False  # a cell without a head of its own


def clean_text(text: str) -> str:
    """The text in composed Unicode, with one kind of line end."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens between two places of a text."""
    tokens = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        tokens.append(Token(word.lower().translate(_MARKS), *match.span(), word[0].isupper()))
    return tokens


def split_prose(
    text: str, lines: list[tuple[int, int]], abbreviations: Collection[str], wrapped: bool
) -> Iterator[list[Token]]:
    """The sentences of some lines, each as its tokens; of lines that are not wrapped each is one, or more."""
    for start, end in [(lines[0][0], lines[-1][1])] if wrapped else lines:
        yield from _cut_sentences(tokenize(text, start, end), abbreviations)


def list_paragraphs(text: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The paragraphs as their lines, numbered from 1; what stands before the first prose is paragraph 0."""
    paragraphs = [lines for block in _split_blocks(text) for lines in _split_block(text, block)]
    head = 0
    while head + 1 < len(paragraphs) and head < MOST_HEAD_LINES and not _is_prose(text, paragraphs[head]):
        head += 1
    if head:
        yield 0, [line for lines in paragraphs[:head] for line in lines]
    yield from enumerate(paragraphs[head:], start=1)


def _is_prose(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether a paragraph begins like one: a long line, or the end of a sentence."""
    start, end = lines[0]
    return end - start >= LONG_LINE or text[end - 1] in ".:;" or (len(lines) > 1 and text[lines[-1][1] - 1] in ".:;")


def _split_blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """What stands between blank lines, as lines that are not empty."""
    block: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match[0]
        if line.strip():
            block.append(
                (match.start() + len(line) - len(line.lstrip(" \u00a0\ufeff\n")), match.start() + len(line.rstrip()))
            )
        elif block:
            yield block
            block = []
    if block:
        yield block


def _split_block(text: str, lines: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The paragraphs of a block: all its lines where they are wrapped or a headline, else each line."""
    ended = sum(text[end - 1] in _SENTENCE_ENDS + _CLOSING_MARKS + ":" for _, end in lines)
    table = sum("\t" in text[start:end] for start, end in lines)
    short = all(end - start < LONG_LINE for start, end in lines)
    if len(lines) == 1 or table > len(lines) / 2 or (ended <= len(lines) / 2 and short):
        yield lines
    else:
        yield from ([line] for line in lines)


def _cut_sentences(tokens: list[Token], abbreviations: Collection[str]) -> Iterator[list[Token]]:
    """Cut tokens behind marks that end a sentence: not behind abbreviations, and not within brackets."""
    begin, opened = 0, -1
    for i, token in enumerate(tokens):
        if token.text == "(" and opened < 0:
            opened = i
        elif token.text == ")" or i - opened > BRACKET_REACH:
            opened = -1
        if i - begin >= LONGEST_SENTENCE:
            yield tokens[begin:i]
            begin = i
        if token.text not in _SENTENCE_ENDS or opened >= 0 or not _begins_sentence(tokens, i + 1):
            continue
        before = tokens[i - 1] if i else token
        if token.text == "." and before.is_word and (before.text in abbreviations or before.end - before.start == 1):
            continue
        end = i + 1
        while end < len(tokens) and tokens[end].text in _CLOSING_MARKS and tokens[end].start == tokens[end - 1].end:
            end += 1
        yield tokens[begin:end]
        begin = end
    if begin < len(tokens):
        yield tokens[begin:]


def _begins_sentence(tokens: list[Token], i: int) -> bool:
    """Whether a sentence may begin at a token: behind a space, with a capital, a digit or an opening mark."""
    while i < len(tokens) and tokens[i].text in _CLOSING_MARKS and tokens[i].start == tokens[i - 1].end:
        i += 1
    if i >= len(tokens):
        return False
    if tokens[i].start == tokens[i - 1].end:
        return _is_space_lost(tokens, i)
    return tokens[i].capital or tokens[i].is_number or tokens[i].text in _OPENING_MARKS


def _is_space_lost(tokens: list[Token], i: int) -> bool:
    """Whether a sentence begins right behind the mark that ends the one before: "a year earlier.The rate"."""
    before, word = tokens[i - 2] if i > 1 else None, tokens[i]
    if not before or tokens[i - 1].text != "." or not (word.is_word and word.capital) or word.end - word.start < 2:
        return False
    return before.text in "%)" or (before.is_word and not before.capital and before.end - before.start > 2)


def find_dateline_end(tokens: list[Token]) -> int:
    """The token behind "JAKARTA (ANTARA) -" with which a page's first sentence opens; 0 where it does not."""
    for i, token in enumerate(tokens[:LONGEST_DATELINE]):
        if token.text == "-" and 0 < i < len(tokens) - 1 and tokens[i - 1].end < token.start < tokens[i + 1].start - 1:
            return i + 1
        if token.is_word and not token.capital:
            break
    return 0
