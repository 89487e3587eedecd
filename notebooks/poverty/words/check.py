"""Check and audit a pack in a second or two, writing nothing: `python -m poverty check PROVINCE`."""

import sys
from collections import Counter

from poverty.outlook.verdicts import answer_source_verdicts
from poverty.packs.audit import Finding, audit_claims, list_settled_findings
from poverty.packs.csv_rows import PackError
from poverty.packs.load import load_pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import AUDIT_VERDICTS
from poverty.words.findings.jobs import phrase_verdict_reason
from poverty.words.language import Language

INDENT = " " * 15
ENGLISH = Language("en")


def check_pack(slug: str) -> int:
    """Print the audit of a pack, disagreements last; 1 if the pack is refused."""
    try:
        pack = load_pack(slug)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    resolved = resolve_readings(pack)
    findings = audit_claims(resolved)
    for finding in sorted(findings, key=lambda f: f.verdict == "disagrees"):
        _print_finding(finding)
    for answer in answer_source_verdicts(resolved):
        reason = phrase_verdict_reason(answer, ENGLISH)
        print(f"{answer.answer:<14} the source's own verdict, {answer.verdict.id}: {reason}")
    settled = list_settled_findings(pack)
    if settled:
        print("\nAs printed these disagree; a preferred reading settles them:")
    for finding in settled:
        _print_finding(finding)
    counts = Counter(finding.verdict for finding in findings)
    answers = ", ".join(f"{counts[verdict]} {verdict}" for verdict in AUDIT_VERDICTS)
    print(f"\n{len(pack.claims)} claims, {len(pack.questions)} questions; {answers}")
    print("No fault: the pack can be run. Where figures disagree, first compare the rows with the page.")
    print("What a source itself prints so stays as it is: nothing mends it.")
    return 0


def _print_finding(finding: Finding) -> None:
    """Print a finding, and below it the claims, what would fit and what settles it."""
    when = f", {finding.date}" if finding.date else ""
    print(f"{finding.verdict:<14} {finding.check}{when}: {finding.finding}")
    if finding.verdict == "disagrees" or finding.suggestion:
        print(f"{INDENT}claims: {', '.join(finding.claims)}")
    if finding.suggestion:
        print(f"{INDENT}would fit: {finding.suggestion}")
    if finding.settled_by:
        print(f"{INDENT}settled by: {', '.join(finding.settled_by)}")
