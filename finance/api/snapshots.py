"""GET /snapshots: what each week or month came to."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.fields import AmountField, RatioField
from finance.api.params import CURRENCY, currency_of, period_of, user_of
from finance.models import FinancialSnapshot
from finance.models.snapshots import PeriodKind
from kit.pages import page_of

LONGEST = 260  # five years of weeks


class SnapshotSerializer(serializers.ModelSerializer[FinancialSnapshot]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    revenue = AmountField()
    expenses = AmountField()
    ebitda = AmountField()
    net_cash_flow = AmountField()
    cash_in = AmountField()
    cash_out = AmountField()
    closing_balance = AmountField(allow_null=True)
    rate = AmountField(allow_null=True)
    margin = RatioField(allow_null=True)
    growth = RatioField(allow_null=True)
    liquidity_months = RatioField(allow_null=True)

    class Meta:
        model = FinancialSnapshot
        fields = [
            "id",
            "period",
            "starts_on",
            "ends_on",
            "complete",
            "source",
            "currency",
            "revenue",
            "expenses",
            "ebitda",
            "net_cash_flow",
            "cash_in",
            "cash_out",
            "closing_balance",
            "margin",
            "growth",
            "liquidity_months",
            "jobs",
            "rate",
            "days_worked",
        ]


class SnapshotsView(ApiView):
    @extend_schema(
        parameters=[
            OpenApiParameter("period", str, enum=PeriodKind.values, default="weekly"),
            CURRENCY,
        ],
        operation_id="snapshots_list",
        responses=page_of(SnapshotSerializer),
    )
    def get(self, request: Request) -> Response:
        """List what each week or month came to, newest first."""
        user, period = user_of(request), period_of(request)
        currency = currency_of(request)
        rows = FinancialSnapshot.objects.for_user(user).filter(period=period, currency=currency)
        return Response({"results": SnapshotSerializer(rows[:LONGEST], many=True).data, "next": None})
