"""Where the phrases of a grammar stand in a sentence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from poverty.packs.draft.grammar import GAP, ROMAN, Grammar, Pattern, split_item
from poverty.packs.draft.layout import Token

LEFT_MEANINGS = ("other", "none")  # of two phrases as long, the one that leaves a numeral alone wins
BARE_ROLES = ("plan",)  # in "above # of the plan", above is part of the phrase and a qualifier, too


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found: tokens from `start` up to `end`; `values` of its places; `numerals` that it names (tokens)."""

    role: str
    meaning: str
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()
    numerals: tuple[int, ...] = ()
    items: int = 1  # words and places that it has


@dataclass(frozen=True, slots=True)
class Span:
    """What `#` takes: a numeral's own tokens with what belongs to it before and behind."""

    first: int  # with qualifier and currency
    start: int
    core_end: int  # with the magnitude word
    end: int  # with the unit


@dataclass(frozen=True, slots=True)
class _State:
    """A partial match: the next token, the values so far, the numerals so far."""

    at: int
    values: tuple[tuple[str, str], ...] = ()
    numerals: tuple[int, ...] = ()


@dataclass
class Matcher:
    """Finds the phrases of a grammar in the tokens of one sentence."""

    grammar: Grammar
    tokens: list[Token]
    spans: Mapping[int, Span] = field(default_factory=dict)  # by each token with which a numeral may begin

    def find_cues(self, roles: tuple[str, ...], accept: Callable[[Cue], bool] | None = None) -> list[Cue]:
        """The phrases of some roles that compete with each other for words: those of most items win, then the first."""
        found = [cue for at in range(len(self.tokens)) for cue in self.match_at(at, roles)]
        found = [cue for cue in found if accept(cue)] if accept else found
        found.sort(
            key=lambda c: (-c.items, c.end - c.start, c.meaning not in LEFT_MEANINGS, c.start, roles.index(c.role))
        )
        taken: set[int] = set()
        cues = []
        for cue in found:
            words = range(cue.start, cue.end)
            if not taken.intersection(words):
                taken.update(words)
                cues.append(cue)
        return sorted(cues, key=lambda cue: cue.start)

    def match_at(self, at: int, roles: tuple[str, ...]) -> Iterator[Cue]:
        """Every phrase of some roles that begins at a token."""
        token = self.tokens[at]
        number = at in self.spans or token.text[0].isdecimal() or token.text in self.grammar.number_words
        by_role = self.grammar.list_candidates(token.text, token.capital, number)
        behind = self.tokens[at + 1].text if at + 1 < len(self.tokens) else ""
        for pattern in (pattern for role in roles for pattern in by_role.get(role, ())) if by_role else ():
            if pattern.second not in ("", behind):
                continue
            for state in self._match_items(pattern, 0, _State(at)):
                items = len(pattern.items) - 2 * (".." in pattern.items)
                yield Cue(pattern.role, pattern.meaning, at, state.at, state.values, state.numerals, items)

    def _match_items(self, pattern: Pattern, index: int, state: _State) -> Iterator[_State]:
        """Every way in which the items from `index` on match from a token on."""
        if index == len(pattern.items):
            yield state
            return
        for following in self._match_item(pattern, pattern.items[index], state):
            yield from self._match_items(pattern, index + 1, following)

    def _match_item(self, pattern: Pattern, item: str, state: _State) -> Iterator[_State]:
        """Every way in which one item matches."""
        at = state.at
        if item == "..":
            for gap in range(GAP + 1):
                if at + gap > len(self.tokens) or (gap and not self.tokens[at + gap - 1].is_word):
                    return
                yield _State(at + gap, state.values, state.numerals)
            return
        if at >= len(self.tokens):
            return
        token = self.tokens[at]
        if item == "#":
            span = self.spans.get(at)
            if span and at != span.first and pattern.role not in BARE_ROLES:
                return
            for end in dict.fromkeys((span.end, span.core_end)) if span else ():
                yield _State(end, state.values, (*state.numerals, span.start))
        elif item == "^":
            if token.capital:
                yield _State(at + 1, state.values, state.numerals)
        elif item.startswith("#"):
            value = self._read_place(item[1], token)
            if value:
                name = "m" if item == "#b" else item[1]
                yield _State(at + 1, (*state.values, (name, value)), state.numerals)
        elif token.text == item or _is_one_of(token.text, item):
            yield _State(at + 1, state.values, state.numerals)

    def _read_place(self, place: str, token: Token) -> str:
        """The number that a token is at a place of a date; "" if it cannot be one."""
        text = token.text
        if place == "y":
            return text if len(text) == 4 and text.isdecimal() and "1950" <= text <= "2100" else ""
        words = self.grammar.list_words("month") if place in "mb" else self.grammar.list_words("number")
        if place == "b" and text not in words:
            return ""
        text = words.get(text, text)
        if place == "q":
            text = ROMAN.get(text, text)
        limit = {"m": 12, "b": 12, "d": 31, "q": 4, "n": 30}[place]
        return str(int(text)) if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= limit else ""


def _is_one_of(text: str, item: str) -> bool:
    """Whether a word is one of those of an item, or begins as one with a star does."""
    if len(item) == 1 or not ("|" in item or item[-1] == "*"):
        return False
    words, stems = split_item(item)
    return text in words or text.startswith(stems)
