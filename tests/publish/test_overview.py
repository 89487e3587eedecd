"""Charts at a glance: what notebook 06 shows of them, and of the files that it wrote."""

from io import BytesIO

import pytest
from PIL import Image

from poverty.packs.load import load_pack
from poverty.publish import draw_every_chart, list_captions, show_at_a_glance, tabulate_charts
from poverty.publish.export import KeptFiles
from small_packs import build_pack, build_row


@pytest.fixture(scope="module")
def charts():
    return draw_every_chart(load_pack("gia-lai"), ["en"])["en"]


def test_each_chart_stands_in_the_table_and_has_words_to_paste(charts):
    shown = tabulate_charts(charts)
    assert [line[0] for line in shown.lines()] == list(charts)
    assert shown.lines()[1][2:4] == ["02 trajectory", "2016–2021, 2022–2026"]
    words = list_captions(charts)
    for chart, text in zip(charts.values(), words, strict=True):
        assert all(part in text for part in (chart.title, chart.caption, chart.alt))


@pytest.mark.sweep
def test_the_charts_are_one_picture_two_across(charts):
    few = dict(list(charts.items())[:3])
    data, about = show_at_a_glance(few)._repr_mimebundle_()
    picture = Image.open(BytesIO(data["image/png"]))
    assert picture.size == (900, 2 * (250 + 10))
    assert about["image/png"] == {"width": 900, "alt": f"3 charts: {', '.join(few)}"}
    row = picture.convert("RGB").crop((0, 0, 900, 250))
    halves = [row.crop((left, 0, left + 445, 250)).getcolors(100_000) for left in (0, 455)]
    assert all(len(colours) > 10 for colours in halves)
    assert halves[0] != halves[1]


def test_where_no_chart_is_it_says_so():
    charts = draw_every_chart(build_pack(build_row("a", "households", "9", "2020")), ["en"])["en"]
    assert charts == {}
    for shown in (tabulate_charts(charts), show_at_a_glance(charts)):
        assert repr(shown) == "No chart is drawn: too little of what charts show is printed."
    assert list_captions(charts)._repr_markdown_() == "*No chart is drawn: too little of what charts show is printed.*"


def test_files_are_counted_by_folder_and_kind():
    files = KeptFiles(["data/audit.csv", "en/a.svg", "en/a.png", "en/b.svg", "manifest.json"], "gia-lai")
    assert files._repr_markdown_().splitlines() == [
        "- `figures/gia-lai/data/`: 1 CSV", "- `figures/gia-lai/en/`: 2 SVG, 1 PNG", "- `figures/gia-lai/`: 1 JSON",
    ]  # fmt: skip
