"""GET, POST /bills, one of them, and what is due: what comes again."""

from collections.abc import Sequence
from datetime import date, timedelta
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
from finance import refresh
from finance.api.params import user_of
from finance.models import RecurringFlow
from finance.recurring import bills
from finance.recurring.bills import Due
from finance.recurring.cadence import Cadence
from finance.tax.calendar import TaxDay, taxes_due
from kit.errors import Conflict, NotFound
from kit.money import amount_string, known_currencies
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

CADENCES = [one.value for one in Cadence]
DIRECTION = OpenApiParameter("direction", str, enum=["out", "in", "all"], default="out")
STATUS = OpenApiParameter("status", str, enum=["running", "ended", "dismissed", "all"], default="running")
DAYS = OpenApiParameter("days", int, default=30, description="how far to look, 1 to 365")


class OccurrenceSerializer(serializers.Serializer[dict[str, Any]]):
    """One time that it came."""

    transaction = serializers.UUIDField()
    on = serializers.DateField()
    amount = serializers.CharField()


class PriceChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """A steady price that became another one."""

    before = serializers.CharField()
    after = serializers.CharField()
    on = serializers.DateField()


class BillSerializer(serializers.Serializer[dict[str, Any]]):
    """A bill, a subscription or regular pay; amounts are positive, `direction` says which way the money goes."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    direction = serializers.ChoiceField(["in", "out"])
    cadence = serializers.ChoiceField(CADENCES)
    amount = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()
    currency = serializers.CharField()
    next_on = serializers.DateField(help_text="From today on; in the past when it was missed.")
    due_on = serializers.DateField(help_text="The first day after what the statements show.")
    due_from = serializers.DateField()
    due_to = serializers.DateField()
    status = serializers.ChoiceField(RecurringFlow.Status.choices)
    source = serializers.ChoiceField(RecurringFlow.Source.choices)  # type: ignore[assignment]  # Field.source is another thing
    decision = serializers.ChoiceField(RecurringFlow.Decision.choices, allow_blank=True)
    kind = serializers.CharField()
    category = serializers.CharField()
    platform = serializers.CharField()
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    times = serializers.IntegerField()
    price_change = PriceChangeSerializer(allow_null=True)
    recent = OccurrenceSerializer(many=True)


class BillInputSerializer(serializers.Serializer[dict[str, Any]]):
    """A bill that no statement has shown yet."""

    name = serializers.CharField(max_length=80)
    amount = AmountInput()
    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    direction = serializers.ChoiceField(["in", "out"], default="out")
    cadence = serializers.ChoiceField(CADENCES)
    due_on = serializers.DateField()

    def validate_currency(self, value: str) -> str:
        """Take an ISO 4217 code in capitals."""
        if value.upper() not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value.upper()


class BillChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What its owner says of a bill; an empty `decision` takes the word back."""

    name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    decision = serializers.ChoiceField(RecurringFlow.Decision.choices, required=False, allow_blank=True)


class DueSerializer(serializers.Serializer[dict[str, Any]]):
    """A day on which something is expected; `overdue` when it was, and is not in the ledger."""

    bill = serializers.UUIDField()
    name = serializers.CharField()
    direction = serializers.ChoiceField(["in", "out"])
    on = serializers.DateField()
    amount = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()
    currency = serializers.CharField()
    overdue = serializers.BooleanField()


class TotalSerializer(serializers.Serializer[dict[str, Any]]):
    """What is expected in one currency."""

    currency = serializers.CharField()
    money_in = serializers.CharField()
    money_out = serializers.CharField()


class UpcomingTaxSerializer(serializers.Serializer[dict[str, Any]]):
    """A day on which estimated tax is due; an estimate, and in no total."""

    on = serializers.DateField()
    year = serializers.CharField(help_text="the tax year that it is for")
    amount = serializers.CharField()
    currency = serializers.CharField()
    method = serializers.CharField(help_text="annualised, last_year, own_percentage")


class UpcomingSerializer(serializers.Serializer[dict[str, Any]]):
    """What is due, soonest first, with its totals by currency."""

    until = serializers.DateField()
    results = DueSerializer(many=True)
    taxes = UpcomingTaxSerializer(many=True)
    totals = TotalSerializer(many=True)


def bill_shape(row: RecurringFlow) -> dict[str, Any]:
    """Shape a recurring flow."""
    same = ("cadence", "currency", "due_on", "due_from", "due_to", "status", "source", "decision")
    more = ("kind", "category", "platform", "first_on", "last_on", "times")
    fields = {
        **{name: getattr(row, name) for name in same + more},
        **_amounts(row),
        "id": row.public_id,
        "name": row.shown_name,
        "direction": _direction(row),
        "next_on": bills.next_on(row, today=timezone.localdate()),
        "price_change": _price_change(row),
        "recent": [
            {**one, "amount": amount_string(one["amount_minor"], row.currency), "on": date.fromisoformat(one["on"])}
            for one in row.recent
        ],
    }
    return dict(BillSerializer(fields).data)


def _direction(row: RecurringFlow) -> str:
    return "in" if row.direction == RecurringFlow.Direction.IN else "out"


def _amounts(row: RecurringFlow) -> dict[str, str]:
    minors = {"amount": row.typical_minor, "low": row.low_minor, "high": row.high_minor}
    return {name: amount_string(minor, row.currency) for name, minor in minors.items()}


def _price_change(row: RecurringFlow) -> dict[str, Any] | None:
    if row.price_before_minor is None:
        return None
    before, after = (amount_string(minor, row.currency) for minor in (row.price_before_minor, row.typical_minor))
    return {"before": before, "after": after, "on": row.price_changed_on}


def _due_shape(due: Due) -> dict[str, Any]:
    row = due.flow
    return {
        "bill": row.public_id,
        "name": row.shown_name,
        "direction": _direction(row),
        "on": due.on,
        "currency": row.currency,
        "overdue": row.status == RecurringFlow.Status.MISSED and due.on == row.due_on,
        **_amounts(row),
    }


def _tax_shape(one: TaxDay) -> dict[str, Any]:
    same = ("on", "year", "currency", "method")
    return {**{name: getattr(one, name) for name in same}, "amount": amount_string(one.amount_minor, one.currency)}


def _totals(found: Sequence[Due]) -> list[dict[str, str]]:
    currencies = sorted({due.flow.currency for due in found})

    def total(currency: str, direction: int) -> str:
        mine = [due.flow for due in found if due.flow.currency == currency and due.flow.direction == direction]
        return amount_string(sum(row.typical_minor for row in mine), currency)

    return [{"currency": one, "money_in": total(one, 1), "money_out": total(one, -1)} for one in currencies]


class BillsView(ApiView):
    @extend_schema(
        parameters=[DIRECTION, STATUS, *PAGE_PARAMETERS], operation_id="bills_list", responses=page_of(BillSerializer)
    )
    def get(self, request: Request) -> Response:
        """List what comes again, the next due first."""
        direction = _choice(request, "direction", DIRECTION)
        rows = _with_status(RecurringFlow.objects.for_user(user_of(request)), _choice(request, "status", STATUS))
        if direction != "all":
            rows = rows.filter(direction=1 if direction == "in" else -1)
        cut = keyset_page(request, rows, order=("due_on", "id"))
        return Response({"results": [bill_shape(row) for row in cut.rows], "next": cut.next})

    @extend_schema(request=BillInputSerializer, responses={201: BillSerializer})
    def post(self, request: Request) -> Response:
        """Tell of a bill that no statement has shown yet; the forecast counts it from now on."""
        user, said = user_of(request), BillInputSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = said.validated_data
        currency = wanted.get("currency") or user.home_currency
        minor = minor_units(wanted["amount"], currency, field="amount")
        if minor <= 0:
            raise serializers.ValidationError({"amount": "More than zero; `direction` says which way it goes."})
        if wanted["due_on"] < timezone.localdate():
            raise serializers.ValidationError({"due_on": "Not in the past: what has happened is in your statements."})
        with transaction.atomic():
            row = bills.tell(
                user=user,
                name=wanted["name"],
                direction=1 if wanted["direction"] == "in" else -1,
                amount_minor=minor,
                currency=currency,
                cadence=Cadence(wanted["cadence"]),
                due_on=wanted["due_on"],
            )
            refresh.after_change(user=user, currency=currency)
            undo = audit.request_of("DELETE", f"bills/{row.public_id}")
            told = {"amount": wanted["amount"], "currency": currency, "cadence": row.cadence, "due_on": row.due_on}
            audit.record(user, "bill.told", row, undo=undo, **told)
        return Response(bill_shape(row), status=201)


class BillView(ApiView):
    @extend_schema(responses=BillSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one recurring flow."""
        return Response(bill_shape(_mine(request, public_id)))

    @extend_schema(request=BillChangeSerializer, responses=BillSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Name it, confirm it, or say that it is none; an empty word takes that back."""
        row = _mine(request, public_id)
        said = BillChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        was = audit.columns_of(row, "label", "decision")
        row.label = said.validated_data.get("name", row.label)
        row.decision = said.validated_data.get("decision", row.decision)
        with transaction.atomic():
            row.save(update_fields=["label", "decision"])
            if changes := audit.difference(was, audit.columns_of(row, *was)):
                back = {"name": was["label"], "decision": was["decision"]}
                undo = audit.request_of("PATCH", f"bills/{row.public_id}", back)
                audit.record(row.user, "bill.judged", row, changes=changes, undo=undo)
        return Response(bill_shape(row))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Forget a bill that the user told of; one that was found is dismissed instead."""
        row = _mine(request, public_id)
        if row.source == RecurringFlow.Source.FOUND:
            raise Conflict("This was found in your transactions: dismiss it, and it stays away.", code="found_bill")
        with transaction.atomic():
            user, currency = row.user, row.currency
            audit.record(user, "bill.deleted", row, amount=amount_string(row.typical_minor, currency))
            row.delete()
            refresh.after_change(user=user, currency=currency)
        return Response(status=204)


class UpcomingView(ApiView):
    @extend_schema(parameters=[DAYS], operation_id="bills_upcoming_retrieve", responses=UpcomingSerializer)
    def get(self, request: Request) -> Response:
        """Return what is due in the days to come, what was missed first, with totals."""
        days = serializers.IntegerField(min_value=1, max_value=365).run_validation(request.query_params.get("days", 30))
        today = timezone.localdate()
        rows = RecurringFlow.objects.for_user(user_of(request)).running()
        found = bills.upcoming(rows, first=today, last=today + timedelta(days=days))
        taxes = taxes_due(user_of(request), first=today, last=today + timedelta(days=days), today=today)
        shaped = {
            "until": today + timedelta(days=days),
            "taxes": [_tax_shape(one) for one in taxes],
            "results": [_due_shape(due) for due in found],
            "totals": _totals(found),
        }
        return Response(UpcomingSerializer(shaped).data)


def _choice(request: Request, name: str, parameter: OpenApiParameter) -> str:
    value = request.query_params.get(name, str(parameter.default))
    if value not in (parameter.enum or ()):
        raise serializers.ValidationError({name: f"One of {', '.join(map(str, parameter.enum or ()))}."})
    return value


def _with_status(rows: Any, status: str) -> Any:
    if status == "running":
        return rows.running()
    if status == "ended":
        return rows.filter(status=RecurringFlow.Status.ENDED)
    return rows.filter(decision=RecurringFlow.Decision.DISMISSED) if status == "dismissed" else rows


def _mine(request: Request, public_id: UUID) -> RecurringFlow:
    mine = RecurringFlow.objects.for_user(user_of(request)).select_related("user")
    found: RecurringFlow | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such bill.")
    return found
