"""GET /transactions/totals: what the transactions of a filter come to."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.api.transaction_filters import FilterSerializer, filtered
from finance.ledger_totals import LedgerTotal, totals
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
        found = totals(filtered(Transaction.objects.for_user(user_of(request)), request))
        return Response({"results": [_shaped(one) for one in found], "next": None})


def _shaped(one: LedgerTotal) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "transactions": one.transactions,
        "total_in": amount_string(one.in_minor, one.currency),
        "total_out": amount_string(one.out_minor, one.currency),
    }
