"""The key behind fingerprints of numbers, PINs and codes.

Numbers and PINs are few: an unkeyed hash of one is found by trying them all. The key lies in the database, sealed with
FIELD_ENCRYPTION_KEYS, so that `manage.py rotate_field_keys` seals it anew and no fingerprint changes. It is first
derived from the newest of those keys: whoever makes it first, it is the same.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from voice.models import CallerKey


def keyed(purpose: str, text: str) -> str:
    """Return a keyed hash, in hex; a text hashed for one purpose says nothing of it hashed for another."""
    return hmac.new(_secret(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


@cache
def _secret() -> bytes:
    """Read the key once in a process; it never changes."""
    row = CallerKey.objects.filter(pk=1).first()
    if row is None:
        CallerKey.objects.bulk_create([CallerKey(pk=1, secret=derived())], ignore_conflicts=True)
        row = CallerKey.objects.get(pk=1)
    return urlsafe_b64decode(row.secret)


def derived() -> str:
    """Return what the key is to begin with."""
    key = urlsafe_b64decode(settings.FIELD_ENCRYPTION_KEYS[0])
    return urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=b"voice.callers").derive(key)).decode()
