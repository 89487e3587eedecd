"""Do the figures of the sources agree with each other? Four verdicts, and nothing is altered.

Every check is general: it knows indicators, groups, dates and standards, and no province and no figure.
"""

from dataclasses import replace

from poverty.packs.audit import changes, money, sources, sums, totals
from poverty.packs.audit.finding import Finding
from poverty.packs.load import Pack
from poverty.packs.readings import Resolved, as_printed, resolve

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
    sources.dates,
)


def audit(resolved: Resolved) -> list[Finding]:
    """Every check that the claims allow, under one choice of readings."""
    return [finding for check in CHECKS for finding in check(resolved)]


def contradicted(resolved: Resolved) -> set[str]:
    """The claims whose number a check or another printed figure contradicts."""
    disagreeing = [f for f in audit(resolved) if f.verdict == "disagrees"]
    return {name for f in disagreeing for name in (f.claims if f.in_doubt is None else f.in_doubt)}


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
