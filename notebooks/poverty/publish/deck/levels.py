"""The few rows that matter of tables of figures and of standards: who, when, how much."""

import pandas as pd

from poverty.charts.marks import anchors_of, spells_of
from poverty.charts.reported import TIGHT, allows
from poverty.charts.standards import UNITS
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.publish.deck.tables import MOST, Short
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import (
    STATISTIC_LABELS,
    capitalize_first,
    describe_figure,
    phrase_group_and_area,
    phrase_qualified_number,
    phrase_rate,
    phrase_standard_years,
    province_name,
)

NAMED = ("level", "total", "mean per year", "each year")  # statistics that need no word, or have one of their own


def reported(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """The loosest figures, then the latest levels of everybody in the province; in the order of the table."""
    named = table[table["statistic"].isin([*STATISTIC_LABELS, *NAMED])]
    width = (named["high_percent"] - named["low_percent"]).sort_values(ascending=False, kind="stable")
    loose = width.index[width > TIGHT][: MOST // 2]
    everybody = (table["population"] == "all") & (table["area"] == PROVINCE_AREA)
    levels = table[everybody & (table["statistic"] == "level") & (table["status"] == "actual")]
    latest = levels.drop(loose, errors="ignore").sort_values("end", kind="stable").index[-(MOST - len(loose)) :]
    heads = [lang.say("What is counted"), lang.say("When"), lang.say("As printed"), lang.say("What it allows")]
    rows = [
        [
            describe_figure(row, None, context, lang),
            lang.span(row.start, row.end) if row.end else lang.say("undated"),
            phrase_qualified_number(row.qualifier, row.printed, lang),
            allows(row, lang),
        ]
        for row in table.loc[sorted([*loose, *latest])].itertuples()
    ]
    return Short(heads, rows, len(table))


def trajectory(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """The first and the last figure of each standard, then the latest of the others."""
    anchors = table[table["role"] == "anchor"].sort_values("t", kind="stable")
    of = anchors.groupby("standard")["variant"].nunique()
    told = anchors.groupby(["standard", "date"])["variant"].transform("nunique")
    anchors = anchors.assign(one=told < anchors["standard"].map(of))  # not all readings of an open question have it
    fixed = anchors.drop_duplicates(["standard", "date"])
    by = fixed.groupby("standard", sort=False)["t"]
    ends = fixed[(fixed["t"] == by.transform("min")) | (fixed["t"] == by.transform("max"))]
    others = fixed.drop(ends.index)
    room = max(MOST - len(ends), 0)
    chosen = pd.concat([ends.iloc[-MOST:], others.iloc[len(others) - min(room, len(others)) :]])
    order = [*context.shared.standards]
    chosen = chosen.assign(n=chosen["standard"].map(order.index)).sort_values(["n", "t"], kind="stable")
    heads = [lang.say("Standard"), lang.say("When"), lang.say("Poverty rate"), lang.say("Which figure")]
    rows = [
        [
            phrase_standard_years(context, row["standard"], lang),
            lang.date(row["date"]),
            phrase_rate(row, context, lang),
            _which(row, lang),
        ]
        for _, row in chosen.iterrows()
    ]
    return Short(heads, rows, len(fixed))


def _which(row: pd.Series, lang: Language) -> str:
    whose = lang.say("main source") if row["source"] == "own" else lang.say("other source")
    notes = [whose, *([lang.say("inferred")] if row["kind"] == "derived" else [])]
    return ", ".join([*notes, *([lang.say("by one reading")] if row["one"] else [])])


def groups(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """The first and the last figure of each group under each standard, the latest ones."""
    spells = [anchors for spell in spells_of(table) if len(anchors := anchors_of(spell))]
    latest = sorted(range(len(spells)), key=lambda i: spells[i]["t"].max())[-MOST:]
    heads = [lang.say("Who"), lang.say("Standard"), lang.say("First figure"), lang.say("Last figure")]
    rows = []
    for i in sorted(latest):
        first, last = spells[i].iloc[0], spells[i].iloc[-1]
        group = phrase_group_and_area(first["population"], first["area"], context, lang) or province_name(context, lang)
        ends = [f"{phrase_rate(row, context, lang)} ({lang.date(row['date'])})" for row in (first, last)]
        rows.append([capitalize_first(group), phrase_standard_years(context, first["standard"], lang), *ends])
    return Short(heads, rows, len(spells))


def standards(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """Each standard: what it counts, its lines, and the first and the last rate under it."""
    standards, spells = (table[table["role"] == role] for role in ("standard", "spell"))
    units = [lang.label(UNITS.get(s.line_unit, s.line_unit)) for s in standards.itertuples() if pd.notna(s.urban_line)]
    unit = units[0] if units else lang.say("no line in money")
    heads = [lang.say("Standard"), lang.say("What is counted"), lang.say("Rural line, %(unit)s", unit=unit)]
    heads += [lang.say("Urban line, %(unit)s", unit=unit), lang.say("Poverty rate")]
    rows = []
    for s in standards.itertuples():
        lines = [lang.say("no line in money")] * 2
        if pd.notna(s.urban_line):
            lines = [lang.number(line) for line in (s.rural_line, s.urban_line)]
        found = [end for _, spell in spells[spells["standard"] == s.standard].iterrows() for end in _ends(spell)]
        told = [_rate_at(*end, context, lang) for end in sorted(dict.fromkeys(found))]
        told = list(dict.fromkeys([*told[:1], *told[-1:]]))
        name = phrase_standard_years(context, s.standard, lang) + ("" if s.verified == "yes" else "*")
        rows.append([name, lang.label(s.counts), *lines, "; ".join(told) or lang.say("none")])
    return Short(heads, rows[-MOST:], len(rows))


def _ends(spell: pd.Series) -> list[tuple]:
    """Both ends of a spell: when, how much, of which kind and from which claims."""
    first = (spell["t"], spell["date"], spell["value"], spell["kind"], spell["claims"])
    return [first, (spell["end_t"], spell["end_date"], spell["end_value"], spell["end_kind"], spell["claims"])]


def _rate_at(t: float, date: str, value: float, kind: str, claims: str, context: Context, lang: Language) -> str:
    """One end of a spell with the decimals of the claim that prints it."""
    known = [context.claims[name] for name in claims.split()]
    own = [c.id for c in known if c.statistic == "level" and c.end == date and abs(float(c.value) - value) < 1e-4]
    shown = phrase_rate(pd.Series({"kind": kind, "value": value, "claims": " ".join(own)}), context, lang)
    return lang.say("%(value)s, %(when)s", value=shown, when=lang.date(date))
