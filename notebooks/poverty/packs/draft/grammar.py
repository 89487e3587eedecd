"""The grammar of a language: phrases that tell what a numeral is, read from `data/grammar/`, one file a language.

A phrase is matched word by word, in small letters. Beside words it may hold:

- `tinggal|tersisa`: either word; `[xuống]`: a word that may be missing; `penurun*`: a word that begins so;
- `..`: up to four other words; `^`: a name (a word with a capital);
- `#`: the numeral that is told about, with its unit, currency and qualifier, where it has them;
- in dates `#y` (year), `#m` (month, a number or its name), `#b` (its name alone), `#d` (day), `#q` (quarter), `#n` (a
  small number or its word).

The meaning is a word that the program knows for the role; of a date it is an SDMX date with the places filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from poverty.packs.csv_rows import Fault, PackError, read_checked_rows
from poverty.packs.files import DATA

GRAMMAR_FOLDER = DATA / "grammar"
SHORTEST_STEM = 3  # letters from which on a word of the grammar may be cut short
MOST_KNOWN = 20_000  # words whose candidates are remembered
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}  # as quarters are numbered
NUMBER_PLACES = ("#", "#y", "#m", "#b", "#d", "#q", "#n")
GAP = 4  # words that `..` may stand for
_ITEM = re.compile(r"\[[^\]]+\]|#[a-z]?|\^|\.\.|[^\W\d_]+\*?(?:\|[^\W\d_]+\*?)*|\d+|[^\w\s]")
_PLACES = (*NUMBER_PLACES, "^", "..")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One phrase of the grammar: its items are words or places; `second` is its second word after a first, if fixed."""

    role: str
    meaning: str
    items: tuple[str, ...]
    second: str = ""


@dataclass(frozen=True)
class Grammar:
    """The phrases of a language, by the item with which they begin; words that the roles month, number … list."""

    language: str
    by_first: dict[str, tuple[Pattern, ...]]
    words: dict[str, dict[str, str]] = field(repr=False)  # by role and word, what it means
    known: dict[tuple, dict[str, list[Pattern]]] = field(repr=False, default_factory=dict)  # candidates found before

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        patterns = [pattern for row in self.by_first.values() for pattern in row]
        words = {word for p in patterns for item in p.items for word in split_item(item)[0] if word.isalpha()}
        return frozenset(words.union(*self.words.values()))

    @cached_property
    def number_words(self) -> frozenset[str]:
        """Every word that may stand for a number in a date."""
        return frozenset((*self.list_words("number"), *self.list_words("month"), *ROMAN))

    def list_patterns(self, role: str) -> list[Pattern]:
        """Every phrase of a role."""
        return [pattern for row in self.by_first.values() for pattern in row if pattern.role == role]

    def list_words(self, role: str) -> dict[str, str]:
        """The single words of a role, with their meanings."""
        return self.words.get(role, {})

    def list_candidates(self, word: str, capital: bool, number: bool) -> dict[str, list[Pattern]]:
        """By role the phrases that may begin with a word, which may have a capital or be a number."""
        key = (word, capital, number)
        if key not in self.known:
            firsts = [word, *(f"{word[:length]}*" for length in range(SHORTEST_STEM, len(word) + 1))]
            firsts += [*(NUMBER_PLACES if number else ()), *("^" if capital else "")]
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
            by_role = self.known[key] = {}
            for pattern in (p for first in firsts for p in self.by_first.get(first, ())):
                by_role.setdefault(pattern.role, []).append(pattern)
        return self.known[key]


WORD_ROLES = ("language", "abbreviation", "month", "number", "total", "place")  # phrases looked up, not matched


class UnknownLanguageError(ValueError):
    """There is no grammar of that language."""


def list_draft_languages() -> list[str]:
    """The languages that have a grammar.

    Example:
        >>> list_draft_languages()
        ['en', 'id', 'vi']
    """
    return sorted(path.stem for path in GRAMMAR_FOLDER.glob("*.csv"))


@cache
def load_grammar(language: str) -> Grammar:
    """The grammar of a language.

    Raises:
        UnknownLanguageError: it has none.
        PackError: its file is faulty, with every fault found.
    """
    path = GRAMMAR_FOLDER / f"{language}.csv"
    if language not in list_draft_languages():
        raise UnknownLanguageError(f"no grammar of {language!r}: data/grammar/ has {', '.join(list_draft_languages())}")
    return read_grammar(path)


def read_grammar(path: Path) -> Grammar:
    """The grammar in a file; PackError if it is faulty."""
    faults: list[Fault] = []
    by_first: dict[str, list[Pattern]] = {}
    words: dict[str, dict[str, str]] = {}
    for row, _ in read_checked_rows(path, "grammar/*.csv", faults):
        role, phrase, meaning = row["role"], row["phrase"].lower(), row["meaning"]
        if role in WORD_ROLES:
            words.setdefault(role, {})[phrase] = meaning
            continue
        for items in expand_phrase(phrase):
            if items:
                by_first.setdefault(items[0], []).append(Pattern(role, meaning, items, _find_second_word(items)))
    if faults:
        raise PackError(faults)
    return Grammar(path.stem, {first: tuple(patterns) for first, patterns in by_first.items()}, words)


def _find_second_word(items: tuple[str, ...]) -> str:
    """The word that must stand behind the first one; "" if there is a choice, or either is a place."""
    fixed = len(items) > 1 and items[0] not in _PLACES and re.fullmatch(r"[^\W\d_]+", items[1])
    return items[1] if fixed else ""


def expand_phrase(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every sequence of items that a phrase stands for; words of which one may stand remain one item, but the first.

    Example:
        >>> list(expand_phrase("turun|susut [sebesar|ke] #"))
        [('turun', 'sebesar|ke', '#'), ('susut', 'sebesar|ke', '#'), ('turun', '#'), ('susut', '#')]
    """
    choices: list[list[tuple[str, ...]]] = []
    for item in _ITEM.findall(phrase):
        optional = item.startswith("[")
        inner = item.strip("[]")
        whole = inner in _PLACES or re.fullmatch(r"[^\W\d_]+\*?(\|[^\W\d_]+\*?)*", inner)
        ways = [(inner,)] if whole else [tuple(_ITEM.findall(way)) for way in inner.split("|")]
        choices.append([*ways, ()] if optional else ways)
    for chosen in product(*choices):
        items = tuple(item for way in chosen for item in way)
        first = items[0] if items else ""
        yield from ((word, *items[1:]) for word in first.split("|")) if "|" in first[1:] else (items,)


@cache
def split_item(item: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of an item, and the beginnings of words that it names by a star."""
    words = item.split("|") if len(item) > 1 else [item]
    return frozenset(words), tuple(word[:-1] for word in words if word.endswith("*"))
