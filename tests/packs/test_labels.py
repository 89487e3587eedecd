"""A pack's own groups, areas and labels: drawn in every language, refused with the mend, and of no other pack."""

import csv
import shutil
from pathlib import Path

import pytest

from drawn_charts import draw_chart, list_words
from poverty.packs.csv_rows import PackError
from poverty.packs.files import DATA
from poverty.packs.load import list_own_texts, list_province_slugs, load_pack, read_pack_folder
from poverty.publish import fingerprint
from poverty.publish.runs import staleness
from poverty.words.label_gaps import phrase_label_gaps
from poverty.words.language import Language
from sample_packs import add_row

GROUPS = """column,word,label,part_of,partition
area,ninh-kieu,Ninh Kiều district,province,
area,cai-rang,Cái Răng district,province,
"""
LABELS = """label,vi,id,fr
Ninh Kiều district,quận Ninh Kiều,Distrik Ninh Kiều,
Cái Răng district,quận Cái Răng,Distrik Cái Răng,
"""


@pytest.fixture
def districts(tmp_path):
    """A copy of a pack with a rate of each of two districts, and with the words for them in its own folder."""
    folder = Path(shutil.copytree(DATA / "gia-lai", tmp_path / "gia-lai"))
    (folder / "groups.csv").write_text(GROUPS, encoding="utf-8")
    own = (folder / "labels.csv").read_text(encoding="utf-8").splitlines()
    lines = [LABELS.splitlines()[0], *(f"{line}," for line in own[1:]), *LABELS.splitlines()[1:]]
    (folder / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for word, printed in (("ninh-kieu", "3,25"), ("cai-rang", "24,40")):
        cells = {"claim_id": word, "area": word, "printed": printed, "value": printed.replace(",", ".")}
        add_row(folder, "poverty-rate-2023-gl4", cells)
    return folder


def find_faults(folder):
    with pytest.raises(PackError) as refused:
        read_pack_folder(folder)
    return refused.value.faults


@pytest.mark.parametrize(
    ("code", "title", "names"),
    [
        ("en", "Cái Răng district: 24.40% poor; Ninh Kiều district: 3.25%; everybody: 8.11%",
         {"Ninh Kiều district", "Cái Răng district"}),
        ("vi", "Quận Cái Răng", {"Quận Ninh Kiều", "Quận Cái Răng"}),
        ("id", "Distrik Cái Răng", {"Distrik Ninh Kiều", "Distrik Cái Răng"}),
    ],
)  # fmt: skip
def test_two_districts_are_drawn_by_their_names_in_three_languages(districts, code, title, names):
    chart = draw_chart("08-groups", read_pack_folder(districts), code)
    assert chart.title.startswith(title)
    assert names <= set(list_words(chart))


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("area,rural,hills,province,", "word", "has this one as “rural”"),
        ("area,thot-not,Cái Răng district,province,", "label", "the word cai-rang has this one"),
        ("area,thot-not,Thốt Nốt district,provinse,", "part_of", "province, "),
        ("place,thot-not,Thốt Nốt district,province,", "column", "population, area"),
    ],
)
def test_a_faulty_group_is_refused_with_its_cell(districts, row, column, expected):
    (districts / "groups.csv").write_text(f"{GROUPS}{row}\n", encoding="utf-8")
    (fault,) = find_faults(districts)
    assert (fault.file, fault.row, fault.column) == ("groups.csv", 4, column)
    assert expected in fault.expected
    assert fault.mend


def test_a_row_of_the_shared_table_may_be_repeated(districts):
    (districts / "groups.csv").write_text(f"{GROUPS}area,rural,rural,province,residence\n", encoding="utf-8")
    assert read_pack_folder(districts).shared.groups["area"]["rural"].label == "rural"


def test_an_unknown_area_is_told_where_own_areas_belong(districts):
    (districts / "groups.csv").unlink()
    (districts / "labels.csv").unlink()
    assert [fault.column for fault in find_faults(districts)] == ["area", "area"]
    assert all("add the word to " in fault.mend and "groups.csv" in fault.mend for fault in find_faults(districts))


def test_a_label_that_is_no_text_of_the_pack_is_refused(districts):
    path = districts / "labels.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Ninh Kiều dist", "Ninh Kieu dist"), encoding="utf-8")
    (fault,) = find_faults(districts)
    assert (fault.column, fault.value) == ("label", "Ninh Kieu district")
    assert fault.mend == "did you mean 'Ninh Kiều district'?"


def test_a_column_that_is_no_language_is_refused(districts):
    path = districts / "labels.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("label,vi,id,fr", "label,vi,id,vn"), encoding="utf-8")
    assert ("vn", "delete or rename it") in [(fault.value, fault.mend) for fault in find_faults(districts)]


def test_what_lacks_a_language_is_remarked_and_shown_in_english(districts):
    path = districts / "labels.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("quận Cái Răng", ""), encoding="utf-8")
    pack = read_pack_folder(districts)
    (remark,) = phrase_label_gaps(pack, Language("en"))
    assert remark == "1 label has no Vietnamese, so charts show it in English: data/gia-lai/labels.csv"
    assert "Cái Răng district" in list_words(draw_chart("08-groups", pack, "vi"))


def test_a_publisher_has_its_name_in_the_pack(districts):
    publisher = read_pack_folder(districts).claims["ninh-kieu"].source.publisher
    with (districts / "labels.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([publisher, "", "Koran", ""])
    assert read_pack_folder(districts).claims["ninh-kieu"].source.name_publisher("id") == "Koran"


def test_labels_are_of_their_pack_alone_and_no_line_breaks_in_their_compounds():
    own = {"coast": {"vi": "hộ nghèo ven biển"}}
    assert Language("vi").label("coast", own) == "hộ\u00a0nghèo ven biển"
    assert Language("vi").label("coast", {}) == Language("id").label("coast", own) == "coast"


@pytest.mark.parametrize("slug", list_province_slugs())
def test_every_pack_holds_its_own_labels_in_both_languages(slug):
    pack = load_pack(slug)
    missing = [text for text in list_own_texts(pack) if set(pack.shared.labels.get(text, {})) != {"vi", "id"}]
    assert missing == []


def test_own_groups_and_labels_make_their_province_alone_out_of_date(tmp_path, monkeypatch):
    shutil.copytree(DATA, tmp_path / "data")
    for module in (staleness, fingerprint):
        monkeypatch.setattr(module, "DATA", tmp_path / "data")
    before = {slug: staleness.hash_inputs(slug) for slug in ("gia-lai", "son-la")}
    for name, text in (("groups.csv", GROUPS), ("labels.csv", LABELS)):
        (tmp_path / "data" / "gia-lai" / name).write_text(text, encoding="utf-8")
        after = {slug: staleness.hash_inputs(slug) for slug in before}
        assert [slug for slug in before if before[slug] != after[slug]] == ["gia-lai"]
        before = after
