"""Deleting a person: everything that is theirs, with a receipt that stays."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction

from accounts.models import Receipt, User
from kit.errors import Conflict
from kit.tasks import send_on_commit


@transaction.atomic
def delete(*, user: User, now: datetime) -> Receipt:
    """Delete a user with every row that is theirs, and end their sessions.

    Files, archives and kept answers are rows too, and go with the user; progress in the cache is of no use without
    them and expires within an hour. What stays is the receipt, which names nobody.

    Raises:
        Conflict: an operator, whose actions stay on record: another operator has to take the role away first.
    """
    if user.is_staff:
        raise Conflict("An operator cannot be deleted: have the role taken away first.", code="is_operator")
    receipt = Receipt.objects.create(user_pk=user.pk, deleted_at=now)  # first: audit entries go only after it
    sessions = UserSession.objects.filter(user=user)
    ended = len([session.end() for session in sessions])
    email, language = user.email, user.language
    counts = user.delete()[1]
    named = {str(apps.get_model(label)._meta.verbose_name_plural): count for label, count in counts.items()}
    named["sessions"] = ended
    receipt.counts = {name: count for name, count in sorted(named.items()) if count}
    receipt.save(update_fields=["counts"])
    send_on_commit("accounts.tasks.mail_receipt", receipt.pk, email, language)
    return receipt
