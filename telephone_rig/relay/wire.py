"""Messages from the application, read as strictly as Twilio reads them."""

import json
import re
from typing import Any

Json = dict[str, Any]
TEXT, OPTIONAL_TEXT, FLAG, COUNT = "text", "text or nothing", "true or false", "a number"
# Per type: each field and what it has to be; a star marks those that have to be there.
FIELDS: dict[str, dict[str, tuple[bool, str]]] = {
    "text": {
        "token": (True, TEXT),
        "last": (False, FLAG),
        "lang": (False, TEXT),
        "interruptible": (False, FLAG),
        "preemptible": (False, FLAG),
    },
    "play": {
        "source": (True, TEXT),
        "loop": (False, COUNT),
        "preemptible": (False, FLAG),
        "interruptible": (False, FLAG),
    },
    "sendDigits": {"digits": (True, TEXT)},
    "language": {"ttsLanguage": (False, TEXT), "transcriptionLanguage": (False, TEXT)},
    "end": {"handoffData": (False, OPTIONAL_TEXT)},
}
DIGITS = re.compile(r"[0-9w#*]+")


class Malformed(Exception):
    """A message that Twilio drops, with error 64107."""


def read(raw: str | bytes) -> Json:
    """Read a message.

    Raises:
        Malformed: it is no JSON object, of no known type, or a field is missing or of another kind.
    """
    try:
        message = json.loads(raw)
    except ValueError as error:
        raise Malformed(f"not JSON: {error}") from error
    kind = message.get("type") if isinstance(message, dict) else None
    if not isinstance(kind, str) or kind not in FIELDS:
        raise Malformed(f"unknown type: {kind!r}")
    for name, (needed, what) in FIELDS[kind].items():
        if name not in message:
            if needed:
                raise Malformed(f"{kind} without {name}")
        elif not _fits(message[name], what):
            raise Malformed(f"{kind}: {name} is not {what}")
    if kind == "sendDigits" and not DIGITS.fullmatch(message["digits"]):
        raise Malformed(f"sendDigits: {message['digits']!r} are no digits")
    read_message: Json = message
    return read_message


def _fits(value: object, what: str) -> bool:
    if what == FLAG:
        return isinstance(value, bool)
    if what == COUNT:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) or (what == OPTIONAL_TEXT and value is None)
