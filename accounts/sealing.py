"""The process's cipher for secrets at rest."""

from functools import cache

from django.conf import settings

from kit.crypto import FieldCipher


@cache
def field_cipher() -> FieldCipher:
    """Return the cipher made of FIELD_ENCRYPTION_KEYS, the newest first."""
    return FieldCipher(settings.FIELD_ENCRYPTION_KEYS)
