"""GET /transfers, joining by hand and splitting: money that moved between the user's own accounts."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.views import ApiView
from finance.api.params import user_of
from finance.api.transactions import TransactionSerializer
from finance.models import Transaction, Transfer
from finance.transfers import joining
from kit.errors import NotFound
from kit.money import amount_string
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

STATUSES = ("standing", "split")


class TransferSerializer(serializers.Serializer[dict[str, Any]]):
    """Rows that are one event; `fee` is what left and did not arrive."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="transfer or payout")
    source = serializers.CharField(help_text="auto or user")  # type: ignore[assignment]  # Field.source is another thing
    currency = serializers.CharField()
    fee = serializers.CharField()
    created_at = serializers.DateTimeField()
    split_at = serializers.DateTimeField(allow_null=True)
    transactions = TransactionSerializer(many=True)


class JoinSerializer(serializers.Serializer[dict[str, Any]]):
    """The rows that are one transfer."""

    transactions = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=joining.MOST_ROWS)


def shaped(row: Transfer) -> dict[str, Any]:
    """Put a transfer into the API's shape."""
    return dict(TransferSerializer(_fields(row)).data)


def _fields(row: Transfer) -> dict[str, Any]:
    """Return what a transfer shows, what left first."""
    found = [leg.transaction for leg in row.legs.all() if leg.transaction]
    found.sort(key=lambda leg: (leg.amount_minor > 0, leg.posted_on, leg.pk))
    fields = {name: getattr(row, name) for name in ("kind", "source", "currency", "created_at", "split_at")}
    fee = amount_string(-sum(leg.amount_minor for leg in found), row.currency)
    return fields | {"id": row.public_id, "fee": fee, "transactions": found}


def transfers_of(user: User) -> QuerySet[Transfer]:
    """Return a user's transfers whose rows are all there."""
    rows = Transaction.versions.with_transfer().select_related("account")
    mine: QuerySet[Transfer] = Transfer.objects.for_user(user).exclude(legs__transaction=None)
    return mine.prefetch_related("legs", Prefetch("legs__transaction", rows))


class TransfersView(ApiView):
    @extend_schema(
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("status", str, enum=STATUSES, default="standing")],
        operation_id="transfers_list",
        responses=page_of(TransferSerializer),
    )
    def get(self, request: Request) -> Response:
        """List what is matched, newest first; with `status=split`, what the user has split."""
        status = request.query_params.get("status", "standing")
        if status not in STATUSES:
            raise serializers.ValidationError({"status": f"One of {', '.join(STATUSES)}."})
        rows = transfers_of(user_of(request)).filter(split_at__isnull=status == "standing")
        cut = keyset_page(request, rows, order=("-id",))
        show = TransferSerializer().to_representation  # one for all rows: making it is dear
        return Response({"results": [show(_fields(row)) for row in cut.rows], "next": cut.next})

    @extend_schema(request=JoinSerializer, responses={201: TransferSerializer})
    def post(self, request: Request) -> Response:
        """Join transactions by hand."""
        user = user_of(request)
        said = JoinSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = set(said.validated_data["transactions"])
        rows = list(Transaction.objects.for_user(user).filter(public_id__in=wanted).select_related("account"))
        if len(rows) < len(wanted):
            raise NotFound("There is no such transaction.")
        made = joining.join(user, rows)
        return Response(shaped(_mine(request, made.public_id)), status=201)


class TransferView(ApiView):
    @extend_schema(responses=TransferSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one transfer."""
        return Response(shaped(_mine(request, public_id)))


class SplitTransferView(ApiView):
    @extend_schema(request=None, responses=TransferSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Split a transfer for ever, or take the split back."""
        row = _mine(request, public_id)
        if verb == "split":
            joining.split(row, now=timezone.now())
        else:
            joining.rejoin(row)
        return Response(shaped(_mine(request, public_id)))


def _mine(request: Request, public_id: UUID) -> Transfer:
    found = transfers_of(user_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such transfer.")
    return found
