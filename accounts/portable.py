"""What of a person goes into an archive: their settings and, for reading, how they come in. Never a secret."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.archives.parts import Part, declare, leave_out
from accounts.archives.restoring import PROFILE, SETTINGS
from accounts.models import ApiKey, AuditEntry, ModelUse, User


def check_entry(columns: Mapping[str, Any]) -> None:
    """Refuse an entry of the audit that could not be listed."""
    changes, details = columns["changes"], columns["details"]
    if not isinstance(details, dict) or not all(len(pair) == 2 for pair in changes.values() if isinstance(pair, list)):
        raise ValueError("not an entry")
    if not all(isinstance(pair, list) for pair in changes.values()):
        raise ValueError("not an entry")


declare(
    Part(User, PROFILE, owner="pk", only=("email", *SETTINGS, "is_demo", "date_joined"), currency="home_currency"),
    Part(EmailAddress, "email_addresses", only=("email", "verified", "primary"), restored=False),
    Part(Authenticator, "second_factors", only=("type", "created_at", "last_used_at"), restored=False),
    Part(UserSession, "sessions", only=("ip", "user_agent", "created_at", "last_seen_at"), restored=False),
    Part(
        ApiKey,
        "api_keys",
        only=("name", "scope", "prefix", "created_at", "last_used_at", "expires_at", "revoked_at"),
        restored=False,
    ),
    Part(
        AuditEntry,
        "audit",
        renames=("object_id", "details"),
        fixed={"undo": None, "restored": True},  # a file must not bring requests that a screen would send
        fills=False,
        check=check_entry,
    ),
    Part(ModelUse, "model_uses", without=("id", "public_id"), currency="", restored=False),
)
leave_out(
    accounts_spendingday="sums of model_uses, for the caps",
    accounts_idempotentrequest="answers kept for two days for programs that repeat a request; sealed",
    accounts_archive="an archive is not put into an archive",
    accounts_archivepiece="an archive is not put into an archive",
    account_emailconfirmation="codes on their way, good for minutes",
    admin_logentry="what an operator did in the admin; what it did to somebody's things is in their audit",
)
