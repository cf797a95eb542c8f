"""How django-allauth is fitted to GigLens."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from accounts.sealing import field_cipher

MFA_CONTEXT = "mfa"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up and mail."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign with our name and address; allauth would take both from the request's Host header."""
        site = {"name": "GigLens", "domain": settings.PUBLIC_BASE_URL}
        super().send_mail(template_prefix, email, context | {"current_site": site})


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors; TOTP secrets and recovery seeds are sealed before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return field_cipher().encrypt(text, context=MFA_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return field_cipher().decrypt(encrypted_text, context=MFA_CONTEXT)
