"""What a user says of their taxes: what no statement tells, and no table may guess."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from finance.models.ledger import LinkedAccount
from kit.models import PublicModel


class TaxProfileQuerySet(models.QuerySet["TaxProfile"]):
    def for_user(self, user: User) -> Self:
        """Keep the profile that this user may see."""
        return self.filter(user=user)


class TaxProfile(PublicModel):
    """One person's tax settings. Amounts are for a whole tax year, in the currency of the country's table."""

    class Country(models.TextChoices):
        UNITED_STATES = "US", "United States"
        INDIA = "IN", "India"
        OTHER = "", "Another: own percentage"

    class Status(models.TextChoices):
        SINGLE = "single", "Single"
        JOINTLY = "married_jointly", "Married, filing jointly"
        SEPARATELY = "married_separately", "Married, filing separately"
        HEAD = "head_of_household", "Head of household"

    class Vehicle(models.TextChoices):
        STANDARD = "standard", "Standard mileage rate"
        ACTUAL = "actual", "Actual vehicle costs"

    class Presumptive(models.TextChoices):
        NONE = "", "No: actual profit"
        BUSINESS_DIGITAL = "business_digital", "Business, paid digitally"
        BUSINESS_CASH = "business_cash", "Business, paid in cash"
        PROFESSION = "profession", "Profession"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, choices=Country, blank=True)
    filing_status = models.CharField(max_length=20, choices=Status, default=Status.SINGLE)
    own_percent_hundredths = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of net earnings; wins over every table."
    )
    state_percent_hundredths = models.PositiveIntegerField(default=0, help_text="Of the profit, typed by the user.")
    other_income_minor = models.BigIntegerField(default=0, help_text="Wages and the like of the year.")
    withheld_minor = models.BigIntegerField(default=0, help_text="Tax of the year that an employer keeps back.")
    last_year_tax_minor = models.BigIntegerField(null=True, blank=True)
    last_year_high_income = models.BooleanField(default=False)
    mileage_method = models.CharField(max_length=8, choices=Vehicle, default=Vehicle.STANDARD)
    presumptive = models.CharField(max_length=20, choices=Presumptive, blank=True)
    kept_in = models.ForeignKey(
        LinkedAccount,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The account whose balance is what was set aside.",
    )
    hold_back = models.BooleanField(default=False, help_text="Leave what is to be set aside out of safe-to-spend.")
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = TaxProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(own_percent_hundredths__isnull=True) | Q(own_percent_hundredths__lte=10_000),
                name="tax_profile_own_percent_in_range",
            ),
            models.CheckConstraint(
                condition=Q(state_percent_hundredths__lte=10_000), name="tax_profile_state_percent_in_range"
            ),
            models.CheckConstraint(
                condition=Q(other_income_minor__gte=0, withheld_minor__gte=0)
                & (Q(last_year_tax_minor__isnull=True) | Q(last_year_tax_minor__gte=0)),
                name="tax_profile_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"taxes of {self.user_id}"
