"""Where Twilio's webhooks come in: Django without what is there for browsers.

A webhook has no session, no cookie, no file and no page. What it passes through is counted, logged and given the
headers of every answer; it works on a lane (`voice.lanes`), a thread that has its connection already.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.exception import convert_exception_to_response
from django_structlog.middlewares import RequestMiddleware

from gig_lens.headers import ContentSecurityPolicy
from gig_lens.metrics import Measured
from voice.lanes import Lanes

AROUND: tuple[Callable[[Any], Any], ...] = (Measured, ContentSecurityPolicy, RequestMiddleware)
MOST = 16  # threads: a thread that hangs is passed over while there is another


class Door(ASGIHandler):
    """An ASGI application for requests under `voice.webhooks.deadline.UNDER`."""

    def __init__(self) -> None:
        super().__init__()
        self.lanes = Lanes(most=MOST)

    def load_middleware(self, is_async: bool = False) -> None:
        """Put around the views what concerns a webhook, all of it asynchronous: no change of threads."""
        mine: Any = self  # the stubs do not know these
        mine._view_middleware, mine._template_response_middleware, mine._exception_middleware = [], [], []
        chain = convert_exception_to_response(mine._get_response_async)
        for one in reversed(AROUND):
            chain = convert_exception_to_response(one(chain))
        mine._middleware_chain = chain

    async def __call__(
        self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        """Serve; in a task of its own, for a lane is for the whole of one."""
        async with self.lanes.lane():
            await self.handle(scope, receive, send)
