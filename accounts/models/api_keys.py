"""Keys with which a person's own programs use the API."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from kit.models import PublicModel

HEX_64 = r"^[0-9a-f]{64}$"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def for_user(self, user: User) -> "ApiKeyQuerySet":
        """Keep what belongs to a user."""
        return self.filter(user=user)

    def live(self, *, now: datetime) -> "ApiKeyQuerySet":
        """Keep the keys that open something: neither revoked nor expired."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)


class ApiKey(PublicModel):
    """A key; only the hash of its secret is kept, so that nobody can read it back."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80, help_text="What uses it.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=12, help_text="How the secret begins: enough to tell keys apart.")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To the hour.")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="api_key_by_user")]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=["read", "write"]), name="api_key_scope_known"),
            models.CheckConstraint(condition=Q(secret_sha256__regex=HEX_64), name="api_key_secret_hashed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
