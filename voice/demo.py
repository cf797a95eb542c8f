"""The demo person's telephone: a number that nobody has, and a PIN that everybody may know.

It opens what the demo log-in opens, which is printed beside it. North American numbers of 555-01 belong to stories.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from finance.demo import DEMO_EMAIL
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import PhoneNumber, PhonePin

DEMO_NUMBER = "+15550100"
DEMO_PIN = "428617"


@transaction.atomic
def give_telephone(*, now: datetime) -> bool:
    """Let the demo person be recognised on the telephone; whether there was something to do."""
    demo = User.objects.filter(email=DEMO_EMAIL, is_demo=True).first()
    if demo is None or PhonePin.objects.filter(user=demo).exists() or PhoneNumber.objects.for_user(demo).exists():
        return False
    PhoneNumber.objects.create(
        user=demo,
        number=DEMO_NUMBER,
        fingerprint=fingerprint(DEMO_NUMBER),
        ends=DEMO_NUMBER[-4:],
        created_at=now,
        verified_at=now,
    )
    pins.set_pin(demo, DEMO_PIN, now)
    return True
