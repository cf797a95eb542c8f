"""Requests that may be repeated without being done twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class IdempotentRequest(models.Model):
    """A key that a user sent with a request, and the answer it got; no answer yet means it is in flight."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="Keyed hash of method, path and payload.")
    claimed_at = models.DateTimeField(help_text="When it was started; also tells one claim from a later one.")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    sealed_body = models.TextField(blank=True, help_text="Sealed: an answer may hold a secret shown once.")

    class Meta:
        indexes = [models.Index(fields=["claimed_at"], name="idempotent_request_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotent_request_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__gte=200, status__lt=500),
                name="idempotent_request_failures_do_not_stick",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status or 'in flight'}"
