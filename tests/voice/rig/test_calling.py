"""A call to an application on a real socket: what is heard, what is sent, how it ends."""

from collections.abc import Callable

import pytest

from telephone_rig import Call, Line, NothingAwaited, ring
from tests.voice.rig.application import Application, Reply

Rung = Callable[[str], Call]


def test_it_works(app: Application, rung: Rung) -> None:
    app.page("/menu", "<Say>You pressed one.</Say><Hangup/>")
    call = rung('<Gather action="/menu" numDigits="1"><Say>Welcome. Press one.</Say></Gather>')
    assert call.heard == "Welcome. Press one."
    call.press("1")
    assert call.heard == "You pressed one."
    assert call.over == "hangup"
    assert [request.path for request in app.asked] == ["/voice", "/menu"]
    assert all(request.genuine for request in app.asked)
    assert app.asked[1].params["Digits"] == "1"


def test_every_request_says_which_call_it_is_about(app: Application, rung: Rung) -> None:
    call = rung("<Say>Hello.</Say>")
    asked = app.asked[0]
    assert asked.params["CallSid"] == call.sid
    assert asked.params["From"] == asked.params["Caller"] == "+15550100"
    assert asked.params["CallStatus"] == "in-progress"
    assert asked.params["Direction"] == "inbound"
    assert len(asked.headers["i-twilio-idempotency-token"]) == 32


def test_the_end_of_the_document_hangs_up(rung: Rung) -> None:
    assert rung("<Say>Hello.</Say>").over == "end"


def test_an_empty_document_hangs_up(rung: Rung) -> None:
    call = rung("")
    assert (call.over, call.heard) == ("end", "")


def test_silence_goes_on_at_the_next_verb(app: Application, rung: Rung) -> None:
    call = rung('<Gather action="/menu" timeout="7"><Say>Press.</Say></Gather><Say>You pressed nothing.</Say>')
    before = call.line.clock.now()
    call.wait()
    assert call.heard == "You pressed nothing."
    assert call.line.clock.now() - before > 7
    assert app.counted() == {"/voice": 1}


def test_silence_is_sent_where_the_document_asks_for_it(app: Application, rung: Rung) -> None:
    app.page("/menu", "<Say>Still there?</Say>")
    rung('<Gather action="/menu" actionOnEmptyResult="true"/>').wait()
    assert app.asked[1].params["Digits"] == ""


def test_a_minute_of_silence_takes_no_time(rung: Rung) -> None:
    call = rung('<Pause length="60"/><Gather timeout="60"/>')
    call.wait()
    assert call.line.clock.now() >= 120


def test_a_gather_without_an_action_asks_for_its_own_document(app: Application, rung: Rung) -> None:
    rung('<Gather numDigits="1"/>').press("1")
    assert app.counted() == {"/voice": 2}


@pytest.mark.parametrize(
    ("attributes", "keys", "digits"),
    [
        ('numDigits="4"', "123456", "1234"),
        ("", "1234#99", "1234"),
        ('finishOnKey="*"', "12#3*4", "12#3"),
        ('finishOnKey=""', "12#", "12#"),
        ("", "12", "12"),
        ('numDigits="2"', "1#", "1"),
    ],
)
def test_which_keys_are_sent(app: Application, rung: Rung, attributes: str, keys: str, digits: str) -> None:
    app.page("/menu", "")
    rung(f'<Gather action="/menu" {attributes}/>').press(keys)
    assert app.asked[1].params["Digits"] == digits


def test_keys_that_nobody_listens_to_are_silence(app: Application, rung: Rung) -> None:
    call = rung('<Gather input="speech" action="/menu"/><Say>Nothing.</Say>').press("1")
    assert call.heard == "Nothing."
    assert app.counted() == {"/voice": 1}


def test_speech_that_nobody_listens_to_is_silence(app: Application, rung: Rung) -> None:
    call = rung('<Gather input="dtmf" action="/menu"/><Say>Nothing.</Say>').say("four five six")
    assert call.heard == "Nothing."
    assert "four" not in str([request.params for request in app.asked])


def test_speech_is_sent_with_its_confidence(app: Application, rung: Rung) -> None:
    app.page("/menu", "")
    rung('<Gather input="dtmf speech" action="menu"/>').say("what is my balance", confidence=0.71)
    assert app.asked[1].params["SpeechResult"] == "what is my balance"
    assert app.asked[1].params["Confidence"] == "0.71"
    assert "Digits" not in app.asked[1].params


def test_a_key_cuts_the_prompt_short(app: Application, rung: Rung) -> None:
    app.page("/menu", "<Say>Good.</Say>")
    call = rung('<Gather action="/menu" numDigits="1"><Say>One two three four five six seven.</Say></Gather>')
    call.press("1", after=0.6)
    assert "< One two ..." in str(call.transcript)
    assert "three" not in str(call.transcript)


def test_a_prompt_that_must_be_heard_is_heard(app: Application, rung: Rung) -> None:
    app.page("/menu", "")
    call = rung('<Gather action="/menu" bargeIn="false" numDigits="1"><Say>This call is recorded.</Say></Gather>')
    call.press("1", after=0.2)
    assert "This call is recorded." in str(call.transcript)


def test_a_caller_who_acts_too_late_has_been_silent(app: Application, rung: Rung) -> None:
    app.page("/menu", "")
    silent = '<Gather action="/late" timeout="3"/><Gather action="/menu" numDigits="1" timeout="30"/>'
    rung(silent).press("1", after=10)
    assert app.counted() == {"/voice": 1, "/menu": 1}


def test_a_redirect_leads_on(app: Application, rung: Rung) -> None:
    app.page("/deep/next", "<Say>Here.</Say>")
    assert rung("<Redirect>deep/next</Redirect><Say>Never.</Say>").heard == "Here."


def test_a_circle_of_redirects_is_found(rung: Rung, line: Line) -> None:
    line.webhooks.web.scale = 1.0  # of so many requests one may take a third of a second
    with pytest.raises(AssertionError, match="500 documents"):
        rung("<Redirect>/voice</Redirect>")


@pytest.mark.parametrize(("reason", "over"), [("busy", "busy"), ("rejected", "rejected")])
def test_a_call_may_be_rejected(rung: Rung, reason: str, over: str) -> None:
    assert rung(f'<Reject reason="{reason}"/>').over == over


def test_nothing_can_be_done_on_a_call_that_is_over(rung: Rung) -> None:
    call = rung("<Say>Bye.</Say>")
    with pytest.raises(NothingAwaited):
        call.press("1")
    assert call.hang_up().over == "end"


def test_a_caller_may_leave_at_any_moment(app: Application, line: Line) -> None:
    app.page("/voice", "<Say>One two three four five six seven eight nine ten.</Say><Say>Never.</Say>")
    call = ring(line, leaves_at=1.0)
    assert call.over == "caller"
    assert "Never" not in str(call.transcript)
    assert call.line.clock.now() == pytest.approx(1.0)


def test_what_cannot_be_had_is_heard_as_an_application_error(app: Application, rung: Rung) -> None:
    app.pages["/gone"] = Reply("", 500)
    call = rung("<Redirect>/gone</Redirect>")
    assert call.over == "application error"
    assert [notice.code for notice in call.errors] == [11200]


def test_the_fallback_hears_what_went_wrong(app: Application, line: Line) -> None:
    app.pages["/voice"] = Reply("<Response><Say>half", 200)
    app.page("/fallback", "<Say>Please call later.</Say>")
    line.fallback_url = f"{app.address}/fallback"
    call = ring(line)
    assert call.heard == "Please call later."
    assert app.asked[1].params["ErrorCode"] == "12100"
    assert app.asked[1].params["ErrorUrl"] == f"{app.address}/voice"


def test_a_call_tells_that_it_is_over(app: Application, line: Line) -> None:
    app.page("/voice", '<Pause length="61"/>')
    app.pages["/status"] = Reply("", 204)
    line.status_callback = f"{app.address}/status"
    ring(line)
    told = app.asked[-1]
    assert (told.path, told.genuine) == ("/status", True)
    assert (told.params["CallStatus"], told.params["CallDuration"], told.params["Duration"]) == ("completed", "61", "2")
