"""The whole application on real processes, and a real Chromium before it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from gig_lens.local import BASE_DIR
from tests.up import START_S, STOP_S, Up, until

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = BASE_DIR / "pwa" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Start everything as `make run` does, with the demo."""
    running = Up(tmp_path_factory.mktemp("browser") / "var")
    process = running.start()
    until(lambda: running.says("GigLens is ready") or process.poll() is not None, START_S)
    assert process.poll() is None, running.log.read_text()
    yield running
    process.terminate()
    process.wait(timeout=STOP_S)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert CHROMIUM, "No Chromium: run tests/browser/install-chromium.sh, or set CHROMIUM."
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def page(app: Up, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a phone-sized page; an error in its scripts fails the test."""
    width = getattr(request, "param", 360)
    context = chromium.new_context(base_url=app.address, viewport={"width": width, "height": 800}, locale="en-US")
    context.set_default_timeout(20_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def mailed_code(app: Up, address: str) -> str:
    """Return the newest code that the console mail backend printed for an address."""
    found: list[str] = []

    def read() -> bool:
        letters = app.log.read_text(encoding="utf-8", errors="replace").split("Subject: ")[1:]
        codes = [re.search(r"^web\s+\| ([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", one, re.M) for one in letters if address in one]
        found[:] = [code[1] for code in codes if code]
        return bool(found)

    assert until(read, 10), f"No code for {address} in {app.log}."
    return found[-1]


def faults_for_readers(page: Page) -> list[str]:
    """Return what axe finds wrong for people who use a screen reader or a keyboard."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    answer = page.evaluate("axe.run()")
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in answer["violations"]]


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
