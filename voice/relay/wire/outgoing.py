"""What we tell Twilio on the socket: made so that it cannot be malformed, for ten such in a row close the call."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Neither a voice nor XML knows these; and Twilio reads markup in what is to be said (SSML): none comes from the words.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff<>&]")
SLOW = "80%"  # of the usual rate, as on a call by keypad
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DIGITS = re.compile(r"[0-9w#*]+")


def speakable(text: str) -> str:
    """Take out what no voice can say."""
    return _UNSPEAKABLE.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Text:
    """Words to say. A turn ends with the one that is the last.

    Attributes:
        slow: said more slowly, by SSML within the token: Twilio hands it to the voice.
    """

    token: str = field(repr=False)
    last: bool = False
    lang: str = ""
    slow: bool = False
    interruptible: bool | None = None
    preemptible: bool | None = None

    def __post_init__(self) -> None:
        _must(not self.lang or bool(_TAG.fullmatch(self.lang)), "no language tag")
        object.__setattr__(self, "token", speakable(self.token))

    def written(self) -> str:
        """Return it as Twilio reads it."""
        words = self.token.strip()
        token = f'<prosody rate="{SLOW}">{words}</prosody> ' if self.slow and words else self.token
        told: dict[str, Any] = {"type": "text", "token": token, "last": self.last}
        if self.lang:
            told["lang"] = self.lang
        if self.interruptible is not None:
            told["interruptible"] = self.interruptible
        if self.preemptible is not None:
            told["preemptible"] = self.preemptible
        return _json(told)


@dataclass(frozen=True, slots=True)
class Play:
    """A sound to play."""

    source: str
    loop: int = 1
    interruptible: bool = True
    preemptible: bool = False

    def __post_init__(self) -> None:
        _must(self.source.startswith(("https://", "http://")) and self.loop >= 0, "nothing to play")

    def written(self) -> str:
        """Return it as Twilio reads it."""
        told = {"source": self.source, "loop": self.loop, "interruptible": self.interruptible}
        return _json({"type": "play", **told, "preemptible": self.preemptible})


@dataclass(frozen=True, slots=True)
class Languages:
    """Speak and listen in another language from now on."""

    speak: str = ""
    hear: str = ""

    def __post_init__(self) -> None:
        given = [tag for tag in (self.speak, self.hear) if tag]
        _must(bool(given) and all(_TAG.fullmatch(tag) for tag in given), "no language tag")

    def written(self) -> str:
        """Return it as Twilio reads it."""
        told = {"type": "language", "ttsLanguage": self.speak, "transcriptionLanguage": self.hear}
        return _json({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class SendDigits:
    """Keys to press on the caller's behalf."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        _must(bool(_DIGITS.fullmatch(self.digits)), "no digits")

    def written(self) -> str:
        """Return it as Twilio reads it."""
        return _json({"type": "sendDigits", "digits": self.digits})


@dataclass(frozen=True, slots=True)
class End:
    """Leave the session; what is handed off reaches the TwiML's `action`, and Twilio's logs: nothing personal."""

    handoff: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> str:
        """Return it as Twilio reads it."""
        return _json({"type": "end", "handoffData": _json(dict(self.handoff))} if self.handoff else {"type": "end"})


Outgoing = Text | Play | Languages | SendDigits | End


def _must(fine: bool, why: str) -> None:
    if not fine:
        raise ValueError(why)


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
