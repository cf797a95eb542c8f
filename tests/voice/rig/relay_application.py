"""An application behind a ConversationRelay: a WebSocket server that does what a function tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from twilio.request_validator import RequestValidator
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from tests.voice.rig.application import SECRET

HOST = "relay.test"
URL = f"wss://{HOST}/relay"


@dataclass
class Desk:
    """One connection, as the function of a test sees it."""

    socket: ServerConnection
    got: list[dict[str, Any]]

    def read(self) -> dict[str, Any]:
        """Wait for a message."""
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=5))
        self.got.append(message)
        return message

    def say(self, *tokens: str, last: bool = True, **more: Any) -> None:
        """Say a turn, token by token."""
        for token in tokens[:-1]:
            self.send(type="text", token=token, last=False, **more)
        self.send(type="text", token=tokens[-1], last=last, **more)

    def send(self, **message: Any) -> None:
        """Send a message."""
        self.socket.send(json.dumps(message))


Script = Callable[[Desk], None]


@dataclass
class RelayApplication:
    """What it does with a connection, and what it got."""

    script: Script = lambda desk: None
    port: int = 0
    refuses: bool = False
    got: list[dict[str, Any]] = field(default_factory=list)
    genuine: list[bool] = field(default_factory=list)
    closed: list[int | None] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def handle(self, socket: ServerConnection) -> None:
        """Serve one connection."""
        try:
            self.script(Desk(socket, self.got))
            for raw in socket:  # whatever still comes, until the other side closes
                self.got.append(json.loads(raw))
        except Exception as error:  # a test that hangs up early is no news
            self.got.append({"broke": repr(error)})
        self.closed.append(socket.close_code)
        self.done.set()

    def check(self, socket: ServerConnection, request: Request) -> Response | None:
        """Refuse a handshake that is not signed."""
        url = f"wss://{request.headers['Host']}{request.path}"
        genuine = RequestValidator(SECRET).validate(url, {}, request.headers.get("X-Twilio-Signature", ""))
        self.genuine.append(genuine)
        return None if genuine and not self.refuses else socket.respond(HTTPStatus.FORBIDDEN, "no\n")


@contextmanager
def running() -> Iterator[RelayApplication]:
    """Start one."""
    application = RelayApplication()
    with serve(application.handle, "127.0.0.1", 0, process_request=application.check) as server:
        application.port = server.socket.getsockname()[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield application
        server.shutdown()
