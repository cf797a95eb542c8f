"""A proxy before the ML service that spoils some answers: resets, 503, 429, stalls, cuts, NaN, another version."""

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

FAULTS = ("reset", "503", "429", "stall", "cut", "nan", "version")
STALL_S = 1.5
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
        return self._say(status, _garbled(answer, fault), cut=fault == "cut")

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


def _garbled(answer: bytes, fault: str) -> bytes:
    if fault == "nan":
        return re.sub(rb'("mean":\[|"score":)[0-9.-]+', rb"\1NaN", answer, count=1)
    if fault == "version":
        return re.sub(rb'"model_version":"[^"]*"', b'"model_version":"another"', answer, count=1)
    return answer


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
