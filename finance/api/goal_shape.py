"""The shape of goals in the API."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.api.fields import AmountInput
from kit.money import known_currencies

MISSING = ["", "no_target", "no_date", "reached", "past", "no_forecast", "no_balance", "too_far"]
LEAST_PERCENT = Decimal("0.01")


class GoalSerializer(serializers.Serializer[dict[str, Any]]):
    """A goal with how far it is, what it takes, and how likely it is to be there in time."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    currency = serializers.CharField()
    target = serializers.CharField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    percent = serializers.CharField(allow_null=True, help_text="of each pay, such as 10.00")
    starts_on = serializers.DateField()
    linked_account = serializers.UUIDField(allow_null=True, help_text="where it is saved; its rows tell how far it is")
    hold_back = serializers.BooleanField(help_text="what is set aside is not safe to spend")
    saved = serializers.CharField()
    remaining = serializers.CharField(allow_null=True)
    reached = serializers.BooleanField()
    per_week = serializers.CharField(allow_null=True, help_text="to set aside a week from today on, rounded up")
    probability = serializers.FloatField(allow_null=True, help_text="that it is there by the day")
    probability_missing = serializers.ChoiceField(MISSING, help_text="why there is no probability")
    held_back = serializers.CharField(help_text="taken off safe-to-spend")


class GoalDepositSerializer(serializers.Serializer[dict[str, Any]]):
    """Money set aside, or taken out (negative)."""

    id = serializers.UUIDField()
    on = serializers.DateField()
    amount = serializers.CharField()
    transaction = serializers.UUIDField(allow_null=True, help_text="the pay it is of")


class SuggestionSerializer(serializers.Serializer[dict[str, Any]]):
    """A pay of which nothing was set aside yet, with the goal's share of it."""

    transaction = serializers.UUIDField()
    on = serializers.DateField()
    memo = serializers.CharField()
    pay = serializers.CharField()
    amount = serializers.CharField()


class GoalDetailSerializer(GoalSerializer):
    """A goal with its newest deposits and the pays that wait for one."""

    deposits = GoalDepositSerializer(many=True)
    suggestions = SuggestionSerializer(many=True)


class GoalChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What to change of a goal; its currency stays."""

    name = serializers.CharField(max_length=80, required=False)
    target = AmountInput(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=LEAST_PERCENT, max_value=100, required=False, allow_null=True
    )
    starts_on = serializers.DateField(required=False, help_text="today by default")
    linked_account = serializers.UUIDField(required=False, allow_null=True)
    hold_back = serializers.BooleanField(required=False)


class GoalInputSerializer(GoalChangeSerializer):
    """A goal: an amount, by a day if wanted; or a share of each pay; or both."""

    name = serializers.CharField(max_length=80)
    currency = serializers.CharField(min_length=3, max_length=3, required=False)

    def validate_currency(self, value: str) -> str:
        """Take an ISO 4217 code in capitals."""
        if value.upper() not in known_currencies():
            raise serializers.ValidationError("Not an ISO 4217 currency.")
        return value.upper()


class GoalDepositInputSerializer(serializers.Serializer[dict[str, Any]]):
    """How much was set aside; without an amount the goal's share of the pay."""

    amount = AmountInput(required=False)
    on = serializers.DateField(required=False, help_text="today, or the day of the pay, by default")
    transaction = serializers.UUIDField(required=False)
