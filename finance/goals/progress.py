"""How far each goal is: from what was set aside, or from the rows of an account of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Q, Sum

from accounts.models import User
from finance.models import Goal, GoalDeposit, Transaction


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal with what is there of it, in minor units."""

    goal: Goal
    saved_minor: int

    @property
    def remaining_minor(self) -> int | None:
        """What is missing; None without a target."""
        target = self.goal.target_minor
        return None if target is None else max(0, target - self.saved_minor)

    @property
    def reached(self) -> bool:
        """Whether the whole amount is there."""
        return self.goal.target_minor is not None and self.saved_minor >= self.goal.target_minor

    @property
    def held_minor(self) -> int:
        """What of it is held back from safe-to-spend."""
        return max(0, self.saved_minor) if self.goal.hold_back else 0


def progress_of(goals: Sequence[Goal]) -> list[Progress]:
    """Return how far goals are: two queries, however many there are."""
    ids = [goal.pk for goal in goals]
    sums = GoalDeposit.objects.filter(goal__in=ids).values_list("goal").annotate(Sum("amount_minor")).order_by()
    said = dict(sums)
    gained = _gained([goal for goal in goals if goal.account_id])
    return [Progress(goal, gained.get(goal.pk, 0) if goal.account_id else said.get(goal.pk, 0)) for goal in goals]


def _gained(goals: Sequence[Goal]) -> dict[int, int]:
    """Return what the accounts of goals have gained since these began."""
    if not goals:
        return {}
    since = Q()
    for goal in goals:
        since |= Q(account=goal.account_id, posted_on__gte=goal.starts_on)
    sums = Transaction.objects.filter(since).values_list("account").annotate(Sum("amount_minor")).order_by()
    by_account = dict(sums)
    return {goal.pk: by_account.get(goal.account_id, 0) for goal in goals}


def held_back(user: User, currency: str) -> list[Progress]:
    """Return the goals whose money is not safe to spend, with how much that is."""
    goals = Goal.objects.for_user(user).standing().filter(currency=currency, hold_back=True)
    return [one for one in progress_of(list(goals)) if one.held_minor]


def held_minor(user: User, currency: str) -> int:
    """Return how much is held back from safe-to-spend in a currency."""
    return sum(one.held_minor for one in held_back(user, currency))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pay of which nothing was set aside yet, and what the goal's share of it is."""

    transaction: Transaction
    amount_minor: int


def suggestions(goal: Goal, *, most: int = 50) -> list[Suggestion]:
    """Return the pays since the goal began of which nothing was set aside, the newest first; one query."""
    if not goal.percent_hundredths or goal.account_id:
        return []
    pays = (
        Transaction.objects.for_user(goal.user)
        .in_currency(goal.currency)
        .filter(kind=Transaction.Kind.EARNING, amount_minor__gt=0, posted_on__gte=goal.starts_on)
        .exclude(pk__in=GoalDeposit.objects.filter(goal=goal, transaction__isnull=False).values("transaction"))
        .order_by("-posted_on", "-id")[:most]
    )
    found = [Suggestion(row, share_of(row.amount_minor, goal.percent_hundredths)) for row in pays]
    return [one for one in found if one.amount_minor > 0]


def share_of(amount_minor: int, percent_hundredths: int) -> int:
    """Return a share of an amount in minor units, rounded half-even."""
    return int((Decimal(amount_minor) * percent_hundredths / 10_000).to_integral_value(ROUND_HALF_EVEN))
