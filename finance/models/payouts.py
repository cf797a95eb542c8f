"""What platforms say they paid, line by line, and where that falls short of what they say was earned."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.ledger import CURRENCY, Import, LinkedAccount
from finance.models.owned import OwnedModel


class PayoutLine(models.Model):
    """The parts of one line of a platform's statement, in minor units; null where the file does not say."""

    statement = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="payouts")
    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="payouts")
    line = models.PositiveIntegerField()
    on = models.DateField()
    platform = models.CharField(max_length=40, blank=True)
    job = models.CharField(max_length=120, blank=True, help_text="The job's own number.")
    base_minor = models.BigIntegerField(null=True)
    bonus_minor = models.BigIntegerField(null=True)
    promised_minor = models.BigIntegerField(null=True, help_text="The bonus that the statement says was promised.")
    tip_minor = models.BigIntegerField(null=True)
    fee_minor = models.BigIntegerField(null=True, help_text="Kept back, positive; likewise the deduction.")
    deduction_minor = models.BigIntegerField(null=True)
    stated_minor = models.BigIntegerField(null=True, help_text="What was paid out, as the statement says.")
    worked = models.BooleanField(default=False, help_text="Jobs, distance or time are told for it.")
    cancelled = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, help_text="What it is, in every export of the statement.")

    class Meta:
        indexes = [models.Index(fields=["account", "fingerprint"], name="payout_line_by_fingerprint")]
        constraints = [models.UniqueConstraint(fields=["statement", "line"], name="payout_line_once")]

    def __str__(self) -> str:
        return f"line {self.line}"


class PayoutFindingQuerySet(models.QuerySet["PayoutFinding"]):
    def for_user(self, user: User) -> Self:
        """Keep the findings that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep those whose statement is there."""
        return self.filter(holds=True)


class PayoutFinding(OwnedModel):
    """Money that a statement itself shows to be missing. What its owner did about it outlives the statement."""

    class Kind(models.TextChoices):
        UNDERPAID = "underpaid", "Paid less than its parts"
        MISSING_BONUS = "missing_bonus", "A promised bonus is missing"
        UNPAID_JOB = "unpaid_job", "A job without pay"
        DUPLICATE_FEE = "duplicate_fee", "A fee taken twice"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        APPEALED = "appealed", "Appealed"
        PAID = "paid", "Paid"
        DISMISSED = "dismissed", "Dismissed"

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind)
    key = models.CharField(max_length=64, help_text="What it is about, whatever becomes of the rows.")
    platform = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    amount_minor = models.BigIntegerField(null=True, help_text="What is missing; null where the statement cannot say.")
    evidence = models.JSONField(help_text="The figures, in minor units, and the lines that they stand on.")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    holds = models.BooleanField(default=True, help_text="Its statement is there.")
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PayoutFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["user", "-on", "-id"], name="payout_finding_by_user_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="payout_finding_once"),
            models.CheckConstraint(condition=CURRENCY, name="payout_finding_currency_iso4217"),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0), name="payout_finding_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"
