"""What views read from a request."""

from typing import cast

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from finance.flows import main_currency
from finance.models.snapshots import PeriodKind
from kit.money import known_currencies
from kit.periods import Period

CURRENCY = OpenApiParameter("currency", str, description="the main currency unless said otherwise")


def user_of(request: Request) -> User:
    """Return the user; permissions have seen to it that there is one."""
    return cast(User, request.user)


def period_of(request: Request) -> Period:
    """Return ?period=, weekly unless said otherwise.

    Raises:
        ValidationError: it is neither weekly nor monthly.
    """
    value = request.query_params.get("period", PeriodKind.WEEKLY.value)
    if value not in PeriodKind.values:
        raise serializers.ValidationError({"period": f"One of {', '.join(PeriodKind.values)}."})
    return cast(Period, value)


def currency_of(request: Request) -> str | None:
    """Return ?currency=, the main currency unless said otherwise; None for a ledger that is empty.

    Raises:
        ValidationError: there is no such currency.
    """
    said = request.query_params.get("currency")
    if said is None:
        return main_currency(user_of(request))
    if said.upper() not in known_currencies():
        raise serializers.ValidationError({"currency": "Not an ISO 4217 currency."})
    return said.upper()
