"""An answer as JSON or as a stream of events, as the Accept header says; a refusal is JSON in either case."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

EVENT_STREAM = "text/event-stream"
# Without these a proxy collects the stream before it hands it on, or compresses it, which comes to the same.
UNBUFFERED = {"X-Accel-Buffering": "no", "Cache-Control": "no-cache, no-store, no-transform"}


class EventStreamRenderer(BaseRenderer):
    """Lets the media type be asked for; a stream is written by its view."""

    media_type, format, charset = EVENT_STREAM, "events", "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Write JSON, which `RefusesInJson` asks for before it comes to this."""
        return bytes(JSONRenderer().render(data, "application/json", renderer_context))


class RefusesInJson(APIView):
    """Gives every answer that is no stream as JSON, refusals too, whatever was asked for."""

    renderer_classes = [JSONRenderer, EventStreamRenderer]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Choose JSON for what is rendered."""
        if isinstance(response, Response):
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), "application/json"
        return super().finalize_response(request, response, *args, **kwargs)


def wants_events(request: Request) -> bool:
    """Whether the caller asked for events rather than for JSON."""
    return isinstance(request.accepted_renderer, EventStreamRenderer)


def event(name: str, payload: Any) -> bytes:
    """Write one event."""
    return f"event: {name}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()
