"""An answer as JSON or as a stream of events, as the Accept header says; a refusal is JSON in either case."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

EVENT_STREAM = "text/event-stream"
# Without these a proxy collects the stream before it hands it on, or compresses it, which comes to the same.
UNBUFFERED = {"X-Accel-Buffering": "no", "Cache-Control": "no-cache, no-store, no-transform"}


class EventStreamRenderer(BaseRenderer):
    """Lets the media type be asked for; what is rendered by it are refusals."""

    media_type, format, charset = EVENT_STREAM, "events", "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Write JSON."""
        return bytes(JSONRenderer().render(data, "application/json", renderer_context))


def wants_events(request: Request) -> bool:
    """Whether the caller asked for events rather than for JSON."""
    return isinstance(request.accepted_renderer, EventStreamRenderer)


def event(name: str, payload: Any) -> bytes:
    """Write one event."""
    return f"event: {name}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()
