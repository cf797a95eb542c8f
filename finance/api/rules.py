"""GET, POST /rules and what belongs to them: how a user wants their transactions sorted."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.fields import AmountInput, minor_units
from accounts.models import User
from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import LinkedAccount, Rule, Transaction
from finance.sorting import rule_rows as rules
from finance.sorting.again import Change
from kit.errors import Invalid, NotFound
from kit.money import amount_string, known_currencies
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

SHOWN = 20
DIRECTIONS = {"in": 1, "either": 0, "out": -1}
NAMES = {number: name for name, number in DIRECTIONS.items()}


class RuleSerializer(serializers.Serializer[dict[str, Any]]):
    """A rule: conditions that must all hold, and what the transaction then is."""

    id = serializers.UUIDField(read_only=True)
    enabled = serializers.BooleanField(default=True)
    memo = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    memo_test = serializers.ChoiceField(Rule.MemoTest.choices, default=Rule.MemoTest.CONTAINS)
    direction = serializers.ChoiceField(list(DIRECTIONS), default="either")
    at_least = AmountInput(required=False, allow_null=True, default=None)
    at_most = AmountInput(required=False, allow_null=True, default=None)
    currency = serializers.CharField(required=False, allow_blank=True, default="", help_text="of the bounds")
    linked_account = serializers.UUIDField(required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(Transaction.Kind.choices, required=False, allow_blank=True, default="")
    category = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    platform = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    def validate_currency(self, value: str) -> str:
        """Take an ISO 4217 code in capitals."""
        if value and value.upper() not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value.upper()


class RuleInputSerializer(RuleSerializer):
    """A rule, and whether it also sorts what is in the ledger already."""

    retroactive = serializers.BooleanField(default=False, write_only=True)


class RuleAnswerSerializer(RuleSerializer):
    """A rule, and how many transactions changed with it."""

    changed = serializers.IntegerField(read_only=True)


class SortSerializer(serializers.Serializer[dict[str, Any]]):
    """What a transaction is."""

    kind = serializers.CharField()
    category = serializers.CharField()
    platform = serializers.CharField()


class ExampleSerializer(serializers.Serializer[dict[str, Any]]):
    """One transaction that would change."""

    id = serializers.UUIDField()
    posted_on = serializers.DateField()
    memo = serializers.CharField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    before = SortSerializer()
    after = SortSerializer()


class RulePreviewSerializer(serializers.Serializer[dict[str, Any]]):
    """What a rule would change, the newest shown."""

    count = serializers.IntegerField()
    examples = ExampleSerializer(many=True)


class OrderSerializer(serializers.Serializer[dict[str, Any]]):
    """Rules in the order in which they are asked."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=rules.MOST_RULES)


class ChangedSerializer(serializers.Serializer[dict[str, Any]]):
    """How many transactions changed."""

    changed = serializers.IntegerField()


class RulesView(ApiView):
    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="rules_list", responses=page_of(RuleSerializer))
    def get(self, request: Request) -> Response:
        """List rules, the first asked first."""
        rows = Rule.objects.for_user(user_of(request)).select_related("account")
        cut = keyset_page(request, rows, order=("position", "id"))
        return Response({"results": [rule_shape(row) for row in cut.rows], "next": cut.next})

    @extend_schema(request=RuleInputSerializer, responses={201: RuleAnswerSerializer})
    def post(self, request: Request) -> Response:
        """Make a rule; with `retroactive` it sorts the ledger at once."""
        user = user_of(request)
        wanted = _read(request)
        retroactive = wanted.pop("retroactive")
        rule, changed = rules.make(user=user, retroactive=retroactive, **_columns(user, wanted))
        return Response(rule_shape(rule) | {"changed": changed}, status=201)


class RuleView(ApiView):
    @extend_schema(request=RuleInputSerializer, responses=RuleAnswerSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Replace a rule; what it had decided is decided anew."""
        rule = _mine(request, public_id)
        wanted = _read(request)
        retroactive = wanted.pop("retroactive")
        changed = rules.change(rule, retroactive=retroactive, **_columns(rule.user, wanted))
        return Response(rule_shape(rule) | {"changed": changed})

    @extend_schema(responses=ChangedSerializer)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take a rule away; what it had decided is decided anew."""
        return Response({"changed": rules.take_away(_mine(request, public_id))})


class RulePreviewView(ApiView):
    @extend_schema(request=RuleSerializer, operation_id="rules_preview", responses=RulePreviewSerializer)
    def post(self, request: Request) -> Response:
        """Say what a rule would change, and change nothing."""
        user, wanted = user_of(request), _read(request)
        wanted.pop("retroactive")
        found = rules.preview(Rule(user=user, position=0, **_columns(user, wanted)))
        return Response({"count": len(found), "examples": [_example(change) for change in found[:SHOWN]]})


class RuleOrderView(ApiView):
    @extend_schema(request=OrderSerializer, operation_id="rules_order", responses={204: None})
    def post(self, request: Request) -> Response:
        """Put the rules in order; those left out follow."""
        said = OrderSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        rules.put_in_order(user_of(request), said.validated_data["ids"])
        return Response(status=204)


class SortAgainView(ApiView):
    @extend_schema(request=None, operation_id="rules_apply", responses=ChangedSerializer)
    def post(self, request: Request) -> Response:
        """Sort the whole ledger anew; what the user, a match or a statement said stays."""
        return Response({"changed": rules.sort_all_again(user_of(request))})


def rule_shape(row: Rule) -> dict[str, Any]:
    """Shape a rule."""

    def bound(minor: int | None) -> str | None:
        return None if minor is None else amount_string(minor, row.currency)

    names = ("enabled", "memo", "memo_test", "currency", "kind", "category", "platform")
    return {name: getattr(row, name) for name in names} | {
        "id": row.public_id,
        "direction": NAMES[row.direction],
        "at_least": bound(row.least_minor),
        "at_most": bound(row.most_minor),
        "linked_account": row.account.public_id if row.account else None,
    }


def _read(request: Request) -> dict[str, Any]:
    said = RuleInputSerializer(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _columns(user: User, wanted: dict[str, Any]) -> dict[str, Any]:
    """Turn what was said into columns.

    Raises:
        Invalid: there is no condition, or nothing to do, or the bounds are in disorder.
    """
    currency = wanted["currency"] or user.home_currency
    least, most = (
        minor_units(wanted[name], currency, field=name) if wanted[name] is not None else None
        for name in ("at_least", "at_most")
    )
    bounded = least is not None or most is not None
    if least is not None and most is not None and least > most:
        raise Invalid("The bounds are in disorder.", fields={"at_most": "Not less than `at_least`."})
    if not (wanted["memo"].strip() or wanted["direction"] != "either" or wanted["linked_account"] or bounded):
        raise Invalid("A rule needs a condition.", fields={"memo": "Say at least one condition."})
    if not (wanted["kind"] or wanted["category"] or wanted["platform"]):
        raise Invalid(
            "A rule has to say what the transaction is.", fields={"kind": "Say a kind, category or platform."}
        )
    return {
        **{name: wanted[name] for name in ("enabled", "memo", "memo_test", "kind", "category", "platform")},
        "direction": DIRECTIONS[wanted["direction"]],
        "least_minor": least,
        "most_minor": most,
        "currency": currency if bounded else "",
        "account": _account(user, wanted["linked_account"]),
    }


def _account(user: User, public_id: UUID | None) -> LinkedAccount | None:
    if public_id is None:
        return None
    found: LinkedAccount | None = LinkedAccount.objects.for_user(user).filter(public_id=public_id).first()
    if found is None:
        raise Invalid("There is no such account.", fields={"linked_account": "Not one of your accounts."})
    return found


def _example(change: Change) -> dict[str, Any]:
    row, after = change.row, change.decision.sort
    return {
        "id": row.public_id,
        "posted_on": row.posted_on,
        "memo": row.memo,
        "amount": amount_string(row.amount_minor, row.currency),
        "currency": row.currency,
        "before": {"kind": row.kind, "category": row.category, "platform": row.platform},
        "after": {"kind": str(after.kind), "category": after.category, "platform": after.platform},
    }


def _mine(request: Request, public_id: UUID) -> Rule:
    mine = Rule.objects.for_user(user_of(request)).select_related("user", "account")
    found: Rule | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such rule.")
    return found
