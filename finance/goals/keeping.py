"""Goals as rows: made, changed, deleted and brought back; money set aside for them, and taken out."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from finance.alerts import keeping as alerts
from finance.flows import main_currency
from finance.goals.progress import progress_of, share_of
from finance.models import Goal, GoalDeposit, Transaction
from kit.errors import Conflict, Invalid

MOST_GOALS = 50
COLUMNS = ("name", "target_minor", "due_on", "percent_hundredths", "starts_on", "hold_back")


def make(*, user: User, **columns: Any) -> Goal:
    """Make a goal.

    Raises:
        Conflict: there are too many, or the account is another goal's.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if Goal.objects.for_user(user).standing().count() >= MOST_GOALS:
            raise Conflict(f"At most {MOST_GOALS} goals: delete one first.", code="too_many_goals")
        goal = _saved(Goal(user=user, **columns))
        undo = audit.request_of("DELETE", f"goals/{goal.public_id}")
        audit.record(user, "goal.made", goal, changes=audit.difference({}, _told(goal)), undo=undo)
    return goal


def change(goal: Goal, **columns: Any) -> Goal:
    """Change a goal; what is not given stays.

    Raises:
        Conflict: the account is another goal's.
    """
    with transaction.atomic():
        was = _told(goal)
        for name, value in columns.items():
            setattr(goal, name, value)
        _saved(goal)
        if changes := audit.difference(was, _told(goal)):
            audit.record(goal.user, "goal.changed", goal, changes=changes)
    return goal


def _saved(goal: Goal) -> Goal:
    try:
        with transaction.atomic():
            goal.save()
    except IntegrityError as error:
        if "account" in str(error):
            raise Conflict("Another goal is saved on this account.", code="account_taken") from error
        raise
    return goal


def _told(goal: Goal) -> dict[str, Any]:
    """Return a goal in words that the audit can keep."""
    said = audit.columns_of(goal, *COLUMNS) | {"account": str(goal.account) if goal.account else None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def delete(goal: Goal, *, now: datetime) -> None:
    """Delete a goal so that it can be brought back; the same again changes nothing."""
    if goal.deleted_at:
        return
    with transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(deleted_at=now)
        undo = audit.request_of("POST", f"goals/{goal.public_id}/restore")
        audit.record(goal.user, "goal.deleted", goal, undo=undo)


def restore(goal: Goal) -> Goal:
    """Bring a deleted goal back.

    Raises:
        Conflict: another goal has its account by now.
    """
    if goal.deleted_at:
        with transaction.atomic():
            goal.deleted_at = None
            _saved(goal)
            audit.record(goal.user, "goal.restored", goal)
    return goal


def set_aside(goal: Goal, *, on: date, amount_minor: int | None, pay: Transaction | None, now: datetime) -> GoalDeposit:
    """Write down that money was set aside for a goal; of one pay once, whoever asks how often.

    Args:
        goal: which one.
        on: the day.
        amount_minor: how much, negative when it is taken out; None for the goal's share of the pay.
        pay: the pay it is of.
        now: the time.

    Raises:
        Conflict: the goal is saved on an account, whose rows tell it.
        Invalid: more is taken out than there is, or nothing is said of how much.
    """
    if goal.account_id:
        raise Conflict("The rows of its account tell how far this goal is.", code="told_by_account")
    if amount_minor is None:
        amount_minor = share_of(pay.amount_minor, goal.percent_hundredths) if pay and goal.percent_hundredths else 0
    if amount_minor == 0:
        raise Invalid("How much?", fields={"amount": "Not nothing."})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=goal.user_id)
        known = GoalDeposit.objects.filter(goal=goal, transaction=pay).first() if pay else None
        if known:
            return known
        (before,) = progress_of([goal])
        if before.saved_minor + amount_minor < 0:
            raise Invalid("There is less than that.", fields={"amount": "More than was set aside."})
        row = GoalDeposit.objects.create(user=goal.user, goal=goal, on=on, amount_minor=amount_minor, transaction=pay)
        undo = audit.request_of("DELETE", f"goals/{goal.public_id}/deposits/{row.public_id}")
        audit.record(goal.user, "goal.set_aside", goal, undo=undo, amount_minor=amount_minor, on=on.isoformat())
        (after,) = progress_of([goal])
        if after.reached and not before.reached:
            alerts.refresh(user=goal.user, currency=main_currency(goal.user) or goal.currency, now=now)
    return row


def take_back(deposit: GoalDeposit) -> None:
    """Delete what was written down by mistake."""
    with transaction.atomic():
        audit.record(
            deposit.user, "goal.deposit_deleted", deposit.goal, amount_minor=deposit.amount_minor, on=str(deposit.on)
        )
        deposit.delete()
