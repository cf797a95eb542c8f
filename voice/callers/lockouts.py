"""What holds guessing back: wrong PINs counted by account, by caller and altogether.

A try is counted before the PIN is looked at, with the three rows locked: of twenty at once exactly the free ones are
looked at. A right one takes its count back. While a lock stands nothing is counted, so that nobody can make it longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from voice.callers.keys import keyed
from voice.models import Lockout

Scope = Lockout.Scope


@dataclass(frozen=True, slots=True)
class Limit:
    """How wrong tries are answered.

    Attributes:
        free: so many wrong ones stand without a lock.
        first: the lock after them; each further wrong one doubles it,
        most: up to this.
        forgotten: one wrong try is forgotten each so long.
    """

    free: int
    first: timedelta
    most: timedelta
    forgotten: timedelta

    def standing(self, failures: int, since: datetime, now: datetime) -> tuple[int, datetime]:
        """Return how many still count now, and from when the next forgetting is reckoned."""
        over = max(0, (now - since) // self.forgotten)
        return (failures - over, since + over * self.forgotten) if over < failures else (0, now)

    def lock(self, failures: int) -> timedelta | None:
        """Return how long a wrong try locks, as the so manieth."""
        if failures < self.free:
            return None
        doublings = min(failures - self.free, 20)
        return min(self.first * (1 << doublings), self.most)


LIMITS = {
    Scope.CALLER: Limit(5, timedelta(minutes=15), timedelta(hours=24), timedelta(hours=6)),
    Scope.ACCOUNT: Limit(10, timedelta(minutes=30), timedelta(hours=24), timedelta(hours=6)),
    Scope.EVERYBODY: Limit(200, timedelta(minutes=1), timedelta(minutes=15), timedelta(seconds=10)),
}
SUSPECT_FREE = 2  # tries of a caller whose number the networks say is forged
KEPT = timedelta(days=7)  # of quiet: by then nothing is left to count
ATTESTED = "TN-Validation-Passed-A"  # this and nothing else: "-Diverted" and "-Passthrough" say less
FORGED = "TN-Validation-Failed"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose tries are counted together, and what the networks say of their number.

    Attributes:
        account: the user's key; None for a number that is nobody's, which is counted as one that is somebody's.
        number: the number's fingerprint.
        stir: Twilio's StirVerstat, as it came.
    """

    account: int | None
    number: str
    stir: str = ""

    @property
    def keys(self) -> dict[str, str]:
        """Return the keys of the rows, in the order in which they are locked."""
        account = str(self.account) if self.account is not None else nobodys(self.number)
        return {Scope.ACCOUNT: account, Scope.CALLER: caller_key(self.number, self.stir), Scope.EVERYBODY: ""}

    def limit(self, scope: str) -> Limit:
        """Return the limit that holds."""
        limit = LIMITS[Scope(scope)]
        if scope == Scope.CALLER and self.stir.startswith(FORGED):
            return Limit(SUSPECT_FREE, limit.first, limit.most, limit.forgotten)
        return limit

    def of(self, scope: str) -> int | None:
        """Return whose row it is, so that it goes with them."""
        return None if scope == Scope.EVERYBODY else self.account

    def held_by(self, scope: str) -> bool:
        """Tell whether a lock of this scope holds them: the one on everybody is against forged numbers."""
        return scope != Scope.EVERYBODY or self.stir != ATTESTED


@dataclass(frozen=True, slots=True)
class Try:
    """What became of a try: let through, or held back until an instant."""

    let_through: bool
    locked_until: datetime | None


def nobodys(number: str) -> str:
    """Return the key of the account that an unknown number does not have."""
    return keyed("nobody", number)


def caller_key(number: str, stir: str = "") -> str:
    """Return the key of a caller: whoever forges a number does not use up the tries of its owner's own network."""
    return keyed("attested", number) if stir == ATTESTED else number


def count(caller: Caller, *, now: datetime) -> Try:
    """Count a try as wrong, unless a lock stands; the same three queries whoever calls."""
    keys = caller.keys
    mine = Q()
    for scope, key in keys.items():
        mine |= Q(scope=scope, key=key)
    with transaction.atomic():
        blank = [Lockout(scope=scope, key=key, last_at=now, user_id=caller.of(scope)) for scope, key in keys.items()]
        Lockout.objects.bulk_create(blank, ignore_conflicts=True)
        rows = list(Lockout.objects.select_for_update().filter(mine).order_by("scope"))
        held = [row.until for row in rows if row.until and row.until > now and caller.held_by(row.scope)]
        if not held:
            _add(caller, rows, now)
        Lockout.objects.bulk_update(rows, ["user", "failures", "last_at", "failed_at", "until"])
    if held:
        return Try(False, max(held))
    new = [row.until for row in rows if row.until and row.until > now and caller.held_by(row.scope)]
    return Try(True, max(new, default=None))


def _add(caller: Caller, rows: Sequence[Lockout], now: datetime) -> None:
    for row in rows:
        if row.until and row.until > now:  # the one on everybody, which does not hold this caller
            continue
        limit = caller.limit(row.scope)
        failures, row.last_at = limit.standing(row.failures, row.last_at, now)
        row.failures, row.failed_at, row.user_id = failures + 1, now, caller.of(row.scope)
        lock = limit.lock(row.failures)
        row.until = now + lock if lock else row.until


def take_back(caller: Caller) -> None:
    """Forget the wrong tries of an account and its caller, for this one was right; of all together, this one."""
    keys = caller.keys
    own = Q(scope=Scope.ACCOUNT, key=keys[Scope.ACCOUNT]) | Q(scope=Scope.CALLER, key=keys[Scope.CALLER])
    with transaction.atomic():
        Lockout.objects.filter(own).update(failures=0, until=None)
        Lockout.objects.filter(scope=Scope.EVERYBODY, failures__gt=0).update(failures=F("failures") - 1)


def of_account(user_pk: int, numbers: Sequence[str]) -> Q:
    """Return which rows are about an account and its numbers."""
    callers = [caller_key(number, stir) for number in numbers for stir in ("", ATTESTED)]
    return Q(scope=Scope.ACCOUNT, key=str(user_pk)) | Q(scope=Scope.CALLER, key__in=callers)


def prune(*, now: datetime) -> int:
    """Forget what counts no longer: quiet for so long that every wrong try is forgotten, and no lock stands."""
    quiet = Q(last_at__lt=now - KEPT) & (Q(until=None) | Q(until__lt=now))
    return Lockout.objects.filter(quiet).exclude(scope=Scope.EVERYBODY).delete()[0]
