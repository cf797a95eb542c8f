"""What somebody asked to be reminded of, and on which day."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.owned import OwnedModel


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def for_user(self, user: User) -> Self:
        """Keep the reminders that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep the ones that nobody took back."""
        return self.filter(removed_at=None)


class Reminder(OwnedModel):
    """One reminder; on its day it becomes an alert."""

    on = models.DateField()
    text = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["on"], condition=Q(removed_at=None), name="reminder_by_day")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reminder_says_something")]

    def __str__(self) -> str:
        return self.text
