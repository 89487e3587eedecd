"""Check and audit a pack in a second or two, writing nothing: `python -m poverty check PROVINCE`."""

import sys
from collections import Counter

from poverty.outlook import verdicts
from poverty.packs import audit, readings
from poverty.packs.audit import Finding
from poverty.packs.csv_rows import PackError
from poverty.packs.load import load
from poverty.packs.vocabulary import VERDICTS

INDENT = " " * 15


def check_pack(slug: str) -> int:
    """Print the audit of a pack, disagreements last; 1 if the pack is refused."""
    try:
        pack = load(slug)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    resolved = readings.resolve(pack)
    findings = audit.audit(resolved)
    for finding in sorted(findings, key=lambda f: f.verdict == "disagrees"):
        _show(finding)
    for answer in verdicts.answers(resolved):
        print(f"{answer.answer:<14} the source's own verdict, {answer.verdict.id}: {answer.why}")
    settled = audit.settled(pack)
    if settled:
        print("\nAs printed these disagree; a preferred reading settles them:")
    for finding in settled:
        _show(finding)
    counts = Counter(finding.verdict for finding in findings)
    print(
        f"\n{len(pack.claims)} claims, {len(pack.questions)} questions; "
        + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    )
    print("No fault: the pack can be run. Where figures disagree, first compare the rows with the page.")
    print("What a source itself prints so stays as it is: nothing mends it.")
    return 0


def _show(finding: Finding) -> None:
    when = f", {finding.date}" if finding.date else ""
    print(f"{finding.verdict:<14} {finding.check}{when}: {finding.finding}")
    if finding.verdict == "disagrees" or finding.suggestion:
        print(f"{INDENT}claims: {', '.join(finding.claims)}")
    if finding.suggestion:
        print(f"{INDENT}would fit: {finding.suggestion}")
    if finding.settled_by:
        print(f"{INDENT}settled by: {', '.join(finding.settled_by)}")
