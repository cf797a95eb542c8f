"""`manage.py phone` rings whatever answers at the address."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.voice.rig.application import SECRET, Application

MENU = '<Gather action="/api/voice/step" input="dtmf speech" timeout="8" numDigits="1"><Say>Press one.</Say></Gather>'


@pytest.fixture
def phone(app: Application, settings: Any) -> Any:
    settings.TWILIO_AUTH_TOKEN = SECRET
    app.page("/api/voice", MENU + "<Say>Goodbye.</Say>")
    app.page("/api/voice/step", "<Say>Thank you.</Say>" + MENU)
    app.page("/api/voice/status", "")

    def rung(*options: str, **more: Any) -> str:
        out = StringIO()
        call_command("phone", *options, url=app.address, stdout=out, **more)
        return out.getvalue()

    return rung


def test_it_works(phone: Any, app: Application) -> None:
    out = phone("--digits", "1", "--say", "what is my balance", "--from", "+15550177")
    assert "Press one." in out
    assert "> presses 1" in out
    assert "< Thank you." in out
    assert "> hangs up" in out
    voice, digits, speech, status = app.asked
    assert all(request.genuine for request in app.asked)
    assert voice.params["From"] == "+15550177"
    assert (digits.params["Digits"], speech.params["SpeechResult"]) == ("1", "what is my balance")
    assert status.params["CallStatus"] == "completed"


def test_silence_is_something_that_one_can_do(phone: Any) -> None:
    assert "Goodbye." in phone("--wait")


def test_what_is_typed_is_pressed_or_said(phone: Any, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["1", "my balance please", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    phone()
    assert [request.params.get("Digits") for request in app.asked[1:3]] == ["1", None]
    assert app.asked[2].params["SpeechResult"] == "my balance please"
    assert app.counted()["/api/voice/step"] == 2


def test_ctrl_c_hangs_up(phone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert "> hangs up" in phone()


def test_the_transcript_is_written_down(phone: Any, tmp_path: Path) -> None:
    phone("--digits", "1", transcript=str(tmp_path / "call.txt"))
    assert "> presses 1" in (tmp_path / "call.txt").read_text()


def test_an_error_of_the_application_is_an_error(phone: Any, app: Application) -> None:
    app.pages.pop("/api/voice/step")
    with pytest.raises(CommandError, match="11200"):
        phone("--digits", "1")


def test_without_a_token_there_is_no_telephone(phone: Any, settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    with pytest.raises(CommandError, match="make run"):
        phone("--wait")


def test_the_server_may_answer_elsewhere(phone: Any, app: Application, settings: Any) -> None:
    where = app.address.removeprefix("http://")
    app.address = "http://testserver"  # what is signed, and what its relative addresses mean
    assert "Press one." in phone("--wait", at=where)
    assert all(request.genuine for request in app.asked)
