"""From the cues of a sentence to what each of its numerals says.

A cue is weighed by how near it stands: each word between costs a little, each comma or "while" more, each numeral more
again. What stands behind a numeral belongs to it up to the next numeral or mark. A numeral that has no cue of its own
says the same as the one before: of the same thing, the same people, the same date.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from poverty.packs.draft.dating import PageDate
from poverty.packs.draft.finding import Numeral
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Sentence
from poverty.packs.draft.matching import Cue, Matcher
from poverty.packs.draft.subjects import FLOWS, MONEY_UNITS, has_rate, name_indicator

FAR = 1000.0
WORD_COST, NUMERAL_COST, OWNED_COST = 0.2, 3.0, 4.0
MARK_COSTS = {",": 1.0, ";": 4.0, ":": 1.0, "(": 1.0, ")": 1.0, "-": 1.0, ".": 4.0, "|": 4.0}
PREDICATE_COST = 6.0  # of what is said of a numeral behind its own clause
INHERITED_COST = 2.0
SCOPE_LIMIT = 12.0  # how far a place or a group reaches
OPENING = 4  # tokens with which a sentence opens: a place named there is that of the whole sentence
NEAR = 3.0  # how far "a year" or "average" reaches
WHOLE_REACH = 10.0  # how far "of all poor households" reaches

ROLE_GROUPS = (  # roles of one group compete for the same words
    ("subject",), ("predicate",), ("form",), ("direction",), ("statistic",), ("plan",), ("whole",), ("population",),
    ("area",), ("status",), ("same",), ("equal",), ("base",), ("standard",), ("break",), ("change",), ("unit",),
    ("origin",),
)  # fmt: skip


@dataclass
class Reading:
    """What a numeral says, as far as it is known."""

    numeral: Numeral
    sentence: Sentence
    unit: str
    subject: str = ""
    subject_at: int = -1  # the token at which its own subject stands
    indicator: str = ""
    statistic: str = "level"
    direction: str = ""
    population: str = ""
    area: str = ""
    status: str = "actual"
    whole: str = ""
    base: str = ""
    standard: str = ""  # new or old, where the sentence says so
    first: str = ""
    last: str = ""
    base_date: str = ""
    magnitude: str = ""
    reason: str = ""  # why it is left
    linked: bool = False  # says the same thing as the numeral before, in another unit or at another date
    inherited: str = ""  # where its subject is from: "" its own clause, else "sentence" or "page"
    costs: dict[str, float] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)  # columns to look at


class SentenceCues:
    """The cues of a sentence, and how near each is to each numeral."""

    def __init__(self, sentence: Sentence, numerals: list[Numeral], dates: list[PageDate], grammar: Grammar) -> None:
        self.sentence, self.numerals, self.dates, self.grammar = sentence, numerals, dates, grammar
        matcher = Matcher(grammar, sentence.tokens, {at: n.span for n in numerals for at in (n.first, n.start)})
        covered = {i for date in dates for i in range(date.start, date.end)}
        self.by_role: dict[str, list[Cue]] = {}
        for group in ROLE_GROUPS:
            for cue in matcher.find_cues(group):
                if cue.start not in covered:
                    self.by_role.setdefault(cue.role, []).append(cue)
        self.breaks = self._weigh_breaks(covered)
        self.after_ends = [self._find_after_end(i) for i in range(len(numerals))]

    def _weigh_breaks(self, covered: set[int]) -> list[float]:
        """What it costs to pass each token."""
        tokens = self.sentence.tokens
        tight = {
            i
            for i, t in enumerate(tokens[1:-1], start=1)
            if t.start == tokens[i - 1].end and t.end == tokens[i + 1].start
        }
        costs = [
            0.0 if i in covered or (t.text == "-" and i in tight) else MARK_COSTS.get(t.text, 0.0)
            for i, t in enumerate(tokens)
        ]
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
        return semicolon or any(cue.end <= n.start < subject_at for n in self.numerals[:i])

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

    def in_bracket(self, i: int) -> bool:
        """Whether a bracket opens between the numeral before and this one."""
        begin = self.numerals[i - 1].end if i else 0
        return any(t.text == "(" for t in self.sentence.tokens[begin : self.numerals[i].first])

    def joined(self, i: int) -> bool:
        """Whether nothing but "and" stands between the numeral before and this one."""
        return (
            i > 0
            and all(cost <= 1 for cost in self.breaks[self.numerals[i - 1].end : self.numerals[i].first])
            and not any(
                t.text in MARK_COSTS for t in self.sentence.tokens[self.numerals[i - 1].end : self.numerals[i].first]
            )
        )


def read_sentence(cues: SentenceCues, before: Reading | None, page_unit: str) -> list[Reading]:
    """What each numeral of a sentence says, without its dates.

    Args:
        cues: what stands in the sentence.
        before: the last numeral of the paragraph that was not left.
        page_unit: what the page counts the poor in: households or persons.
    """
    readings: list[Reading] = []
    units = _share_units(cues)
    for i, numeral in enumerate(cues.numerals):
        reading = Reading(numeral, cues.sentence, units[i][0], magnitude=units[i][1], reason=numeral.counted)
        previous = readings[-1] if readings else None
        if not reading.reason:
            _read_subject(reading, cues, i, previous, before, page_unit)
        _read_scope(reading, cues, i, previous, before)
        if not reading.reason:
            _read_status(reading, cues, i)
            _read_statistic(reading, cues, i, previous)
        readings.append(reading)
    return readings


def _share_units(cues: SentenceCues) -> list[tuple[str, str]]:
    """The unit and magnitude of each numeral; the first of "from 24.1 to 22.87 percent" has those of the second."""
    units = [(n.unit, n.magnitude) for n in cues.numerals]
    starts = [n.start for n in cues.numerals]
    for cue in cues.by_role.get("change", ()):
        first, second = (starts.index(s) if s in starts else -1 for s in cue.numerals)
        if first >= 0 and second >= 0 and not units[first][0] and not cues.numerals[first].counted:
            units[first] = units[second] if not units[first][1] else (units[second][0], units[first][1])
    return units


def _read_subject(
    reading: Reading, cues: SentenceCues, i: int, previous: Reading | None, before: Reading | None, page_unit: str
) -> None:
    """Find what the numeral is about, and so its indicator; else why it is left."""
    if previous and previous.numeral.whole == reading.numeral.start and previous.indicator == "poor_households":
        reading.subject, reading.indicator, reading.unit = "all_households", "households", "households"
        return
    units = _list_possible_units(reading, cues, i, previous, before, page_unit)
    if not units:
        reading.reason = "unit"
        return

    def accept(subject: str) -> bool:
        return subject == "other" or any(name_indicator(subject, unit) for unit in units)

    money = any(unit in MONEY_UNITS for unit in units)
    cost, cue = cues.nearest("subject", i, accept, PREDICATE_COST if money else FAR)
    reading.subject_at = cue.start if cue else -1
    subject, inherited = (cue.meaning if cue else ""), ""
    predicate_cost, predicate = cues.nearest("predicate", i, accept, PREDICATE_COST)
    if predicate and predicate_cost < cost:
        cost, subject = predicate_cost, predicate.meaning
    other_cost, other = cues.nearest("subject", i, lambda meaning: meaning == "other")
    if other and other.start >= reading.numeral.end and other_cost < FAR:
        cost, subject = 0.0, "other"
    if previous and previous.subject and accept(previous.subject):
        gap = sum(cues.breaks[previous.numeral.end : reading.numeral.first])
        inherited_cost = INHERITED_COST + gap + WORD_COST * (reading.numeral.first - previous.numeral.end) / 2
        if inherited_cost < cost:
            reading.subject_at = -1
            cost, subject, inherited = inherited_cost, previous.subject, "sentence"
    first = reading.numeral.first
    told = any(c.end <= first and c.meaning != "none" for c in cues.by_role.get("subject", ()))
    if not subject and not told and before and accept(before.subject) and _may_inherit(reading, cues, i):
        cost, subject, inherited = PREDICATE_COST, before.subject, "page"
    if not subject or subject == "other":
        reading.subject, reading.reason = subject, "other" if subject else "unknown"
        return
    poor = subject in ("poor", "near_poor", "poor_and_near_poor") and reading.unit == "households"
    if previous and previous.subject == "livelihood" and (poor or subject == "programme") and not previous.reason:
        subject = "livelihood"  # who takes part in the models of the sentence, and what they cost
    reading.unit = next(unit for unit in units if name_indicator(subject, unit))
    if subject == "programme" and reading.unit == "percentage points":
        subject = "poor"
    reading.subject, reading.indicator, reading.inherited = subject, name_indicator(subject, reading.unit), inherited
    reading.costs["indicator"] = cost
    if reading.unit == "workers":
        reading.unit = "persons"
    if reading.indicator == "persons_per_poor_household":
        reading.unit = "persons per household"


def _list_possible_units(
    reading: Reading, cues: SentenceCues, i: int, previous: Reading | None, before: Reading | None, page_unit: str
) -> list[str]:
    """The units that the numeral may have: its own, or where it has none what it may count."""
    if reading.unit:
        return [reading.unit]
    numeral = reading.numeral
    if numeral.magnitude in ("million", "billion", "trillion"):
        return ["VND"] if cues.grammar.language == "vi" else ["persons", "VND"]
    if not _stands_alone(numeral, cues) and not numeral.is_word:
        return []
    behind, cue = cues.nearest("unit", i, lambda unit: unit in ("households", "persons", "workers"))
    if cue and cue.start >= numeral.end and behind <= 1.5:
        return [cue.meaning]
    known = [r.unit for r in (previous, before) if r and r.unit in ("households", "persons")]
    return [*known[:1], *[u for u in (page_unit, "households", "workers", "persons") if u not in known[:1]]]


def _stands_alone(numeral: Numeral, cues: SentenceCues) -> bool:
    """Whether no unknown word stands behind a numeral, which would say what it counts."""
    tokens, end = cues.sentence.tokens, numeral.end
    if end >= len(tokens) or not tokens[end].is_word or tokens[end].text in cues.grammar.list_words("language"):
        return True
    known = any(cue.start == end for role in cues.by_role.values() for cue in role)
    return known or any(date.start == end for date in cues.dates)


def _may_inherit(reading: Reading, cues: SentenceCues, i: int) -> bool:
    """Whether a numeral without a subject in its sentence may be about that of the sentence before."""
    if any(cue.meaning == "population" for cue in cues.by_role.get("whole", ())) and reading.unit == "percent":
        return False
    if reading.unit in MONEY_UNITS:
        return bool(cues.by_role.get("same"))
    tokens, end = cues.sentence.tokens, reading.numeral.end
    if not reading.unit and end < len(tokens) and not tokens[end].is_word and reading.numeral.digits[3:]:
        return True
    if reading.unit in ("percent", "percentage points", "") or reading.numeral.is_word:
        cued = [c for role in ("form", "direction", "same", "statistic", "plan") for c in cues.by_role.get(role, ())]
        ahead = any(c.meaning != "level" and c.start < reading.numeral.end for c in cued)
        return ahead or cues.nearest("whole", i)[0] <= NEAR or cues.nearest("direction", i)[0] <= NEAR
    told = any(
        c.end <= reading.numeral.first for role in ("form", "direction", "same") for c in cues.by_role.get(role, ())
    )
    return told and _stands_alone(reading.numeral, cues)


def _read_scope(reading: Reading, cues: SentenceCues, i: int, previous: Reading | None, before: Reading | None) -> None:
    """Find of whom and where the numeral is; a figure of the country or of one commune is left."""
    source = previous if reading.inherited == "sentence" or (previous and not previous.reason) else None
    same = any(cue.end <= reading.numeral.first for cue in cues.by_role.get("same", ()))
    own = {}
    for role in ("population", "area"):
        free = [
            (cues.weigh(c.start, c.end, i), c) for c in cues.by_role.get(role, ())
            if not cues.owned(c, i) and (c.start <= OPENING or not cues.parted(c, i, reading.subject_at))
        ]  # fmt: skip
        own[role] = min(free, key=lambda pair: pair[0], default=(FAR, None))
    placed = any(cue and cost <= SCOPE_LIMIT and cue.meaning != "none" for cost, cue in own.values())
    for role, (cost, cue) in own.items():
        value = cue.meaning if cue and cost <= SCOPE_LIMIT else ""
        handed = getattr(source, role) if source else ""
        if source and handed:
            gap = sum(cues.breaks[source.numeral.end : reading.numeral.first])
            alike = has_rate(source.subject) == has_rate(reading.subject)
            linked = reading.inherited == "sentence" or (gap <= 1 and alike)
            if (not value and alike and gap < MARK_COSTS[";"]) or (linked and INHERITED_COST + gap < cost):
                value = handed
        near = before and before.sentence.paragraph == cues.sentence.paragraph
        if not value and not placed and not previous and near and (reading.inherited == "page" or same):
            value = getattr(before, role)
        setattr(reading, role, "" if value in ("none", "all") else value)
    if reading.area in ("national", "region", "commune") and not reading.reason:
        reading.reason = reading.area


def _read_status(reading: Reading, cues: SentenceCues, i: int) -> None:
    """Whether it is a target, a forecast or a fact."""
    attached = cues.attached("status", i)
    plans = [
        (c.start, c.end)
        for role in ("plan", "subject")
        for c in cues.by_role.get(role, ())
        if role == "plan" or c.items > 1
    ]
    ahead = [
        c for c in cues.by_role.get("status", ())
        if c.end <= reading.numeral.first + 1 and not any(s < c.end and c.start < e for s, e in plans)
        and not any(n.end <= c.start < cues.after_ends[j] for j, n in enumerate(cues.numerals[:i]))
    ]  # fmt: skip
    cue = attached or (ahead[-1] if ahead else None)
    reading.status = cue.meaning if cue else "actual"
    if reading.subject in FLOWS and any(n.whole == reading.numeral.start for n in cues.numerals):
        reading.status = "target"  # 21.560/20.000: so many of a plan


def _read_statistic(reading: Reading, cues: SentenceCues, i: int, previous: Reading | None) -> None:
    """Find what kind of number it is: a level, a change, a share, a part of a plan …"""
    direction = reading.direction = _find_direction(reading, cues, i, previous)
    plan = cues.attached("plan", i)
    paces = {c.meaning for c in cues.by_role.get("statistic", ()) if cues.weigh(c.start, c.end, i) <= NEAR}
    yearly = "mean per year" in paces
    behind = any(
        c.meaning == "mean per year" and c.end >= reading.numeral.end and cues.weigh(c.start, c.end, i) <= NEAR
        for c in cues.by_role.get("statistic", ())
    )
    stock = has_rate(reading.subject) or reading.subject in ("all_households", "population")
    if reading.unit == "times":
        reading.statistic = "multiple"
    elif plan and reading.unit == "percent" and not (yearly and stock):
        reading.statistic = plan.meaning
        if plan.start == reading.numeral.first:  # the word that says above is no qualifier
            reading.numeral = replace(reading.numeral, qualifier="exact")
    elif reading.unit == "percentage points" or (direction in ("fall", "rise") and stock and reading.unit == "percent"):
        _read_change_of_rate(reading, cues, i, bool(paces))
    elif behind and stock and reading.unit == "percent" and direction in ("", "level"):
        _read_change_of_rate(reading, cues, i, True)
    elif reading.unit == "percent" and not stock:
        reading.statistic = f"relative {direction}"
        if direction not in ("fall", "rise") or reading.subject == "programme":
            reading.reason = "other"
    elif reading.unit == "percent" and _find_whole(reading, cues, i, previous):
        reading.statistic = "share"
    elif stock:
        reading.statistic = direction if direction in ("fall", "rise") else "level"
        if reading.statistic == "fall" and paces and reading.subject in ("poor", "near_poor"):
            reading.statistic = "mean fall per year"
    elif reading.unit == "years":
        reading.statistic = "duration"
    elif reading.unit == "persons per household":
        reading.statistic = "level"
    else:
        reading.statistic = "mean per year" if paces else "total"


def _read_change_of_rate(reading: Reading, cues: SentenceCues, i: int, yearly: bool) -> None:
    """A change that is printed in percent or points: of a rate in points, or of a count in percent of itself."""
    direction = reading.direction if reading.direction in ("fall", "rise") else "fall"
    counts = cues.in_clause("form", i)
    counted = counts and counts[0].meaning == "count" and reading.unit == "percent"
    if counted or (reading.numeral.is_word and not counts):
        whole = cues.by_role.get("base") or ()
        persons = any(c.meaning == "population" for c in whole) and not any(c.meaning == "households" for c in whole)
        reading.indicator = name_indicator(reading.subject, "persons" if persons else "households")
        reading.statistic, reading.unit = f"relative {direction}", "percent"
        return
    if reading.unit == "percent":
        reading.unsure.add("unit")
    reading.unit = "percentage points"
    reading.statistic = "mean fall per year" if yearly and direction == "fall" else direction
    reading.indicator = name_indicator(reading.subject, "percentage points")


def _find_direction(reading: Reading, cues: SentenceCues, i: int, previous: Reading | None) -> str:
    """Whether the numeral is a fall, a rise, where a change begins or ends; "" if it only stands."""
    change = cues.attached("change", i)
    if change:
        return "from" if change.numerals[0] == reading.numeral.start else "to"
    attached = [c for c in cues.by_role.get("direction", ()) if reading.numeral.start in c.numerals]
    if attached:
        return attached[-1].meaning
    near = [cue.meaning for cue in cues.in_clause("direction", i)]
    strong = next((meaning for meaning in near if meaning != "level"), "")
    if strong or near:
        return strong or "level"
    if previous and previous.direction in ("fall", "rise"):
        if reading.unit == previous.numeral.unit == "percent" and reading.status == "target" != previous.status:
            return previous.direction
        if reading.unit == "percentage points" or cues.joined(i):
            return previous.direction
        scoped = [c for role in ("population", "area") for c in cues.in_clause(role, i) if c.meaning != "none"]
        if scoped and reading.inherited == "sentence" and not cues.in_clause("form", i):
            if reading.unit == previous.numeral.unit == "percent":
                return previous.direction  # "fell by 1%, in the mountains 3%"
        equal = any(c.start >= previous.numeral.end for c in cues.in_clause("equal", i))
        if equal and reading.unit == "percent" and previous.unit != "percent" and not cues.in_clause("form", i):
            return previous.direction
    if reading.unit == "percentage points":
        return (
            cues.nearest("direction", i, lambda meaning: meaning in ("fall", "rise"), 2.0)[1].meaning
            if cues.nearest("direction", i, lambda meaning: meaning in ("fall", "rise"), 2.0)[1]
            else ""
        )
    return ""


def _find_whole(reading: Reading, cues: SentenceCues, i: int, previous: Reading | None) -> bool:
    """Whether the numeral is a share of the poor, rather than the share of the poor."""
    cost, cue = cues.nearest("whole", i)
    if not cue or cost > WHOLE_REACH or cue.meaning != reading.subject:
        return False
    reading.whole = cue.meaning
    unit = (
        "persons"
        if previous and previous.unit == "persons" and name_indicator(cue.meaning, "persons")
        else "households"
    )
    reading.indicator = name_indicator(cue.meaning, unit)
    return True
