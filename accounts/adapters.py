"""How django-allauth is fitted to GigLens."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from accounts.sealing import field_cipher

MFA_CONTEXT = "mfa"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up and mail."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors; TOTP secrets and recovery seeds are sealed before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return field_cipher().encrypt(text, context=MFA_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return field_cipher().decrypt(encrypted_text, context=MFA_CONTEXT)
