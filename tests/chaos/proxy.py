"""A proxy before the ML service that spoils some answers.

It resets, refuses (503, 429), stalls, cuts, puts NaN or another model's version in, or lets a byte rot. A packed answer
that is told anew has its checksum made anew as well, so that what lies behind the checksum is put to the test.
"""

import http.client
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ml_service import pictures

FAULTS = ("reset", "503", "429", "stall", "cut", "nan", "version", "rot")
STALL_S = 1.5
PACKED, SIZE_AT, HEAD_AT = b"GLP1", 8, 12  # of `ml_service.pictures`
LINGER_NOT = struct.pack("ii", 1, 0)  # close with a reset instead of an end


class FaultProxy(ThreadingHTTPServer):
    """Passes requests on to `target` (a port of this machine); `share` of them meet a fault of the seeded kind."""

    daemon_threads = True

    def __init__(self, port: int, target: int, *, seed: int, share: float) -> None:
        super().__init__(("127.0.0.1", port), _Passing)
        self.target, self.share, self.met = target, share, Counter[str]()
        self._random, self._lock = random.Random(seed), threading.Lock()  # noqa: S311 - has to be repeatable

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that were killed."""

    def fault(self) -> str:
        """Return the fault that the next request meets; empty for none."""
        with self._lock:
            chosen = self._random.choice(FAULTS) if self._random.random() < self.share else ""
            self.met[chosen or "none"] += 1
            return chosen


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultProxy

    def do_POST(self) -> None:
        """Pass on, or garble."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.fault()
        if fault == "reset":
            return self._reset()
        if fault in ("503", "429"):
            return self._say(int(fault), b'{"error": {"code": "busy", "message": "busy"}}')
        if fault == "stall":
            time.sleep(STALL_S)
        try:
            status, answer = self._ask(body)
        except OSError:
            return self._reset()
        return self._say(status, garbled(answer, fault), cut=fault == "cut")

    def _ask(self, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=60)
        try:
            connection.request("POST", self.path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _say(self, status: int, body: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = cut

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def garbled(answer: bytes, fault: str) -> bytes:
    """Return an answer, JSON or packed, as a fault leaves it."""
    if fault == "rot" and answer:
        middle = len(answer) // 2
        return answer[:middle] + bytes([answer[middle] ^ 1]) + answer[middle + 1 :]
    if fault not in ("nan", "version"):
        return answer
    if not answer.startswith(PACKED):
        return _told_anew(answer, fault)
    size = int.from_bytes(answer[SIZE_AT:HEAD_AT], "little")
    head, rows = answer[HEAD_AT : HEAD_AT + size], answer[HEAD_AT + size :]
    return pictures.written(_told_anew(head, fault), [rows])


def _told_anew(text: bytes, fault: str) -> bytes:
    if fault == "nan":
        return re.sub(rb'("mean":\[|"score":|"probability_of_default":)[0-9.-]+', rb"\1NaN", text, count=1)
    return re.sub(rb'"model_version":"[^"]*"', b'"model_version":"another"', text, count=1)


@contextmanager
def proxy(port: int, target: int, *, seed: int, share: float) -> Iterator[FaultProxy]:
    """Run one in the background."""
    server = FaultProxy(port, target, seed=seed, share=share)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
