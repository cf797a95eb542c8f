"""espeak-ng says a sentence; what comes is its sound."""

import io
import shutil
import subprocess
import wave

RATE = 22_050  # espeak-ng's
WORDS_A_MINUTE = 140
# These two voices are understood; this is no judgement on a recogniser, and says nothing about people.
VOICES = ("en-us+f2", "en-us+f3")
HEADER = 44  # bytes; piped, espeak-ng does not know the length that it writes there


def there() -> bool:
    """Tell whether espeak-ng is installed."""
    return shutil.which("espeak-ng") is not None


def spoken(text: str, voice: str) -> bytes:
    """Return a sentence as 16-bit samples of one channel at RATE."""
    command = ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True, timeout=30).stdout
    with wave.open(io.BytesIO(sound)) as written:
        assert (written.getframerate(), written.getnchannels(), written.getsampwidth()) == (RATE, 1, 2)
    return sound[HEADER:]
