"""GET /transactions/totals: what the transactions of a filter come to."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.api.transaction_filters import FilterSerializer, filtered
from finance.models import Transaction
from kit.money import amount_string
from kit.pages import page_of


class LedgerTotalSerializer(serializers.Serializer[dict[str, Any]]):
    """What came in and went out in one currency, transfers between own accounts left out."""

    currency = serializers.CharField()
    transactions = serializers.IntegerField(help_text="all of them, transfers too")
    total_in = serializers.CharField()
    total_out = serializers.CharField(help_text="a negative amount")


class TotalsView(ApiView):
    @extend_schema(parameters=[FilterSerializer], operation_id="totals_list", responses=page_of(LedgerTotalSerializer))
    def get(self, request: Request) -> Response:
        """Add up the transactions of a filter, by currency."""
        rows = filtered(Transaction.objects.for_user(user_of(request)), request)
        sums = rows.values("currency").annotate(
            transactions=Count("id"), total_in=_sum(amount_minor__gt=0), total_out=_sum(amount_minor__lt=0)
        )
        return Response({"results": [_shaped(one) for one in sums.order_by("currency")], "next": None})


def _sum(**which: int) -> Coalesce:
    return Coalesce(Sum("amount_minor", filter=Q(**which) & ~Q(kind=Transaction.Kind.TRANSFER)), 0)


def _shaped(one: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {name: amount_string(one[name], one["currency"]) for name in ("total_in", "total_out")}
    return {"currency": one["currency"], "transactions": one["transactions"]} | amounts
