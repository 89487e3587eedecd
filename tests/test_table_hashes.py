"""No table of any pack changes without being looked at: `tests/table_hashes.py` shows the first row that differs."""

import importlib.util
from pathlib import Path

import pytest

from poverty.packs.load import list_province_slugs
from sample_packs import sweep

spec = importlib.util.spec_from_file_location("table_hashes", Path(__file__).with_name("table_hashes.py"))
hashes = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hashes)


SLUGS = ["", hashes.DRAFTS, *list_province_slugs()]  # "" is no pack
QUICK = ("", hashes.DRAFTS, "thanh-hoa", "nusa-tenggara-timur")  # nbval compares tables of bac-lieu


@pytest.mark.parametrize("slug", [slug if slug in QUICK else sweep(slug) for slug in SLUGS])
def test_every_table_of_a_pack_is_the_one_that_is_held(slug):
    changed = hashes.list_changed(hashes.build_tables([slug]), [slug])
    told = "look at them with `python tests/table_hashes.py`; if they are right, add --renew"
    assert not changed, f"{told}: {', '.join(map('/'.join, changed))}"


def test_no_table_is_held_of_a_pack_that_is_gone():
    assert {name[0] for name in hashes.read_held()} == {*SLUGS}


def test_the_first_difference_names_row_column_and_both_cells():
    before, now = "year,value\n2015,2.65\n2016,\n", "year,value\n2015,2.66\n2016,\n"
    assert hashes.show_first_difference(before, now) == "row 2, value: '2.65' is now '2.66'"
    assert hashes.show_first_difference("a,b\n1,2\n", "a,b\n1,2\n3,4\n") == "row 3, a: '' is now '3'; b: '' is now '4'"
