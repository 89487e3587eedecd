"""Which districts and communes a page names: with the word for one, in a list of places, or behind "in"."""

from collections import Counter
from collections.abc import Iterator

from poverty.packs.draft.finding import Found
from poverty.packs.draft.grammar import Grammar, split_item
from poverty.packs.draft.layout import Sentence, Token
from poverty.packs.draft.matching import Cue, Matcher
from poverty.packs.draft.names import simplify
from poverty.packs.draft.places import (
    KNOWN_ROLES,
    LEAST_NAMES,
    PARTS,
    Names,
    find_names,
    is_heading,
    list_names_before_numerals,
    simplify_tokens,
)

OTHER_ROLES = (*(role for role in KNOWN_ROLES if role != "area"), "currency", "date")
COUNTED = ("percent", "households")
LEAST_MENTIONS = 2  # sentences of the text that name a district of the headline
SHORTEST_NAME = 4  # letters of a name of one word that no word for a district explains

Districts = dict[tuple[str, ...], str]


def find_districts(sentences: list[Sentence], found: list[Found], names: Names, grammar: Grammar) -> Districts:
    """The names of districts and communes as simplified words, with which of the two each is.

    Args:
        sentences: of the page.
        found: what stands in each.
        names: of provinces; these are no districts. Without them, only names with a word for a district count.
        grammar: of the page's language.
    """
    districts: Districts = {}
    types = {part: _list_type_words(part, grammar) for part in PARTS}
    for sentence, here in zip(sentences, found, strict=True):
        tokens = sentence.tokens
        if sentence.is_cell or is_heading(tokens):
            continue
        areas = Matcher(grammar, tokens).find_cues(("area",))
        told = [(span, part) for part in PARTS for span in _find_typed(tokens, areas, part, types[part])]
        bare = [*_find_listed(sentence, here, grammar), *_find_behind_words(tokens, grammar)] if names else []
        bare = [span for span in bare if _is_unknown(tokens[slice(*span)], names, grammar)]
        for (start, end), part in [*told, *((span, "district") for span in bare)]:
            if not any(True for _ in Matcher(grammar, tokens[start:end]).find_cues(OTHER_ROLES)):
                districts.setdefault(simplify_tokens(tokens[start:end]), part)
    for name in _find_in_headline(sentences, names, grammar):
        districts.setdefault(name, "district")
    return districts


def _find_in_headline(sentences: list[Sentence], names: Names, grammar: Grammar) -> Iterator[tuple[str, ...]]:
    """The names in the headline of which the text goes on to speak: a page about a district names it so."""
    head = [token.text for s in sentences if s.paragraph == 0 for token in s.tokens]
    body = [s.tokens for s in sentences if s.paragraph and not s.is_cell and not is_heading(s.tokens)]
    counts = Counter(
        tuple(token.text for token in name)
        for tokens in body
        for name in {tuple(tokens[slice(*span)]) for span in _list_names(tokens, first=True)}
        if name[0].text in head and names and _is_unknown(list(name), names, grammar)
    )
    for words, count in counts.items():
        if count >= LEAST_MENTIONS and any(head[i : i + len(words)] == list(words) for i in range(len(head))):
            yield tuple(filter(None, map(simplify, words)))


def find_district_cues(tokens: list[Token], districts: Districts) -> Iterator[Cue]:
    """Where a sentence names districts and communes of the page, with or without the word for one."""
    longest = max(map(len, districts), default=0)
    at = 0
    while at < len(tokens):
        ends = range(min(len(tokens), at + longest), at, -1) if tokens[at].capital else ()
        known = next((end for end in ends if simplify_tokens(tokens[at:end]) in districts), 0)
        longer = known < len(tokens) and tokens[known].capital and not is_heading(tokens)
        if known and not longer and not _fills_bracket(tokens, at, known):
            yield Cue("area", districts[simplify_tokens(tokens[at:known])], at, known)
        at = known or at + 1


def _fills_bracket(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a name in a bracket only says where the place before it lies: "Cà Dy (Nam Giang) 552"."""
    return start > 0 and end < len(tokens) and tokens[start - 1].text == "(" and tokens[end].text == ")"


def _list_type_words(part: str, grammar: Grammar) -> frozenset[str]:
    """The words that say that a name is that of a district, or of a commune."""
    patterns = [p for p in grammar.list_patterns("area") if p.meaning == part and "^" in p.items]
    return frozenset(word for p in patterns for item in p.items for word in split_item(item)[0])


def _find_typed(tokens: list[Token], areas: list[Cue], part: str, types: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The names beside a word for a district or a commune: "huyện Bảo Lâm", "Tran De district"."""
    for cue in areas:
        named = [i for i in range(cue.start, cue.end) if tokens[i].capital and tokens[i].text not in types]
        if cue.meaning != part or not named:
            continue
        start, end = named[0], named[-1] + 1
        while end == cue.end + (end - named[-1] - 1) and end < len(tokens) and _is_name_word(tokens[end]):
            end += 1
        while start <= cue.start and start and _is_name_word(tokens[start - 1]) and named[-1] + 1 < cue.end:
            start -= 1
        yield start, end


def _find_listed(sentence: Sentence, found: Found, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The name with which a sentence about a place opens, and those of a sentence with a list of places.

    Such a list has names before numerals, or names and numerals in one order.
    """
    opening = next(_list_names(sentence.tokens), None)
    if opening and not opening[0] and _has_numeral(sentence.tokens[opening[1] :], found, opening[1], grammar):
        yield opening
    dates = {i for cue in found.dates for i in range(cue.start, cue.end)}
    spans = list_names_before_numerals(sentence.tokens, found.numerals, dates, grammar)
    ordered = Matcher(grammar, sentence.tokens).find_cues(("respectively",)) if found.numerals else []
    if len(spans) >= LEAST_NAMES or ordered:
        yield from spans
        yield from (span for span in _list_names(sentence.tokens) if not dates.intersection(range(*span)))


def _has_numeral(words: list[Token], found: Found, at: int, grammar: Grammar) -> bool:
    """Whether a count or a rate follows a name with nothing but "still has" and the like between."""
    first = found.numerals[0] if found.numerals else None
    if not first or first.unit not in COUNTED or first.first <= at:
        return False
    cues = Matcher(grammar, words[: first.first - at]).find_cues(("direction",))
    said = {i for cue in cues for i in range(cue.start, cue.end)}
    small = grammar.list_words("language")
    return all(i in said or words[i].text in small for i in range(first.first - at))


def _list_names(tokens: list[Token], first: bool = False) -> Iterator[tuple[int, int]]:
    """The words with capitals that stand together; `first`: also one word with which the sentence begins."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _is_name_word(tokens[end]):
            end += 1
        if end > at + (at == 0 and not first):
            yield at, end
        at = max(end, at + 1)


def _find_behind_words(tokens: list[Token], grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The names behind "in" and the like, where they are no other thing that the grammar knows."""
    words = grammar.list_words("place")
    for at, token in enumerate(tokens[:-1]):
        end = at + 1
        while token.text in words and end < len(tokens) and _is_name_word(tokens[end]):
            end += 1
        if end > at + 1:
            yield at + 1, end


def _is_unknown(name: list[Token], names: Names, grammar: Grammar) -> bool:
    """Whether a name is none of a province, and no word or abbreviation that the grammar or nobody knows."""
    short = len(name) == 1 and len(name[0].text) < SHORTEST_NAME
    known = all(token.text in grammar.vocabulary for token in name)
    told = any(True for _ in find_names(name, names, grammar))
    return not (short or known or told or Matcher(grammar, name).find_cues(KNOWN_ROLES))


def _is_name_word(token: Token) -> bool:
    """Whether a token may be part of a name."""
    return token.is_word and token.capital
