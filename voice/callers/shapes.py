"""What the app shows of numbers and the PIN."""

from datetime import datetime
from typing import Any

from accounts.models import User
from voice.callers import pins
from voice.models import PhoneNumber, PhonePin


def told(user: User, *, now: datetime) -> dict[str, Any]:
    """Return the numbers by their last digits, whether there is a PIN, and until when it is held back."""
    return {
        "numbers": [shape(row) for row in PhoneNumber.objects.for_user(user)],
        "pin_set_at": PhonePin.objects.filter(user=user).values_list("set_at", flat=True).first(),
        "locked_until": pins.locked_until(user, now=now),
    }


def shape(row: PhoneNumber) -> dict[str, Any]:
    """Shape a number."""
    columns = ("ends", "verified_at", "code_expires_at")
    return {"id": row.public_id} | {name: getattr(row, name) for name in columns}
