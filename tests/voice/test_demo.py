from datetime import UTC, datetime

from django.core.management import call_command

from accounts.models import User
from finance.demo import DEMO_EMAIL
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.demo import DEMO_NUMBER, DEMO_PIN, give_telephone
from voice.models import PhoneNumber

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_demo_is_recognised_by_its_number_and_pin(db: None) -> None:
    call_command("create_demo")
    assert [give_telephone(now=NOW) for _ in range(2)] == [True, False]
    checked = pins.check(number_fingerprint=fingerprint(DEMO_NUMBER), pin=DEMO_PIN, now=NOW)
    assert checked.user == User.objects.get(email=DEMO_EMAIL)


def test_nobody_else_gets_it(ana: User) -> None:
    assert not give_telephone(now=NOW)
    assert not PhoneNumber.objects.exists()
