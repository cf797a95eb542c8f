"""What a user wants their transactions to be."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from finance.models.ledger import LinkedAccount, Transaction
from finance.models.owned import OwnedModel


class RuleQuerySet(models.QuerySet["Rule"]):
    def for_user(self, user: User) -> Self:
        """Keep the rules that this user may see."""
        return self.filter(user=user)


class Rule(OwnedModel):
    """Transactions that meet every condition become what the rule says; of several rules the first decides."""

    class MemoTest(models.TextChoices):
        CONTAINS = "contains", "Contains the words"
        STARTS = "starts", "Starts with the words"
        IS = "is", "Is exactly"

    class Direction(models.IntegerChoices):
        IN = 1, "Money in"
        EITHER = 0, "Either"
        OUT = -1, "Money out"

    position = models.PositiveIntegerField(help_text="The lowest is asked first.")
    enabled = models.BooleanField(default=True)
    memo = models.CharField(max_length=120, blank=True)
    memo_test = models.CharField(max_length=10, choices=MemoTest, default=MemoTest.CONTAINS)
    direction = models.SmallIntegerField(choices=Direction, default=Direction.EITHER)
    least_minor = models.BigIntegerField(null=True, blank=True)
    most_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="Of the bounds.")
    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="rules")
    kind = models.CharField(max_length=12, choices=Transaction.Kind, blank=True)
    category = models.CharField(max_length=40, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["user", "position"], name="rule_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(memo="")
                | ~Q(direction=0)
                | Q(account__isnull=False)
                | Q(least_minor__isnull=False)
                | Q(most_minor__isnull=False),
                name="rule_has_a_condition",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") | ~Q(category="") | ~Q(platform=""), name="rule_does_something"
            ),
            models.CheckConstraint(
                condition=Q(least_minor=None) | Q(most_minor=None) | Q(least_minor__lte=F("most_minor")),
                name="rule_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(least_minor=None) & Q(most_minor=None)) | ~Q(currency=""), name="rule_bounds_have_currency"
            ),
        ]

    def __str__(self) -> str:
        return self.memo or f"rule {self.position}"
