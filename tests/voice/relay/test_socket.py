"""The relay over a real uvicorn, on a real socket."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from pytest_django import Settings
from websockets.exceptions import InvalidStatus

from tests.voice.relay.conftest import Conductor, Serving
from tests.voice.relay.line import MENU, OTHER_SID, SID
from tests.voice.relay.twilio_end import opened, signature, wait_for
from voice.flow.values import Ended, Said
from voice.lanes import lanes
from voice.models import Call, CallEvent
from voice.relay import consumer, running


def status_of(address: str, **more: str) -> int:
    with pytest.raises(InvalidStatus) as refused, opened(address, **more):
        pass
    return refused.value.response.status_code


def test_it_works(address: str, call: Call, conductor: Conductor) -> None:
    conductor.script = [[Said("Welcome."), MENU], [Said("One hundred dollars."), Said("That is fine."), MENU]]
    with opened(address) as twilio:
        twilio.setup()
        assert twilio.turn() == ["Welcome."]
        twilio.says("What is my balance?")
        assert twilio.turn() == ["One hundred dollars.", "That is fine."]
        conductor.usual = [Said("Goodbye."), Ended("goodbye")]
        twilio.keys("9")
        assert twilio.turn() == ["Goodbye."]
        assert twilio.next() == {"type": "end", "handoffData": '{"why":"goodbye"}'}
        assert twilio.closed() == 1000
    assert conductor.kinds == ["start", "speech", "digits"]
    call.refresh_from_db()
    assert call.way == Call.Way.RELAY
    wait_for(lambda: CallEvent.objects.filter(call=call, kind="relay").exists())
    event = CallEvent.objects.get(call=call, kind="relay")
    assert event.timings_ms["turns"] == 3


class TestHandshake:
    @pytest.mark.parametrize("signed", ["", "AAAA", "not base64 at all", "é".encode().decode("latin-1")])
    def test_a_wrong_signature(self, address: str, call: Call, signed: str) -> None:
        assert status_of(address, signed=signed) == 403

    def test_a_signature_of_another_address(self, address: str, call: Call) -> None:
        assert status_of(address, signed=signature(base="https://testserver")) == 403
        assert status_of(address, signed=signature("/api/voice/relay/")) == 403
        assert status_of(address, signed=signature(token="another")) == 403

    def test_no_token_is_no_signature(self, address: str, call: Call, settings: Settings) -> None:
        signed = signature(token="")
        settings.TWILIO_AUTH_TOKEN = ""
        assert status_of(address, signed=signed) == 403

    @pytest.mark.parametrize("path", ["/", "/api/voice/relay/", "/api/voice", "/api/v1/me"])
    def test_another_path(self, address: str, path: str) -> None:
        assert status_of(address, path=path) == 404

    def test_http_goes_on(self, address: str) -> None:
        connection = http.client.HTTPConnection(address.removeprefix("ws://"), timeout=5)
        connection.request("GET", "/livez")
        assert connection.getresponse().status == 200

    def test_no_room(self, address: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(consumer, "MOST_SESSIONS", 1)
        with opened(address):
            assert status_of(address) == 503


class TestSetup:
    @pytest.mark.parametrize(
        "more",
        [{"callSid": OTHER_SID}, {"callSid": "CA1"}, {"callSid": None}, {"type": "prompt", "voicePrompt": "Hi"}],
    )
    def test_what_names_no_call_of_ours(
        self, address: str, call: Call, conductor: Conductor, more: dict[str, str]
    ) -> None:
        with opened(address) as twilio:
            twilio.socket.send(json.dumps({"type": "setup", "callSid": SID, "sessionId": "VX1"} | more))
            assert twilio.closed() == 1008
        assert conductor.heard == []

    def test_a_call_that_is_over(self, address: str, call: Call, conductor: Conductor) -> None:
        Call.objects.update(status="completed")
        with opened(address) as twilio:
            twilio.setup()
            assert twilio.closed() == 1008

    def test_another_account(self, address: str, call: Call, conductor: Conductor, settings: Settings) -> None:
        settings.TWILIO_ACCOUNT_SID = "AC" + "f" * 32
        with opened(address) as twilio:
            twilio.setup()
            assert twilio.closed() == 1008

    def test_none_in_time(self, address: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(consumer, "SETUP_S", 0.2)
        with opened(address) as twilio:
            assert twilio.closed(within=3) == 1008

    def test_a_second_one_is_refused(self, address: str, call: Call, conductor: Conductor) -> None:
        with opened(address) as twilio:
            twilio.setup()
            twilio.turn()
            twilio.setup()
            twilio.keys("1")
            assert twilio.turn() == ["Yes."]
            twilio.setup(OTHER_SID)
            assert twilio.closed() == 1008


class TestWhatBreaks:
    def test_a_turn(self, address: str, call: Call, conductor: Conductor) -> None:
        conductor.script = [[Said("Welcome."), MENU], [ValueError("broke")], []]
        with opened(address) as twilio:
            twilio.setup()
            twilio.turn()
            for _ in range(2):
                twilio.says("What is my balance?")
                assert twilio.turn()[0].startswith("I'm sorry")
            twilio.says("What is my balance?")
            assert twilio.turn() == ["Yes."]

    def test_malformed_messages_are_passed_over_until_they_are_ten(
        self, address: str, call: Call, conductor: Conductor
    ) -> None:
        with opened(address) as twilio:
            twilio.setup()
            twilio.turn()
            for _ in range(9):
                twilio.socket.send("what?")
            twilio.keys("1")
            assert twilio.turn() == ["Yes."]
            for _ in range(10):
                twilio.socket.send(b"\x00\x01")
            assert twilio.closed() == 1007

    def test_a_message_that_is_too_large(self, address: str, call: Call, conductor: Conductor) -> None:
        with opened(address) as twilio:
            twilio.setup()
            twilio.turn()
            twilio.socket.send("x" * 300_000)
            assert twilio.closed() == 1009

    def test_the_socket(self, address: str, call: Call, conductor: Conductor) -> None:
        conductor.script = [[Said("Welcome."), MENU], [Said("One."), 30.0, MENU]]
        with opened(address) as twilio:
            twilio.setup()
            twilio.turn()
            twilio.says("What is my balance?")
            twilio.next()
            at = time.monotonic()
        wait_for(lambda: conductor.stopped)
        assert conductor.stopped[0] - at <= 0.5

    def test_a_caller_who_takes_nothing(
        self, address: str, call: Call, conductor: Conductor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "SEND_S", 0.3)
        many = 400  # 54 MB, far over what the system keeps for a socket by itself
        conductor.script = [[*[Said("A long sentence. " * 8000)] * many, MENU]]
        with opened(address, max_size=None, max_queue=1) as twilio:
            twilio.setup()  # and nothing is read
            wait_for(lambda: CallEvent.objects.filter(call=call, kind="relay").exists(), seconds=20)
            assert twilio.closed() == 1000
            assert len(twilio.got) < many


class TestAgain:
    def test_a_new_socket_goes_on_where_the_old_one_broke(self, address: str, call: Call, conductor: Conductor) -> None:
        with opened(address) as first:
            first.setup()
            first.turn()
            Call.objects.filter(pk=call.pk).update(state={"at": "menu"})
            with opened(address) as second:
                second.setup()
                assert second.turn() == ["Yes."]
                assert first.closed() == 1000
                second.keys("1")
                assert second.turn() == ["Yes."]
        assert conductor.kinds == ["start", "again", "digits"]

    def test_a_server_that_stops_says_so(self, serving: Serving, call: Call, conductor: Conductor) -> None:
        with opened(serving.address) as twilio:
            twilio.setup()
            twilio.turn()
            serving.running.should_exit = True
            assert twilio.turn() == ["One moment, please."]
            assert twilio.next() == {"type": "end", "handoffData": '{"why":"restart","go_on":"gather"}'}


def test_a_server_takes_calls_where_another_has_stopped_in_its_process(
    transactional_db: None, call: Call, conductor: Conductor, request: pytest.FixtureRequest
) -> None:
    asyncio.run(consumer.relay.leave())
    with opened(request.getfixturevalue("address")) as twilio:
        twilio.setup()
        assert twilio.turn() == ["Yes."]


def test_forty_calls_at_once(address: str, call_of: Callable[..., Call], conductor: Conductor) -> None:
    sids = [f"CA{number:032x}" for number in range(40)]
    for sid in sids:
        call_of(sid)
    conductor.usual = [Said("One."), 0.05, Said("Two."), MENU]
    with ExitStack() as stack:
        lines = [stack.enter_context(opened(address)) for _ in sids]
        for line, sid in zip(lines, sids, strict=True):
            line.setup(sid)
        assert all(line.turn() == ["One.", "Two."] for line in lines)
        for line in lines:
            line.says("What is my balance?")
        assert all(line.turn() == ["One.", "Two."] for line in lines)
    assert len(lanes) <= lanes.most  # and so many connections
