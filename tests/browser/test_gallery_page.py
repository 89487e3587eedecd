"""The page in a browser, opened from disk: languages, copying, downloads, keyboard, accessibility, narrow windows.

It needs what the rest of the project does not: playwright, axe-playwright-python and a Chromium.
"""

import os
import re
import shutil
from urllib.parse import unquote, urlparse

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: see make test-browser")
pytest.importorskip("axe_playwright_python", reason="the browser tests need axe-playwright-python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from poverty.packs import load as pack
from poverty.publish import gallery
from poverty.publish.folders import OVERALL
from poverty.words import language as words
from sample_galleries import committed, findings, in_all_languages

CHROMIUM = os.environ.get("POVERTY_CHROMIUM") or shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]  # fmt: skip
LANGUAGES = words.list_languages()
PAGES = ("bac-lieu", "provinces", "")  # "" is the page over all
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}

if CHROMIUM is None:
    pytest.skip("no Chromium: install one, or name it in POVERTY_CHROMIUM", allow_module_level=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages with all their files in a folder, as they lie on disk."""
    where = tmp_path_factory.mktemp("figures")
    packs = {slug: pack.load_pack(slug) for slug in pack.list_province_slugs()}
    provinces = []
    for folder in ("provinces", "bac-lieu"):
        manifest, files = in_all_languages(*committed(folder))
        across = folder == OVERALL
        if not across:
            files |= {f"briefing-{code}.pptx": b"p" * 2_100_000 for code in LANGUAGES}
        name = {} if across else packs[folder].province["name"]
        known = packs if across else {folder: packs[folder]}
        files["index.html"] = gallery.page(manifest, files, {} if across else findings(), name, known)
        for path, data in files.items():
            (where / folder / path).parent.mkdir(parents=True, exist_ok=True)
            (where / folder / path).write_bytes(data)
        provinces.append(gallery.Province(manifest, name))
    (where / "index.html").write_bytes(gallery.overall(provinces))
    return where


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture
def visit(browser, site):
    """Open a page; whatever it asks for but itself, and whatever it complains of, fails the test."""
    contexts, wrong = [], []

    def opened(folder="bac-lieu", place="", **options):
        context = browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # a download is no page: the visit to its address ends there
        page.on(
            "requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else wrong.append(f"failed: {r.url}")
        )
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(f"asked: {r.url}"))
        page.goto((site / folder / "index.html").as_uri() + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


def visible(page):
    """The languages of which something is shown."""
    return page.evaluate(
        "[...document.querySelectorAll('[data-in]')].filter(one => one.offsetParent !== null || one.offsetHeight > 0)"
        ".map(one => one.dataset.in)"
    )


def language(page):
    return page.evaluate("document.documentElement.lang")


def copy(page, ids, told="copied"):
    """Press a copy button, and hear what the live region says."""
    page.evaluate("document.querySelector('[role=status]').textContent = ''")
    page.locator(f"[data-in={language(page)}] [data-copy='{ids}']").click()
    said = page.locator(f"[data-in={language(page)}]").get_attribute(f"data-{told}")
    expect(page.locator("[role=status]")).to_have_text(said)


@pytest.mark.parametrize("folder", PAGES)
def test_the_language_switch_changes_everything(visit, folder):
    page = visit(folder)
    titles, bodies = set(), set()
    for code in LANGUAGES:
        page.locator(f"[data-in={language(page)}] [data-language={code}]").click()
        assert language(page) == code
        assert visible(page) == [code]
        assert page.evaluate("location.hash") in ("", f"#{code}")
        assert page.title() == page.locator(f"[data-in={code}]").get_attribute("data-title")
        titles.add(page.title())
        bodies.add(page.locator("body").inner_text())
    assert len(bodies) == len(LANGUAGES)
    # a title may be the same in two languages as long as a catalogue is not filled
    assert len(titles) <= len(LANGUAGES)


def test_the_switch_keeps_the_place_and_what_is_open(visit):
    page = visit(place="#en-topic-06-jobs")
    page.wait_for_timeout(200)
    page.locator("[data-in=en] [data-key='06-jobs-alt']").evaluate("one => one.open = true")
    before = page.evaluate("document.getElementById('en-topic-06-jobs').getBoundingClientRect().top")
    page.evaluate("document.querySelector('[data-in=en] [data-language=vi]').click()")
    after = page.evaluate("document.getElementById('vi-topic-06-jobs').getBoundingClientRect().top")
    assert abs(after - before) <= 2
    assert page.evaluate("location.hash") == "#vi-topic-06-jobs"
    assert page.locator("[data-in=vi] [data-key='06-jobs-alt']").evaluate("one => one.open")


@pytest.mark.parametrize(
    ("locale", "place", "shown"),
    [("vi-VN", "", "vi"), ("id-ID", "", "id"), ("de-DE", "", "en"), ("en-GB", "#id", "id"), ("vi-VN", "#en", "en"),
     ("en-GB", "#vi-charts", "vi"), ("vi-VN", "#nowhere", "vi")],
)  # fmt: skip
def test_the_address_then_the_browser_choose_the_language(visit, locale, place, shown):
    page = visit(place=place, locale=locale)
    assert language(page) == shown
    assert visible(page) == [shown]


def test_the_language_is_remembered(visit):
    page = visit()
    page.locator("[data-in=en] [data-language=id]").click()
    page.reload()
    assert language(page) == "id"
    page.locator("[data-in=id] .bar p a").click()
    page.wait_for_url("**/index.html#id")
    assert language(page) == "id"
    page.locator("[data-in=id] main a", has_text="Bạc Liêu").click()
    page.wait_for_url("**/bac-lieu/index.html#id")
    assert language(page) == "id"


def test_an_address_of_a_closed_part_opens_it(visit):
    page = visit(place="#vi-02-trajectory-alt")
    assert page.locator("[data-in=vi] details[data-key='02-trajectory-alt']").evaluate("one => one.open")
    page.wait_for_timeout(100)
    top = page.evaluate("document.getElementById('vi-02-trajectory-alt').getBoundingClientRect().top")
    assert -5 <= top <= 200


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("way", ["clipboard", "fallback"])
def test_copying_puts_the_text_into_the_clipboard_and_says_so(visit, code, way):
    page = visit(place=f"#{code}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if way == "fallback":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    for part in ("title", "caption", "alt"):
        wanted = page.locator(f"#{code}-06-jobs-{part}").text_content()
        copy(page, f"{code}-06-jobs-{part}")
        assert pasted(page) == " ".join(wanted.split())
    copy(page, " ".join(f"{code}-jobs-{i}" for i in (1, 2, 3)))
    assert pasted(page) == "\n".join(findings()[code]["jobs"])


def pasted(page):
    """What is in the clipboard, pasted as a person would."""
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    text = page.locator("#paste").input_value()
    page.evaluate("document.getElementById('paste').remove()")
    return text


def test_where_nothing_may_be_copied_the_text_is_selected(visit):
    page = visit()
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    copy(page, "en-06-jobs-alt", "failed")
    assert page.evaluate("getSelection().toString()") == page.locator("#en-06-jobs-alt").text_content()


@pytest.mark.parametrize("folder", ["bac-lieu", "provinces"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_download_is_there_with_the_size_that_is_shown(visit, site, folder, code):
    page = visit(folder, f"#{code}")
    links = page.evaluate(f"""[...document.querySelectorAll('[data-in={code}] a[download]')].map(
        one => [one.href, (one.querySelector('.size') || one).textContent])""")
    assert len(links) > 3
    for address, text in links:
        path = unquote(urlparse(address).path)
        assert path.startswith(str(site))
        size = os.path.getsize(path)
        if found := re.search(r"([\d.,]+)\s([kM])B", text):
            digits = found[1].replace(",", ".") if found[2] == "M" else re.sub(r"\D", "", found[1])
            shown = float(digits) * (1e6 if found[2] == "M" else 1e3)
            assert abs(shown - size) <= max(0.05e6 if found[2] == "M" else 500, 1000 - size), text


def test_a_download_saves_or_opens_the_file(visit):
    page = visit()
    link = page.locator("[data-in=en] .files a", has_text="CSV").first
    with page.expect_download() as event:
        link.click()
    assert event.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("folder", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_axe_finds_nothing(visit, folder, scheme, code):
    page = visit(folder, f"#{code}", color_scheme=scheme)
    page.evaluate(f"document.querySelectorAll('[data-in={code}] details').forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_keyboard_reaches_everything_in_order(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator("[data-in=en] .skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "en-main"
    page = visit()
    order, tops = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate("""(() => { const one = document.activeElement, style = getComputedStyle(one);
            return [one.className || one.tagName, one.compareDocumentPosition(window.last || document.body),
                    style.outlineStyle, parseFloat(style.outlineWidth), (window.last = one) && 0]; })()""")
        order.append(found[0])
        tops.append(found[1])
        assert found[2] == "solid", order
        assert found[3] >= 2
    assert all(place & 2 for place in tops[1:])  # each stands after the one before it


def test_languages_and_details_work_by_keyboard(visit):
    page = visit()
    page.locator("[data-in=en] [data-language=vi]").focus()
    page.keyboard.press("Enter")
    assert language(page) == "vi"
    assert page.evaluate("document.activeElement.dataset.language") == "vi"
    assert page.evaluate("document.activeElement.closest('[data-in]').dataset.in") == "vi"
    summary = page.locator("[data-in=vi] [data-key='a1-reported-known'] > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-in=vi] [data-key='a1-reported-known'] table").is_visible()
    page.keyboard.press("Space")
    assert page.locator("[data-in=vi] [data-key='a1-reported-known'] table").is_hidden()


@pytest.mark.parametrize("folder", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_phone_needs_no_scrolling_sideways(visit, folder, code):
    page = visit(folder, f"#{code}", viewport=PHONE)
    page.evaluate(f"document.querySelectorAll('[data-in={code}] details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_print_shows_findings_and_captions_alone(visit):
    page = visit()
    page.evaluate("document.querySelectorAll('[data-in=en] details').forEach(one => one.open = true)")
    page.emulate_media(media="print")
    assert page.locator("#en-06-jobs-title").is_visible()
    assert page.locator("#en-06-jobs-caption").is_visible()
    for part in ("[data-in=en] button", "[data-in=en] nav", "[data-in=en] .scroll", "[data-in=en] .files"):
        assert page.evaluate(f"[...document.querySelectorAll('{part}')].every(one => one.offsetHeight === 0)"), part


def test_without_script_every_language_can_be_read(visit):
    page = visit(java_script_enabled=False)
    for code in LANGUAGES:
        assert page.locator(f"#{code}-06-jobs-title").is_visible()
    assert page.locator("button").first.is_hidden()
    assert page.locator("h1").first.is_visible()


def test_motion_is_reduced_where_it_is_asked(visit):
    still, moving = visit(reduced_motion="reduce"), visit(reduced_motion="no-preference")
    scroll = "getComputedStyle(document.documentElement).scrollBehavior"
    assert (still.evaluate(scroll), moving.evaluate(scroll)) == ("auto", "smooth")
