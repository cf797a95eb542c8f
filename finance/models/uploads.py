"""Files that wait to be read, because reading them takes longer than a request should."""

from django.db import models

from finance.models.ledger import Import


class WaitingUpload(models.Model):
    """A file as it came, until it is read, given up or taken back."""

    statement = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="upload")
    content = models.BinaryField()
    said = models.JSONField(default=dict, help_text="What the user said about it.")

    def __str__(self) -> str:
        return f"upload of import {self.pk}"
