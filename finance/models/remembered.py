"""A transaction as it is remembered: by account and fingerprint, so that the memory outlives the row."""

from django.db import models

from finance.models.ledger import LinkedAccount, Transaction


class Remembered(models.Model):
    """One transaction that something was said of.

    Undoing an import deletes transactions; what a person said of them stays, and holds again when they come back.
    """

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.fingerprint[:8]
