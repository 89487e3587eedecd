"""The draft of a page: the numerals it finds, the rows it proposes, and what it leaves alone."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draft_scores import CORPUS, score_folder
from examples import examples
from poverty.packs.claims import Source, build_claim
from poverty.packs.csv_rows import CsvRow
from poverty.packs.draft.engine import draft_text, recognise_language
from poverty.packs.draft.grammar import UnknownLanguageError, list_draft_languages, load_grammar
from poverty.packs.numerals import split_magnitude_word

COLUMNS = ("printed", "indicator", "statistic", "qualifier", "unit", "value", "from", "to")


def rows_of(text, *columns, **options):
    """The proposals of a text, each as the cells of some columns."""
    return [tuple(p.cells[c] for c in columns) for p in draft_text(text, **options).proposals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cuối năm 2021, toàn tỉnh có 12.480 hộ nghèo (7,31%); đến cuối năm 2023 còn gần 8 nghìn hộ.",
            [
                ("12.480", "poor_households", "level", "exact", "households", "12480", "2021-M12", "2021-M12"),
                ("7,31", "poverty_rate", "level", "exact", "percent", "7.31", "2021-M12", "2021-M12"),
                ("8 nghìn", "poor_households", "level", "nearly", "thousand households", "8", "2023-M12", "2023-M12"),
            ],
        ),
        (
            "Tỷ lệ hộ nghèo giảm từ 9,4% đầu năm 2022 xuống còn 6,1% cuối năm 2023, bình quân giảm 1,65%/năm.",
            [
                ("9,4", "poverty_rate", "level", "exact", "percent", "9.4", "2021-M12", "2021-M12"),
                ("6,1", "poverty_rate", "level", "exact", "percent", "6.1", "2023-M12", "2023-M12"),
                (
                    "1,65", "poverty_rate", "mean fall per year", "exact", "percentage points", "1.65",
                    "2021-M12", "2023-M12",
                ),
            ],
        ),
        (
            "Angka kemiskinan pada Maret 2022 sebesar 14,2 persen, turun 0,6 persen poin dibandingkan September 2021.",
            [
                ("14,2", "poverty_rate", "level", "exact", "percent", "14.2", "2022-M03", "2022-M03"),
                ("0,6", "poverty_rate", "fall", "exact", "percentage points", "0.6", "2021-M09", "2022-M03"),
            ],
        ),
        (
            "Pada 2023 sedikitnya 5.100 orang memperoleh pekerjaan, 92 persen dari target.",
            [
                ("5.100", "jobs_created", "total", "at least", "persons", "5100", "2023", "2023"),
                ("92", "jobs_created", "percent of plan", "exact", "percent", "92", "2023", "2023"),
            ],
        ),
        (
            "The near-poor rate stood at 5.5 percent at the end of 2022, down from 6.2 percent a year earlier.",
            [
                ("5.5", "near_poor_rate", "level", "exact", "percent", "5.5", "2022-M12", "2022-M12"),
                ("6.2", "near_poor_rate", "level", "exact", "percent", "6.2", "2021-M12", "2021-M12"),
            ],
        ),
        (
            "More than 2,000 workers were sent abroad in the first half of 2019, 1.2 times the figure of 2018.",
            [
                ("2,000", "workers_abroad", "total", "more than", "persons", "2000", "2019-S1", "2019-S1"),
                ("1.2", "workers_abroad", "multiple", "exact", "times", "1.2", "2019-S1", "2019-S1"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_sentence_gives_its_rows(text, expected):
    assert rows_of(text, *COLUMNS) == expected


def test_the_numeral_says_its_own_locale():
    text = "Cuối năm 2022, toàn tỉnh còn 31,486 hộ nghèo, chiếm 23.71%. Năm 2023 còn 28.102 hộ nghèo."
    assert rows_of(text, "printed", "locale") == [("31,486", "en"), ("23.71", "en"), ("28.102", "vi")]
    text = "The province had 31.818 poor households in 1997, or 28,9 percent."
    assert rows_of(text, "printed", "locale", "value") == [("31.818", "vi", "31818"), ("28,9", "vi", "28.9")]


def test_what_is_not_about_poverty_is_left_with_its_reason():
    text = (
        "Theo Quyết định số 1722/QĐ-TTg ngày 2/9/2016, tỉnh có 126 xã. Bà Lan, 58 tuổi, được vay 50 triệu đồng. "
        "Hộ nghèo nhận 6 triệu đồng/hộ. Liên hệ 0260.3862.114. Cả nước còn 5,2% hộ nghèo. Độ che phủ rừng đạt 46,8%."
    )
    draft = draft_text(text, "vi")
    assert not draft.proposals
    reasons = [(left.printed, left.reason.split()[-1]) for left in draft.left]
    assert reasons == [
        ("1722", "like."), ("126", "districts."), ("58", "age."), ("50 triệu", "subject."), ("6 triệu", "household."),
        ("0260.3862.114", "number."), ("5,2", "country."), ("46,8", "subject."),
    ]  # fmt: skip
    assert [draft.text[left.place.start : left.place.end] for left in draft.left] == [n.printed for n in draft.left]


def test_a_word_in_place_of_a_numeral_is_a_range():
    (row,) = rows_of("Năm 2021, hàng nghìn lao động được đào tạo nghề.", "printed", "qualifier", "value", "value_to")
    assert row == ("hàng nghìn", "range", "1000", "9999")
    assert split_magnitude_word("hàng nghìn", "vi", {("vi", "nghìn"): "thousand"}) == ("hàng nghìn", "")


def test_a_share_of_a_part_is_no_rate():
    text = "Trong số 9.120 hộ nghèo có 6.840 hộ dân tộc thiểu số, chiếm 75%. Tỷ lệ hộ nghèo còn 4,2%."
    assert rows_of(text, "indicator", "population", "statistic", "base") == [
        ("poor_households", "all", "level", ""),
        ("poor_households", "ethnic minority", "level", ""),
        ("poor_households", "ethnic minority", "share", "poor_households"),
        ("poverty_rate", "all", "level", "households"),
    ]


def test_marks_that_no_locale_prints_are_a_doubt():
    for numeral in ("31 818", "31\u00a0818", "31'818"):
        (proposal,) = draft_text(f"Năm 1997 toàn tỉnh có {numeral} hộ nghèo.").proposals
        assert (proposal.cells["value"], len(proposal.doubts)) == ("31818", 1)
        assert "thousands" in proposal.doubts[0]


def test_a_printed_percent_that_fell_is_points_with_a_doubt():
    (proposal,) = draft_text("Năm 2022, tỷ lệ hộ nghèo giảm 1,5%.").proposals
    assert (proposal.cells["unit"], proposal.cells["from"], proposal.cells["to"]) == (
        "percentage points", "2021-M12", "2022-M12",
    )  # fmt: skip
    assert any("Points are taken" in doubt for doubt in proposal.doubts)
    assert rows_of("Năm 2022, số hộ nghèo giảm 15%.", "indicator", "statistic", "unit") == [
        ("poor_households", "relative fall", "percent")
    ]


def test_a_headline_takes_the_dates_of_its_text():
    text = "Còn 9.812 hộ nghèo\n26/12/2024\n\nĐến cuối năm 2024, toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%.\n"
    assert rows_of(text, "locator", "to", "claim_id", "together") == [
        ("headline", "2024-M12", "poor-households-2024", ""),
        ("paragraph 1, sentence 1", "2024-M12", "poor-households-2024-b", "p1s1-a"),
        ("paragraph 1, sentence 1", "2024-M12", "poverty-rate-2024", "p1s1-a"),
    ]


def test_a_table_is_read_by_its_heads():
    text = "Chỉ tiêu\tCuối năm 2021\tCuối năm 2022\nSố hộ nghèo\t11.497\t7.233\nTỷ lệ hộ nghèo (%)\t5,09\t3,19\n"
    assert rows_of(text, "indicator", "value", "unit", "to", locale="vi") == [
        ("poor_households", "11497", "households", "2021-M12"),
        ("poor_households", "7233", "households", "2022-M12"),
        ("poverty_rate", "5.09", "percent", "2021-M12"),
        ("poverty_rate", "3.19", "percent", "2022-M12"),
    ]


@pytest.mark.parametrize("text", ["", "   \n\n", "Không có số nào ở đây.", "Trời mưa 3 ngày và có 12 con bò."])
def test_a_page_that_says_nothing_of_poverty_proposes_nothing(text):
    assert draft_text(text).proposals == ()


def test_decomposed_letters_and_other_line_ends_change_nothing():
    text = "Tiêu đề\n\nCuối năm 2024, toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%.\n"
    rows = rows_of(text, *COLUMNS)
    assert len(rows) == 2
    assert rows_of(unicodedata.normalize("NFD", text).replace("\n", "\r\n"), *COLUMNS) == rows


def test_each_language_is_recognised_on_its_pages():
    for language in list_draft_languages():
        pages = (CORPUS / language).glob("*.txt")
        assert {recognise_language(page.read_text(encoding="utf-8")) for page in pages} == {language}
    with pytest.raises(UnknownLanguageError, match="en, id, vi"):
        load_grammar("xx")


@pytest.mark.parametrize("language", ["vi", "id", "en"])
def test_the_drafts_of_pages_come_near_what_a_person_entered(language):
    score = score_folder(CORPUS / language)
    least = {"found": 0.97, "all three": 0.95, "dates": 0.93, "statistic": 0.95, "scope": 0.93, "status": 0.93}
    assert {name: score.rate(name) for name, limit in least.items() if score.rate(name) < limit} == {}
    assert score.rate("false") <= 0.04


def test_every_proposal_with_dates_can_be_a_row_of_a_pack(reference_tables):
    for page in sorted(CORPUS.glob("*/*.txt")):
        draft = draft_text(page.read_text(encoding="utf-8"))
        names = [p.cells["claim_id"] for p in draft.proposals]
        assert len(set(names)) == len(names)
        for proposal in draft.proposals:
            row = CsvRow("reported.csv", 2, proposal.cells | {"source_id": "X", "confirmed": "yes"}, [])
            if proposal.cells["from"] and proposal.cells["to"]:
                assert build_claim(row, reference_tables), (page.name, row.faults)


@pytest.fixture(scope="module")
def reference_tables():
    """The tables of both countries, with one source."""
    from poverty.packs.files import DATA
    from poverty.packs.load import read_reference_tables

    faults = []
    tables = read_reference_tables(faults, sorted((DATA / "standards").glob("*.csv")))
    assert not faults
    tables.sources["X"] = Source(*["X"] * 9)
    return tables


WORDS = [
    "hộ nghèo", "giảm", "từ", "xuống", "còn", "năm", "đến", "%", "tỷ", "đồng", "so với", "gấp", "lần", "kế hoạch",
    "(", ")", "penduduk miskin", "turun", "dari", "menjadi", "persen", "ribu", "Maret", "2023", "poor", "households",
    "fell", "to", "by", "between", "and", "half", "một nửa", "ratusan", "1,5-2", "7/126", "0", "00", "12.3.4", "1,2,3",
    ".", ",", ";",
    "\t", "\n", "\n\n", "-", "/", "'", "\u00a0", "٣", "²", "ǅ", "VND", "US$", "quý", "IV", "tháng", "13", "31/02/2021",
    "giai đoạn", "2025-2021", "cùng kỳ", "năm nay", "#", "^", "..",
]  # fmt: skip


@examples(150)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_no_text_breaks_the_draft(text):
    draft = draft_text(text)
    for item in (*draft.proposals, *draft.left):
        assert 0 <= item.place.start < item.place.end <= len(draft.text)


def test_a_page_of_a_thousand_words_is_drafted_in_a_second():
    text = "\n\n".join(page.read_text(encoding="utf-8") for page in sorted((CORPUS / "vi").glob("0[1-4].txt")))
    assert len(text.split()) > 900
    start = time.process_time()
    draft_text(text)
    assert time.process_time() - start < 1
