"""The frame around every page: its name, where the keyboard goes on, large letters, and a lost connection."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_assistant import as_demo
from tests.up import Up, until

PAGES = [
    "/",
    "/statements",
    "/transactions",
    "/bills",
    "/work",
    "/alerts",
    "/goals",
    "/assistant",
    "/telephone",
    "/settings",
]
LARGE = "document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def test_a_page_is_named_and_gone_on_from_at_its_start(app: Up, page: Page) -> None:
    as_demo(page)
    expect(page).to_have_title("Overview · GigLens")
    way = page.get_by_role("navigation", name="GigLens").get_by_role("link", name="Bills")
    way.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Bills · GigLens")
    expect(page.locator("main")).to_be_focused()
    page.go_back()
    expect(page).to_have_title("Overview · GigLens")
    expect(page.locator("main")).to_be_focused()


def test_with_letters_twice_as_large_nothing_leaves_the_page(app: Up, page: Page) -> None:
    as_demo(page)
    page.add_init_script(LARGE)
    wide = {}
    for path in PAGES:
        page.goto(path)
        expect(page.locator("main :is(h1, h2)").first).to_be_attached()
        page.wait_for_load_state("networkidle")
        wide[path] = page.evaluate(TOO_WIDE)
    assert {path: by for path, by in wide.items() if by > 0} == {}


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_question_and_the_page_come_back_with_the_connection(app: Up, page: Page) -> None:
    as_demo(page)
    page.goto("/assistant")
    assert until(lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")), 20)
    page.get_by_label("Your question").fill("Can I afford 500 tomorrow?")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_label("Your question")).to_have_value("Can I afford 500 tomorrow?")
