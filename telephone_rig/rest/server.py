"""The socket of the REST API: paths, authentication, pages of a list, and faults."""

import base64
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from telephone_rig.rest.account import FakeTwilio
from telephone_rig.rest.refusals import Refused
from telephone_rig.rest.rows import Form, Message, Placed

PATH = re.compile(r"/2010-04-01/Accounts/(?P<account>AC[0-9a-f]{32})/(?P<what>Calls|Messages)(?:/(?P<sid>\w+))?\.json")
A_PAGE = 50


class Desk(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    twilio: FakeTwilio

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self._serve(parse_qs(raw, keep_blank_values=True))

    def _serve(self, form: Form) -> None:
        fault = self.twilio.fault(self.command, urlsplit(self.path).path, form)
        status, answer, more = fault.status, error(fault.status, fault.code, fault.message), {}
        if fault.made:
            status, answer = self._answered(form)
        time.sleep(fault.waits_s)
        if fault.cut:
            self.close_connection = True
            return
        if fault.retry_after is not None:
            more["Retry-After"] = f"{fault.retry_after:g}"
        written = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(written)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(written)

    def _answered(self, form: Form) -> tuple[int, Any]:
        try:
            return self._done(form)
        except Refused as refused:
            return refused.status, error(refused.status, refused.code, refused.message)

    def _done(self, form: Form) -> tuple[int, Any]:
        found = PATH.fullmatch(urlsplit(self.path).path)
        if not self._known():
            raise Refused(401, 20003, "Authenticate")
        if not found or found["account"] != self.twilio.account_sid:
            raise Refused(404, 20404, f"The requested resource {self.path} was not found")
        if not found["sid"]:
            if self.command == "GET":
                return 200, self._listed(found["what"])
            return 201, (self.twilio.place(form) if found["what"] == "Calls" else self.twilio.send(form)).told()
        if found["what"] == "Messages":
            return 200, next(one for one in self.twilio.messages if one.sid == found["sid"]).told()
        placed = self.twilio.found(found["sid"])
        if self.command == "POST":
            self.twilio.change(placed, form)
        return 200, placed.told()

    def _known(self) -> bool:
        wanted = base64.b64encode(f"{self.twilio.account_sid}:{self.twilio.auth_token}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {wanted}"

    def _listed(self, what: str) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        rows: Sequence[Placed | Message] = self.twilio.calls if what == "Calls" else self.twilio.messages
        kept = [told for row in reversed(rows) if _matches(told := row.told(), asked)]
        size, page = int(asked.get("PageSize", A_PAGE)), int(asked.get("Page", 0))
        path = urlsplit(self.path).path
        more = urlencode(asked | {"Page": str(page + 1), "PageSize": str(size)})
        following = f"{path}?{more}" if len(kept) > (page + 1) * size else None
        shown = kept[page * size : (page + 1) * size]
        return {what.lower(): shown, "page": page, "page_size": size, "uri": self.path, "next_page_uri": following}

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _matches(told: dict[str, Any], asked: dict[str, str]) -> bool:
    return all(told[name.lower()] == asked[name] for name in ("To", "From", "Status") if name in asked)


def error(status: int, code: int, message: str) -> dict[str, Any]:
    """Return an error as the API tells it."""
    link = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": message, "more_info": link, "status": status}


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A hang-up is no news."""


@contextmanager
def running_twilio(port: int = 0, **attributes: Any) -> Iterator[FakeTwilio]:
    """Start an API and yield it; `attributes` are FakeTwilio's."""
    twilio = FakeTwilio(**attributes)
    with Quiet(("127.0.0.1", port), type("ThisDesk", (Desk,), {"twilio": twilio})) as server:
        twilio.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield twilio
        server.shutdown()
