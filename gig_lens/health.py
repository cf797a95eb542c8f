"""Is the process alive, and can it serve? Redis and ML may be away: degraded, still 200."""

from collections.abc import Callable

import httpx2
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from assistant.llm import health
from kit.http import outbound
from voice import twilio
from voice.models import OutboundSwitch

State = dict[str, str]


def livez(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process does."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether people can be served, and which parts are degraded or off."""
    database = _state(_database)
    parts: State = {"database": database, "redis": _state(_redis), "ml": _state(_ml)}
    down = [name for name, state in parts.items() if state != "ok"]
    status = "unready" if database != "ok" else "degraded" if down else "ok"
    models = health.models()
    providers = {
        **health.provider_states(models),
        "twilio": _telephone(),
        "webpush": _configured(settings.VAPID_PRIVATE_KEY and settings.VAPID_SUBJECT),
        "sentry": _configured(settings.SENTRY_DSN),
    }
    answer = {"status": status, "parts": parts, "providers": providers, "models": models}
    return JsonResponse(answer, status=503 if status == "unready" else 200)


def _telephone() -> str:
    """Say whether calls are taken and placed; an operator may have stopped placing them."""
    if not twilio.available():
        return "off"
    return "configured, calls out stopped" if _stopped() else "configured"


def _stopped() -> bool:
    try:
        return OutboundSwitch.stopped() is not None
    except DatabaseError:
        return False


def _configured(value: str) -> str:
    return "configured" if value else "off"


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception:  # whatever is wrong with it, the part is down
        return "down"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    cache.get("readyz")


def _ml() -> None:
    outbound().get(f"{settings.ML_URL}/readyz", timeout=httpx2.Timeout(0.5)).raise_for_status()
