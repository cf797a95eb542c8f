"""The page of work: platforms compared, trips, payouts that fall short, and taxes with their working."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import sign_up
from tests.up import Up

SHORT, PROMISED = 20, 33  # days back
HEADER = "Date,Order id,Platform,Base pay,Bonus,Promised bonus,Tips,Fees,Final payout,Km,Hours"


def statement(folder: Path) -> Path:
    """Write 150 days of work up to today; one is paid short, one without its promised bonus."""
    lines = []
    for back in range(150, -1, -1):
        on = date.today() - timedelta(days=back)  # noqa: DTZ011 - the browser's day is this machine's
        if on.weekday() == 6 and back not in (SHORT, PROMISED):
            continue
        pay, fee = 180 + 10 * on.weekday(), 30
        paid = pay + 12 - fee - (15 if back == SHORT else 0)
        promised = "25.00" if back == PROMISED else ""
        parts = f"{pay}.00,,{promised},12.00,{fee}.00,{paid}.00"
        lines.append(f"{on},A{back},Swift Ride,{parts},{80 + back % 40},8")
    text = "\n".join([HEADER, *lines])
    file = folder / "swift.csv"
    file.write_text(text)
    return file


def well(page: Page, name: str, width: int) -> None:
    """Hold a page to what readers and small screens need, and keep its picture."""
    shoot(page, f"work-{name}-{width}")
    assert faults_for_readers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
def test_it_works(app: Up, page: Page, tmp_path: Path) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    sign_up(app, page, f"wim-{width}@example.com")
    page.get_by_role("link", name="Work").click()
    expect(page.get_by_text("Nothing earned in this time.")).to_be_visible()
    well(page, "empty", width)

    page.goto("/statements")
    page.locator("input[type=file]").set_input_files(statement(tmp_path))
    page.get_by_label("Its currency").fill("USD")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("already known").first).to_be_visible()

    page.get_by_role("link", name="Work").click()
    expect(page.get_by_role("heading", name="Swift Ride")).to_be_visible()
    expect(page.get_by_text("Net per hour")).to_be_visible()
    expect(page.get_by_text("Saturday")).to_be_visible()
    well(page, "platforms", width)

    page.get_by_text("Payouts", exact=True).click()
    expect(page.get_by_role("heading", name="Paid less than its parts")).to_be_visible()
    expect(page.get_by_role("heading", name="A promised bonus is missing")).to_be_visible()
    page.get_by_text("Text to send").first.click()
    expect(page.get_by_text("Hello Swift Ride support,").first).to_be_visible()
    well(page, "payouts", width)
    page.get_by_role("button", name="Dismiss").first.click()
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=3)).to_have_count(2)


def test_trips_and_taxes(app: Up, page: Page, tmp_path: Path) -> None:
    sign_up(app, page, "tess@example.com")
    page.goto("/statements")
    page.locator("input[type=file]").set_input_files(statement(tmp_path))
    page.get_by_label("Its currency").fill("USD")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("already known").first).to_be_visible()

    page.goto("/work#tax")
    expect(page.get_by_text("Say below where you pay taxes")).to_be_visible()
    page.get_by_label("Country of your taxes").select_option("US")
    page.get_by_label("State tax, percent of profit").fill("5")
    page.get_by_label("Leave it out of what is safe to spend").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("still to set aside")).to_be_visible()
    expect(page.get_by_label("Leave it out of what is safe to spend")).to_be_checked()
    expect(page.get_by_text("Self-employment tax", exact=True)).to_be_visible()
    expect(page.get_by_text("of each deposit").first).to_be_visible()
    well(page, "tax", 360)
    page.set_viewport_size({"width": 1280, "height": 800})
    well(page, "tax", 1280)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    well(page, "tax-dark", 1280)
    page.set_viewport_size({"width": 360, "height": 800})

    page.get_by_text("Mileage", exact=True).click()
    page.get_by_role("textbox", name="Distance").fill("12.5")
    page.get_by_label("Unit").select_option("mi")
    page.get_by_label("Purpose").fill("Airport")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Deduction: $")).to_be_visible()
    well(page, "mileage-dark", 360)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No trips yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Airport")).to_be_visible()

    file = tmp_path / "trips.csv"
    file.write_text("Date,Miles,Purpose\n2026-01-05,10,Depot\n2026-01-06,far,Depot\n")
    page.get_by_label("A CSV with a date and a distance.").set_input_files(file)
    expect(page.get_by_text("1 trips: 1 new, 0 known. 1 lines cannot be read.")).to_be_visible()
    page.get_by_role("button", name="Write 1 trips").click()
    expect(page.get_by_role("region", name="Trips", exact=True).get_by_text("Depot")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    well(page, "mileage", 1280)
