"""What Twilio tells of calls in passing: how they stand, and who or what answered. Our answer is not read."""

from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone

from kit.tasks import send_on_commit
from voice import twiml
from voice.calls import keeping, truth
from voice.models import CallEvent
from voice.outbound import following
from voice.webhooks.parameters import Incoming
from voice.webhooks.view import TwilioView


class StatusView(TwilioView):
    """A status callback: in any order, repeated, or lost."""

    kept = False

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Take it down."""
        await sync_to_async(truth.told)(incoming, self.asked.call, now=timezone.now())
        return twiml.nothing()


class AnsweredByView(TwilioView):
    """The answering-machine detection has come to a result."""

    kept = False

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Take it down; it never approves anything."""
        await sync_to_async(_noted)(incoming, self.asked.call, timezone.now())
        return twiml.nothing()


def _noted(incoming: Incoming, public_id: str, now: datetime) -> None:
    call = truth.call_of(incoming, public_id, now=now)
    if call is None or not incoming.answered_by:
        return
    if ring := following.answered_by(call, incoming.answered_by, now=now):
        send_on_commit("voice.tasks.hang_up", ring)
    said = {"answered_by": incoming.answered_by[:20]}
    keeping.event(call, CallEvent.Kind.STATUS, f"answered_by:{incoming.answered_by}", now=now, details=said)
