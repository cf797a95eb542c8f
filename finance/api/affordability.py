"""GET /affordability: what a spend does to the chance of a shortfall, and when it is safe."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.fields import AmountInput, minor_units
from accounts.views import ApiView
from finance import forecasts
from finance.affordability import LIMIT, Affordability, NotTold, afford
from finance.api.forecasts import NoForecast
from finance.api.params import currency_of, user_of
from finance.goals.outlooks import outlook_of
from finance.models import Forecast
from finance.outlook import SPEND_WEEKS, Outlook
from kit.errors import Conflict
from kit.money import amount_string


class SpendSerializer(serializers.Serializer[dict[str, Any]]):
    """A spend, in the forecast's currency; without a day today, or the first day ahead of an old forecast."""

    amount = AmountInput()
    on = serializers.DateField(required=False)
    currency = serializers.CharField(required=False, help_text="the main currency unless said otherwise")


class AffordabilitySerializer(serializers.Serializer[dict[str, Any]]):
    """The answer, and what it is made of."""

    amount = serializers.CharField()
    currency = serializers.CharField()
    on = serializers.DateField()
    affordable = serializers.BooleanField()
    probability_without = serializers.FloatField(help_text="of falling under the buffer by `until`")
    probability_with = serializers.FloatField()
    limit = serializers.FloatField()
    earliest_on = serializers.DateField(allow_null=True, help_text="the first day on which it is affordable")
    last_on = serializers.DateField(help_text="the last day that can be told of")
    until = serializers.DateField()
    safe_to_spend = serializers.CharField(help_text="what is affordable today")
    balance = serializers.CharField()
    buffer = serializers.CharField()
    held_for_goals = serializers.CharField(help_text="set aside, and not to be spent")
    held_for_taxes = serializers.CharField(help_text="likewise, where the user holds it back")
    lowest_stressed_balance = serializers.CharField(help_text="by `until`, in one bad case of ten, before the spend")
    as_of = serializers.DateField()
    age_s = serializers.IntegerField()
    stale = serializers.BooleanField()
    preliminary = serializers.BooleanField()
    model_version = serializers.CharField()


class AffordabilityView(ApiView):
    @extend_schema(parameters=[SpendSerializer], responses=AffordabilitySerializer)
    def get(self, request: Request) -> Response:
        """Say whether a spend is affordable, how sure that is, and from when on it is."""
        said = SpendSerializer(data=request.query_params.dict())
        said.is_valid(raise_exception=True)
        found = forecasts.latest(user_of(request), "weekly", currency_of(request))
        if found is None:
            raise NoForecast("There is no forecast yet.")
        minor = minor_units(said.validated_data["amount"], found.currency, field="amount")
        if minor <= 0:
            raise serializers.ValidationError({"amount": "More than zero."})
        outlook = outlook_of(user_of(request), found)
        judged = _judged(outlook, minor, said.validated_data.get("on"))
        return Response(affordability_shape(found, outlook, minor, judged))


def _judged(outlook: Outlook, minor: int, on: date | None) -> Affordability:
    if not outlook.has_balance:
        raise Conflict("The balance of your accounts is not known: enter it, and this can be told.", code="no_balance")
    try:
        return afford(outlook, minor, on, today=timezone.localdate())
    except NotTold as reason:
        raise serializers.ValidationError({"on": str(reason)}) from reason


def affordability_shape(found: Forecast, outlook: Outlook, minor: int, judged: Affordability) -> dict[str, Any]:
    """Shape a judgement with what it is made of."""
    now, currency = timezone.now(), found.currency
    age = found.age(now=now) or timedelta(0)

    def text(amount: int | None) -> str:
        return amount_string(amount or 0, currency)

    fields = {
        **{name: getattr(judged, name) for name in ("on", "affordable", "earliest_on", "last_on", "until")},
        **{name: getattr(found, name) for name in ("currency", "as_of", "preliminary", "model_version")},
        "amount": text(minor),
        "probability_without": round(judged.without, 4),
        "probability_with": round(judged.with_spend, 4),
        "limit": LIMIT,
        "safe_to_spend": text(outlook.safe_to_spend(SPEND_WEEKS)),
        "held_for_goals": text(outlook.held_minor - outlook.taxes_minor),
        "held_for_taxes": text(outlook.taxes_minor),
        "balance": text(found.opening_balance_minor),
        "buffer": text(outlook.buffer_minor),
        "lowest_stressed_balance": text(judged.stressed_minimum_minor),
        "age_s": int(age.total_seconds()),
        "stale": found.stale(now=now),
    }
    return dict(AffordabilitySerializer(fields).data)
