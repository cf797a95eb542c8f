"""Twilio's messages, as its documentation shows them, and what else may come."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.relay.line import SID
from voice.relay import wire

SETUP = {
    "type": "setup",
    "sessionId": "VX" + "0" * 32,
    "accountSid": "AC" + "0" * 32,
    "parentCallSid": "",
    "callSid": SID,
    "from": "+18005550100",
    "to": "+18005550101",
    "forwardedFrom": "+18005550102",
    "callType": "PSTN",
    "callerName": "",
    "direction": "inbound",
    "callStatus": "RINGING",
    "customParameters": {"callReference": "bar"},
}


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (SETUP, wire.Setup("VX" + "0" * 32, "AC" + "0" * 32, SID, "inbound", {"callReference": "bar"})),
        ({"type": "prompt", "voicePrompt": "Hi!", "lang": "en-US", "last": True}, wire.Prompt("Hi!", "en-US", True)),
        ({"type": "prompt", "voicePrompt": "Hi", "lang": "en", "last": False}, wire.Prompt("Hi", "en", False)),
        ({"type": "prompt", "voicePrompt": "Hi"}, wire.Prompt("Hi", "", True)),
        ({"type": "dtmf", "digit": "#"}, wire.Key("#")),
        (
            {"type": "interrupt", "utteranceUntilInterrupt": "Life is", "durationUntilInterruptMs": 460},
            wire.Interrupt("Life is", 460),
        ),
        (
            {"type": "interrupt", "utteranceUntilInterrupt": "Life is", "durationUntilInterruptMs": "460"},
            wire.Interrupt("Life is", 460),
        ),
        ({"type": "interrupt"}, wire.Interrupt("", 0)),
        ({"type": "interrupt", "durationUntilInterruptMs": "soon"}, wire.Interrupt("", 0)),
        ({"type": "interrupt", "durationUntilInterruptMs": float("inf")}, wire.Interrupt("", 0)),
        ({"type": "error", "description": "Invalid message"}, wire.Fault("Invalid message")),
        ({"type": "info", "name": "agentSpeaking", "value": "off", "ts": 1}, wire.Speaking("agent", False)),
        ({"type": "info", "name": "clientSpeaking", "value": "on"}, wire.Speaking("client", True)),
        ({"type": "info", "name": "tokensPlayed", "value": "Hi,"}, wire.Played("Hi,")),
        ({"type": "info", "name": "weather", "value": "fine"}, wire.Unknown("info")),
        ({"type": "sentiment", "value": 1}, wire.Unknown("sentiment")),
    ],
)
def test_what_twilio_says(told: object, read: wire.Incoming) -> None:
    assert wire.read(json.dumps(told)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "null",
        "{}",
        '{"type": 1}',
        '{"type": "dtmf"}',
        '{"type": "dtmf", "digit": "12"}',
        '{"type": "dtmf", "digit": "A"}',
        '{"type": "dtmf", "digit": ["1"]}',
        '{"type": "prompt", "voicePrompt": null}',
        '{"type": "setup", "callSid": "CA1"}',
        '{"type": "setup", "callSid": "CA' + "0" * 32 + "\\n" + '"}',
        "[" * 60_000,
        '{"type": "prompt", "voicePrompt": "' + "a" * wire.MOST_CHARACTERS + '"}',
    ],
)
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(wire.Malformed):
        wire.read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["voicePrompt", "lang", "last", "digit", "callSid", "name", "value", "durationUntilInterruptMs", "description"]


@given(
    st.sampled_from(["setup", "prompt", "dtmf", "interrupt", "error", "info", "other"]),
    st.dictionaries(st.sampled_from([*NAMES, "utteranceUntilInterrupt", "customParameters"]), JSON),
)
def test_nothing_that_is_json_breaks_the_reader(kind: str, more: dict[str, object]) -> None:
    with suppress(wire.Malformed):
        wire.read(json.dumps(more | {"type": kind}))


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(wire.Malformed):
        wire.read(text if not text.lstrip().startswith("{") else "")


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (wire.Text("Hi. "), {"type": "text", "token": "Hi. ", "last": False}),
        (
            wire.Text("Your <b> balance. ", slow=True),
            {"type": "text", "token": '<prosody rate="80%">Your  b  balance.</prosody> ', "last": False},
        ),
        (wire.Text("", last=True, slow=True), {"type": "text", "token": "", "last": True}),
        (wire.Text("", last=True), {"type": "text", "token": "", "last": True}),
        (
            wire.Text("Hola. ", lang="es-US", interruptible=False, preemptible=True),
            {
                "type": "text",
                "token": "Hola. ",
                "last": False,
                "lang": "es-US",
                "interruptible": False,
                "preemptible": True,
            },
        ),
        (
            wire.Play("https://example.com/a.wav"),
            {
                "type": "play",
                "source": "https://example.com/a.wav",
                "loop": 1,
                "interruptible": True,
                "preemptible": False,
            },
        ),
        (wire.Languages("hi-IN"), {"type": "language", "ttsLanguage": "hi-IN"}),
        (
            wire.Languages("te-IN", "te-IN"),
            {"type": "language", "ttsLanguage": "te-IN", "transcriptionLanguage": "te-IN"},
        ),
        (wire.SendDigits("1w#"), {"type": "sendDigits", "digits": "1w#"}),
        (wire.End(), {"type": "end"}),
        (wire.End({"why": "goodbye"}), {"type": "end", "handoffData": '{"why":"goodbye"}'}),
    ],
)
def test_what_we_say(message: wire.Outgoing, told: object) -> None:
    assert json.loads(message.written()) == told


@given(st.text(st.characters(codec=None)))
def test_no_sentence_is_malformed(text: str) -> None:
    written = wire.Text(text).written()
    token = json.loads(written)["token"]
    assert written.encode()
    assert len(token) == len(text)
    assert not set(token) & set("<>&\x07\x00")


@pytest.mark.parametrize(
    "made",
    [
        lambda: wire.Text("Hi", lang="Spanish!"),
        lambda: wire.Languages(),
        lambda: wire.Languages("en_US"),
        lambda: wire.SendDigits(""),
        lambda: wire.SendDigits("12a"),
        lambda: wire.Play("file:///etc/passwd"),
        lambda: wire.Play("https://example.com/a.wav", loop=-1),
    ],
)
def test_a_malformed_message_cannot_be_made(made: object) -> None:
    assert callable(made)
    with pytest.raises(ValueError, match="no language tag|no digits|nothing to play"):
        made()
