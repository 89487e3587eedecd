"""Do the figures of the sources agree with each other? Four verdicts, and nothing is altered.

Every check is general: it knows indicators, groups, dates and standards, and no province and no figure.
"""

from dataclasses import replace

from poverty.packs.audit.changes import audit_poverty_exits, audit_printed_changes, audit_yearly_means
from poverty.packs.audit.finding import Finding
from poverty.packs.audit.money import audit_money_sums
from poverty.packs.audit.sources import (
    audit_publication_dates,
    audit_rate_bases,
    audit_repeated_figures,
    audit_series_leaps,
    audit_standards_in_force,
    audit_undated_levels,
)
from poverty.packs.audit.sums import audit_parts_and_wholes
from poverty.packs.audit.totals import audit_counts_and_rates, audit_persons_per_household
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, leave_claims_as_printed, resolve_readings

AUDIT_CHECKS = (
    audit_counts_and_rates,
    audit_persons_per_household,
    audit_parts_and_wholes,
    audit_printed_changes,
    audit_yearly_means,
    audit_poverty_exits,
    audit_repeated_figures,
    audit_rate_bases,
    audit_undated_levels,
    audit_series_leaps,
    audit_standards_in_force,
    audit_money_sums,
    audit_publication_dates,
)


def audit_claims(resolved: ResolvedClaims) -> list[Finding]:
    """Every check that the claims allow, under one choice of readings."""
    return [finding for check in AUDIT_CHECKS for finding in check(resolved)]


def find_contradicted_claims(resolved: ResolvedClaims) -> set[str]:
    """The claims whose number a check or another printed figure contradicts."""
    disagreeing = [f for f in audit_claims(resolved) if f.verdict == "disagrees"]
    return {name for f in disagreeing for name in (f.claims if f.in_doubt is None else f.in_doubt)}


def list_settled_findings(pack: Pack) -> list[Finding]:
    """What is odd about the figures as they are printed, and the preferred readings settle."""
    usual = resolve_readings(pack)
    after = {(f.check, frozenset(f.claims)) for f in audit_claims(usual) if f.verdict == "disagrees" or f.suggestion}
    found = []
    for f in audit_claims(leave_claims_as_printed(pack)):
        readings = dict.fromkeys(tag for c in f.claims for tag in usual.claims[c].readings)
        odd = f.verdict == "disagrees" or f.suggestion
        if odd and readings and (f.check, frozenset(f.claims)) not in after:
            found.append(replace(f, settled_by=tuple(readings)))
    return found
