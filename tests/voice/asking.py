"""Asks the whole ASGI application as a server does, in this process, with any bytes for a request."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.voice.signing import FORM, headers

App = Any
Headers = Sequence[tuple[bytes, bytes]]


@dataclass
class Answered:
    """What came back."""

    status: int = 0
    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    seconds: float = 0.0


@asynccontextmanager
async def running_app() -> AsyncIterator[App]:
    """Yield the application that is served."""
    from gig_lens.asgi import application

    yield application


async def send(
    app: App, path: str, body: bytes, given: Headers, *, method: str = "POST", query: bytes = b""
) -> Answered:
    """Send bytes; return what comes back."""
    answered, messages = Answered(), [{"type": "http.request", "body": body, "more_body": False}]
    done = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def take(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answered.status, answered.headers = message["status"], list(message["headers"])
        else:
            answered.body += message.get("body", b"")
            if not message.get("more_body"):
                done.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"testserver"), (b"content-length", str(len(body)).encode()), *given],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    started = asyncio.get_running_loop().time()
    await app(scope, receive, take)
    answered.seconds = asyncio.get_running_loop().time() - started
    return answered


async def ask(app: App, address: str, params: dict[str, str], *, token: str = "") -> Answered:
    """Ask as Twilio does."""
    path, _, query = address.partition("?")
    signed = {"Content-Type": FORM, **headers(address, params, token=token)}
    given = [(name.lower().encode(), value.encode()) for name, value in signed.items()]
    return await send(app, path, urlencode(params).encode(), given, query=query.encode())
