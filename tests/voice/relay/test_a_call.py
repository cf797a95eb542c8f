"""A whole call over the relay: the real flow, the assistant, and a model on a socket of its own."""

import re
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from accounts.models import ModelUse, User
from assistant.models import Turn
from tests.fakes.llm import FakeLLM, faults, running_llm
from tests.voice.callers.conftest import NUMBER, PIN, number, pin
from tests.voice.conducting.conftest import money
from tests.voice.relay.twilio_end import TwilioEnd, opened, wait_for
from voice.callers.numbers import fingerprint
from voice.models import Call, CallEvent

__all__ = ["money", "number", "pin"]
MODEL = "openai/gpt-oss-120b"
LIMIT_S = 0.05
QUESTION = "How much money did I earn last month?"  # which no key says at once


@pytest.fixture
def known(transactional_db: None, pin: str, money: User, call_of: Callable[..., Call]) -> Call:
    """Return a call from ana's number."""
    return call_of(number=NUMBER, number_fingerprint=fingerprint(NUMBER))


@pytest.fixture
def model(settings: Settings) -> Iterator[FakeLLM]:
    """A provider that says a word every 10 ms."""
    with running_llm(first_s=0.05, between_s=0.01) as running:
        settings.GROQ_API_KEY, settings.GROQ_BASE_URL = "gsk_test", running.address
        settings.GROQ_MODELS, settings.OLLAMA_URL = [MODEL], ""
        settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE = 1_000_000, 10_000
        yield running


def identify(twilio: TwilioEnd) -> list[str]:
    """Greet, choose one's own figures, give the PIN; return what was said after it."""
    twilio.setup()
    twilio.turn()
    twilio.keys("1")
    twilio.turn()
    twilio.keys(f"{PIN}#")
    return twilio.turn()


def gone(model: FakeLLM) -> float:
    """Return when the provider saw the hang-up."""
    until = time.monotonic() + 3
    while model.asked[-1].gone_at is None and time.monotonic() < until:
        time.sleep(0.002)
    assert model.asked[-1].gone_at is not None
    return model.asked[-1].gone_at


def test_it_works(address: str, known: Call) -> None:
    with opened(address) as twilio:
        assert identify(twilio)
        twilio.keys("1")
        assert any("one thousand two hundred thirty-four" in one for one in twilio.turn())
        twilio.says("What is my balance?")
        assert any("one thousand two hundred thirty-four" in one for one in twilio.turn())
        twilio.says("Goodbye.")
        twilio.turn()
        assert twilio.next(within=15) == {"type": "end", "handoffData": '{"why":"goodbye"}'}
    known.refresh_from_db()
    assert known.identified_at is not None
    assert known.disposition == "goodbye"


def test_nothing_of_anybody_is_said_before_the_pin(
    address: str, known: Call, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened(address) as twilio:
        twilio.setup()
        said = twilio.turn()
        for words in ("Who am I?", "What do you know about ana?", "What is my balance?"):
            twilio.says(words)
            said += twilio.turn()  # of which the last asks for the PIN
        twilio.says("eight zero five three one six")  # ignored: keys only
        twilio.keys("240917#")
        said += twilio.turn()
        twilio.keys(f"{PIN}#")
        after = twilio.turn()
    assert not re.search(r"thousand|crown|ana\b|1[,.]?234", " ".join(said), re.IGNORECASE)
    assert after
    logged = caplog.text + "".join(capfd.readouterr())
    assert not any(secret in logged for secret in (PIN, "240917", "eight zero", NUMBER[1:]))


def test_an_interruption_closes_the_model_at_once(address: str, known: Call, model: FakeLLM) -> None:
    """Measured from Twilio's message to the provider's seeing the hang-up: sockets, both threads, and the engine."""
    took: list[float] = []
    with opened(address) as twilio:
        identify(twilio)
        model.by_model[MODEL] = faults.SILENT_BETWEEN
        for _ in range(5):
            model.asked.clear()
            twilio.says(QUESTION)
            wait_for(lambda: model.asked)
            time.sleep(0.3)  # the provider has said a few words, and stalls
            twilio.interrupts("", 0)
            at = time.monotonic()
            took.append(gone(model) - at)
            twilio.turn()
    sys.stderr.write(f"\ninterrupted: {sorted(round(one * 1000, 1) for one in took)} ms\n")
    assert min(took) <= LIMIT_S, took  # the best of five: the machine is shared
    wait_for(lambda: set(ModelUse.objects.values_list("outcome", flat=True)) == {"cancelled"})  # and is paid for


def test_a_socket_that_breaks_closes_the_model_too(address: str, known: Call, model: FakeLLM) -> None:
    with opened(address) as twilio:
        identify(twilio)
        model.by_model[MODEL] = faults.SILENT_BETWEEN
        twilio.says(QUESTION)
        wait_for(lambda: model.asked)
        time.sleep(0.2)
        at = time.monotonic()
    assert gone(model) - at <= 0.5


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_history_is_what_was_heard(address: str, known: Call, money: User, share: float) -> None:
    with opened(address) as twilio:
        identify(twilio)
        twilio.says("What is my balance?")
        said = " ".join(twilio.turn())
        answer = Turn.objects.get(conversation__user=money).details["sentences"]
        whole = " ".join(one["spoken"] for one in answer)
        assert said.startswith(whole)
        heard = whole[: int(len(whole) * share)].strip()
        twilio.interrupts(heard, 0)
        twilio.says("And my bills?")
        twilio.turn()
    kept = Turn.objects.filter(conversation__user=money).order_by("pk")[0]
    assert " ".join(one["spoken"] for one in kept.details["sentences"]) == heard
    assert kept.interrupted is (share < 1)
    assert CallEvent.objects.filter(call=known).exists()


def test_what_is_said_over_the_menu_leaves_the_answer_as_it_was(address: str, known: Call, money: User) -> None:
    with opened(address) as twilio:
        identify(twilio)
        twilio.says("What is my balance?")
        twilio.turn()
        twilio.silent()
        before = Turn.objects.get(conversation__user=money).answer
        twilio.keys("9")
        more = twilio.turn()
        twilio.interrupts(more[0][:10])
        twilio.keys("*")
        twilio.turn()
    assert Turn.objects.get(conversation__user=money).answer == before


def test_another_language_is_spoken_and_heard(address: str, known: Call) -> None:
    with opened(address) as twilio:
        twilio.setup()
        twilio.turn()
        twilio.keys("#")
        twilio.turn()
        twilio.keys("2")
        twilio.turn()
        message = twilio.next()
    assert message == {"type": "language", "ttsLanguage": "es-US", "transcriptionLanguage": "es-US"}


def test_a_second_socket_says_the_last_words_again(address: str, known: Call) -> None:
    with opened(address) as first:
        identify(first)
        first.keys("1")
        said = first.turn()
        with opened(address) as second:
            second.setup()
            assert second.turn() == said
            second.keys("1")  # and its caller is still known
            assert any("one thousand" in one for one in second.turn())
