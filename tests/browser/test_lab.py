"""JupyterLab in a browser, as an analyst uses it: look at a notebook, try another province, save; then make again."""

import os
import re
import shutil
import time

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: see make test-browser")

from playwright.sync_api import expect, sync_playwright

from project_copies import begin_lab, build_run_house, command, end_lab, snapshot

CHROMIUM = os.environ.get("POVERTY_CHROMIUM") or shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]  # fmt: skip
PATIENCE = 90_000  # milliseconds

if CHROMIUM is None:
    pytest.skip("no Chromium: install one, or name it in POVERTY_CHROMIUM", allow_module_level=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the project with one notebook of a province, which was run."""
    return build_run_house(tmp_path_factory.mktemp("lab"), "04_livelihoods")


@pytest.fixture
def lab(house):
    """JupyterLab, started at the top of the project as `make lab` does; its address."""
    process, address = begin_lab(house)
    yield address
    end_lab(process)


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def open_notebook(page, address):
    base, _, query = address.partition("?")
    page.goto(f"{base}/tree/notebooks/04_livelihoods.ipynb?{query}&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(timeout=PATIENCE)


def save(page):
    page.keyboard.press("Control+s")
    time.sleep(3)


def test_looking_at_a_notebook_and_saving_it_changes_nothing(house, lab, page):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before, written = snapshot(house / "notebooks"), notebook.stat().st_mtime_ns
    open_notebook(page, lab)
    time.sleep(5)  # while it is being opened it may be called changed for a moment
    assert page.locator(".jp-mod-dirty").count() == 0, page.locator(".jp-mod-dirty").first.inner_text()
    states = page.locator("[title*=trusted]").evaluate_all("all => all.map(one => one.title)")
    assert len(states) == 1
    assert re.fullmatch(r"Notebook trusted: (\d+) of \1 code cells trusted\.", states[0]), states
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.keyboard.press("Backspace")
    save(page)
    assert notebook.stat().st_mtime_ns > written
    assert snapshot(house / "notebooks") == before


def test_jupyterlab_opens_at_the_top_of_the_project(lab, page):
    page.goto(lab + "&reset")
    page.locator(".jp-BreadCrumbs-home").click()
    for name in ("data", "figures", "notebooks", "README.md"):
        expect(page.locator(".jp-DirListing-itemText", has_text=re.compile(f"^{name}$"))).to_be_visible()


def test_another_province_run_and_saved_is_no_harm(house, lab, page):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before = notebook.read_bytes()
    open_notebook(page, lab)
    editor = page.locator(".jp-CodeCell .cm-content").first
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type('PROVINCE = "gia-lai"')
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    expect(page.locator(".jp-Notebook")).to_contain_text("Gia Lai", timeout=PATIENCE)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(timeout=PATIENCE)
    save(page)
    assert b"gia-lai" in notebook.read_bytes()
    done = command(house, "run")
    assert done.returncode == 0, done.stderr
    assert "its first cell named another province: set back to bac-lieu" in done.stdout
    assert notebook.read_bytes() == before
    assert command(house, "run", "--province", "gia-lai").returncode == 0


def test_a_port_in_use_is_no_obstacle(house):
    first, address = begin_lab(house)
    port = re.search(r":(\d+)/", address)[1]
    second, other = begin_lab(house, port)
    try:
        assert re.search(r":(\d+)/", other)[1] != port
    finally:
        end_lab(second)
        end_lab(first)
