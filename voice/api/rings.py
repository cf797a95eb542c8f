"""GET, POST /rings, GET /rings/{id}: calls that are asked for, and what becomes of them."""

import hashlib
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.permissions import InPerson
from accounts.views import ApiView
from finance.api.params import user_of
from kit.errors import Invalid, NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of
from kit.tasks import send_on_commit
from voice.models import Call, Ring
from voice.outbound import rings

RELATED = ("proposal", "number", "call")


class RingSerializer(serializers.Serializer[dict[str, Any]]):
    """A call that GigLens places, from the wish to the outcome."""

    id = serializers.UUIDField()
    purpose = serializers.ChoiceField(Call.Purpose.choices)
    outcome = serializers.ChoiceField(Ring.Outcome.choices)
    reason = serializers.CharField(allow_blank=True, help_text="why it was refused, put off or failed, in a word")
    proposal = serializers.UUIDField(allow_null=True, help_text="what it asks a decision for")
    decided = serializers.CharField(
        allow_null=True, help_text="the status of the proposal, wherever it was decided: executed, declined, ..."
    )
    call = serializers.UUIDField(allow_null=True)
    call_status = serializers.ChoiceField(Call.Status.choices, allow_null=True, help_text="as the telephone says it")
    number_ends = serializers.CharField(allow_blank=True)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="not before: quiet hours, or the next try")
    placed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()


class AskToBeRungSerializer(serializers.Serializer[dict[str, Any]]):
    """What to be rung about: one of the two."""

    proposal = serializers.UUIDField(required=False, help_text="an action that waits for a yes")
    recommendation = serializers.UUIDField(required=False, help_text="an advice to accept")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Name a proposal or a recommendation.")
        return attrs


def ring_shape(row: Ring) -> dict[str, Any]:
    """Shape a ring."""
    times = ("created_at", "due_at", "placed_at", "ended_at", "expires_at")
    fields = {name: getattr(row, name) for name in ("purpose", "outcome", "reason", "attempts", *times)} | {
        "id": row.public_id,
        "proposal": row.proposal.public_id if row.proposal else None,
        "decided": row.proposal.status if row.proposal and row.proposal.decided_at else None,
        "call": row.call.public_id if row.call else None,
        "call_status": row.call.status if row.call else None,
        "number_ends": row.number.ends if row.number else "",
    }
    return dict(RingSerializer(fields).data)


class RingsView(ApiView):
    def get_permissions(self) -> list[Any]:
        """To be rung is asked for by a person, not by a program."""
        return [*super().get_permissions(), *([InPerson()] if self.request.method == "POST" else [])]

    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="rings_list", responses=page_of(RingSerializer))
    def get(self, request: Request) -> Response:
        """List the calls that GigLens placed or will, the newest first."""
        rows = Ring.objects.for_user(user_of(request)).select_related(*RELATED)
        cut = keyset_page(request, rows, order=("-id",))
        return Response({"results": [ring_shape(row) for row in cut.rows], "next": cut.next})

    @extend_schema(operation_id="rings_create", request=AskToBeRungSerializer, responses={201: RingSerializer})
    def post(self, request: Request) -> Response:
        """Be rung about a decision; 409 says why not. While such a call is under way, it is returned as it is."""
        said = AskToBeRungSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        user, now = user_of(request), timezone.now()
        if "proposal" in said.validated_data:
            ring = rings.about(user=user, proposal=said.validated_data["proposal"], now=now)
        elif "recommendation" in said.validated_data:
            ring = rings.about_advice(user=user, recommendation=said.validated_data["recommendation"], now=now)
        else:
            raise Invalid("Name a proposal or a recommendation.")
        send_on_commit("voice.tasks.dial", ring.pk)
        return Response(ring_shape(_one(request, ring.public_id)), status=201)


class RingView(ApiView):
    @extend_schema(operation_id="rings_retrieve", responses={200: RingSerializer, 304: None})
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return how a call stands; with If-None-Match of the answer before, 304 while nothing has changed."""
        shape = ring_shape(_one(request, public_id))
        text = JSONEncoder(sort_keys=True).encode(shape)
        etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
        unchanged = etag in parse_etags(request.headers.get("If-None-Match", ""))
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        return Response(None if unchanged else shape, status=304 if unchanged else 200, headers=headers)


def _one(request: Request, public_id: UUID) -> Ring:
    mine = Ring.objects.for_user(user_of(request)).select_related(*RELATED)
    row: Ring | None = mine.filter(public_id=public_id).first()
    if row is None:
        raise NotFound("There is no such call.")
    return row
