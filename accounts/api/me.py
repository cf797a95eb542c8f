"""GET, PATCH, DELETE /me: the person and their settings."""

from functools import cache
from typing import Any, cast
from uuid import UUID
from zoneinfo import available_timezones

from django.contrib.auth import logout
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit, farewell
from accounts.api.fields import AmountInput, minor_units
from accounts.models import Receipt, User
from accounts.permissions import InPerson
from accounts.reauthentication import require_recent
from accounts.views import ApiView
from kit.money import known_currencies

AMOUNTS = ("buffer", "daily_target")


@cache
def time_zones() -> frozenset[str]:
    """Return the IANA names, without the files beside them that mean this machine."""
    return frozenset(available_timezones() - {"localtime", "Factory", "posixrules"})


class MeSerializer(serializers.ModelSerializer[User]):
    """Amounts are in the home currency; a new currency keeps them as they are written and converts nothing."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    home_currency = serializers.CharField(max_length=3, help_text="ISO 4217.")
    time_zone = serializers.CharField(max_length=64, help_text="A name of the IANA time zone database.")
    buffer = AmountInput(help_text="What should stay on the account.")
    daily_target = AmountInput(allow_null=True, help_text="What a worked day should bring.")
    working_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7),
        source="planned_weekdays",
        max_length=7,
        help_text="ISO weekdays planned for work: 1 Monday ... 7 Sunday.",
    )
    joined_at = serializers.DateTimeField(source="date_joined", read_only=True)

    class Meta:
        model = User
        fields = ["id", "email", "name", "home_currency", "time_zone", "language", "buffer", "daily_target"]
        fields += ["working_days", "is_demo", "is_staff", "joined_at"]
        read_only_fields = ["email", "is_demo", "is_staff"]

    def validate_home_currency(self, value: str) -> str:
        """Take a currency that exists."""
        if value not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value

    def validate_time_zone(self, value: str) -> str:
        """Take a zone that exists, by its exact name."""
        if value not in time_zones():
            raise serializers.ValidationError('Not an IANA time zone, such as "Europe/Prague".')
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn the amounts, those given and those that stay, into minor units of the currency that will be."""
        user = cast(User, self.instance)
        currency = attrs.get("home_currency", user.home_currency)
        faults: dict[str, Any] = {}
        for name in AMOUNTS:
            try:
                attrs[f"{name}_minor"] = _minor(attrs.pop(name, getattr(user, name)), currency, name)
            except serializers.ValidationError as fault:
                faults |= cast(dict[str, Any], fault.detail)
        if faults:
            raise serializers.ValidationError(faults)
        return attrs

    def update(self, instance: User, validated_data: dict[str, Any]) -> User:
        """Write the columns that change and no others: a password may be changing at the same time."""
        before = audit.columns_of(instance, *validated_data)
        for name, value in validated_data.items():
            setattr(instance, name, value)
        columns = {"planned_weekdays": "working_days"}
        with transaction.atomic():
            instance.save(update_fields=[columns.get(name, name) for name in validated_data])
            if changes := audit.difference(before, audit.columns_of(instance, *validated_data)):
                audit.record(instance, "settings.changed", changes=changes)
        return instance


class PasswordSerializer(serializers.Serializer[Any]):
    password = serializers.CharField(required=False, trim_whitespace=False, max_length=1024)


class ReceiptSerializer(serializers.ModelSerializer[Receipt]):
    """What was deleted, and when; it names nobody."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    deleted_at = serializers.DateTimeField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows deleted, by what they were.")

    class Meta:
        model = Receipt
        fields = ["id", "deleted_at", "counts"]


class MeView(ApiView):
    def get_permissions(self) -> list[Any]:
        """An API key may read and set, but not delete its owner."""
        return [*super().get_permissions(), *([InPerson()] if self.request.method == "DELETE" else [])]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Return who you are, and your settings."""
        return Response(MeSerializer(cast(User, request.user)).data)

    @extend_schema(request=MeSerializer(partial=True), responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change your settings."""
        change = MeSerializer(cast(User, request.user), data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        change.save()
        return Response(change.data)

    @extend_schema(request=PasswordSerializer, responses={200: ReceiptSerializer})
    def delete(self, request: Request) -> Response:
        """Delete yourself with everything that is yours; needs the password, or a log-in of the last five minutes."""
        given = PasswordSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        require_recent(request, password=given.validated_data.get("password"))
        receipt = farewell.delete(user=cast(User, request.user), now=timezone.now())
        logout(request._request)
        return Response(ReceiptSerializer(receipt).data)


class ReceiptView(ApiView):
    permission_classes = [AllowAny]

    @extend_schema(responses=ReceiptSerializer, auth=[])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the receipt of a deletion: whoever knows its number may read it, for the person cannot log in."""
        return Response(ReceiptSerializer(get_object_or_404(Receipt, public_id=public_id)).data)


def _minor(text: str | None, currency: str, name: str) -> int | None:
    if text is None:
        return None
    minor = minor_units(text, currency, field=name)
    least = 1 if name == "daily_target" else 0
    if minor < least:
        raise serializers.ValidationError({name: "Must be more than nothing." if least else "Must not be negative."})
    return minor
