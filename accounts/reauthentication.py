"""Proof, for what cannot be undone, that it is still the same person at the keyboard."""

import time
from types import SimpleNamespace
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django.contrib.sessions.backends.base import SessionBase
from rest_framework.request import Request

from accounts.models import User
from kit.errors import Invalid, Refusal


class ReauthenticationRequired(Refusal):
    code, status = "reauthentication_required", 403


class TooManyAttempts(Refusal):
    code, status = "too_many_requests", 429


def require_recent(request: Request, *, password: str | None) -> None:
    """Let pass whoever logged in or proved themselves within the last minutes, or gives the password now.

    Raises:
        Refusal: neither; the password is wrong (400), or was wrong too often (429).
    """
    user = cast(User, request.user)
    if password is not None:
        _check_password(request, user, password)
    elif time.time() - last_proof(request, user) > app_settings.REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired("Give your password, or log in again, and repeat this within five minutes.")


def last_proof(request: Request, user: User) -> float:
    """Return when, in epoch seconds, the session last saw a password, code, passkey or second factor; 0.0 for never."""
    session = request.auth if isinstance(request.auth, SessionBase) else request.session
    seen: list[dict[str, Any]] = get_authentication_records(SimpleNamespace(session=session), user)
    return max((record["at"] for record in seen), default=0.0)


def _check_password(request: Request, user: User, password: str) -> None:
    if not ratelimit.consume(request._request, action="reauthenticate", user=user):
        raise TooManyAttempts("Too many attempts; wait a minute.")
    if not user.check_password(password):
        raise Invalid("The password is wrong.", fields={"password": "Wrong."})
