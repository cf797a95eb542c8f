"""Zip files of everything of a person: asked for, made by a worker, fetched, forgotten."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from kit.models import PublicModel


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def for_user(self, user: User) -> "ArchiveQuerySet":
        """Keep what belongs to a user."""
        return self.filter(user=user)

    def unfinished(self) -> "ArchiveQuerySet":
        """Keep what still wants work."""
        return self.filter(status__in=["waiting", "running"])


class Archive(PublicModel):
    """One export that is made, or one file that is restored; the row is the queue."""

    class Kind(models.TextChoices):
        EXPORT = "export", "Export"
        RESTORE = "restore", "Restoration"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Under way"
        READY = "ready", "Done"
        FAILED = "failed", "Failed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    dry_run = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the file is deleted.")
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    result: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, help_text="Of a restoration: made_at, counts, left."
    )
    problem: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True, blank=True, help_text="Why it failed: code, message."
    )

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="archive_by_user"),
            models.Index(fields=["status"], condition=Q(status__in=["waiting", "running"]), name="archive_unfinished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(status__in=["waiting", "running"]), name="archive_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"

    def has_file(self, *, now: datetime) -> bool:
        """Whether there is something to fetch."""
        ready = self.kind == self.Kind.EXPORT and self.status == self.Status.READY
        return ready and self.expires_at is not None and self.expires_at > now


class ArchivePiece(models.Model):
    """A megabyte of an archive: the web and the worker need not share a disk, nor hold a file in memory."""

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["archive", "number"], name="archive_piece_once")]

    def __str__(self) -> str:
        return f"piece {self.number}"
