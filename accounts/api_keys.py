"""API keys: made, shown once, recognised by their hash, revoked."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import ApiKey, User
from kit.crypto import secret_digest
from kit.errors import Conflict

MARK = "glk_"  # says what it is to whoever finds it, and to secret scanners
SHOWN = len(MARK) + 6
MOST_KEYS = 20


def make(
    *, user: User, name: str, scope: ApiKey.Scope, expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """Make a key; the secret is returned this once and kept nowhere.

    Raises:
        Conflict: the user has MOST_KEYS live ones.
    """
    if ApiKey.objects.for_user(user).live(now=now).count() >= MOST_KEYS:
        raise Conflict(f"You have {MOST_KEYS} API keys: revoke one first.", code="too_many_api_keys")
    secret = MARK + secrets.token_urlsafe(32)
    fields = {"name": name, "scope": scope, "expires_at": expires_at, "created_at": now}
    with transaction.atomic():
        digest = secret_digest(secret)
        key = ApiKey.objects.create(user=user, prefix=secret[:SHOWN], secret_sha256=digest, **fields)
        undo = audit.request_of("DELETE", f"api-keys/{key.public_id}")
        audit.record(user, "api_key.made", key, name=name, scope=scope, expires_at=expires_at, undo=undo)
    return key, secret


def recognise(secret: str, *, now: datetime) -> ApiKey | None:
    """Return the live key of an active user that a secret belongs to, and note its use to the hour."""
    keys = ApiKey.objects.live(now=now).filter(secret_sha256=secret_digest(secret), user__is_active=True)
    key = keys.select_related("user").first()
    hour = now.replace(minute=0, second=0, microsecond=0)
    if key is not None and (key.last_used_at is None or key.last_used_at < hour):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=hour)
    return key


def revoke(key: ApiKey, *, now: datetime) -> None:
    """Close a key for good; the row stays, so that its past use can be told."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now):
            audit.record(key.user, "api_key.revoked", key, name=key.name)
