"""Do the figures of the sources agree with each other? Four verdicts, and nothing is altered.

Every check is general: it knows indicators, groups, dates and standards, and no province and no figure.
"""

from dataclasses import replace

from poverty.audit import changes, money, sources, sums, totals
from poverty.audit.finding import Finding
from poverty.pack import Pack
from poverty.readings import Resolved, as_printed, resolve

FIRST_ALONE = ("change against its ends", "size of a sum of money", "share against its counts")
CHECKS = (
    totals.counts_and_rates,
    totals.persons_per_household,
    sums.sums,
    changes.changes,
    changes.means,
    changes.exits,
    sources.repeats,
    sources.bases,
    sources.undated,
    sources.leaps,
    sources.standards_in_force,
    money.money,
    sources.verdicts,
    sources.dates,
)


def audit(resolved: Resolved) -> list[Finding]:
    """Every check that the claims allow, under one choice of readings."""
    return [finding for check in CHECKS for finding in check(resolved)]


def contradicted(resolved: Resolved) -> set[str]:
    """The claims whose number a check or another printed figure contradicts.

    A change that does not fit its ends is in doubt itself, not they; a base that is named wrongly leaves the
    number as it is.
    """
    found: set[str] = set()
    for f in audit(resolved):
        if f.verdict == "disagrees" and f.check != "base of a rate":
            found |= {f.claims[0]} if f.check in FIRST_ALONE else set(f.claims)
    return found


def settled(pack: Pack) -> list[Finding]:
    """What is odd about the figures as they are printed, and the preferred readings settle."""
    usual = resolve(pack)
    after = {(f.check, frozenset(f.claims)) for f in audit(usual) if f.verdict == "disagrees" or f.suggestion}
    found = []
    for f in audit(as_printed(pack)):
        readings = dict.fromkeys(tag for c in f.claims for tag in usual.claims[c].readings)
        odd = f.verdict == "disagrees" or f.suggestion
        if odd and readings and (f.check, frozenset(f.claims)) not in after:
            found.append(replace(f, settled_by=tuple(readings)))
    return found
