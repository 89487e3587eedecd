"""The notebooks as web pages: formulas are rendered when a page is made, and it asks nothing of a network."""

import json
import re

import pytest

from poverty.publish.runs import collection, pages

NOTEBOOKS = collection.list_notebooks()
FORMULA = re.compile(r"(?<![\\$])(\$\$?)(?!\$)(.+?)\1", re.DOTALL)


def written(path):
    """What stands in a notebook as Markdown: prose, and sentences that code made."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", []):
            yield "".join(output.get("data", {}).get("text/markdown", ""))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each notebook as a page, as `make html` writes it."""
    return {path.stem: pages.PageExporter("bac-lieu").from_filename(str(path))[0] for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_formula_is_rendered(path, made):
    formulas = [found[2] for text in written(path) for found in FORMULA.finditer(text)]
    page = made[path.stem]
    assert page.count("<math ") == len(formulas)
    for formula in formulas:
        rendered = pages.render_formula(formula)
        assert "merror" not in rendered
        assert "\\" not in re.sub(r"<[^>]+>", "", rendered), formula


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_page_loads_nothing(path, made):
    page = made[path.stem]
    assert "<script" not in page
    assert "<iframe" not in page
    loaded = re.findall(r'<(?:img|link|source|video)[^>]*\s(?:src|href)="([^"]{0,30})', page)
    assert [url for url in loaded if not url.startswith("data:")] == []
    styles = re.findall(r"url\(\s*[\"']?([^)\"']{0,20})|@import", page)
    assert [url for url in styles if not url.startswith(("data:", "#"))] == []


def test_a_formula_by_hand():
    one = pages.render_formula(r"\frac{r_0}{2}", display="block")
    assert re.sub(r"<(\w+)[^>]*>", r"<\1>", one) == (
        "<math><mrow><mfrac><mrow><msub><mi>r</mi><mn>0</mn></msub></mrow><mrow><mn>2</mn></mrow></mfrac></mrow></math>"
    )
    assert 'display="block"' in one
    assert ">arg<" in pages.render_formula(r"\arg\min_N x")
    assert "arg" not in pages.render_formula(r"\argument")[:60]


def test_links_lead_to_pages():
    exporter = pages.PageExporter("gia-lai")
    for link, page in {
        "02_trajectory.ipynb#the-path": "02_trajectory.html#the-path",
        "07_provinces.ipynb": "../bac-lieu/07_provinces.html",
        "../README.md": "../README.md",
        "99_mine.ipynb": "99_mine.ipynb",
    }.items():
        assert f'href="{page}"' in exporter.render_markdown(f"[there]({link})")
    own = pages.PageExporter("bac-lieu").render_markdown("[there](07_provinces.ipynb)")
    assert 'href="07_provinces.html"' in own


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_picture_says_in_words_what_it_shows(path, made):
    pictures = re.findall(r"<img[^>]*>", made[path.stem])
    outputs = [o for c in json.loads(path.read_text(encoding="utf-8"))["cells"] for o in c.get("outputs", [])]
    assert len(pictures) == sum("image/png" in output.get("data", {}) for output in outputs)
    for picture in pictures:
        assert len(re.search(r'alt="([^"]*)"', picture)[1]) > 40
        assert "No description" not in picture
