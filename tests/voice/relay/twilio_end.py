"""Twilio's end of a relay socket: signs the handshake, says what a caller does, listens."""

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.voice.relay.line import SID
from voice.webhooks.signatures import sign

PATH = "/api/voice/relay"


class TwilioEnd:
    """One socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.got: list[dict[str, Any]] = []

    def tell(self, kind: str, **more: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **more}))

    def setup(self, call_sid: str = SID, **more: Any) -> None:
        told = {"sessionId": "VX" + "0" * 32, "accountSid": "AC" + "0" * 32, "callSid": call_sid}
        self.tell("setup", **(told | more))

    def says(self, text: str) -> None:
        self.tell("prompt", voicePrompt=text, lang="en-US", last=True)

    def keys(self, digits: str) -> None:
        for digit in digits:
            self.tell("dtmf", digit=digit)

    def interrupts(self, heard: str, after_ms: int = 500) -> None:
        self.tell("interrupt", utteranceUntilInterrupt=heard, durationUntilInterruptMs=after_ms)

    def silent(self) -> None:
        """Say that everything was played."""
        self.tell("info", name="agentSpeaking", value="off")

    def next(self, *, within: float = 10) -> dict[str, Any]:
        """Return the next message."""
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=within))
        self.got.append(message)
        return message

    def turn(self, *, within: float = 10) -> list[str]:
        """Return the sentences of a turn, once it is closed."""
        said: list[str] = []
        while (message := self.next(within=within)).get("last") is not True:
            if message["type"] == "text":
                said.append(message["token"].rstrip())
        return said

    def closed(self, *, within: float = 10) -> int | None:
        """Return what the socket is closed with, whatever else still comes."""
        until = time.monotonic() + within
        try:
            while time.monotonic() < until:
                self.next(within=until - time.monotonic())
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None
        raise TimeoutError


def signature(path: str = PATH, *, token: str | None = None, base: str | None = None) -> str:
    """Return what Twilio signs a handshake with."""
    address = (base or settings.PUBLIC_BASE_URL.replace("http", "ws", 1)) + path
    return b64encode(sign(address, [], settings.TWILIO_AUTH_TOKEN if token is None else token)).decode()


@contextmanager
def opened(address: str, *, path: str = PATH, signed: str | None = None, **options: Any) -> Iterator[TwilioEnd]:
    """Open a socket, signed unless told otherwise."""
    headers = {"X-Twilio-Signature": signature(path) if signed is None else signed}
    with connect(f"{address}{path}", additional_headers=headers, proxy=None, **options) as socket:
        yield TwilioEnd(socket)


def wait_for(there: Callable[[], object], seconds: float = 5) -> None:
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until
        time.sleep(0.01)
