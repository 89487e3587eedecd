"""A page as paragraphs, sentences and tokens, each with its place in the text."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\d{1,2}(?=\.\d{1,2}\.\d{4}\b)|(?<=\d\.)\d{1,2}(?=\.\d{4}\b)|\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_MARKS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "’‘ʼ"), "'")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n")
_SENTENCE_ENDS = ".!?…"
_CLOSING_MARKS = "\"'”’»)]"
_OPENING_MARKS = "\"'“‘«(["
LONG_LINE = 200  # characters of a first line that is no headline
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


def split_sentences(text: str, abbreviations: Collection[str]) -> Iterator[Sentence]:
    """The sentences of a page in their order; every line of the headline and every cell of a table is one."""
    for paragraph, lines in _number_paragraphs(text):
        if any("\t" in text[start:end].strip() for start, end in lines):
            yield from _split_table(text, paragraph, lines)
            continue
        if paragraph:
            lines = [(lines[0][0], lines[-1][1])]
        number = 0
        for start, end in lines:
            for tokens in _cut_sentences(tokenize(text, start, end), abbreviations):
                number += 1
                yield Sentence(paragraph, number, tokens)


def _number_paragraphs(text: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The paragraphs as their lines, numbered from 1; the headline and the lines under it are paragraph 0."""
    paragraphs = [lines for block in _split_blocks(text) for lines in _split_block(text, block)]
    if not paragraphs:
        return
    first = paragraphs[0]
    start, end = first[0]
    headline = len(paragraphs) > 1 and end - start < LONG_LINE and text[end - 1] not in ".:;"
    yield from enumerate(paragraphs, start=0 if headline else 1)


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


def _split_table(text: str, paragraph: int, lines: list[tuple[int, int]]) -> Iterator[Sentence]:
    """The cells of a table, each with the head of its column and of its row before it."""
    rows = [_split_cells(text, start, end) for start, end in lines]
    heads = rows[0]
    yield Sentence(paragraph, 1, [token for cell in heads for token in cell])
    for number, cells in enumerate(rows[1:], start=2):
        yield Sentence(paragraph, number, cells[0])
        words = [token for cell in cells if not any(t.is_number for t in cell) for token in cell]
        for column, cell in enumerate(cells[1:], start=1):
            head = heads[column] if column < len(heads) else []
            before = words + head
            if any(token.is_number for token in cell):
                yield Sentence(paragraph, number, before + cell, focus=len(before))


def _split_cells(text: str, start: int, end: int) -> list[list[Token]]:
    """The tokens of each cell of a line."""
    cells, place = [], start
    for cell in text[start:end].split("\t"):
        cells.append(tokenize(text, place, place + len(cell)))
        place += len(cell) + 1
    return cells
