"""POST, DELETE /telephone/numbers: whose telephone numbers are whose, by a code that their line has heard."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.reauthentication import require_recent
from finance.api.params import user_of
from voice.api.telephone import InPersonView, NumberSerializer
from voice.callers import adding, shapes
from voice.models import PhoneNumber

WAYS = [("call", "GigLens rings and says it"), ("text", "A text message")]


class ProofSerializer(serializers.Serializer[dict[str, Any]]):
    """The password, where the log-in is older than a few minutes."""

    password = serializers.CharField(required=False, trim_whitespace=False, max_length=1024)


class WaySerializer(serializers.Serializer[dict[str, Any]]):
    """How the code is to come."""

    by = serializers.ChoiceField(WAYS, default="call")


class NewNumberSerializer(ProofSerializer, WaySerializer):
    number = serializers.CharField(max_length=40, help_text="With + and the country's code.")


class CodeSerializer(serializers.Serializer[dict[str, Any]]):
    code = serializers.CharField(max_length=20, help_text="The six digits that were spoken or sent.")

    def validate_code(self, value: str) -> str:
        """Take it however it was grouped."""
        return "".join(character for character in value if character.isascii() and character.isdigit())


class NumbersView(InPersonView):
    @extend_schema(operation_id="phone_numbers_create", request=NewNumberSerializer, responses={201: NumberSerializer})
    def post(self, request: Request) -> Response:
        """Say that a number is yours; it is rung with a code, or sent one. Needs a recent log-in."""
        said = _read(NewNumberSerializer, request)
        require_recent(request, password=said.get("password"))
        row = adding.add(user=user_of(request), text=said["number"], by=said["by"], now=timezone.now())
        return Response(NumberSerializer(shapes.shape(row)).data, status=201)


class NumberView(InPersonView):
    @extend_schema(operation_id="phone_numbers_destroy", request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take a number off; calls from it are a stranger's from now on. Needs a recent log-in."""
        row = _own(request, public_id)
        require_recent(request, password=None)
        adding.take_off(row, now=timezone.now())
        return Response(status=204)


class NumberCodeView(InPersonView):
    @extend_schema(operation_id="phone_numbers_send_code", request=WaySerializer, responses={202: NumberSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ring again with another code, or send it; the one before is good no more."""
        row, said = _own(request, public_id), _read(WaySerializer, request)
        adding.send_again(row, by=said["by"], now=timezone.now())
        return Response(NumberSerializer(shapes.shape(row)).data, status=202)


class NumberVerifyView(InPersonView):
    @extend_schema(operation_id="phone_numbers_verify", request=CodeSerializer, responses=NumberSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Show that you hear what is spoken to the number."""
        row, said = _own(request, public_id), _read(CodeSerializer, request)
        row = adding.verify(row, code=said["code"], now=timezone.now())
        return Response(NumberSerializer(shapes.shape(row)).data)


def _own(request: Request, public_id: UUID) -> PhoneNumber:
    rows = PhoneNumber.objects.for_user(user_of(request)).select_related("user")
    row: PhoneNumber = get_object_or_404(rows, public_id=public_id)
    return row


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)
