"""Somebody who speaks: a browser with a microphone that plays a file, and ears and a voice that a test leads."""

import json
import math
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import CHROMIUM, QUIET

HERE = Path(__file__).parent
RATE = 48_000


def spoken_file(path: Path, *, voiced_s: float = 1.0, silent_s: float = 2.5) -> Path:
    """Write a recording: something as loud and as uneven as a voice, then silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(map(_frame, range(int(RATE * voiced_s)))))
        file.writeframes(b"\0\0" * int(RATE * silent_s))
    return path


def _frame(place: int) -> bytes:
    """Return a sample of a voice: a gliding pitch with overtones, in syllables of a quarter of a second."""
    at = place / RATE
    pitch = 140 + 30 * math.sin(2 * math.pi * 1.7 * at)
    tone = sum(math.sin(2 * math.pi * pitch * overtone * at) / overtone for overtone in range(1, 9))
    syllable = 0.15 + 0.85 * abs(math.sin(2 * math.pi * 2 * at))
    return struct.pack("<h", int(9_000 * tone * syllable / 2))


@contextmanager
def microphone(playwright: Playwright, sound: Path) -> Iterator[Browser]:
    """Run a Chromium whose microphone plays a file again and again, and whose user allows it."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*QUIET, *flags, f"--use-file-for-fake-audio-capture={sound}"]
    )
    try:
        yield browser
    finally:
        browser.close()


def lead_speech(page: Page, **wished: Any) -> None:
    """Put a test's ears and voice in place of the browser's, before the page is opened.

    Args:
        wished: `fails`: the error of recognition; `deaf`: it never begins; `recognition`: False for a browser
            without; `local`: what recognition on the device answers; `voices`: tags; `msPerLetter`: how slowly.
    """
    page.add_init_script(f"window.speech = {json.dumps(wished)};")
    page.add_init_script(path=HERE / "fake_speech.js")
