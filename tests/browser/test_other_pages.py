"""The pages that are not the app: the API's own page, and the operators' admin."""

from playwright.sync_api import Page, expect

from finance.demo import DEMO_EMAIL, DEMO_PASSWORD


def test_the_api_page_is_drawn_from_our_own_files(page: Page) -> None:
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "localhost" not in request.url else None)
    page.goto("/api/docs/")
    expect(page.get_by_text("/api/v1/affordability")).to_be_visible()  # the others are drawn as one scrolls
    assert [url for url in foreign if not url.startswith("data:")] == []


def test_somebody_who_is_no_operator_is_led_through_the_app_and_told_so(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/admin/**")
    expect(page.get_by_text("operator").first).to_be_visible()


def test_a_page_kept_by_the_browser_still_logs_in_after_its_cookies_are_gone(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    page.context.clear_cookies()
    answer = page.reload()
    assert answer is not None
    assert answer.from_service_worker
    page.get_by_role("button", name="Look around with the demo account").click()
    expect(page.get_by_role("note")).to_contain_text("Demo account")
