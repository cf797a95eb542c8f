"""What views read from a request."""

from typing import cast

from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from finance.models.snapshots import PeriodKind
from kit.periods import Period


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
