"""The notebooks as web pages, opened from disk without a network: formulas are there, and nothing is asked for."""

import json

import pytest

from poverty.publish.runs import collection, pages

WIDTH, WIDEST_CHART = 1280, 900  # pixels


@pytest.fixture(scope="module")
def page(browser):
    return browser.new_context(viewport={"width": WIDTH, "height": 900}, offline=True).new_page()


@pytest.mark.parametrize("notebook", collection.list_notebooks(), ids=lambda p: p.stem)
def test_a_page_needs_no_network(notebook, tmp_path, page):
    written = tmp_path / f"{notebook.stem}.html"
    written.write_text(pages.PageExporter("bac-lieu").from_filename(str(notebook))[0], encoding="utf-8")
    asked, faults = [], []
    listen, complain = (lambda request: asked.append(request.url)), (lambda error: faults.append(error.message))
    page.on("request", listen)
    page.on("pageerror", complain)
    page.goto(written.as_uri())
    page.wait_for_load_state("networkidle")
    page.remove_listener("request", listen)
    page.remove_listener("pageerror", complain)
    assert [url for url in asked if url != written.as_uri() and not url.startswith("data:")] == []
    assert not faults
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    with_formulas = any("$" in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert (page.locator("math").count() > 0) == with_formulas
    # where MathML is not known, numerator and denominator stand in one line of text
    parts = "all => all.map(one => [...one.children].map(part => part.getBoundingClientRect()))"
    for upper, lower in page.locator("math mfrac").evaluate_all(parts):
        assert upper["bottom"] <= lower["top"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    pictures = page.locator("img").evaluate_all("all => all.map(one => [one.naturalWidth, one.clientWidth])")
    assert all(natural and shown <= WIDEST_CHART for natural, shown in pictures)
