"""A ConversationRelay on a real socket: what is said, keyed and cut short, and how a session ends."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest

from telephone_rig import Call, Line, Signer, Web, Webhooks, ring
from tests.voice.rig import relay_application
from tests.voice.rig.application import SECRET, Application
from tests.voice.rig.relay_application import HOST, URL, Desk, RelayApplication, Script

LONG = "One two three four five six seven eight nine ten eleven twelve."
Talk = Callable[..., Call]


@pytest.fixture
def relay() -> Iterator[RelayApplication]:
    with relay_application.running() as started:
        yield started


@pytest.fixture
def talk(app: Application, relay: RelayApplication) -> Talk:
    """Return a function that rings an application that connects the call to a relay with this script."""

    def talk(script: Script, attributes: str = "", within: str = "", action: str = "/after") -> Call:
        relay.script = script
        app.page(
            "/voice",
            f'<Connect action="{action}"><ConversationRelay url="{URL}" {attributes}>{within}</ConversationRelay>'
            "</Connect>"
            "<Say>Next verb.</Say>",
        )
        app.page("/after", "<Say>Goodbye.</Say>")
        web = Web(routes={f"https://{HOST}": ("127.0.0.1", relay.port)}, scale=0.1)
        return ring(Line(f"{app.address}/voice", Webhooks(Signer(SECRET), web)))

    return talk


def echo(desk: Desk) -> None:
    """Greet, then repeat whatever is said or pressed."""
    desk.read()
    desk.say("Hello. ", "Ask me.")
    while True:
        message = desk.read()
        if message["type"] == "prompt" and message["last"]:
            desk.say("You said ", message["voicePrompt"])
        elif message["type"] == "dtmf":
            desk.say(f"Key {message['digit']}.")


def test_it_works(talk: Talk, relay: RelayApplication) -> None:
    call = talk(echo)
    assert call.heard == "Hello. Ask me."
    call.say("what is my balance")
    assert call.heard == "You said what is my balance"
    assert relay.genuine == [True]
    setup, prompt = relay.got
    assert (setup["type"], setup["callSid"], setup["from"]) == ("setup", call.sid, "+15550100")
    assert prompt == {"type": "prompt", "voicePrompt": "what is my balance", "lang": "en-US", "last": True}


def test_the_setup_carries_the_parameters_of_the_document(talk: Talk, relay: RelayApplication) -> None:
    talk(echo, within='<Parameter name="call" value="7"/>')
    assert relay.got[0]["customParameters"] == {"call": "7"}


def test_keys_are_told_where_the_document_asks_for_them(talk: Talk, relay: RelayApplication) -> None:
    call = talk(echo, 'dtmfDetection="true"').press("1")
    assert call.heard == "Key 1."
    call = talk(echo).press("1")
    assert call.heard == ""
    assert "says nothing" in str(call.transcript)


def test_who_cuts_in_hears_no_more(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.say(LONG)
        desk.say(f"Heard: {desk.read()['utteranceUntilInterrupt']}; then {desk.read()['voicePrompt']}.")

    call = talk(script, 'reportInputDuringAgentSpeech="any"').say("stop", after=1.0)
    interrupt = relay.got[1]
    assert interrupt["utteranceUntilInterrupt"] == "One two three"
    assert interrupt["durationUntilInterruptMs"] == 1000
    assert "< One two three ..." in str(call.transcript)
    assert call.heard == "Heard: One two three; then stop."


def test_words_that_cut_in_are_lost_unless_the_document_asks_for_them(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.say(LONG)
        desk.read()
        desk.say("Yes?")

    call = talk(script).say("stop", after=1.0)
    assert [message["type"] for message in relay.got] == ["setup", "interrupt"]
    assert call.heard == "Yes?"


def test_what_may_not_be_cut_short_is_heard(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.say(LONG, interruptible=False)
        desk.read()
        desk.say("Now.")

    call = talk(script, 'reportInputDuringAgentSpeech="any"').say("stop", after=1.0)
    assert [message["type"] for message in relay.got] == ["setup", "prompt"]
    call.hang_up()
    assert f"< {LONG}" in str(call.transcript)


def test_an_unfinished_sentence_arrives_in_parts(talk: Talk, relay: RelayApplication) -> None:
    talk(echo, 'partialPrompts="true"').say("how much can I spend")
    told = [(message["voicePrompt"], message["last"]) for message in relay.got[1:]]
    assert told == [("how much", False), ("how much can I", False), ("how much can I spend", True)]


def test_the_language_can_change(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.send(type="language", ttsLanguage="es-US", transcriptionLanguage="es-US")
        desk.say("Hola.")
        desk.read()
        desk.say("Adiós.")

    call = talk(script).say("buenos días")
    assert "[es-US] Hola." in str(call.transcript)
    assert relay.got[1]["lang"] == "es-US"


def test_the_greeting_comes_first(talk: Talk) -> None:
    call = talk(echo, 'welcomeGreeting="Welcome to GigLens."')
    assert call.heard == "Welcome to GigLens. Hello. Ask me."


def test_the_application_ends_it_with_a_word_for_what_follows(talk: Talk, app: Application) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.say("I will connect you.")
        desk.send(type="end", handoffData=json.dumps({"reason": "human"}))

    call = talk(script)
    assert "< I will connect you." in str(call.transcript)
    assert (call.heard, call.over) == ("I will connect you. Goodbye.", "end")
    after = app.asked[-1].params
    assert (after["SessionStatus"], after["HandoffData"]) == ("ended", '{"reason": "human"}')
    assert after["SessionId"].startswith("VX")


def test_without_an_action_the_next_verb_follows(talk: Talk) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.send(type="end")

    assert talk(script, action="").heard == "Next verb."


def test_a_caller_who_hangs_up_closes_the_socket(talk: Talk, relay: RelayApplication, app: Application) -> None:
    call = talk(echo).hang_up(after=0.3)
    assert call.over == "caller"
    assert relay.done.wait(5)
    assert relay.closed == [1000]
    assert (app.asked[-1].params["SessionStatus"], app.asked[-1].params["CallStatus"]) == ("completed", "completed")


def test_a_broken_connection_leads_to_the_action(talk: Talk, app: Application) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.say("Hello.")
        desk.read()
        desk.socket.socket.shutdown(socket.SHUT_RDWR)

    call = talk(script).say("are you there")
    assert call.heard == "Goodbye."
    assert (app.asked[-1].params["SessionStatus"], app.asked[-1].params["ErrorCode"]) == ("failed", "64105")


def test_a_broken_connection_without_an_action_ends_the_call(talk: Talk) -> None:
    call = talk(lambda desk: desk.socket.close(), action="")
    assert call.over == "relay failed"


def test_a_broken_connection_is_made_again_where_the_document_says_so(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        if len(relay.genuine) == 1:
            desk.socket.close()
        else:
            desk.say("Here I am again.")

    call = talk(script, 'applicationReconnect="true"')
    assert call.heard == "Here I am again."
    assert relay.genuine == [True, True]


def test_a_handshake_that_is_refused_ends_the_call(talk: Talk, relay: RelayApplication, app: Application) -> None:
    app.page("/after", "<Say>Sorry.</Say>")
    relay.refuses = True
    call = talk(echo)
    assert [notice.code for notice in call.errors] == [64102]
    assert app.asked[-1].params["SessionStatus"] == "failed"


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        "[]",
        '{"type": "shout", "token": "x"}',
        '{"type": "text"}',
        '{"type": "text", "token": 7}',
        '{"type": "text", "token": "x", "last": "true"}',
        '{"type": "sendDigits", "digits": "12a"}',
        '{"type": "end", "handoffData": {"a": 1}}',
    ],
)
def test_a_malformed_message_is_dropped_and_told(talk: Talk, relay: RelayApplication, bad: str) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        desk.socket.send(bad)
        desk.read()
        desk.say("Hello.")

    call = talk(script)
    assert relay.got[1]["type"] == "error"
    assert [notice.code for notice in call.relay.session.notices] == [64107] if call.relay else False


def test_ten_malformed_messages_in_a_row_end_it(talk: Talk, relay: RelayApplication, app: Application) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        for _ in range(10):
            desk.socket.send("nonsense")

    call = talk(script)
    assert relay.done.wait(5)
    assert relay.closed == [1007]
    assert [notice.code for notice in call.errors] == [64107] * 10 + [64105]
    assert app.asked[-1].params["ErrorCode"] == "64105"


def test_a_good_message_between_bad_ones_forgives_them(talk: Talk, relay: RelayApplication) -> None:
    def script(desk: Desk) -> None:
        desk.read()
        for _ in range(3):
            for _ in range(9):
                desk.socket.send("nonsense")
            desk.say("Still here.", last=False)
        desk.say("", last=True)

    assert talk(script).over == ""


def test_what_goes_on_is_told_where_the_document_asks_for_it(talk: Talk, relay: RelayApplication) -> None:
    call = talk(echo, 'events="speaker-events tokens-played" reportInputDuringAgentSpeech="any"')
    call.say("one moment").say("stop", after=0.5)
    told = [(one["name"], one["value"]) for one in relay.got if one["type"] == "info"]
    assert told == [
        ("agentSpeaking", "on"),
        ("tokensPlayed", "Hello. Ask me."),
        ("agentSpeaking", "off"),
        ("clientSpeaking", "on"),
        ("clientSpeaking", "off"),
        ("agentSpeaking", "on"),
        ("clientSpeaking", "on"),
        ("tokensPlayed", "You"),
        ("agentSpeaking", "off"),
        ("clientSpeaking", "off"),
        ("agentSpeaking", "on"),
    ]
