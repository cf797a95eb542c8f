"""Loans: a series of repayments, and the payout that they pay back where the ledger has it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.ledger import CURRENCY
from finance.models.owned import OwnedModel
from finance.recurring.cadence import Cadence


class LoanQuerySet(models.QuerySet["Loan"]):
    def for_user(self, user: User) -> Self:
        """Keep the loans that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep what its owner has not called something else."""
        return self.exclude(decision=Loan.Decision.DISMISSED)


class Loan(OwnedModel):
    """One loan as the ledger shows it. What is still owed is not known until its owner says what the lender says."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Being paid back"
        ENDED = "ended", "Not paid for long"

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed by the user"
        DISMISSED = "dismissed", "No loan, says the user"

    currency = models.CharField(max_length=3)
    stream = models.CharField(max_length=120, help_text="What the memos of its repayments have in common.")
    name = models.CharField(max_length=80, help_text="Who lent it, as the newest memo has it.")
    label = models.CharField(max_length=80, blank=True, help_text="What its owner calls it.")
    cadence = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Cadence], blank=True)
    payment_minor = models.BigIntegerField(help_text="A usual repayment, positive.")
    paid_out_minor = models.BigIntegerField(null=True, blank=True)
    paid_out_on = models.DateField(null=True, blank=True)
    repaid_minor = models.BigIntegerField(default=0, help_text="All repayments that the ledger has, positive.")
    times = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField()
    next_on = models.DateField(null=True, blank=True)
    rows = models.JSONField(default=list, help_text="[{transaction, on, amount_minor}], oldest first; positive is in.")
    apart = models.JSONField(default=list, help_text="Fingerprints of transactions that its owner has split from it.")
    status = models.CharField(max_length=6, choices=Status, default=Status.ACTIVE)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    owed_minor = models.BigIntegerField(null=True, blank=True, help_text="Still owed on `owed_on`, says the lender.")
    owed_on = models.DateField(null=True, blank=True)
    rate_hundredths = models.PositiveIntegerField(null=True, blank=True, help_text="Interest, % a year, times 100.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["-last_on", "-id"]
        indexes = [models.Index(fields=["user", "-last_on", "-id"], name="loan_by_user")]
        constraints = [
            models.CheckConstraint(condition=CURRENCY, name="loan_currency_iso4217"),
            models.CheckConstraint(condition=Q(payment_minor__gt=0), name="loan_payment_positive"),
            models.CheckConstraint(
                condition=Q(owed_minor=None, owed_on=None, rate_hundredths=None)
                | Q(
                    owed_minor__gte=0,
                    owed_on__isnull=False,
                    rate_hundredths__isnull=False,
                    rate_hundredths__lte=100_000,
                ),
                name="loan_terms_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name
