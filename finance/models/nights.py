"""The nightly run as rows: what wants computing, the run of a night, and the chunks that workers claim."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from finance.models.ledger import CURRENCY

LEASE = timedelta(seconds=settings.NIGHT_LEASE_S)  # far over what a chunk takes, client time-outs included
AGED_AFTER = timedelta(days=7)  # a day before a forecast would be called stale


class BookQuerySet(models.QuerySet["Book"]):
    def for_user(self, user: User) -> Self:
        """Keep the books of this user."""
        return self.filter(user=user)

    def due(self, *, now: datetime) -> Self:
        """Keep what has changed since it was last computed, or was computed long ago."""
        return self.filter(Q(computed_changes__lt=F("changes")) | Q(computed_at__lt=now - AGED_AFTER))


class Book(models.Model):
    """A user's money in one currency: how often it has changed, and how many of the changes the nights know of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3)
    changes = models.PositiveBigIntegerField(default=1)
    computed_changes = models.PositiveBigIntegerField(default=0)
    computed_at = models.DateTimeField(null=True, blank=True, help_text="When it was read to be computed last.")

    objects: ClassVar = BookQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["computed_at"], name="book_aged"),
            models.Index(fields=["computed_at"], condition=Q(computed_changes__lt=F("changes")), name="book_changed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "currency"], name="book_once"),
            models.CheckConstraint(condition=Q(computed_changes__lte=F("changes")), name="book_computed_is_not_ahead"),
            models.CheckConstraint(condition=CURRENCY, name="book_currency_iso4217"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}, {self.changes} changes"


class Run(models.Model):
    """One night of a scheduled job."""

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled by an operator"
        OVERTAKEN = "overtaken", "Overtaken by a later night"

    name = models.CharField(max_length=20)
    slot = models.DateField(help_text="The night it belongs to.")
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    users = models.PositiveIntegerField(default=0, help_text="How many wanted computing when it was opened.")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hints = models.PositiveSmallIntegerField(default=0, help_text="Messages that are under way to workers.")
    hinted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-slot", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="run_once_a_night"),
            models.CheckConstraint(
                condition=Q(status="running", ended_at=None) | (~Q(status="running") & Q(ended_at__isnull=False)),
                name="run_ended_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.slot}"


class RunChunkQuerySet(models.QuerySet["RunChunk"]):
    def open(self) -> Self:
        """Keep the ones that still want work."""
        return self.filter(status__in=[RunChunk.Status.WAITING, RunChunk.Status.RUNNING])

    def claimable(self, *, now: datetime) -> Self:
        """Keep the ones that a worker may take now: waiting, or left by a worker that died.

        What waits or is leased for longer than anybody is given was written by a clock that has been set back since.
        """
        far = now + 2 * LEASE
        waiting = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=far)
        left = Q(lease_until__lt=now) | Q(lease_until__gt=far)
        return self.filter(Q(status=RunChunk.Status.WAITING) & waiting | Q(status=RunChunk.Status.RUNNING) & left)


class RunChunk(models.Model):
    """Some users of a run, by a range of their ids: claimed with a lease, done in one transaction."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed: one user whose figures cannot be computed"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks")
    first_user = models.PositiveBigIntegerField()
    last_user = models.PositiveBigIntegerField()
    users = models.PositiveIntegerField(help_text="How many wanted computing when the run was opened.")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    fence = models.PositiveIntegerField(default=0, help_text="How often it was claimed; only the last claimant writes.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often it ended in a crash or a lost lease.")
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    computed = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0, help_text="Users that changed meanwhile, or had gone.")
    seconds = models.JSONField(default=dict, help_text="By stage: read, ask, work, write.")
    problem = models.CharField(max_length=30, blank=True, help_text="The kind of the last error.")
    error = models.CharField(max_length=300, blank=True)

    objects: ClassVar = RunChunkQuerySet.as_manager()

    class Meta:
        ordering = ["first_user"]
        indexes = [models.Index(fields=["run", "status", "first_user"], name="run_chunk_queue")]
        constraints = [
            models.UniqueConstraint(fields=["run", "first_user"], name="run_chunk_once"),
            models.CheckConstraint(condition=Q(first_user__lte=F("last_user")), name="run_chunk_range"),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(lease_until__isnull=False, started_at__isnull=False),
                name="run_chunk_running_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"users {self.first_user} to {self.last_user}"
