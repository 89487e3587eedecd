"""Three sentences of each subject that a briefing may quote: each computed, with its range and its condition.

What cannot be told is said as such. A sentence that outside evidence changes says both: what all sources say, then
what the main source alone does.
"""

from collections.abc import Callable

from poverty.packs.load import Pack
from poverty.words.findings.jobs import phrase_job_findings
from poverty.words.findings.livelihoods import phrase_livelihood_findings
from poverty.words.findings.outlook import phrase_outlook_findings
from poverty.words.language import Language, Sentence, translatable

__all__ = [
    "FINDINGS_BY_SUBJECT",
    "phrase_job_findings",
    "phrase_livelihood_findings",
    "phrase_outlook_findings",
    "phrase_subject_findings",
]

FINDINGS_BY_SUBJECT = {
    "jobs": phrase_job_findings,
    "livelihoods": phrase_livelihood_findings,
    "outlook": phrase_outlook_findings,
}


def phrase_subject_findings(
    phrase_findings: Callable[..., list[Sentence]], packs: dict[str, Pack], lang: Language, **scenario_values: object
) -> list[Sentence]:
    """The three sentences of one subject; one that outside evidence changes says both, and has the kind of the first.

    Args:
        phrase_findings: one of `FINDINGS_BY_SUBJECT`.
        packs: the pack under each evidence, by "article" or "all", in order.
        lang: the language of the sentences.
        scenario_values: parameters of the scenarios, for the outlook: `horizon=2027`.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> packs = {"all": load_pack("gia-lai")}
        >>> findings = phrase_subject_findings(FINDINGS_BY_SUBJECT["jobs"], packs, Language("en"))
        >>> len(findings), str(findings[1].kind)
        (3, 'elsewhere')
    """
    by_evidence = {evidence: phrase_findings(pack, lang, **scenario_values) for evidence, pack in packs.items()}
    if len(by_evidence) == 1:
        return next(iter(by_evidence.values()))
    text = translatable("With all sources: %(every)s From the main source alone: %(alone)s")
    return [
        from_all if from_all == alone else lang.sentence(from_all.kind, text, every=from_all, alone=alone)
        for from_all, alone in zip(by_evidence["all"], by_evidence["article"], strict=True)
    ]
