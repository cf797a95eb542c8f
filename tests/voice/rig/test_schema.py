"""What Twilio would say about a document, by its number."""

import inspect
import re

import pytest
from twilio.twiml import voice_response

from telephone_rig.notices import Broken
from telephone_rig.twiml import checked, read
from telephone_rig.twiml.elements import ELEMENTS

RELAY = '<Connect><ConversationRelay url="wss://a.example/r" {}/></Connect>'


def codes(body: str) -> list[int]:
    document = read(f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'.encode())
    return [notice.code for notice in checked(document)]


def test_it_works() -> None:
    assert codes('<Gather numDigits="1" timeout="5"><Say language="hi-IN">नमस्ते</Say></Gather><Hangup/>') == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<Shout>Hello</Shout>", 12200),
        ("<say>Hello</say>", 12200),
        ('<Say loudness="9">Hello</Say>', 12200),
        ("<Say/>", 13520),
        (f"<Say>{'x' * 4097}</Say>", 13521),
        (f'<Say voice="Polly.Joanna">{"x" * 3001}</Say>', 13521),
        (f'<Say voice="Polly.Kajal">{"न" * 600}</Say>', 13521),
        (f'<Say voice="Google.te-IN-Standard-A">{"x" * 5001}</Say>', 13521),
        ('<Say loop="often">Hello</Say>', 13510),
        ('<Say language="English!">Hello</Say>', 13512),
        ('<Gather finishOnKey="ab"/>', 13310),
        ('<Gather method="PUT"/>', 13312),
        ('<Gather timeout="soon"/>', 13313),
        ('<Gather numDigits="0"/>', 13314),
        ('<Gather input="thought"/>', 13326),
        ('<Gather speechTimeout="0"/>', 13327),
        ('<Gather speechModel="phone_call" input="speech" speechTimeout="auto"/>', 13335),
        ('<Gather actionOnEmptyResult="yes"/>', 13338),
        (f'<Gather input="speech" hints="{"x" * 101}"/>', 13330),
        (f'<Gather input="speech" hints="{",".join("a" * 501)}"/>', 13330),
        ('<Gather input="speech" numDigits="1"/>', 12200),
        ("<Gather><Redirect>/x</Redirect></Gather>", 13320),
        ("<Gather><Dial>+15550100</Dial></Gather>", 13320),
        ('<Redirect method="DELETE">/x</Redirect>', 13710),
        ('<Pause length="-1"/>', 13910),
        ('<Play digits="12x"/>', 13430),
        ("<Dial><Say>x</Say></Dial>", 13215),
        ("<Dial>nobody</Dial>", 13223),
        ("<Dial><Conference>a</Conference><Number>+15550100</Number></Dial>", 13000),
        ("<Connect/>", 12200),
        ('<Connect><ConversationRelay url="https://a.example/r"/></Connect>', 64101),
        (RELAY.format('interruptible="often"'), 64101),
        ('<Connect><Stream url="wss://a.example/s?call=1"/></Connect>', 31941),
    ],
)
def test_a_document_that_is_not_right_is_told(body: str, code: int) -> None:
    assert code in codes(body)


@pytest.mark.parametrize("url", ["ws://localhost:8000/r", "ws://127.0.0.1/r", "wss://giglens.example/r"])
def test_a_socket_on_this_machine_may_go_without_tls(url: str) -> None:
    assert codes(f'<Connect><ConversationRelay url="{url}"/></Connect>') == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 12100),
        (b"Hello", 12100),
        (b"<Response><Say>half", 12100),
        (b"<Response><Say>bell \x07</Say></Response>", 12100),
        (b"<Response><Say>A & B</Say></Response>", 12100),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>', 12100),
        (b"<response/>", 12102),
        (b"<html/>", 12102),
        (b"<Response><Say>" + b"x" * 65536 + b"</Say></Response>", 11750),
    ],
)
def test_a_document_that_cannot_be_read_is_an_error(body: bytes, code: int) -> None:
    with pytest.raises(Broken) as caught:
        read(body)
    assert (caught.value.notice.code, caught.value.notice.level) == (code, "error")


def test_speech_marks_do_not_hide_what_is_said() -> None:
    said = (
        'You have <prosody rate="80%">ten <emphasis>dollars</emphasis></prosody><break/> and <sub alias="ten">10</sub>.'
    )
    assert read(f"<Response><Say>{said}</Say></Response>".encode()).verbs[0].text == "You have ten dollars and ten."


def camel(name: str) -> str:
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(part.title() for part in rest)


PARENTS = ["VoiceResponse", "Gather", "Dial", "Connect", "Start", "Stop", "ConversationRelay", "Enqueue", "Pay"]


@pytest.mark.parametrize("parent", PARENTS)
def test_every_attribute_that_the_library_knows_is_known(parent: str) -> None:
    """A new version of Twilio's library brings new attributes: then this list wants looking at."""
    text = {"name", "body", "message", "url", "number", "phone_number", "sip_url", "identity"}
    text |= {"sim_sid", "application_sid"}
    missing = []
    for name, method in inspect.getmembers(getattr(voice_response, parent), inspect.isfunction):
        element = "".join(part.title() for part in name.split("_"))
        if name.startswith("_") or element not in ELEMENTS:
            continue
        known = ELEMENTS[element].attributes
        asked = [one for one in inspect.signature(method).parameters if one not in ("self", "kwargs")]
        missing += [f"{element}.{camel(one)}" for one in asked if camel(one) not in known and one not in text]
    assert missing == []


@pytest.mark.parametrize("parent", PARENTS[1:])
def test_every_element_that_the_library_nests_may_be_nested(parent: str) -> None:
    ours = {re.sub("[^a-z]", "", name.lower()) for name in ELEMENTS[parent].within}
    others = {"add_child", "add_text", "append", "nest", "to_xml", "xml", "comment", "comment_after", "comment_before"}
    names = {
        name.replace("_", "")
        for name, _ in inspect.getmembers(getattr(voice_response, parent), inspect.isfunction)
        if not name.startswith("_") and name not in others
    }
    assert names <= ours
