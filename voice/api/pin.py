"""PUT, DELETE /telephone/pin, POST /telephone/unlock: the six digits that are keyed in on a call."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.reauthentication import require_recent
from finance.api.params import user_of
from voice.api.numbers import ProofSerializer
from voice.api.telephone import InPersonView
from voice.callers import pins


class NewPinSerializer(ProofSerializer):
    pin = serializers.CharField(max_length=32, trim_whitespace=False, write_only=True, help_text="Six digits.")


class PinSerializer(serializers.Serializer[dict[str, Any]]):
    pin_set_at = serializers.DateTimeField()


class PinView(InPersonView):
    @extend_schema(operation_id="phone_pin_update", request=NewPinSerializer, responses=PinSerializer)
    def put(self, request: Request) -> Response:
        """Set or change your PIN for the telephone. Needs a recent log-in; opens what wrong PINs have locked."""
        said = NewPinSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        require_recent(request, password=said.validated_data.get("password"))
        row = pins.set_pin(user_of(request), said.validated_data["pin"], timezone.now())
        return Response(PinSerializer({"pin_set_at": row.set_at}).data)

    @extend_schema(operation_id="phone_pin_destroy", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take your PIN away: nothing personal is told on the telephone then. Needs a recent log-in."""
        require_recent(request, password=None)
        pins.remove(user_of(request), timezone.now())
        return Response(status=204)


class UnlockView(InPersonView):
    @extend_schema(operation_id="telephone_unlock", request=ProofSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Open the telephone again after wrong PINs. Needs a recent log-in."""
        said = ProofSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        require_recent(request, password=said.validated_data.get("password"))
        pins.unlock(user_of(request))
        return Response(status=204)
