"""The review page of a draft in a browser: nothing is asked for, no script of the text runs, doubts come first."""

from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: see make test-browser")
pytest.importorskip("axe_playwright_python", reason="the browser tests need axe-playwright-python")

from axe_playwright_python.sync_playwright import Axe

from made_drafts import make_draft
from poverty.packs.draft.merge import merge_draft
from poverty.publish.review import build_review
from poverty.words.language import Language, list_languages

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def visit(browser, tmp_path):
    """Open a review page; whatever it asks for but itself, complains of or says in a dialog, fails the test."""
    contexts, wrong = [], []

    def opened(code="en", viewport=DESK):
        made = make_draft()
        rows = merge_draft(Path(tmp_path / "kon-tum"), made, "page.txt").rows
        path = tmp_path / "review.html"
        path.write_bytes(build_review(made, rows, "kon-tum", "page.txt", Language(code)))
        context = browser.new_context(viewport=viewport)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(f"asked: {r.url}"))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


@pytest.mark.parametrize("code", list_languages())
@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_the_first_doubtful_row_is_on_the_first_screen_and_nothing_is_too_wide(visit, code, viewport):
    page = visit(code, viewport)
    box = page.locator(".first li").first.bounding_box()
    assert box["y"] + box["height"] < viewport["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_text_stands_beside_its_rows_and_its_script_is_text(visit):
    page = visit()
    block = page.locator(".block").nth(2)
    text, row = block.locator(".text").bounding_box(), block.locator(".row").first.bounding_box()
    assert text["x"] + text["width"] < row["x"]
    assert abs(text["y"] - row["y"]) < 20
    assert '<script>alert("x")</script> & hết.' in block.locator(".text").inner_text()
    assert page.evaluate("document.scripts.length") == 1


def test_a_key_leads_from_one_doubtful_row_to_the_next_and_a_link_to_the_text(visit):
    page = visit()
    seen = []
    for key in "nnnp":
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == ["r4", "r5", "r5", "r4"]
    page.locator("#r4 .number").click()
    assert page.evaluate("document.querySelector(':target').textContent") == "2.6644?"


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_nothing_that_axe_knows_is_wrong(visit, viewport):
    violations = Axe().run(visit("vi", viewport)).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []
