"""The sentences of a page, the cells of its tables among them: each as its heads and then the numeral."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby

from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import LONG_LINE, Sentence, Token, list_paragraphs, split_prose, tokenize
from poverty.packs.draft.matching import Cue, Matcher
from poverty.packs.draft.tables import NUMBERED, Cell, Place, Table, find_tables

COUNTED = ("percent", "percentage points", "households", "persons", "workers", "models", "VND", "USD")
LABEL_ROLES = ("subject", "predicate", "population", "date", "unit")  # phrases that no name of a place holds
OPENING_ROLES = ("plan", "statistic", "direction")  # that none begins with
TITLE_ROLES = ("subject", "predicate", "date", "area", "population", "unit")
SUBJECT_ROLES = ("subject", "predicate")
LEAST_ITEMS, LEAST_BARE_ITEMS = 2, 3  # lines that make a list, with marks before them and without
ITEM_GAP = 4  # words and marks between a name and its numeral
LEAST_PLACES = 2  # rows named after places that make the others names of places, too


def split_page(text: str, grammar: Grammar) -> Iterator[Sentence]:
    """The sentences of a page in their order, and of its tables the heads and each cell that holds a numeral."""
    paragraphs = list(list_paragraphs(text))
    lines = [line for _, block in paragraphs for line in block]
    tables = {i: table for table in find_tables(text, lines) for i in range(table.first, table.last + 1)}
    head = len(paragraphs[0][1]) if paragraphs and paragraphs[0][0] == 0 else 0
    items = _find_items(text, lines, {i for i in range(len(lines)) if i < head or i in tables}, grammar)
    at, abbreviations = 0, grammar.list_words("abbreviation")
    for paragraph, block in paragraphs:
        number = 0
        numbered = list(enumerate(block, start=at))
        at += len(block)
        for (table, item), group in groupby(numbered, key=lambda pair: (tables.get(pair[0]), items.get(pair[1]))):
            own = list(group)
            if item:
                number += 1
                item.paragraph, item.number = max(paragraph, 1), number
                yield item
            elif table is None:
                for tokens in split_prose(text, [line for _, line in own], abbreviations, wrapped=paragraph > 0):
                    number += 1
                    yield Sentence(paragraph, number, tokens)
            elif own[0][0] == table.first:
                for sentence in read_cells(text, table, grammar):
                    number += 1
                    sentence.paragraph, sentence.number = max(paragraph, 1), number
                    yield sentence


def _find_items(text: str, lines: list[Place], taken: set[int], grammar: Grammar) -> dict[Place, Sentence]:
    """The items of lists of places, by their lines: a name with its numerals on each of several lines."""
    items: dict[Place, Sentence] = {}
    read = {line: None if i in taken else _read_item(text, line, grammar) for i, line in enumerate(lines)}
    before: Place | None = None
    for is_item, group in groupby(lines, key=lambda line: read[line] is not None):
        run = list(group)
        if not is_item:
            before = run[-1]
            continue
        intro = _read_intro(text, before, grammar) if before else []
        least = LEAST_ITEMS if all(NUMBERED.match(text, *line) for line in run) else LEAST_BARE_ITEMS
        if len(run) >= least:
            items |= {line: _introduce(item, intro) for line in run if (item := read[line])}
    return items


def _read_intro(text: str, line: Place, grammar: Grammar) -> list[Token]:
    """The last sentence before a list, if it says what the list is about."""
    sentences = list(split_prose(text, [line], grammar.list_words("abbreviation"), wrapped=True))
    return sentences[-1] if sentences and _has_cue(grammar, sentences[-1], SUBJECT_ROLES) else []


def _introduce(item: Sentence, intro: list[Token]) -> Sentence:
    """An item behind the sentence that opens its list."""
    step = len(intro)
    begin, end = item.label
    return replace(item, tokens=[*intro, *item.tokens], focus=step, label=(begin + step, end + step))


def _read_item(text: str, line: Place, grammar: Grammar) -> Sentence | None:
    """An item of a list of places; None if the line is none."""
    number = NUMBERED.match(text, *line)
    if line[1] - line[0] >= LONG_LINE:
        return None
    tokens = tokenize(text, number.end() if number else line[0], line[1])
    end = next((i for i, token in enumerate(tokens) if not (token.capital and token.is_word)), len(tokens))
    first = next((i for i, token in enumerate(tokens) if token.is_number), len(tokens))
    if not end or first == len(tokens) or first - end > ITEM_GAP or not _is_name(tokens[:end], grammar):
        return None
    return Sentence(0, 0, tokens, label=(0, end), place=text[tokens[0].start : tokens[end - 1].end])


def read_cells(text: str, table: Table, grammar: Grammar) -> Iterator[Sentence]:
    """The heads of a table, and then each of its cells behind its own heads, as sentences of no paragraph yet."""
    lines = [_tokenize(text, [line]) for line in table.cells[0].title]
    title = [token for line in lines if _has_cue(grammar, line, TITLE_ROLES) for token in line]
    yield Sentence(0, 0, title, focus=len(title), is_cell=True)
    names = _list_place_names(text, table, grammar)
    signed = any("%" in text[slice(*cell.place)] for cell in table.cells)
    for cell in table.cells:
        sentence = _read_cell(text, cell, title, names, grammar)
        if signed and sentence.unit == "percent" and not _names_percent(text, cell, grammar):
            sentence.unit = ""  # where others have the sign, a cell without it is no percentage
        yield sentence


def _read_cell(
    text: str, cell: Cell, title: list[Token], names: dict[tuple[Place, ...], str], grammar: Grammar
) -> Sentence:
    """A cell behind its heads, with the unit that they name."""
    column, label = _tokenize(text, cell.column), _tokenize(text, cell.label)
    section = _tokenize(text, cell.section)
    if not _has_cue(grammar, column, SUBJECT_ROLES) and not _has_cue(grammar, label, SUBJECT_ROLES):
        left = (_tokenize(text, [place]) for place in cell.left)
        column = next((head for head in left if _has_cue(grammar, head, SUBJECT_ROLES)), []) + column
    heads = [column, label, section, title]
    unit, magnitude = next(filter(any, (_name_unit(grammar, head) for head in heads)), ("", ""))
    bar = [replace(title[-1], text="|", start=title[-1].end)] if title else []
    begin = len(title) + len(bar) + len(section)
    before = [*title, *bar, *section, *label, *column]
    return Sentence(
        0, 0, [*before, *tokenize(text, *cell.place)], len(before), is_cell=True, unit=unit, magnitude=magnitude,
        label=(begin, begin + len(label)),
        place=names.get(tuple(cell.label), ""),
        is_total=_is_total(label, grammar), unclear=not cell.column and len(cell.label) > 0,
    )  # fmt: skip


def _tokenize(text: str, places: list[Place]) -> list[Token]:
    """The tokens of some places, one behind the other."""
    return list(chain.from_iterable(tokenize(text, *place) for place in places))


def _has_cue(grammar: Grammar, tokens: list[Token], roles: tuple[str, ...]) -> bool:
    """Whether a head holds a phrase of some roles that says something."""
    return any(cue.meaning != "none" for cue in Matcher(grammar, tokens).find_cues(roles))


def _name_unit(grammar: Grammar, head: list[Token]) -> tuple[str, str]:
    """The unit that a head names, and its magnitude: a rate is in percent, else the last unit counts."""
    matcher = Matcher(grammar, head)
    units = [cue for cue in matcher.find_cues(("unit",)) if cue.meaning in COUNTED]
    rate = any(cue.meaning == "rate" for cue in matcher.find_cues(("form",)))
    if rate or any(cue.meaning == "percent" for cue in units):
        return "percent", ""
    return (units[-1].meaning, _word_before(head, units[-1])) if units else ("", "")


def _names_percent(text: str, cell: Cell, grammar: Grammar) -> bool:
    """Whether the head of a cell's own column or row names percent."""
    return any(_name_unit(grammar, _tokenize(text, head))[0] == "percent" for head in (cell.column, cell.label))


def _word_before(head: list[Token], unit: Cue) -> str:
    """The word before a unit, which may be its magnitude."""
    return head[unit.start - 1].text if unit.start else ""


def _list_place_names(text: str, table: Table, grammar: Grammar) -> dict[tuple[Place, ...], str]:
    """The rows that are named after places, with the name: a name with a word for a district, or one among such."""
    labels = dict.fromkeys(tuple(cell.label) for cell in table.cells if cell.label)
    names = {label: text[slice(*label[0])] for label in labels if _is_name(_tokenize(text, [*label]), grammar)}
    return names if len(names) >= LEAST_PLACES else {}


def _is_name(tokens: list[Token], grammar: Grammar) -> bool:
    """Whether a label may be the name of a place: capitals, and nothing that the grammar knows as another thing."""
    if not tokens or not tokens[0].capital or any(token.is_number for token in tokens):
        return False
    if _is_total(tokens, grammar):
        return False
    areas = {cue.meaning for cue in Matcher(grammar, tokens).find_cues(("area",))}
    if areas:
        return areas <= {"district"}
    known = Matcher(grammar, tokens).find_cues((*LABEL_ROLES, *OPENING_ROLES))
    return not any(cue.role in LABEL_ROLES or cue.start == 0 for cue in known)


def _is_total(label: list[Token], grammar: Grammar) -> bool:
    """Whether a row sums up the others."""
    return " ".join(token.text for token in label) in grammar.list_words("total")
