"""What Twilio asks about calls that came in: the first document, each step, and what it tells in passing."""

from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.utils import timezone

from voice import loop, twiml
from voice.calls import keeping
from voice.flow.values import Heard
from voice.models import Call
from voice.webhooks.parameters import Incoming
from voice.webhooks.view import TwilioView

log = structlog.get_logger(__name__)


class IncomingView(TwilioView):
    """A call comes in."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Greet, or do not take the call."""
        now = timezone.now()
        call, blocked = await sync_to_async(_begun)(incoming, now)
        if blocked:
            return twiml.rejected()
        return await loop.answered(call, Heard("start"), now=now, action=twiml.url(loop.STEP))


class StepView(TwilioView):
    """Something was keyed in or said, or nothing."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Go on."""
        now = timezone.now()
        call = await sync_to_async(keeping.inbound)(incoming, now)
        return await loop.answered(call, loop.heard_of(incoming), now=now, action=twiml.url(loop.STEP))


def _begun(incoming: Incoming, now: Any) -> tuple[Call, bool]:
    call = keeping.inbound(incoming, now)
    return call, keeping.blocked(call)
