"""POST /transactions/corrections and /corrections/undo: what many transactions are, said at once."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import Transaction
from finance.sorting import corrections
from kit.errors import NotFound

MOST_ROWS = 200


class ChosenSerializer(serializers.Serializer[dict[str, Any]]):
    """The transactions that are meant."""

    transactions = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_ROWS)


class CorrectionsSerializer(ChosenSerializer):
    """What they are: a kind, a category, or both."""

    kind = serializers.ChoiceField(Transaction.Kind.choices, required=False)
    category = serializers.CharField(max_length=40, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something has to be said."""
        if not {"kind", "category"} & set(attrs):
            raise serializers.ValidationError({"kind": "Say a kind, a category, or both."})
        return attrs


class CorrectedCountSerializer(serializers.Serializer[dict[str, Any]]):
    """How many were changed, and how many others became the same."""

    changed = serializers.IntegerField()
    also_changed = serializers.IntegerField()


class CorrectionsView(ApiView):
    @extend_schema(request=CorrectionsSerializer, responses=CorrectedCountSerializer)
    def post(self, request: Request) -> Response:
        """Say what transactions are; that is then the user's word, and teaches at once."""
        said = CorrectionsSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = dict(said.validated_data)
        rows = _chosen(request, wanted.pop("transactions"))
        also = corrections.correct(user_of(request), rows, now=timezone.now(), **wanted)
        return Response({"changed": len(rows), "also_changed": also})


class UndoCorrectionsView(ApiView):
    @extend_schema(request=ChosenSerializer, responses=CorrectedCountSerializer)
    def post(self, request: Request) -> Response:
        """Let transactions be what they were before the user's word, and forget what it taught."""
        said = ChosenSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        rows = _chosen(request, said.validated_data["transactions"])
        corrected = sum(row.kind_source == Transaction.KindSource.USER for row in rows)
        also = corrections.take_back(user_of(request), rows, now=timezone.now())
        return Response({"changed": corrected, "also_changed": also})


def _chosen(request: Request, ids: list[Any]) -> list[Transaction]:
    wanted = set(ids)
    rows = list(Transaction.objects.for_user(user_of(request)).filter(public_id__in=wanted))
    if len(rows) < len(wanted):
        raise NotFound("There is no such transaction.")
    return rows
