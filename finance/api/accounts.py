"""GET, POST /linked-accounts and one of them: the accounts whose statements a user brings."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.api.fields import AmountInput, minor_units
from accounts.views import ApiView
from finance import balances, refresh
from finance.api.params import user_of
from finance.balances import AccountBalances
from finance.models import BalancePoint, LinkedAccount
from finance.transfers import transfers
from kit.errors import Conflict, Invalid, NotFound
from kit.money import amount_string, known_currencies
from kit.pages import page_of


class AccountSerializer(serializers.Serializer[dict[str, Any]]):
    """An account; `balance` is at the end of `balance_on`, null when nothing is known of it."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(LinkedAccount.Kind.choices, default=LinkedAccount.Kind.BANK)
    currency = serializers.CharField(min_length=3, max_length=3, required=False, allow_null=True, default=None)
    balance = serializers.CharField(read_only=True, allow_null=True)
    balance_on = serializers.DateField(read_only=True, allow_null=True)

    def validate_currency(self, value: str | None) -> str | None:
        """Take an ISO 4217 code in capitals; none lets the first import set it."""
        if value is not None and value.upper() not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value.upper() if value else None


class AccountChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What can be changed of an account: its name, and what its balance was at the end of a day."""

    name = serializers.CharField(max_length=80, required=False)
    balance = AmountInput(required=False)
    balance_on = serializers.DateField(required=False)


def account_shapes(rows: QuerySet[LinkedAccount]) -> list[dict[str, Any]]:
    """Shape accounts with their newest known balances: three queries, whatever their number."""
    known = balances.read(rows.order_by()).accounts
    return [_shape(row, known.get(row.pk)) for row in rows]


def account_shape(row: LinkedAccount) -> dict[str, Any]:
    """Shape one account."""
    (shaped,) = account_shapes(LinkedAccount.objects.filter(pk=row.pk))
    return shaped


def _shape(row: LinkedAccount, known: AccountBalances | None) -> dict[str, Any]:
    on = known.last_on if known else None
    minor = known.on(on) if known and on else None
    fields = {
        "id": row.public_id,
        "name": row.name,
        "kind": row.kind,
        "currency": row.currency,
        "balance": amount_string(minor, row.currency) if minor is not None and row.currency else None,
        "balance_on": on if minor is not None else None,
    }
    return dict(AccountSerializer(fields).data)


class LinkedAccountsView(ApiView):
    @extend_schema(operation_id="linked_accounts_list", responses=page_of(AccountSerializer))
    def get(self, request: Request) -> Response:
        """List the user's accounts."""
        rows = LinkedAccount.objects.for_user(user_of(request)).order_by("name")
        return Response({"results": account_shapes(rows), "next": None})

    @extend_schema(request=AccountSerializer, responses={201: AccountSerializer})
    def post(self, request: Request) -> Response:
        """Make an account; without a currency the first import sets it."""
        said = AccountSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                row = LinkedAccount.objects.create(user=user_of(request), **said.validated_data)
                audit.record(row.user, "linked_account.made", row, kind=row.kind, currency=row.currency)
        except IntegrityError as error:
            raise Conflict("You have an account of that name already.", fields={"name": "Taken."}) from error
        return Response(account_shape(row), status=201)


class LinkedAccountView(ApiView):
    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one account."""
        return Response(account_shape(_mine(request, public_id)))

    @extend_schema(request=AccountChangeSerializer, responses=AccountSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Rename an account, or say what its balance was."""
        row = _mine(request, public_id)
        said = AccountChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        if name := said.validated_data.get("name"):
            _rename(row, name)
        if (balance := said.validated_data.get("balance")) is not None:
            _say_balance(row, balance, said.validated_data.get("balance_on") or timezone.localdate())
        return Response(account_shape(row))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Delete an account with its transactions and imports."""
        row = _mine(request, public_id)
        with transaction.atomic():
            user, currency = row.user, row.currency
            transfers.forget(row)
            audit.record(user, "linked_account.deleted", row, transactions=row.transactions.count())
            row.delete()
            if currency:
                refresh.after_change(user=user, currency=currency)
        return Response(status=204)


def _rename(row: LinkedAccount, name: str) -> None:
    was, row.name = row.name, name
    undo = audit.request_of("PATCH", f"linked-accounts/{row.public_id}", {"name": was})
    try:
        with transaction.atomic():
            row.save(update_fields=["name"])
            if was != name:
                audit.record(row.user, "linked_account.renamed", row, changes={"name": [was, name]}, undo=undo)
    except IntegrityError as error:
        raise Conflict("You have an account of that name already.", fields={"name": "Taken."}) from error


def _say_balance(row: LinkedAccount, balance: str, on: date) -> None:
    if row.currency is None:
        raise Invalid(
            "Import a statement first, so that the currency is known.", fields={"balance": "No currency yet."}
        )
    minor = minor_units(balance, row.currency, field="balance")
    with transaction.atomic():
        told = row.balance_points.filter(on=on, statement=None)
        before = told.values_list("balance_minor", flat=True).first()
        BalancePoint.objects.update_or_create(
            account=row, on=on, statement=None, defaults={"balance_minor": minor, "source": BalancePoint.Source.USER}
        )
        changes = {"balance": [amount_string(before, row.currency) if before is not None else None, balance]}
        audit.record(row.user, "linked_account.balance_told", row, changes=changes, on=on)
        refresh.after_change(user=row.user, currency=row.currency)


def _mine(request: Request, public_id: UUID) -> LinkedAccount:
    mine = LinkedAccount.objects.for_user(user_of(request)).select_related("user")
    found: LinkedAccount | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such account.")
    return found
