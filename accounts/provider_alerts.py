"""What an operator has to put right at a provider: noted once, counted, and closed when it works again."""

from datetime import datetime

import structlog
from django.db.models import F

from accounts.models import ProviderAlert

log = structlog.get_logger(__name__)


def raise_alert(*, provider: str, model: str, reason: ProviderAlert.Reason, now: datetime) -> None:
    """Note it; the first time also in the log as an error, which Sentry reports."""
    mine = ProviderAlert.objects.filter(provider=provider, model=model, reason=reason, over_at__isnull=True)
    if mine.update(times=F("times") + 1, last_at=now):
        return
    alert = ProviderAlert(provider=provider, model=model, reason=reason, first_at=now, last_at=now)
    ProviderAlert.objects.bulk_create([alert], ignore_conflicts=True)
    log.error("provider needs an operator", provider=provider, model=model, reason=reason)


def close(*, provider: str, model: str, now: datetime) -> None:
    """Note that a model answers: whatever was wrong with it or with the key is over."""
    ProviderAlert.objects.filter(provider=provider, model__in=["", model], over_at__isnull=True).update(over_at=now)
