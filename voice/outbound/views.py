"""What Twilio asks about a call that GigLens placed: what to play, and what to do with a key."""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone

from voice import loop, twiml
from voice.flow.values import Heard
from voice.models import Call
from voice.outbound import answering
from voice.outbound.answering import Told
from voice.webhooks.parameters import Incoming
from voice.webhooks.view import TwilioView


class RingView(TwilioView):
    """Somebody has picked up; or the call is to say once more where it is."""

    def step_path(self, **kwargs: Any) -> str:
        """Return the path of the step that follows."""
        return answering.step_path(kwargs["nonce"])

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Say who is calling."""
        return await self._answered(kwargs["nonce"], incoming, None)

    async def _answered(self, nonce: str, incoming: Incoming, heard: Heard | None) -> str:
        """Answer in time: what takes longer goes on, decides at most once, and is asked for again."""
        now, turn = timezone.now(), self.asked.turn or 0
        async with asyncio.timeout(loop.WITHIN_S):
            told = await sync_to_async(answering.answer)(nonce, incoming.call_sid, heard, turn=turn, now=now)
        return await self._document_of(told)

    async def _document_of(self, told: Told) -> str:
        if told.handed_over is None:
            return twiml.document(told.steps, action=told.action, language=told.language)
        call, heard = told.handed_over
        if call.way == Call.Way.RELAY and heard.kind == "start":
            return twiml.connected(language=told.language, action=twiml.url("/api/voice/connect"))
        return await loop.answered(call, heard, now=timezone.now(), asked=self.asked, goes_on_at=TwilioView.goes_on_at)


class RingStepView(RingView):
    """A key was pressed in answer to the document whose turn the address names, or none."""

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Go on."""
        return await self._answered(kwargs["nonce"], incoming, self._heard(incoming))

    def _heard(self, incoming: Incoming) -> Heard:
        if self.asked.again:
            return Heard("again")
        return Heard("digits", digits=incoming.digits) if incoming.digits else Heard("silence")
