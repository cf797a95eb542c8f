"""A new key takes over from an old one."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts import key_rotation
from accounts.idempotency import sealing_context
from accounts.models import IdempotentRequest, User
from accounts.sealing import field_cipher
from kit.crypto import Undecipherable
from voice.models import CallerKey

OLD, NEW = (urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n"))
Keys = Callable[..., None]


@pytest.fixture
def keys(settings: Settings, db: None) -> Iterator[Keys]:
    """Return a function that sets the keys, newest first; what the migrations sealed with another is not there."""
    CallerKey.objects.all().delete()

    def use(*given: str) -> None:
        settings.FIELD_ENCRYPTION_KEYS = list(given)
        field_cipher.cache_clear()

    yield use
    field_cipher.cache_clear()


def rotate() -> str:
    said = StringIO()
    call_command("rotate_field_keys", stdout=said)
    return said.getvalue()


def furnish(user: User) -> list[str]:
    """Give somebody a second factor and an answer that was kept; returns their recovery codes."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    row = IdempotentRequest(user=user, key="k", fingerprint="0" * 64, claimed_at=timezone.now(), status=200)
    row.sealed_body = field_cipher().encrypt("an answer", context=sealing_context(row))
    row.save()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def test_after_rotation_the_old_key_can_go(ana: User, keys: Keys) -> None:
    keys(OLD)
    codes = furnish(ana)
    keys(NEW, OLD)
    assert "second factors: 2 resealed, 0 current already, 0 unreadable" in rotate()
    keys(NEW)
    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == "JBSWY3DPEHPK3PXP"
    recovery = Authenticator.objects.get(type="recovery_codes")
    assert RecoveryCodes(recovery).generate_codes() == codes
    answer = IdempotentRequest.objects.get()
    assert field_cipher().decrypt(answer.sealed_body, context=sealing_context(answer)) == "an answer"


def test_again_it_changes_nothing_and_says_that_the_old_key_can_go(ana: User, keys: Keys) -> None:
    keys(OLD)
    furnish(ana)
    keys(NEW, OLD)
    rotate()
    before = list(Authenticator.objects.order_by("pk").values())
    said = rotate()
    assert "second factors: 0 resealed, 2 current already" in said
    assert "kept answers: 0 resealed, 1 current already" in said
    assert "The older keys can go." in said
    assert list(Authenticator.objects.order_by("pk").values()) == before


def test_used_recovery_codes_stay_used(ana: User, keys: Keys) -> None:
    keys(OLD)
    codes = furnish(ana)
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).validate_code(codes[0])
    keys(NEW, OLD)
    rotate()
    kept = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert not kept.validate_code(codes[0])
    assert kept.validate_code(codes[1])


def test_codes_brought_from_elsewhere_are_sealed_again_one_by_one(ana: User, keys: Keys) -> None:
    keys(OLD)
    sealed = [field_cipher().encrypt(code, context="mfa") for code in ("one", "two")]
    Authenticator.objects.create(user=ana, type="recovery_codes", data={"migrated_codes": sealed})
    keys(NEW, OLD)
    rotate()
    keys(NEW)
    assert RecoveryCodes(Authenticator.objects.get()).generate_codes() == ["one", "two"]


def test_what_no_key_opens_is_counted_left_alone_and_keeps_nobody_waiting(ana: User, ben: User, keys: Keys) -> None:
    keys(urlsafe_b64encode(b"l" * 32).decode())
    furnish(ben)
    lost = Authenticator.objects.get(user=ben, type="totp").data
    keys(OLD)
    furnish(ana)
    Authenticator.objects.filter(user=ben, type="recovery_codes").update(data={"seed": "not sealed", "used_mask": 0})
    keys(NEW, OLD)
    said = StringIO()
    with pytest.raises(CommandError, match="keep the older keys"):
        call_command("rotate_field_keys", stdout=said)
    assert "second factors: 2 resealed, 0 current already, 2 unreadable" in said.getvalue()
    assert Authenticator.objects.get(user=ben, type="totp").data == lost


def test_an_interruption_keeps_what_was_done(ana: User, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    keys(OLD)
    people = [ana, *(User.objects.create_user(f"p{number}@example.com") for number in range(4))]
    for person in people:
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    keys(NEW, OLD)
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    stop_at = people[3].pk
    whole = key_rotation._reseal_authenticator

    def interrupted(row: Authenticator) -> bool:
        if row.user_id == stop_at:
            raise KeyboardInterrupt
        return whole(row)

    monkeypatch.setattr(key_rotation, "_reseal_authenticator", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    current = [field_cipher().is_current(row.data["secret"], context="mfa") for row in Authenticator.objects.all()]
    assert sum(current) == 2  # the first batch; the second was taken back whole
    monkeypatch.setattr(key_rotation, "_reseal_authenticator", whole)
    assert "second factors: 3 resealed, 2 current already" in rotate()


def test_without_the_old_key_nothing_opens(ana: User, keys: Keys) -> None:
    keys(OLD)
    furnish(ana)
    keys(NEW)
    with pytest.raises(Undecipherable):
        decrypt(Authenticator.objects.get(type="totp").data["secret"])
