"""GET /calls, GET /calls/{id}: the calls on which somebody was known to be the user, and what happened on them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.views import ApiView
from finance.api.params import user_of
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of
from voice.models import Call, CallEvent

Status, Purpose, Direction = Call.Status, Call.Purpose, Call.Direction  # settings name them, for the schema
MICRO = Decimal(10) ** -6
PLAIN = ("direction", "purpose", "status", "language", "answered_by", "disposition", "error_code", "conversation")
TIMES = ("created_at", "answered_at", "ended_at", "duration_s")


class CallSerializer(serializers.Serializer[dict[str, Any]]):
    """A call."""

    id = serializers.UUIDField()
    direction = serializers.ChoiceField(Direction.choices)
    purpose = serializers.ChoiceField(Purpose.choices)
    status = serializers.ChoiceField(Status.choices)
    number_ends = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(User.Language.choices)
    answered_by = serializers.CharField(allow_blank=True, help_text="who answered: human, machine_start, unknown ...")
    disposition = serializers.CharField(allow_blank=True, help_text="how it ended, in a word")
    error_code = serializers.CharField(allow_blank=True, help_text="of the telephone network")
    conversation = serializers.UUIDField(allow_null=True, help_text="what was asked on it")
    ring = serializers.UUIDField(allow_null=True, help_text="the wish that it came from")
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    duration_s = serializers.IntegerField(allow_null=True)
    price = serializers.CharField(allow_null=True, help_text="what it cost, once it is known")
    price_currency = serializers.CharField(allow_blank=True)


class CallEventSerializer(serializers.Serializer[dict[str, Any]]):
    """Something that happened on a call."""

    kind = serializers.ChoiceField(CallEvent.Kind.choices)
    at = serializers.DateTimeField()
    details = serializers.DictField()


class CallWithEventsSerializer(CallSerializer):
    """A call with what happened on it, in order."""

    events = CallEventSerializer(many=True)


def call_fields(row: Call) -> dict[str, Any]:
    """Return a call as the API names its parts."""
    ring = getattr(row, "ring", None)
    price = None if row.price_micros is None else f"{row.price_micros * MICRO:f}"
    return {name: getattr(row, name) for name in (*PLAIN, *TIMES, "number_ends", "price_currency")} | {
        "id": row.public_id,
        "ring": ring.public_id if ring else None,
        "price": price,
    }


class CallsView(ApiView):
    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="calls_list", responses=page_of(CallSerializer))
    def get(self, request: Request) -> Response:
        """List your calls, the newest first."""
        rows = Call.objects.for_user(user_of(request)).of_theirs().select_related("ring").defer("state", "number")
        cut = keyset_page(request, rows, order=("-created_at", "-id"))
        return Response({"results": [CallSerializer(call_fields(row)).data for row in cut.rows], "next": cut.next})


class CallView(ApiView):
    @extend_schema(operation_id="calls_retrieve", responses=CallWithEventsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return a call with what happened on it."""
        mine = Call.objects.for_user(user_of(request)).of_theirs().select_related("ring").defer("state", "number")
        row = mine.filter(public_id=public_id).first()
        if row is None:
            raise NotFound("There is no such call.")
        events = list(CallEvent.objects.filter(call=row).order_by("at", "id"))
        return Response(CallWithEventsSerializer(call_fields(row) | {"events": events}).data)
