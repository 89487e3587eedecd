"""The cues of a sentence: the phrases of the grammar that stand in it, and how near each is to each numeral.

A cue is weighed by how near it stands: each word between costs a little, each comma or "while" more, each numeral more
again. What stands behind a numeral belongs to it up to the next numeral or mark.
"""

from collections.abc import Callable, Sequence

from poverty.packs.draft.dating import PageDate
from poverty.packs.draft.finding import Numeral
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence, find_dateline_end
from poverty.packs.draft.matching import Cue, Matcher

FAR = 1000.0
WORD_COST, NUMERAL_COST, OWNED_COST = 0.2, 3.0, 4.0
MARK_COSTS = {",": 1.0, ";": 4.0, ":": 1.0, "(": 1.0, ")": 1.0, "-": 1.0, ".": 4.0, "|": 4.0}
INHERITED_COST = 2.0
ROW_MARKS, ROW_GAP = ",;", 2  # between the numerals of a row
EXPLANATION = 5  # words of a bracket that explains a word
TWIN_REACH = 3  # words between a numeral and the same in another unit
ROLE_GROUPS = (  # roles of one group compete for the same words
    ("subject",), ("predicate",), ("form",), ("direction",), ("statistic",), ("plan",), ("whole",), ("population",),
    ("area",), ("status",), ("same",), ("equal",), ("base",), ("standard",), ("break",), ("change",), ("unit",),
    ("origin",), ("among",), ("respectively",), ("when",),
)  # fmt: skip


class SentenceCues:
    """The cues of a sentence, and how near each is to each numeral."""

    def __init__(
        self,
        sentence: Sentence,
        numerals: list[Numeral],
        dates: list[PageDate],
        grammar: Grammar,
        places: Sequence[Cue] = (),
    ) -> None:
        self.sentence, self.numerals, self.dates, self.grammar = sentence, numerals, dates, grammar
        matcher = Matcher(grammar, sentence.tokens, {at: n.span for n in numerals for at in (n.first, n.start)})
        covered = {i for date in dates for i in range(date.start, date.end)}
        self.by_role: dict[str, list[Cue]] = {}
        covered |= self._find_explanations()
        dateline = find_dateline_end(sentence.tokens)
        for group in ROLE_GROUPS:
            for cue in matcher.find_cues(group):
                if cue.start not in covered and not (cue.role == "area" and cue.end < dateline):
                    self.by_role.setdefault(cue.role, []).append(cue)
        self._add_places(places)
        self.breaks = self._weigh_breaks(covered)
        self.after_ends = [self._find_after_end(i) for i in range(len(numerals))]

    def _find_explanations(self) -> set[int]:
        """The tokens of brackets that say at length what a word means, and no number: no cues for numerals outside."""
        tokens, found, begin = self.sentence.tokens, set(), -1
        for at, token in enumerate(tokens):
            if token.text == "(":
                begin = at
            elif token.text == ")" and begin >= 0:
                inside = range(begin + 1, at)
                if len(inside) >= EXPLANATION and not any(n.start in inside for n in self.numerals):
                    found.update(inside)
                begin = -1
        return found

    def _add_places(self, places: Sequence[Cue]) -> None:
        """Add the names of places, but for those within a phrase of the grammar."""
        known = [cue for cue in self.by_role.get("area", ()) if cue.meaning != "province"]
        free = [p for p in places if not any(cue.start < p.end and p.start < cue.end for cue in known)]
        if free:
            self.by_role["area"] = sorted([*self.by_role.get("area", ()), *free], key=lambda cue: cue.start)

    def _weigh_breaks(self, covered: set[int]) -> list[float]:
        """What it costs to pass each token."""
        tokens = self.sentence.tokens
        costs = [0.0 if i in covered else MARK_COSTS.get(token.text, 0.0) for i, token in enumerate(tokens)]
        for i, (before, dash, behind) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False), start=1):
            if dash.text == "-" and before.end == dash.start and dash.end == behind.start:
                costs[i] = 0.0  # within a word
        for numeral in self.numerals:
            costs[numeral.first : numeral.end] = [0.0] * (numeral.end - numeral.first)
        for cue in self.by_role.get("break", ()):
            costs[cue.start] = max(costs[cue.start], float(cue.meaning))
        return costs

    def _find_after_end(self, i: int) -> int:
        """Up to which token the words behind a numeral belong to it."""
        limit = self.numerals[i + 1].first if i + 1 < len(self.numerals) else len(self.sentence.tokens)
        return next((at for at in range(self.numerals[i].end, limit) if self.breaks[at]), limit)

    def weigh(self, start: int, end: int, i: int, behind: float = FAR) -> float:
        """How far words are from a numeral; `behind`: what it costs to stand behind its own clause."""
        numeral = self.numerals[i]
        if start < numeral.end and end > numeral.first:
            return 0.0
        if start >= numeral.end:
            cost = WORD_COST * (start - numeral.end)
            if start < self.after_ends[i]:
                return cost
            passed = sum(numeral.end <= n.start < start for n in self.numerals)
            return behind + cost + sum(self.breaks[numeral.end : start]) + NUMERAL_COST * passed
        passed = [j for j in range(i) if self.numerals[j].first >= end]
        owned = any(n.start < end and start < self.after_ends[j] for j, n in enumerate(self.numerals[:i]))
        cost = WORD_COST * (numeral.first - end) + sum(self.breaks[end : numeral.first])
        return cost + NUMERAL_COST * len(passed) + OWNED_COST * owned

    def nearest(
        self, role: str, i: int, accept: Callable[[str], bool] = bool, behind: float = FAR
    ) -> tuple[float, Cue | None]:
        """The nearest cue of a role whose meaning is accepted, and its cost."""
        weighed = [
            (self.weigh(c.start, c.end, i, behind), c) for c in self.by_role.get(role, ())
            if accept(c.meaning) and (not c.numerals or self.numerals[i].start in c.numerals)
        ]  # fmt: skip
        cost, cue = min(weighed, key=lambda pair: pair[0], default=(FAR, None))
        return (cost, cue) if cost < FAR else (FAR, None)

    def owned(self, cue: Cue, i: int) -> bool:
        """Whether a cue belongs to a numeral before this one, because it stands right behind it."""
        return any(n.start < cue.end and cue.start < self.after_ends[j] for j, n in enumerate(self.numerals[:i]))

    def parted(self, cue: Cue, i: int, subject_at: int) -> bool:
        """Whether a semicolon, or a numeral and then another subject, stands between a cue and a numeral behind it."""
        semicolon = any(t.text == ";" for t in self.sentence.tokens[cue.end : self.numerals[i].first])
        ahead = subject_at < self.numerals[i].first
        return semicolon or (ahead and any(cue.end <= n.start < subject_at for n in self.numerals[:i]))

    def attached(self, role: str, i: int) -> Cue | None:
        """The cue of a role that names this numeral by its place."""
        start = self.numerals[i].start
        return next((cue for cue in self.by_role.get(role, ()) if start in cue.numerals), None)

    def clause_start(self, i: int) -> int:
        """Where the words right before a numeral begin: behind the last mark or numeral before it."""
        begin = self.numerals[i - 1].end if i else 0
        return next((at + 1 for at in range(self.numerals[i].first - 1, begin - 1, -1) if self.breaks[at] >= 1), begin)

    def in_clause(self, role: str, i: int) -> list[Cue]:
        """The cues of a role right before a numeral, the nearest first."""
        begin, end = self.clause_start(i), self.numerals[i].first
        return [c for c in reversed(self.by_role.get(role, ())) if begin <= c.start and c.end <= end and not c.numerals]

    def find_twin(self, i: int) -> int | None:
        """The numeral behind one that says the same in another unit: "35.4 percent or 342,285 families"."""
        if i + 1 >= len(self.numerals):
            return None
        this, other = self.numerals[i], self.numerals[i + 1]
        between = range(this.end, other.first)
        if this.unit == other.unit or len(between) > TWIN_REACH:
            return None
        equal = any(cue.start in between for cue in self.by_role.get("equal", ()))
        return i + 1 if equal or any(self.sentence.tokens[at].text == "(" for at in between) else None

    def closes_aside(self, cue: Cue, i: int) -> bool:
        """Whether a place stands behind a numeral and the comma that ends its aside: "99, or 3.4%, in towns"."""
        last = self.find_twin(i) or i
        if not last or self.find_twin(last - 1) is None:
            return False
        mark, *words = self.sentence.tokens[self.numerals[last].end : cue.start] or self.sentence.tokens[:1]
        small = self.grammar.list_words("language")
        beside = mark.text == "," and all(word.text in small for word in words)
        behind = next((at for at in range(cue.end, len(self.breaks)) if self.breaks[at]), len(self.breaks))
        return beside and not any(cue.end <= numeral.first < behind for numeral in self.numerals)

    def end_with_twin(self, i: int) -> int:
        """Up to which token the words behind a numeral, or behind its twin and the twin's bracket, belong to it."""
        twin = self.find_twin(i)
        end = self.after_ends[i if twin is None else twin]
        if (
            twin is None
            or not self.in_bracket(twin)
            or end >= len(self.breaks)
            or self.sentence.tokens[end].text != ")"
        ):
            return end
        limit = self.numerals[twin + 1].first if twin + 1 < len(self.numerals) else len(self.breaks)
        return next((at for at in range(end + 1, limit) if self.breaks[at]), limit)

    def in_bracket(self, i: int) -> bool:
        """Whether a bracket opens between the numeral before and this one."""
        begin = self.numerals[i - 1].end if i else 0
        return any(token.text == "(" for token in self.sentence.tokens[begin : self.numerals[i].first])

    def list_brackets(self) -> list[list[int]]:
        """The numerals in each bracket that holds some."""
        texts = [token.text for token in self.sentence.tokens]
        starts = [at for at, text in enumerate(texts) if text == "("]
        ends = [next((i for i in range(at, len(texts)) if texts[i] == ")"), len(texts)) for at in starts]
        inside = (
            [i for i, numeral in enumerate(self.numerals) if start < numeral.start < end]
            for start, end in zip(starts, ends, strict=True)
        )
        return [numerals for numerals in inside if numerals]

    def joined(self, i: int) -> bool:
        """Whether nothing but "and" stands between the numeral before and this one."""
        if not i:
            return False
        begin, end = self.numerals[i - 1].end, self.numerals[i].first
        marked = any(token.text in MARK_COSTS for token in self.sentence.tokens[begin:end])
        return not marked and all(cost <= 1 for cost in self.breaks[begin:end])

    def is_in_row(self, i: int) -> bool:
        """Whether nothing but a comma, a semicolon or "and" stands between the numeral before and this one."""
        begin, end = self.numerals[i - 1].end, self.numerals[i].first
        words = [at for at in range(begin, end) if self.sentence.tokens[at].text not in ROW_MARKS]
        joined = all(self.sentence.tokens[at].is_word and self.breaks[at] == 1 for at in words)
        return 0 < end - begin <= ROW_GAP and joined

    def find_end_of_row(self, i: int) -> int:
        """The last numeral of the row in which one stands."""
        return next((j for j in range(i, len(self.numerals) - 1) if not self.is_in_row(j + 1)), len(self.numerals) - 1)

    def find_owner(self, start: int, end: int) -> int | None:
        """The numeral right behind which some tokens fill a bracket: "14.6 percent (March 2019)"."""
        texts = [token.text for token in self.sentence.tokens[max(start - 1, 0) : end + 1]]
        if texts[0] != "(" or texts[-1] != ")":
            return None
        return next((i for i, numeral in enumerate(self.numerals) if numeral.end == start - 1), None)

    def gap_cost(self, before: Numeral, i: int) -> float:
        """What the marks and conjunctions cost between an earlier numeral and this one."""
        return sum(self.breaks[before.end : self.numerals[i].first])

    def inherited_cost(self, before: Numeral, i: int) -> float:
        """What it costs a numeral to say the same as an earlier one."""
        words = self.numerals[i].first - before.end
        return INHERITED_COST + self.gap_cost(before, i) + WORD_COST * words / 2
