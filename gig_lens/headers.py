"""Response headers that every page carries."""

from collections.abc import Callable

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

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        permissions = MICROPHONE if request.path == KEPT_DOCUMENT else NOTHING
        response.headers.setdefault("Permissions-Policy", permissions)
        return response
