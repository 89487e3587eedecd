"""Of whom and where a numeral is: the nearest group and place, or those of the numeral before."""

from poverty.packs.draft.cues import FAR, INHERITED_COST, MARK_COSTS, SentenceCues
from poverty.packs.draft.matching import Cue
from poverty.packs.draft.reading import Reading, Spot
from poverty.packs.draft.subjects import has_rate

SCOPE_LIMIT = 12.0  # how far a place or a group reaches
GROUP_GAP = 2  # tokens between "of all households" and the group of which they are
OPENING = 4  # tokens with which a sentence opens: a place named there is that of the whole sentence
LEFT_AREAS = ("national", "region", "commune", "other province")


def read_scope(reading: Reading, spot: Spot) -> None:
    """Find of whom and where the numeral is; a figure of the country or of one commune is left."""
    previous, before = spot.previous, spot.before
    source = previous if previous and (reading.inherited == "sentence" or not previous.reason) else None
    own = {role: _find_scope(role, reading, spot) for role in ("population", "area")}
    placed = any(value not in ("", "none") for _, value in own.values())
    told_again = reading.inherited == "page" or spot.list_ahead("same")
    for role, (cost, value) in own.items():
        handed = getattr(source, role) if source else ""
        if handed and source:
            gap = spot.cues.gap_cost(source.numeral, spot.i)
            alike = has_rate(source.subject) == has_rate(reading.subject)
            linked = reading.inherited == "sentence" or (gap <= 1 and alike)
            linked = linked and not _is_parallel(spot, placed, gap)
            if (not value and alike and gap < MARK_COSTS[";"]) or (linked and INHERITED_COST + gap < cost):
                value = handed
        if not value and not placed and not previous and before and told_again:
            same_paragraph = before.sentence.paragraph == spot.cues.sentence.paragraph
            value = getattr(before, role) if same_paragraph else ""
        setattr(reading, role, "" if value in ("none", "all") else value)
    if reading.area in LEFT_AREAS and not reading.reason:
        reading.reason = reading.area


def _is_parallel(spot: Spot, placed: bool, gap: float) -> bool:
    """Whether a numeral tells of another group than the one before: "41 percent among the Thai and 2 in towns"."""
    if not placed:
        return False
    behind = [names_scope_behind(spot.cues, j) for j in (spot.i - 1, spot.i)]
    return gap >= MARK_COSTS[";"] or (spot.i > 0 and all(behind))


def names_scope_behind(cues: SentenceCues, i: int) -> bool:
    """Whether a group or a place stands right behind a numeral."""
    begin, end = cues.numerals[i].end, cues.after_ends[i]
    scopes = [cue for role in ("population", "area") for cue in cues.by_role.get(role, ()) if cue.meaning != "none"]
    return any(begin <= cue.start < end for cue in scopes)


def _weigh_scope(cue: Cue, cues: SentenceCues, i: int, most: float) -> float:
    """How far a group or a place is from a numeral, at most so far."""
    return 0.0 if cues.closes_aside(cue, i) else min(cues.weigh(cue.start, cue.end, i), most)


def _opens_group(cue: Cue, cues: SentenceCues) -> bool:
    """Whether a group stands right behind the words for all: "of all households of the Khmer"."""
    return any(0 <= other.start - cue.end <= GROUP_GAP for other in cues.by_role["population"])


def _find_scope(role: str, reading: Reading, spot: Spot) -> tuple[float, str]:
    """The nearest group or place that reaches the numeral, and its cost."""
    cues, i = spot.cues, spot.i

    def opens(cue: Cue) -> bool:
        """Whether the sentence opens with a group, or names a place before its first number."""
        return cue.start <= OPENING or (role == "area" and cue.end <= cues.numerals[0].first)

    wholes = [cue for cue in cues.by_role.get("whole", ()) if cue.numerals]
    free = [
        (_weigh_scope(cue, cues, i, SCOPE_LIMIT if opens(cue) else FAR), cue.meaning)
        for cue in cues.by_role.get(role, ())
        if not cues.owned(cue, i) and (opens(cue) or not cues.parted(cue, i, reading.subject_at))
        if not any(whole.start <= cue.start < whole.end for whole in wholes)
        if not (cue.meaning == "all" and _opens_group(cue, cues))
    ]
    cost, value = min(free, key=lambda pair: pair[0], default=(FAR, ""))
    return (cost, value) if cost <= SCOPE_LIMIT else (FAR, "")
