"""GET /transactions and PATCH of one: the ledger, line by line."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.fields import AmountField
from finance.api.params import user_of
from finance.api.transaction_filters import FilterSerializer, filtered
from finance.models import Transaction
from finance.sorting.corrections import correct
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, page, page_of

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


class TransactionsView(ApiView):
    @extend_schema(
        parameters=[FilterSerializer, *PAGE_PARAMETERS],
        operation_id="transactions_list",
        responses=page_of(TransactionSerializer),
    )
    def get(self, request: Request) -> Response:
        """List transactions, newest first."""
        rows = filtered(Transaction.objects.for_user(user_of(request)), request)
        rows = rows.with_transfer().select_related("account")
        return Response(page(request, rows, by="posted_on", shape=TransactionSerializer().to_representation))


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
        also = correct(row.user, [row], now=timezone.now(), **said.validated_data)
        return Response(TransactionSerializer(_mine(request, public_id)).data | {"also_changed": also})


def _mine(request: Request, public_id: UUID) -> Transaction:
    mine = Transaction.objects.for_user(user_of(request)).with_transfer().select_related("account", "user")
    found: Transaction | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such transaction.")
    return found
