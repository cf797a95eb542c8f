"""Speech to text: what is a recording, what it costs, and what happens when nobody hears it."""

import struct
from hashlib import sha256

import pytest
from asgiref.sync import async_to_sync
from pytest_django import Settings

from accounts.models import ModelUse, User
from assistant.llm import audio, providers
from assistant.llm.transcription import Heard, NotHeard, TranscriptionOff, transcribe
from kit.errors import Invalid
from tests.fakes.llm import FakeLLM, faults

RATE = 16_000


def wav(seconds: float = 2.0) -> bytes:
    data = b"\0\0" * int(RATE * seconds)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVE" + form + b"data" + struct.pack("<I", len(data)) + data


def mp4(seconds: int = 2) -> bytes:
    movie = struct.pack(">I4sIIIII", 120, b"mvhd", 0, 0, 0, 1_000, seconds * 1_000)
    return struct.pack(">I4s4sI", 20, b"ftyp", b"mp42", 0) + b"isom" + struct.pack(">I4s", 128, b"moov") + movie


def webm(seconds: int = 2) -> bytes:
    """As a browser records: sizes unknown, a cluster a second, four blocks in each."""
    head = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
    clusters = b""
    for second in range(seconds):
        clusters += (
            b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" + b"\xe7\x82" + struct.pack(">H", second * 1_000)
        )
        clusters += b"".join(b"\xa3\x86\x81" + struct.pack(">h", at) + b"\x80ab" for at in (0, 250, 500, 750))
    return head + clusters


def ogg(seconds: int = 2) -> bytes:
    head = b"OggS\0\x02" + struct.pack("<q", 0) + b"\0" * 12 + b"\x01\x13OpusHead\x01\x01" + b"\0" * 9
    return head + b"OggS\0\x04" + struct.pack("<q", seconds * 48_000) + b"\0" * 12 + b"\x01\x02ab"


def said(user: User, content: bytes, content_type: str = "audio/webm", **more: object) -> Heard:
    async def ask() -> Heard:
        try:
            return await transcribe(content, content_type=content_type, user_id=user.pk, **more)  # type: ignore[arg-type]  # language
        finally:
            await providers.close_clients()

    return async_to_sync(ask)()


@pytest.mark.parametrize(
    ("content", "kind", "ms"),
    [(wav(1.5), "wav", 1_500), (mp4(3), "mp4", 3_000), (webm(4), "webm", 3_750), (ogg(5), "ogg", 5_000)],
)
def test_a_recording_is_known_by_its_content(content: bytes, kind: str, ms: int) -> None:
    clip = audio.clip(content, content_type="audio/webm;codecs=opus")
    assert (clip.kind, clip.ms) == (kind, ms)


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (b"", "audio/webm", "unknown_audio"),
        (b"MZ\x90 a program" * 100, "audio/webm", "unknown_audio"),
        (b"ID3 an mp3" * 100, "audio/webm", "unknown_audio"),
        (wav(), "text/html", "unknown_audio"),
        (wav(70), "audio/wav", "too_large"),
        (wav(40), "audio/wav", "too_long"),
        (mp4(40), "audio/mp4", "too_long"),
        (webm(40), "audio/webm", "too_long"),
        (ogg(40), "audio/ogg", "too_long"),
    ],
)
def test_what_is_none_or_too_much_is_refused(content: bytes, content_type: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        audio.clip(content, content_type=content_type)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "content", [wav()[:30], mp4()[:36], webm()[:40], b"RIFF....WAVE", b"....ftyp", b"OggS", ogg()[:40]]
)
def test_a_broken_one_counts_as_the_longest(content: bytes) -> None:
    assert audio.clip(content).ms == audio.MOST_MS


def test_it_works(fake: FakeLLM, ana: User) -> None:
    fake.transcripts[sha256(wav()).hexdigest()] = "¿Cuánto tengo?"
    assert said(ana, wav(), language="es") == Heard("¿Cuánto tengo?", "es")
    asked = fake.asked[0]
    assert (asked.path, asked.model) == ("/openai/v1/audio/transcriptions", "whisper-large-v3-turbo")
    use = ModelUse.objects.get()
    assert (use.kind, use.outcome, use.audio_ms) == ("transcription", "whole", 2_000)
    assert use.cost_nano_usd == 111_112  # ten seconds at least, of $0.04 an hour


def test_the_larger_model_hears_what_the_small_one_did_not(fake: FakeLLM, ana: User) -> None:
    fake.then(faults.AWAY)
    assert said(ana, wav()).text == fake.transcript
    assert [asked.model for asked in fake.asked] == ["whisper-large-v3-turbo", "whisper-large-v3"]


def test_when_neither_hears_it_says_so_and_costs_nothing(fake: FakeLLM, ana: User) -> None:
    fake.then(faults.AWAY, faults.TOO_MANY)
    with pytest.raises(NotHeard) as found:
        said(ana, wav())
    assert [one.why for one in found.value.tried] == ["no_capacity", "too_many"]
    assert sum(ModelUse.objects.values_list("cost_nano_usd", flat=True)) == 0


def test_without_a_key_it_is_off(ana: User, settings: Settings) -> None:
    settings.GROQ_API_KEY = ""
    with pytest.raises(TranscriptionOff):
        said(ana, wav())


def test_over_the_cap_it_is_not_asked(fake: FakeLLM, ana: User, settings: Settings) -> None:
    settings.MODEL_CALLS_PER_USER_DAY = 0
    with pytest.raises(NotHeard):
        said(ana, wav())
    assert fake.asked == []
