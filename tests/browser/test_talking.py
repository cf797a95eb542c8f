"""Talking to the assistant, in a browser: a microphone that plays a file, ears and a voice that a test leads."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.conftest import faults_for_readers, shoot
from tests.browser.speaking import lead_speech, microphone, spoken_file
from tests.browser.test_assistant import ANSWER_MS, as_demo
from tests.up import Up, until

QUESTION = "what is my balance"
SAID = "mouth.said.map(one => one.text)"
Talker = Callable[..., Page]


@pytest.fixture(scope="module")
def speaker(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Run a browser whose microphone plays a second of speech and then silence, again and again."""
    sound = spoken_file(tmp_path_factory.mktemp("sound") / "speech.wav")
    with microphone(playwright, sound) as browser:
        yield browser


@pytest.fixture
def talk(app: Up, speaker: Browser) -> Iterator[Talker]:
    """Open the assistant with ears and a voice as wished."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(width: int = 360, scheme: Any = "light", address: str = app.address, **wished: Any) -> Page:
        size = {"width": width, "height": 800}
        context = speaker.new_context(base_url=address, viewport=size, locale="en-US", color_scheme=scheme)  # type: ignore[arg-type] # a dict is a size
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        lead_speech(page, **wished)
        as_demo(page)
        page.goto("/assistant")
        expect(page.get_by_role("button", name="Hold to talk")).to_be_enabled()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def agree(page: Page) -> None:
    """Press for the first time, and agree to be heard."""
    page.get_by_role("button", name="Hold to talk").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Agree and talk").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def hold(page: Page) -> None:
    """Put a finger on the button."""
    page.get_by_role("button", name="Hold to talk").hover()  # waits until it stands still
    page.mouse.down()


def wait_until(page: Page, truth: str) -> None:
    """Look until something is true; the page's policy allows no `wait_for_function`."""
    assert until(lambda: bool(page.evaluate(truth)), 20), truth


def say(page: Page, words: str, *, pause: bool = False) -> None:
    """Speak to recognition, once it listens."""
    wait_until(page, "ears.open !== null")
    expect(page.get_by_text("Listening…")).to_be_visible()
    page.evaluate("([words, pause]) => ears.hear(words, pause)", [words, pause])


def answers(page: Page, count: int = 1) -> None:
    expect(page.get_by_text("Answered by GigLens itself")).to_have_count(count, timeout=ANSWER_MS)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_a_spoken_session(talk: Talker, width: int, scheme: str) -> None:
    page = talk(width, scheme, msPerLetter=40)
    page.get_by_role("button", name="Hold to talk").click()
    expect(page.get_by_role("dialog")).to_contain_text("a service of its maker")
    shoot(page, f"talk-agreement-{width}-{scheme}")
    assert faults_for_readers(page) == []
    page.get_by_role("button", name="Agree and talk").click()
    hold(page)
    say(page, QUESTION)
    expect(page.locator("[aria-live] p", has_text=QUESTION).first).to_be_visible()  # live, before it is asked
    shoot(page, f"talk-listening-{width}-{scheme}")
    assert faults_for_readers(page) == []
    page.wait_for_timeout(300)
    page.mouse.up()
    expect(page.get_by_role("list", name="Conversation").get_by_text(QUESTION)).to_be_visible()
    answers(page)
    wait_until(page, "mouth.said.length > 0")
    expect(page.get_by_text("Speaking. Press to interrupt.")).to_be_visible()
    shoot(page, f"talk-speaking-{width}-{scheme}")
    assert faults_for_readers(page) == []
    spoken = page.evaluate("mouth.said[0]")
    assert spoken["lang"] == "en-US"
    assert not re.search(r"\d", spoken["text"])  # figures are said in words
    assert "thousand" in spoken["text"]


def test_the_space_bar_talks_too(talk: Talker) -> None:
    page = talk()
    agree(page)
    page.get_by_role("button", name="Hold to talk").focus()
    page.keyboard.down("Space")
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.keyboard.up("Space")
    answers(page)
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.down("Space")  # and with the focus on nothing
    say(page, "and last month")
    page.wait_for_timeout(300)
    page.keyboard.up("Space")
    answers(page, 2)


def test_pressing_stops_the_voice_and_the_history_keeps_what_was_heard(talk: Talker) -> None:
    page = talk(msPerLetter=60)
    agree(page)
    hold(page)
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.mouse.up()
    answers(page)
    wait_until(page, "mouth.said.length > 0")
    page.wait_for_timeout(900)
    with page.expect_response("**/conversations/heard") as told:
        hold(page)
    assert told.value.status == 204
    said = json.loads(told.value.request.post_data or "{}")["text"]
    first = page.evaluate("mouth.said[0].text")
    assert said
    assert first.startswith(said)
    assert said != first
    expect(page.get_by_text("Interrupted. Heard:")).to_be_visible()
    assert page.evaluate("mouth.cancels") >= 1
    before = page.evaluate("mouth.said.length")
    say(page, "and last month")
    page.wait_for_timeout(300)
    page.mouse.up()
    answers(page, 2)
    kept = page.evaluate(
        """async () => {
            const list = await (await fetch("/api/v1/conversations")).json();
            return (await (await fetch("/api/v1/conversations/" + list.results[0].id)).json()).said;
        }"""
    )
    assert kept[0]["interrupted"]
    assert kept[0]["answer"].rstrip("…") == said
    assert page.evaluate(SAID)[before - 1] == first  # nothing of the first answer was said after the finger came


def test_hands_free_goes_from_turn_to_turn_and_can_be_interrupted(talk: Talker) -> None:
    page = talk(msPerLetter=30)
    agree(page)
    page.get_by_role("button", name="Hands-free").click()
    say(page, QUESTION, pause=True)
    answers(page)
    expect(page.get_by_text("Speaking. Speak or press to interrupt.")).to_be_visible()
    wait_until(page, "ears.open !== null")
    page.evaluate("ears.hear(mouth.said[0].text)")  # its own voice comes back through the microphone
    page.wait_for_timeout(200)
    assert page.evaluate("mouth.cancels") == 0
    page.evaluate("ears.hear('how much can I safely spend', true)")
    answers(page, 2)
    expect(page.get_by_text("Interrupted")).to_be_visible()
    expect(page.get_by_text("Listening…")).to_be_visible(timeout=60_000)  # when the second answer has been said
    page.get_by_role("button", name="Stop").click()
    wait_until(page, "ears.open === null")
    expect(page.get_by_role("button", name="Hands-free")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("wished", [{"fails": "network"}, {"fails": "service-not-allowed"}, {"deaf": True}])
def test_recognition_that_fails_gives_way_to_a_recording_and_no_transcription_is_said(
    talk: Talker, wished: dict[str, Any]
) -> None:
    page = talk(**wished)
    agree(page)
    hold(page)
    expect(page.get_by_text("speech recognition does not work here")).to_be_visible()
    expect(page.get_by_text("Listening…")).to_be_visible()
    page.wait_for_timeout(3_700)  # in any such while the microphone's file speaks for a second
    page.mouse.up()
    expect(page.get_by_text("This server does not turn speech into text.")).to_be_visible()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    answers(page)


def test_on_the_device_nothing_has_to_be_agreed_to(talk: Talker) -> None:
    page = talk(local="available")
    hold(page)
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.mouse.up()
    answers(page)


def test_without_a_voice_for_the_language_the_answer_is_read(talk: Talker) -> None:
    page = talk(voices=["es-ES"])
    agree(page)
    hold(page)
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.mouse.up()
    answers(page)
    expect(page.get_by_text("This device has no voice for English")).to_be_visible()


def test_a_microphone_that_is_denied_is_said_and_text_goes_on(app: Up, page: Page) -> None:
    lead_speech(page, recognition=False)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }"
    )
    as_demo(page)
    page.goto("/assistant")
    expect(page.get_by_role("button", name="Hold to talk")).to_be_enabled()
    page.get_by_role("button", name="Hold to talk").click()
    expect(page.get_by_role("dialog")).to_contain_text("The recording is not kept.")
    page.get_by_role("button", name="Agree and talk").click()
    hold(page)
    expect(page.get_by_text("This page may not use the microphone.")).to_be_visible()
    page.mouse.up()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    answers(page)
    assert faults_for_readers(page) == []
