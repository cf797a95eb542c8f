"""A push service on a real socket, and a browser that subscribes to it and opens what it gets."""

import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kit.webpush import CURVE, b64


@dataclass
class Sent:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """What came in, and what is answered by path.

    Attributes:
        address: where it listens.
        answers: status by path; 201 where none is set.
        stall_s: how long it says nothing.
        requests: what came in.
    """

    address: str = ""
    answers: dict[str, int] = field(default_factory=dict)
    stall_s: float = 0.0
    requests: list[Sent] = field(default_factory=list)


@contextmanager
def running_push() -> Iterator[PushService]:
    """Start the service and yield it."""
    service = PushService()

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.requests.append(Sent(self.path, dict(self.headers), body))
            time.sleep(service.stall_s)
            self.send_response(service.answers.get(self.path, 201))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        server.daemon_threads = True
        service.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield service
        server.shutdown()


class FakeBrowser:
    """The receiving side of RFC 8291, written apart from the sending one."""

    def __init__(self, auth: bytes = b"sixteen bytes ok", key: ec.EllipticCurvePrivateKey | None = None) -> None:
        self.key, self.auth = key or ec.generate_private_key(CURVE), auth
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        """What its subscription says."""
        return {"p256dh": b64(self.point), "auth": b64(self.auth)}

    def open(self, body: bytes) -> bytes:
        """Decrypt what came."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        mixed = HKDF(SHA256(), 32, self.auth, b"WebPush: info\0" + self.point + theirs).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(mixed)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(mixed)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1]


def claims_of(header: str) -> bytes:
    """Return what a VAPID header claims, unchecked."""
    part = header.removeprefix("vapid t=").split(".")[1]
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
