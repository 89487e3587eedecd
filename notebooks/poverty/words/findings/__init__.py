"""Three sentences of each subject that a briefing may quote: each computed, with its range and its condition.

What cannot be told is said as such. A sentence that outside evidence changes says both: what all sources say, then
what the main source alone does.
"""

from collections.abc import Callable

from poverty.packs.load import Pack
from poverty.words.findings.jobs import phrase_job_findings
from poverty.words.findings.livelihoods import phrase_livelihood_findings
from poverty.words.findings.outlook import phrase_outlook_findings
from poverty.words.language import Language

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
    about: Callable[..., list[str]], packs: dict[str, Pack], lang: Language, **chosen: object
) -> list[str]:
    """The sentences of one subject over the stories told.

    Args:
        about: `jobs`, `livelihoods` or `outlook`.
        packs: the pack under each evidence, by "article" or "all", in order.
        lang: the language of the sentences.
        chosen: parameters of the scenarios, for `outlook`.
    """
    each = {story: about(pack, lang, **chosen) for story, pack in packs.items()}
    if len(each) == 1:
        return next(iter(each.values()))
    return [
        every if every == alone else lang.say(
            "With all sources: %(every)s From the main source alone: %(alone)s", every=every, alone=alone
        )
        for every, alone in zip(each["all"], each["article"], strict=True)
    ]  # fmt: skip
