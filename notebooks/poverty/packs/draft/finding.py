"""The numerals of a sentence: digits or a word for them, with magnitude, currency, unit, qualifier; and the dates."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from poverty.packs.claims import ReferenceTables
from poverty.packs.draft.glue import SHORTEST_WORD
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence, Token
from poverty.packs.draft.matching import Cue, Matcher, Span
from poverty.packs.draft.ranges import Numeral, join_ranges
from poverty.packs.vocabulary import BASE_UNITS

GROUP_MARKS = " \u00a0\u202f\u2009'’"  # marks between thousands that no locale here prints
_CODE = re.compile(r"\d+(?:/\d+)*/[A-ZĐ]{2,}|\d+(?:/\d+){2,}(?:/\w+)*")  # 3147/QĐ-UBND, 07/2021/NĐ-CP, 39/07/74/Th
_AREA_CODE = re.compile(r"0\d{2,}")  # of a telephone number, no law's
AGE_DIGITS = 2
TIME_DIGITS = 2
LONGEST_WORD = 4  # tokens of a word of the lexicon: "one out of five"
LONG_UNITS = ("percentage points", "times")  # of which a number in words needs more than one word behind it
UNIT_GAP = 2  # words that may stand between a numeral and its unit


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a sentence: numerals, dates, and numbers that are left with the reason's word."""

    numerals: list[Numeral]
    dates: list[Cue]
    left: list[tuple[int, int, str]]  # tokens, and the reason


def find_numerals(sentence: Sentence, text: str, grammar: Grammar, shared: ReferenceTables) -> Found:
    """The numerals of a sentence, and its dates."""
    tokens = sentence.tokens
    raw = {i: Span(i, i, i + 1, i + 1) for i, token in enumerate(tokens) if token.is_number}
    matcher = Matcher(grammar, tokens, raw)
    claims = matcher.find_cues(
        ("leave", "date"),
        lambda c: not (_is_no_age(c, tokens) or _is_no_time(c, tokens) or _is_known_fraction(c, matcher, shared)),
    )
    claims = _drop_covered(claims)
    claims = _add_years([c for c in claims if not _is_number_of_things(c, matcher)], matcher)
    taken = {i for cue in claims for i in range(cue.start, cue.end)}
    left = [
        (i, _end_code(tokens, i, reason), reason)
        for c in claims if c.role == "leave"
        for i in c.numerals or (i for i in range(c.start, c.end) if tokens[i].is_number)
        for reason in ("phone" if c.meaning == "law" and _AREA_CODE.fullmatch(tokens[i].text) else c.meaning,)
    ]  # fmt: skip
    taken |= {i for start, end, _ in left for i in range(start, end)}
    words = grammar.vocabulary | {word for _, word in shared.magnitudes}
    numerals: list[Numeral] = []
    at = 0
    while at < len(tokens):
        if at in taken or not tokens[at].is_number:
            word = _read_word(matcher, at, shared) if at not in taken else None
            if word:
                numerals.append(word)
            at = word.core_end if word else at + 1
            continue
        reason, end = _tell_code(tokens, at, text, grammar, words)
        if reason:
            left.append((at, end, reason))
            at = end
            continue
        numeral = _read_digits(tokens, at, text, taken)
        numerals.append(_add_magnitude(numeral, tokens, grammar.language, shared))
        at = numerals[-1].core_end
    numerals = _add_units(numerals, grammar, tokens)
    if sentence.unit:
        numerals = _add_unit_of_heads(numerals, sentence, grammar.language, shared)
    numerals = join_ranges(_add_qualifiers(numerals, grammar, tokens), grammar, tokens, text)
    return Found([n for n in numerals if n.start >= sentence.focus], [c for c in claims if c.role == "date"], left)


def _is_no_age(cue: Cue, tokens: list[Token]) -> bool:
    """Whether what looks like an age has more than two digits."""
    return cue.meaning == "age" and any(len(tokens[i].text) > AGE_DIGITS for i in cue.numerals)


def _is_no_time(cue: Cue, tokens: list[Token]) -> bool:
    """Whether what looks like a time of day is a year and its number: "2021: 21,760 households"."""
    hours = [i for i in range(cue.start, cue.end - 1) if tokens[i + 1].text == ":" and tokens[i].is_number]
    return cue.role == "leave" and any(len(tokens[i].text) > TIME_DIGITS for i in hours)


def _is_known_fraction(cue: Cue, matcher: Matcher, shared: ReferenceTables) -> bool:
    """Whether what looks like a fraction is a word of the lexicon, which says what percentage it is: "one in five"."""
    return cue.meaning == "fraction" and _read_word(matcher, cue.start, shared) is not None


def _drop_covered(cues: list[Cue]) -> list[Cue]:
    """The cues that do not begin within one before."""
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    return kept


def _add_years(cues: list[Cue], matcher: Matcher) -> list[Cue]:
    """The dates with those joined that are one: "first half" and "of 2023"."""
    made: list[Cue] = []
    for cue in cues:
        before = made[-1] if made else None
        if before and before.role == cue.role == "date" and cue.meaning == "{y}" and _lacks_year(before):
            between = matcher.tokens[before.end : cue.start]
            function_words = matcher.grammar.list_words("language")
            if not between or (len(between) == 1 and (between[0].text == "," or between[0].text in function_words)):
                meaning = re.sub(r"^(than )?last-1$", r"\1last@{y}", re.sub(r"\{[YPT]", "{y", before.meaning))
                made[-1] = replace(before, end=cue.end, meaning=meaning, values=before.values + cue.values)
                continue
        made.append(cue)
    return made


def _lacks_year(cue: Cue) -> bool:
    """Whether a date's phrase names no year and can take one."""
    named = any(place == "y" for place, _ in cue.values)
    return not named and (re.search(r"\{[YPT]", cue.meaning) is not None or cue.meaning.endswith("last-1"))


def _is_number_of_things(cue: Cue, matcher: Matcher) -> bool:
    """Whether what looks like a bare year is a count: a unit stands right behind it."""
    if cue.role != "date" or cue.end - cue.start > 1 or cue.end >= len(matcher.tokens):
        return False
    return any(matcher.match_at(cue.end, ("unit", "counted")))


def _read_word(matcher: Matcher, at: int, shared: ReferenceTables) -> Numeral | None:
    """A word of the lexicon in place of a numeral: "thousands", a fraction, or "two" before percent or points."""
    tokens, grammar = matcher.tokens, matcher.grammar
    for end in range(min(at + LONGEST_WORD, len(tokens)), at, -1):
        word = " ".join(token.text for token in tokens[at:end]).replace(" - ", "-")
        if (grammar.language, word) not in shared.lexicon:
            continue
        low, high = shared.lexicon[grammar.language, word]
        counts = word in grammar.list_words("number")
        if counts and not _is_before_unit(matcher, end):
            continue
        fraction = low == high and not counts
        return Numeral(
            at, end, at, end, word, unit="percent" if fraction else "",
            qualifier="exact" if low == high else "range", is_word=True, is_fraction=fraction,
        )  # fmt: skip
    return None


def _is_before_unit(matcher: Matcher, at: int) -> bool:
    """Whether "percent", "percentage points" or "times as" stands at a token, but not "points" or "times" alone."""
    cues = [] if at >= len(matcher.tokens) else list(matcher.match_at(at, ("unit",)))
    return any(
        c.meaning == "percent"
        or (c.meaning in LONG_UNITS and c.end > at + 1)
        or (c.meaning == "times" and c.end < len(matcher.tokens) and any(matcher.match_at(c.end, ("origin", "date"))))
        for c in cues
    )


def _tell_code(tokens: list[Token], at: int, text: str, grammar: Grammar, words: Collection[str]) -> tuple[str, int]:
    """Why a number is none that counts (a law's, a telephone's, part of a name) and where it ends; "" if it may be."""
    token = tokens[at]
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if at == 0 and behind and behind.text in ".)" and re.fullmatch(r"\d{1,3}", token.text):
        return "code", at + 1  # it counts the items of a list
    law = _CODE.match(text, token.start)
    if law:
        end = at
        while end < len(tokens) and tokens[end].start < law.end():
            end += 1
        return "law", end
    if re.fullmatch(r"0\d[\d.,]*", token.text):
        return "phone", _end_code(tokens, at, "phone")
    before = tokens[at - 1] if at else None
    matcher = Matcher(grammar, tokens)
    glued = before and before.end == token.start and not (before.is_word and _is_whole_word(before, words))
    if glued and (before.is_word or before.text in "_#&@"):
        is_currency = any(c.end == at for i in range(max(0, at - 2), at) for c in matcher.match_at(i, ("currency",)))
        return ("", at) if is_currency else ("code", at + 1)
    if before and behind and before.text == "-" and before.start == tokens[at - 2].end and tokens[at - 2].is_word:
        return "code", at + 1
    glued = behind and behind.is_word and behind.start == token.end
    if glued and not any(matcher.match_at(at + 1, ("unit", "counted"))) and not _is_whole_word(behind, words):
        return "code", at + 1
    return "", at


def _is_whole_word(token: Token, words: Collection[str]) -> bool:
    """Whether a token that stands at a number without a space is a word of the grammar, which no code is."""
    return token.end - token.start >= SHORTEST_WORD and token.text in words


def _end_code(tokens: list[Token], at: int, reason: str) -> int:
    """Where a number ends that is left: a telephone number, or that of a paper, with all its groups."""
    end = at + 1
    while reason == "law" and _is_tight(tokens, end) and tokens[end].text == "/" and tokens[end + 1].is_number:
        end += 2
    while reason == "phone" and end < len(tokens):
        if not tokens[end].is_number and not (tokens[end].text in "-." and _is_tight(tokens, end)):
            break
        end += 1
    return end


def _is_tight(tokens: list[Token], i: int) -> bool:
    """Whether a mark stands between two numbers without a space."""
    return i + 1 < len(tokens) and tokens[i].start == tokens[i - 1].end and tokens[i + 1].start == tokens[i].end


def _read_digits(tokens: list[Token], at: int, text: str, taken: set[int]) -> Numeral:
    """The digits from a token on, with thousands behind a space or an apostrophe."""
    end, digits = at + 1, tokens[at].text
    if re.fullmatch(r"\d{1,3}", digits):
        while end < len(tokens) and end not in taken:
            step = end if tokens[end].is_number else end + 1
            gap = text[tokens[end - 1].end : tokens[step].start] if step < len(tokens) else ""
            if len(gap) != 1 or gap not in GROUP_MARKS or not re.fullmatch(r"\d{3}([.,]\d+)?", tokens[step].text):
                break
            digits, end = digits + tokens[step].text, step + 1
    return Numeral(at, end, at, end, digits, is_grouped=end > at + 1)


def _add_magnitude(numeral: Numeral, tokens: list[Token], language: str, shared: ReferenceTables) -> Numeral:
    """The numeral with the magnitude word behind it, of the page's language or else of another."""
    end = numeral.core_end
    for length in (2, 1):
        word = " ".join(token.text for token in tokens[end : end + length])
        languages = [key[0] for key in shared.magnitudes if key[1] == word]
        if languages and end + length <= len(tokens):
            magnitude = shared.magnitudes[language if language in languages else languages[0], word]
            end += length
            return replace(numeral, core_end=end, end=end, magnitude_word=word, magnitude=magnitude)
    return numeral


def _add_units(numerals: list[Numeral], grammar: Grammar, tokens: list[Token]) -> list[Numeral]:
    """The numerals with their currency before and their unit behind."""
    matcher = Matcher(grammar, tokens)
    currencies = {cue.end: cue for cue in matcher.find_cues(("currency",))}
    starts = [n.start for n in numerals] + [len(tokens)]
    made = []
    for i, numeral in enumerate(numerals):
        currency = currencies.get(numeral.start)
        unit = _find_unit(matcher, numeral, starts[i + 1])
        if numeral.is_fraction:  # "one in five children" is left, and "half of the families" is a percentage
            beside = unit and unit.start == numeral.core_end
            made.append(replace(numeral, counted=_as_reason(unit)) if unit and beside else numeral)
            continue
        if currency:
            numeral = replace(numeral, first=currency.start, unit=_as_unit(currency), counted=_as_reason(currency))
        if unit and (not currency or unit.meaning == "money_each"):
            close = unit.start == numeral.core_end
            meaning, reason = _as_unit(unit), _as_reason(unit)
            numeral = replace(
                numeral, unit=meaning or numeral.unit, counted=reason, end=unit.end if close else numeral.end
            )
        made.append(numeral)
    return made


def _add_unit_of_heads(
    numerals: list[Numeral], sentence: Sentence, language: str, shared: ReferenceTables
) -> list[Numeral]:
    """The numerals of a cell that have no unit, in that of its heads."""
    magnitude = shared.magnitudes.get((language, sentence.magnitude), "")
    return [
        replace(n, unit=sentence.unit, magnitude=n.magnitude or magnitude) if not n.unit and not n.counted else n
        for n in numerals
    ]


def _find_unit(matcher: Matcher, numeral: Numeral, limit: int) -> Cue | None:
    """The unit behind a numeral, with at most a few words between."""
    tokens = matcher.tokens
    for at in range(numeral.core_end, min(numeral.core_end + UNIT_GAP + 1, limit)):
        cues = [c for c in matcher.match_at(at, ("unit", "counted")) if c.end <= limit]
        if cues:
            return max(cues, key=lambda cue: (cue.end, cue.role == "counted"))
        if not tokens[at].is_word or tokens[at].text in matcher.grammar.list_words("language"):
            return None
    return None


def _as_unit(cue: Cue) -> str:
    """The unit that a cue names; "" if it names a reason to leave the numeral."""
    return cue.meaning if cue.meaning in (*BASE_UNITS, "workers") else ""


def _as_reason(cue: Cue) -> str:
    """The reason that a cue names; "" if it names a unit."""
    return "" if _as_unit(cue) else cue.meaning


def _add_qualifiers(numerals: list[Numeral], grammar: Grammar, tokens: list[Token]) -> list[Numeral]:
    """The numerals with the words beside them that loosen them."""
    by_start = {n.start: n for n in numerals}
    spans = {n.first: n.span for n in numerals}
    for cue in Matcher(grammar, tokens, spans).find_cues(("qualifier",)):
        for start in cue.numerals:
            numeral = by_start[start]
            loosened = cue.meaning if not numeral.is_word or numeral.qualifier == "exact" else numeral.qualifier
            if loosened != "exact":
                numeral = replace(numeral, first=min(numeral.first, cue.start), end=max(numeral.end, cue.end))
            by_start[start] = replace(numeral, qualifier=loosened)
    return list(by_start.values())
