"""Who someone is, and how they reach us."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower

from kit.models import PublicModel
from kit.money import amount_string, known_currencies

EVERY_DAY = 0b1111111


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password only passkeys, codes and resets let them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an operator with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address whatever its case."""
        return self.get(email__iexact=username)


class User(PublicModel, AbstractUser):
    """A person with their settings: one row, always whole."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Español"
        HINDI = "hi", "हिन्दी"
        TELUGU = "te", "తెలుగు"

    username = None  # type: ignore[assignment]  # people log in with their address
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=80, blank=True)
    home_currency = models.CharField(max_length=3, default="USD")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    buffer_minor = models.BigIntegerField(
        default=0, validators=[MinValueValidator(0)], help_text="What should stay on the account, in minor units."
    )
    daily_target_minor = models.BigIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="What a worked day should bring."
    )
    working_days = models.PositiveSmallIntegerField(
        default=EVERY_DAY, help_text="Days planned for work, a bit a day: 1 Monday ... 64 Sunday."
    )
    is_demo = models.BooleanField(default=False, help_text="Shows demonstration figures, labelled as such.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(condition=models.Q(buffer_minor__gte=0), name="user_buffer_not_negative"),
            models.CheckConstraint(
                condition=models.Q(daily_target_minor__isnull=True) | models.Q(daily_target_minor__gt=0),
                name="user_daily_target_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(working_days__gte=0, working_days__lte=EVERY_DAY), name="user_working_days_in_week"
            ),
            models.CheckConstraint(
                condition=models.Q(home_currency__regex=r"^[A-Z]{3}$"), name="user_currency_iso4217"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        """Refuse a currency that does not exist."""
        super().clean()
        if self.home_currency not in known_currencies():
            raise ValidationError({"home_currency": "Not an ISO 4217 currency."})

    def get_full_name(self) -> str:
        """Return the name, for Django's own pages."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for Django's own pages."""
        return self.name

    @property
    def planned_weekdays(self) -> list[int]:
        """Return the ISO weekdays planned for work, 1 Monday ... 7 Sunday."""
        return [day for day in range(1, 8) if self.working_days >> (day - 1) & 1]

    @planned_weekdays.setter
    def planned_weekdays(self, days: Iterable[int]) -> None:
        self.working_days = sum(1 << (day - 1) for day in set(days))

    def buffer_in(self, currency: str) -> int:
        """Return what should stay in a currency, in minor units: the buffer is in the home currency."""
        return self.buffer_minor if currency == self.home_currency else 0

    @property
    def buffer(self) -> str:
        """Return the buffer as the API writes it."""
        return amount_string(self.buffer_minor, self.home_currency)

    @property
    def daily_target(self) -> str | None:
        """Return the daily target as the API writes it."""
        minor = self.daily_target_minor
        return None if minor is None else amount_string(minor, self.home_currency)
