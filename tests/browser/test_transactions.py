"""The transactions page: look for rows, put one right and take it back, put several right."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import bring, sign_up
from tests.up import Up

ROWS = """Date,Description,Amount
2026-10-01,SHELL STATION 4411,-40.00
2026-10-02,FITNESS CLUB NORD,-29.00
2026-10-03,SHELL STATION 9902,-35.00
2026-10-04,PAY FROM CLIENT,900.00
"""


def test_rows_are_found_put_right_and_taken_back(app: Up, page: Page, tmp_path: Path) -> None:
    sign_up(app, page, "teo@example.com")
    page.goto("/transactions")
    expect(page.get_by_text("No transactions yet")).to_be_visible()
    assert faults_for_readers(page) == []
    page.goto("/statements")
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    bring(page, file)
    expect(page.get_by_text("4 new transactions").first).to_be_visible()
    page.get_by_role("link", name="Transactions", exact=True).click()
    expect(page.get_by_text("4 transactions: $900.00 in, $104.00 out")).to_be_visible()

    page.get_by_label("Search").fill("shell")
    expect(page.get_by_text("2 transactions: $0.00 in, $75.00 out")).to_be_visible()
    assert page.url.endswith("/transactions?q=shell")
    page.get_by_role("button", name="SHELL STATION 4411").click()
    expect(page.get_by_text("GigLens' own word list")).to_be_visible()
    page.get_by_role("button", name="Filters").click()
    shoot(page, "transactions-360")
    assert faults_for_readers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    opened = page.get_by_role("listitem").filter(has_text="SHELL STATION 4411")
    opened.get_by_label("What it is").select_option("personal")
    opened.get_by_label("Category").fill("fun")
    opened.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved; 1 more of the same kind changed with it.")).to_be_visible()
    expect(page.get_by_text("personal · fun")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("business expense · fuel")).to_have_count(2)

    page.get_by_role("button", name="Select several").click()
    page.get_by_label("Select: SHELL STATION 4411").check()
    page.get_by_label("Select: SHELL STATION 9902").check()
    group = page.get_by_role("group", name="2 selected")
    group.get_by_label("Category").fill("trips")
    shoot(page, "transactions-several-360")
    assert faults_for_readers(page) == []
    group.get_by_role("button", name="Set these").click()
    expect(page.get_by_text("business expense · trips")).to_have_count(2)
    page.reload()
    expect(page.get_by_text("business expense · trips")).to_have_count(2)
