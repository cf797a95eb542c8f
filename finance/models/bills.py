"""What comes again: bills, subscriptions and regular pay, found in the ledger or told by the user."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from finance.models.ledger import CURRENCY
from finance.models.owned import OwnedModel
from finance.recurring.cadence import Cadence


class RecurringFlowQuerySet(models.QuerySet["RecurringFlow"]):
    def for_user(self, user: User) -> Self:
        """Keep the recurring flows that this user may see."""
        return self.filter(user=user)

    def running(self) -> Self:
        """Keep what is still expected: not ended, and not called something else by its owner."""
        return self.exclude(status=RecurringFlow.Status.ENDED).exclude(decision=RecurringFlow.Decision.DISMISSED)


class RecurringFlow(OwnedModel):
    """Money that comes or goes again and again. Amounts are positive; `direction` says which way."""

    class Direction(models.IntegerChoices):
        IN = 1, "Money in"
        OUT = -1, "Money out"

    class Status(models.TextChoices):
        ACTIVE = "active", "Expected"
        MISSED = "missed", "Was due and is not there"
        ENDED = "ended", "Has not come for long"

    class Source(models.TextChoices):
        FOUND = "found", "Found in the transactions"
        USER = "user", "Told by the user"

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed by the user"
        DISMISSED = "dismissed", "Not a recurring flow, says the user"

    currency = models.CharField(max_length=3)
    direction = models.SmallIntegerField(choices=Direction)
    stream = models.CharField(max_length=120, help_text="What its memos have in common.")
    name = models.CharField(max_length=80, help_text="Who stands behind it, as the newest memo has it.")
    label = models.CharField(max_length=80, blank=True, help_text="What its owner calls it.")
    cadence = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Cadence])
    kind = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=40, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    typical_minor = models.BigIntegerField()
    low_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()
    due_on = models.DateField(help_text="Expected on; in the past when it was missed.")
    due_from = models.DateField()
    due_to = models.DateField()
    due_day = models.PositiveSmallIntegerField(null=True, help_text="Usual day of the month; 31 is the last.")
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    times = models.PositiveIntegerField(default=0)
    recent = models.JSONField(default=list, help_text="[{transaction, on, amount_minor}], newest first.")
    price_before_minor = models.BigIntegerField(null=True)
    price_changed_on = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    source = models.CharField(max_length=10, choices=Source, default=Source.FOUND)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = RecurringFlowQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["user", "currency", "due_on"], name="recurring_flow_by_user_day")]
        constraints = [
            models.CheckConstraint(condition=CURRENCY, name="recurring_flow_currency_iso4217"),
            models.CheckConstraint(
                condition=Q(low_minor__gt=0)
                & Q(low_minor__lte=F("typical_minor"))
                & Q(typical_minor__lte=F("high_minor")),
                name="recurring_flow_amounts_in_order",
            ),
            models.CheckConstraint(
                condition=Q(due_from__lte=F("due_on"), due_on__lte=F("due_to")), name="recurring_flow_days_in_order"
            ),
            models.CheckConstraint(condition=Q(direction__in=[1, -1]), name="recurring_flow_direction_known"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The owner's name for it, else the memo's."""
        return self.label or self.name


class CalendarFeed(models.Model):
    """A secret address from which a calendar reads somebody's bills; only its hash is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
