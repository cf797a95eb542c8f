"""A request as bytes, and how it is signed."""

from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from tests.voice.signing import FORM, call_of, headers, shared

SECRET = "a-shared-key-of-twilios"
PATHS = (
    "/api/voice",
    "/api/voice/step",
    "/api/voice/step?turn=2&lang=en",
    "/api/voice/fallback",
    "/api/voice/connect",
    "/api/voice/status",
    "/api/voice/amd",
    "/api/voice/ring/q7Xy2",
    "/api/voice/ring/q7Xy2/step?turn=1&lang=es",
)
KINDS: tuple[dict[str, str], ...] = (
    {},
    {"Digits": "1", "FinishedOnKey": ""},
    {"Digits": "482913", "FinishedOnKey": "#"},
    {"SpeechResult": "how much is safe to spend Today", "Confidence": "0.91", "Language": "en-US"},
    {
        "CallStatus": "completed",
        "CallDuration": "61",
        "SequenceNumber": "3",
        "Timestamp": "Sat, 21 Nov 2026 12:00:00 +0000",
    },
    {"AnsweredBy": "human", "MachineDetectionDuration": "2300"},
    {"ErrorCode": "11205", "ErrorUrl": "http://testserver/api/voice"},
    {"StirVerstat": "TN-Validation-Passed-A", "CallToken": "ey.token"},
    {"SessionStatus": "ended", "SessionId": "VX1", "HandoffData": '{"reason":"goodbye"}'},
)
GEO = {
    f"{who}{what}": value
    for who in ("From", "Caller")
    for what, value in (("City", "SPRINGFIELD"), ("State", "IL"), ("Zip", "62701"), ("Country", "US"))
}


@dataclass
class Request:
    """What is sent.

    Attributes:
        pairs: the parameters, in their order; sent as a form unless `body` is set.
    """

    address: str
    pairs: list[tuple[str, str]]
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    method: str = "POST"
    kind: str = FORM

    def payload(self) -> bytes:
        """Return the body."""
        return urlencode(self.pairs).encode() if self.body is None else self.body

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as a server hands them on."""
        every = [("content-type", self.kind), *self.headers]
        return [(name.lower().encode(), value.encode("utf-8", "surrogateescape")) for name, value in every]


def genuine(random: Random, number: int) -> Request:
    """Return a request that is Twilio's, by one of its two schemes."""
    address = random.choice(PATHS)
    params = {**call_of(number), **GEO, **random.choice(KINDS)}
    signed = shared(address, params, SECRET) if random.random() < 0.3 else headers(address, params)
    token = f"token-{random.getrandbits(64):x}"
    return Request(address, sorted(params.items()), [*signed.items(), ("I-Twilio-Idempotency-Token", token)])
