"""What a person should hear of now, how they want to hear it, and what became of each message."""

from datetime import time
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel


class AlertQuerySet(models.QuerySet["Alert"]):
    def for_user(self, user: User) -> Self:
        """Keep the alerts that this user may see."""
        return self.filter(user=user)

    def live(self) -> Self:
        """Keep the ones that still hold and were not dismissed."""
        return self.filter(status__in=Alert.LIVE)


class Alert(OwnedModel):
    """Something that happened or is coming, with the figures that show it. Its wording is a template."""

    class Kind(models.TextChoices):
        SHORTFALL = "shortfall", "Shortfall ahead"
        BILL_DUE = "bill_due", "Bill due"
        PRICE_RISE = "price_rise", "Price rise"
        TAX_DUE = "tax_due", "Tax date"
        UNUSUAL_CHARGE = "unusual_charge", "Unusual charge"
        OLD_STATEMENT = "old_statement", "Old statement"
        GOAL_REACHED = "goal_reached", "Goal reached"
        REMINDER = "reminder", "Reminder"
        TELEPHONE = "telephone", "Safety of the telephone"

    class Severity(models.TextChoices):
        INFO = "info", "Good to know"
        WARNING = "warning", "To look at"
        URGENT = "urgent", "Urgent"

    class Status(models.TextChoices):
        NEW = "new", "New"
        SEEN = "seen", "Seen"
        DISMISSED = "dismissed", "Dismissed"
        EXPIRED = "expired", "Expired"

    LIVE: ClassVar = (Status.NEW, Status.SEEN)

    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=80, help_text="What it is about, among alerts of its kind.")
    deduplication_key = models.CharField(max_length=150, help_text="One alert a key, ever.")
    severity = models.CharField(max_length=8, choices=Severity)
    bucket = models.SmallIntegerField(default=0, help_text="How bad it is, in coarse steps.")
    on = models.DateField(null=True, blank=True, help_text="The day it is about.")
    expires_on = models.DateField(null=True, blank=True, help_text="After this day there is nothing left to do.")
    evidence = models.JSONField(help_text="[{name, value, unit, source}]: every figure that the wording may use.")
    rows = models.JSONField(default=list, help_text="[{transaction, on, amount, currency, memo}]: what shows it.")
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "status", "-id"], name="alert_by_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "deduplication_key"], name="alert_once"),
            models.CheckConstraint(condition=~Q(deduplication_key=""), name="alert_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    PUSH = "push", "Web push"


class AlertSettings(models.Model):
    """How somebody wants to hear of things; a row is made when they first say something about it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict, help_text="{kind: {in_app, email, push}}; what is not said has a default.")
    email = models.BooleanField(default=True, help_text="Off: no letter about any alert.")
    push = models.BooleanField(default=True, help_text="Off: no message to any device.")
    quiet_from = models.TimeField(default=time(21, 0), help_text="In the user's time zone.")
    quiet_until = models.TimeField(default=time(8, 0), help_text="The same as quiet_from: no quiet hours.")
    daily_limit = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(20)], help_text="Messages a channel and day."
    )

    class Meta:
        verbose_name_plural = "alert settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_limit__gte=1, daily_limit__lte=20), name="alert_daily_limit_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"alert settings of {self.user_id}"


class AlertRound(models.Model):
    """The day on which a user's facts were last looked at for alerts."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.day}"


class PushSubscription(OwnedModel):
    """A browser that wants messages: where its push service takes them, and what they are sealed with."""

    endpoint = models.URLField(max_length=1000)
    endpoint_sha256 = models.CharField(max_length=64, unique=True, help_text="One device has one owner.")
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    device = models.CharField(max_length=120, blank=True, help_text="What the browser calls itself.")
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.device or "device"


class AlertDelivery(models.Model):
    """One alert on one channel: the row is the queue.

    Several that are due together are claimed together and go out as one message; `claim` names it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"
        SKIPPED = "skipped", "Not sent"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    not_before = models.DateTimeField(help_text="After quiet hours, a full day's limit, or a failed try.")
    claim = models.UUIDField(null=True, blank=True, help_text="The message it went out in.")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "alert deliveries"
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(status__in=["waiting", "sending"]), name="alert_delivery_queue"
            ),
            models.Index(fields=["user", "channel", "finished_at"], name="alert_delivery_of_a_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["alert", "channel"], name="alert_delivery_once"),
            models.CheckConstraint(
                condition=~Q(status="sending") | (Q(claim__isnull=False) & Q(leased_until__isnull=False)),
                name="alert_delivery_claimed_while_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} ({self.status})"
