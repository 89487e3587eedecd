"""Tables of livelihood models: what is printed, what each model and household comes to, what it can have touched."""

from math import inf

import pandas as pd

from poverty.jobs import livelihoods
from poverty.jobs.livelihoods import Nesting, Support
from poverty.packs import dates as periods
from poverty.packs import readings
from poverty.packs import reference as exchange
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.rows import framed, rounded, traced

LIVELIHOODS = [
    "role", "measure", "unit", "publisher", "start", "end", "value", "low", "high", "hard_low", "hard_high", "usd_low",
    "usd_high", "usd_rate", "usd_date", "whole", "kind", "claims", "readings",
]  # fmt: skip
NUMBERS = ["value", "low", "high", "hard_low", "hard_high", "usd_low", "usd_high", "usd_rate"]
UNITS = {"households a model": "households", "VND a model": "VND", "VND a household": "VND"}


def livelihood_models(pack: Pack) -> pd.DataFrame:
    """What is printed of livelihood models, and what follows; `low` and `high` as people use the words.

    `role` is printed; each (a quotient: households a model, VND a model, VND a household); share (the most that it
    can be of `whole`, in percent); rest (what one source's numbers leave if another's are a part of them) and rest-each
    (their quotients); kind (a kind of model that is named). `hard_low` and `hard_high` are what the words alone allow.
    Dollars are at the official rate printed nearest to the end of the period.
    """
    resolved = readings.resolve(pack)
    rows: list[dict] = []
    for s in livelihoods.supports(resolved):
        rows += [_printed(c, s) for c in s.claims.values()]
        for q in livelihoods.quotients(s):
            row = {"role": "each", "measure": q.name, "unit": UNITS[q.name], "kind": "derived"}
            row |= _dates(s) | _ends(q.value, q.soft, q.hard) | traced(q.claims, resolved)
            rows.append(row | _dollars(UNITS[q.name], q.soft, s))
        for share in (livelihoods.share_of_exits(resolved, s), livelihoods.share_of_programme(resolved, s)):
            if share:
                row = {
                    "role": "share",
                    "measure": f"at most, of the {share.what}",
                    "unit": "percent",
                    "kind": "derived",
                }
                row |= _dates(s) | _ends(None, (0.0, 100 * share.most), (0.0, inf)) | traced(share.claims, resolved)
                rows.append(row | {"whole": share.what, "start": share.since, "end": share.until})
    for n in livelihoods.nestings(resolved):
        if n.possible and not n.same:
            rows += _rest(n, resolved)
    trained = [c for c in resolved.claims.values() if c.indicator == "workers_trained" and c.bounds is not None]
    rows += [_printed(c, Support({c.indicator: c})) for c in trained if c.statistic == "total"]
    for c in livelihoods.kinds(resolved):
        row = {"role": "kind", "measure": c.note, "unit": "", "publisher": c.source.publisher, "start": c.start}
        rows.append(row | {"end": c.end, "kind": "reported"} | traced((c.id,), resolved))
    return framed(rows, LIVELIHOODS, NUMBERS)


def livelihoods_drawn(pack: Pack) -> pd.DataFrame:
    """The quotients, and those of the rest, which the chart draws."""
    table = livelihood_models(pack)
    return table[table["role"].isin(["each", "rest-each"])].reset_index(drop=True)


def _printed(c: Claim, s: Support) -> dict:
    row = {"role": "printed", "measure": c.indicator, "unit": c.base_unit, "kind": "reported"}
    row |= _dates(s) | _ends(float(c.value), c.limits("soft"), c.limits("hard"))
    row |= {"claims": c.id, "readings": " ".join(c.readings)}
    return row | _dollars(c.base_unit, c.limits("soft"), s)


def _rest(n: Nesting, resolved: readings.Resolved) -> list[dict]:
    rows = []
    for role, ranges in (("rest", n.rest), ("rest-each", n.quotients)):
        for name, ends in ranges.items():
            unit = UNITS.get(name) or n.whole.claims[name].base_unit
            row = {"role": role, "measure": name, "unit": unit, "kind": "assumed"} | _dates(n.whole)
            row |= _ends(None, ends, ends) | traced((*n.whole.ids, *n.part.ids), resolved)
            rows.append(row | {"whole": n.part.first.source.publisher} | _dollars(unit, ends, n.whole))
    return rows


def _dates(s: Support) -> dict:
    c = s.first
    return {"publisher": c.source.publisher, "start": c.start, "end": c.end}


def _ends(value: float | None, soft: tuple[float, float], hard: tuple[float, float]) -> dict:
    """Numbers of a row, rounded; the ends of what the words alone allow are blank where there are none."""
    names = ("value", "low", "high", "hard_low", "hard_high")
    return dict(zip(names, (rounded(x) for x in (value, *soft, *hard)), strict=True))


def _dollars(unit: str, ends: tuple[float, float], s: Support) -> dict:
    if unit != "VND" or not s.first.end:
        return {}
    rate = exchange.nearest("VND", periods.year_end(s.first.end))
    low, high = (rounded(x / rate.per_usd, 0) for x in ends)
    return {"usd_low": low, "usd_high": high, "usd_rate": rate.per_usd, "usd_date": rate.day}
