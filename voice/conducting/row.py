"""A call's row while a step of it is under way: claimed, and kept only by the step that claimed it last."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F

from voice.models import Call, CallEvent

log = structlog.get_logger(__name__)
MOST_CLAIMS = 20
READ_AGAIN = ("step", "state", "user", "identified_at", "conversation", "language", "disposition")


def claim(call: Call) -> int:
    """Make this the step that counts, and return its number: what an earlier one that still runs finds is not kept.

    Raises:
        Call.DoesNotExist: the call was deleted, with its caller.
    """
    for _ in range(MOST_CLAIMS):
        if Call.objects.filter(pk=call.pk, step=call.step).update(step=F("step") + 1):
            call.step += 1
            return call.step
        call.refresh_from_db(fields=READ_AGAIN)
    raise RuntimeError("a call is asked too often at once")


def keep(call: Call, step: int, columns: dict[str, Any], events: Sequence[CallEvent]) -> bool:
    """Write what a step has found out; whether it still is the step that counts.

    Args:
        step: the number that it was claimed with; the row in hand may be another step's by now.
    """
    with transaction.atomic():
        if not Call.objects.filter(pk=call.pk, step=step).update(**columns):
            log.warning("a step of a call was overtaken", call=str(call.public_id), step=step)
            return False
        CallEvent.objects.bulk_create(events, ignore_conflicts=True)
    for name, value in columns.items():
        setattr(call, name, value)
    return True
