"""Asking by text, in a browser, on the real path: by keyboard alone, at two widths, with what lies behind."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import sign_up
from tests.up import Up, until

ANSWER_MS = 20_000  # the first one after a start reads models from the disk
FITS = "document.documentElement.scrollWidth <= innerWidth"
BALANCE = "What is my balance?"
NOTHING_COVERED = """box => {
    scrollTo(0, document.body.scrollHeight);
    const covered = one => {
        const at = one.getBoundingClientRect();
        return at.right > box.x && at.left < box.x + box.width && at.bottom > box.y && at.top < box.y + box.height;
    };
    return ![...document.querySelectorAll("main .card, main table, main canvas")].some(covered);
}"""


def as_demo(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Look around with the demo account").click()
    expect(page.get_by_role("heading", name="Goals")).to_be_visible()


def ask(page: Page, question: str) -> None:
    """Ask by keyboard, and wait for the whole answer."""
    before = page.get_by_text("Answered by GigLens itself").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Answered by GigLens itself")).to_have_count(before + 1, timeout=ANSWER_MS)


def tab_to(page: Page, what: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({what!r})"):
            return
    raise AssertionError(f"{what} cannot be reached by Tab")


def test_by_keyboard_alone(app: Up, page: Page) -> None:
    as_demo(page)
    tab_to(page, 'a[href="/assistant"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ask about your money")).to_be_visible()
    expect(page.get_by_role("button", name=BALANCE)).to_be_visible()
    tab_to(page, "#ask-field")
    page.keyboard.type(BALANCE)
    page.keyboard.press("Enter")
    answer = page.get_by_role("list", name="Conversation").get_by_text(re.compile(r"You have Kč\s[\d,.]+\."))
    expect(answer).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_label("Your question")).to_be_focused()  # the next question goes on from here
    heard = page.locator("[aria-live].sr-only p")
    expect(heard.first).to_have_text(re.compile("You have"))
    expect(page.get_by_text("Answered by GigLens itself")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent.startsWith('Facts behind this')"):
            break
    page.keyboard.press("Enter")
    facts = page.locator("details", has_text="Facts behind this").get_by_role("listitem")
    expect(facts.first).to_contain_text("Balance")
    expect(facts.first).to_contain_text(re.compile(r"As of \w+ \d+, \d{4}"))
    page.keyboard.press("Tab")
    expect(facts.first.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings")


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_readable(app: Up, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    width = page.viewport_size["width"] if page.viewport_size else 0
    as_demo(page)
    page.goto("/assistant")
    chip = page.get_by_role("region", name="Ask about your money").get_by_role("button", name=BALANCE)
    expect(chip).to_be_visible()
    shoot(page, f"assistant-greeting-{width}-{scheme}")
    assert faults_for_readers(page) == []
    chip.click()
    expect(page.get_by_text("Answered by GigLens itself")).to_be_visible(timeout=ANSWER_MS)
    page.get_by_text("Facts behind this").click()
    page.locator("summary", has_text="Language and voice").click()
    if width < 1000:
        page.locator("summary", has_text="Past conversations").click()
    expect(page.get_by_label("Keep conversations")).to_have_value("30")
    shoot(page, f"assistant-{width}-{scheme}")
    assert faults_for_readers(page) == []
    assert page.evaluate(FITS)


@pytest.mark.parametrize("page", [360, 1024, 1280, 1600], indirect=True)
def test_the_way_in_covers_nothing(app: Up, page: Page) -> None:
    as_demo(page)
    way = page.get_by_role("link", name="Ask", exact=True).last
    expect(way).to_be_visible()
    # Cards that arrive late move the end of the page, so it is gone to until nothing is covered there.
    assert until(lambda: bool(page.evaluate(NOTHING_COVERED, way.bounding_box())), 20)
    way.click()
    expect(page.get_by_role("heading", name="Ask about your money")).to_be_visible()


def test_conversations_are_found_opened_gone_on_with_and_deleted(app: Up, page: Page) -> None:
    sign_up(app, page, "tara@example.com")
    page.goto("/assistant")
    ask(page, "What is a buffer?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("button", name="What can I ask you?")).to_be_visible()
    ask(page, "How does the health score work?")
    page.locator("summary", has_text="Past conversations").click()
    past = page.locator("details", has_text="Past conversations").get_by_role("listitem")
    expect(past).to_have_count(2)
    page.get_by_label("Search in them").fill("buffer")
    expect(past).to_have_count(1)
    past.get_by_role("button", name="What is a buffer?").first.click()
    expect(page.get_by_role("list", name="Conversation").get_by_text("What is a buffer?")).to_be_visible()
    ask(page, "say it again")
    past.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.get_by_label("Search in them").fill("")
    expect(past).to_have_count(1)
    with page.expect_response("**/conversations/settings"):
        page.get_by_label("Keep conversations").select_option("7")
    page.reload()
    page.locator("summary", has_text="Past conversations").click()
    expect(page.get_by_label("Keep conversations")).to_have_value("7")
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("group", name="Delete all").get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()


def test_a_lost_connection_is_told_and_a_retry_asks_once(app: Up, page: Page) -> None:
    sign_up(app, page, "olga@example.com")
    page.goto("/assistant")
    expect(page.get_by_role("button", name="What is a buffer?")).to_be_visible()
    keys: list[str] = []
    page.on("request", lambda one: keys.append(one.headers["idempotency-key"]) if "voice-agent" in one.url else None)
    page.route("**/api/voice-agent", lambda route: route.abort("connectionreset"), times=1)
    page.get_by_label("Your question").fill("What is a buffer?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The question did not get through.")).to_be_visible()
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("Answered by GigLens itself")).to_be_visible(timeout=ANSWER_MS)
    assert len(keys) == 2
    assert keys[0] == keys[1]
    page.context.set_offline(True)
    expect(page.get_by_text("Write your question; it can be sent when")).to_be_visible()
    page.get_by_label("Your question").fill("How does the health score work?")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Answered by GigLens itself")).to_have_count(2, timeout=ANSWER_MS)


QUESTIONS = [
    ("hi", "मेरा बैलेंस कितना है?", re.compile("[\u0900-\u097f]")),
    ("te", "నా బ్యాలెన్స్ ఎంత?", re.compile("[\u0c00-\u0c7f]")),
    ("es", "¿Cuál es mi saldo?", re.compile("Tienes")),
]


@pytest.mark.parametrize(("language", "question", "script"), QUESTIONS)
def test_one_asks_in_four_languages(app: Up, page: Page, language: str, question: str, script: re.Pattern[str]) -> None:
    as_demo(page)
    page.goto("/assistant")
    page.locator("summary", has_text="Language and voice").click()
    page.get_by_label("Language of the conversation").select_option(language)
    page.get_by_role("button", name=question).click()
    expect(page.get_by_text("Answered by GigLens itself")).to_be_visible(timeout=ANSWER_MS)
    answer = page.get_by_role("list", name="Conversation").locator(f"p[lang={language}]").last
    expect(answer).to_contain_text(script)
    assert faults_for_readers(page) == []
