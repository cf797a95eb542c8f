"""Documents within Twilio's limits, whatever is to be said."""

from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from voice import twiml
from voice.flow.values import Ended, Listening, Said, Step

ACTION = "http://testserver/api/voice/step?turn=1&lang=en"
LANGUAGES = st.sampled_from(["en", "es", "hi", "te"])
WORDS = st.text(st.characters(codec="utf-8"), max_size=400)
SENTENCES = st.builds(
    Said, text=WORDS, language=LANGUAGES, pace=st.sampled_from(["normal", "slow"]), interruptible=st.booleans()
)
LISTENING = st.builds(
    Listening,
    what=st.just("menu"),
    digits=st.sampled_from([None, 1, 6]),
    speech=st.booleans(),
    hints=st.lists(WORDS, max_size=4).map(tuple),
)


def tree(*steps: Step) -> Any:
    return ElementTree.fromstring(twiml.document(steps, action=ACTION, language="en"))


def test_what_may_be_interrupted_lies_in_the_gather() -> None:
    found = tree(Said("One."), Said("Two.", interruptible=False), Said("Three."), Listening("menu", 1, speech=True))
    assert [one.tag for one in found] == ["Say", "Gather"]
    assert (found[0].text, found[1][0].text) == ("One. Two.", "Three.")


def test_a_menu_hears_keys_and_words_and_takes_the_hash_for_a_key() -> None:
    gather = tree(Listening("menu", 1, speech=True, hints=("balance, please", "advice", "advice")))[0]
    assert gather.attrib == {
        "input": "dtmf speech",
        "action": ACTION,
        "method": "POST",
        "timeout": "8",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "numDigits": "1",
        "language": "en-US",
        "speechTimeout": "2",
        "speechModel": "phone_call",
        "profanityFilter": "false",
        "hints": "balance please,advice",
    }


def test_a_pin_is_not_listened_to() -> None:
    gather = tree(Listening("pin", 6, speech=False))[0]
    assert (gather.get("input"), gather.get("finishOnKey"), gather.get("numDigits")) == ("dtmf", "#", "6")
    assert not [name for name in gather.attrib if "artial" in name or "peech" in name or name == "hints"]


def test_the_end_hangs_up_and_nothing_goes_on() -> None:
    assert [one.tag for one in tree(Said("Goodbye."), Ended("goodbye"))] == ["Say", "Hangup"]
    assert tree(Said("One moment."))[1].text == ACTION


@pytest.mark.parametrize("language", ["en", "es", "hi", "te"])
def test_each_language_has_its_voice(language: Any) -> None:
    say = ElementTree.fromstring(twiml.document([Said("x", language=language)], action=ACTION, language=language))[0]
    assert str(say.get("language")).startswith(language)
    assert str(say.get("voice")).startswith(("Polly.", "Google."))


def test_a_bell_does_not_break_the_document() -> None:
    assert tree(Said("a\x07b\x00c\ud800d\ufffee & <f>"))[0].text == "abcde & <f>"


@settings(deadline=None, max_examples=60)
@given(st.lists(SENTENCES, max_size=8), st.one_of(LISTENING, st.just(Ended("goodbye")), st.none()))
def test_whatever_is_said_is_a_document(said: list[Said], last: Listening | Ended | None) -> None:
    text = twiml.document([*said, *([last] if last else [])], action=ACTION, language="te")
    found = ElementTree.fromstring(text)
    assert len(text.encode()) <= 64 * 1024
    for say in found.iter("Say"):
        assert len("".join(say.itertext())) <= 3_000


@pytest.mark.parametrize("text", ["Long. " * 3_000, "क" * 20_000, "word " * 5_000, "x" * 9_000])
def test_long_texts_are_cut_and_nothing_is_lost(text: str) -> None:
    parts = list(twiml.pieces(text))
    assert all(twiml._fits(part) for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_document_is_never_too_large() -> None:
    text = twiml.document([Said("Long. " * 40_000), Listening("menu", 1, speech=True)], action=ACTION, language="en")
    assert len(text.encode()) <= 64 * 1024
    assert "<Gather" in text
