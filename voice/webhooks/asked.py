"""What is asked besides what was heard: the numbers and words that our own addresses carry back to us."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from assistant.languages import LANGUAGES, Language

NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of an address that we wrote ourselves.

    Attributes:
        path: with its query, as it was asked for.
        turn: which step of the call it is; None where the address does not tell.
        again: the last words are to be said once more.
        call: the call's own name, where it was told to Twilio with an address.
        sorry: how often in a row the call was put off.
        token: Twilio's name for the attempt, the same when it tries again.
    """

    path: str
    turn: int | None
    again: bool
    sorry: int
    language: Language | None
    token: str
    call: str = ""


def asked_of(request: HttpRequest) -> Asked:
    """Read it; whatever is odd is as if it were not there."""
    query = request.GET
    language = query.get("lang", "")
    return Asked(
        path=request.get_full_path(),
        turn=_number(query, "turn"),
        again=query.get("again") == "1",
        sorry=_number(query, "sorry") or 0,
        language=next((one for one in LANGUAGES if one == language), None),
        token=request.headers.get("I-Twilio-Idempotency-Token", "")[:200],
        call=query.get("call", "")[:36],
    )


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if NUMBER.fullmatch(text) else None
