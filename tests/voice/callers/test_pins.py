"""Who is calling: one path for everybody, and nobody without the PIN."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from kit.errors import Invalid
from tests.voice.callers.conftest import NOW, NUMBER, OTHER, PIN, UNKNOWN, WRONG, own
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import Lockout, PhoneNumber, PhonePin


def check(number: str, pin: str, *, at: object = NOW, stir: str = "") -> pins.Checked:
    return pins.check(number_fingerprint=fingerprint(number), pin=pin, now=at, stir=stir)  # type: ignore[arg-type]  # a datetime


@contextmanager
def counting_hashes() -> Iterator[list[str]]:
    """Count what argon2 is asked to verify."""
    seen: list[str] = []
    verify = pins.PinHasher.verify

    def counted(self: pins.PinHasher, password: str, encoded: str) -> bool:
        seen.append(encoded)
        return bool(verify(self, password, encoded))

    with patch.object(pins.PinHasher, "verify", counted):
        yield seen


def test_the_right_pin_from_the_verified_number_tells_who_it_is(ana: User, pin: str) -> None:
    assert check(NUMBER, pin) == pins.Checked(ana)


@pytest.mark.usefixtures("pin")
@pytest.mark.parametrize(("number", "keyed"), [(NUMBER, WRONG), (UNKNOWN, PIN), ("", PIN), (NUMBER, ""), (NUMBER, "#")])
def test_anything_else_tells_nothing(number: str, keyed: str) -> None:
    assert check(number, keyed) == pins.Checked(None)


def test_an_unverified_number_never_identifies(ana: User, number: PhoneNumber, pin: str) -> None:
    PhoneNumber.objects.update(verified_at=None)
    assert check(NUMBER, pin).user is None


def test_somebody_whose_account_is_closed_is_nobody(ana: User, pin: str) -> None:
    User.objects.update(is_active=False)
    assert check(NUMBER, pin).user is None


def test_a_pin_is_of_no_use_from_a_number_of_somebody_else(ana: User, ben: User, pin: str) -> None:
    own(ben, OTHER)
    assert check(OTHER, pin).user is None


def test_a_pin_is_argon2_whatever_passwords_are_hashed_with(ana: User, pin: str) -> None:
    kept = PhonePin.objects.get().pin_hash
    assert kept.split("$")[:4] == pins.NOBODYS.split("$")[:4] == ["argon2", "argon2id", "v=19", "m=19456,t=2,p=1"]
    assert pin not in kept


def test_the_same_pin_of_two_people_is_two_hashes_and_neither_opens_the_other(ana: User, ben: User, pin: str) -> None:
    own(ben, OTHER)
    pins.set_pin(ben, pin, NOW)
    of_ana, of_ben = PhonePin.objects.order_by("pk")
    of_ben.pin_hash = of_ana.pin_hash
    of_ben.save()
    assert check(OTHER, pin).user is None


@pytest.mark.parametrize("who", ["known", "unknown", "no pin", "hidden", "locked", "unknown locked", "closed"])
def test_everybody_costs_one_verification_and_the_same_queries(who: str, ana: User, ben: User, pin: str) -> None:
    own(ben, OTHER)
    number = {"unknown": UNKNOWN, "unknown locked": UNKNOWN, "no pin": OTHER, "hidden": ""}.get(who, NUMBER)
    for _ in range(6 if "locked" in who else 1):
        check(number, WRONG)
    if who == "closed":
        User.objects.update(is_active=False)
    with (
        counting_hashes() as hashes,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        assert check(number, WRONG).user is None
    assert len(hashes) == 1
    assert hashes[0].split("$")[:4] == pins.NOBODYS.split("$")[:4]
    words = [query["sql"].split()[0] for query in queries]
    assert words == ["SELECT", "SAVEPOINT", "INSERT", "SELECT", "UPDATE", "RELEASE"]


def test_five_wrong_ones_lock_the_caller_and_the_right_one_is_wrong_then(pin: str) -> None:
    for _ in range(4):
        assert check(NUMBER, WRONG) == pins.Checked(None)
    assert check(NUMBER, WRONG) == pins.Checked(None, NOW + timedelta(minutes=15))
    assert check(NUMBER, pin) == pins.Checked(None, NOW + timedelta(minutes=15))
    assert check(NUMBER, pin, at=NOW + timedelta(minutes=14)).user is None
    assert check(NUMBER, pin, at=NOW + timedelta(minutes=15)).user is not None


def test_a_right_one_forgets_the_wrong_ones(ana: User, pin: str) -> None:
    for _ in range(3):
        for _ in range(4):
            check(NUMBER, WRONG)
        assert check(NUMBER, pin).user == ana
    assert set(Lockout.objects.values_list("scope", "failures")) == {("account", 0), ("caller", 0), ("everybody", 12)}


def test_a_changed_pin_opens_what_was_locked(ana: User, pin: str) -> None:
    for _ in range(5):
        check(NUMBER, WRONG)
    assert pins.locked_until(ana, now=NOW) == NOW + timedelta(minutes=15)
    pins.set_pin(ana, "917264", NOW)
    assert pins.locked_until(ana, now=NOW) is None
    assert check(NUMBER, "917264").user == ana
    assert check(NUMBER, pin).user is None


def test_its_owner_opens_a_lock(ana: User, pin: str) -> None:
    for _ in range(5):
        check(NUMBER, WRONG)
    pins.unlock(ana)
    assert check(NUMBER, pin).user == ana


def test_what_is_done_to_a_pin_is_written_down_without_it(ana: User, pin: str) -> None:
    pins.set_pin(ana, "917264", NOW)
    pins.remove(ana, NOW)
    pins.remove(ana, NOW)
    entries = AuditEntry.objects.for_user(ana).order_by("pk")
    assert [entry.action for entry in entries] == ["phone_pin.set", "phone_pin.changed", "phone_pin.removed"]
    assert not any(pin in str(vars(entry)) or "917264" in str(vars(entry)) for entry in entries)


WEAK = """
000000 111111 123456 654321 234567 890123 121212 123123 112233 332211 246802 135791 120021 789456 159753 311299
"""


@pytest.mark.parametrize("weak", WEAK.split())
def test_a_weak_pin_is_refused(ana: User, weak: str) -> None:
    with pytest.raises(Invalid, match="easily guessed"):
        pins.set_pin(ana, weak, NOW)


def test_the_digits_of_ones_own_number_or_address_are_refused(ana: User, number: PhoneNumber) -> None:
    User.objects.filter(pk=ana.pk).update(email="ana.840319@example.com")
    ana.refresh_from_db()
    for weak in ("550100", "001055", "202555", "840319"):
        with pytest.raises(Invalid, match="easily guessed"):
            pins.set_pin(ana, weak, NOW)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "80531a", "٨٠٥٣١٦", "805 16", "805316\n"])
def test_what_is_not_six_digits_is_refused(ana: User, text: str) -> None:
    with pytest.raises(Invalid, match="six digits"):
        pins.set_pin(ana, text, NOW)
    assert not PhonePin.objects.exists()
