"""The telephone in a browser, over a Twilio that rings: a number, a PIN, consent, and a decision taken by key."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.test_main_job import PASSWORD, sign_up
from tests.fakes.twilio import Call, FakeTwilio, Placed, running_twilio
from tests.up import START_S, STOP_S, Up, until

OURS = "+14155550100"
PIN = "583976"
RING_S = 20.0  # of a busy machine, from the tap to the telephone
RING_MS = RING_S * 1000
FITS = "document.documentElement.scrollWidth <= innerWidth"
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPOKEN = re.compile(rf"(?:\b(?:{'|'.join(WORDS)})\b[ ,]*){{6}}")


class WithTelephone(Up):
    """The application with the keys of an account at Twilio."""

    twilio: FakeTwilio

    def env(self) -> dict[str, str]:
        """Return the environment with those keys."""
        return super().env() | {
            "TWILIO_ACCOUNT_SID": self.twilio.account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio.auth_token,
            "TWILIO_NUMBER": OURS,
            "TWILIO_API_BASE": self.twilio.address,
            "PUBLIC_BASE_URL": self.address,
        }


@pytest.fixture(scope="module")
def twilio() -> Iterator[FakeTwilio]:
    with running_twilio() as fake:
        yield fake


@pytest.fixture(scope="module")
def app(twilio: FakeTwilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Start everything with a telephone."""
    running = WithTelephone(tmp_path_factory.mktemp("telephone") / "var")
    running.twilio = twilio
    yield from started(running)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Start everything without one."""
    yield from started(Up(tmp_path_factory.mktemp("plain") / "var"))


def started(running: Up) -> Iterator[Up]:
    process = running.start()
    until(lambda: running.says("GigLens is ready") or process.poll() is not None, START_S)
    assert process.poll() is None, running.log.read_text()
    yield running
    process.terminate()
    process.wait(timeout=STOP_S)


def where_it_is_noon() -> str:
    """Return a time zone in which one may be rung now, whenever this is run."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"  # POSIX counts the other way


def enter(app: Up, page: Page, address: str) -> None:
    """Sign up as somebody for whom it is noon."""
    sign_up(app, page, address)
    token = page.evaluate("document.cookie.match(/csrftoken=([^;]*)/)[1]")
    answer = page.request.patch("/api/v1/me", data={"time_zone": where_it_is_noon()}, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()


def rung(twilio: FakeTwilio, number: str) -> Placed:
    """Wait until a number rings that nobody has answered yet."""
    found: list[Placed] = []

    def rings() -> bool:
        found[:] = [one for one in twilio.calls if one.get("To") == number and not one.call and not one.over]
        return bool(found)

    assert until(rings, RING_S), f"{number} was not rung: {[one.get('To') for one in twilio.calls]}"
    return found[-1]


def proven(page: Page, done: Locator) -> None:
    """Wait until something is done, and give the password if it is asked for."""
    asked = page.get_by_label("Current password")
    expect(asked.or_(done)).to_be_visible(timeout=RING_MS)
    if asked.is_visible():
        asked.fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    expect(done).to_be_visible(timeout=RING_MS)


def add_number(page: Page, number: str) -> None:
    page.goto("/telephone")
    page.get_by_label("Telephone number").fill(number)
    page.get_by_role("button", name="Let the code come").click()
    proven(page, page.get_by_text(f"We are ringing the number that ends in {number[-4:]}."))


def verify(page: Page, twilio: FakeTwilio, number: str) -> None:
    """Add a number, answer the ring, and type what is heard."""
    add_number(page, number)
    page.get_by_label("Code").fill(heard_code(twilio.pick_up(rung(twilio, number))))
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("Yours since")).to_be_visible()


def heard_code(call: Call) -> str:
    """Ask for the code as whoever answered, and return it as they would write it down."""
    call.press("1")
    found = SPOKEN.search(call.heard)
    assert found, call.transcript
    call.hang_up()
    return "".join(str(WORDS.index(word)) for word in found[0].replace(",", " ").split())


def set_pin(page: Page, pin: str = PIN) -> None:
    page.get_by_role("button", name="Set a PIN").click()
    page.get_by_label("New PIN").fill(pin)
    page.get_by_label("The same PIN again").fill(pin)
    page.get_by_role("region", name="PIN", exact=True).get_by_role("button", name="Save").click()
    proven(page, page.get_by_text("The PIN is set."))


def propose(page: Page) -> None:
    """Have the assistant ask for a yes."""
    page.goto("/assistant")
    page.get_by_label("Your question").fill("set my buffer to 500")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Waiting for your yes")).to_be_visible(timeout=RING_MS)


def agree(page: Page) -> None:
    """Agree to be rung for decisions."""
    page.get_by_role("switch", name="Ring me for decisions").click()
    expect(page.get_by_text("You agreed on")).to_be_visible()


def test_without_a_telephone_it_says_so(plain: Up, chromium: Browser) -> None:
    context = chromium.new_context(base_url=plain.address, viewport={"width": 360, "height": 800}, locale="en-US")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Look around with the demo account").click()
    page.get_by_role("navigation", name="GigLens").get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Set up the telephone").click()
    expect(page.get_by_text("Off: the operator of this server has set no telephone up.")).to_be_visible()
    expect(page.get_by_role("button", name="Let the code come")).to_have_count(0)
    expect(page.get_by_role("switch")).to_have_count(0)
    shoot(page, "telephone-off-360")
    assert faults_for_readers(page) == []
    context.close()


def test_from_a_number_to_a_decision_by_key(app: Up, page: Page, twilio: FakeTwilio) -> None:
    enter(app, page, "vera@example.com")
    page.goto("/alerts")
    page.get_by_role("link", name="Ask by telephone").click()
    expect(page.get_by_role("link", name="+1 415 555 0100")).to_have_attribute("href", f"tel:{OURS}")
    shoot(page, "telephone-empty-360")
    assert faults_for_readers(page) == []
    verify(page, twilio, "+14155550132")
    set_pin(page)
    agree(page)
    propose(page)
    page.get_by_role("button", name="Ring me about it").click()
    expect(page.get_by_text("Your telephone rings…")).to_be_visible(timeout=RING_MS)
    expect(page.get_by_role("button", name="Confirm")).to_be_visible()
    call = twilio.pick_up(rung(twilio, "+14155550132"))
    expect(page.get_by_text("You are on the telephone…")).to_be_visible(timeout=RING_MS)
    shoot(page, "telephone-rings-360")
    assert faults_for_readers(page) == []
    approve(call)
    expect(page.get_by_text("Approved on the telephone.")).to_be_visible(timeout=RING_MS)
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    shoot(page, "telephone-approved-360")
    page.goto("/telephone")
    calls = page.get_by_role("region", name="Calls").get_by_role("listitem")
    expect(calls.filter(has_text="GigLens rang: for a decision")).to_contain_text("Approved")
    expect(calls.filter(has_text="GigLens rang: with a code")).to_have_count(1)
    assert page.request.get("/api/v1/me").json()["buffer"] == "500.00"


def approve(call: Call) -> None:
    """Be there, key the PIN in, and say yes."""
    call.press("5").press(PIN)
    assert "500" in call.heard or "five hundred" in call.heard, call.transcript
    call.press("1")


def test_a_decision_in_the_app_ends_the_ring(app: Up, page: Page, twilio: FakeTwilio) -> None:
    enter(app, page, "walter@example.com")
    verify(page, twilio, "+14155550133")
    set_pin(page)
    agree(page)
    propose(page)
    page.get_by_role("button", name="Ring me about it").click()
    expect(page.get_by_text("Your telephone rings…")).to_be_visible(timeout=RING_MS)
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("Decided in the app")).to_be_visible(timeout=RING_MS)


def test_nobody_answers(app: Up, page: Page, twilio: FakeTwilio) -> None:
    enter(app, page, "xenia@example.com")
    verify(page, twilio, "+14155550134")
    set_pin(page)
    agree(page)
    propose(page)
    page.goto("/telephone")
    waiting = page.get_by_role("region", name="Waiting for your decision")
    waiting.get_by_role("button", name="Ring me about it").click()
    expect(waiting.get_by_text("Your telephone rings…")).to_be_visible(timeout=RING_MS)
    twilio.miss(rung(twilio, "+14155550134"))
    expect(waiting.get_by_text("Nobody answered. You are rung again at")).to_be_visible(timeout=RING_MS)
    waiting.get_by_role("button", name="Confirm").click()
    expect(waiting.get_by_text("Decided in the app")).to_be_visible(timeout=RING_MS)


def test_wrong_numbers_codes_and_pins_are_told_at_their_fields(app: Up, page: Page, twilio: FakeTwilio) -> None:
    enter(app, page, "yara@example.com")
    page.goto("/telephone")
    page.get_by_label("Telephone number").fill("12345")
    page.get_by_role("button", name="Let the code come").click()
    proven(page, page.get_by_role("alert"))
    add_number(page, "+14155550135")
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Set a PIN").click()
    page.get_by_label("New PIN").fill("123456")
    expect(page.get_by_text("Digits in a row are guessed first.")).to_be_visible()
    page.get_by_label("The same PIN again").fill("123456")
    page.get_by_role("region", name="PIN", exact=True).get_by_role("button", name="Save").click()
    expect(page.get_by_text("That PIN is guessed too easily.")).to_be_visible()
    shoot(page, "telephone-faults-360")
    assert faults_for_readers(page) == []


def test_by_keyboard_and_without_a_connection(app: Up, page: Page, twilio: FakeTwilio) -> None:
    enter(app, page, "zoe@example.com")
    verify(page, twilio, "+14155550136")
    switch = page.get_by_role("switch", name="Ring me for decisions")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "false")
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.").first).to_be_visible()
    expect(switch).to_be_disabled()
    page.get_by_role("link", name="Bills").first.click()
    page.go_back()
    expect(page.get_by_text("Yours since")).to_be_visible()  # what was read is still there
    page.get_by_label("From").fill("09:00")
    page.get_by_role("region", name="Being rung").get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Being rung").get_by_role("alert")).to_contain_text("You are offline.")
    page.context.set_offline(False)
    page.get_by_role("region", name="Being rung").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.reload()
    expect(page.get_by_label("From")).to_have_value("09:00")


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_room_is_readable(app: Up, page: Page, twilio: FakeTwilio, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    width = page.viewport_size["width"] if page.viewport_size else 0
    number = f"+141555501{width % 7}{len(scheme)}"
    enter(app, page, f"room-{width}-{scheme}@example.com")
    verify(page, twilio, number)
    set_pin(page)
    agree(page)
    propose(page)
    page.goto("/telephone")
    expect(page.get_by_role("region", name="Waiting for your decision")).to_be_visible()
    expect(page.get_by_role("heading", name="GigLens rang: with a code")).to_be_visible()
    page.get_by_text("What happened").first.click()
    expect(page.get_by_text("Dialled").or_(page.get_by_text("Rings", exact=True)).first).to_be_visible()
    page.get_by_role("button", name="Change the PIN").click()
    page.get_by_role("button", name="Remove", exact=False).first.click()
    shoot(page, f"telephone-{width}-{scheme}")
    assert faults_for_readers(page) == []
    assert page.evaluate(FITS)
