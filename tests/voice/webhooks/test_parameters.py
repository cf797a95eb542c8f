"""What Twilio says is read in one way only."""

import pytest

from tests.voice.signing import call_of
from voice.webhooks.parameters import SHAPES, Incoming, Pairs, Unreadable, incoming_of, pairs_of


def pairs(**more: str) -> Pairs:
    return tuple(sorted({**call_of(), **more}.items()))


def why(given: Pairs) -> str:
    with pytest.raises(Unreadable) as refusal:
        incoming_of(given)
    return refusal.value.why


def joined(given: Pairs) -> str:
    return "".join(name + value for name, value in sorted(given))


def test_it_is_typed() -> None:
    read = incoming_of(pairs(Digits="12#", Confidence="0.91", SequenceNumber="3", CallDuration="61"))
    assert isinstance(read, Incoming)
    assert (read.digits, read.confidence, read.sequence, read.duration_s) == ("12#", 0.91, 3, 61)


def test_what_was_keyed_in_and_said_is_not_shown() -> None:
    shown = repr(incoming_of(pairs(Digits="482913", SpeechResult="my words")))
    assert not [one for one in ("482913", "my words", "5550100") if one in shown]


def test_what_twilio_adds_one_day_is_let_through() -> None:
    assert incoming_of(pairs(BrandNewName="anything at all", FromLineType="mobile", Zone="x")).digits == ""


@pytest.mark.parametrize("name", [name for name in SHAPES if name not in ("CallSid", "AccountSid")])
def test_a_name_given_twice(name: str) -> None:
    given = pairs(**{name: "1"}) if name not in call_of() else pairs()
    assert why((*given, (name, "2"))) == "repeated"


SPLIT: tuple[tuple[dict[str, str], dict[str, str], tuple[str, ...]], ...] = (
    ({"Digits": "1"}, {"Digits1Direction": "inbound"}, ("Digits", "Direction")),
    ({"Digits": "12"}, {"Digits1": "2"}, ("Digits",)),
    ({"Digits": "1"}, {"DigitsX": "1"}, ("Digits",)),
    (
        {"StirVerstat": "TN-Validation-Passed-A"},
        {"SpeechResult": "hello StirVerstatTN-Validation-Passed-A"},
        ("StirVerstat",),
    ),
    ({}, {"CallerCity": "SPRINGFIELDDigits1"}, ()),
    ({}, {"CallerName": "JOHNTo+15550009999"}, ()),
    ({}, {"CallerName": "JOHNFromCityX"}, ()),
    ({}, {"CallerCountr": "yUS"}, ()),
    ({}, {"ADigits": "1"}, ()),
    ({}, {"Called": "+15550001111CalledZip1"}, ()),
)


@pytest.mark.parametrize(("was", "becomes", "without"), SPLIT)
def test_a_second_reading(was: dict[str, str], becomes: dict[str, str], without: tuple[str, ...]) -> None:
    incoming_of(pairs(**was))  # as Twilio said it
    given = {**call_of(), **was, **becomes}
    for name in without:
        given.pop(name)
    assert why(tuple(sorted(given.items()))) in ("ambiguous", "name")


def test_the_readings_that_share_a_signature() -> None:
    """As in the issue: the text that is signed is the same, and only the first is read."""
    first = pairs(Digits="1")
    second = tuple((name, value) for name, value in first if name not in ("Digits", "Direction"))
    second = tuple(sorted((*second, ("Digits1Direction", "inbound"))))
    assert joined(first) == joined(second)
    assert (incoming_of(first).digits, why(second)) == ("1", "name")


@pytest.mark.parametrize(
    "words",
    [
        "to call my boss To say hi",
        "From now on",
        "what did I earn From Uber To Lyft",
        "Digits",
        "how much goes To",
        "the Direction of my income",
        "Caller ID",
        "911 To 555",
        "my Language please",
    ],
)
def test_people_may_say_what_they_like(words: str) -> None:
    assert incoming_of(pairs(SpeechResult=words, Confidence="0.9")).speech == words


def test_words_that_may_have_been_cut_short_are_not_taken() -> None:
    whole = pairs(SpeechResult="pay Sunny day")
    assert incoming_of(whole).speech == "pay Sunny day"
    cut = tuple(sorted({**call_of(SpeechResult="pay "), "Sunny": " day"}.items()))
    assert (joined(cut) == joined(whole), incoming_of(cut).speech) == (True, "")


def test_a_token_of_twilios_may_hold_any_letters() -> None:
    assert incoming_of(pairs(CallToken="eyTo123.abFrom99.Zc_DigitsX-", StirPassportToken="a.b.c")).call_sid


@pytest.mark.parametrize(
    "more",
    [
        {"CallSid": "CA1"},
        {"CallSid": f"CA{1:032x}\n"},
        {"From": "+1 555"},
        {"From": "+1555é"},
        {"CallStatus": "done"},
        {"Digits": "1;2"},
        {"Digits": "١٢"},
        {"SequenceNumber": "-1"},
        {"StirVerstat": "TN-Validation-Passed-A,TN-Validation-Passed-A"},
        {"AnsweredBy": "HUMAN"},
    ],
)
def test_values_of_another_shape(more: dict[str, str]) -> None:
    assert why(pairs(**more)) == "shape"


@pytest.mark.parametrize("number", ["", "anonymous", "+266696687", "sip:ana@example.com", "client:ana", "7378742833"])
def test_whoever_rings(number: str) -> None:
    assert incoming_of(pairs(From=number)).number_from == number


@pytest.mark.parametrize(
    ("text", "confidence"), [("0.9", 0.9), ("1", 1.0), ("", None), (".", None), ("1e-3", 0.001), ("99", 1.0)]
)
def test_confidence(text: str, confidence: float | None) -> None:
    assert incoming_of(pairs(Confidence=text)).confidence == confidence


@pytest.mark.parametrize("missing", ["CallSid", "AccountSid"])
def test_no_call(missing: str) -> None:
    assert why(tuple(pair for pair in pairs() if pair[0] != missing)) == "no_call"


@pytest.mark.parametrize("body", [b"\xff=1", b"a=%ff", b"a=%ED%A0%80", b"CallSid", b"a=1&" * 300, b"a=1&&b=2"])
def test_bodies_that_are_no_form(body: bytes) -> None:
    with pytest.raises(Unreadable):
        pairs_of(body)


def test_bodies_that_are() -> None:
    assert pairs_of(b"") == ()
    assert pairs_of(b"a=%C3%A9+b&c=") == (("a", "é b"), ("c", ""))
