"""Words that a page has run together, as text from a PDF often does: "20,90 persenmeningkat", "padaMaret"."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence, Token

_SEAM = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[A-ZĐ][^\W\d_A-Z])")  # between a small letter and a capital
SHORTEST_WORD = 3
LONG_WORD = 6  # behind a word of two letters: "dipedesaan", but not "another"


def unglue_sentence(sentence: Sentence, text: str, grammar: Grammar) -> None:
    """Cut the tokens of a sentence that are two words; its label and its focus stay where they were."""
    begin, end = sentence.label
    moved = {0: 0}
    made: list[Token] = []
    for start, stop in pairwise(sorted({0, begin, end, sentence.focus, len(sentence.tokens)})):
        made += split_glued(sentence.tokens[start:stop], text, grammar)
        moved[stop] = len(made)
    sentence.tokens, sentence.focus, sentence.label = made, moved[sentence.focus], (moved[begin], moved[end])


def split_glued(tokens: list[Token], text: str, grammar: Grammar) -> list[Token]:
    """The tokens of a sentence, with those cut that are two words.

    Args:
        tokens: the tokens.
        text: the page in which they stand.
        grammar: says which words there are.
    """
    units = {pattern.items[0] for pattern in grammar.list_patterns("unit")}
    small = {word for word in grammar.list_words("language") if 1 < len(word) < SHORTEST_WORD}
    made: list[Token] = []
    for token in tokens:
        counted = any(before.is_number for before in made[-2:])
        made += _split_at_capital(token, text) if token.is_word else [token]
        if token.is_word and token.text not in grammar.vocabulary:
            made[-1:] = _split_word(made[-1], units if counted else small, grammar)
    return made


def _split_at_capital(token: Token, text: str) -> Iterator[Token]:
    """The words of a token that has a capital in its middle."""
    if len(token.text) != token.end - token.start:  # a letter whose small form is longer
        yield token
        return
    places = [0, *(match.start() for match in _SEAM.finditer(text[token.start : token.end]))]
    for begin, end in zip(places, [*places[1:], len(token.text)], strict=True):
        yield Token(token.text[begin:end], token.start + begin, token.start + end, bool(begin) or token.capital)


def _split_word(token: Token, firsts: Collection[str], grammar: Grammar) -> list[Token]:
    """The two words of which a token consists, the first of some, the second of the grammar; else the token itself."""
    for first in firsts:
        rest = token.text.removeprefix(first)
        least = LONG_WORD if len(first) < SHORTEST_WORD else SHORTEST_WORD
        if len(rest) >= least and rest != token.text and rest in grammar.vocabulary:
            seam = token.start + len(first)
            return [Token(first, token.start, seam, token.capital), Token(rest, seam, token.end, False)]
    return [token]
