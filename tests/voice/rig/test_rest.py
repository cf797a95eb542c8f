"""Twilio's own SDK talks to the API of the rig, over a socket."""

from collections.abc import Iterator
from typing import Any

import pytest
from requests.exceptions import ConnectionError as Cut
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from telephone_rig import Weather
from telephone_rig.rest import FakeTwilio, running_twilio
from telephone_rig.rest.faults import CUT, CUT_AFTERWARDS, TOO_MANY
from tests.voice.rig.application import SECRET, Application, Reply

ANA, OURS = "+15550100123", "+15550199000"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with running_twilio(auth_token=SECRET, numbers=frozenset({OURS})) as started:
        yield started


@pytest.fixture
def client(twilio: FakeTwilio) -> Any:
    made = Client(twilio.account_sid, twilio.auth_token, http_client=TwilioHttpClient(timeout=3))
    made.api.base_url = twilio.address
    return made


def asked_to_ring(client: Any, app: Application, **more: Any) -> Any:
    app.page("/ring", '<Gather action="/decide" numDigits="1"><Say>One approves.</Say></Gather>')
    app.page("/decide", "<Say>Thank you.</Say>")
    app.pages["/status"] = Reply("", 204)
    told = {"status_callback": f"{app.address}/status"} | more
    return client.calls.create(to=ANA, from_=OURS, url=f"{app.address}/ring", **told)


def test_it_works(client: Any, twilio: FakeTwilio, app: Application) -> None:
    placed = asked_to_ring(client, app)
    assert placed.status == "queued"
    call = twilio.pick_up(twilio.calls[0])
    assert call.heard == "One approves."
    call.press("1")
    assert (call.heard, call.over) == ("Thank you.", "end")
    assert client.calls(placed.sid).fetch().status == "completed"
    ring = next(request for request in app.asked if request.path == "/ring")
    assert (ring.genuine, ring.params["CallSid"], ring.params["Direction"]) == (True, placed.sid, "outbound-api")
    assert (ring.params["To"], ring.params["From"]) == (ANA, OURS)


def test_the_whole_way_of_a_call_is_told(client: Any, twilio: FakeTwilio, app: Application) -> None:
    asked_to_ring(client, app, status_callback_event=["initiated", "ringing", "answered", "completed"])
    twilio.pick_up(twilio.calls[0]).hang_up()
    told = [request.params for request in app.asked if request.path == "/status"]
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [one["SequenceNumber"] for one in told] == ["0", "1", "2", "3"]


def test_callbacks_may_come_late_twice_and_in_any_order(client: Any, twilio: FakeTwilio, app: Application) -> None:
    twilio.weather = Weather(seed=3, repeats=3, held=True)
    asked_to_ring(client, app, status_callback_event=["initiated", "ringing", "answered", "completed"])
    twilio.pick_up(twilio.calls[0]).hang_up()
    numbers = [request.params["SequenceNumber"] for request in app.asked if request.path == "/status"]
    assert set(numbers) == {"0", "1", "2", "3"}
    assert numbers != sorted(numbers)
    assert len(numbers) > 4


def test_callbacks_may_be_lost(client: Any, twilio: FakeTwilio, app: Application) -> None:
    twilio.weather = Weather(lost=1.0)
    asked_to_ring(client, app)
    twilio.pick_up(twilio.calls[0]).hang_up()
    assert "/status" not in app.counted()
    assert twilio.calls[0].status == "completed"


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed"])
def test_a_call_may_not_be_answered(client: Any, twilio: FakeTwilio, app: Application, status: str) -> None:
    placed = asked_to_ring(client, app)
    twilio.miss(twilio.calls[0], status)
    assert [request.params["CallStatus"] for request in app.asked] == [status]
    assert client.calls(placed.sid).fetch().duration == "0"


@pytest.mark.parametrize(
    ("asked", "by", "said"),
    [
        ({"machine_detection": "Enable"}, "human", "human"),
        ({"machine_detection": "Enable"}, "machine", "machine_start"),
        ({"machine_detection": "DetectMessageEnd"}, "machine", "machine_end_beep"),
        ({"machine_detection": "Enable"}, "fax", "fax"),
        ({"machine_detection": "Enable"}, "unknown", "unknown"),
    ],
)
def test_who_answered_is_told_at_once(
    client: Any, twilio: FakeTwilio, app: Application, asked: dict[str, str], by: str, said: str
) -> None:
    asked_to_ring(client, app, **asked)
    call = twilio.pick_up(twilio.calls[0], by=by)
    assert app.asked[-1].params["AnsweredBy"] == said
    assert call.line.clock.now() >= 4


def test_who_answered_is_told_later(client: Any, twilio: FakeTwilio, app: Application) -> None:
    app.pages["/amd"] = Reply("", 204)
    more = {"machine_detection": "Enable", "async_amd": "true", "async_amd_status_callback": f"{app.address}/amd"}
    asked_to_ring(client, app, **more)
    twilio.pick_up(twilio.calls[0], by="machine")
    first, told = app.asked[0], app.asked[1]
    assert "AnsweredBy" not in first.params
    assert (told.path, told.params["AnsweredBy"], told.genuine) == ("/amd", "machine_start", True)


def test_a_call_that_rings_can_be_taken_back(client: Any, twilio: FakeTwilio, app: Application) -> None:
    placed = asked_to_ring(client, app)
    client.calls(placed.sid).update(status="canceled")
    assert twilio.calls[0].status == "canceled"
    assert app.asked[-1].params["CallStatus"] == "canceled"


def test_a_call_under_way_can_be_ended(client: Any, twilio: FakeTwilio, app: Application) -> None:
    placed = asked_to_ring(client, app)
    call = twilio.pick_up(twilio.calls[0])
    client.calls(placed.sid).update(status="completed")
    assert call.over == "ended by the application"
    with pytest.raises(TwilioRestException, match="not in-progress"):
        client.calls(placed.sid).update(status="completed")


def test_calls_are_listed_newest_first(client: Any, twilio: FakeTwilio, app: Application) -> None:
    sids = [asked_to_ring(client, app).sid for _ in range(5)]
    assert [call.sid for call in client.calls.list(page_size=2)] == sids[::-1]
    assert client.calls.list(to="+15550100999") == []


def test_a_price_comes_when_it_comes(client: Any, twilio: FakeTwilio, app: Application) -> None:
    placed = asked_to_ring(client, app)
    twilio.pick_up(twilio.calls[0]).hang_up()
    assert client.calls(placed.sid).fetch().price is None
    twilio.priced(twilio.calls[0], "-0.01400")
    assert client.calls(placed.sid).fetch().price == "-0.01400"


def test_messages_are_sent(client: Any, twilio: FakeTwilio) -> None:
    sent = client.messages.create(to=ANA, from_=OURS, body="Your code is 123456.")
    assert sent.status == "queued"
    assert (twilio.messages[0].to, twilio.messages[0].body) == (ANA, "Your code is 123456.")


@pytest.mark.parametrize(
    ("to", "from_", "code"), [("0155", OURS, 21211), (ANA, "+15550188000", 21210), ("", OURS, 21201), (ANA, "", 21213)]
)
def test_a_call_that_cannot_be_placed_is_refused(
    client: Any, twilio: FakeTwilio, to: str, from_: str, code: int
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(to=to, from_=from_, url="https://example.org/")
    assert caught.value.code == code
    assert twilio.calls == []


def test_a_wrong_token_is_refused(twilio: FakeTwilio) -> None:
    stranger = Client(twilio.account_sid, "another token")
    stranger.api.base_url = twilio.address
    with pytest.raises(TwilioRestException) as caught:
        stranger.calls("CA" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (401, 20003)


def test_it_can_be_told_to_be_busy(client: Any, twilio: FakeTwilio, app: Application) -> None:
    twilio.then(TOO_MANY)
    with pytest.raises(TwilioRestException) as caught:
        asked_to_ring(client, app)
    assert (caught.value.status, caught.value.code) == (429, 20429)
    assert twilio.calls == []
    assert asked_to_ring(client, app).sid


@pytest.mark.parametrize(("fault", "placed"), [(CUT, 0), (CUT_AFTERWARDS, 1)])
def test_a_cut_line_does_not_tell_whether_the_call_was_placed(
    client: Any, twilio: FakeTwilio, app: Application, fault: Any, placed: int
) -> None:
    twilio.then(fault)
    with pytest.raises(Cut):
        asked_to_ring(client, app)
    assert len(twilio.calls) == placed
