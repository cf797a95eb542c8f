"""How many codes may be sent: to a user, to one number of theirs, to a number whoever asks, and altogether.

What a user may know of, their own haste, is refused. That others have asked for the same number is nobody's business:
then the answer is as ever, and nobody is rung.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from kit.errors import Refusal
from voice.models import CodeAllowance

Scope = CodeAllowance.Scope


class TooMany(Refusal):
    code, status = "too_many_requests", 429


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many within so long."""

    most: int
    within: timedelta


ALLOWANCES = {
    Scope.PAIR: Allowance(3, timedelta(minutes=30)),
    Scope.USER: Allowance(8, timedelta(hours=24)),
    Scope.EVERYBODY: Allowance(300, timedelta(hours=1)),
    Scope.NUMBER: Allowance(6, timedelta(hours=6)),
}
LONGEST = max(one.within for one in ALLOWANCES.values())


@transaction.atomic
def take(user: User, number: str, *, now: datetime) -> bool:
    """Take one sending out of every allowance, or none; tells whether the number may be sent to.

    Args:
        number: the fingerprint of the number.

    Raises:
        TooMany: the user has asked too often, or everybody together has.
    """
    keys = {Scope.PAIR: f"{user.pk}:{number[:40]}", Scope.USER: str(user.pk), Scope.EVERYBODY: "", Scope.NUMBER: number}
    whose = {Scope.PAIR: user, Scope.USER: user}
    blank = [CodeAllowance(scope=scope, key=key, user=whose.get(scope), opened_at=now) for scope, key in keys.items()]
    CodeAllowance.objects.bulk_create(blank, ignore_conflicts=True)
    *told, silent = [_take(scope, key, now) for scope, key in keys.items()]
    if not all(told):
        wait = "tomorrow" if not told[1] else "in half an hour"
        raise TooMany(f"Too many codes were sent: ask again {wait}.")
    return silent


def _take(scope: Scope, key: str, now: datetime) -> bool:
    """Take one, in one conditional UPDATE; a window that is over begins anew."""
    limit = ALLOWANCES[scope]
    over = Q(opened_at__lte=now - limit.within)
    rows = CodeAllowance.objects.filter(over | Q(used__lt=limit.most), scope=scope, key=key)
    used = Case(When(over, then=Value(1)), default=F("used") + 1)
    opened = Case(When(over, then=Value(now)), default=F("opened_at"))
    return bool(rows.update(used=used, opened_at=opened))


def use_up(number: str, *, now: datetime) -> None:
    """Send nothing more to a number for a while: whoever answered there did not ask for it."""
    limit = ALLOWANCES[Scope.NUMBER]
    CodeAllowance.objects.filter(scope=Scope.NUMBER, key=number).update(used=limit.most, opened_at=now)


def prune(*, now: datetime) -> int:
    """Forget the windows that are over."""
    return CodeAllowance.objects.filter(opened_at__lt=now - LONGEST).delete()[0]
