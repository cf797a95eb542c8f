"""Talking where a provider is set up: recordings are written down, and a slow model can be interrupted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot
from tests.browser.test_assistant import ANSWER_MS
from tests.browser.test_talking import QUESTION, Talker, agree, hold, say, speaker, talk, wait_until
from tests.fakes.llm import FakeLLM, running_llm
from tests.fakes.llm.personas import says
from tests.up import START_S, STOP_S, Up, until

__all__ = ["speaker", "talk"]
WORDED = "Worded by a language model (Groq)"
ANSWER = "Right now {{balance}} is there. That is what your bank said last, on {{as_of}}, as far as I can tell from it."


class WithProvider(Up):
    """The application with a provider's key."""

    provider_address = ""

    def env(self) -> dict[str, str]:
        """Return the environment with the key of a provider."""
        return super().env() | {"GROQ_API_KEY": "gsk_test", "GROQ_BASE_URL": self.provider_address}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeLLM]:
    """Run a provider that hears one question in every recording, and words answers slowly."""
    with running_llm(persona=says(ANSWER), transcript=QUESTION, between_s=0.06) as fake:
        yield fake


@pytest.fixture(scope="module")
def app(provider: FakeLLM, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Start everything with the key of that provider."""
    running = WithProvider(tmp_path_factory.mktemp("provider") / "var")
    running.provider_address = provider.address
    process = running.start()
    until(lambda: running.says("GigLens is ready") or process.poll() is not None, START_S)
    assert process.poll() is None, running.log.read_text()
    yield running
    process.terminate()
    process.wait(timeout=STOP_S)


def whole(page: Page, count: int = 1) -> None:
    """Wait for answers, whoever worded them: a busy machine may be too slow for the model's time."""
    worded = page.get_by_text(WORDED).or_(page.get_by_text("Answered by GigLens itself"))
    expect(worded).to_have_count(count, timeout=ANSWER_MS)


def test_without_recognition_a_recording_is_asked(talk: Talker, provider: FakeLLM) -> None:
    page = talk(recognition=False)
    page.get_by_role("button", name="Hold to talk").click()
    expect(page.get_by_role("dialog")).to_contain_text("The recording is not kept.")
    page.get_by_role("button", name="Agree and talk").click()
    hold(page)
    expect(page.get_by_text("Listening…")).to_be_visible()
    page.wait_for_timeout(3_700)  # the microphone's file speaks a second in every three and a half
    page.mouse.up()
    expect(page.get_by_role("list", name="Conversation").get_by_text(QUESTION)).to_be_visible(timeout=ANSWER_MS)
    whole(page)
    wait_until(page, "mouth.said.length > 0")
    recordings = [one for one in provider.asked if "whisper" in one.model]
    assert recordings
    shoot(page, "talk-recorded-360-light")


def test_recognition_that_fails_goes_over_to_a_recording_in_the_same_breath(talk: Talker) -> None:
    page = talk(fails="network")
    agree(page)
    hold(page)
    expect(page.get_by_text("speech recognition does not work here")).to_be_visible()
    page.wait_for_timeout(3_700)
    page.mouse.up()
    expect(page.get_by_role("list", name="Conversation").get_by_text(QUESTION)).to_be_visible(timeout=ANSWER_MS)
    whole(page)
    page.reload()  # the choice is remembered: nothing has to fail again
    expect(page.get_by_role("button", name="Hold to talk")).to_be_enabled()
    agree_to_recording(page)
    hold(page)
    expect(page.get_by_text("Listening…")).to_be_visible()
    assert page.evaluate("ears.opened") == 0
    page.wait_for_timeout(3_700)
    page.mouse.up()
    whole(page)


def agree_to_recording(page: Page) -> None:
    page.get_by_role("button", name="Hold to talk").click()
    expect(page.get_by_role("dialog")).to_contain_text("The recording is not kept.")
    page.get_by_role("button", name="Agree and talk").click()


def test_hands_free_by_recording(talk: Talker) -> None:
    page = talk(recognition=False, msPerLetter=1)
    agree_to_recording(page)
    page.get_by_role("button", name="Hands-free").click()
    # Nobody touches anything from here: the file speaks, a second of silence ends the question.
    whole(page)
    expect(page.get_by_text("Listening…")).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Hands-free")).to_have_attribute("aria-pressed", "false")


def test_speaking_into_an_answer_that_is_still_being_worded_stops_the_model(talk: Talker, provider: FakeLLM) -> None:
    page = talk(msPerLetter=20)
    agree(page)
    provider.between_s = 0.12
    hold(page)
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.mouse.up()
    wait_until(page, "mouth.said.length > 0")
    hold(page)
    stopped = page.get_by_text("Interrupted")
    expect(stopped).to_be_visible()
    say(page, QUESTION)
    page.wait_for_timeout(300)
    page.mouse.up()
    provider.between_s = 0.0
    expect(page.get_by_role("list", name="Conversation").get_by_role("listitem")).to_have_count(2)
    whole(page)
    told = page.evaluate(
        """async () => {
            const list = await (await fetch("/api/v1/conversations")).json();
            return (await (await fetch("/api/v1/conversations/" + list.results[0].id)).json()).said;
        }"""
    )
    assert [one["interrupted"] for one in told] == [True, False]  # one conversation, though the first never ended
