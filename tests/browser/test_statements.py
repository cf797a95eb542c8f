"""Statements that need more than one answer: columns that are not known, files that are read in the background."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import bring, sign_up
from tests.up import Up

ROWS = 6_000


def test_columns_are_asked_about_once(app: Up, page: Page, tmp_path: Path) -> None:
    sign_up(app, page, "una@example.com")
    file = tmp_path / "card.csv"
    file.write_text("Quand,Quoi,Combien\n13/10/2026,Fuel,45.10\n14/10/2026,Payout,-1234.56\n")
    bring(page, file)
    expect(page.get_by_text("What do the columns say?")).to_be_visible()
    expect(page.get_by_label("Quand")).to_have_value("date")
    expect(page.get_by_label("Into which account?").locator("option:checked")).to_have_text("Main account")
    page.get_by_label("Quoi").select_option("memo")
    page.get_by_label("Combien").select_option("amount")
    page.get_by_label("Minus sign").select_option("inverted")
    shoot(page, "mapping-360")
    assert faults_for_readers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("2 new transactions, 0 already known").first).to_be_visible()

    file.write_text("Quand,Quoi,Combien\n15/10/2026,Tea,3.00\n")
    bring(page, file)
    expect(page.get_by_text("1 new transactions, 0 already known").first).to_be_visible()


def test_a_large_statement_is_read_in_the_background(app: Up, page: Page, tmp_path: Path) -> None:
    sign_up(app, page, "lea@example.com")
    file = tmp_path / "large.csv"
    lines = (f"2026-{1 + n % 12:02d}-{1 + n % 28:02d},row {n},-{1 + n % 90}.00" for n in range(ROWS))
    file.write_text("Date,Description,Amount\n" + "\n".join(lines))
    bring(page, file)
    expect(page.get_by_text(f"{ROWS} new transactions, 0 already known").first).to_be_visible(timeout=60_000)
