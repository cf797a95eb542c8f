"""The shape of a forecast in the API; also what the generated types of the PWA are made from."""

from typing import Any

from rest_framework import serializers

from finance.models import Forecast
from finance.models.snapshots import PeriodKind
from kit.money import known_currencies

Base = serializers.Serializer[dict[str, Any]]


class AmountList(serializers.ListField):
    """Amounts, one a period."""

    child = serializers.CharField()


class DistributionSerializer(Base):
    """Mean and quantiles: one row a quantile, one column a period."""

    mean = AmountList()
    q = serializers.ListField(child=AmountList())


class QuantilesSerializer(Base):
    """Quantiles: one row a quantile, one column a period."""

    q = serializers.ListField(child=AmountList())


class DailyBalanceSerializer(Base):
    """The balance at the end of each day ahead: one row a quantile, one column a day."""

    ds = serializers.ListField(child=serializers.DateField())
    quantiles = serializers.ListField(child=serializers.FloatField())
    q = serializers.ListField(child=AmountList())


class ScenariosSerializer(Base):
    """The 50%, 90% and 10% quantiles of the closing balance."""

    base = AmountList()
    optimistic = AmountList()
    stressed = AmountList()


class PointSerializer(Base):
    """A day and a balance."""

    on = serializers.DateField()
    amount = serializers.CharField()


class PendingSerializer(Base):
    """A forecast that has been asked for and is not answered, or failed."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(Forecast.Status.choices)
    error = serializers.CharField()
    requested_at = serializers.DateTimeField()


class BacktestSerializer(Base):
    """What was said of a period, and what happened."""

    as_of = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    periods_ahead = serializers.IntegerField()
    low = serializers.CharField(help_text="10% quantile of the net")
    said = serializers.CharField(help_text="median of the net")
    high = serializers.CharField(help_text="90% quantile of the net")
    happened = serializers.CharField()
    inside = serializers.BooleanField(help_text="between low and high")
    model_version = serializers.CharField()


class ForecastRequestSerializer(Base):
    """What to forecast."""

    period = serializers.ChoiceField(PeriodKind.choices, default="weekly")
    currency = serializers.CharField(
        min_length=3, max_length=3, required=False, help_text="the main currency unless said otherwise"
    )

    def validate_currency(self, value: str) -> str:
        """Take an ISO 4217 code."""
        if value.upper() not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value.upper()


class ForecastRowSerializer(serializers.Serializer[Forecast]):
    """A forecast that has been asked for."""

    id = serializers.UUIDField(source="public_id")
    period = serializers.ChoiceField(PeriodKind.choices)
    currency = serializers.CharField()
    status = serializers.ChoiceField(Forecast.Status.choices)
    requested_at = serializers.DateTimeField()


class ForecastSerializer(Base):
    """A forecast that has been answered."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(Forecast.Status.choices)
    period = serializers.ChoiceField(PeriodKind.choices)
    currency = serializers.CharField()
    h = serializers.IntegerField()
    as_of = serializers.DateField(help_text="the last day that the statements cover")
    requested_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField()
    age_s = serializers.IntegerField()
    data_age_days = serializers.IntegerField(help_text="days from `as_of` to today")
    stale = serializers.BooleanField()
    preliminary = serializers.BooleanField()
    basis = serializers.CharField()
    model = serializers.CharField()
    model_version = serializers.CharField()
    opening_balance = serializers.CharField(allow_null=True)
    buffer = serializers.CharField()
    quantiles = serializers.ListField(child=serializers.FloatField())
    ds = serializers.ListField(child=serializers.DateField(), help_text="the first day of each period")
    inflow = DistributionSerializer()
    outflow = DistributionSerializer()
    net = DistributionSerializer()
    balance = DistributionSerializer(allow_null=True)
    running_minimum = QuantilesSerializer(allow_null=True)
    daily_balance = DailyBalanceSerializer(allow_null=True)
    shortfall_probability = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    scenarios = ScenariosSerializer(allow_null=True)
    lowest_point = PointSerializer(allow_null=True, help_text="of the median path")
    stressed_lowest_point = PointSerializer(allow_null=True, help_text="of the 10% path")
    safe_days = serializers.IntegerField(allow_null=True)
    safe_to_spend = serializers.CharField(allow_null=True, help_text="for four weeks; in the weekly forecast only")
    held_for_goals = serializers.CharField(help_text="taken off safe_to_spend")
    held_for_taxes = serializers.CharField(help_text="likewise, where the user holds it back")
    pending = PendingSerializer(allow_null=True, help_text="a newer question that is not answered yet, or failed")
    backtest = BacktestSerializer(many=True)


class HeldSerializer(Base):
    """A goal whose money is not safe to spend."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    amount = serializers.CharField()


class SafeToSpendSerializer(Base):
    """What can leave today with a 90% chance that the buffer holds, and what that is made of."""

    amount = serializers.CharField()
    currency = serializers.CharField()
    weeks = serializers.IntegerField()
    until = serializers.DateField()
    balance = serializers.CharField()
    buffer = serializers.CharField()
    held_for_goals = serializers.CharField()
    held_for_taxes = serializers.CharField(help_text="nothing unless the user holds it back")
    goals = HeldSerializer(many=True)
    lowest_stressed_balance = serializers.CharField()
    as_of = serializers.DateField()
    age_s = serializers.IntegerField()
    stale = serializers.BooleanField()
    model_version = serializers.CharField()
