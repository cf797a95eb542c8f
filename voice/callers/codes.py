"""The six digits that are spoken or sent to a number, and typed into the app by whoever heard them."""

import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from kit.errors import Conflict, Invalid
from voice.callers.keys import keyed
from voice.models import PhoneNumber

GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5


def make(row: PhoneNumber, *, now: datetime) -> str:
    """Make a code for a number and keep its keyed hash; the one before is good no more."""
    code = f"{secrets.randbelow(10**6):06}"
    row.code_hash, row.code_sent_at = keyed_code(row, code), now
    row.code_expires_at, row.code_tries = now + GOOD_FOR, 0
    row.save(update_fields=["code_hash", "code_sent_at", "code_expires_at", "code_tries"])
    return code


def keyed_code(row: PhoneNumber, code: str) -> str:
    """Return what is kept of a code; it opens no other number."""
    return keyed("code", f"{row.pk}:{code}")


def use(row: PhoneNumber, code: str, *, now: datetime) -> None:
    """Use a code up; every try counts, before it is looked at.

    Raises:
        Conflict: none is out, or it was tried too often.
        Invalid: that is not the code.
    """
    live = PhoneNumber.objects.filter(pk=row.pk, code_expires_at__gt=now, code_tries__lt=MOST_TRIES)
    if not live.exclude(code_hash="").update(code_tries=F("code_tries") + 1):
        raise Conflict("No code is out: ask for a new one.", code="no_code")
    wanted = keyed_code(row, code)
    kept = PhoneNumber.objects.values_list("code_hash", flat=True).get(pk=row.pk)
    if not constant_time_compare(kept, wanted):
        raise Invalid("That is not the code.", code="wrong_code", fields={"code": "Not the one that was sent."})
    if not PhoneNumber.objects.filter(pk=row.pk, code_hash=wanted).update(code_hash="", code_expires_at=None):
        raise Conflict("No code is out: ask for a new one.", code="no_code")
