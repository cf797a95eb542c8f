"""Who may be on the line: numbers that were verified, the PIN, and what holds guessing back."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.sealed_fields import SealedTextField
from finance.models.owned import OwnedModel


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):
    def for_user(self, user: User) -> Self:
        """Keep the numbers that this user may see."""
        return self.filter(user=user)

    def verified(self) -> Self:
        """Keep the numbers whose owner has read a code from them."""
        return self.filter(verified_at__isnull=False)


class PhoneNumber(OwnedModel):
    """A telephone number that somebody says is theirs, and whether they have shown it."""

    number = SealedTextField(help_text="E.164.")
    fingerprint = models.CharField(max_length=64)
    ends = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=200, blank=True, help_text="Of the code that is out.")
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PhoneNumberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "fingerprint"], name="phone_number_once_a_user"),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(verified_at__isnull=False), name="phone_number_verified_once"
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.ends}"


class PhonePin(OwnedModel):
    """The six digits that somebody keys in on the telephone; argon2, like a password."""

    pin_hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="phone_pin_once")]

    def __str__(self) -> str:
        return "PIN"


class Lockout(models.Model):
    """How often a PIN was wrong: by account, by caller and altogether, each held back on its own."""

    class Scope(models.TextChoices):
        ACCOUNT = "account", "An account"
        CALLER = "caller", "A caller's number"
        EVERYBODY = "everybody", "All callers together"

    scope = models.CharField(max_length=9, choices=Scope)
    key = models.CharField(max_length=64, blank=True, help_text="The user's key or the number's fingerprint.")
    failures = models.PositiveIntegerField(default=0, help_text="Since the last right one, or since it was quiet.")
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True, help_text="No PIN is right before then.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="lockout_once")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.failures}"
