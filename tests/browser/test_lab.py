"""JupyterLab in a browser, as an analyst uses it: look at a notebook, try another province, save; then make again."""

import json
import re
import time

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: see make test-browser")

from playwright.sync_api import expect

from project_copies import begin_lab, build_house, command, end_lab, snapshot

PATIENCE = 90_000  # milliseconds
LOOKED_AT = ("02_trajectory", "05_outlook")  # any notebook may stand here
NAMED_IN = ("PROVINCE", "MARKED", "GAP_OF")  # parameters that hold a province: a notebook has one of them
SCREEN = {"width": 1280, "height": 900}
WIDEST_CHART = 900  # pixels
# every picture of a notebook, and what can be scrolled sideways; a cell out of sight is drawn when one scrolls to it
MEASURE = """async () => {
    const panel = document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer');
    const wide = new Set(), charts = new Map();
    for (let y = 0; y <= panel.scrollHeight; y += panel.clientHeight / 2) {
        panel.scrollTop = y;
        await new Promise(done => setTimeout(done, 150));
        const outputs = panel.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput');
        for (const one of [document.documentElement, panel, ...outputs])
            if (one.scrollWidth > one.clientWidth + 1)
                wide.add(`${one.scrollWidth} in ${one.clientWidth}: ${one.innerText.slice(0, 60)}`);
        for (const one of panel.querySelectorAll('.jp-RenderedImage img'))
            charts.set(one.src.slice(-80), one.getBoundingClientRect().width);
    }
    panel.scrollTop = 0;
    return {wide: [...wide], charts: [...charts]};
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the project with some notebooks, which were run."""
    copy = build_house(tmp_path_factory.mktemp("lab"), ("04_livelihoods", *LOOKED_AT))
    done = command(copy, "run")
    assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture
def lab(house):
    """JupyterLab, started at the top of the project as `make lab` does; its address."""
    process, address = begin_lab(house)
    yield address
    end_lab(process)


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def open_notebook(page, address, stem="04_livelihoods"):
    base, _, query = address.partition("?")
    page.goto(f"{base}/tree/notebooks/{stem}.ipynb?{query}&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(timeout=PATIENCE)


def save(page):
    page.keyboard.press("Control+s")
    time.sleep(3)


def read_code_cells(notebook):
    return [c for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


def name_province(page, notebook, slug):
    """Type another province over the line of the first cell that names one."""
    lines = "".join(read_code_cells(notebook)[0]["source"]).splitlines()
    number, name = next((i, name) for i, line in enumerate(lines) for name in NAMED_IN if line.startswith(f"{name} ="))
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Home")
    for _ in range(number):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(f'{name} = "{slug}"')


def run_all(page):
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()


def fits(page):
    """How many charts a notebook shows, none of them wide and nothing to be scrolled sideways."""
    measured = page.evaluate(MEASURE)
    assert measured["wide"] == []
    assert all(0 < width <= WIDEST_CHART for _, width in measured["charts"]), measured["charts"]
    return len(measured["charts"])


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
    name_province(page, notebook, "gia-lai")
    run_all(page)
    expect(page.locator(".jp-Notebook")).to_contain_text("Gia Lai", timeout=PATIENCE)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(timeout=PATIENCE)
    save(page)
    assert b"gia-lai" in notebook.read_bytes()
    done = command(house, "run")
    assert done.returncode == 0, done.stderr
    assert "its first cell named another province: set back to bac-lieu" in done.stdout
    assert notebook.read_bytes() == before
    assert command(house, "run", "--province", "gia-lai").returncode == 0


@pytest.mark.parametrize("stem", LOOKED_AT)
def test_a_notebook_fits_a_screen_as_stored_and_with_another_province(house, lab, page, stem):
    notebook = house / "notebooks" / f"{stem}.ipynb"
    before = notebook.read_bytes()
    page.set_viewport_size(SCREEN)
    open_notebook(page, lab, stem)
    stored = [output for cell in read_code_cells(notebook) for output in cell["outputs"]]
    charts = sum("image/png" in output.get("data", {}) for output in stored)
    # a page that is still being laid out may have shown none of them yet
    assert charts in (fits(page) for _ in range(5))
    name_province(page, notebook, "gia-lai")
    run_all(page)
    last = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first
    try:
        for _ in range(PATIENCE // 3000):
            expect(last).to_be_visible(timeout=PATIENCE)
            save(page)
            cells = read_code_cells(notebook)
            if [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)):
                break
        outputs = [output for cell in cells for output in cell["outputs"]]
        assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
        assert '"gia-lai"' in "".join(cells[0]["source"])
        assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
        assert outputs != stored
        assert "Gia Lai" in str(outputs)
        fits(page)
    finally:
        notebook.write_bytes(before)


def test_a_port_in_use_is_no_obstacle(house):
    first, address = begin_lab(house)
    port = re.search(r":(\d+)/", address)[1]
    second, other = begin_lab(house, port)
    try:
        assert re.search(r":(\d+)/", other)[1] != port
    finally:
        end_lab(second)
        end_lab(first)
