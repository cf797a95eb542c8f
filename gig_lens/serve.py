"""Serves the web application: `python -m gig_lens.serve`, on HOST and PORT."""

import socket

import uvicorn
from django.conf import settings

from gig_lens.asgi import application
from voice.relay.consumer import relay
from voice.relay.wire import MOST_CHARACTERS

SECONDS_TO_FINISH = 5  # what a request may still take once the server was told to stop


class Server(uvicorn.Server):
    """uvicorn, which closes every socket first of all when it stops: calls are told before that."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take calls, and start."""
        relay.open()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so on the telephone, then stop."""
        await relay.leave()
        await super().shutdown(sockets)


def server(host: str, port: int) -> Server:
    """Return uvicorn with Django's logging, so that its lines carry the same structure and no second access log."""
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,  # the client's address and scheme are Django's to judge: TRUSTED_PROXY_COUNT
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        ws_max_size=4 * MOST_CHARACTERS,  # bytes; no message of a call comes near it
        ws_ping_interval=15.0,
        ws_ping_timeout=10.0,  # a line that is dead is known before its caller gives up
        ws_per_message_deflate=False,  # sentences are short, and there are many sockets
    )
    return Server(config)


def main() -> None:
    """Serve until told to stop."""
    server(settings.HOST, settings.PORT).run()


if __name__ == "__main__":
    main()
