"""The ways in, as a browser and an app take them."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from accounts.models import User

API = "/_allauth/browser/v1"
APP = "/_allauth/app/v1"
ME = "/api/v1/me"
CODE = re.compile(r"^([0-9A-Z]+(?:-[0-9A-Z]+)*)$", re.MULTILINE)


def verified(user: User) -> User:
    """Let the address count as proved."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def post(client: Client, path: str, **body: Any) -> Any:
    """Send JSON to the browser's API."""
    return client.post(f"{API}{path}", body, content_type="application/json")


def log_in(client: Client, user: User, password: str | None = None) -> Any:
    """Log somebody of the fixtures in, ana with `ana-password`, unless another password is given."""
    own = f"{user.email.partition('@')[0]}-password"
    return post(client, "/auth/login", email=user.email, password=password or own)


def pending(answer: Any) -> list[str]:
    """Return the steps that a 401 says are waited for."""
    assert answer.status_code == 401, answer.content
    return [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]


def faults(answer: Any) -> list[str]:
    """Return the codes of a 400."""
    assert answer.status_code == 400, answer.content
    return [error["code"] for error in answer.json()["errors"]]


def mailed_code() -> str:
    """Return the code of the last mail: the one line that is nothing but a code."""
    (code,) = CODE.findall(str(mail.outbox[-1].body))
    return str(code)


def authenticator_code(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    (counter,) = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, counter)))
