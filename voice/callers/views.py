"""What Twilio asks about the call that brings a code."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.urls import path
from django.utils import timezone

from voice import twiml
from voice.callers import speaking
from voice.flow.values import Heard
from voice.webhooks.parameters import Incoming
from voice.webhooks.view import TwilioView


class CodeView(TwilioView):
    """Somebody has answered."""

    def heard(self, incoming: Incoming) -> Heard:
        """Return what came from the line."""
        return Heard("start")

    def step_path(self, **kwargs: Any) -> str:
        """Return the path of the step that follows."""
        return f"/api/voice/code/{kwargs['public_id']}/step"

    async def answer(self, incoming: Incoming, **kwargs: Any) -> str:
        """Say who is calling, the code, or goodbye."""
        public_id: UUID = kwargs["public_id"]
        told = sync_to_async(speaking.answer)
        steps, language = await told(public_id, incoming.call_sid, self.heard(incoming), now=timezone.now())
        return twiml.document(steps, action=twiml.url(self.step_path(**kwargs)), language=language)


class CodeStepView(CodeView):
    """A key was pressed, or none."""

    def heard(self, incoming: Incoming) -> Heard:
        """Return what came from the line; words do not count."""
        return Heard("digits", digits=incoming.digits) if incoming.digits else Heard("silence")


urlpatterns = [
    path("voice/code/<uuid:public_id>", CodeView.as_view()),
    path("voice/code/<uuid:public_id>/step", CodeStepView.as_view()),
]
