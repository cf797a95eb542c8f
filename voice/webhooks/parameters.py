"""What a request of Twilio's says: names and values of strict shapes, in one reading only.

Twilio signs names and values written one after the other, with nothing between them: `Digits` `1` `From` `+1` has the
signature of `Digits1From` `+1`. A request is therefore refused when its text could be read in another way in which a
value that we go by differs: a repeated name, a name of an odd shape, or such a name with a fitting value somewhere
inside another pair. Twilio adds parameters without notice, so unknown names are let through and not looked at.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

Pairs = tuple[tuple[str, str], ...]

MOST_FIELDS = 200
NAME = re.compile(r"[A-Za-z][A-Za-z_]{0,63}", re.ASCII)
SID = r"[0-9a-f]{32}"
PERSON = (
    r"(?:\+[0-9]{3,20}|[0-9]{3,20}|sips?:[^\s<>\"]{1,200}|client:[^\s<>\"]{1,200}"
    r"|anonymous|Anonymous|restricted|Restricted|unavailable|Unavailable|unknown|Unknown)?"
)
STATUS = "queued|initiated|ringing|in-progress|completed|busy|failed|no-answer|canceled"
WORDS = r"[\s\S]{0,4000}"

# The names that we go by, and the shapes that their values have.
SHAPES = {
    "CallSid": f"CA{SID}",
    "AccountSid": f"AC{SID}",
    "From": PERSON,
    "To": PERSON,
    "CallStatus": STATUS,
    "Direction": "inbound|outbound-api|outbound-dial|trunking-terminating|trunking-originating",
    "Digits": r"[0-9*#A-Dw]{0,64}",
    "SpeechResult": WORDS,
    "Confidence": r"[0-9]{0,2}(?:\.[0-9]{0,20})?(?:[eE]-?[0-9]{1,3})?",
    "Language": r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})?",
    "StirVerstat": r"[A-Za-z-]{0,60}",
    "AnsweredBy": "human|machine_start|machine_end_beep|machine_end_silence|machine_end_other|fax|unknown|",
    "SequenceNumber": "[0-9]{1,6}",
    "CallDuration": "[0-9]{0,7}",
    "ErrorCode": "[0-9]{0,6}",
    "DialCallStatus": "completed|answered|busy|no-answer|failed|canceled",
    "DialCallSid": f"(?:CA{SID})?",
    "DialCallDuration": "[0-9]{0,7}",
    "SessionStatus": "[A-Za-z_-]{0,30}",
    "HandoffData": WORDS,
    "RecordingUrl": WORDS,
}
FULL = {name: re.compile(shape, re.ASCII) for name, shape in SHAPES.items()}
# Further names that Twilio documents; nobody reads them. Some have a name of ours in them.
OTHERS = frozenset(
    {"ApiVersion", "CallToken", "Caller", "CallerName", "Called", "ForwardedFrom", "ParentCallSid", "StirPassportToken"}
    | {"FinishedOnKey", "Timestamp", "CallbackSource", "Duration", "ErrorUrl", "ErrorMessage", "SessionId", "Msg"}
    | {"SessionDuration", "MachineDetectionDuration", "StableSpeechResult", "UnstableSpeechResult", "SipResponseCode"}
    | {"RecordingSid", "RecordingDuration", "SpeechProvider"}
    | {f"{who}{what}" for who in ("From", "To", "Caller", "Called") for what in ("City", "State", "Zip", "Country")}
)

LISTED = sorted((*SHAPES, *OTHERS), key=len, reverse=True)
# Names of several words, which nobody says, are taken for names wherever they stand; the others where a value of
# theirs follows that ends with the pair or where a name begins.
NEXT = rf"(?=\Z|{'|'.join(LISTED)})"
VALUES = {**SHAPES, "Caller": PERSON, "Called": PERSON}
WORD = re.compile(r"[A-Z][a-z]+", re.ASCII)
SECOND = re.compile(
    "|".join(
        name if VALUES.get(name, WORDS) == WORDS else f"{name}(?!{NEXT})(?:{VALUES[name]}){NEXT}"
        for name in LISTED
        if name in VALUES or not WORD.fullmatch(name)
    ),
    re.ASCII,
)


class Unreadable(Exception):
    """A request that is not taken as one of Twilio's; the word says why, for counting."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Incoming:
    """What Twilio said. Speech and numbers are whatever the line delivered: never to be trusted, never to be logged."""

    call_sid: str
    account_sid: str
    number_from: str = field(default="", repr=False)
    number_to: str = field(default="", repr=False)
    status: str = ""
    direction: str = ""
    digits: str = field(default="", repr=False)
    speech: str = field(default="", repr=False)
    confidence: float | None = None
    language: str = ""
    stir: str = ""
    answered_by: str = ""
    sequence: int | None = None
    duration_s: int | None = None
    error_code: str = ""
    dial_status: str = ""
    dial_sid: str = ""
    dial_duration_s: int | None = None
    session_status: str = ""
    handoff: str = field(default="", repr=False)


def pairs_of(body: bytes) -> Pairs:
    """Return the names and values of a form in the order they came.

    Raises:
        Unreadable: it is no form in UTF-8, or has too many fields.
    """
    try:
        text = body.decode("ascii")
        every = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:  # UnicodeError is one
        raise Unreadable("form") from error
    return tuple(every)


def incoming_of(pairs: Pairs) -> Incoming:
    """Read what was said.

    Raises:
        Unreadable: a name twice, an odd name, a value of another shape, a second reading, or no call.
    """
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Unreadable("repeated")
    for name, value in pairs:
        if name not in SHAPES and name not in OTHERS and not NAME.fullmatch(name):
            raise Unreadable("name")
        if name in FULL and not FULL[name].fullmatch(value):
            raise Unreadable("shape")
        if _second_reading(name, value, names):
            raise Unreadable("ambiguous")
    said = dict(pairs)
    if "CallSid" not in said or "AccountSid" not in said:
        raise Unreadable("no_call")
    return _typed(said, speech_is_whole=_ends_there(names, "SpeechResult"))


def _second_reading(name: str, value: str, names: Collection[str]) -> bool:
    """Tell whether a known name can be read anywhere but where its pair begins, or instead of an unknown one."""
    text, known = name + value, name in SHAPES or name in OTHERS
    if not known and any(text.startswith(one) and one not in names for one in LISTED):
        return True
    return any(not (known and found.start() == 0 and _named(found[0]) == name) for found in SECOND.finditer(text))


def _named(found: str) -> str:
    return next(one for one in LISTED if found.startswith(one))


def _ends_there(names: Iterable[str], name: str) -> bool:
    """Tell whether the next name, in the order of signing, is a known one: else a value may have been cut short."""
    after = next((one for one in sorted(names) if one > name), "")
    return after in SHAPES or after in OTHERS


def _typed(said: dict[str, str], *, speech_is_whole: bool) -> Incoming:
    return Incoming(
        call_sid=said["CallSid"],
        account_sid=said["AccountSid"],
        number_from=said.get("From", ""),
        number_to=said.get("To", ""),
        status=said.get("CallStatus", ""),
        direction=said.get("Direction", ""),
        digits=said.get("Digits", ""),
        speech=said.get("SpeechResult", "") if speech_is_whole else "",
        confidence=_confidence(said.get("Confidence", "")),
        language=said.get("Language", ""),
        stir=said.get("StirVerstat", ""),
        answered_by=said.get("AnsweredBy", ""),
        sequence=_number(said.get("SequenceNumber", "")),
        duration_s=_number(said.get("CallDuration", "")),
        error_code=said.get("ErrorCode", ""),
        dial_status=said.get("DialCallStatus", ""),
        dial_sid=said.get("DialCallSid", ""),
        dial_duration_s=_number(said.get("DialCallDuration", "")),
        session_status=said.get("SessionStatus", ""),
        handoff=said.get("HandoffData", ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _confidence(text: str) -> float | None:
    try:
        return min(float(text), 1.0)
    except ValueError:
        return None
