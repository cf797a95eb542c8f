"""Books: a note, in the transaction of every change, that a user's money in a currency has changed."""

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from finance.models import Book


def changed(user: User, currency: str) -> None:
    """Note a change. The row is locked until the caller's transaction ends, so that no night reads half of it."""
    mine = Book.objects.for_user(user).filter(currency=currency)
    if mine.update(changes=F("changes") + 1):
        return
    try:
        with transaction.atomic():
            Book.objects.create(user=user, currency=currency)
    except IntegrityError:  # somebody noted the first change in the same moment
        mine.update(changes=F("changes") + 1)
