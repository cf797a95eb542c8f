"""HTTP as Twilio speaks it: a real socket, 15 seconds for everything, and what an address may override of that."""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, urlsplit

import h11

MOST_READ = 1024 * 1024
CONNECT_S = TOTAL_S = 15.0


@dataclass(frozen=True)
class Limits:
    """How long is waited and how often it is tried again: the fragment of an address, `#rc=2&rp=ct,rt&rt=4500`.

    Attributes:
        connect_s: for one attempt to connect.
        read_s: from the request to the answer.
        total_s: for everything, all attempts together.
        retries: how often.
        policy: after what: ct, rt, 4xx, 5xx, all.
    """

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = TOTAL_S
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, url: str) -> "Limits":
        """Read them from an address."""
        said = dict(parse_qsl(urlsplit(url).fragment))
        seconds = {name: _between(said.get(key), low, 15_000) for name, key, low in OVERRIDES}
        policy = frozenset(said["rp"].split(",")) if "rp" in said else cls.policy
        retries = min(5, int(said["rc"])) if said.get("rc", "").isdecimal() else cls.retries
        return cls(**{name: value for name, value in seconds.items() if value}, retries=retries, policy=policy)

    def again(self, why: str) -> bool:
        """Tell whether it is tried again after this."""
        return bool({why, "all"} & self.policy)


OVERRIDES = (("connect_s", "ct", 100), ("read_s", "rt", 100), ("total_s", "tt", 100))


def _between(text: str | None, low: int, high: int) -> float | None:
    return min(max(int(text), low), high) / 1000 if text and text.isdecimal() else None


class Failed(Exception):
    """No answer. `why` is what a retry policy calls it, `code` what the debugger does."""

    def __init__(self, code: int, why: str, text: str) -> None:
        super().__init__(text)
        self.code, self.why, self.text = code, why, text


@dataclass(frozen=True)
class Answer:
    """What an address answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        """Its media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass
class Web:
    """Opens a connection for each request.

    Attributes:
        routes: where an origin is really found: {"https://giglens.example": ("127.0.0.1", 8000)}; then without TLS.
        scale: what seconds of waiting are multiplied by, so that a test of a time-out need not take 15.
    """

    routes: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    scale: float = 1.0

    def ask(
        self, url: str, method: str, headers: Mapping[str, str], body: bytes, limits: Limits, left_s: float
    ) -> Answer:
        """Send one request, and follow nothing.

        Raises:
            Failed: no connection, no answer in time, or none that is HTTP.
        """
        began, left_s = time.monotonic(), max(left_s, 0.001)
        parts = urlsplit(url)
        connection = self.connect(parts, min(limits.connect_s, left_s) * self.scale)
        with connection:
            until = time.monotonic() + min(limits.read_s, left_s) * self.scale
            answer = _exchange(connection, _request(parts, method, headers, body), body, until)
        return Answer(answer.status, answer.headers, answer.body, time.monotonic() - began)

    def where(self, parts: SplitResult) -> tuple[str, int, bool]:
        """Return host, port and whether TLS is spoken there."""
        secure = parts.scheme in ("https", "wss")
        if route := self.routes.get(f"{parts.scheme.replace('ws', 'http', 1)}://{parts.netloc}"):
            return (*route, False)
        return parts.hostname or "", parts.port or (443 if secure else 80), secure

    def connect(self, parts: SplitResult, seconds: float) -> socket.socket:
        """Open a connection, with TLS where the address asks for it."""
        host, port, secure = self.where(parts)
        try:
            plain = socket.create_connection((host, port), timeout=seconds)
        except socket.gaierror as error:
            raise Failed(11210, "ct", f"{host}: no such host") from error
        except OSError as error:
            raise Failed(11205, "ct", f"no connection to {host}:{port}: {error}") from error
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not secure:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError as error:
            plain.close()
            raise Failed(11237, "ct", f"no TLS with {host}:{port}: {error}") from error


def _request(parts: SplitResult, method: str, headers: Mapping[str, str], body: bytes) -> h11.Request:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fixed = {"Host": parts.netloc.rpartition("@")[2], "Connection": "close", "Accept": "*/*"}
    length = {"Content-Length": str(len(body))} if body or method == "POST" else {}
    return h11.Request(method=method, target=target, headers=list((fixed | dict(headers) | length).items()))


def _exchange(connection: socket.socket, request: h11.Request, body: bytes, until: float) -> Answer:
    wire = h11.Connection(h11.CLIENT)
    try:
        connection.settimeout(max(0.001, until - time.monotonic()))
        parts = [wire.send(request), wire.send(h11.Data(data=body)) if body else b"", wire.send(h11.EndOfMessage())]
        connection.sendall(b"".join(part for part in parts if part))
        return _read(wire, connection, until)
    except TimeoutError as error:
        raise Failed(11205, "rt", "no answer in time") from error
    except h11.ProtocolError as error:
        raise Failed(11206, "rt", f"the answer is no HTTP: {error}") from error
    except OSError as error:
        raise Failed(11205, "rt", f"the connection broke: {error}") from error


def _read(wire: h11.Connection, connection: socket.socket, until: float) -> Answer:
    status, headers, body = 0, {}, b""
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
            wire.receive_data(connection.recv(65_536))
        elif isinstance(event, h11.Response):
            status, headers = event.status_code, _names(event.headers)
        elif isinstance(event, h11.Data) and len(body) < MOST_READ:
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            return Answer(status, headers, body)


def _names(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
