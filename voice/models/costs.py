"""What calls cost: what is put aside for one while it lasts, what it came to, and the sums that caps are held to."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from voice.models.calls import Call


class CallCost(models.Model):
    """One call's part of one purse on one day: of a person's, or of everybody's where there is no user."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="costs")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    on = models.DateField(help_text="UTC; the day whose sums it is in.")
    counted_micros = models.PositiveBigIntegerField(help_text="In the day's sum just now, in 10⁻⁶ US dollars.")
    exact = models.BooleanField(default=False, help_text="By Twilio's price, no longer by its minutes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="call_cost_of_user_once"),
            models.UniqueConstraint(fields=["call"], condition=Q(user__isnull=True), name="call_cost_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.counted_micros / 1e6:.4f} USD"


class CallSpendingQuerySet(models.QuerySet["CallSpending"]):
    def of(self, user_id: int | None, *, on: date) -> Self:
        """Keep one day of one person, or of everybody."""
        whose = self.filter(user__isnull=True) if user_id is None else self.filter(user_id=user_id)
        return whose.filter(on=on)


class CallSpending(models.Model):
    """What the calls of a day (UTC) came to, and how many they were: one person's, or everybody's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    committed_micros = models.PositiveBigIntegerField(default=0, help_text="Spent and put aside, in 10⁻⁶ US dollars.")
    calls = models.PositiveIntegerField(default=0)

    objects: ClassVar = CallSpendingQuerySet.as_manager()

    class Meta:
        verbose_name = "day's spending on calls"
        verbose_name_plural = "spending on calls by day"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "on"], name="call_spending_of_user_once"),
            models.UniqueConstraint(fields=["on"], condition=Q(user__isnull=True), name="call_spending_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.user_id or 'all'}"
