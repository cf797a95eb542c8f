"""What Twilio tells us on the socket, read leniently: it is free to add to it, and a number may come as a string.

The `info` messages are not documented; their shape is that of Twilio's own demonstrations
(twilio-demos/twilio-aws-blueprint).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voice.relay.wire.outgoing import speakable

MOST_CHARACTERS = 64 * 1024  # of one message
KEYS = frozenset("0123456789*#")
_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")


class Malformed(ValueError):
    """A message that is none; its text stays out of the error, for it may hold what a caller said."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message of a session."""

    session_id: str
    account_sid: str
    call_sid: str
    direction: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the caller said; `last` when they have finished."""

    text: str = field(repr=False)
    language: str = ""
    last: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """A key that the caller pressed."""

    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Interrupt:
    """The caller spoke while we did, and Twilio fell silent.

    Attributes:
        heard: what it had said by then.
        after_ms: for how long it had spoken.
    """

    heard: str = field(repr=False)
    after_ms: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Twilio did not understand us, or something broke on its side."""

    description: str = field(repr=False)  # it quotes what it did not understand


@dataclass(frozen=True, slots=True)
class Speaking:
    """Somebody began or stopped to speak, by the event that the TwiML asks for."""

    who: str  # "agent" or "client"
    on: bool


@dataclass(frozen=True, slots=True)
class Played:
    """Words that the caller has heard."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message of a type that we do not know."""

    type: str


Incoming = Setup | Prompt | Key | Interrupt | Fault | Speaking | Played | Unknown


def read(text: str) -> Incoming:
    """Read a message of Twilio's.

    Raises:
        Malformed: it is no JSON object with a type, or lacks what its type needs.
    """
    if len(text) > MOST_CHARACTERS:
        raise Malformed("too long")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("no JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("type"), str):
        raise Malformed("no message")
    reader = _READERS.get(told["type"])
    return reader(told) if reader else Unknown(told["type"][:40])


def _setup(told: dict[str, Any]) -> Setup:
    call_sid, session_id = _text(told, "callSid"), _text(told, "sessionId")
    if not _SID.fullmatch(call_sid):
        raise Malformed("a setup without a call")
    given = told.get("customParameters")
    parameters = {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else {}
    return Setup(session_id, _text(told, "accountSid"), call_sid, _text(told, "direction"), parameters)


def _prompt(told: dict[str, Any]) -> Prompt:
    if not isinstance(told.get("voicePrompt"), str):
        raise Malformed("a prompt without words")
    return Prompt(speakable(told["voicePrompt"]), _text(told, "lang"), told.get("last") is not False)


def _key(told: dict[str, Any]) -> Key:
    digit = _text(told, "digit")
    if digit not in KEYS:
        raise Malformed("a key that no telephone has")
    return Key(digit)


def _interrupt(told: dict[str, Any]) -> Interrupt:
    return Interrupt(_text(told, "utteranceUntilInterrupt"), _whole(told.get("durationUntilInterruptMs")))


def _info(told: dict[str, Any]) -> Incoming:
    name, value = told.get("name"), told.get("value")
    if name in ("agentSpeaking", "clientSpeaking") and value in ("on", "off"):
        return Speaking("agent" if name == "agentSpeaking" else "client", value == "on")
    if name == "tokensPlayed" and isinstance(value, str):
        return Played(value)
    return Unknown("info")


_READERS: Mapping[str, Any] = {
    "setup": _setup,
    "prompt": _prompt,
    "dtmf": _key,
    "interrupt": _interrupt,
    "error": lambda told: Fault(_text(told, "description")),
    "info": _info,
}


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    """Return a number that came as one or as a string; nonsense is nought."""
    try:
        return min(max(0, int(float(value))), 86_400_000)
    except (TypeError, ValueError, OverflowError):
        return 0
