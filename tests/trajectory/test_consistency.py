"""Evidence, readings tested, assumptions and traces: what each says, and that it can say something else."""

import json
from dataclasses import replace

import pytest

import poverty
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.packs.load import load_pack
from poverty.packs.readings import EvidenceError
from poverty.trajectory import assumptions, consistency, own_figures
from poverty.trajectory.assumptions import tabulate_assumptions
from poverty.trajectory.consistency import tabulate_consistency_tests
from poverty.words import trace as tracing
from poverty.words.findings import phrase_limits
from poverty.words.language import Language
from sample_packs import edit, set_cell
from small_packs import build_pack, build_row


def verdicts(read, question):
    return {
        (c.reading.name, "+".join(w.id for w in c.independent_figures)): c.verdict
        for c in consistency.run_spell_consistency_tests(read, question)
    }


def test_the_main_source_alone_leaves_open_what_others_settle(evidence):
    alone = readings.resolve_readings(readings.restrict_to_evidence(evidence, "article"))
    assert all(claim.primary for claim in alone.claims.values())
    chosen = {question: reading and reading.name for question, reading in alone.choice.items()}
    # the standards are law: they support a reading whatever the evidence
    assert chosen == {
        "rate-2011-2015": None,
        "review-2022": None,
        "jobs-per-year": None,
        "old-criteria": "each-own",
        "of-1997": None,
    }


def test_a_preference_stands_on_any_one_support(copy):
    def also_supported_by_its_own_source(rows):
        row = next(r for r in rows if r[:1] == ["review-2022"] and "opening" in r)
        row[-1] += " poverty-rate-2022"

    assert (
        readings.resolve_readings(readings.restrict_to_evidence(pack.read_pack_folder(copy), "article")).choice[
            "review-2022"
        ]
        is None
    )
    edit(copy, "readings.csv", also_supported_by_its_own_source)
    assert (
        readings.resolve_readings(readings.restrict_to_evidence(pack.read_pack_folder(copy), "article"))
        .choice["review-2022"]
        .name
        == "opening"
    )


def test_another_evidence_is_refused(evidence):
    with pytest.raises(EvidenceError, match="it can be article or all"):
        readings.restrict_to_evidence(evidence, "some")


def test_readings_against_independent_figures(evidence):
    found = verdicts(evidence, "rate-2011-2015")
    assert found["level", "vbf-poverty-rate-2014"] == "disagrees"
    assert found["fall-from-2010", "vbf-poverty-rate-2014"] == "agrees"
    found = verdicts(evidence, "review-2022")
    assert found["closing", "bds-poverty-rate-2022-closing"] == "disagrees"
    assert found["opening", "dbnd-poverty-rate-mean-fall-2021-2025"] == "agrees"
    assert verdicts(evidence, "count-2020")["end-2019", "dtmn2020-poverty-rate-2019"] == "disagrees"


def test_figures_that_fit_alone_may_not_fit_together(evidence):
    # 18.40 at the end of 2010 and 4.48 at the end of 2014 are 3.48 a year; another figure says 2.5 to 3
    together = {r: v for (r, w), v in verdicts(evidence, "rate-2011-2015").items() if "+" in w}
    assert together == {"fall-from-2010": "disagrees", "fall-from-2011": "agrees", "level": "disagrees"}
    assert not [
        c for c in consistency.find_refuting_results(evidence, "rate-2011-2015") if c.reading.name == "fall-from-2010"
    ]


def test_a_figure_of_low_trust_decides_nothing(copy):
    edit(copy, "sources.csv", lambda rows: next(r for r in rows if r[0] == "BDS2023").__setitem__(-1, "low"))
    read = pack.read_pack_folder(copy)
    assert verdicts(read, "review-2022")["closing", "bds-poverty-rate-2022-closing"] == "disagrees"
    assert not consistency.find_refuting_results(read, "review-2022")


def test_another_independent_figure_gives_another_verdict(copy):
    for column, cell in (("printed", "3.00"), ("value", "3.00")):
        edit(copy, "reported.csv", set_cell("vbf-poverty-rate-2014", column, cell))
    assert not consistency.find_refuting_results(pack.read_pack_folder(copy), "rate-2011-2015")


def test_a_ruled_out_reading_is_told_with_what_it_allows(evidence):
    table = consistency.tabulate_ruled_out_readings(evidence).set_index("reading")["why"]
    # the rate never rises: five year ends with a mean of at most 3.155, the last at least 2.645
    highest = (5 * 3.155 - 2.645) / 4
    said = table["level"]
    assert said.startswith("Vietnam Business Forum prints 4.48 for 2014-M12; the reading allows ")
    assert said.endswith(f" to {highest:.2f}")
    assert table["one"] == "VN-2011 was in force from 2011 to 2015; figures are dated 1997"


def test_figures_held_back_in_the_province(evidence):
    table = own_figures.tabulate_other_source_rates(evidence)
    assert set(table["in_band"]) == {"yes"}
    opening = table[table["readings"] == "review-2022=opening"].iloc[0]
    assert (opening["printed"], opening["centre"]) == (3.19, pytest.approx(3.17, abs=0.005))


def test_every_switch_is_in_the_log_and_has_a_price_somewhere(evidence):
    log = assumptions.load_assumptions()
    assert {a.id for a in log if a.instead} == set(assumptions.ASSUMPTION_SWITCHES)
    priced = {a.id for a in log if a.instead and assumptions.measure_assumption_effects(evidence, a.id)}
    assert priced == set(assumptions.ASSUMPTION_SWITCHES)


def test_prices(evidence):
    found = {
        (a, p["headline"]): (p["usual"], p["switched"])
        for a in assumptions.ASSUMPTION_SWITCHES
        for p in assumptions.measure_assumption_effects(evidence, a)
    }
    assert found["other-sources", assumptions.HEADLINE_PACE] == pytest.approx((48.6, 63.2), abs=0.05)
    assert found["year-end", assumptions.HEADLINE_PACE] == pytest.approx((48.6, 45.9), abs=0.05)
    assert found["central-shape", assumptions.HEADLINE_MIDDLE] == pytest.approx((10.26, 9.08), abs=0.01)
    assert found["straight-line", assumptions.HEADLINE_MIDDLE] == pytest.approx((10.26, 11.44), abs=0.01)
    assert found["one-standard", assumptions.HEADLINE_SPLICED_RATE] == pytest.approx((28.9, 169.6), abs=0.05)
    priced = assumptions.measure_reading_effects(evidence)
    of_readings = {(q, other.label): (p["usual"], p["switched"]) for q, _, other, p in priced}
    assert of_readings["review-2022", "closing review (end 2022)"] == pytest.approx((48.6, 63.2), abs=0.05)


def test_a_mark_is_traced_to_its_numerals(evidence, capsys):
    poverty.trace("trajectory", province=evidence, year=2018)
    said = capsys.readouterr().out
    assert "“4.3” percent (en)" in said
    assert "[4.25, 4.35) percent" in said
    assert "Vietnam Business Forum" in said
    assert "4.3 at end 2018, as reported, under VN-2016: it fixes the path" in said
    between = tracing.trace_marks(
        "02-trajectory", poverty.table("trajectory", evidence).all, evidence, year=2017, variant=""
    )
    for word in (
        "“15,55”",
        "“4.3”",
        "anchor",
        "on the path whose square root",
        "calibrated on 49 rates of 17 other places",
    ):
        assert word in between


def test_a_mark_that_is_not_there_is_said(evidence):
    with pytest.raises(ValueError, match="there are 01-answer"):
        poverty.trace("no-such-chart", evidence)
    with pytest.raises(LookupError, match="no mark of 02-trajectory has year=2003"):
        poverty.trace("trajectory", evidence, year=2003)


def test_the_manifest_carries_the_chains(live):
    manifest = json.loads((pack.DATA.parent / "figures" / live.slug / "manifest.json").read_text(encoding="utf-8"))
    for figure in manifest["figures"]:
        rows = sorted(i for chain in figure["chains"] for i in chain["rows"])
        assert rows == list(range(len(rows)))
        for chain in figure["chains"]:
            assert set(chain["claims"]) <= set(manifest["claims"])


def log_of(read):
    return tabulate_assumptions(read).set_index("id")


def test_a_reading_against_which_a_joint_test_speaks_has_medium_evidence(evidence):
    """All figures of 2011-2015 together fit a fall from end 2011, not one from end 2010."""
    joint = {
        c.reading.name: c.verdict
        for c in consistency.run_spell_consistency_tests(evidence, "rate-2011-2015")
        if len(c.independent_figures) > 1
    }
    assert (joint["fall-from-2010"], joint["fall-from-2011"]) == ("disagrees", "agrees")
    found = log_of(evidence)["evidence"]
    assert set(found[["rate-2011-2015"]]) == {"medium"}
    assert set(found[["review-2022"]]) == {"high"}


def test_assumptions_are_those_that_a_pack_makes():
    survey, translated = log_of(load_pack("nusa-tenggara-timur")), log_of(load_pack("bac-lieu"))
    assert not {"year-end", "translation"} & set(survey.index)
    assert {"year-end", "translation", "stored-copies"} <= set(translated.index)
    assert "translation" not in log_of(load_pack("gia-lai")).index


def test_stored_copies_are_named_only_where_some_were_used(bac_lieu):
    live_pages = {c.id: replace(c, source=replace(c.source, accessed="2026-01-05")) for c in bac_lieu.claims.values()}
    read = replace(bac_lieu, claims=live_pages)
    assert "stored-copies" not in log_of(read).index
    said = [" ".join(phrase_limits(p, {}, Language("en"))) for p in (bac_lieu, read)]
    assert ["stored copies" in text for text in said] == [True, False]


def test_independent_figures_have_a_column_of_that_name(evidence):
    tests = tabulate_consistency_tests(evidence)
    assert "vbf-poverty-rate-2014" in set(tests["independent_figure"])


def test_an_assumption_is_listed_only_where_it_is_made():
    two_rates = [
        build_row("first", "poverty_rate", "12.00", "2018-M12"), build_row("last", "poverty_rate", "9.00", "2019-M12"),
    ]  # fmt: skip
    of_bands = {"donors-alike", "donors-derived", "miss-form", "longest-gap"}
    of_paths = {"never-rises", "central-shape", "straight-line"} | of_bands
    listed = set(tabulate_assumptions(build_pack(*two_rates))["id"])  # no year lies between the two
    assert not listed & of_paths
    assert "one-standard" in listed
    longer = build_row("later", "poverty_rate", "5.00", "2021-M12")
    assert of_paths <= set(tabulate_assumptions(build_pack(*two_rates, longer))["id"])
    survey = set(tabulate_assumptions(load_pack("nusa-tenggara-timur"))["id"])
    assert not survey & {*of_paths, "one-standard"}


def test_a_quarter_of_a_year_moves_the_pace_of_a_register_alone():
    one_rate = build_pack(build_row("one", "poverty_rate", "12.00", "2018-M12"))
    for pack_without in (one_rate, load_pack("nusa-tenggara-timur")):
        assert assumptions.measure_assumption_effects(pack_without, "year-end") == []
    falls_to_none = build_pack(
        build_row("first", "poverty_rate", "2.00", "2018-M12"), build_row("last", "poverty_rate", "0.00", "2020-M12")
    )
    assert assumptions.measure_assumption_effects(falls_to_none, "year-end") == []


def test_the_donors_of_one_place_alone_move_the_width(bac_lieu):
    (effect,) = assumptions.measure_assumption_effects(bac_lieu, "donors-alike")
    assert abs(effect["switched"] - effect["usual"]) > 0.01
