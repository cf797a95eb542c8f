"""Scores, each with its components and reasons."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel


class ScoreQuerySet(models.QuerySet["Score"]):
    def for_user(self, user: User) -> Self:
        """Keep the scores that this user may see."""
        return self.filter(user=user)


class Score(OwnedModel):
    """One score as of one day."""

    class Kind(models.TextChoices):
        HEALTH = "health", "Health"
        KARMA = "karma", "Karma"
        CREDIT = "credit", "Credit"

    kind = models.CharField(max_length=8, choices=Kind)
    as_of = models.DateField()
    value = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=12, help_text="healthy, coping, vulnerable; or the credit grade A-E.")
    currency = models.CharField(max_length=3)
    components = models.JSONField(default=list, help_text="[{code, text, points, max, figures}], in the score's order.")
    reason_codes = models.JSONField(default=list, help_text="[{code, text, points}], strongest first, up to four.")
    what_if = models.JSONField(default=list, help_text="[{change, score}]: what would move it, and to where.")
    probability_of_default = models.FloatField(null=True)
    model = models.CharField(max_length=80)
    model_version = models.CharField(max_length=80)
    computed_at = models.DateTimeField()

    objects: ClassVar = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "as_of"], name="score_once_per_day"),
            models.CheckConstraint(
                condition=Q(kind="credit", value__gte=300, value__lte=850) | (~Q(kind="credit") & Q(value__lte=100)),
                name="score_in_its_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
