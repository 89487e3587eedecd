"""The pages in a browser, opened from disk: what is seen first, languages, copying, search, keyboard, print.

It needs what the rest of the project does not: playwright, axe-playwright-python and a Chromium.
"""

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: see make test-browser")
pytest.importorskip("axe_playwright_python", reason="the browser tests need axe-playwright-python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from poverty.packs import load as pack
from poverty.publish import gallery
from poverty.publish.folders import OVERALL
from poverty.words import language as words
from poverty.words.findings import FINDINGS_BY_SUBJECT
from sample_galleries import committed, in_all_languages

LANGUAGES = words.list_languages()
PAGES = ("bac-lieu", "provinces", "")  # "" is the page over all
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def packs():
    return {slug: pack.load_pack(slug) for slug in pack.list_province_slugs()}


@pytest.fixture(scope="module")
def site(tmp_path_factory, packs):
    """The pages with all their files in a folder, as they lie on disk; the page over all has every province."""
    where = tmp_path_factory.mktemp("figures")
    for folder in ("provinces", "bac-lieu"):
        manifest, files = in_all_languages(*committed(folder))
        name, known, said = {}, packs, {}
        if folder != OVERALL:
            name, known = packs[folder].province["name"], {folder: packs[folder]}
            files |= {f"briefing-{code}.pptx": b"p" * 2_100_000 for code in LANGUAGES}
            said = {
                code: {about: f(packs[folder], words.Language(code)) for about, f in FINDINGS_BY_SUBJECT.items()}
                for code in LANGUAGES
            }
        files["index.html"] = gallery.page(manifest, files, said, name, known)
        for path, data in files.items():
            (where / folder / path).parent.mkdir(parents=True, exist_ok=True)
            (where / folder / path).write_bytes(data)
    own = [(manifest | {"province": slug}, packs[slug].province["name"], where / "bac-lieu")
           for slug in packs]  # fmt: skip
    (where / "index.html").write_bytes(gallery.overall(own))
    return where


@pytest.fixture
def visit(browser, site):
    """Open a page; whatever it asks for but itself, whatever it complains of or moves, fails the test."""
    contexts, wrong = [], []

    def opened(folder="bac-lieu", place="", **options):
        context = browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(f"asked: {r.url}"))
        page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => {
            for (const one of list.getEntries()) window.moved += one.value;
        }).observe({ type: "layout-shift", buffered: true });""")
        page.goto((site / folder / "index.html").as_uri() + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


def language(page):
    return page.evaluate("document.documentElement.lang")


def visible(page):
    """The languages of which something is shown."""
    return page.evaluate(
        "[...document.querySelectorAll('[data-in]')].filter(one => one.offsetHeight > 0).map(one => one.dataset.in)"
    )


@pytest.mark.parametrize("folder", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("viewport", "limit"), [(DESK, 500), (PHONE, 600)])
def test_a_chart_is_seen_on_the_first_screen_and_nothing_moves(visit, folder, code, viewport, limit):
    page = visit(folder, f"#{code}", viewport=viewport)
    page.wait_for_timeout(300)
    first = page.locator(f"[data-in={code}] main img").first.bounding_box()
    assert first["y"] < limit
    assert first["width"] >= min(viewport["width"] - 32, 300)
    assert page.evaluate("window.moved") == 0
    page.evaluate(f"document.querySelectorAll('[data-in={code}] details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_phone_shows_the_picture_that_has_the_words_in_it(visit):
    page = visit(viewport=PHONE)
    shape = "(one => one.naturalWidth / one.naturalHeight)(document.querySelector('article img'))"
    shown = "document.getElementById('en-01-answer-title').getBoundingClientRect().width"
    sources = "document.querySelector('article img').currentSrc === document.querySelector('article source').srcset"
    assert page.evaluate(sources)
    assert page.evaluate(shown) == 1  # heard, not seen
    page = visit(viewport={"width": 600, "height": 844})
    assert not page.evaluate(sources)
    assert page.evaluate(shown) > 100
    assert page.evaluate(shape) > 1.7


@pytest.mark.parametrize(
    ("locale", "place", "shown"),
    [("vi-VN", "", "vi"), ("id-ID", "", "id"), ("de-DE", "", "en"), ("vi-VN", "#en", "en"),
     ("en-GB", "#vi-03-households", "vi"), ("vi-VN", "#nowhere", "vi")],
)  # fmt: skip
def test_the_address_then_the_browser_choose_the_language(visit, locale, place, shown):
    page = visit(place=place, locale=locale)
    assert (language(page), visible(page)) == (shown, [shown])
    assert page.title() == page.locator(f"#{shown}").get_attribute("data-title")
    if "households" in place:
        assert -1 <= page.locator(place).bounding_box()["y"] <= 100


def test_the_switch_keeps_the_place_and_what_is_open_and_other_pages_the_language(visit):
    page = visit(place="#en-a1-reported", viewport=PHONE)  # in the appendix, which opens; above it, lines differ
    page.wait_for_timeout(100)
    page.locator("#en-a1-reported details").first.evaluate("one => one.open = true")
    before = page.locator("#en-a1-reported").bounding_box()["y"]
    page.evaluate("document.querySelector('[data-in=en] [data-language=vi]').click()")
    assert (language(page), visible(page)) == ("vi", ["vi"])
    assert abs(page.locator("#vi-a1-reported").bounding_box()["y"] - before) <= 2
    assert page.evaluate("location.hash").startswith("#vi-a")
    assert page.locator("#vi-a1-reported details").first.evaluate("one => one.open")
    expect(page.locator("[role=status]")).to_have_text(page.locator("#vi").get_attribute("data-switched"))
    page.reload()
    assert language(page) == "vi"
    page.locator("[data-in=vi] .bar p a").click()
    page.wait_for_url("**/index.html#vi")
    page.locator("[data-in=vi] main a", has_text="Bạc Liêu").click()
    page.wait_for_url("**/bac-lieu/index.html#vi")
    assert language(page) == "vi"


def pasted(page):
    """What is in the clipboard, pasted as a person would."""
    page.evaluate("document.body.prepend(Object.assign(document.createElement('textarea'), {id: 'paste'}))")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    text = page.locator("#paste").input_value()
    page.evaluate("document.getElementById('paste').remove()")
    return text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("way", ["clipboard", "older", "by hand"])
def test_copying_puts_the_text_into_the_clipboard_and_says_so(visit, packs, code, way):
    page = visit(place=f"#{code}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if way != "clipboard":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if way == "by hand":
        page.evaluate("document.execCommand = () => false")
    manifest, _ = committed("bac-lieu")
    figure = next(one for one in manifest["figures"] if one["id"] == "06-jobs")
    buttons = page.locator(f"#{code}-06-jobs .take button")
    wanted = [figure[part][code] for part in ("title", "caption", "source", "alt")]
    wanted = [*zip(buttons.all(), wanted, strict=True)]
    first = FINDINGS_BY_SUBJECT["poverty"](packs["bac-lieu"], words.Language(code))[0]
    wanted.append((page.locator(f"[data-in={code}] .opening .quotes button").first, first))
    for button, text in wanted:
        page.evaluate("document.querySelector('[role=status]').textContent = ''")
        button.click()
        told = page.locator(f"#{code}").get_attribute("data-failed" if way == "by hand" else "data-copied")
        expect(page.locator("[role=status]")).to_have_text(told)
        if way == "by hand":  # the text stands there, selected, until it is left
            page.keyboard.press("Control+C")
        assert pasted(page) == text
        assert page.locator("body > textarea").count() == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [("bac lieu", ["bac-lieu"]), ("LIÊU BẠC", ["bac-lieu"]), ("đak", ["dak-lak"]),
     ("dong nusa", ["nusa-tenggara-timur"]), ("east nusa", ["nusa-tenggara-timur"]),
     ("quang", ["quang-nam", "quang-ngai"]), ("xyz", [])],
)  # fmt: skip
def test_typing_finds_provinces_with_and_without_marks(visit, packs, text, found):
    page = visit("", "#vi")
    listed = (
        "[...document.querySelectorAll('[data-in={}] [data-names]')].filter(one => one.offsetHeight).map(one => one.id)"
    )
    assert len(page.evaluate(listed.format("vi"))) == len(packs)
    page.locator("[data-in=vi] input").press_sequentially(text)
    assert page.evaluate(listed.format("vi")) == [f"vi-{slug}" for slug in found]
    assert page.locator("[data-in=vi] output").text_content().startswith(f"{len(found)} ")
    page.locator("[data-in=vi] [data-language=en]").click()
    assert page.evaluate(listed.format("en")) == [f"en-{slug}" for slug in found]
    page.locator("[data-in=en] input").fill("")
    assert len(page.evaluate(listed.format("en"))) == len(packs)
    assert page.locator("[data-in=en] output").text_content() == ""


def test_downloads_are_there_and_the_page_stays(visit, site):
    page = visit()
    with page.context.expect_page() as event:  # from disk a picture opens instead of being saved
        page.locator("#en-03-households .take a").click()
    assert event.value.url.endswith("/bac-lieu/en/03-households.png")
    assert page.url.endswith("/bac-lieu/index.html")
    paths = page.evaluate("[...document.querySelectorAll('a[download]')].map(one => one.getAttribute('href'))")
    assert len(paths) > 300
    assert all((site / "bac-lieu" / path).is_file() for path in paths)


@pytest.mark.parametrize("folder", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, folder, scheme):
    for code, viewport in zip(LANGUAGES, (DESK, PHONE, DESK), strict=True):
        page = visit(folder, f"#{code}", color_scheme=scheme, viewport=viewport)
        page.evaluate(f"document.querySelectorAll('[data-in={code}] details').forEach(one => one.open = true)")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert (
            page.locator("main img").first.evaluate("one => getComputedStyle(one).backgroundColor")
            == "rgb(255, 255, 255)"
        )


def test_the_keyboard_reaches_everything_in_order(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.locator("[data-in=en] .skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "en-main"
    page = visit()
    for _ in range(40):
        page.keyboard.press("Tab")
        order, style, width = (
            page.evaluate("""(() => { const one = document.activeElement, style = getComputedStyle(one);
            const order = one.compareDocumentPosition(window.last || document.body); window.last = one;
            return [order, style.outlineStyle, parseFloat(style.outlineWidth)]; })()""")
        )
        assert order & 2  # each stands after the one before it
        assert (style, width >= 2) == ("solid", True)
    page.locator("[data-in=en] [data-language=vi]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("[document.activeElement.dataset.language, document.documentElement.lang]") == ["vi", "vi"]
    page.locator("#vi-06-jobs summary").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator("#vi-06-jobs .data").is_visible()
    page.keyboard.press("Space")
    assert page.locator("#vi-06-jobs .data").is_hidden()


def test_print_shows_charts_and_sentences_alone(visit):
    page = visit()
    page.evaluate("document.querySelectorAll('[data-in=en] details').forEach(one => one.open = true)")
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("img", ".quotes p", "[id='en-06-jobs-title']", "[id='en-a1-reported-title']", ".source"):
        assert page.locator(f"[data-in=en] {part}").first.is_visible(), part
    for part in ("button", "nav", ".scroll", ".links", ".take"):
        assert page.evaluate(
            f"[...document.querySelectorAll('[data-in=en] {part}')].every(one => !one.offsetHeight)"
        ), part
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_script_every_language_can_be_read(visit):
    page = visit(java_script_enabled=False)
    for code in LANGUAGES:
        assert page.locator(f"#{code}-06-jobs-title").is_visible()
    assert page.locator("button").first.is_hidden()


def test_motion_is_reduced_where_it_is_asked(visit):
    still, moving = visit(reduced_motion="reduce"), visit(reduced_motion="no-preference")
    scroll = "getComputedStyle(document.documentElement).scrollBehavior"
    assert (still.evaluate(scroll), moving.evaluate(scroll)) == ("auto", "smooth")
