"""Do the figures of the sources agree with each other? Four verdicts, and nothing is altered.

Every rule is general: it knows indicators, groups, dates and standards, and no province and no figure.

To add a rule, write one function in a file of this folder, an old one or a new one; nothing else lists it:

    @audit_rule(place=140)
    def audit_two_figures(resolved: ResolvedClaims) -> Iterator[Finding]:
        for first, second in combinations(select_dated_levels(resolved), 2):
            if ...:
                sentence = message("%(first)s and ... do not fit.", first=phrase_figure(first))
                arithmetic = message("%(n)s apart", n=phrase_number(2.5))
                yield Finding(CHECK, first.end, "disagrees", sentence, arithmetic, (first.id, second.id))

It gets all claims under one choice of readings, and yields one `Finding` for each comparison that it makes.
`place` says where its findings stand among those of the other rules (`finding.AUDIT_RULES` holds all of them), and
CHECK is its name, `translatable("two figures")`. A finding says in one plain sentence what fits or does not, of what
and when; the arithmetic stands behind it. Both are messages, which are translated. `finding` holds what a rule
compares and the slips that it may suggest, `wording` how figures, dates and numbers are written.
"""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from poverty.packs.audit.finding import AUDIT_RULES, Finding
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, leave_claims_as_printed, resolve_readings

for _module in iter_modules(__path__):  # every file of this folder holds rules, also one that somebody adds
    import_module(f"{__name__}.{_module.name}")


def audit_claims(resolved: ResolvedClaims) -> list[Finding]:
    """Every comparison of figures that the claims allow, under one choice of readings.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> findings = audit_claims(resolve_readings(load_pack("bac-lieu")))
        >>> [(f.check, f.verdict) for f in findings if f.date == "1997" and "poor-households-1997" in f.claims]
        [('count against rate', 'cannot tell'), ('persons per household', 'disagrees')]
    """
    return [finding for _, rule in sorted(AUDIT_RULES.items()) for finding in rule(resolved)]


def find_contradicted_claims(resolved: ResolvedClaims) -> set[str]:
    """The ids of the claims whose number a rule or another printed figure contradicts."""
    return list_contradicted_claims(audit_claims(resolved))


def list_contradicted_claims(findings: list[Finding]) -> set[str]:
    """The same, from the findings of `audit_claims`."""
    disagreements = [f for f in findings if f.verdict == "disagrees"]
    return {claim_id for f in disagreements for claim_id in (f.claims if f.in_doubt is None else f.in_doubt)}


def list_settled_findings(pack: Pack) -> list[Finding]:
    """What is odd about the figures as they are printed, and the preferred readings settle."""
    preferred = resolve_readings(pack)
    unsettled = {(f.check, frozenset(f.claims)) for f in audit_claims(preferred) if _is_odd(f)}
    settled = []
    for f in audit_claims(leave_claims_as_printed(pack)):
        readings = tuple(dict.fromkeys(tag for c in f.claims for tag in preferred.claims[c].readings))
        if readings and _is_odd(f) and (f.check, frozenset(f.claims)) not in unsettled:
            settled.append(replace(f, settled_by=readings))
    return settled


def _is_odd(finding: Finding) -> bool:
    """Whether a finding is a disagreement, or suggests another figure."""
    return finding.verdict == "disagrees" or bool(finding.suggestion)
