"""Tables of livelihood models: what is printed, what each model and household comes to, what it can have touched."""

from math import inf

import pandas as pd

from poverty.jobs.livelihoods import (
    LivelihoodSupport,
    SupportNesting,
    compute_support_quotients,
    find_nested_supports,
    largest_share_of_exits,
    largest_share_of_programme,
    list_livelihood_supports,
    list_model_kinds,
)
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.reference import find_nearest_exchange_rate
from poverty.packs.rows import join_claims_and_readings, round_finite, tabulate_rows

LIVELIHOOD_COLUMNS = [
    "role", "measure", "unit", "publisher", "start", "end", "value", "low", "high", "hard_low", "hard_high", "usd_low",
    "usd_high", "usd_rate", "usd_date", "whole", "kind", "claims", "readings",
]  # fmt: skip
LIVELIHOOD_NUMBER_COLUMNS = ["value", "low", "high", "hard_low", "hard_high", "usd_low", "usd_high", "usd_rate"]
QUOTIENT_UNITS = {"households a model": "households", "VND a model": "VND", "VND a household": "VND"}


def tabulate_livelihoods(pack: Pack) -> pd.DataFrame:
    """What is printed of livelihood models, and what follows; `low` and `high` as people use the words.

    `role` is printed; each (a quotient: households a model, VND a model, VND a household); share (the most that it
    can be of `whole`, in percent); rest (what one source's numbers leave if another's are a part of them) and rest-each
    (their quotients); kind (a kind of model that is named). `hard_low` and `hard_high` are what the words alone allow.
    Dollars are at the official rate printed nearest to the end of the period.
    """
    resolved = resolve_readings(pack)
    rows: list[dict] = []
    for s in list_livelihood_supports(resolved):
        rows += [_build_printed_row(c, s) for c in s.claims.values()]
        for q in compute_support_quotients(s):
            row = {"role": "each", "measure": q.name, "unit": QUOTIENT_UNITS[q.name], "kind": "derived"}
            row |= (
                _build_publisher_cells(s)
                | _build_number_cells(q.value, q.soft, q.hard)
                | join_claims_and_readings(q.claims, resolved)
            )
            rows.append(row | _convert_to_dollars(QUOTIENT_UNITS[q.name], q.soft, s))
        for share in (largest_share_of_exits(resolved, s), largest_share_of_programme(resolved, s)):
            if share:
                row = {
                    "role": "share",
                    "measure": f"at most, of the {share.what}",
                    "unit": "percent",
                    "kind": "derived",
                }
                row |= (
                    _build_publisher_cells(s)
                    | _build_number_cells(None, (0.0, 100 * share.most), (0.0, inf))
                    | join_claims_and_readings(share.claims, resolved)
                )
                rows.append(row | {"whole": share.what, "start": share.since, "end": share.until})
    for n in find_nested_supports(resolved):
        if n.possible and not n.same:
            rows += _build_remainder_rows(n, resolved)
    trained = [c for c in resolved.claims.values() if c.indicator == "workers_trained" and c.bounds is not None]
    rows += [_build_printed_row(c, LivelihoodSupport({c.indicator: c})) for c in trained if c.statistic == "total"]
    for c in list_model_kinds(resolved):
        row = {"role": "kind", "measure": c.note, "unit": "", "publisher": c.source.publisher, "start": c.start}
        rows.append(row | {"end": c.end, "kind": "reported"} | join_claims_and_readings((c.id,), resolved))
    return tabulate_rows(rows, LIVELIHOOD_COLUMNS, LIVELIHOOD_NUMBER_COLUMNS)


def tabulate_drawn_quotients(pack: Pack) -> pd.DataFrame:
    """The quotients, and those of the rest, which the chart draws."""
    table = tabulate_livelihoods(pack)
    return table[table["role"].isin(["each", "rest-each"])].reset_index(drop=True)


def _build_printed_row(c: Claim, s: LivelihoodSupport) -> dict:
    row = {"role": "printed", "measure": c.indicator, "unit": c.base_unit, "kind": "reported"}
    row |= _build_publisher_cells(s) | _build_number_cells(float(c.value), c.limits("soft"), c.limits("hard"))
    row |= {"claims": c.id, "readings": " ".join(c.readings)}
    return row | _convert_to_dollars(c.base_unit, c.limits("soft"), s)


def _build_remainder_rows(n: SupportNesting, resolved: ResolvedClaims) -> list[dict]:
    rows = []
    for role, ranges in (("rest", n.rest), ("rest-each", n.quotients)):
        for name, ends in ranges.items():
            unit = QUOTIENT_UNITS.get(name) or n.whole.claims[name].base_unit
            row = {"role": role, "measure": name, "unit": unit, "kind": "assumed"} | _build_publisher_cells(n.whole)
            row |= _build_number_cells(None, ends, ends) | join_claims_and_readings(
                (*n.whole.ids, *n.part.ids), resolved
            )
            rows.append(row | {"whole": n.part.first.source.publisher} | _convert_to_dollars(unit, ends, n.whole))
    return rows


def _build_publisher_cells(s: LivelihoodSupport) -> dict:
    c = s.first
    return {"publisher": c.source.publisher, "start": c.start, "end": c.end}


def _build_number_cells(value: float | None, soft: tuple[float, float], hard: tuple[float, float]) -> dict:
    """Numbers of a row, rounded; the ends of what the words alone allow are blank where there are none."""
    names = ("value", "low", "high", "hard_low", "hard_high")
    return dict(zip(names, (round_finite(x) for x in (value, *soft, *hard)), strict=True))


def _convert_to_dollars(unit: str, ends: tuple[float, float], s: LivelihoodSupport) -> dict:
    if unit != "VND" or not s.first.end:
        return {}
    rate = find_nearest_exchange_rate("VND", period_end_coordinate(s.first.end))
    low, high = (round_finite(x / rate.per_usd, 0) for x in ends)
    return {"usd_low": low, "usd_high": high, "usd_rate": rate.per_usd, "usd_date": rate.day}
