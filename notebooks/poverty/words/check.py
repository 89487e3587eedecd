"""Check and audit a pack in a second, writing nothing: `python -m poverty check PROVINCE`."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from poverty.bands.donors import load_donors
from poverty.jobs.declared import read_declared_rows
from poverty.jobs.elsewhere import read_job_records
from poverty.outlook.scenarios import load_scenario_parameters
from poverty.outlook.verdicts import answer_source_verdicts
from poverty.packs.audit import Finding, audit_claims, list_settled_findings
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.load import Pack, load_pack
from poverty.packs.messages import message
from poverty.packs.official import load_official_statistics
from poverty.packs.readings import resolve_readings
from poverty.packs.reference import load_exchange_rates
from poverty.packs.unused import list_unused_rows
from poverty.packs.vocabulary import AUDIT_VERDICTS
from poverty.trajectory.assumptions import load_assumptions
from poverty.words.findings.jobs import phrase_verdict_reason
from poverty.words.label_gaps import phrase_label_gaps
from poverty.words.language import Language
from poverty.words.speech import ENGLISH, phrase_error

# what reads the tables that all packs share, beside those that a pack is read with
SHARED_TABLE_READERS = (
    load_exchange_rates, load_assumptions, load_donors, read_job_records, read_declared_rows, load_official_statistics,
)  # fmt: skip
VERDICT_WIDTH = 14  # characters of the column in which verdicts stand
INDENT = " " * (VERDICT_WIDTH + 1)


def check_pack(slug: str, lang: Language = ENGLISH) -> int:
    """Print the audit of a pack, disagreements last; 1 if it, or a table that all packs share, is refused."""
    pack, faults = _read_pack_and_shared_tables(slug)
    if faults:
        print(phrase_error(PackError(faults), lang), file=sys.stderr)
        return 1
    resolved = resolve_readings(pack)
    findings = audit_claims(resolved)
    for finding in sorted(_join_lone_pairs(findings), key=lambda f: f.verdict == "disagrees"):
        _print_finding(finding, lang)
    for answer in answer_source_verdicts(resolved):
        reason = phrase_verdict_reason(answer, lang)
        said = lang.say("the source's own verdict, %(claim)s: %(reason)s", claim=answer.verdict.id, reason=reason)
        print(f"{lang.label(answer.answer):<{VERDICT_WIDTH}} {said}")
    for sentence in list_unused_rows(resolved):
        print(f"{lang.say('not drawn'):<{VERDICT_WIDTH}} {lang.retell(sentence)}")
    settled = list_settled_findings(pack)
    if settled:
        print()
        print(lang.say("As printed these disagree; a preferred reading settles them:"))
    for finding in settled:
        _print_finding(finding, lang)
    counts = Counter(finding.verdict for finding in findings)
    print()
    answers = ", ".join(f"{counts[verdict]} {lang.label(verdict)}" for verdict in AUDIT_VERDICTS)
    claims = lang.say_many("%(count)s claim", "%(count)s claims", len(pack.claims))
    questions = lang.say_many("%(count)s question", "%(count)s questions", len(pack.questions))
    print(f"{claims}, {questions}; {answers}")
    print(
        lang.say("No fault: the pack can be run. Where figures disagree, first compare the rows with the page."),
        lang.say("What a source itself prints so stays as it is: nothing mends it."),
        *phrase_label_gaps(pack, lang),
        sep="\n",
    )
    return 0


def _read_pack_and_shared_tables(slug: str) -> tuple[Pack | None, list[Fault]]:
    """The pack, if it has no fault, and every fault of it and of the shared tables, each once."""
    faults: list[Fault] = []

    def read(load: Callable, *arguments: object) -> object:
        try:
            return load(*arguments)
        except PackError as error:
            faults.extend(error.faults)
            return None

    pack = read(load_pack, slug)
    for load in SHARED_TABLE_READERS:
        read(load)
    if pack:
        read(load_scenario_parameters, pack)
    return pack, list(dict.fromkeys(faults))


def _join_lone_pairs(findings: list[Finding]) -> list[Finding]:
    """The findings, with one for all pairs of a count and a rate that alone tell nothing."""
    lone = [f for f in findings if (f.check, f.verdict) == ("count against rate", "cannot tell")]
    if len(lone) < 2:
        return findings
    dates = ", ".join(f"{date} ({n})" if n > 1 else date for date, n in Counter(f.date for f in lone).items())
    sentence = message(
        "%(count)s pairs, which prove nothing: nearly any pair fits some number of all households: %(dates)s",
        count=len(lone), dates=dates,
    )  # fmt: skip
    return [replace(lone[0], date="", finding=sentence), *(f for f in findings if f not in lone)]


def _print_finding(finding: Finding, lang: Language) -> None:
    """Print a finding, and below it the claims, what would fit and what settles it."""
    when = f", {finding.date}" if finding.date else ""
    verdict, check = f"{lang.label(finding.verdict):<{VERDICT_WIDTH}}", lang.label(finding.check)
    print(f"{verdict} {check}{when}: {lang.retell(finding.finding)}")
    if finding.verdict == "disagrees" or finding.suggestion:
        print(INDENT + lang.say("claims: %(claims)s", claims=", ".join(finding.claims)))
    if finding.suggestion:
        print(INDENT + lang.say("would fit: %(suggestion)s", suggestion=lang.retell(finding.suggestion)))
    if finding.settled_by:
        print(INDENT + lang.say("settled by: %(readings)s", readings=", ".join(finding.settled_by)))
