"""Secrets at rest."""

from base64 import urlsafe_b64encode

import pytest

from kit.crypto import FieldCipher, Undecipherable

OLD, NEW = (urlsafe_b64encode(bytes([byte]) * 32).decode() for byte in (1, 2))


def test_a_secret_comes_back_and_is_not_seen() -> None:
    cipher = FieldCipher([OLD])
    token = cipher.encrypt("JBSWY3DP", context="mfa")
    assert "JBSWY3DP" not in token
    assert cipher.decrypt(token, context="mfa") == "JBSWY3DP"


def test_after_rotation_the_old_key_still_opens_and_is_known_as_old() -> None:
    token = FieldCipher([OLD]).encrypt("secret")
    rotated = FieldCipher([NEW, OLD])
    assert rotated.decrypt(token) == "secret"
    assert not rotated.is_current(token)
    assert rotated.is_current(rotated.encrypt("secret"))


def test_another_field_or_key_does_not_open_it() -> None:
    token = FieldCipher([OLD]).encrypt("secret", context="mfa")
    with pytest.raises(Undecipherable):
        FieldCipher([OLD]).decrypt(token, context="phone")
    with pytest.raises(Undecipherable):
        FieldCipher([NEW]).decrypt(token, context="mfa")


def test_a_key_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FieldCipher(["c2hvcnQ="])
