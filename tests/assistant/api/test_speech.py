"""POST /api/voice-agent/transcribe: sound in, words out, and said so where it is off."""

import wave
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from rest_framework.test import APIClient

from tests.fakes.llm import FakeLLM, running_llm

URL = "/api/voice-agent/transcribe"


def recording(seconds: float = 1.0) -> SimpleUploadedFile:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(b"\x01\x02" * int(8_000 * seconds))
    return SimpleUploadedFile("secret-name.wav", file.getvalue(), content_type="audio/wav")


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeLLM]:
    with running_llm(transcript="How much do I have?") as running:
        settings.GROQ_API_KEY, settings.GROQ_BASE_URL = "gsk_test", running.address
        yield running


def test_a_recording_becomes_text(api: APIClient, fake: FakeLLM) -> None:
    answer = api.post(URL, {"audio": recording(), "language": "en-US"}, format="multipart")
    assert answer.json() == {"text": "How much do I have?", "language": "en"}
    assert "secret-name" not in str(fake.asked[0].body)


def test_without_a_key_it_is_off_and_says_so(api: APIClient) -> None:
    refused = api.post(URL, {"audio": recording()}, format="multipart")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "transcription_off")


def test_what_is_too_long_too_large_or_no_sound_is_refused(api: APIClient, fake: FakeLLM) -> None:
    for sound, code in (
        (recording(32), "too_long"),
        (SimpleUploadedFile("a.wav", b"RIFF" + b"x" * 2_100_000, content_type="audio/wav"), "too_large"),
        (SimpleUploadedFile("a.wav", b"hello", content_type="audio/wav"), "unknown_audio"),
    ):
        refused = api.post(URL, {"audio": sound}, format="multipart")
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, code)
    assert api.post(URL, {}, format="multipart").status_code == 400
    assert fake.asked == []


def test_nobody_is_not_heard(db: None) -> None:
    assert APIClient().post(URL, {"audio": recording()}, format="multipart").status_code in (401, 403)
