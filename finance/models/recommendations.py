"""What to do next, computed by rules from facts."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def for_user(self, user: User) -> Self:
        """Keep the recommendations that this user may see."""
        return self.filter(user=user)

    def open(self) -> Self:
        """Keep the ones that still say something."""
        return self.filter(status__in=Recommendation.OPEN)


class Recommendation(OwnedModel):
    """One piece of advice with the figures it rests on. Its wording is a template, rendered when it is read."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"
        DONE = "done", "Done"
        EXPIRED = "expired", "Expired"

    OPEN: ClassVar = (Status.NEW, Status.ACCEPTED)

    kind = models.CharField(max_length=30)
    deduplication_key = models.CharField(max_length=120, help_text="One open advice a key.")
    currency = models.CharField(max_length=3)
    evidence = models.JSONField(help_text="[{name, value, unit, source}]: every figure that the wording may use.")
    impact = models.JSONField(default=dict, help_text="{measure, before, after}: what following it changes.")
    rows = models.JSONField(
        default=list,
        help_text="[{transaction, on, amount, currency, memo}]: the transactions that show it, newest first.",
    )
    bucket = models.SmallIntegerField(default=0, help_text="How bad it is, in coarse steps.")
    priority = models.PositiveSmallIntegerField(help_text="1 is the most pressing.")
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    dismissed_reason = models.CharField(max_length=200, blank=True)
    as_of = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "-id"]
        indexes = [models.Index(fields=["user", "status", "priority"], name="recommendation_by_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "deduplication_key"],
                condition=Q(status__in=["new", "accepted"]),
                name="recommendation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"
