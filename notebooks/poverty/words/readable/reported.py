"""What was printed and what each number allows, the questions it leaves, and whether the figures agree."""

import re
from collections import Counter
from math import isfinite

import pandas as pd
from babel import Locale

from poverty.packs.audit.totals import AllowedTotals, list_allowed_totals
from poverty.packs.claims import Claim
from poverty.packs.examples import choose_example_pairs
from poverty.packs.load import Pack
from poverty.packs.numerals import NumeralError, compute_numeral_bounds, read_printed_numeral, split_magnitude_word
from poverty.packs.readings import resolve_readings
from poverty.packs.tables import tabulate_audit_findings, tabulate_readings, tabulate_reported_numerals
from poverty.packs.vocabulary import split_unit
from poverty.words.phrases import describe_figure, phrase_group_and_area, phrase_printed, province_name
from poverty.words.readable.table import ENGLISH, Entry, Head, put_into_words

MOST_DECIMALS = 6
VERDICTS = ("disagrees", "agrees", "cannot tell", "not checkable")  # what says most first
PEOPLE = {"persons": "people", "population": "people"}
NO_PAIR = "No count stands beside its rate: no total can be worked out."


def tabulate_sources(pack: Pack) -> pd.DataFrame:
    """The sources that the claims come from, the pack's own first."""
    claims: dict[str, list[str]] = {}
    for c in pack.claims.values():
        claims.setdefault(c.source.id, []).append(c.id)
    sources = {c.source.id: c.source for c in pack.claims.values()}
    rows = [
        {
            "publisher": s.name_publisher("en"), "title": s.title, "published": ENGLISH.published(s.published),
            "role": "main" if s.role == "primary" else "other", "trust": s.trust, "numbers": len(claims[s.id]),
            "claims": " ".join(claims[s.id]),
        }
        for s in sorted(sources.values(), key=lambda s: s.role != "primary")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["publisher", "title", "published", "role", "trust", "numbers", "claims"])


def tabulate_numerals(pack: Pack) -> pd.DataFrame:
    """Each numeral of the pack's own sources, the loosest first: as printed, what its words allow, what is meant.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> loosest = tabulate_numerals(load_pack("bac-lieu")).iloc[0]
        >>> loosest["as_printed"], loosest["meant"]
        ('“ratusan (hundreds)”', '100 to 999')
    """
    rows = tabulate_reported_numerals(pack)
    width = (rows["high_percent"] - rows["low_percent"]).where(rows["qualifier"] != "exact", 0.0)
    rows = rows.loc[width.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    claims = [pack.claims[name] for name in rows["id"]]
    return rows.assign(
        figure=[describe_figure(c, None, pack, ENGLISH) for c in claims],
        when=[ENGLISH.span(c.start, c.end) for c in claims],
        as_printed=[f"“{phrase_printed(c, pack, ENGLISH)}”" for c in claims],
        of=rows["printed_unit"].replace("percent", "%").replace("persons", "people"),
        allowed=[_phrase_scaled(row.hard_low, row.hard_high, row.printed_unit) for row in rows.itertuples()],
        meant=[_phrase_scaled(row.soft_low, row.soft_high, row.printed_unit) for row in rows.itertuples()],
    )


def tabulate_qualifiers(pack: Pack) -> pd.DataFrame:
    """The words beside a numeral: how far each moves its bounds, in units of the last digit that counts."""
    rows = pd.DataFrame(vars(q) for q in pack.shared.qualifiers.values())
    for tier in ("hard", "soft"):
        rows[tier] = [write_limits(q[f"{tier}_low"], q[f"{tier}_high"]) for _, q in rows.iterrows()]
    return rows


def tabulate_numeral(pack: Pack, printed: str, words: str = "exact", last_digit: int = 1) -> pd.DataFrame:
    """What a numeral of one's own says in each language, or why that language cannot print it.

    Args:
        pack: for its list of words.
        printed: the numeral, such as "1.500", "34 ngàn", or "1-1,5" for a range.
        words: those beside it, such as "more than".
        last_digit: of a whole number, the unit of the last digit that counts: 100 where 1.500 is meant in hundreds.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> rows = tabulate_numeral(load_pack("gia-lai"), "1.500", "more than", 100)
        >>> rows[["language", "meant"]].values.tolist()[::2]
        [['Vietnamese', '1,500 to 1,600'], ['English', '1.5 to 1.501']]
    """
    locales = dict.fromkeys(locale for locale, _ in pack.shared.magnitudes)
    rows = [_read_numeral(pack, printed, words, last_digit, locale) for locale in locales]
    return pd.DataFrame(rows)


def tabulate_questions(pack: Pack) -> pd.DataFrame:
    """Each question with its readings; what it asks stands once."""
    rows = tabulate_readings(pack)
    once = rows["asks"].where(rows["question"] != rows["question"].shift(), "")
    return rows.assign(once=once, claims=rows["supported_by"])


def tabulate_checks(pack: Pack) -> pd.DataFrame:
    """What the audit found, disagreements first, without codes."""
    rows = tabulate_audit_findings(resolve_readings(pack))
    rows = rows.sort_values("verdict", key=lambda of: of.map(_rank_verdict), kind="stable", ignore_index=True)
    labels = {f"{r.question}={r.name}": r.label for group in pack.questions.values() for r in group}
    return rows.assign(
        found=[
            " ".join(
                [
                    _say_plainly(row.sentence, pack),
                    *(f"Settled by the reading “{labels[tag]}”." for tag in row.readings.split()),
                ]
            )
            for row in rows.itertuples()
        ],
        arithmetic=[
            "" if row.finding in row.sentence else _say_plainly(row.finding, pack) for row in rows.itertuples()
        ],
        fits=[_say_plainly(text, pack) for text in rows["suggestion"]],
    )


def tabulate_totals(pack: Pack) -> pd.DataFrame:
    """How many households, or people, print as all counts and rates of a group and a date."""
    rows = [
        {
            "date": t.date, "whole": _phrase_whole(t, pack), "low": t.low, "high": t.high, "best": t.best,
            "pairs": len(t.pairs), "claims": " ".join(t.claims),
        }
        for t in list_allowed_totals(resolve_readings(pack))
    ]  # fmt: skip
    columns = ["date", "whole", "low", "high", "best", "pairs", "claims"]
    return pd.DataFrame(rows, columns=columns).astype({"best": float})


def phrase_reported(pack: Pack) -> list[str]:
    """How much is printed, and how often it agrees."""
    own = [c for c in pack.claims.values() if c.primary]
    main = "its main source" if len({c.source.id for c in own}) == 1 else "its main sources"
    main = "its sources" if pack.is_all_primary and main.endswith("s") else main
    held = [f"{_count(len(own), 'claim')} of {main}, {sum(c.bounds is not None for c in own)} of them with a numeral,"]
    if len(own) < len(pack.claims):
        held.append(f"{_count(len(pack.claims) - len(own), 'claim')} of other sources")
    holds = f"For {province_name(pack, ENGLISH)} the pack holds {' and '.join(held).rstrip(',')}."
    counts = Counter(tabulate_checks(pack)["verdict"])  # in the order of the table
    if not counts:
        return [holds, "No two figures can be compared."]
    answers = ENGLISH.listed([f"{count} *{verdict}*" for verdict, count in counts.items()])
    return [holds, f"Their figures were compared {_count(counts.total(), 'time')}: {answers}."]


def phrase_precision(pack: Pack) -> list[str]:
    """How far rounding and words leave a number in doubt."""
    rows, sentences = tabulate_numerals(pack), []
    exact = rows["qualifier"] == "exact"
    rates = rows[exact & (rows["unit"] == "percent") & (rows["statistic"] == "level")]
    if len(rates):
        most = ENGLISH.percent(rates["high_percent"].max(), 2)
        sentences.append(f"Rounding leaves at most {most} of a printed rate in doubt.")
    if not exact.all():
        loosest = rows.iloc[0]
        number = f"{loosest['as_printed']} ({loosest['figure'].lower()})"
        sentences.append(
            f"Words leave more: the loosest number is {number}, which usually means {loosest['meant']} {loosest['of']}."
        )
    return sentences or ["Neither an exact rate nor a number with loose words is printed."]


def phrase_open_questions(pack: Pack) -> list[str]:
    """How many questions there are, and which of them nothing settles."""
    if not pack.questions:
        return ["No question is entered for the sources of this pack."]
    moved = len({o.claim_id for o in pack.overrides})
    asked = f"Questions: {len(pack.questions)}. Claims that their readings change: {moved}."
    undecided = [group[0].asks for group in pack.questions.values() if not any(r.preferred for r in group)]
    if not undecided:
        return [f"{asked} Each question has a preferred reading."]
    return [f"{asked} No reading is preferred for {len(undecided)}:", *(f"- *{asks}*" for asks in undecided)]


def phrase_pairs(pack: Pack) -> list[str]:
    """Which counts and rates the notebook checks in sight."""
    pairs = choose_example_pairs(pack)
    if not pairs:
        return [NO_PAIR]
    when = ENGLISH.date(resolve_readings(pack).claims[pairs[0][0].id].end)
    told = [
        f"{ENGLISH.number(c.value)} {PEOPLE.get(c.base_unit, c.base_unit)} with {_phrase_percent(r)}" for c, r in pairs
    ]
    group = phrase_group_and_area(pairs[0][0].population, pairs[0][0].area, pack, ENGLISH)
    return [f"The example is of {', '.join(filter(None, (when, group)))}: {ENGLISH.listed(told)}."]


def phrase_inferred(pack: Pack) -> list[str]:
    """What the pack holds that its sources do not print."""
    claims = pack.claims.values()
    inferred = [c for c in claims if c.inferred]
    columns = ENGLISH.listed(sorted({column.replace("_", " ") for c in inferred for column in c.inferred}))
    undated = sum(c.bounds is not None and not c.end for c in claims)
    said = ["Here all that a claim holds is printed."]
    if inferred:
        said = [
            f"Of {_count(len(claims), 'claim')}, {len(inferred)} hold something that the source does not print and "
            f"that was worked out by whoever entered it ({columns})."
        ]
    said += [f"Numerals without a date: {undated}."] if undated else []
    if any(c.source.is_stored_copy for c in claims):
        said.append("Some sources were read as stored copies, not as live pages.")
    return said


def _read_numeral(pack: Pack, printed: str, words: str, last_digit: int, locale: str) -> dict[str, str]:
    row = dict.fromkeys(("language", "number", "allowed", "meant", "refusal"), "")
    row["language"] = Locale.parse(locale).get_display_name("en")
    qualifiers = pack.shared.qualifiers
    if words not in qualifiers:
        return row | {"refusal": f"no words {words!r}; there are {', '.join(qualifiers)}"}
    text, magnitude = split_magnitude_word(printed, locale, pack.shared.magnitudes)
    try:
        value, second, unit = read_printed_numeral(text, locale, words, pack.shared.lexicon)
    except NumeralError as error:
        return row | {"refusal": f"expected: {error}"}
    unit = type(unit)(last_digit) if unit == 1 else unit
    bounds = compute_numeral_bounds(value, second, unit, qualifiers[words])
    ends = {"number": (value, value if second is None else second)}
    ends |= {"allowed": bounds.hard.as_floats(), "meant": bounds.soft.as_floats()}
    return row | {name: f"{write_limits(low, high)} {magnitude}".strip() for name, (low, high) in ends.items()}


def _phrase_scaled(low: float, high: float, unit: str) -> str:
    """A range of base units in the unit of its page."""
    scale, _ = split_unit(unit)
    return write_limits(*(None if pd.isna(end) else end / float(scale) for end in (low, high)))


def write_limits(low: float | None, high: float | None, decimals: int | None = None) -> str:
    """From where to where, or which limit there is not.

    Args:
        low: the lower end; None where there is none.
        high: the upper end.
        decimals: of both; None: as many as each end has.

    Example:
        >>> write_limits(5.085, 5.095), write_limits(20000, None), write_limits(11.278, 12.03, 1)
        ('5.085 to 5.095', '20,000 or more', '11.3 to 12.0')
    """
    below, above = (pd.isna(end) or not isfinite(end) for end in (low, high))
    if below and above:
        return "no limit"
    if below or above:
        return f"{_write(high, decimals)} or less" if below else f"{_write(low, decimals)} or more"
    return ENGLISH.range(_write(low, decimals), _write(high, decimals))


def _write(value: float, decimals: int | None) -> str:
    value = round(float(value), MOST_DECIMALS)
    if decimals is None:
        decimals = next(d for d in range(MOST_DECIMALS + 1) if round(value, d) == value)
    return ENGLISH.number(value, decimals)


def _rank_verdict(verdict: str) -> int:
    """Where a verdict stands; one of the figures as printed, which a reading settles, last of its kind."""
    return 2 * VERDICTS.index(verdict.removesuffix(" as printed")) + verdict.endswith(" as printed")


def _phrase_percent(claim: Claim) -> str:
    return ENGLISH.percent(claim.value, max(-claim.rounded_to.as_tuple().exponent, 0))


def _say_plainly(text: str, pack: Pack) -> str:
    """A sentence of the audit without the codes of dates and standards and the ids of claims."""
    text = re.sub(r" \(([\w-]+)\)", lambda m: "" if m[1] in pack.claims else m[0], text)
    return put_into_words(text, pack)


def _phrase_whole(total: AllowedTotals, pack: Pack) -> str:
    whole, group = (
        PEOPLE.get(total.whole, total.whole),
        phrase_group_and_area(total.population, total.area, pack, ENGLISH),
    )
    return f"{whole}, {group}" if group else f"all {whole}"


def _count(number: int, noun: str) -> str:
    return f"{ENGLISH.number(number)} {noun}{'' if number == 1 else 's'}"


TABLES: dict[str, Entry] = {
    "sources": Entry(
        tabulate_sources,
        (Head("Publisher", "publisher"), Head("Title", "title"), Head("Published", "published"), Head("Role", "role"),
         Head("Trust", "trust"), Head("Claims", "numbers")),
        "The pack holds no claim.",
    ),
    "numerals": Entry(
        tabulate_numerals,
        (Head("Figure", "figure"), Head("When", "when"), Head("As printed", "as_printed"), Head("Unit", "of"),
         Head("The words allow", "allowed"), Head("Usually meant", "meant")),
        "The main sources print no numeral.",
    ),
    "qualifiers": Entry(
        tabulate_qualifiers,
        (Head("Words", "name"), Head("They allow, in units of the last digit", "hard"),
         Head("Usually meant, in the same", "soft"), Head("In words", "meaning"), Head("Rests on", "basis")),
        "No words are listed.",
    ),
    "numeral": Entry(
        tabulate_numeral,
        (Head("Read in", "language"), Head("Number", "number"), Head("The words allow", "allowed"),
         Head("Usually meant", "meant"), Head("Refused", "refusal")),
        "No language is listed.",
    ),
    "questions": Entry(
        tabulate_questions,
        (Head("Question", "once"), Head("Reading", "label"), Head("Preferred", "preferred"),
         Head("What speaks for or against it", "reason")),
        "No question is entered for the sources of this pack.",
    ),
    "checks": Entry(
        tabulate_checks,
        (Head("Verdict", "verdict"), Head("Check", "check"), Head("When", "date"), Head("What was found", "found"),
         Head("The arithmetic", "arithmetic"), Head("It would fit", "fits")),
        "No two figures can be compared.",
    ),
    "totals": Entry(
        tabulate_totals,
        (Head("When", "date"), Head("Total of", "whole"), Head("Best (and all that print so)", "best low high"),
         Head("Pairs of count and rate", "pairs")),
        NO_PAIR,
    ),
}  # fmt: skip
EXPLANATIONS = {
    "reported": phrase_reported,
    "precision": phrase_precision,
    "open-questions": phrase_open_questions,
    "pairs": phrase_pairs,
    "inferred": phrase_inferred,
}
