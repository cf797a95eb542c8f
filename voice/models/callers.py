"""Who may be on the line: numbers that were verified, the PIN, and what holds guessing back."""

from typing import ClassVar, Self

from django.conf import settings
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
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose account or number it is: the row goes with them.",
    )
    failures = models.PositiveIntegerField(default=0, help_text="Since the last right one, or since it was quiet.")
    last_at = models.DateTimeField(help_text="From when it is reckoned what may be forgotten.")
    failed_at = models.DateTimeField(null=True, blank=True, help_text="The last wrong one.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="The last wrong one that the owner was told of.")
    until = models.DateTimeField(null=True, blank=True, help_text="No PIN is right before then.")

    class Meta:
        indexes = [
            models.Index(fields=["failed_at"], condition=Q(user__isnull=False), name="lockout_to_tell"),
            models.Index(fields=["last_at"], name="lockout_by_age"),
        ]
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="lockout_once")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.failures}"


class CodeAllowance(models.Model):
    """How many codes were sent within a window: for a user, for one number of theirs, to a number, and altogether."""

    class Scope(models.TextChoices):
        USER = "user", "A user"
        PAIR = "pair", "A user and a number"
        NUMBER = "number", "A number, whoever asks"
        EVERYBODY = "everybody", "Altogether"

    scope = models.CharField(max_length=9, choices=Scope)
    key = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(help_text="When the window began.")
    used = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="code_allowance_by_age")]
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="code_allowance_once")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.used}"


class CallerKey(models.Model):
    """The key of fingerprints, PINs and codes: a single row, see `voice.callers.keys`."""

    secret = SealedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="caller_key_single")]

    def __str__(self) -> str:
        return "key"
