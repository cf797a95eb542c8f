"""GET, POST /goals, one of them, and what is set aside for it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.fields import minor_units
from accounts.models import User
from accounts.views import ApiView
from finance.api.goal_shape import (
    GoalChangeSerializer,
    GoalDepositInputSerializer,
    GoalDetailSerializer,
    GoalInputSerializer,
    GoalSerializer,
)
from finance.api.params import user_of
from finance.flows import main_currency
from finance.goals import keeping
from finance.goals.chances import Chance, chance_of, per_week
from finance.goals.outlooks import outlooks
from finance.goals.progress import Progress, held_minor, progress_of, suggestions
from finance.models import Goal, GoalDeposit, LinkedAccount, Transaction
from kit.errors import Invalid, NotFound
from kit.money import amount_string
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

MOST_DEPOSITS = 100
PLAIN: tuple[str, ...] = ("name", "due_on", "starts_on", "hold_back")


class GoalsView(ApiView):
    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="goals_list", responses=page_of(GoalSerializer))
    def get(self, request: Request) -> Response:
        """List the goals."""
        user = user_of(request)
        cut = keyset_page(request, Goal.objects.for_user(user).standing().select_related("account"), order=("id",))
        return Response({"results": shapes(user, cut.rows), "next": cut.next})

    @extend_schema(request=GoalInputSerializer, responses={201: GoalSerializer})
    def post(self, request: Request) -> Response:
        """Make a goal."""
        user, said = user_of(request), GoalInputSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = said.validated_data
        currency = wanted.pop("currency", None) or main_currency(user) or user.home_currency
        columns = {"starts_on": timezone.localdate()} | _columns(user, wanted, currency)
        _check_measure(columns.get("target_minor"), columns.get("percent_hundredths"))
        goal = keeping.make(user=user, currency=currency, **columns)
        return Response(shapes(user, [goal])[0], status=201)


class GoalView(ApiView):
    @extend_schema(operation_id="goals_retrieve", responses=GoalDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one goal, with its deposits and the pays that wait for one."""
        return Response(_detail(_mine(request, public_id)))

    @extend_schema(request=GoalChangeSerializer, responses=GoalSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a goal; what is left out stays."""
        goal, said = _mine(request, public_id), GoalChangeSerializer(data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        columns = _columns(goal.user, said.validated_data, goal.currency)
        _check_measure(
            columns.get("target_minor", goal.target_minor), columns.get("percent_hundredths", goal.percent_hundredths)
        )
        return Response(shapes(goal.user, [keeping.change(goal, **columns)])[0])

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Delete a goal; it can be brought back."""
        keeping.delete(_mine(request, public_id), now=timezone.now())
        return Response(status=204)


class RestoreGoalView(ApiView):
    @extend_schema(request=None, responses=GoalSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Bring a deleted goal back, with what was set aside."""
        goal = keeping.restore(_mine(request, public_id, deleted=True))
        return Response(shapes(goal.user, [goal])[0])


class GoalDepositsView(ApiView):
    @extend_schema(
        operation_id="goals_deposits_create", request=GoalDepositInputSerializer, responses={201: GoalDetailSerializer}
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say that money was set aside, or taken out; of one pay it counts once."""
        goal, said = _mine(request, public_id), GoalDepositInputSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = said.validated_data
        pay = _pay(goal, wanted.get("transaction"))
        minor = minor_units(wanted["amount"], goal.currency, field="amount") if "amount" in wanted else None
        on = wanted.get("on") or (pay.posted_on if pay else timezone.localdate())
        keeping.set_aside(goal, on=on, amount_minor=minor, pay=pay, now=timezone.now())
        return Response(_detail(goal), status=201)


class GoalDepositView(ApiView):
    @extend_schema(operation_id="goals_deposits_destroy", responses={204: None})
    def delete(self, request: Request, public_id: UUID, deposit_id: UUID) -> Response:
        """Take back what was written down by mistake."""
        goal = _mine(request, public_id)
        row = GoalDeposit.objects.filter(goal=goal, public_id=deposit_id).select_related("goal", "user").first()
        if row is None:
            raise NotFound("There is no such deposit.")
        keeping.take_back(row)
        return Response(status=204)


def shapes(user: User, goals: list[Goal]) -> list[dict[str, Any]]:
    """Shape goals; a handful of queries, however many there are."""
    found, today = progress_of(goals), timezone.localdate()
    currencies = {one.goal.currency for one in found}
    seen = {currency: outlooks(user, currency) for currency in currencies}
    held = {currency: held_minor(user, currency) for currency in currencies}
    return [
        _shape(one, chance_of(one, seen[one.goal.currency], held_minor=held[one.goal.currency], today=today))
        for one in found
    ]


def _fields(one: Progress, chance: Chance) -> dict[str, Any]:
    goal = one.goal

    def text(minor: int | None) -> str | None:
        return None if minor is None else amount_string(minor, goal.currency)

    percent = None if goal.percent_hundredths is None else amount_string(goal.percent_hundredths, "USD")
    return {
        **{name: getattr(goal, name) for name in ("name", "currency", "due_on", "starts_on", "hold_back")},
        "id": goal.public_id,
        "target": text(goal.target_minor),
        "percent": percent,
        "linked_account": goal.account.public_id if goal.account else None,
        "saved": text(one.saved_minor),
        "remaining": text(one.remaining_minor),
        "reached": one.reached,
        "per_week": text(per_week(one, today=timezone.localdate())),
        "probability": None if chance.probability is None else round(chance.probability, 4),
        "probability_missing": chance.missing,
        "held_back": text(one.held_minor),
    }


def _shape(one: Progress, chance: Chance) -> dict[str, Any]:
    return dict(GoalSerializer(_fields(one, chance)).data)


def _detail(goal: Goal) -> dict[str, Any]:
    deposits = GoalDeposit.objects.filter(goal=goal).select_related("transaction")[:MOST_DEPOSITS]
    more = {
        "deposits": [
            {
                "id": row.public_id,
                "on": row.on,
                "amount": amount_string(row.amount_minor, goal.currency),
                "transaction": row.transaction.public_id if row.transaction else None,
            }
            for row in deposits
        ],
        "suggestions": [
            {
                "transaction": one.transaction.public_id,
                "on": one.transaction.posted_on,
                "memo": one.transaction.memo,
                "pay": amount_string(one.transaction.amount_minor, goal.currency),
                "amount": amount_string(one.amount_minor, goal.currency),
            }
            for one in suggestions(goal)
        ],
    }
    return dict(GoalDetailSerializer(shapes(goal.user, [goal])[0] | more).data)


def _columns(user: User, wanted: dict[str, Any], currency: str) -> dict[str, Any]:
    """Turn what was said into columns."""
    columns: dict[str, Any] = {name: wanted[name] for name in PLAIN if name in wanted}
    if "target" in wanted:
        text = wanted["target"]
        columns["target_minor"] = None if text is None else minor_units(text, currency, field="target")
        if text is not None and columns["target_minor"] <= 0:
            raise serializers.ValidationError({"target": "More than zero."})
    if "percent" in wanted:
        percent = wanted["percent"]
        columns["percent_hundredths"] = None if percent is None else int(percent * 100)
    if "linked_account" in wanted:
        columns["account"] = _account(user, wanted["linked_account"], currency)
    return columns


def _check_measure(target: int | None, percent: int | None) -> None:
    if target is None and percent is None:
        raise serializers.ValidationError({"target": "An amount, or a share of each pay."})


def _account(user: User, public_id: UUID | None, currency: str) -> LinkedAccount | None:
    if public_id is None:
        return None
    found = LinkedAccount.objects.for_user(user).filter(public_id=public_id).first()
    if found is None or found.currency != currency:
        raise Invalid("There is no such account.", fields={"linked_account": f"No account of yours in {currency}."})
    return found


def _pay(goal: Goal, public_id: UUID | None) -> Transaction | None:
    if public_id is None:
        return None
    pays = Transaction.objects.for_user(goal.user).in_currency(goal.currency)
    found: Transaction | None = pays.filter(
        public_id=public_id, kind=Transaction.Kind.EARNING, amount_minor__gt=0
    ).first()
    if found is None:
        raise Invalid("There is no such pay.", fields={"transaction": f"No pay of yours in {goal.currency}."})
    return found


def _mine(request: Request, public_id: UUID, *, deleted: bool = False) -> Goal:
    mine = Goal.objects.for_user(user_of(request)).select_related("user", "account")
    found: Goal | None = (mine if deleted else mine.standing()).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such goal.")
    return found
