"""Operators see counts and last digits, and open what wrong PINs have locked."""

from django.test import Client

from accounts.models import AuditEntry, User
from tests.voice.callers.conftest import NOW, NUMBER, WRONG
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import Lockout, PhoneNumber


def test_they_see_no_number_and_no_hash(client: Client, staff: User, ana: User, number: PhoneNumber, pin: str) -> None:
    client.force_login(staff)
    pins.check(number_fingerprint=number.fingerprint, pin=WRONG, now=NOW)
    locks = Lockout.objects.values_list("pk", flat=True)
    addresses = [
        "phonenumber/",
        f"phonenumber/{number.pk}/change/",
        "lockout/",
        *(f"lockout/{pk}/change/" for pk in locks),
    ]
    pages = [client.get(f"/admin/voice/{address}") for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(addresses)
    whole = b"".join(page.content for page in pages).decode()
    assert "0100" in whole
    assert not [secret for secret in (NUMBER, NUMBER[1:], fingerprint(NUMBER), "argon2") if secret in whole]


def test_they_open_a_lock_and_it_is_written_down(client: Client, staff: User, ana: User, pin: str) -> None:
    client.force_login(staff)
    for _ in range(5):
        pins.check(number_fingerprint=fingerprint(NUMBER), pin=WRONG, now=NOW)
    chosen = {"action": "unlock", "_selected_action": list(Lockout.objects.values_list("pk", flat=True))}
    assert client.post("/admin/voice/lockout/", chosen).status_code == 302
    assert pins.check(number_fingerprint=fingerprint(NUMBER), pin=pin, now=NOW).user == ana
    assert AuditEntry.objects.for_user(ana).get(action="phone_pin.unlocked").by == "operator"
