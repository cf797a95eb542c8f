"""POST /forecasts, GET /forecasts/latest, GET /safe-to-spend: what is coming."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance import forecasts
from finance.api import forecast_shape as shape
from finance.api.params import CURRENCY, currency_of, period_of, user_of
from finance.backtest import backtest
from finance.flows import main_currency
from finance.goals.outlooks import held_by, outlook_holding, outlook_of
from finance.goals.progress import Progress
from finance.models import Forecast
from finance.models.snapshots import PeriodKind
from finance.outlook import SPEND_WEEKS, STRESSED, LowestPoint, Outlook
from kit.errors import Conflict, NotFound
from kit.money import amount_string

PERIOD = OpenApiParameter("period", str, enum=PeriodKind.values, default="weekly")
WEEKS = OpenApiParameter("weeks", int, description="how far to look, 1 to 13", default=SPEND_WEEKS)


class NoForecast(NotFound):
    code = "no_forecast"


class ForecastsView(ApiView):
    @extend_schema(request=shape.ForecastRequestSerializer, responses={202: shape.ForecastRowSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a forecast; it is computed in the background."""
        user = user_of(request)
        wanted = shape.ForecastRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        currency = wanted.validated_data.get("currency") or main_currency(user)
        if currency is None:
            raise Conflict("There is nothing to forecast from yet: upload a statement first.", code="no_transactions")
        row = forecasts.request(
            user=user,
            period=wanted.validated_data["period"],
            currency=currency,
            trigger=Forecast.Trigger.USER,
            now=timezone.now(),
        )
        return Response(shape.ForecastRowSerializer(row).data, status=202)


class LatestForecastView(ApiView):
    @extend_schema(parameters=[PERIOD, CURRENCY], responses=shape.ForecastSerializer)
    def get(self, request: Request) -> Response:
        """Return the newest answered forecast with its age; a newer unanswered question is `pending`."""
        user, period = user_of(request), period_of(request)
        currency = currency_of(request)
        found = forecasts.latest(user, period, currency)
        newest = forecasts.newest_attempt(user, period, currency)
        pending = pending_shape(newest if newest != found else None)
        if found is None:
            raise _none_yet(newest)
        answer = forecast_shape(found, outlook_of(user, found), now=timezone.now(), today=timezone.localdate())
        return Response(answer | {"pending": pending, "backtest": backtest(found)})


class SafeToSpendView(ApiView):
    @extend_schema(parameters=[WEEKS, CURRENCY], responses=shape.SafeToSpendSerializer)
    def get(self, request: Request) -> Response:
        """Return what can leave today with a 90% chance that the buffer holds."""
        weeks = serializers.IntegerField(min_value=1, max_value=13).run_validation(
            request.query_params.get("weeks", SPEND_WEEKS)
        )
        user = user_of(request)
        found = forecasts.latest(user, "weekly", currency_of(request))
        if found is None:
            raise NoForecast("There is no forecast yet.")
        if found.points["balance"] is None:
            raise Conflict(
                "The balance of your accounts is not known: enter it, and this can be told.", code="no_balance"
            )
        kept = held_by(user, found)
        outlook = outlook_holding(user, found, kept)
        return Response(safe_to_spend_shape(found, outlook, weeks, kept.goals, now=timezone.now()))


def _none_yet(newest: Forecast | None) -> NoForecast:
    if newest is None:
        return NoForecast("There is no forecast yet: upload a statement first.")
    if newest.status == Forecast.Status.FAILED:
        return NoForecast(f"The forecast could not be computed: {newest.error}", code="forecast_failed")
    return NoForecast("Your first forecast is being computed.", code="forecast_pending")


def pending_shape(row: Forecast | None) -> dict[str, Any] | None:
    """Shape a question that has no answer yet."""
    if row is None:
        return None
    fields = {"id": row.public_id, "status": row.status, "error": row.error, "requested_at": row.requested_at}
    return dict(shape.PendingSerializer(fields).data)


def forecast_shape(row: Forecast, outlook: Outlook, *, now: datetime, today: date) -> dict[str, Any]:
    """Shape an answered forecast and what it says: amounts become strings."""
    currency = row.currency
    age, as_of = row.age(now=now) or timedelta(0), row.as_of or today
    safe = outlook.safe_to_spend() if row.period == PeriodKind.WEEKLY else None
    return {
        **{name: getattr(row, name) for name in ("status", "period", "currency", "h", "as_of", "requested_at")},
        **{name: getattr(row, name) for name in ("completed_at", "preliminary", "basis", "model", "model_version")},
        "id": row.public_id,
        "age_s": int(age.total_seconds()),
        "data_age_days": (today - as_of).days,
        "stale": row.stale(now=now),
        "opening_balance": _amount(row.opening_balance_minor, currency),
        "buffer": amount_string(outlook.buffer_minor, currency),
        "quantiles": row.points["quantiles"],
        "ds": row.points["ds"],
        **{name: _part(row.points[name], currency) for name in ("inflow", "outflow", "net", "balance")},
        "running_minimum": _part(row.points["running_minimum"], currency),
        "daily_balance": _daily(outlook, currency),
        "shortfall_probability": outlook.shortfalls(),
        "scenarios": _scenarios(outlook, currency),
        "lowest_point": _point(outlook.lowest_point(), currency),
        "stressed_lowest_point": _point(outlook.lowest_point(STRESSED), currency),
        "safe_days": outlook.safe_days(),
        "safe_to_spend": _amount(safe, currency),
        "held_for_goals": amount_string(outlook.held_minor - outlook.taxes_minor, currency),
        "held_for_taxes": amount_string(outlook.taxes_minor, currency),
    }


def safe_to_spend_shape(
    row: Forecast, outlook: Outlook, weeks: int, goals: Sequence[Progress], *, now: datetime
) -> dict[str, Any]:
    """Shape safe-to-spend with what it is made of."""
    currency, as_of = row.currency, row.as_of or now.date()
    age = row.age(now=now) or timedelta(0)
    return {
        "amount": _amount(outlook.safe_to_spend(weeks), currency),
        "currency": currency,
        "weeks": weeks,
        "until": as_of + timedelta(weeks=weeks),
        "balance": _amount(row.opening_balance_minor, currency),
        "buffer": amount_string(outlook.buffer_minor, currency),
        "held_for_goals": amount_string(outlook.held_minor - outlook.taxes_minor, currency),
        "held_for_taxes": amount_string(outlook.taxes_minor, currency),
        "goals": [
            {"id": one.goal.public_id, "name": one.goal.name, "amount": amount_string(one.held_minor, currency)}
            for one in goals
        ],
        "lowest_stressed_balance": amount_string(outlook.row("running_minimum", STRESSED)[weeks - 1], currency),
        "as_of": as_of,
        "age_s": int(age.total_seconds()),
        "stale": row.stale(now=now),
        "model_version": row.model_version,
    }


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else amount_string(minor, currency)


def _amounts(minors: list[int], currency: str) -> list[str]:
    return [amount_string(minor, currency) for minor in minors]


def _part(part: dict[str, Any] | None, currency: str) -> dict[str, Any] | None:
    if part is None:
        return None
    shaped: dict[str, Any] = {"q": [_amounts(path, currency) for path in part["q"]]}
    return shaped | ({"mean": _amounts(part["mean"], currency)} if "mean" in part else {})


def _daily(outlook: Outlook, currency: str) -> dict[str, Any] | None:
    if not outlook.has_balance:
        return None
    daily: dict[str, Any] = outlook.points["daily_balance"]
    return daily | {"q": [_amounts(path, currency) for path in daily["q"]]}


def _scenarios(outlook: Outlook, currency: str) -> dict[str, list[str]] | None:
    scenarios = outlook.scenarios()
    return {name: _amounts(path, currency) for name, path in scenarios.items()} if scenarios else None


def _point(point: LowestPoint | None, currency: str) -> dict[str, Any] | None:
    return {"on": point.on, "amount": amount_string(point.amount_minor, currency)} if point else None
