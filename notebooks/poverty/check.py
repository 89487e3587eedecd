"""Check and audit a pack in a second or two, writing nothing: `python -m poverty.check PROVINCE`."""

import argparse
import sys
from collections import Counter

from poverty import audit, readings
from poverty.faults import PackError
from poverty.pack import load
from poverty.vocabulary import VERDICTS


def main(arguments: list[str] | None = None) -> int:
    """Print the audit of a pack; 1 if it is refused."""
    parser = argparse.ArgumentParser(prog="make check PROVINCE=", description=__doc__)
    parser.add_argument("province", help="a folder of data/, such as bac-lieu")
    slug = parser.parse_args(arguments).province
    try:
        pack = load(slug)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    findings = audit.audit(readings.resolve(pack))
    for finding in findings:
        print(f"{finding.verdict:<14} {finding.check}{f', {finding.date}' if finding.date else ''}: {finding.finding}")
    counts = Counter(finding.verdict for finding in findings)
    print(
        f"\n{len(pack.claims)} claims, {len(pack.questions)} questions; "
        + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
