"""A finding of the audit as lines of a terminal, in the reader's language: the plain sentence, then the arithmetic."""

from collections import Counter
from dataclasses import replace

from poverty.packs.audit import Finding
from poverty.packs.audit.counts_and_rates import PAIR_CHECK
from poverty.packs.labels import Labels
from poverty.packs.messages import Date, join, message, message_many, number
from poverty.packs.vocabulary import AUDIT_VERDICTS
from poverty.words.language import Language
from poverty.words.phrases import capitalize_first


def join_lone_pairs(findings: list[Finding]) -> list[Finding]:
    """The findings, with one for all pairs of a count and a rate that alone tell nothing."""
    lone = [f for f in findings if (f.check, f.verdict) == (PAIR_CHECK, "cannot tell")]
    if len(lone) < 2:
        return findings
    dates = [
        message("%(when)s (%(n)s)", when=Date(date), n=number(n)) if n > 1 else Date(date)
        for date, n in Counter(f.date for f in lone).items()
    ]
    sentence = message_many(
        "%(count)s pair of a count and its rate fits, but that tells little: one count and one rate nearly always do.",
        "%(count)s pairs of a count and its rate fit, but that tells little: one count and one rate nearly always do.",
        len(lone),
    )
    finding = join([message("each prints from some total, as nearly any pair does"), join(dates, ", ")], ": ")
    return [replace(lone[0], date="", sentence=sentence, finding=finding), *(f for f in findings if f not in lone)]


def print_finding(finding: Finding, lang: Language, own: Labels | None = None) -> None:
    """Print a finding: its sentence, the arithmetic, and, where something is odd, the claims and what would fit."""
    first, *others = list_finding_lines(finding, lang, own)
    width = measure_verdicts(lang)
    print(f"{lang.label(finding.verdict):<{width}} {first}")
    for line in others:
        print(f"{' ' * (width + 1)}{line}")


def measure_verdicts(lang: Language) -> int:
    """The width of the column in which verdicts stand, in characters."""
    return max(len(lang.label(verdict)) for verdict in AUDIT_VERDICTS) + 1


def list_finding_lines(finding: Finding, lang: Language, own: Labels | None = None) -> list[str]:
    """What is said of a finding, beside its verdict.

    Example:
        >>> from poverty.packs.audit import audit_claims
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> found = audit_claims(resolve_readings(load_pack("son-la")))
        >>> lines = list_finding_lines(next(f for f in found if f.verdict == "disagrees"), Language("en"))
        >>> lines[1:]
        ['one source against another, end 2024', 'claims: poverty-rate-2024-sl1, poverty-rate-2024-sl2']
    """
    sentence, arithmetic = capitalize_first(lang.retell(finding.sentence, own)), lang.retell(finding.finding, own)
    check = lang.label(finding.check)
    when = ", ".join([check, lang.date(finding.date)]) if finding.date else check
    lines = [sentence, when if arithmetic in sentence else f"{when}: {arithmetic}"]
    if finding.verdict == "disagrees" or finding.suggestion:
        lines.append(lang.say("claims: %(claims)s", claims=", ".join(finding.claims)))
    if finding.suggestion:
        lines.append(lang.say("would fit: %(suggestion)s", suggestion=lang.retell(finding.suggestion, own)))
    if finding.settled_by:
        lines.append(lang.say("settled by: %(readings)s", readings=", ".join(finding.settled_by)))
    return lines
