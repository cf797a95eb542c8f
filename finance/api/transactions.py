"""GET /transactions and PATCH of one: the ledger, line by line."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance import refresh
from finance.api.fields import AmountField
from finance.api.params import user_of
from finance.models import Transaction
from finance.models.ledger import TransactionQuerySet
from finance.sorting.again import learn_from
from finance.transfers import joining
from kit.errors import NotFound
from kit.pages import page, page_of

WORK = ["jobs", "distance_m", "minutes"]
REVIEW = ["needs_review", "review_reason"]


class TransactionSerializer(serializers.ModelSerializer[Transaction]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    linked_account = serializers.UUIDField(source="account.public_id", read_only=True)
    amount = AmountField()
    balance = AmountField(allow_null=True)
    transfer = serializers.UUIDField(read_only=True, allow_null=True, help_text="the transfer that it is a leg of")

    class Meta:
        model = Transaction
        fields = [
            "id",
            "linked_account",
            "posted_on",
            "amount",
            "currency",
            "memo",
            "kind",
            "kind_source",
            "category",
            "platform",
            "balance",
            *WORK,
            *REVIEW,
            "transfer",
        ]
        read_only_fields = [
            "posted_on",
            "currency",
            "memo",
            "kind_source",
            "platform",
            *WORK,
            *REVIEW,
        ]


class CorrectedSerializer(TransactionSerializer):
    """A corrected transaction, and how many others of the same counterparty became the same."""

    also_changed = serializers.IntegerField()

    class Meta(TransactionSerializer.Meta):
        fields = [*TransactionSerializer.Meta.fields, "also_changed"]


class FilterSerializer(serializers.Serializer[dict[str, Any]]):
    """What to keep of the ledger; `from` and `to` are days, both included."""

    kind = serializers.ChoiceField(Transaction.Kind.choices, required=False)
    category = serializers.CharField(max_length=40, required=False)
    platform = serializers.CharField(max_length=40, required=False)
    account = serializers.UUIDField(required=False)
    q = serializers.CharField(max_length=100, required=False)

    def get_fields(self) -> dict[str, Any]:
        """Add the two whose names are words of Python."""
        days = {"from": serializers.DateField(required=False), "to": serializers.DateField(required=False)}
        return days | super().get_fields()


LOOKUPS = {
    "from": "posted_on__gte",
    "to": "posted_on__lte",
    "kind": "kind",
    "category": "category",
    "platform": "platform",
    "account": "account__public_id",
    "q": "memo__icontains",
}


def filtered(rows: TransactionQuerySet, wanted: dict[str, Any]) -> TransactionQuerySet:
    """Keep what the filters ask for."""
    return rows.filter(**{lookup: wanted[name] for name, lookup in LOOKUPS.items() if name in wanted})


class TransactionsView(ApiView):
    @extend_schema(
        parameters=[FilterSerializer], operation_id="transactions_list", responses=page_of(TransactionSerializer)
    )
    def get(self, request: Request) -> Response:
        """List transactions, newest first."""
        wanted = FilterSerializer(data=request.query_params.dict())
        wanted.is_valid(raise_exception=True)
        rows = filtered(Transaction.objects.for_user(user_of(request)), wanted.validated_data)
        rows = rows.with_transfer().select_related("account")
        return Response(page(request, rows, by="posted_on", shape=lambda row: TransactionSerializer(row).data))


class TransactionView(ApiView):
    @extend_schema(responses=TransactionSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one transaction."""
        return Response(TransactionSerializer(_mine(request, public_id)).data)

    @extend_schema(request=TransactionSerializer, responses=CorrectedSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Say what kind and category a transaction is; that is then the user's word, and teaches at once."""
        row = _mine(request, public_id)
        said = TransactionSerializer(row, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        with transaction.atomic():
            said.save(kind_source=Transaction.KindSource.USER, rule=None, sorted_at=timezone.now())
            joining.named(row, now=timezone.now())
            refresh.after_change(user=row.user, currency=row.currency)
            also = learn_from(row)
        return Response(TransactionSerializer(_mine(request, public_id)).data | {"also_changed": also})


def _mine(request: Request, public_id: UUID) -> Transaction:
    mine = Transaction.objects.for_user(user_of(request)).with_transfer().select_related("account", "user")
    found: Transaction | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such transaction.")
    return found
