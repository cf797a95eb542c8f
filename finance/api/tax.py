"""GET, PATCH /tax: what to set aside, the estimate with its working, and what is due when."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.fields import AmountInput, minor_units
from accounts.views import ApiView
from finance.api.params import user_of
from finance.api.tax_shape import TaxSerializer, tax_shape
from finance.models import LinkedAccount, TaxProfile
from finance.tax import profiles
from finance.tax.set_aside import answer

NONE, ALL = Decimal(0), Decimal(100)
AMOUNTS = ("other_income", "withheld", "last_year_tax")


class TaxQuery(serializers.Serializer[Any]):
    """`on` is any day of the tax year that is meant; today without it."""

    on = serializers.DateField(required=False)


class TaxProfileInput(serializers.Serializer[Any]):
    """Settings; amounts are of the whole year, in the currency that the country has."""

    country = serializers.ChoiceField(TaxProfile.Country.choices, required=False)
    filing_status = serializers.ChoiceField(TaxProfile.Status.choices, required=False)
    own_percent = serializers.DecimalField(5, 2, min_value=NONE, max_value=ALL, required=False, allow_null=True)
    state_percent = serializers.DecimalField(5, 2, min_value=NONE, max_value=ALL, required=False)
    other_income = AmountInput(required=False)
    withheld = AmountInput(required=False)
    last_year_tax = AmountInput(required=False, allow_null=True)
    last_year_high_income = serializers.BooleanField(required=False)
    mileage_method = serializers.ChoiceField(TaxProfile.Vehicle.choices, required=False)
    presumptive = serializers.ChoiceField(TaxProfile.Presumptive.choices, required=False)
    kept_in = serializers.UUIDField(required=False, allow_null=True, help_text="the account that set-aside is kept in")
    hold_back = serializers.BooleanField(required=False)


class TaxView(ApiView):
    @extend_schema(parameters=[TaxQuery], operation_id="tax_retrieve", responses=TaxSerializer)
    def get(self, request: Request) -> Response:
        """Return the tax year that holds a day."""
        said = TaxQuery(data=request.query_params.dict())
        said.is_valid(raise_exception=True)
        today, user = timezone.localdate(), user_of(request)
        found = answer(user, on=said.validated_data.get("on", today), today=today)
        return Response(tax_shape(found, language=user.language))

    @extend_schema(request=TaxProfileInput, operation_id="tax_partial_update", responses=TaxSerializer)
    def patch(self, request: Request) -> Response:
        """Change the settings; the answer is that of today's tax year."""
        user, said = user_of(request), TaxProfileInput(data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        profile = profiles.profile_of(user)
        profiles.change(profile, _columns(profile, said.validated_data))
        today = timezone.localdate()
        return Response(tax_shape(answer(user, on=today, today=today), language=user.language))


def _columns(profile: TaxProfile, said: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that change."""
    values = {name: said[name] for name in said if name not in (*AMOUNTS, "own_percent", "state_percent", "kept_in")}
    currency = profiles.currency_of(profile.user, values.get("country", profile.country))
    for name in AMOUNTS:
        if name in said:
            values[f"{name}_minor"] = None if said[name] is None else _minor(said[name], currency, name)
    for name in ("own_percent", "state_percent"):
        if name in said:
            values[f"{name}_hundredths"] = None if said[name] is None else int(said[name] * 100)
    if "kept_in" in said:
        values["kept_in"] = _account(profile, said["kept_in"])
    return values


def _minor(text: str, currency: str, name: str) -> int:
    minor = minor_units(text, currency, field=name)
    if minor < 0:
        raise serializers.ValidationError({name: "Must not be negative."})
    return minor


def _account(profile: TaxProfile, public_id: Any) -> LinkedAccount | None:
    if public_id is None:
        return None
    found: LinkedAccount | None = LinkedAccount.objects.for_user(profile.user).filter(public_id=public_id).first()
    if found is None:
        raise serializers.ValidationError({"kept_in": "You have no such account."})
    return found
