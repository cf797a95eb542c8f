"""Questions that only the person can answer: are these rows one payment or two, one event or not."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel
from finance.models.remembered import Remembered


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_user(self, user: User) -> Self:
        """Keep the reviews that this user may see."""
        return self.filter(user=user)

    def open(self) -> Self:
        """Keep the ones that nobody has answered."""
        return self.filter(decided_at=None)

    def present(self) -> Self:
        """Keep the ones whose transactions are all in the ledger: of the others there is nothing to look at."""
        gone = ReviewedRow.objects.filter(transaction=None)
        return self.exclude(pk__in=gone.values("review"))


class Review(OwnedModel):
    """Some transactions, a doubt about them, and what the person decided. Each is asked once."""

    class Kind(models.TextChoices):
        POSSIBLE_DUPLICATE = "possible_duplicate", "Told twice in different words?"
        PENDING_REPLACED = "pending_replaced", "Announced, then booked?"
        AMOUNT_CHANGED = "amount_changed", "Announced, then booked with another amount?"
        REUSED_ID = "reused_id", "One id of the bank, two bookings"
        POSSIBLE_TRANSFER = "possible_transfer", "Moved between own accounts?"
        PAYOUT_GROUP = "payout_group", "Several payouts in one deposit?"
        PAYOUT_FEE = "payout_fee", "A payout less a fee?"

    class Decision(models.TextChoices):
        SAME = "same", "The same"
        DIFFERENT = "different", "Different"

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=64, help_text="Which transactions it is about, whatever becomes of their rows.")
    joined = models.BooleanField(help_text="Whether they count as one until it is decided.")
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "decided_at", "-id"], name="review_by_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="review_asked_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="review_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.decision or 'open'})"


class ReviewedRow(Remembered):
    """One of the transactions that a review is about."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="rows")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["account", "fingerprint"], name="reviewed_row_by_fingerprint")]
        constraints = [
            models.UniqueConstraint(fields=["review", "account", "fingerprint"], name="reviewed_row_once"),
        ]
