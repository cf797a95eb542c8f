"""A provider of language models on a real socket: Groq's paths and Ollama's, with faults to order or by chance."""

import json
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.llm import limits, uploads, wire
from tests.fakes.llm.faults import FINE, Fault, Weather
from tests.fakes.llm.personas import Asked, Persona, faithful

MODELS = ("openai/gpt-oss-120b", "openai/gpt-oss-20b", "whisper-large-v3", "whisper-large-v3-turbo")


@dataclass
class FakeLLM:
    """What it does and what it was asked; change it while it runs.

    Attributes:
        address: `http://127.0.0.1:port`: GROQ_BASE_URL as it is, OLLAMA_URL likewise.
        models: what GET models lists; others are 404.
        keys: the keys it knows; None for any. Paths of Ollama need none.
        persona: who answers.
        script: faults for the next requests, in order; they go before everything else.
        by_model: a fault that lasts, for one model.
        weather: faults by chance, when there is nothing else.
        first_s, between_s: how fast it is when all is well.
        limit: the organisation's tokens a minute; None for unlimited. With it come the headers.
        transcripts: text by file name or by SHA-256 of the content.
        asked: every request for a chat or a transcription.
    """

    address: str = ""
    models: list[str] = field(default_factory=lambda: list(MODELS))
    keys: set[str] | None = None
    persona: Persona = faithful
    script: deque[Fault] = field(default_factory=deque)
    by_model: dict[str, Fault] = field(default_factory=dict)
    weather: Weather | None = None
    first_s: float = 0.0
    between_s: float = 0.0
    limit: limits.Limit | None = None
    transcripts: dict[str, str] = field(default_factory=dict)
    transcript: str = "What is my balance?"
    asked: list[Asked] = field(default_factory=list)
    listed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def then(self, *faults: Fault) -> "FakeLLM":
        """Order faults for the next requests."""
        self.script.extend(faults)
        return self

    def heal(self) -> None:
        """Be well from now on."""
        self.script.clear()
        self.by_model.clear()
        self.weather = None

    def fault_for(self, asked: Asked) -> Fault:
        """Decide what is done with a request."""
        with self._lock:
            self.asked.append(asked)
            if self.script:
                fault = self.script.popleft()
            else:
                fault = self.by_model.get(asked.model) or (self.weather.next() if self.weather else FINE)
            if fault.only_with_tools and not asked.body.get("tools"):
                fault = FINE
            asked.fault = fault.name
            return fault


class Gone(Exception):
    """The other side hung up."""


class Desk(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each small event would wait 40 ms for an acknowledgement
    fake: FakeLLM

    def do_GET(self) -> None:
        if not self.path.endswith("/v1/models"):
            return self._json(404, wire.error(404, "unknown_url"))
        self.fake.listed += 1
        if self._key_refused():
            return self._json(401, wire.error(401, "invalid_api_key", "Invalid API Key"))
        rows = [{"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in self.fake.models]
        return self._json(200, {"object": "list", "data": rows})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        form = uploads.read(kind, raw) if kind.startswith("multipart/") else None
        body: wire.Json = form.fields if form else json.loads(raw or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, body, headers, time.monotonic())
        fault = self.fake.fault_for(asked)
        try:
            if self._refused(asked, fault):
                return
            if self.path.endswith("/v1/audio/transcriptions") and form:
                self._pause(fault.first_s)
                self._json(200, uploads.transcription(form, self.fake.transcripts, self.fake.transcript))
            elif self.path.endswith("/v1/chat/completions"):
                self._chat(asked, fault)
            else:
                self._json(404, wire.error(404, "unknown_url"))
        except (Gone, ConnectionError):
            asked.gone_at = time.monotonic()
            self.close_connection = True

    def _key_refused(self) -> bool:
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return self._groq and self.fake.keys is not None and key not in self.fake.keys

    @property
    def _groq(self) -> bool:
        return self.path.startswith("/openai/")

    def _refused(self, asked: Asked, fault: Fault) -> bool:
        if self._key_refused():
            self._json(401, wire.error(401, "invalid_api_key", "Invalid API Key"))
        elif fault.status != 200:
            more = {"retry-after": f"{fault.retry_after:g}"} if fault.retry_after is not None else {}
            self._json(fault.status, wire.error(fault.status, fault.code), more)
        elif asked.model not in self.fake.models:
            self._json(404, wire.error(404, "model_not_found", f"The model `{asked.model}` does not exist"))
        elif self.fake.limit and (wait := self.fake.limit.wait_for(wire.tokens_of(asked.text))):
            self._json(429, wire.error(429, "rate_limit_exceeded"), {"retry-after": f"{wait:.0f}"})
        else:
            return False
        return True

    def _chat(self, asked: Asked, fault: Fault) -> None:
        reply = self.fake.persona(asked)
        text = "" if fault.empty else fault.extra + reply.text
        used = wire.usage(asked.text, text or json.dumps(reply.call.arguments if reply.call else {}))
        if not asked.body.get("stream"):
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return self._json(200, {"id": "fake", "object": "chat.completion", "choices": [choice], "usage": used})
        call = reply.call if reply.call and asked.tools else None
        chunks = (
            wire.tool_chunks(asked.model, call, broken=fault.broken_tool)
            if call
            else wire.text_chunks(asked.model, text)
        )
        self._pause(fault.first_s + self.fake.first_s)
        self._head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **self._limits()})
        self._stream(chunks, fault)
        if fault.ending == "stop" or fault.ending == "length":
            finish = "length" if fault.ending == "length" else "tool_calls" if call else "stop"
            wants = bool((asked.body.get("stream_options") or {}).get("include_usage"))
            for last in wire.last_chunks(asked.model, finish, used, groq=self._groq, wants_usage=wants):
                self._send(wire.event(last))
            self._send(wire.event("[DONE]"))
        self._send(b"")
        return None

    def _stream(self, chunks: list[wire.Json], fault: Fault) -> None:
        ends = fault.ending != "stop"
        for number, one in enumerate(chunks[: fault.after + 1] if ends else chunks):
            if number:
                self._pause(self.fake.between_s + (fault.between_s if number == fault.after else 0))
            self._send(wire.event(one))
        if fault.ending == "error":
            self._send(wire.event(wire.error(500, "internal_server_error", "The model fell over")))
        elif fault.ending == "junk":
            self._send(wire.event('{"choices": [{"delta": {"content": "hal'))
        elif fault.ending == "cut":
            self._pause(0.05)  # a reset takes what was sent and not yet read along: let it be read first
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()  # a reset, in the middle of the body
            raise Gone

    def _pause(self, seconds: float) -> None:
        """Say nothing for a while, but notice a hang-up at once."""
        if seconds <= 0:
            return
        ready, _, _ = select.select([self.connection], [], [], seconds)
        if ready and not self.connection.recv(1, socket.MSG_PEEK):
            raise Gone

    def _send(self, part: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.flush()

    def _limits(self) -> dict[str, str]:
        return self.fake.limit.headers() if self.fake.limit else {}

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _json(self, status: int, body: Any, more: dict[str, str] | None = None) -> None:
        written = json.dumps(body).encode()
        told = {"Content-Type": "application/json", "Content-Length": str(len(written))}
        self._head(status, {**told, **self._limits(), **(more or {})})
        self.wfile.write(written)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A hang-up is no news."""


@contextmanager
def running_llm(port: int = 0, **attributes: Any) -> Iterator[FakeLLM]:
    """Start a provider and yield it; `attributes` are FakeLLM's."""
    fake = FakeLLM(**attributes)
    desk = type("ThisDesk", (Desk,), {"fake": fake})
    with Quiet(("127.0.0.1", port), desk) as server:
        fake.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield fake
        server.shutdown()
