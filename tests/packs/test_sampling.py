"""The sampling error that a survey's source prints: read as printed, refused cell by cell, as a 95% interval."""

from pathlib import Path

import pytest

from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from sample_packs import edit, set_cell

CLAIM = "poverty-rate-2016-03-n6"  # 22,19 percent of the people, March 2016


def enter(folder, kind, error="", error_to="", claim=CLAIM):
    for column, cell in (("error_kind", kind), ("error", error), ("error_to", error_to)):
        edit(folder, "reported.csv", set_cell(claim, column, cell))


# what is printed, and the 95% interval of 22.19: 1.96 standard errors to each side (90%: 1.645, 99%: 2.576)
PRINTED = [
    (("standard error", "0.50"), (21.21, 23.17)),
    (("coefficient of variation", "2"), (22.19 - 1.96 * 0.4438, 22.19 + 1.96 * 0.4438)),
    (("95% interval", "21.3", "23.4"), (21.3, 23.4)),  # as printed, though it is not even
    (("90% interval", "21.3675", "23.0125"), (21.21, 23.17)),
    (("99% interval", "20.902", "23.478"), (21.21, 23.17)),
    (("95% margin", "0,98"), (21.21, 23.17)),
    (("90% margin", "0.8225"), (21.21, 23.17)),
    (("standard error", "15"), (0, 22.19 + 1.96 * 15)),  # no share is below 0
]


@pytest.mark.parametrize(("printed", "interval"), PRINTED)
def test_what_is_printed_of_an_error_becomes_a_95_percent_interval(survey_folder, printed, interval):
    enter(survey_folder, *printed)
    claim = pack.read_pack_folder(survey_folder).claims[CLAIM]
    assert (claim.sampling.low, claim.sampling.high) == pytest.approx(interval, abs=0.002)
    assert claim.sampling.kind == printed[0]
    assert claim.limits("hard") == pytest.approx((22.185, 22.195))  # what rounding leaves stays apart


def test_an_error_has_the_magnitude_of_its_number(survey_folder):
    counted = next(c for c in pack.read_pack_folder(survey_folder).claims.values() if c.unit == "thousand persons")
    enter(survey_folder, "standard error", "10", claim=counted.id)
    assert pack.read_pack_folder(survey_folder).claims[counted.id].sampling.standard_error == 10_000


def test_without_a_printed_error_there_is_none(survey_folder):
    assert {claim.sampling for claim in pack.read_pack_folder(survey_folder).claims.values()} == {None}


BAD = [
    (("standard error", "-0.5"), "error", "a number from 0 on", "without a sign"),
    (("standard error", "0"), "error", "above 0", ""),
    (("95% margin", "zero"), "error", "a plain number", ""),
    (("standard error", ""), "error", "the standard error that error_kind names", ""),
    (("", "0.5"), "error_kind", "what kind of error 0.5 is", "standard error"),
    (("95% interval", "21.3"), "error_to", "the upper end", ""),
    (("95% interval", "22.3", "23.4"), "error", "not above the value, 22.19", ""),
    (("95% interval", "21.3", "22"), "error_to", "not below the value, 22.19", ""),
    (("95% interval", "23.4", "21.3"), "error", "not above error_to, 21.3", "swap"),
    (("standard error", "0.5", "0.7"), "error_to", "nothing", ""),
    (("95 % interval", "21.3", "23.4"), "error_kind", "95% interval", "did you mean '95% interval'?"),
]


@pytest.mark.parametrize(("printed", "column", "expected", "mend"), BAD)
def test_a_bad_error_is_named_with_its_place_and_its_mend(survey_folder, printed, column, expected, mend):
    enter(survey_folder, *printed)
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(survey_folder)
    (fault,) = refused.value.faults
    assert (Path(fault.file).name, fault.row, fault.column) == ("reported.csv", 2, column)
    assert expected in fault.expected
    assert mend in fault.mend
    assert fault.mend


def test_a_register_has_no_sampling_error(folder):
    enter(folder, "standard error", "0.1", claim="poverty-rate-2024")
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(folder)
    (fault,) = refused.value.faults
    assert (fault.column, fault.value) == ("error_kind", "standard error")
    assert "VN-2022 is counted by a register" in fault.expected
    assert "standard" in fault.mend


def test_a_verdict_has_no_sampling_error(folder):
    enter(folder, "standard error", "0.1", claim="target-verdict")
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(folder)
    assert [fault.column for fault in refused.value.faults] == ["error_kind"]
