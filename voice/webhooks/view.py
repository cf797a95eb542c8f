"""The base of every view that Twilio asks: POST only, genuine, once, in time, and always a document."""

import time
from contextlib import suppress
from typing import Any, ClassVar

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from voice import measures
from voice.webhooks import deadline, replays, safe, signatures
from voice.webhooks.asked import Asked, asked_of
from voice.webhooks.parameters import Incoming, Unreadable, incoming_of

log = structlog.get_logger(__name__)
XML = "text/xml; charset=utf-8"


@method_decorator(csrf_exempt, name="dispatch")
class TwilioView(View):
    """Derive from it and answer with a document of TwiML; whoever is not Twilio gets 403 and no reason.

    Attributes:
        goes_on_at: the path of the step that follows; also where a call goes on that could not be answered.
        kept: whether the answer to one request is the answer to its repetition.
        once_a_call: whether a second such request of a call is a repetition, whatever it is called.
        asked: what the address told.
    """

    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]  # nobody's instance changes it
    goes_on_at = "/api/voice/step"
    kept, once_a_call = True, False
    asked: Asked

    async def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Check, answer, write down."""
        started = time.perf_counter()
        try:
            incoming = checked(request)
        except Unreadable as refusal:
            return refused(refusal.why)
        self.asked = asked_of(request)
        instead = safe.document(self.asked, goes_on_at=self.step_path(**kwargs))
        deadline.promise(request, instead)
        document = await self._document(incoming, instead, kwargs)
        measures.WEBHOOK_SECONDS.labels(self.name()).observe(time.perf_counter() - started)
        return HttpResponse(document, content_type=XML)

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Return the document."""
        raise NotImplementedError

    def step_path(self, **kwargs: Any) -> str:
        """Return the path of the step that follows."""
        return self.goes_on_at

    @classmethod
    def name(cls) -> str:
        """Return the view's name among the measures."""
        return cls.__name__.removesuffix("View").lower()

    async def _document(self, incoming: Incoming, instead: str, kwargs: Any) -> str:
        """Answer once; whatever breaks, somebody is on the line."""
        claim: replays.Claim | None = None
        try:
            if key := self._key(incoming):
                found = await replays.claimed(key, clock=timezone.now)
                if not isinstance(found, replays.Claim):
                    measures.REPLAYED.labels(self.name()).inc()
                    return instead if found is None else found
                claim = found
            document = await self.answer(incoming, **kwargs)
            if claim:
                await sync_to_async(claim.settle)(document, timezone.now())
            return document
        except Exception:
            log.exception("a webhook broke", view=self.name())
            if claim:
                with suppress(DatabaseError):
                    await sync_to_async(claim.release)()
            return instead

    def _key(self, incoming: Incoming) -> str:
        """Return what names the request: a step by its number, what comes once a call by the call, else its token."""
        named = self.asked.turn is not None or self.once_a_call
        if not self.kept or not (named or self.asked.token):
            return ""
        return replays.key_of(self.asked.path, incoming.call_sid, "" if named else self.asked.token)


def checked(request: HttpRequest) -> Incoming:
    """Return what Twilio says.

    Raises:
        Unreadable: it is not Twilio, or cannot be taken at its word.
    """
    pairs = signatures.body_of(request)
    if not signatures.genuine_with(request, pairs):
        raise Unreadable("signature")
    incoming = incoming_of(pairs)
    if settings.TWILIO_ACCOUNT_SID and incoming.account_sid != settings.TWILIO_ACCOUNT_SID:
        raise Unreadable("account")
    return incoming


def refused(why: str) -> HttpResponse:
    """Return the 403 that tells nothing."""
    measures.REFUSED.labels(why).inc()
    log.warning("webhook refused", why=why)
    return HttpResponse("Forbidden\n", status=403, content_type="text/plain; charset=utf-8")
