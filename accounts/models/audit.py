"""Who changed what, and when; and what is left when a person has gone."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from kit.models import PublicModel


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def for_user(self, user: User) -> "AuditEntryQuerySet":
        """Keep what happened to somebody's things."""
        return self.filter(user=user)


class AuditEntry(PublicModel):
    """One change. Written with the change itself; the database refuses to change it or to delete it.

    It goes only with its user, once the receipt is written: see `accounts.audit_guard`.
    """

    class By(models.TextChoices):
        USER = "user", "The user"
        API_KEY = "api_key", "A program with the user's API key"
        OPERATOR = "operator", "An operator"
        SYSTEM = "system", "GigLens itself"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=8, choices=By)
    by_id = models.UUIDField(null=True, blank=True, help_text="Which operator or API key.")
    by_name = models.CharField(max_length=80, blank=True, help_text="The name of the API key.")
    action = models.CharField(max_length=40, help_text="transfer.split and the like.")
    object_id = models.UUIDField(null=True, blank=True, help_text="What was changed, as the API names it.")
    object_name = models.CharField(max_length=120, blank=True)
    changes: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="field -> [before, after]"
    )
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="Counts, and what else tells what happened."
    )
    undo: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True, blank=True, help_text="The request that takes it back: method, path, body."
    )
    restored = models.BooleanField(default=False, help_text="Came with a restored export: as that file says.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="audit_entry_by_user"),
            models.Index(fields=["user", "object_id"], name="audit_entry_by_object"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__regex=r"^[a-z_]+\.[a-z_]+$"), name="audit_entry_action_named"),
            models.CheckConstraint(
                condition=Q(by__in=["user", "api_key", "operator", "system"]), name="audit_entry_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} by {self.by}"


class Receipt(PublicModel):
    """What was deleted when somebody left. It names nobody: a number that opened their rows, and counts."""

    user_pk = models.BigIntegerField(unique=True, help_text="The key that their rows had; never given again.")
    deleted_at = models.DateTimeField()
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        default=dict, help_text="Rows by what they were."
    )

    class Meta:
        verbose_name = "receipt of a deletion"
        verbose_name_plural = "receipts of deletions"

    def __str__(self) -> str:
        return f"deletion of {self.deleted_at:%Y-%m-%d %H:%M}"
