"""What went wrong at a provider, told apart by what is to be done about it. Pure: exceptions in, a fault out."""

import json
import math
from dataclasses import dataclass
from typing import Literal

Why = Literal[
    "key_refused",  # 401, 403: the provider is off
    "model_gone",  # 404: the rung is off, an operator must know
    "too_many",  # 429: the rung rests
    "no_capacity",  # 498 and every 5xx: the breaker counts it
    "unreachable",  # no connection
    "first_token_late",
    "stalled",
    "late",
    "cut",  # the connection, or an end without a reason
    "error_event",
    "junk",
    "empty",
    "too_long",  # finish_reason length
    "tool_use_failed",
    "refused",  # any other 4xx: our request is at fault, trying again will not help
]
MOST_REST_S = 3_600.0
TRIPS: frozenset[Why] = frozenset(
    {"no_capacity", "unreachable", "first_token_late", "stalled", "late", "cut", "error_event", "junk", "empty"}
)


@dataclass
class Fault(Exception):
    """A call that brought no whole answer.

    Attributes:
        why: the kind.
        retry_after: seconds, where the provider said so.
    """

    why: Why
    retry_after: float | None = None

    @property
    def trips(self) -> bool:
        """Whether the breaker counts it: the provider's health, not our question."""
        return self.why in TRIPS

    @property
    def billed(self) -> bool:
        """Whether the model may have worked before it broke: then tokens are estimated, not zero."""
        return self.why not in {"key_refused", "model_gone", "too_many", "no_capacity", "unreachable", "refused"}


def seconds(header: str | None) -> float | None:
    """Read Retry-After in seconds; a date or nonsense counts as absent."""
    try:
        value = float(header or "")
    except ValueError:
        return None
    return min(value, MOST_REST_S) if math.isfinite(value) and value >= 0 else None


def of_status(status: int, *, code: str = "", retry_after: str | None = None) -> Fault:
    """Tell what an answer's status means."""
    if status in (401, 403):
        return Fault("key_refused")
    if status == 404:
        return Fault("model_gone")
    if status == 429:
        return Fault("too_many", seconds(retry_after))
    if status == 498 or status >= 500 or status == 408:
        return Fault("no_capacity", seconds(retry_after))
    return Fault("tool_use_failed" if code == "tool_use_failed" else "refused")


def of_error(error: BaseException) -> Fault:
    """Tell what an exception of the SDK, or one from beneath it, means.

    A read that stalls in mid-stream comes as a raw httpx exception, an error event as an APIError without a status,
    an event that is no JSON as a ValueError.
    """
    import groq
    import httpx

    if isinstance(error, groq.APIStatusError):
        body = error.body if isinstance(error.body, dict) else {}
        inner = body.get("error") if isinstance(body.get("error"), dict) else body
        code = str((inner or {}).get("code") or "")
        return of_status(error.status_code, code=code, retry_after=error.response.headers.get("retry-after"))
    if isinstance(error, groq.APITimeoutError):
        return Fault("first_token_late")
    if isinstance(error, groq.APIConnectionError):
        return Fault("unreachable")
    if isinstance(error, groq.APIError):
        return Fault("error_event")
    if isinstance(error, httpx.TimeoutException):
        return Fault("stalled")
    if isinstance(error, httpx.HTTPError):
        return Fault("cut")
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return Fault("junk")
    raise error
