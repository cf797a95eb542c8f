"""POST, DELETE /telephone/consents, PATCH /telephone/settings: whether, when and how somebody may be rung."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.api.fields import AmountInput, minor_units
from accounts.models import User
from accounts.permissions import InPerson
from accounts.views import ApiView
from finance.api.params import user_of
from kit.errors import Invalid
from voice.models import CallConsent, CallSettings, PhoneNumber
from voice.outbound import consents, quiet
from voice.outbound.telling import TIME, consent_shape, settings_shape

Purpose = CallConsent.Purpose  # settings name it, for the schema
SHORTEST = timedelta(hours=1)  # of the hours in which somebody may be rung


class ConsentSerializer(serializers.Serializer[dict[str, Any]]):
    """A consent that stands, with the words that it was given to."""

    purpose = serializers.ChoiceField(Purpose.choices)
    wording = serializers.CharField()
    wording_version = serializers.CharField()
    given_at = serializers.DateTimeField()


class OfferSerializer(serializers.Serializer[dict[str, Any]]):
    """Words that can be agreed to."""

    wording = serializers.CharField()
    wording_version = serializers.CharField()


class OffersSerializer(serializers.Serializer[dict[str, Any]]):
    """The words by purpose, in the user's language."""

    approvals = OfferSerializer()
    briefings = OfferSerializer()


class AgreeSerializer(serializers.Serializer[dict[str, Any]]):
    """A yes to the words of a version."""

    purpose = serializers.ChoiceField(Purpose.choices)
    wording_version = serializers.CharField(max_length=20, help_text="of the words that were shown")


class CallSettingsSerializer(serializers.Serializer[dict[str, Any]]):
    """When and how somebody may be rung. Times are by the clock in their time zone; what is left out stays."""

    earliest = serializers.TimeField(required=False, format=TIME, input_formats=[TIME], help_text="8:00 or later")
    latest = serializers.TimeField(required=False, format=TIME, input_formats=[TIME], help_text="21:00 or earlier")
    pin_above = AmountInput(
        required=False,
        allow_null=True,
        help_text="in the home currency; above it an approval needs the PIN. null: it always does",
    )
    briefing_weekday = serializers.IntegerField(required=False, min_value=1, max_value=7, help_text="ISO weekday")
    briefing_at = serializers.TimeField(required=False, format=TIME, input_formats=[TIME])
    number = serializers.UUIDField(
        required=False, allow_null=True, help_text="a verified number; null: the one that was verified first"
    )


class ConsentsView(ApiView):
    def get_permissions(self) -> list[Any]:
        """Only somebody who logged in: agreeing is a person's, not a program's."""
        return [*super().get_permissions(), InPerson()]

    @extend_schema(operation_id="call_consents_create", request=AgreeSerializer, responses={201: ConsentSerializer})
    def post(self, request: Request) -> Response:
        """Agree to be rung for a purpose; 409 when the words have changed since they were shown."""
        said = AgreeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        purpose, version = said.validated_data["purpose"], said.validated_data["wording_version"]
        row = consents.give(user=user_of(request), purpose=purpose, version=version, now=timezone.now())
        return Response(ConsentSerializer(consent_shape(row)).data, status=201)


class ConsentView(ApiView):
    @extend_schema(operation_id="call_consents_destroy", responses={204: None})
    def delete(self, request: Request, purpose: str) -> Response:
        """Take a consent back; nothing is rung for it from now on."""
        consents.take_back_one(user=user_of(request), purpose=purpose, now=timezone.now())
        return Response(status=204)


class CallSettingsView(ApiView):
    def get_permissions(self) -> list[Any]:
        """Only somebody who logged in: a key must not lower what protects the telephone."""
        return [*super().get_permissions(), InPerson()]

    @extend_schema(
        operation_id="call_settings_partial_update", request=CallSettingsSerializer, responses=CallSettingsSerializer
    )
    def patch(self, request: Request) -> Response:
        """Change when and how you may be rung; what is left out stays."""
        user, wanted = user_of(request), CallSettingsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            said = quiet.settings_of(user)
            before = settings_shape(user, said)
            columns = _columns(user, wanted.validated_data)
            for name, value in columns.items():
                setattr(said, name, value)
            check_hours(said)
            said.save(update_fields=list(columns) if said.pk else None)  # `briefed_on` is the sweeper's
            after = settings_shape(user, said)
            if changes := audit.difference(before, after):
                undo = {name: was for name, (was, _) in changes.items()}
                audit.record(
                    user,
                    "call_settings.changed",
                    changes=changes,
                    undo=audit.request_of("PATCH", "telephone/settings", undo),
                )
        return Response(CallSettingsSerializer(after).data)


def _columns(user: User, said: dict[str, Any]) -> dict[str, Any]:
    """Turn what was said into columns."""
    columns = dict(said)
    if "pin_above" in columns:
        text = columns.pop("pin_above")
        minor = None if text is None else minor_units(text, user.home_currency, field="pin_above")
        if minor is not None and minor < 0:
            raise Invalid("An amount from zero on.", fields={"pin_above": "An amount from zero on."})
        columns["pin_above_minor"] = minor
    if columns.get("number") is not None:
        mine = PhoneNumber.objects.for_user(user).verified()
        columns["number"] = mine.filter(public_id=columns["number"]).first()
        if columns["number"] is None:
            raise Invalid("There is no such verified number.", fields={"number": "No verified number of yours."})
    return columns


def check_hours(said: CallSettings) -> None:
    """Refuse hours outside the law's, and those that leave nearly none.

    Raises:
        Invalid: they are not between 8:00 and 21:00, or shorter than an hour; or the briefing is not within.
    """
    faults: dict[str, str] = {}
    if said.earliest < quiet.EARLIEST:
        faults["earliest"] = "Nobody is rung before 8:00."
    if said.latest > quiet.LATEST:
        faults["latest"] = "Nobody is rung after 21:00."
    if not faults and _minutes(said.latest) - _minutes(said.earliest) < SHORTEST.seconds // 60:
        faults["latest"] = "At least an hour after `earliest`."
    if not faults and not said.earliest <= said.briefing_at < said.latest:
        faults["briefing_at"] = "Within the hours in which you may be rung."
    if faults:
        raise Invalid("These hours cannot be kept.", fields=faults)


def _minutes(at: Any) -> int:
    return int(at.hour) * 60 + int(at.minute)
