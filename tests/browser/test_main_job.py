"""The main job, in a browser, on the real path: sign up, bring a statement, see what it means."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from finance.demo import STATEMENT
from tests.browser.conftest import faults_for_readers, mailed_code, shoot
from tests.up import Up

PASSWORD = "correct-horse-77"


def sign_up(app: Up, page: Page, address: str) -> None:
    page.goto("/signup")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code from the e-mail").fill(mailed_code(app, address))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()


def bring(page: Page, file: Path) -> None:
    page.goto("/statements")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload").click()


def test_it_works(app: Up, page: Page) -> None:
    sign_up(app, page, "eva@example.com")
    page.get_by_role("link", name="Bring a statement").click()
    page.locator("input[type=file]").set_input_files(STATEMENT)
    page.get_by_label("Its currency").fill("CZK")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("218 new transactions, 0 already known").first).to_be_visible()
    page.get_by_role("link", name="See what it means").click()

    # Nothing is reloaded from here on: the page follows what the worker computes.
    chart = page.get_by_role("img", name="Your balance over the next 13 weeks")
    expect(chart.locator("canvas")).to_be_visible()
    assert "Lowest point" in (chart.get_attribute("aria-label") or "")
    for kind in ("Health", "Karma", "Credit"):
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    expect(page.get_by_text("What costs points").first).to_be_visible()
    expect(page.get_by_role("heading", name="Bring a newer statement")).to_be_visible()
    expect(page.get_by_role("row", name="May 1998").get_by_text("Kč").first).to_be_visible()
    shoot(page, "dashboard-360")
    assert faults_for_readers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_label("Amount (CZK)").fill("100000")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Not safely:")).to_be_visible()

    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_role("group", name="Your balance over the next 13 weeks").get_by_role("row")).to_have_count(14)

    bring(page, STATEMENT)
    expect(page.get_by_text("0 new transactions, 218 already known").first).to_be_visible()


def test_what_is_no_statement_is_refused_in_words(app: Up, page: Page, tmp_path: Path) -> None:
    sign_up(app, page, "iva@example.com")
    letter = tmp_path / "letter.csv"
    letter.write_text("Dear bank,\nplease send me my statement.\n")
    bring(page, letter)
    expect(page.get_by_role("alert")).not_to_be_empty()
    page.goto("/")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()


def test_a_rule_sorts_what_is_there_after_it_was_seen(app: Up, page: Page) -> None:
    sign_up(app, page, "rut@example.com")
    bring(page, STATEMENT)
    expect(page.get_by_text("218 new transactions").first).to_be_visible()
    page.goto("/settings")
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Words in the text").fill("household")
    page.get_by_label("Then it is").select_option(label="business expense")
    page.get_by_label("With the category").fill("workshop")
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_text("18 transactions would change.")).to_be_visible()
    assert faults_for_readers(page) == []
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("text contains “household” → business expense, workshop").first).to_be_visible()


def test_an_import_can_be_undone(app: Up, page: Page) -> None:
    sign_up(app, page, "ola@example.com")
    bring(page, STATEMENT)
    expect(page.get_by_text("218 new transactions").first).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("group").get_by_role("button", name="Undo").click()
    expect(page.locator("strong", has_text="Undone")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_demo_is_labelled_and_readable(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/")
    expect(page.get_by_role("button", name="Look around with the demo account")).to_be_visible()
    assert faults_for_readers(page) == []
    page.get_by_role("button", name="Look around with the demo account").click()
    expect(page.get_by_role("note")).to_contain_text("Demo account")
    expect(page.get_by_role("img", name="Your balance over").locator("canvas")).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    for path in ("/", "/statements", "/bills", "/settings"):
        page.goto(path)
        expect(page.locator("#main").get_by_role("heading", level=1)).to_be_attached()
        page.wait_for_load_state("networkidle")
        assert faults_for_readers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shoot(page, f"demo-{width}-{scheme}-{path.strip('/') or 'overview'}")


def test_somebody_who_is_not_logged_in_sees_nothing_and_can_come_back(app: Up, page: Page) -> None:
    sign_up(app, page, "uma@example.com")
    page.goto("/settings")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.get_by_label("E-mail address").fill("uma@example.com")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
