"""Numbers on their way to being somebody's: added, sent a code, shown to be theirs, taken off.

Nothing here tells whether a number is somebody else's. It stays theirs until its line has heard a code for somebody
new, who has typed it in.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.models import User
from kit.errors import Conflict, Invalid
from voice.callers import allowances, codes, sending, telling
from voice.callers.numbers import country_of, fingerprint, normalised
from voice.models import PhoneNumber

MOST = 3


def add(*, user: User, text: str, by: sending.By, now: datetime) -> PhoneNumber:
    """Write a number down and send a code to it; one that waits for its code is sent another.

    Raises:
        Invalid: it is no number, or one that is not rung.
        Conflict: it is the user's already, they have too many, or they are the demo.
        TooMany: too many codes were sent.
        TooManyCalls, OverCallCap: the day's calls, or what they may cost, are used up.
        Unavailable: nobody can be rung now.
    """
    sending.check_possible()
    if user.is_demo:  # whose log-in everybody has: they could have anybody rung
        raise Conflict("The demo rings nobody: sign up to add your number.", code="demo_not_rung")
    number = normalised(text)
    if country_of(number) not in settings.VOICE_COUNTRIES:
        raise Invalid("Numbers of that country are not rung yet.", fields={"number": "Not of a country that is rung."})
    with transaction.atomic():
        row = _written(user, number, now)
        silent = not allowances.take(user, row.fingerprint, now=now)
        sending.count(user, now=now)
    sending.send(row, by=by, silent=silent, now=now)
    return row


def _written(user: User, number: str, now: datetime) -> PhoneNumber:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = PhoneNumber.objects.for_user(user)
    before: PhoneNumber | None = mine.filter(fingerprint=fingerprint(number)).first()
    if before and before.verified_at:
        raise Conflict("This number is yours already.", code="already_verified")
    if before:
        return before
    if mine.count() >= MOST:
        raise Conflict(f"At most {MOST} numbers: take one off first.", code="too_many_numbers")
    columns = {"number": number, "fingerprint": fingerprint(number), "ends": number[-4:], "created_at": now}
    row: PhoneNumber = PhoneNumber.objects.create(user=user, **columns)
    undo = audit.request_of("DELETE", f"telephone/numbers/{row.public_id}")
    audit.record(user, "phone_number.added", row, undo=undo)
    return row


def send_again(row: PhoneNumber, *, by: sending.By, now: datetime) -> None:
    """Send another code to a number.

    Raises:
        Conflict: it is verified.
        TooMany: too many codes were sent.
        TooManyCalls, OverCallCap: the day's calls, or what they may cost, are used up.
        Unavailable: nobody can be rung now.
    """
    sending.check_possible()
    if row.verified_at:
        raise Conflict("This number is yours already.", code="already_verified")
    with transaction.atomic():
        silent = not allowances.take(row.user, row.fingerprint, now=now)
        sending.count(row.user, now=now)
    sending.send(row, by=by, silent=silent, now=now)


def verify(row: PhoneNumber, *, code: str, now: datetime) -> PhoneNumber:
    """Take a number to be its user's, by the code that its line has heard; whoever had it loses it, and is told.

    Raises:
        Conflict: no code is out.
        Invalid: that is not the code.
    """
    codes.use(row, code, now=now)
    with transaction.atomic():
        every = PhoneNumber.objects.select_for_update().filter(fingerprint=row.fingerprint).order_by("pk")
        for other in [one for one in every.select_related("user") if one.pk != row.pk and one.verified_at]:
            _lose(other, now)
        PhoneNumber.objects.filter(pk=row.pk).update(verified_at=now)
        audit.record(row.user, "phone_number.verified", row)
        telling.changed(row.user, "number_verified", now=now, number=row)
    row.refresh_from_db()
    return row


def _lose(row: PhoneNumber, now: datetime) -> None:
    PhoneNumber.objects.filter(pk=row.pk).update(verified_at=None, code_hash="", code_expires_at=None)
    with audit.acting(audit.SYSTEM):
        audit.record(row.user, "phone_number.lost", row)
    telling.changed(row.user, "number_lost", now=now, number=row)


def take_off(row: PhoneNumber, *, now: datetime) -> None:
    """Take a number off on its user's word; calls from it are a stranger's from now on."""
    with transaction.atomic():
        if _deleted(row):
            audit.record(row.user, "phone_number.removed", row)
            if row.verified_at:
                telling.changed(row.user, "number_removed", now=now, number=row)


def disown(row: PhoneNumber, *, now: datetime) -> None:
    """Take a number off because whoever answered there said that it was not they who asked."""
    with transaction.atomic(), audit.acting(audit.SYSTEM):
        if _deleted(row):
            allowances.use_up(row.fingerprint, now=now)
            audit.record(row.user, "phone_number.disowned", row)
            telling.changed(row.user, "number_disowned", now=now, number=row)


def _deleted(row: PhoneNumber) -> bool:
    return bool(PhoneNumber.objects.filter(pk=row.pk).delete()[0])
