"""What a notebook works out in sight, picked from any pack: a printed rate, and counts with their rates."""

from poverty.packs.audit.totals import AllowedTotals, list_allowed_totals
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import PROVINCE_AREA

EVERYBODY = ("all", PROVINCE_AREA)


def choose_example_rate(pack: Pack) -> Claim | None:
    """The latest rate that the pack's own source prints as a plain numeral; None where there is none.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> rate = choose_example_rate(load_pack("bac-lieu"))
        >>> rate.printed, rate.limits("hard")
        ('0,69', (0.685, 0.695))
    """
    rates = [
        c for c in pack.claims.values()
        if c.primary and c.statistic == "level" and c.end and (c.unit, c.qualifier) == ("percent", "exact")
        and "value" not in c.inferred
    ]  # fmt: skip
    return max(rates, key=lambda c: c.t, default=None)


def choose_example_pairs(pack: Pack) -> list[tuple[Claim, Claim]]:
    """Counts, each with its rate, of the latest date at which most of them share a total; none where no count has one.

    A pair that is printed twice is one: it is no second witness.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [(count.printed, rate.printed) for count, rate in choose_example_pairs(load_pack("bac-lieu"))]
        [('1.581', '0,69'), ('4.236', '1,86')]
    """
    by_pairs_alone = [
        t for t in list_allowed_totals(resolve_readings(pack))
        if t.pairs and {*t.claims} == {claim.id for pair in t.pairs for claim in pair}
    ]  # fmt: skip
    chosen = max(by_pairs_alone, key=_weigh_example, default=None)
    return list(chosen.pairs) if chosen else []


def _weigh_example(totals: AllowedTotals) -> tuple[int, bool, float]:
    """How well a date serves as an example: by its different pairs, whether it is of everybody, and its date."""
    different = {(count.value, rate.value) for count, rate in totals.pairs}
    return len(different), (totals.population, totals.area) == EVERYBODY, totals.t
