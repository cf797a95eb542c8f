"""Verbs that hand the call to something else."""

from collections.abc import Callable

import pytest

from telephone_rig import Call, NothingAwaited
from tests.voice.rig.application import Application

Rung = Callable[[str], Call]


def test_whoever_is_dialled_may_answer(app: Application, rung: Rung) -> None:
    app.page("/after", "<Say>Welcome back.</Say>")
    call = rung('<Dial action="/after"><Number>+15550177</Number></Dial>').dialled(seconds=42)
    assert call.heard == "Welcome back."
    assert (app.asked[1].params["DialCallStatus"], app.asked[1].params["DialCallDuration"]) == ("completed", "42")


def test_whoever_is_dialled_may_not_answer(app: Application, rung: Rung) -> None:
    app.page("/after", "<Say>Nobody is there.</Say>")
    rung('<Dial action="/after">+15550177</Dial>').dialled("no-answer")
    assert app.asked[1].params["DialCallStatus"] == "no-answer"
    assert "DialCallDuration" not in app.asked[1].params


def test_a_dial_without_an_action_goes_on_at_the_next_verb(rung: Rung) -> None:
    assert rung("<Dial>+15550177</Dial><Say>Next.</Say>").dialled().heard == "Next."


def test_a_message_can_be_left(app: Application, rung: Rung) -> None:
    app.page("/after", "<Say>Thank you.</Say>")
    call = rung('<Say>After the tone.</Say><Record action="/after" maxLength="30"/>').record(seconds=7)
    assert call.heard == "Thank you."
    assert app.asked[1].params["RecordingDuration"] == "7"


def test_a_queue_can_be_left(app: Application, rung: Rung) -> None:
    app.page("/after", "")
    rung('<Enqueue action="/after">people</Enqueue>').dequeued("leave")
    assert app.asked[1].params["QueueResult"] == "leave"


def test_a_stream_is_recognised(app: Application, rung: Rung) -> None:
    call = rung('<Connect><Stream url="wss://a.example/s"/></Connect><Say>Next.</Say>')
    assert "Connect Stream" in str(call.transcript)
    assert call.answer_with().heard == "Next."


def test_what_only_starts_something_goes_on_at_once(rung: Rung) -> None:
    assert rung('<Start><Stream url="wss://a.example/s"/></Start><Say>Next.</Say>').heard == "Next."


def test_only_what_was_handed_over_can_come_back(rung: Rung) -> None:
    with pytest.raises(NothingAwaited, match="not handed over"):
        rung("<Gather/>").dialled()


def test_repeats_are_heard(rung: Rung) -> None:
    assert rung('<Say loop="3">Hello.</Say>').heard == "Hello. Hello. Hello."


def test_what_repeats_forever_is_heard_until_the_caller_leaves(rung: Rung) -> None:
    call = rung('<Gather><Say loop="0">Please hold.</Say></Gather>')
    call.hang_up(after=60)
    assert 30 < str(call.transcript).count("Please hold") < 80


def test_a_call_ends_after_four_hours(rung: Rung) -> None:
    assert rung('<Pause length="20000"/><Say>Hello?</Say>').over == "too long"


def test_recordings_and_tones_are_noted(app: Application, rung: Rung) -> None:
    written = str(rung('<Play>/music.mp3</Play><Play digits="1w2"/>').transcript)
    assert f"plays {app.address}/music.mp3" in written
    assert "tones 1w2" in written
