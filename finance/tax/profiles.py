"""A user's tax settings as the rules take them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.flows import main_currency
from finance.models import TaxProfile
from finance.tax.instalments import LastYear
from finance.tax.rules import Situation
from finance.tax.table import latest_table
from kit.money import from_minor

HUNDREDTHS = Decimal(10_000)  # of a percent, in one


def profile_of(user: User) -> TaxProfile:
    """Return the user's settings; unsaved defaults where they said nothing."""
    found = TaxProfile.objects.for_user(user).select_related("kept_in").first()
    return found or TaxProfile(user=user)


@transaction.atomic
def change(profile: TaxProfile, values: Mapping[str, Any]) -> TaxProfile:
    """Write settings down; what changed is on record."""
    before = audit.columns_of(profile, *values)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()
    after = {name: str(value) if name == "kept_in" and value else value for name, value in values.items()}
    before = {name: str(value) if name == "kept_in" and value else value for name, value in before.items()}
    if changes := audit.difference(before, after):
        audit.record(profile.user, "tax_profile.changed", profile, changes=changes)
    return profile


def currency_of(user: User, country: str) -> str:
    """Return the currency of a profile's amounts: the country's, else the main one of the ledger."""
    table = latest_table(country)
    return table.currency if table else main_currency(user) or user.home_currency


def situation_of(profile: TaxProfile, currency: str) -> Situation:
    """Return what the rules need."""
    return Situation(
        status=profile.filing_status,
        own_percent=own_share(profile),
        state_percent=profile.state_percent_hundredths / HUNDREDTHS,
        other_income=from_minor(profile.other_income_minor, currency),
        withheld=from_minor(profile.withheld_minor, currency),
        presumptive=profile.presumptive,
    )


def own_share(profile: TaxProfile) -> Decimal | None:
    """Return the user's own share of net earnings; None where they typed none."""
    said = profile.own_percent_hundredths
    return None if said is None else said / HUNDREDTHS


def last_year_of(profile: TaxProfile, currency: str) -> LastYear | None:
    """Return last year's tax, where the user typed it."""
    if profile.last_year_tax_minor is None:
        return None
    return LastYear(from_minor(profile.last_year_tax_minor, currency), profile.last_year_high_income)
