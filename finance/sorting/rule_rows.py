"""A user's rules as rows: made, changed, put in order, taken away, each time with what it does to the ledger."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from finance.models import Rule
from finance.sorting import again
from finance.sorting.again import Change
from kit.errors import Conflict, NotFound

MOST_RULES = 500


def make(*, user: User, retroactive: bool, **columns: Any) -> tuple[Rule, int]:
    """Make a rule, the last in order; returns it and how many transactions it changed.

    Raises:
        Conflict: the user has MOST_RULES.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # else two rules would take one position
        mine = Rule.objects.for_user(user)
        if mine.count() >= MOST_RULES:
            raise Conflict(f"You have {MOST_RULES} rules: take one away first.", code="too_many_rules")
        last = mine.aggregate(last=Max("position"))["last"] or 0
        rule = Rule.objects.create(user=user, position=last + 1, **columns)
        changed = again.sort_again(user) if retroactive else 0
        undo = audit.request_of("DELETE", f"rules/{rule.public_id}")
        audit.record(user, "rule.made", rule, changes=audit.difference({}, _said(rule)), undo=undo, changed=changed)
        return rule, changed


def change(rule: Rule, *, retroactive: bool, **columns: Any) -> int:
    """Change a rule; what it had decided is decided anew. Returns how many transactions changed."""
    was = _said(rule)
    with transaction.atomic():
        for name, value in columns.items():
            setattr(rule, name, value)
        rule.save(update_fields=list(columns))
        changed = again.sort_again(rule.user) if retroactive else again.sort_again(rule.user, decided_by=rule.pk)
        audit.record(rule.user, "rule.changed", rule, changes=audit.difference(was, _said(rule)), changed=changed)
        return changed


def take_away(rule: Rule) -> int:
    """Delete a rule; what it had decided is decided anew. Returns how many transactions changed."""
    with transaction.atomic():
        user, decided = rule.user, rule.pk
        Rule.objects.filter(pk=decided).update(enabled=False)
        changed = again.sort_again(user, decided_by=decided)
        gone = {name: [value, None] for name, value in _said(rule).items() if value not in ("", None)}
        audit.record(user, "rule.deleted", rule, changes=gone, changed=changed)
        rule.delete()
        return changed


def put_in_order(user: User, ids: Sequence[UUID]) -> None:
    """Put the rules in this order; those left out follow in the order they had.

    Raises:
        NotFound: one of them is not the user's.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = {rule.public_id: rule for rule in Rule.objects.for_user(user)}
        if not set(ids) <= mine.keys():
            raise NotFound("There is no such rule.")
        wanted = [*dict.fromkeys(ids), *(public_id for public_id in mine if public_id not in set(ids))]
        for position, public_id in enumerate(wanted, start=1):
            mine[public_id].position = position
        Rule.objects.bulk_update(mine.values(), ["position"])
        audit.record(user, "rule.reordered", rules=[str(mine[public_id]) for public_id in wanted][: audit.MOST_NAMED])


def sort_all_again(user: User) -> int:
    """Sort the whole ledger anew, because the user asks for it; returns how many transactions changed."""
    with transaction.atomic():
        changed = again.sort_again(user)
        audit.record(user, "rule.applied", changed=changed)
        return changed


def _said(rule: Rule) -> dict[str, Any]:
    """Return what a rule says, in words that the audit can keep."""
    names = ("enabled", "memo", "memo_test", "direction", "least_minor", "most_minor", "currency", "kind")
    said = audit.columns_of(rule, *names, "category", "platform")
    return said | {"linked_account": rule.account.name if rule.account else None}


def preview(rule: Rule) -> list[Change]:
    """Return what a rule that is not saved would change if it were the last and all transactions were sorted anew."""
    return again.preview(rule.user, again.with_rule(rule.user, again.value_of(rule)))
