"""An application on a real socket that answers what it is told to, and has Twilio's own code check every signature."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

SECRET = "a token for tests"


@dataclass
class Request:
    """What came in."""

    path: str
    method: str
    params: dict[str, str]
    headers: dict[str, str]
    genuine: bool


@dataclass
class Reply:
    """What goes out; a page may also be the text of a document alone."""

    body: str = ""
    status: int = 200
    kind: str = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)
    waits_s: float = 0.0
    cut: bool = False


Page = str | Reply | Callable[[Request], str | Reply]


@dataclass
class Application:
    """Pages by path; what was asked is in `asked`."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def page(self, path: str, body: str) -> None:
        """Answer a path with a document."""
        self.pages[path] = f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'

    def answer(self, request: Request) -> Reply:
        """Find the answer to a request."""
        self.asked.append(request)
        page = self.pages.get(request.path, Reply("not found", 404, "text/plain"))
        made = page(request) if callable(page) else page
        return Reply(made) if isinstance(made, str) else made

    def counted(self) -> dict[str, int]:
        """Return how often each path was asked for."""
        counts: dict[str, int] = defaultdict(int)
        for request in self.asked:
            counts[request.path] += 1
        return dict(counts)


class Desk(BaseHTTPRequestHandler):
    application: Application

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = dict(parse_qsl(raw, keep_blank_values=True))
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        url = self.application.address + self.path
        algorithm = get_signature_algorithm(self.headers.get("X-Twilio-Webhooks-Signature-Settings"))
        signature = self.headers.get("X-Twilio-Signature", "")
        genuine = RequestValidator(SECRET).validate(url, form, signature, algorithm=algorithm)
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = urlsplit(self.path).path
        reply = self.application.answer(Request(path, self.command, query | form, headers, genuine))
        time.sleep(reply.waits_s)
        if reply.cut:
            self.close_connection = True
            return
        body = reply.body.encode()
        self.send_response(reply.status)
        told = {"Content-Type": reply.kind, "Content-Length": str(len(body))} | reply.headers
        for name, value in told.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _serve

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A hang-up is no news."""


@contextmanager
def running() -> Iterator[Application]:
    """Start one."""
    application = Application()
    with Quiet(("127.0.0.1", 0), type("ThisDesk", (Desk,), {"application": application})) as server:
        application.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield application
        server.shutdown()
