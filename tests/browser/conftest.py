"""A Chromium for every page that is looked at; without one these tests say that they are skipped."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("POVERTY_CHROMIUM") or shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    """A browser that the tests of a file share."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="these tests need it: see make test-browser")
    if CHROMIUM is None:
        pytest.skip("no Chromium: install one, or name it in POVERTY_CHROMIUM")
    with playwright_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()
