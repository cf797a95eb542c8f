"""The base of every view that Twilio asks: POST only, genuine, once, in time, and always a document."""

import time
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from voice.webhooks import signatures
from voice.webhooks.parameters import Incoming, Unreadable, incoming_of

log = structlog.get_logger(__name__)
XML = "text/xml; charset=utf-8"


@method_decorator(csrf_exempt, name="dispatch")
class TwilioView(View):
    """Derive from it and answer with a document of TwiML; whoever is not Twilio gets 403 and no reason."""

    http_method_names = ["post"]

    async def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Check, answer, write down."""
        started = time.perf_counter()
        try:
            incoming = checked(request)
        except Unreadable as refusal:
            return refused(refusal.why)
        document = await self.answer(incoming, **kwargs)
        log.debug("webhook answered", ms=round(1000 * (time.perf_counter() - started), 1))
        return HttpResponse(document, content_type=XML)

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Return the document."""
        raise NotImplementedError


def checked(request: HttpRequest) -> Incoming:
    """Return what Twilio says.

    Raises:
        Unreadable: it is not Twilio, or cannot be taken at its word.
    """
    if not signatures.genuine(request):
        raise Unreadable("signature")
    incoming = incoming_of(signatures.body_of(request))
    if settings.TWILIO_ACCOUNT_SID and incoming.account_sid != settings.TWILIO_ACCOUNT_SID:
        raise Unreadable("account")
    return incoming


def refused(why: str) -> HttpResponse:
    """Return the 403 that tells nothing."""
    log.warning("webhook refused", why=why)
    return HttpResponse("Forbidden\n", status=403, content_type="text/plain; charset=utf-8")
