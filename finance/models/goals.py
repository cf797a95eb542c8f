"""What somebody saves for: an amount by a day, or a share of each pay; and what they have set aside for it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.ledger import CURRENCY, LinkedAccount, Transaction
from finance.models.owned import OwnedModel


class GoalQuerySet(models.QuerySet["Goal"]):
    def for_user(self, user: User) -> Self:
        """Keep the goals that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep the ones that were not deleted."""
        return self.filter(deleted_at=None)


class Goal(OwnedModel):
    """A goal in one currency. What is there of it is what was set aside, or what an account of its own has gained."""

    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    target_minor = models.BigIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    percent_hundredths = models.PositiveIntegerField(null=True, blank=True, help_text="Of each pay; 1000 is 10%.")
    starts_on = models.DateField(help_text="What came before does not count.")
    account = models.ForeignKey(
        LinkedAccount,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it is saved: then its rows tell how far one is.",
    )
    hold_back = models.BooleanField(default=False, help_text="What is set aside is not safe to spend.")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "deleted_at"], name="goal_by_user")]
        constraints = [
            models.CheckConstraint(condition=CURRENCY, name="goal_currency_iso4217"),
            models.CheckConstraint(
                condition=Q(target_minor__isnull=False) | Q(percent_hundredths__isnull=False), name="goal_has_a_measure"
            ),
            models.CheckConstraint(
                condition=Q(target_minor__isnull=True) | Q(target_minor__gt=0), name="goal_target_positive"
            ),
            models.CheckConstraint(
                condition=Q(percent_hundredths__isnull=True)
                | Q(percent_hundredths__gte=1, percent_hundredths__lte=10_000),
                name="goal_percent_in_range",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(deleted_at=None, account__isnull=False),
                name="goal_one_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoalDeposit(OwnedModel):
    """Money that its owner says they have set aside for a goal, or taken out of it again (negative)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="deposits")
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    transaction = models.ForeignKey(
        Transaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="The pay it is of."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="goal_deposit_not_zero"),
            models.UniqueConstraint(
                fields=["goal", "transaction"], condition=Q(transaction__isnull=False), name="goal_deposit_once_a_pay"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.amount_minor}"
