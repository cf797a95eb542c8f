"""What a user said of a kind of file, so that it need not be said again."""

from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from finance.models.owned import OwnedModel


class StatementMappingQuerySet(models.QuerySet["StatementMapping"]):
    def for_user(self, user: User) -> Self:
        """Keep the mappings that this user may see."""
        return self.filter(user=user)


class StatementMapping(OwnedModel):
    """Which column is what in the tables of one header."""

    signature = models.CharField(max_length=64, help_text="What the header is known by.")
    header = models.JSONField(help_text="The header as it was when the mapping was said.")
    mapping = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(help_text="When a file was last read by it.")

    objects: ClassVar = StatementMappingQuerySet.as_manager()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "signature"], name="statement_mapping_once_per_header"),
        ]

    def __str__(self) -> str:
        return " | ".join(self.header)[:80] or "no header"
