"""GET /currencies: which ones a user's money is in. No rates: what one is worth in another is not known."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.flows import currencies
from kit.pages import page_of


class CurrencyUsedSerializer(serializers.Serializer[dict[str, Any]]):
    """A currency of the ledger; figures are of the main one unless another is asked for."""

    currency = serializers.CharField()
    transactions = serializers.IntegerField()
    main = serializers.BooleanField()


class CurrenciesView(ApiView):
    @extend_schema(operation_id="currencies_list", responses=page_of(CurrencyUsedSerializer))
    def get(self, request: Request) -> Response:
        """List the currencies of the ledger, the main one first."""
        user = user_of(request)
        found = currencies(user)
        rows = [
            {"currency": one, "transactions": count, "main": place == 0} for place, (one, count) in enumerate(found)
        ]
        return Response({"results": rows, "next": None})
