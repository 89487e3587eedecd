"""Which province a page is about, and which other places its sentences name."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from poverty.packs.csv_rows import Fault, PackError, read_checked_rows
from poverty.packs.draft.finding import Numeral
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence, Token, tokenize
from poverty.packs.draft.matching import Cue, Matcher
from poverty.packs.draft.names import simplify
from poverty.packs.files import DATA

OTHER = "other province"
_OWNER = re.compile("['’]s$")
HEAD_WEIGHT = 3  # of a name in the headline or the first paragraph
NAME_GAP = 3  # small words that may stand between a name and its number
LEAST_NAMES = 2  # numbers with a name each that make a sentence a list of places
PARTS = ("district", "commune")
KNOWN_ROLES = (  # of phrases that are no names of places
    "subject", "predicate", "population", "unit", "counted", "area", "status", "language", "country", "leave",
)  # fmt: skip

Names = dict[tuple[str, ...], str]


@cache
def load_provinces() -> Names:
    """The names of provinces as simplified words, with the code of each.

    Raises:
        PackError: data/provinces.csv is faulty.
    """
    faults: list[Fault] = []
    names: Names = {}
    for row, _ in read_checked_rows(DATA / "provinces.csv", "provinces.csv", faults):
        for name in (row["name"], *row["also"].split(";")):
            names.setdefault(_simplify_name(name), row["code"])
    if faults:
        raise PackError(faults)
    return {name: code for name, code in names.items() if name}


def _simplify_name(name: str) -> tuple[str, ...]:
    """The words of a name in plain letters."""
    return simplify_tokens(tokenize(name))


def simplify_tokens(tokens: list[Token]) -> tuple[str, ...]:
    """The words of a name in plain letters."""
    return tuple(word for token in tokens if (word := _simplify_word(token)))


def _simplify_word(token: Token) -> str:
    """A word of a name in plain letters, without the mark of an owner: "Lai Châu's"."""
    return simplify(_OWNER.sub("", token.text))


def name_page(place: str | None) -> Names:
    """The names of provinces, with that of the page among them."""
    provinces = load_provinces()
    name = _simplify_name(place or "")
    return provinces if not name or name in provinces else provinces | {name: place or ""}


def name_code(place: str | None, names: Names) -> str:
    """The code of a place; "" if none is given."""
    return names.get(_simplify_name(place or ""), "")


def find_told_province(sentences: list[Sentence], names: Names, grammar: Grammar) -> str:
    """The code of the province that a page names most, above all in its head; "" if it begins with the country."""
    counts: Counter = Counter()
    head: list[str] = []
    labels = {s.place: s.tokens[slice(*s.label)] for s in sentences if s.place}
    rows = [code for label in labels.values() for _, _, code in find_names(label, names, grammar)]
    if len(set(rows)) == 1:  # a table of several provinces names none above others
        counts.update(rows)
    for sentence in sentences:
        if sentence.is_cell and sentence.focus < len(sentence.tokens):
            continue
        opens = sentence.paragraph <= 1
        codes = [code for _, _, code in find_names(sentence.tokens, names, grammar)]
        head += [*codes, *(c.meaning for c in Matcher(grammar, sentence.tokens).find_cues(("area",)))] if opens else []
        for code in codes:
            counts[code] += HEAD_WEIGHT if opens else 1
    own = max(counts, key=lambda code: counts[code], default="")
    return "" if "national" in head and own not in head else own


def find_names(tokens: list[Token], names: Names, grammar: Grammar) -> Iterator[tuple[int, int, str]]:
    """Where names of provinces stand; not where they are part of a longer name, or of a district's."""
    if not names:
        return
    longest = max(map(len, names))
    parts = [c for c in Matcher(grammar, tokens).find_cues(("area",)) if c.meaning in PARTS]
    at = 0
    while at < len(tokens):
        found = _match_name(tokens, at, names, longest) if tokens[at].capital else None
        if found and not any(c.start <= at < c.end for c in parts):
            yield at, *found
        at = found[0] if found else at + 1


def _match_name(tokens: list[Token], at: int, names: Names, longest: int) -> tuple[int, str] | None:
    """Where the longest name that begins at a token ends, and its code."""
    words: list[str] = []
    best = None
    for end in range(at, min(len(tokens), at + longest + 2)):
        word = _simplify_word(tokens[end])
        if word and not tokens[end].capital:
            break
        words += [word] if word else []
        code = names.get(tuple(words))
        if word and code:
            best = (end + 1, code)
    longer = best and best[0] < len(tokens) and tokens[best[0]].capital and not _OWNER.search(tokens[best[0] - 1].text)
    if longer and not is_heading(tokens):
        return None
    return best


def is_heading(tokens: list[Token]) -> bool:
    """Whether nearly every word has a capital."""
    words = [token for token in tokens if token.is_word]
    return sum(token.capital for token in words) * 10 > len(words) * 8


def name_of_heading(sentence: Sentence, names: Names) -> str:
    """The code of the province whose name is all that a sentence says; "" if it says more."""
    return names.get(simplify_tokens(sentence.tokens), "")


def find_place_cues(
    sentence: Sentence, numerals: list[Numeral], dates: set[int], names: Names, own: str, grammar: Grammar
) -> list[Cue]:
    """The places that a sentence names: the page's own province, others, and districts in a list of places."""
    tokens = sentence.tokens
    if sentence.place:
        begin, end = sentence.label
        codes = [code for _, _, code in find_names(tokens[begin:end], names, grammar)]
        return [Cue("area", "district" if not codes else "province" if own in codes else OTHER, begin, end)]
    found = list(find_names(tokens, names, grammar))
    cues = [
        Cue("area", "province" if code == own else OTHER, start, end)
        for start, end, code in found
        if own and not _is_dateline(tokens, start, end)
    ]
    if sentence.is_cell:
        return cues
    listed = list_names_before_numerals(tokens, numerals, dates, grammar)
    if len(listed) < LEAST_NAMES:
        return cues
    known = [range(start, end) for start, end, _ in found]
    others = sum(cue.meaning == OTHER for cue in cues) >= LEAST_NAMES
    starts = {start for start, _ in listed}
    if len(starts - {start for start, _, _ in found}) >= LEAST_NAMES:  # a district that is called like a province
        cues = [replace(c, meaning="district") if c.meaning == OTHER and c.start in starts else c for c in cues]
    return cues + [
        Cue("area", OTHER if others else "district", a, b)
        for a, b in listed
        if not any(a in span or b - 1 in span for span in known)
    ]


def list_names_before_numerals(
    tokens: list[Token], numerals: list[Numeral], dates: set[int], grammar: Grammar
) -> list[tuple[int, int]]:
    """The different names that stand right before numerals, by their tokens."""
    spans = [span for n in numerals if (span := _find_name_before(tokens, n, dates, grammar))]
    return list({simplify_tokens(tokens[start:end]): (start, end) for start, end in spans}.values())


def _is_dateline(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a name only says where the news is from: "Hà Nội (TTXVN) -"."""
    return start == 0 and end < len(tokens) and tokens[end].text in ("(", "-", ",", ":", "/")


def _find_name_before(
    tokens: list[Token], numeral: Numeral, dates: set[int], grammar: Grammar
) -> tuple[int, int] | None:
    """The name that stands right before a numeral, with at most small words between."""
    small, end = grammar.list_words("language"), numeral.first
    for _ in range(NAME_GAP):
        if end and (tokens[end - 1].text in small or tokens[end - 1].text in ":(-") and not tokens[end - 1].capital:
            end -= 1
    begin = end
    while begin and tokens[begin - 1].capital and tokens[begin - 1].is_word and begin - 1 not in dates:
        begin -= 1
    begin += begin == 0 and end - begin < 2  # the first word of a sentence has a capital anyway
    if begin >= end:
        return None
    known = Matcher(grammar, tokens[begin:end]).find_cues(KNOWN_ROLES)
    known = [cue for cue in known if cue.role != "area" or cue.meaning != "none"]
    return None if known else (begin, end)
