"""Claims with their ambiguities settled: under the preferred readings, or under one other reading at a time.

What counts as evidence comes first: the figures of the pack's own source alone ("article"), or those of all
sources ("all"). A preference holds only while something that supports it is in the evidence used.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from poverty.packs.claims import Claim
from poverty.packs.load import Pack, Reading
from poverty.packs.messages import list_either, message

EVIDENCE_CHOICES = ("article", "all")


class EvidenceError(ValueError):
    """A choice of evidence that there is not."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: one sentence."""
        return [str(self)]


def restrict_to_evidence(pack: Pack, evidence: str) -> Pack:
    """The pack with the claims of that evidence alone, and the preferences that still stand on something.

    A poverty standard is law, so it supports a reading whatever the evidence. A question that moves none of the
    claims left is not asked. Where all sources are primary, there is no main source, and nothing is left out.

    Raises:
        EvidenceError: it is neither "article" nor "all".

    Example:
        >>> from poverty.packs.load import load_pack
        >>> article = restrict_to_evidence(load_pack("bac-lieu"), "article")
        >>> {claim.source.id for claim in article.claims.values()}
        {'BAOBACLIEU'}
        >>> [reading.name for reading in article.questions["review-2022"] if reading.preferred]
        []
    """
    if evidence not in EVIDENCE_CHOICES:
        choices = list_either(EVIDENCE_CHOICES)
        raise EvidenceError(message("evidence is '%(word)s'; it can be %(choices)s", word=evidence, choices=choices))
    if evidence == "all" or pack.is_all_primary:
        return pack
    claims = {name: claim for name, claim in pack.claims.items() if claim.primary}
    overrides = [o for o in pack.overrides if o.claim_id in claims]
    open_questions = {o.question for o in overrides}
    evidence_names = {*claims, *pack.shared.standards}
    questions = {
        question: [_drop_missing_support(reading, evidence_names) for reading in readings]
        for question, readings in pack.questions.items()
        if question in open_questions
    }
    rows = {name: pack.rows[name] for name in claims}
    return replace(pack, rows=rows, claims=claims, questions=questions, overrides=overrides, evidence=evidence)


def _drop_missing_support(reading: Reading, evidence_names: set[str]) -> Reading:
    """A reading without the support that is not in evidence; no longer preferred if none is left."""
    support = tuple(name for name in reading.supported_by if name in evidence_names)
    return replace(reading, preferred=reading.preferred and bool(support), supported_by=support)


class ReadingError(KeyError):
    """A question or a reading that the pack does not have."""


@dataclass(frozen=True)
class ResolvedClaims:
    """A pack's claims under a choice of readings.

    `choice` maps each question to a reading, or to None where none is preferred and none was chosen: then
    the claims stay as printed.
    """

    pack: Pack
    choice: dict[str, Reading | None]
    claims: dict[str, Claim]
    # what was worked out before; a copy with other claims starts anew
    _remembered: dict[tuple, object] = field(init=False, repr=False, compare=False, default_factory=dict)

    def compute_once(self, key: tuple, compute: Callable[[], object]) -> object:
        """What was computed from these claims before under a key, or is now."""
        if key not in self._remembered:
            self._remembered[key] = compute()
        return self._remembered[key]

    def primary(self) -> list[Claim]:
        """The claims of the pack's own source."""
        return [claim for claim in self.claims.values() if claim.primary]


def resolve_readings(pack: Pack, choose: dict[str, str] | None = None) -> ResolvedClaims:
    """The claims under the preferred readings, with the questions in `choose` settled as it says.

    Raises:
        ReadingError: a question or a reading is not in the pack.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack = load_pack("bac-lieu")
        >>> resolve_readings(pack).claims["poverty-rate-2022"].end  # the opening review of 2022
        '2021-M12'
        >>> resolve_readings(pack, {"review-2022": "closing"}).claims["poverty-rate-2022"].end
        '2022-M12'
    """
    return (
        _resolve_readings(pack, choose)
        if choose
        else pack.compute_once(("resolved",), lambda: _resolve_readings(pack, {}))
    )


def _resolve_readings(pack: Pack, choose: dict[str, str]) -> ResolvedClaims:
    """The claims with some questions settled as `choose` says, the others as preferred."""
    for question, name in choose.items():
        if question not in pack.questions:
            raise ReadingError(f"no question {question!r}; the pack asks {', '.join(pack.questions)}")
        names = [reading.name for reading in pack.questions[question]]
        if name not in names:
            raise ReadingError(f"question {question!r} has no reading {name!r}; it has {', '.join(names)}")
    choice: dict[str, Reading | None] = {}
    for question, readings in pack.questions.items():
        chosen_name = choose.get(question)
        fitting = (r for r in readings if (r.name == chosen_name if chosen_name else r.preferred))
        choice[question] = next(fitting, None)
    changes: dict[str, dict[str, str]] = {}
    applied: dict[str, list[str]] = {}
    for override in pack.overrides:
        reading = choice[override.question]
        if reading and reading.name == override.reading:
            changes.setdefault(override.claim_id, {})[override.column] = override.value
            tag = f"{override.question}={override.reading}"
            if tag not in applied.setdefault(override.claim_id, []):
                applied[override.claim_id].append(tag)
    resolved = {
        id: pack.rebuild(id, changes[id], tuple(applied[id])) if id in changes else claim
        for id, claim in pack.claims.items()
    }
    return ResolvedClaims(pack, choice, resolved)


def leave_claims_as_printed(pack: Pack) -> ResolvedClaims:
    """The claims as they were entered, no question settled."""
    return ResolvedClaims(pack, dict.fromkeys(pack.questions), dict(pack.claims))


def resolve_each_reading(pack: Pack, question: str) -> list[tuple[Reading, ResolvedClaims]]:
    """Every reading of one question, the other questions as preferred.

    Raises:
        ReadingError: the pack does not ask the question.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [reading.name for reading, _ in resolve_each_reading(load_pack("tra-vinh"), "base-2018")]
        ['households', 'population']
    """
    if question not in pack.questions:
        raise ReadingError(f"no question {question!r}; the pack asks {', '.join(pack.questions)}")
    return [(reading, resolve_readings(pack, {question: reading.name})) for reading in pack.questions[question]]
