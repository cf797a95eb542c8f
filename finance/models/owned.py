"""Rows that belong to one user, reached through `for_user` only."""

from django.conf import settings
from django.db import models

from kit.models import PublicModel


class OwnedModel(PublicModel):
    """A row with an owner."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
