"""Money that moved between the user's own accounts: which rows are the two ends of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.ledger import Transaction
from finance.models.owned import OwnedModel
from finance.models.remembered import Remembered


class TransferQuerySet(models.QuerySet["Transfer"]):
    def for_user(self, user: User) -> Self:
        """Keep the transfers that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep the ones that nobody has split."""
        return self.filter(split_at=None)


class Transfer(OwnedModel):
    """One event told by two accounts or more; one that was split is kept, so that it is never matched again."""

    class Source(models.TextChoices):
        AUTO = "auto", "Matched"
        USER = "user", "Joined by the user"

    class Kind(models.TextChoices):
        TRANSFER = "transfer", "Between own accounts"
        PAYOUT = "payout", "A platform's payout and its deposit"

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=10, choices=Source)
    key = models.CharField(max_length=64, help_text="Which transactions it is about, whatever becomes of their rows.")
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(auto_now_add=True)
    split_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="transfer_by_user")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="transfer_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({'split' if self.split_at else self.source})"


class TransferLeg(Remembered):
    """One end of a transfer, and what the transaction was before it was known to be one."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="legs")
    holds = models.BooleanField(help_text="Whether the transaction counts as a leg now: not when split or incomplete.")
    was_kind = models.CharField(max_length=12, choices=Transaction.Kind, blank=True)
    was_kind_source = models.CharField(max_length=10, choices=Transaction.KindSource, blank=True)
    was_category = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["account", "fingerprint"], name="transfer_leg_by_fingerprint")]
        constraints = [
            models.UniqueConstraint(fields=["transaction"], condition=Q(holds=True), name="transfer_leg_of_one"),
            models.UniqueConstraint(fields=["transfer", "account", "fingerprint"], name="transfer_leg_once"),
        ]
