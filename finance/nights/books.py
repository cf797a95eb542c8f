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


def count(user: User, currency: str) -> int:
    """Return how many changes there have been; 0 for a currency without a book."""
    return Book.objects.for_user(user).filter(currency=currency).values_list("changes", flat=True).first() or 0


def moved_on(user: User, currency: str, *, since: int) -> bool:
    """Tell whether there have been changes after so many; the book stays locked until the transaction ends."""
    mine = Book.objects.select_for_update().for_user(user).filter(currency=currency)
    return (mine.values_list("changes", flat=True).first() or 0) != since
