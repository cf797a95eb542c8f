"""The six digits that somebody keys in on the telephone.

Whoever calls, known or not, with a PIN or without, locked or not, is answered by the same path: the same queries and
one argon2 verification. A lock here never touches the log-in of the app.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts import audit
from accounts.models import User
from voice.callers import lockouts, telling
from voice.callers.keys import keyed
from voice.callers.weak import refuse_weak
from voice.models import Lockout, PhoneNumber, PhonePin


class PinHasher(Argon2PasswordHasher):
    """Argon2id with little memory, for many calls at once: a PIN is keyed before, so a stolen table is of no use."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


HASHER = PinHasher()  # not by PASSWORD_HASHERS: what is set there for passwords must not change what a PIN costs
# The hash of what nobody knows, for whoever has no PIN: made with the costs above.
NOBODYS = "argon2$argon2id$v=19$m=19456,t=2,p=1$UEhPTkVOT0JPRFlTUElOU0FMVA$DTG0wWebYyihKhZcVDieTRf0+jUykRBuHVu9PKSrQZU"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a PIN has shown.

    Attributes:
        user: who is calling; None when the PIN was wrong, nobody's, or held back.
        locked_until: for the record only. It is never said: whoever hears of a lock hears of an account.
    """

    user: User | None
    locked_until: datetime | None = None


def check(*, number_fingerprint: str, pin: str, now: datetime, stir: str = "") -> Checked:
    """Tell who is calling, by their verified number and their PIN.

    Args:
        number_fingerprint: of the number that the call says it comes from; empty when it says none.
        pin: the keys that were pressed.
        stir: Twilio's StirVerstat, as it came.
    """
    known = _known(number_fingerprint)
    owner, pin_hash = known or (None, None)
    caller = lockouts.Caller(owner if pin_hash else None, number_fingerprint, stir)
    attempt = lockouts.count(caller, now=now)
    right = HASHER.verify(peppered(owner, pin), pin_hash or NOBODYS)
    if not attempt.let_through or not right or owner is None or pin_hash is None:
        return Checked(None, attempt.locked_until)
    lockouts.take_back(caller)
    return Checked(User.objects.filter(pk=owner, is_active=True).first())


def _known(number_fingerprint: str) -> tuple[int, str | None] | None:
    """Return whose number it is, and the hash of their PIN: one query."""
    pin = PhonePin.objects.filter(user=OuterRef("user")).values("pin_hash")[:1]
    rows = PhoneNumber.objects.verified().filter(fingerprint=number_fingerprint, user__is_active=True)
    known: tuple[int, str | None] | None = rows.values_list("user_id", Subquery(pin)).first()
    return known


def peppered(owner: int | None, pin: str) -> str:
    """Return what is hashed: without the key a stolen table would tell a PIN within a million guesses."""
    return keyed("pin", f"{owner or 0}:{pin}")


def set_pin(user: User, pin: str, now: datetime) -> PhonePin:
    """Set or change a PIN; whatever was held back by wrong ones is open again.

    Raises:
        Invalid: it is not six digits, or easily guessed.
    """
    numbers = list(PhoneNumber.objects.for_user(user))
    refuse_weak(pin, numbers=[row.number for row in numbers], email=user.email)
    pin_hash = HASHER.encode(peppered(user.pk, pin), HASHER.salt())
    with transaction.atomic():
        row, made = PhonePin.objects.update_or_create(user=user, defaults={"pin_hash": pin_hash, "set_at": now})
        _open(user)
        audit.record(user, "phone_pin.set" if made else "phone_pin.changed", row)
        telling.changed(user, "pin_set", now=now)
    return row


def remove(user: User, now: datetime) -> None:
    """Take the PIN away: nothing personal is told on the telephone then. Without one this changes nothing."""
    with transaction.atomic():
        if PhonePin.objects.filter(user=user).delete()[0]:
            audit.record(user, "phone_pin.removed")
            telling.changed(user, "pin_removed", now=now)


def unlock(user: User) -> None:
    """Open what wrong PINs have locked: its owner says so in the app."""
    with transaction.atomic():
        if _open(user):
            audit.record(user, "phone_pin.unlocked")


def locked_until(user: User, *, now: datetime) -> datetime | None:
    """Return until when an account, or one of its numbers, is held back."""
    ends = _about(user).filter(until__gt=now).values_list("until", flat=True)
    return max((end for end in ends if end), default=None)


def _open(user: User) -> int:
    return _about(user).exclude(failures=0, until=None).update(failures=0, until=None)


def _about(user: User) -> QuerySet[Lockout]:
    numbers = list(PhoneNumber.objects.for_user(user).verified().values_list("fingerprint", flat=True))
    return Lockout.objects.filter(lockouts.of_account(user.pk, numbers))
