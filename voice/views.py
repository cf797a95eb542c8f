"""What Twilio asks about calls that came in: the first document, each step, what went wrong, and what the relay did."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils import timezone

from assistant.languages import nearest
from voice import conducting, loop, transfers, twiml
from voice.calls import costs, keeping, truth
from voice.flow.values import Ended, Heard
from voice.models import Call, CallEvent, Ring
from voice.outbound.answering import step_path
from voice.webhooks import safe
from voice.webhooks.parameters import Incoming
from voice.webhooks.view import TwilioView

log = structlog.get_logger(__name__)


class IncomingView(TwilioView):
    """A call comes in."""

    once_a_call = True

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Greet, or hand over to the relay, or do not take the call."""
        now = timezone.now()
        call, taken = await sync_to_async(_begun)(incoming, now)
        if not taken:
            return twiml.rejected()
        if settings.TWILIO_RELAY:
            return twiml.connected(language=nearest(call.language), action=twiml.url("/api/voice/connect"))
        return await loop.answered(call, Heard("start"), now=now, asked=self.asked, goes_on_at=self.goes_on_at)


class StepView(TwilioView):
    """Something was keyed in or said, or nothing."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Go on."""
        now = timezone.now()
        call = await sync_to_async(keeping.inbound)(incoming, now)
        heard = loop.heard_of(incoming, self.asked, call)
        return await loop.answered(call, heard, now=now, asked=self.asked, goes_on_at=self.goes_on_at)


class FallbackView(TwilioView):
    """Twilio could not get or read a document of ours; the caller is still there."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Say sorry in the caller's language, and go on where the call was."""
        found = await sync_to_async(_broken)(incoming, self.asked.call, timezone.now())
        if found is None:
            return safe.document(replace(self.asked, sorry=safe.MOST), goes_on_at="")
        call, errors, goes_on_at = found
        asked = replace(self.asked, sorry=errors - 1)
        return safe.document(asked, goes_on_at=goes_on_at, language=nearest(call.language), turn=call.step)


class ConnectView(TwilioView):
    """The relay's session is over: it ended the call, or it broke."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Hang up where the session did; carry the call on by keypad and speech where the session broke."""
        now = timezone.now()
        call = await sync_to_async(_disconnected)(incoming, now)
        if _ended_well(incoming):
            if _handoff(incoming).get("why") == "human" and (put := await sync_to_async(transfers.document)(call, ())):
                return put
            return twiml.document([Ended("goodbye")], action="", language=nearest(call.language))
        heard = Heard("again" if call.state else "start")
        return await loop.answered(call, heard, now=now, asked=self.asked, goes_on_at=self.goes_on_at)


class DialledView(TwilioView):
    """A person was dialled for the caller: they have talked, or nobody answered."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Say how it ended, and go on."""
        now = timezone.now()
        call = await sync_to_async(_dialled)(incoming, now)
        heard = Heard("dialled", text=incoming.dial_status)
        if call.way == Call.Way.RELAY:  # what the flow says to it is what the new session says first
            await loop.collected(conducting.conduct(call, heard, now=now), within_s=loop.WITHIN_S)
            return twiml.connected(language=nearest(call.language), action=twiml.url("/api/voice/connect"))
        return await loop.answered(call, heard, now=now, asked=self.asked, goes_on_at=self.goes_on_at)


def _dialled(incoming: Incoming, now: datetime) -> Call:
    call = keeping.inbound(incoming, now)
    transfers.ended(call, incoming, now=now)
    return call


def _begun(incoming: Incoming, now: datetime) -> tuple[Call, bool]:
    call = keeping.inbound(incoming, now)
    if keeping.blocked(call):
        keeping.over(call, "blocked", now=now)
        return call, False
    costs.reserve(call, None, now=now)
    return call, True


def _broken(incoming: Incoming, public_id: str, now: datetime) -> tuple[Call, int, str] | None:
    """Note what Twilio says went wrong; return the call, how often something has, and where it goes on."""
    call = truth.call_of(incoming, public_id, now=now)
    if call is None:  # it was placed, and deleted with its person
        return None
    log.error("twilio asked the fallback", code=incoming.error_code, call=str(call.public_id))
    errors = keeping.broke(call, incoming.error_code, now=now)
    ring = Ring.objects.filter(call=call, outcome__in=(Ring.Outcome.PLACING, Ring.Outcome.PLACED)).first()
    return call, errors, step_path(ring.nonce) if ring else FallbackView.goes_on_at


def _disconnected(incoming: Incoming, now: datetime) -> Call:
    call = keeping.inbound(incoming, now)
    details = {"status": incoming.session_status, "code": incoming.error_code}
    keeping.event(call, CallEvent.Kind.RELAY, f"connect:{call.step}", now=now, details=details)
    if not _ended_well(incoming):
        log.error("a relay's session broke", code=incoming.error_code, call=str(call.public_id))
        keeping.broke(call, incoming.error_code, now=now)
        Call.objects.filter(pk=call.pk).update(way=Call.Way.GATHER)
    return call


def _ended_well(incoming: Incoming) -> bool:
    """Tell whether the session ended because one of us wanted it to."""
    if incoming.session_status == "failed" or incoming.error_code:
        return False
    return _handoff(incoming).get("go_on") != "gather"


def _handoff(incoming: Incoming) -> dict[str, Any]:
    """Return what the session handed off; nothing where that is not ours."""
    try:
        told = json.loads(incoming.handoff or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
