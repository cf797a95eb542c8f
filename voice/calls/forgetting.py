"""Who rang, and what was said, is forgotten when their conversations are; that there was a call, and its cost, stay."""

from datetime import datetime

from django.db.models import Q, QuerySet

from assistant.models import ConversationSettings
from assistant.models.conversations import DEFAULT_KEEP_DAYS, kept_for
from voice.models import Call


def forget(*, now: datetime) -> int:
    """Take the numbers and the state out of the calls whose time is over; return of how many."""
    said = ConversationSettings.objects.order_by().values_list("keep_days", flat=True).distinct()
    count = _forgotten(
        Call.objects.exclude(user__in=ConversationSettings.objects.values("user")), DEFAULT_KEEP_DAYS, now
    )
    for days in said:
        theirs = ConversationSettings.objects.filter(keep_days=days).values("user")
        count += _forgotten(Call.objects.filter(user__in=theirs), days, now)
    return count


def _forgotten(calls: "QuerySet[Call]", days: int, now: datetime) -> int:
    """Forget those of some calls that ended longer ago than this; of a call nobody saw the end of, since it began."""
    before = now - kept_for(days)
    ended = Q(ended_at__lt=before) | Q(ended_at=None, last_heard_at__lt=before)
    kept = calls.filter(ended).exclude(expires_at=None)
    return kept.update(
        number="", number_fingerprint="", number_ends="", state={}, conversation=None, expires_at=None, stir=""
    )
