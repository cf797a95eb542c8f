"""GET /loans, one of them, and what their owner says: what is paid back, and to whom."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.api.fields import AmountInput, minor_units
from accounts.views import ApiView
from finance.api.params import user_of
from finance.loans import loans
from finance.models import Loan
from finance.recurring.cadence import Cadence
from kit.errors import Invalid, NotFound
from kit.money import amount_string
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

CADENCES = [one.value for one in Cadence]
STATUS = OpenApiParameter("status", str, enum=["standing", "dismissed", "all"], default="standing")
TERMS = ("owed", "owed_on", "rate_percent")


class LoanRowSerializer(serializers.Serializer[dict[str, Any]]):
    """The payout (positive) or a repayment."""

    transaction = serializers.UUIDField()
    on = serializers.DateField()
    amount = serializers.CharField()


class LoanSerializer(serializers.Serializer[dict[str, Any]]):
    """A loan; it is suspected while `decision` is empty. `remaining` is null until somebody says what is owed."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    currency = serializers.CharField()
    payment = serializers.CharField()
    cadence = serializers.ChoiceField(CADENCES, allow_blank=True)
    paid_out = serializers.CharField(allow_null=True)
    paid_out_on = serializers.DateField(allow_null=True)
    repaid = serializers.CharField()
    times = serializers.IntegerField()
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    next_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(Loan.Status.choices)
    decision = serializers.ChoiceField(Loan.Decision.choices, allow_blank=True)
    owed = serializers.CharField(allow_null=True)
    owed_on = serializers.DateField(allow_null=True)
    rate_percent = serializers.CharField(allow_null=True)
    remaining = serializers.CharField(allow_null=True)
    transactions = LoanRowSerializer(many=True)


class LoanChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What its owner says of a loan; the terms go together, as the lender states them."""

    name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    decision = serializers.ChoiceField(Loan.Decision.choices, required=False, allow_blank=True)
    owed = AmountInput(required=False, allow_null=True)
    owed_on = serializers.DateField(required=False, allow_null=True)
    rate_percent = serializers.DecimalField(
        max_digits=6, decimal_places=2, min_value=Decimal(0), max_value=Decimal(1000), required=False, allow_null=True
    )


class LoanPartSerializer(serializers.Serializer[dict[str, Any]]):
    """One transaction of a loan."""

    transaction = serializers.UUIDField()


def loan_shape(row: Loan) -> dict[str, Any]:
    """Shape a loan."""

    def amount(minor: int | None) -> str | None:
        return None if minor is None else amount_string(minor, row.currency)

    same = ("currency", "cadence", "paid_out_on", "times", "first_on", "last_on", "next_on", "status", "decision")
    fields = {name: getattr(row, name) for name in (*same, "owed_on")} | {
        "id": row.public_id,
        "name": row.label or row.name,
        "payment": amount(row.payment_minor),
        "paid_out": amount(row.paid_out_minor),
        "repaid": amount(row.repaid_minor),
        "owed": amount(row.owed_minor),
        "rate_percent": None if row.rate_hundredths is None else f"{Decimal(row.rate_hundredths).scaleb(-2):f}",
        "remaining": amount(loans.remaining(row, today=timezone.localdate())),
        "transactions": [
            {
                "transaction": one["transaction"],
                "on": date.fromisoformat(one["on"]),
                "amount": amount(one["amount_minor"]),
            }
            for one in row.rows
        ],
    }
    return dict(LoanSerializer(fields).data)


class LoansView(ApiView):
    @extend_schema(parameters=[STATUS, *PAGE_PARAMETERS], operation_id="loans_list", responses=page_of(LoanSerializer))
    def get(self, request: Request) -> Response:
        """List loans, the latest repaid first."""
        status = request.query_params.get("status", "standing")
        if status not in (STATUS.enum or ()):
            raise serializers.ValidationError({"status": "One of standing, dismissed, all."})
        rows = Loan.objects.for_user(user_of(request))
        if status == "standing":
            rows = rows.standing()
        elif status == "dismissed":
            rows = rows.filter(decision=Loan.Decision.DISMISSED)
        cut = keyset_page(request, rows, order=("-last_on", "-id"))
        return Response({"results": [loan_shape(row) for row in cut.rows], "next": cut.next})


class LoanView(ApiView):
    @extend_schema(responses=LoanSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one loan with its transactions."""
        return Response(loan_shape(_mine(request, public_id)))

    @extend_schema(request=LoanChangeSerializer, responses=LoanSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Name it, confirm it, say that it is none, or say what the lender says is owed."""
        row = _mine(request, public_id)
        said = LoanChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = said.validated_data
        with transaction.atomic():
            if "name" in wanted and wanted["name"] != row.label:
                _rename(row, wanted["name"])
            if any(name in wanted for name in TERMS):
                loans.say_terms(row, **_terms(row, wanted))
            if "decision" in wanted:
                loans.judge(row, wanted["decision"], now=timezone.now())
        return Response(loan_shape(_mine(request, public_id)))


class LoanPartView(ApiView):
    @extend_schema(request=LoanPartSerializer, responses=LoanSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Split a transaction from a loan for ever, or take that back."""
        row = _mine(request, public_id)
        said = LoanPartSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        change = loans.split if verb == "split" else loans.join
        change(row, said.validated_data["transaction"], today=timezone.localdate())
        return Response(loan_shape(_mine(request, public_id)))


def _rename(row: Loan, name: str) -> None:
    was, row.label = row.label, name
    row.save(update_fields=["label"])
    undo = audit.request_of("PATCH", f"loans/{row.public_id}", {"name": was})
    audit.record(row.user, "loan.judged", row, changes={"name": [was, name]}, undo=undo)


def _terms(row: Loan, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the three terms as columns.

    Raises:
        Invalid: some are said and some are not, or what is owed is negative.
    """
    given = [wanted.get(name) for name in TERMS]
    if all(value is None for value in given):
        return {"owed_minor": None, "owed_on": None, "rate_hundredths": None}
    if any(value is None for value in given):
        raise Invalid("Say what is owed, on which day, and at which rate.", fields={"owed": "All three, or none."})
    minor = minor_units(wanted["owed"], row.currency, field="owed")
    if minor < 0:
        raise Invalid("What is owed is not negative.", fields={"owed": "Must not be negative."})
    return {"owed_minor": minor, "owed_on": wanted["owed_on"], "rate_hundredths": int(wanted["rate_percent"] * 100)}


def _mine(request: Request, public_id: UUID) -> Loan:
    found: Loan | None = (
        Loan.objects.for_user(user_of(request)).select_related("user").filter(public_id=public_id).first()
    )
    if found is None:
        raise NotFound("There is no such loan.")
    return found
