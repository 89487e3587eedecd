"""What a rule of the audit finds, how it becomes one, what it compares, and the slips that it may suggest."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from poverty.packs.audit.wording import phrase_number
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, message, number
from poverty.packs.numerals import NumeralError, parse_numeral
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS

COUNTED_STATUSES = ("actual", "estimate")  # what was counted, finally or not: targets and forecasts were not
ValueRange = tuple[float, float]  # both ends, in one unit
# indicators that mean nothing without a standard
STANDARD_BOUND_INDICATORS = {*COUNT_OF_RATE, *(count for counts in COUNT_OF_RATE.values() for count in counts.values())}
_NUMERAL_PATTERN = re.compile(r"\d[\d.,\s]*")
CANDIDATE_YEAR_COUNTS = range(1, 11)  # numbers of years that a printed mean may have been divided by


def select_printed_levels(resolved: ResolvedClaims, statuses: tuple[str, ...] = COUNTED_STATUSES) -> list[Claim]:
    """The claims that give a stock (a rate, a number of households or people) at a date; by default counted ones."""
    return [
        c
        for c in resolved.claims.values()
        if c.statistic == "level" and c.status in statuses and c.end and INDICATORS[c.indicator].stock
    ]


def select_dated_levels(resolved: ResolvedClaims, statuses: tuple[str, ...] = COUNTED_STATUSES) -> list[Claim]:
    """The same without those that only repeat a more exact figure of their own page: what rules compare."""
    key = ("dated levels", statuses)
    return [*resolved.compute_once(key, lambda: select_counting_claims(select_printed_levels(resolved, statuses)))]


def select_series(claims: Iterable[Claim], model: Claim) -> list[Claim]:
    """Those of the claims that have the indicator, the population, the area and the base of `model`, at any date.

    A change seldom says of what it is a share: it may be one of either base.
    """
    return [
        c
        for c in claims
        if (c.indicator, population_and_area(c)) == (model.indicator, population_and_area(model))
        and is_same_word(rate_base(c), rate_base(model))
    ]


def select_same_date(claims: Iterable[Claim], model: Claim) -> list[Claim]:
    """Those of the claims that have the date, the standard, the population and the area of `model`, of any base."""
    t, moment = model.t, (model.standard, population_and_area(model))
    return [c for c in claims if c.t == t and (c.standard, population_and_area(c)) == moment]


def rate_base(claim: Claim) -> str:
    """What a rate is a share of, "households" or "population": rates of two bases are two series; "" for a count."""
    return claim.whole if INDICATORS[claim.indicator].unit == "percent" else ""


def is_same_word(a: str, b: str) -> bool:
    """Whether two cells say the same, or one of them says nothing."""
    return not a or not b or a == b


def is_standard_known(claim: Claim) -> bool:
    """Whether a figure has the poverty standard without which it means nothing, or needs none."""
    return bool(claim.standard) or claim.indicator not in STANDARD_BOUND_INDICATORS


def population_and_area(claim: Claim) -> tuple[str, str]:
    """Of whom and where a figure is, such as ("all", "province")."""
    return claim.population, claim.area


def has_both_limits(claim: Claim) -> bool:
    """Whether the words of a claim limit it on both sides: "more than" does not."""
    return None not in (claim.bounds.hard.low, claim.bounds.hard.high)


def allowed_range(claim: Claim) -> ValueRange:
    """What a figure allows, in base units: the hard bounds, or for "about", which has none, the soft ones.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> claims = load_pack("bac-lieu").claims
        >>> allowed_range(claims["poverty-rate-1997"])  # printed 28,9%
        (28.85, 28.95)
        >>> allowed_range(claims["icon-poverty-rate-1997"])  # more than 19,09%
        (19.09, inf)
    """
    low, high = claim.limits("soft" if claim.qualifier == "about" else "hard")
    return max(low, 0.0), high


def is_overlapping(a: ValueRange, b: ValueRange) -> bool:
    """Whether two ranges share more than one end, or are the same."""
    return (a[0] < b[1] and b[0] < a[1]) or a == b


def is_touching(a: ValueRange, b: ValueRange) -> bool:
    """Whether two ranges share at least one end."""
    return a[0] <= b[1] and b[0] <= a[1]


@dataclass(frozen=True)
class Finding:
    """One comparison: its verdict, the claims involved, what came out in one plain sentence, and the arithmetic.

    `sentence` says what fits or does not, of what and when; `finding` shows the numbers that it follows from. `low` and
    `high` bound the quantity that the rule computed, `best` is its balanced value; None if there is none. `suggestion`
    names the simplest slip that would explain a disagreement; nothing is changed.
    """

    check: str
    date: str
    verdict: str
    sentence: str
    finding: str
    claims: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    best: float | None = None
    suggestion: str = ""
    in_doubt: tuple[str, ...] | None = None  # the claims whose number a disagreement puts in doubt; None: all
    settled_by: tuple[str, ...] = ()  # readings under which the figures as printed no longer disagree


AuditRule = Callable[[ResolvedClaims], Iterable[Finding]]
AUDIT_RULES: dict[tuple[int, str], AuditRule] = {}  # by place and name


def audit_rule(place: int) -> Callable[[AuditRule], AuditRule]:
    """Make a function a rule of the audit; the findings of all rules stand in the order of their places."""

    def register_rule(rule: AuditRule) -> AuditRule:
        AUDIT_RULES[place, rule.__name__] = rule
        return rule

    return register_rule


def suggest_digit_slip(claim: Claim, misfit: Callable[[Decimal], float | None]) -> str:
    """The numeral with one digit changed that fits best; "" if none does.

    Args:
        claim: the figure whose numeral is varied.
        misfit: how far a value, in base units, is from what the other figures ask for; None if it does not fit.
    """
    best_distance, best_numeral = 0.0, ""
    match = _NUMERAL_PATTERN.match(claim.printed)
    numeral = match[0] if match else ""
    for place, digit in enumerate(numeral):
        for new_digit in "0123456789" if digit.isdigit() else "":
            changed = numeral[:place] + new_digit + numeral[place + 1 :]
            if new_digit == digit or (changed[0] == "0" and changed[1:2].isdigit()):
                continue
            try:
                value = parse_numeral(changed.strip(), claim.locale) * claim.magnitude
            except NumeralError:  # a misprint, or a word: nothing to vary
                return ""
            distance = misfit(value)
            if distance is not None and (not best_numeral or distance < best_distance):
                best_distance, best_numeral = distance, changed.strip()
    if not best_numeral:
        return ""
    return message("%(meant)s for %(printed)s (one digit)", meant=best_numeral, printed=claim.printed)


def suggest_year_count_slip(total: ValueRange, mean: ValueRange, years: float) -> str:
    """The number of years by which the total would have been divided to give the printed mean; "" if none.

    Args:
        total: the range of what was divided.
        mean: the range of the printed mean per year, in the same unit.
        years: the number of years that it lasted.
    """
    fitting = [n for n in CANDIDATE_YEAR_COUNTS if n != years and total[0] / n < mean[1] and total[1] / n > mean[0]]
    if len(fitting) != 1:
        return ""
    other = fitting[0]
    return message("divided by %(n)s years rather than %(years)s", n=number(other), years=phrase_number(years))


def suggest_thousandfold_slip(value: float, is_plausible: Callable[[float], bool]) -> str:
    """In words, whether a thousandfold larger or smaller value would fit; "" if neither."""
    if is_plausible(value * 1000):
        return message("a unit a thousand times more")
    return message("a unit a thousand times less") if is_plausible(value / 1000) else ""


def suggest_other_date_slip(claim: Claim, series: Iterable[Claim]) -> str:
    """Another date of the claim's `series` that prints the same number; "" if there is none."""
    for c in series:
        if c.value == claim.value and c.end != claim.end:
            facts = {"printed": claim.printed, "when": Date(c.end), "claim": c.id}
            return message("%(printed)s is the figure of %(when)s (%(claim)s)", **facts)
    return ""
