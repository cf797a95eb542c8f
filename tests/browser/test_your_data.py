"""Your data, in a browser: out as a zip, back into a new account, what changed, and gone with a receipt."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from finance.demo import DEMO_EMAIL, DEMO_PASSWORD
from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import PASSWORD, sign_up
from tests.up import Up


def log_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("note")).to_contain_text("Demo account")


def export(page: Page, folder: Path) -> Path:
    page.goto("/settings")
    page.get_by_role("button", name="Make an export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the export").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
def test_an_export_is_made_and_told_of(page: Page, tmp_path: Path) -> None:
    log_in(page)
    path = export(page, tmp_path)
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert {part["name"]: part["rows"] for part in manifest["parts"]}["transactions"] == 218
    changes = page.get_by_role("region", name="What changed")
    expect(changes.get_by_text("Export made").first).to_be_visible()
    expect(changes.get_by_text("Logged in").first).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    shoot(page, f"your-data-{width}")
    assert faults_for_readers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_restored_into_a_new_account_that_is_then_deleted(app: Up, page: Page, tmp_path: Path) -> None:
    log_in(page)
    path = export(page, tmp_path)
    page.get_by_role("button", name="Log out", exact=True).click()
    sign_up(app, page, "ida@example.com")
    page.goto("/settings")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("This would bring")).to_be_visible()
    expect(page.get_by_text("218 transactions")).to_be_visible()
    shoot(page, "restore-360")
    assert faults_for_readers(page) == []
    page.get_by_role("button", name="Restore now").click()
    expect(page.get_by_text(re.compile(r"^Restored: \d"))).to_be_visible(timeout=30_000)
    page.goto("/transactions")
    expect(page.get_by_text("218 transactions").first).to_be_visible()

    page.goto("/settings")
    page.get_by_role("button", name="Delete my account").click()
    leaving = page.get_by_role("region", name="Leaving")
    leaving.get_by_label("Current password").fill(PASSWORD)
    leaving.get_by_role("button", name="Delete my account").click()
    receipt = page.get_by_role("dialog", name="Your account is deleted")
    expect(receipt.get_by_text("transactions")).to_be_visible()
    shoot(page, "receipt-360")
    assert faults_for_readers(page) == []
    with page.expect_download() as waiting:
        receipt.get_by_role("link", name="Save the receipt").click()
    assert json.loads(waiting.value.path().read_text())["counts"]["transactions"] == 218
    receipt.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()


def test_a_change_is_taken_back(page: Page) -> None:
    log_in(page)
    page.goto("/transactions")
    page.request.get("/api/v1/me")
    token = page.evaluate("document.cookie.match(/csrftoken=([^;]*)/)[1]")
    row = page.request.get("/api/v1/transactions?limit=1").json()["results"][0]
    answer = page.request.patch(
        f"/api/v1/transactions/{row['id']}", data={"category": "odd-one"}, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()
    page.goto("/settings")
    changes = page.get_by_role("region", name="What changed")
    expect(changes.get_by_text("→ odd-one")).to_be_visible()
    changes.get_by_role("button", name="Undo: Transaction sorted").first.click()
    expect(changes.get_by_text("Sorting taken back").first).to_be_visible()
