"""Which transactions are asked for; the list and its totals understand the same filters."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from finance.models import Transaction
from finance.models.ledger import TransactionQuerySet


class FilterSerializer(serializers.Serializer[dict[str, Any]]):
    """What to keep of the ledger; `from` and `to` are days, both included."""

    kind = serializers.ChoiceField(Transaction.Kind.choices, required=False)
    category = serializers.CharField(max_length=40, required=False)
    platform = serializers.CharField(max_length=40, required=False)
    account = serializers.UUIDField(required=False)
    direction = serializers.ChoiceField(["in", "out"], required=False)
    q = serializers.CharField(max_length=100, required=False, help_text="words of the memo")

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
DIRECTIONS = {"in": {"amount_minor__gt": 0}, "out": {"amount_minor__lt": 0}}


def filtered(rows: TransactionQuerySet, request: Request) -> TransactionQuerySet:
    """Keep what the request asks for.

    Raises:
        ValidationError: a filter is not one.
    """
    asked = FilterSerializer(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    wanted = asked.validated_data
    found = {lookup: wanted[name] for name, lookup in LOOKUPS.items() if name in wanted}
    return rows.filter(**found, **DIRECTIONS.get(wanted.get("direction", ""), {}))
