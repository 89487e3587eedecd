"""Tables and explanations of notebook 07: provinces side by side, inside one standard, kind of count and unit."""

import pandas as pd

from poverty.packs.load import Pack, load_all_packs
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import provinces
from poverty.words.phrases import phrase_standard_years, province_name
from poverty.words.readable.table import ENGLISH, Entry, Head


class UnknownStandardError(ValueError):
    """A standard under which no province has a pace; the message says which there are."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: one sentence."""
        return [str(self)]


def _list_packs(own: Pack) -> dict[str, Pack]:
    """Every pack without a fault, with the evidence of one, by slug."""

    def restrict_all() -> dict[str, Pack]:
        return {pack.slug: restrict_to_evidence(pack, own.evidence) for pack in load_all_packs()[0]}

    return own.compute_once(("all provinces",), restrict_all)


def _list_paces(own: Pack) -> pd.DataFrame:
    """The pace of each province under each standard, with words for people beside the names."""
    packs = _list_packs(own)

    def tabulate() -> pd.DataFrame:
        rows = provinces.tabulate_province_paces([*packs.values()])
        return _add_names(rows, packs).assign(doubts=[_tell_doubts(row) for row in rows.itertuples()])

    return own.compute_once(("paces of provinces",), tabulate)


def _add_names(rows: pd.DataFrame, packs: dict[str, Pack]) -> pd.DataFrame:
    """The rows with provinces by their names, and standards by their years; a survey says that it is one."""
    named = [province_name(packs[slug], ENGLISH) for slug in rows["province"]]
    years = [
        phrase_standard_years(packs[slug], standard, ENGLISH) + (", survey" if method == "survey" else "")
        for slug, standard, method in zip(rows["province"], rows["standard"], rows["method"], strict=True)
    ]
    return rows.assign(place=named, under=years)


def _tell_doubts(pace: tuple) -> str:
    """What speaks against a pace: "contradicted; inferred"; "" if nothing does."""
    rises = {0: "", 1: "rose once on the way", 2: "rose twice on the way"}
    doubts = (
        "contradicted" if pace.contradicted == "yes" else "",
        "inferred" if pace.inferred == "yes" else "",
        rises.get(pace.rises, f"rose {pace.rises} times on the way"),
        pace.direction if pace.direction != "fell" else "",
    )
    return "; ".join(filter(None, doubts))


def _choose_standard(paces: pd.DataFrame, standard: str) -> str:
    """The standard that is asked for, or that which most provinces share, and of these the latest.

    Raises:
        UnknownStandardError: no province has a pace under it.
    """
    known = sorted(set(paces["standard"]))
    if standard and standard not in known:
        raise UnknownStandardError(f"no province has a pace under {standard!r}; there are {', '.join(known)}")
    return standard or max(known, key=lambda name: ((paces["standard"] == name).sum(), name), default="")


def _tabulate_paces(own: Pack, standard: str = "") -> pd.DataFrame:
    """Paces under one standard, the most points a year first."""
    paces = _list_paces(own)
    return paces[paces["standard"] == _choose_standard(paces, standard)]


def _tabulate_other_paces(own: Pack, standard: str = "") -> pd.DataFrame:
    """Paces under all others, each standard by itself."""
    paces = _list_paces(own)
    return paces[paces["standard"] != _choose_standard(paces, standard)]


def _tabulate_levels(own: Pack) -> pd.DataFrame:
    """Printed rates of one date, standard and unit, where two provinces or more print one: the highest first."""
    packs = _list_packs(own)
    rows = _add_names(provinces.tabulate_province_levels([*packs.values()]), packs)
    alike = rows[rows["kind"] == "reported"].groupby(["under", "base", "date"], sort=False)
    found = []
    for (under, base, date), group in alike:
        if group["province"].nunique() < provinces.FEWEST_COMPARED:
            continue
        ranked = group.sort_values("value", ascending=False)
        rates = [
            f"{row.place} {ENGLISH.number(row.value, 2)}{' (contradicted)' if row.contradicted == 'yes' else ''}"
            for row in ranked.itertuples()
        ]
        row = {"under": under, "base": base, "date": date, "rates": ", ".join(rates)}
        found.append(row | {"claims": " ".join(ranked["claims"])})
    return pd.DataFrame(found, columns=["under", "base", "date", "rates", "claims"])


def _tabulate_disagreements(own: Pack) -> pd.DataFrame:
    """The sources that stand in a disagreement, or did before a reading settled it; the most first."""
    packs = _list_packs(own)
    rows = provinces.tabulate_disagreements([*packs.values()])
    rows = rows.assign(place=[province_name(packs[slug], ENGLISH) for slug in rows["province"]])
    apart = rows[(rows["disagreements"] > 0) | (rows["settled_by_a_reading"] > 0)]
    return apart.sort_values(["disagreements", "settled_by_a_reading"], ascending=False, kind="stable")


PACE_HEADS = (
    Head("Province", "place"), Head("From", "start"), Head("To", "end"),
    Head("Points a year", "points points_low points_high", 2),
    Head("Fall of the rate a year, %", "compound compound_low compound_high", 1), Head("Doubts", "doubts"),
)  # fmt: skip
TABLES = {
    "province-paces": Entry(
        _tabulate_paces, (Head("% of", "base"), *PACE_HEADS), "No province has two figures under one standard.", rows=40
    ),
    "other-province-paces": Entry(
        _tabulate_other_paces,
        (Head("Standard", "under"), Head("% of", "base"), *PACE_HEADS),
        "No province has two figures under another standard.",
        rows=20,
    ),
    "shared-levels": Entry(
        _tabulate_levels,
        (Head("Standard", "under"), Head("% of", "base"), Head("When", "date"), Head("Rates, highest first", "rates")),
        "No two provinces print a rate of one date under one standard.",
        rows=20,
    ),
    "disagreements": Entry(
        _tabulate_disagreements,
        (
            Head("Province", "place"), Head("Publisher", "publisher"), Head("Claims", "claims_used"),
            Head("Disagreements", "disagreements"), Head("Settled by a reading", "settled_by_a_reading"),
            Head("What disagrees", "checks"),
        ),
        "No source stands in a disagreement.",
    ),
}  # fmt: skip


def phrase_province_paces(own: Pack, standard: str = "") -> list[str]:
    """How many provinces can be compared under a standard, and how fast poverty fell where nothing is in doubt."""
    packs, paces = _list_packs(own), _tabulate_paces(own, standard)
    if paces.empty:
        return ["No province has two figures under one standard."]
    by_unit = paces[paces["base"] == paces["base"].mode()[0]]
    clear = by_unit[by_unit["doubts"] == ""]
    claims, doubted = sum(len(pack.claims) for pack in packs.values()), len(by_unit) - len(clear)
    said = [
        f"{len(by_unit)} of {len(packs)} provinces, with {claims} claims in all, have a pace under one standard: "
        f"{paces['under'].iloc[0]}. For {doubted} of them something is in doubt: an end is inferred or contradicted, "
        f"or the rate rose."
    ]
    if len(clear):
        points, shares = _phrase_span(clear["points"], 2), _phrase_span(clear["compound"], 1)
        said.append(
            f"In the other {len(clear)} poverty fell by {points} points a year, or by {shares}% of the rate a year, "
            f"over {_phrase_span(clear['years'], 0)} years."
        )
    if own.slug not in set(paces["province"]):
        said.append(f"{province_name(own, ENGLISH)} has no pace under it.")
    faulty = load_all_packs()[1]
    if faulty:
        listed = ", ".join(faulty)
        said.append(f"Left out, because their packs have faults (`make check PROVINCE=name` says which): {listed}.")
    return said


def _phrase_span(numbers: pd.Series, decimals: int) -> str:
    return ENGLISH.range(ENGLISH.number(numbers.min(), decimals), ENGLISH.number(numbers.max(), decimals))


def phrase_disagreements(own: Pack) -> list[str]:
    """How many of all sources stand in a disagreement."""
    every = len(provinces.tabulate_disagreements([*_list_packs(own).values()]))
    apart = len(_tabulate_disagreements(own))
    return [f"{apart} of {every} sources stand in a disagreement, or did before a reading settled it."]


EXPLANATIONS = {"province-paces": phrase_province_paces, "disagreements": phrase_disagreements}
