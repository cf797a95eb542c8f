"""Alerts and goals in a browser: told, dismissed and taken back; a message to the device; money set aside."""

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import sign_up
from tests.up import Up

FORECAST_MS = 120_000  # the first one waits for the ML service to start
PROVE = "document.documentElement.scrollWidth <= innerWidth"


def told_of_a_bill(page: Page, on: date, words: str = "Rent of the flat") -> None:
    """Say that a bill is due, over the app's own API."""
    body = {"name": words, "amount": "540.00", "currency": "CZK", "cadence": "monthly", "due_on": on.isoformat()}
    page.evaluate(
        """body => fetch("/api/v1/bills", {method: "POST", body: JSON.stringify(body), headers: {
            "Content-Type": "application/json",
            "X-CSRFToken": document.cookie.match(/csrftoken=([^;]*)/)[1]}})""",
        body,
    )


def bring_rows(page: Page) -> None:
    """Bring half a year of pay and shopping."""
    today = date.today()  # noqa: DTZ011 - the browser's day is this machine's
    rows = [f"{today - timedelta(days=n)},Uber pay,700.00" for n in range(1, 180, 7)]
    rows += [f"{today - timedelta(days=n)},Corner shop,-55.00" for n in range(2, 180, 3)]
    page.goto("/statements")
    content = "Date,Description,Amount\n" + "\n".join(rows)
    page.locator("input[type=file]").set_input_files(
        {"name": "pay.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_label("Its currency").fill("CZK")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("new transactions").first).to_be_visible()


def test_an_alert_is_told_by_the_bell_and_dismissed_and_taken_back(app: Up, page: Page) -> None:
    sign_up(app, page, "nora@example.com")
    page.goto("/alerts")
    expect(page.get_by_text("Nothing to hear of right now")).to_be_visible()
    bring_rows(page)
    told_of_a_bill(page, date.today() + timedelta(days=2))  # noqa: DTZ011 - as above
    bell = page.get_by_role("link", name="Alerts: 1 new")
    for _ in range(30):
        page.reload()
        page.wait_for_load_state("networkidle")
        if bell.is_visible():
            break
        page.wait_for_timeout(1_000)
    bell.click()
    expect(page.get_by_role("heading", name="Rent of the flat is due on")).to_be_visible()
    expect(page.get_by_role("link", name="Alerts", exact=True)).to_be_visible()
    shoot(page, "alerts-360")
    assert faults_for_readers(page) == []
    assert page.evaluate(PROVE)
    page.get_by_role("button", name="Dismiss").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to hear of right now")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Rent of the flat is due on")).to_be_visible()


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_goals_and_settings_are_readable(app: Up, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.goto("/")
    page.get_by_role("button", name="Look around with the demo account").click()
    expect(page.get_by_role("heading", name="Goals")).to_be_visible()
    expect(page.get_by_role("img", name="Your balance over").locator("canvas")).to_be_visible(timeout=FORECAST_MS)
    page.goto("/goals")
    page.get_by_role("button", name="Add a goal").click()
    page.get_by_label("Name").fill(f"Van {width} {scheme}")
    page.get_by_label("Amount (CZK)").fill("12000")
    page.get_by_label("By when").fill((date.today() + timedelta(days=60)).isoformat())  # noqa: DTZ011 - as above
    page.get_by_label("Share of each pay, in %").fill("10")
    shoot(page, f"goal-form-{width}-{scheme}")
    assert faults_for_readers(page) == []
    page.get_by_role("button", name="Save").click()
    goal = page.get_by_role("article", name=f"Van {width} {scheme}")
    expect(goal.get_by_text("likely to be there by then")).to_be_visible()
    goal.get_by_role("button", name="Set aside").click()
    goal.get_by_label("How much (CZK)").fill("500")
    goal.get_by_role("button", name="Set aside").click()
    expect(goal.get_by_text("Kč 500.00 of Kč 12,000.00")).to_be_visible()
    goal.get_by_label("Do not count it as safe to spend").check()
    expect(goal.get_by_text("Kč 500.00 of it is not counted")).to_be_visible()
    shoot(page, f"goals-{width}-{scheme}")
    assert faults_for_readers(page) == []
    assert page.evaluate(PROVE)
    page.goto("/")
    expect(page.get_by_text("held for goals is taken off")).to_be_visible()
    page.goto("/settings")
    expect(page.get_by_label("Bills due: E-mail")).to_be_attached()
    expect(page.get_by_text("Messages to devices are not set up on this server.")).to_be_visible()
    shoot(page, f"alert-settings-{width}-{scheme}")
    assert faults_for_readers(page) == []
    assert page.evaluate(PROVE)
    page.goto("/goals")
    goal.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(goal).to_be_visible()
    goal.get_by_role("button", name="Delete").click()


def test_a_message_to_the_device_is_shown(app: Up, page: Page) -> None:
    """What a push service would hand to the browser is handed over by its own debugger."""
    page.context.grant_permissions(["notifications"])
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    debugger = page.context.new_cdp_session(page)
    found: list[str] = []
    debugger.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    debugger.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    message = json.dumps({"title": "Rent is due", "body": "540", "url": "/alerts", "tag": "m1"})
    asked = {"origin": app.address, "registrationId": found[0], "data": message}
    debugger.send("ServiceWorker.deliverPushMessage", asked)
    page.wait_for_timeout(500)
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then(w => w.getNotifications())"
        ".then(all => all.map(n => [n.title, n.body, n.data.url]))"
    )
    assert shown == [["Rent is due", "540", "/alerts"]]
