"""ASGI entry point: `uvicorn gig_lens.asgi:application`."""

import os
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
django_application = get_asgi_application()

from django.urls import resolve  # noqa: E402 - the apps have to be loaded

from assistant.warming import warm  # noqa: E402 - the apps have to be loaded
from gig_lens.door import Door  # noqa: E402 - likewise
from voice.relay.consumer import relay  # noqa: E402 - likewise
from voice.webhooks.deadline import Bounded  # noqa: E402 - likewise

resolve("/livez")  # loads every view: else the first request does, and a caller waits
requests = Bounded(django_application, door=Door())


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[Any], Awaitable[None]],
) -> None:
    """Give requests to Django and sockets to the relay."""
    await (relay if scope["type"] == "websocket" else requests)(scope, receive, send)


# Beside the server's start, so that neither the start nor the first question waits for it.
threading.Thread(target=warm, name="warm", daemon=True).start()
