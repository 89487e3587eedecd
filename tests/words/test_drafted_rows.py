"""Rows that the program proposed and rows that a person typed: apart in the trace, the manifest and the claims."""

from dataclasses import replace

import poverty
from poverty.packs.load import load_pack
from poverty.tables import build_tidy_tables
from poverty.words.trace import describe_cited_claims
from small_packs import build_pack, build_row

ROWS = [
    build_row("start", "poverty_rate", "9.5", "2016-M12"),
    build_row("middle", "poverty_rate", "6.2", "2018-M12"),
    build_row("end", "poverty_rate", "4.1", "2020-M12"),
]


def drafted_pack():
    """The first row as proposed, the second changed by a person, the third typed."""
    pack = build_pack(*ROWS)
    proposed = {"start": ROWS[0] | {"confirmed": "no"}, "middle": ROWS[1] | {"value": "6", "to": "2018"}}
    return replace(pack, drafted=proposed)


def test_the_trace_says_who_proposed_and_what_a_person_changed(capsys):
    poverty.trace("trajectory", drafted_pack(), role="anchor")
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if " drafted " in line]
    assert lines == [
        "drafted   start: drafted by the program from the page's text; confirmed by a person as proposed",
        "drafted   middle: drafted by the program from the page's text; a person confirmed it and changed value from 6 "
        "to 6.2; to from 2018 to 2018-M12",
    ]


def test_the_manifest_carries_the_same_as_data_and_nothing_for_typed_rows():
    cited = describe_cited_claims(drafted_pack(), {"start", "middle", "end"})
    assert cited["start"]["drafted"] == {"by": "program", "confirmed": "as proposed", "changed": {}}
    assert cited["middle"]["drafted"]["changed"] == {
        "value": {"proposed": "6", "entered": "6.2"}, "to": {"proposed": "2018", "entered": "2018-M12"}
    }  # fmt: skip
    assert set(cited["end"]) == {"reported", "bounds"}


def test_the_claims_for_reuse_have_a_column_where_a_pack_was_drafted():
    tables = build_tidy_tables(drafted_pack())
    told = tables["claims"].set_index("claim_id")["drafted"]
    assert told.to_dict() == {"start": "as proposed", "middle": "changed", "end": ""}
    assert "drafted" in tables["codebook"]["column"].tolist()
    assert "drafted" not in build_tidy_tables(load_pack("son-la"))["claims"]
