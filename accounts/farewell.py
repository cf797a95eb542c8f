"""Deleting a person: everything that is theirs, with a receipt."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction

from accounts.models import User
from kit.errors import Conflict


@dataclass(frozen=True)
class Receipt:
    """What was deleted.

    Attributes:
        deleted_at: when.
        counts: rows by what they are, "transactions" -> 1204.
    """

    deleted_at: datetime
    counts: dict[str, int]


@transaction.atomic
def delete(*, user: User, now: datetime) -> Receipt:
    """Delete a user with every row that is theirs, and end their sessions.

    Raises:
        Conflict: an operator, whose actions stay on record: another operator has to take the role away first.
    """
    if user.is_staff:
        raise Conflict("An operator cannot be deleted: have the role taken away first.", code="is_operator")
    for session in UserSession.objects.filter(user=user):
        session.end()
    counts = user.delete()[1]
    named = {str(apps.get_model(label)._meta.verbose_name_plural): count for label, count in counts.items()}
    return Receipt(now, {name: count for name, count in sorted(named.items()) if count})
