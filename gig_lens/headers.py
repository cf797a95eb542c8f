"""Response headers that every page carries."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

# Everything comes from our own origin; `unsafe-inline` styles are what uPlot and the admin set on elements.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
NOTHING = "camera=(), geolocation=(), microphone=(), on-device-speech-recognition=()"
# One talks to the assistant in the app; no other page of ours has a use for a microphone.
MICROPHONE = "camera=(), geolocation=(), microphone=(self), on-device-speech-recognition=(self)"
# The same document under its own name: the app's service worker fetches it, and keeps it with its headers.
KEPT_DOCUMENT = "/index.html"


class ContentSecurityPolicy:
    """Middleware that allows our own origin only."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self._later(request) if iscoroutinefunction(self) else self._told(request, self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponse:
        return self._told(request, await self.get_response(request))

    @staticmethod
    def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        permissions = MICROPHONE if request.path == KEPT_DOCUMENT else NOTHING
        response.headers.setdefault("Permissions-Policy", permissions)
        return response
