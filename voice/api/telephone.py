"""GET /telephone: everything that the room "Telephone" of the app shows."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import InPerson
from accounts.views import ApiView
from finance.api.params import user_of
from voice import outbound, twilio
from voice.api.consents import CallSettingsSerializer, ConsentSerializer, OffersSerializer
from voice.callers import shapes


class InPersonView(ApiView):
    def get_permissions(self) -> list[Any]:
        """Only somebody who logged in: a key must not open another way in."""
        return [*super().get_permissions(), InPerson()]


class NumberSerializer(serializers.Serializer[dict[str, Any]]):
    """A telephone number of yours, or on the way to be."""

    id = serializers.UUIDField()
    ends = serializers.CharField(help_text="Its last digits.")
    verified_at = serializers.DateTimeField(allow_null=True)
    code_expires_at = serializers.DateTimeField(
        allow_null=True, help_text="Until when the code is good that was spoken or sent last."
    )


class TelephoneSerializer(serializers.Serializer[dict[str, Any]]):
    """The telephone: who you are on it, and whether you are rung."""

    available = serializers.BooleanField(help_text="GigLens has a telephone here.")
    number = serializers.CharField(allow_null=True, help_text="GigLens's own, E.164.")
    countries = serializers.ListField(
        child=serializers.CharField(), help_text="Whose numbers may be added, ISO 3166 alpha-2."
    )
    numbers = NumberSerializer(many=True)
    pin_set_at = serializers.DateTimeField(allow_null=True)
    locked_until = serializers.DateTimeField(allow_null=True, help_text="No PIN is right before then.")
    consents = ConsentSerializer(many=True)
    offers = OffersSerializer()
    settings = CallSettingsSerializer()


class TelephoneView(InPersonView):
    @extend_schema(operation_id="telephone_retrieve", responses=TelephoneSerializer)
    def get(self, request: Request) -> Response:
        """Return your numbers, your PIN's age, what you have agreed to, and when you may be rung."""
        user = user_of(request)
        own = settings.TWILIO_NUMBER if twilio.available() else ""
        parts = shapes.told(user, now=timezone.now()) | outbound.told(user)
        told = {"available": bool(own), "number": own or None, "countries": settings.VOICE_COUNTRIES, **parts}
        return Response(TelephoneSerializer(told).data)
