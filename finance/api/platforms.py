"""GET /platforms: what is left of each platform's pay, compared over a period."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.fields import RatioField
from finance.api.params import user_of
from finance.flows import main_currency
from finance.work.comparison import Compared, Period, Rate, Week, compare, period_of
from finance.work.days import days_of_work, earning_days
from kit.money import amount_string

MOST_DAYS = 1100
KM_IN_A_MILE = Decimal("1.609344")
NOT_TOLD = "why there is none: not_told, zero, no_work"
NO_FEE = "why there is no share: bank_tells_net, no_work"
NO_CHANGE = "why there is no ratio: short_history, nothing_before"


class PlatformsQuery(serializers.Serializer[dict[str, Any]]):
    """The days, both included; without them the 90 days up to the last earning."""

    currency = serializers.CharField(min_length=3, max_length=3, required=False)

    def get_fields(self) -> dict[str, Any]:
        """Add the two whose names are words of Python."""
        days = {"from": serializers.DateField(required=False), "to": serializers.DateField(required=False)}
        return days | super().get_fields()


class RateSerializer(serializers.Serializer[dict[str, Any]]):
    """Net by a unit of work; null with the reason."""

    amount = serializers.CharField(allow_null=True)
    covered = RatioField(allow_null=True, help_text="the share of the net from days on which the unit is told")
    reason = serializers.CharField(allow_blank=True, help_text=NOT_TOLD)


class WeekSerializer(serializers.Serializer[dict[str, Any]]):
    """A whole week with work."""

    starts_on = serializers.DateField()
    net = serializers.CharField()
    days_worked = serializers.IntegerField()


class WeekdaySerializer(serializers.Serializer[dict[str, Any]]):
    """What all such weekdays of the period brought; 1 is Monday."""

    weekday = serializers.IntegerField()
    net = serializers.CharField()
    days_worked = serializers.IntegerField()
    per_day = serializers.CharField(allow_null=True)
    per_hour = RateSerializer()


class ChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """The net against that of as many days before."""

    net_before = serializers.CharField()
    ratio = RatioField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text=NO_CHANGE)


class ComparedSerializer(serializers.Serializer[dict[str, Any]]):
    """One platform; an empty name is pay that names none."""

    platform = serializers.CharField(allow_blank=True)
    gross = serializers.CharField()
    fee = serializers.CharField()
    tip = serializers.CharField()
    net = serializers.CharField(help_text="gross and tips less fees")
    refunds = serializers.CharField(help_text="costs given back, such as tolls: no pay, and not in the net")
    fee_share = RatioField(allow_null=True, help_text="fee / gross")
    fee_reason = serializers.CharField(allow_blank=True, help_text=NO_FEE)
    days_worked = serializers.IntegerField()
    jobs = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True, help_text="paused time is not in it")
    distance_km = serializers.CharField(allow_null=True)
    per_job = RateSerializer()
    per_hour = RateSerializer()
    per_km = RateSerializer()
    per_mile = RateSerializer()
    weekdays = WeekdaySerializer(many=True)
    best_week = WeekSerializer(allow_null=True)
    worst_week = WeekSerializer(allow_null=True)
    change = ChangeSerializer()
    from_bank = serializers.CharField(help_text="the part of gross and tips that only a bank's statement tells")
    maybe_counted_twice = serializers.BooleanField(
        help_text="its own statements and a bank's tell of it: a deposit may wait for its match in /reviews"
    )


class PlatformsSerializer(serializers.Serializer[dict[str, Any]]):
    """The platforms, the one that leaves most first, and all of them together."""

    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    platforms = ComparedSerializer(many=True)
    total = ComparedSerializer(allow_null=True)


class PlatformsView(ApiView):
    @extend_schema(parameters=[PlatformsQuery], operation_id="platforms_retrieve", responses=PlatformsSerializer)
    def get(self, request: Request) -> Response:
        """Compare platforms over a period."""
        said = PlatformsQuery(data=request.query_params.dict())
        said.is_valid(raise_exception=True)
        wanted, user = said.validated_data, user_of(request)
        currency = wanted.get("currency", "").upper() or main_currency(user)
        known = earning_days(user, currency) if currency else None
        if currency is None or known is None:
            nothing: dict[str, Any] = {
                "first_on": None,
                "last_on": None,
                "currency": currency,
                "platforms": [],
                "total": None,
            }
            return Response(PlatformsSerializer(nothing).data)
        period = _period(wanted.get("from"), wanted.get("to"), known)
        each, total = compare(days_of_work(user, currency, period.before[0], period.last), period)
        shaped = {
            "first_on": period.first,
            "last_on": period.last,
            "currency": currency,
            "platforms": [_shape(one, currency) for one in each],
            "total": _shape(total, currency),
        }
        return Response(PlatformsSerializer(shaped).data)


def _period(first: date | None, last: date | None, known: tuple[date, date]) -> Period:
    period = period_of(first, last, known, today=timezone.localdate())
    if period.first > period.last:
        raise serializers.ValidationError({"from": "Not after `to`."})
    if (period.last - period.first).days >= MOST_DAYS:
        raise serializers.ValidationError({"from": f"At most {MOST_DAYS} days at once."})
    return period


def _shape(one: Compared, currency: str) -> dict[str, Any]:
    def text(minor: int) -> str:
        return amount_string(minor, currency)

    same = ("platform", "fee_share", "fee_reason", "days_worked", "jobs", "minutes")
    return {
        **{name: getattr(one, name) for name in same},
        **{name: text(getattr(one, name)) for name in ("gross", "fee", "tip", "net", "refunds", "from_bank")},
        "distance_km": None if one.distance_m is None else f"{Decimal(one.distance_m) / 1000:.1f}",
        **{name: _rate(getattr(one, name), currency) for name in ("per_job", "per_hour", "per_km")},
        "per_mile": _rate(one.per_km, currency, KM_IN_A_MILE),
        "weekdays": [
            {
                "weekday": day.weekday,
                "net": text(day.net),
                "days_worked": day.days,
                "per_day": text(round(Decimal(day.net) / day.days)) if day.days else None,
                "per_hour": _rate(day.per_hour, currency),
            }
            for day in one.weekdays
        ],
        "best_week": _week(one.best_week, currency),
        "worst_week": _week(one.worst_week, currency),
        "change": {
            "net_before": text(one.change.net_before),
            "ratio": one.change.ratio,
            "reason": one.change.reason,
        },
        "maybe_counted_twice": one.told_twice,
    }


def _rate(rate: Rate, currency: str, times: Decimal = Decimal(1)) -> dict[str, Any]:
    amount = None if rate.minor is None else amount_string(round(rate.minor * times), currency)
    return {"amount": amount, "covered": rate.covered, "reason": rate.reason}


def _week(week: Week | None, currency: str) -> dict[str, Any] | None:
    if week is None:
        return None
    return {"starts_on": week.starts_on, "net": amount_string(week.net, currency), "days_worked": week.days}
