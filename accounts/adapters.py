"""How django-allauth is fitted to GigLens."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts import audit
from accounts.models import User
from accounts.sealing import field_cipher

MFA_CONTEXT = "mfa"
SHOWN_OF_BROWSER = 200


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up and mail."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign with our name and address; allauth would take both from the request's Host header."""
        site = {"name": "GigLens", "domain": settings.PUBLIC_BASE_URL}
        super().send_mail(template_prefix, email, context | {"current_site": site})

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """Write down that somebody came in, how, and with which browser."""
        ways = [str(one.get("method", "")) for one in request.session.get("account_authentication_methods", [])]
        browser = request.headers.get("User-Agent", "")[:SHOWN_OF_BROWSER]
        with audit.acting(audit.OWNER):
            audit.record(user, "login.signed_in", methods=ways, browser=browser, sign_up=kwargs.get("signup") or None)
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        return response

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write down what allauth finds worth a mail: a changed password or address, a second factor come or gone."""
        with audit.acting(audit.OWNER):
            audit.record(user, f"login.{template_prefix.rpartition('/')[2]}")
        super().send_notification_mail(template_prefix, user, context, email)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors; TOTP secrets and recovery seeds are sealed before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return field_cipher().encrypt(text, context=MFA_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return field_cipher().decrypt(encrypted_text, context=MFA_CONTEXT)
