"""What is coming, and how sure that is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel
from finance.models.points import PointsField
from finance.models.snapshots import PeriodKind

STALE_AFTER = timedelta(days=8)


class ForecastQuerySet(models.QuerySet["Forecast"]):
    def for_user(self, user: User) -> Self:
        """Keep the forecasts that this user may see."""
        return self.filter(user=user)

    def ready(self) -> Self:
        """Keep the ones that have been answered."""
        return self.filter(status=Forecast.Status.READY)

    def newest_first(self) -> Self:
        """Order those of one currency: who knew of more changes first, then by when the computing began."""
        return self.order_by("-changes", "-started_at", "-id")

    def pending(self) -> Self:
        """Keep the ones that still want work."""
        return self.filter(status__in=Forecast.PENDING)


class Forecast(OwnedModel):
    """One question to the ML service and its answer; the row is the queue."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Requested"
        RUNNING = "running", "Running"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    class Trigger(models.TextChoices):
        IMPORT = "import", "After an import"
        USER = "user", "Asked for"
        NIGHTLY = "nightly", "Nightly run"
        OPERATOR = "operator", "Re-run by an operator"

    PENDING: ClassVar = (Status.REQUESTED, Status.RUNNING)

    period = models.CharField(max_length=8, choices=PeriodKind)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    trigger = models.CharField(max_length=10, choices=Trigger, default=Trigger.USER)
    slot = models.DateField(null=True, blank=True, help_text="The night it belongs to.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    changes = models.PositiveBigIntegerField(
        default=0,
        help_text="How many changes of the book it knew of: which of two forecasts is newer, whatever the clocks say.",
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    as_of = models.DateField(null=True, help_text="The last day that the statements cover.")
    h = models.PositiveSmallIntegerField(default=13)
    basis = models.CharField(max_length=20, blank=True)
    preliminary = models.BooleanField(default=False)
    model = models.CharField(max_length=80, blank=True)
    model_version = models.CharField(max_length=80, blank=True)
    opening_balance_minor = models.BigIntegerField(null=True)
    buffer_minor = models.BigIntegerField(default=0)
    points: "models.JSONField[Mapping[str, Any], Mapping[str, Any]]" = PointsField(
        default=dict,
        help_text="quantiles, ds, and for inflow, outflow, net, balance, running_minimum the quantiles in minor units.",
    )
    safe_days = models.PositiveIntegerField(null=True)

    objects: ClassVar = ForecastQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["user", "currency", "period", "-changes", "-started_at", "-id"], name="forecast_newest_first"
            ),
            models.Index(fields=["status", "requested_at"], name="forecast_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "currency", "period"],
                condition=Q(status="requested"),
                name="forecast_one_waiting",
            ),
            models.UniqueConstraint(fields=["user", "currency", "period", "slot"], name="forecast_once_per_night"),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (Q(started_at__isnull=False, completed_at__isnull=False, as_of__isnull=False) & ~Q(model_version="")),
                name="forecast_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.currency} {self.status}"

    def age(self, *, now: datetime) -> timedelta | None:
        """Return how long ago it was answered."""
        return now - self.completed_at if self.completed_at else None

    def stale(self, *, now: datetime) -> bool:
        """Tell whether it is too old to rely on."""
        age = self.age(now=now)
        return age is not None and age > STALE_AFTER
