"""What every row that the outside can name has in common."""

import uuid

from django.db import models


class PublicModel(models.Model):
    """A row with a small key for joins inside and a UUID for the outside."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
