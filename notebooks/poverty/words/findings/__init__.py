"""Up to three sentences of each subject that a briefing may quote: short, computed, the plain answer first.

Where nothing of a subject is printed there is no sentence on it.
"""

import pandas as pd

from poverty.packs.load import Pack
from poverty.words.findings.jobs import phrase_job_findings
from poverty.words.findings.livelihoods import phrase_livelihood_findings
from poverty.words.findings.outlook import phrase_outlook_findings
from poverty.words.findings.poverty import phrase_poverty_findings
from poverty.words.language import Kind, Language

__all__ = [
    "FINDINGS_BY_SUBJECT",
    "phrase_job_findings",
    "phrase_livelihood_findings",
    "phrase_outlook_findings",
    "phrase_poverty_findings",
]

FINDINGS_BY_SUBJECT = {
    "poverty": phrase_poverty_findings,
    "jobs": phrase_job_findings,
    "livelihoods": phrase_livelihood_findings,
    "outlook": phrase_outlook_findings,
}


def phrase_limits(pack: Pack, tables: dict[str, pd.DataFrame], lang: Language) -> list[str]:
    """What the charts of a province do not say, the weightiest first: in general, of its open questions, of its gaps.

    Args:
        pack: the province, with all the evidence that the charts use.
        tables: those behind the charts that are shown, by the id of the chart.
        lang: the language of the sentences.
    """
    limits = [lang.say("No causes: the figures say what was counted and when, not why it changed.")]
    if len({claim.standard for claim in pack.claims.values()} - {""}) > 1:
        limits.append(lang.say("Nothing is compared across poverty standards: each counts other households as poor."))
    if "07-outlook" in tables:
        limits.append(lang.say("Scenarios are no forecasts: each says what would be if one thing went on."))
    if any("band_low" in table and table["band_low"].notna().any() for table in tables.values()):
        limits.append(
            lang.say("A band is calibrated on other places: it says how far figures there lay from such a line.")
        )
    questions = [group[0].asks for group in pack.questions.values() if not any(r.preferred for r in group)]
    if questions:
        told = " ".join(lang.label(question, pack.shared.labels) for question in questions)
        limits.append(lang.say("Not settled: %(questions)s", questions=told))
    findings = (finding for phrase_findings in FINDINGS_BY_SUBJECT.values() for finding in phrase_findings(pack, lang))
    limits += (finding for finding in findings if finding.kind in (Kind.UNTOLD, Kind.PARTLY_UNTOLD))
    figures = [table for name, table in tables.items() if name != "a2-sensitivity"]  # a pace is no figure
    if any("kind" in table and (table["kind"] == "derived").any() for table in figures):
        limits.append(lang.say("What is inferred follows from printed figures, but nobody printed it."))
    if any(claim.source.is_stored_copy for claim in pack.claims.values()):
        limits.append(lang.say("Figures were read in stored copies of pages, which may have changed since."))
    return limits
